"""Amina leaves: what is hers goes, from the files too; what others counted on stays true."""

from datetime import timedelta
from pathlib import Path

import pytest

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.ideas.appealing import appeal
from saidanddone.ideas.commenting import comment, publish_comment
from saidanddone.ideas.deciding import Answer, decide
from saidanddone.ideas.models import Idea, ShownAs, Wording
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.recordings import Recording, say
from saidanddone.ideas.sounds import Sound
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.supporting import Support, support
from saidanddone.mine.leaving import leave_due
from saidanddone.mine.models import Leaving
from saidanddone.moderation import checking
from saidanddone.moderation.checking import decline, publish, send_back
from saidanddone.people import inviting, joining, keeping
from saidanddone.people.models import Person, Session
from saidanddone.people.rights import Role
from saidanddone.rounds.models import Ballot, Choice
from saidanddone.rounds.planning import plan_round
from saidanddone.rounds.running import close_round, open_round
from saidanddone.rounds.voting import vote
from tests.ideas.recorded import TONE

NAME, WORD, REAL = "Zebrafinch", "quokkawords", "Realname Canary"
LEAVE = "/rivermead/me/leaving"


async def a_life(there):
    """A young person with something of every kind; every text of theirs, and to them, holds a canary."""
    _, code = await inviting.invite(there.rivermead, Role.YOUNG_PERSON, by=there.fern, name=REAL)
    zoe = await joining.join(there.rivermead, code, nickname=NAME)
    zoe.hold([Role.YOUNG_PERSON])
    ideas = {}

    async def idea(name, **more):
        ideas[name] = await propose(zoe, what=f"{WORD} {name}", why=f"{WORD} why", **more)
        return ideas[name]

    async def out(name):
        await publish(await idea(name), by=there.cass, title=f"Title of {name}", missions=[])
        return ideas[name]

    await idea("draft", draft=True)
    await idea("waiting", shown_as=ShownAs.HIDDEN)
    await send_back(await idea("back"), by=there.cass, message=f"Dear {NAME}, {WORD}")
    await decline(await idea("declined"), by=there.cass, reason="unsafe", message=f"Dear {NAME}, {WORD}")
    await appeal(ideas["declined"], by=zoe, text=f"{WORD} appeal")
    ideas["spoken"] = await say(zoe, Sound.of(TONE), once="one")
    for name in ("open", "chosen", "vote"):
        await out(name)
    await checking.hold(await idea("held"), by=there.cass, message="Worried")
    await support(ideas["open"], by=there.bo)
    others = await propose(there.bo, what="Bo’s own words")
    await publish(others, by=there.cass, title="Bo’s idea", missions=[])
    await support(others, by=zoe)
    await support(others, by=there.amina)
    said = [await comment(others, by=zoe, text=f"{WORD} added {number}") for number in range(2)]
    await publish_comment(said[0], by=there.cass)
    await decide(ideas["chosen"], by=there.ellis, answer=Answer.YES, reason="The council says yes to it.")
    now = clock.now()
    round_ = await plan_round(
        there.rivermead, by=there.cass, question="Which?", opens_at=now + timedelta(minutes=1),
        closes_at=now + timedelta(days=3), picks=1, ideas=[ideas["vote"], others],
    )  # fmt: skip
    await open_round(round_, by=there.cass)
    await vote(round_, by=zoe, ideas=[others])
    await vote(round_, by=there.bo, ideas=[ideas["vote"]])
    return zoe, ideas, others, round_


def bytes_of(path):
    """The database's file and the log beside it, as they lie on the disk."""
    return "".join(Path(f"{path}{end}").read_bytes().decode("latin-1").lower() for end in ("", "-wal"))


async def everything_in(site):
    """All that the database holds, as text: its files' bytes on SQLite, every row on PostgreSQL."""
    if not database.is_postgresql():
        return bytes_of(site.settings.database_url.removeprefix("sqlite://").split("?")[0])
    tables = await database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = [await database.rows(f'SELECT t::text AS row FROM "{table["tablename"]}" t') for table in tables]
    return "\n".join(row["row"] for found in rows for row in found).lower()


@pytest.mark.parametrize("way", ["everything", "keep-ideas"])
async def test_nothing_of_whoever_left_is_in_the_database_any_more(site, there, way):
    zoe, ideas, others, round_ = await a_life(there)
    browser = await site.as_(zoe)
    stood = await everything_in(site)
    assert all(canary.lower() in stood for canary in (NAME, WORD, REAL))
    answer = await browser.post(LEAVE, data={"way": way, "when": "now", "sure": "yes"})
    assert answer.status_code == 303
    held = await Idea.get(id=ideas["held"].id)
    assert held.stage is Stage.HELD
    assert held.what.startswith(WORD), "a worry about it is open: it waits"
    hana = await site.as_(there.hana)
    await hana.post("/rivermead/concerns/1/closing", data={"done": "They are safe."})
    await leave_due()
    assert not await Leaving.filter(waits=True).exists()
    left = await everything_in(site)
    for canary in (NAME, REAL) if way == "keep-ideas" else (NAME, REAL, WORD):
        at = left.find(canary.lower())
        assert at < 0, left[max(at - 200, 0) : at + 200]
    assert await first_fault(there.rivermead.id) is None
    await _what_others_counted_on_is_true(there, zoe, ideas, others, round_, way)


async def _what_others_counted_on_is_true(there, zoe, ideas, others, round_, way):
    everything = way == "everything"
    now = {name: await Idea.get(id=idea.id) for name, idea in ideas.items()}
    assert now["chosen"].stage is Stage.CHOSEN
    assert now["chosen"].what == ("Title of chosen" if everything else f"{WORD} chosen")
    assert now["open"].stage is (Stage.WITHDRAWN if everything else Stage.OPEN)
    for unread in ("draft", "back", "spoken"):
        assert (now[unread].stage, now[unread].what) == (Stage.WITHDRAWN, "")
    assert all(idea.shown_as is ShownAs.HIDDEN for idea in now.values())
    assert await Recording.filter(sound__isnull=False).count() == 0
    for idea in await Idea.all():
        standing = await Support.filter(idea_id=idea.id, withdrawn_at=None).count()
        assert idea.supports == standing, idea.id
    other = await Idea.get(id=others.id)
    assert other.supports == 2, "in the vote now, so nothing is taken back"
    assert await Ballot.filter(person_id=zoe.id).count() == 0
    assert (await Ballot.all().count(), await Choice.all().count()) == (2, 2)
    await close_round(round_, by=there.cass)
    await round_.refresh_from_db()
    assert '"ballots":2' in round_.results.replace(" ", "")
    assert not await Session.filter(person_id=zoe.id).exists()
    assert await Wording.filter(idea_id=now["chosen"].id).count() == 1


async def test_leaving_twice_is_harmless_and_the_door_is_shut(site, there):
    amina, other = await site.as_(there.amina), await site.as_(there.amina)
    data = {"way": "everything", "when": "now", "sure": "yes"}
    answer = await amina.post(LEAVE, data=data)
    assert 'saidanddone=""' in "".join(answer.headers.get_list("set-cookie"))
    assert "storage" in answer.headers["clear-site-data"]
    for browser in (amina, other):
        again = await browser.post(LEAVE, data=data)
        assert (again.status_code, again.headers["location"][:18]) == (303, "/rivermead/sign-in")
    rows = await HistoryRow.filter(act="leave").count()
    assert rows == 1
    await leave_due()
    assert await HistoryRow.filter(act="leave").count() == 1
    person = await Person.get(id=there.amina.id)
    assert (person.nickname, person.left_at is None) == ("Somebody who left", False)
    fern = await site.as_(there.fern)
    assert "Somebody who left" not in (await fern.get("/rivermead/settings/people")).text
    assert (await fern.get(f"/rivermead/settings/people/{person.id}")).status_code == 404
    assert "Somebody who left" in (await fern.get("/rivermead/settings/history")).text
    assert "Amina" not in (await fern.get("/rivermead/settings/history")).text
    await joining.join(
        there.rivermead,
        (await inviting.invite(there.rivermead, Role.YOUNG_PERSON, by=there.fern))[1],
        nickname="Amina",
    )  # the name is free again


async def test_a_week_to_think_it_over(site, there):
    await propose(there.amina, what="Stays for now")
    amina = await site.as_(there.amina)
    page = await amina.get(LEAVE)
    assert "Two ways to leave" in page.text
    for way in ("everything", "keep-ideas"):
        assert "Nobody can tell that they were yours" in (await amina.get(f"{LEAVE}?way={way}")).text
    for wrong in ({}, {"way": "everything"}, {"way": "x", "when": "now"}, {"way": "everything", "when": "x"}):
        assert (await amina.post(LEAVE, data=wrong)).status_code == 422
    assert (await amina.post(LEAVE, data={"way": "everything", "when": "week"})).status_code == 303
    for page in (LEAVE, "/rivermead"):
        assert "ou leave on" in (await amina.get(page)).text
    with clock.at(clock.now() + timedelta(days=6)):
        await leave_due()
    assert (await Idea.get()).what == "Stays for now"
    assert (await amina.post(f"{LEAVE}/withdrawal")).status_code == 303
    assert (await amina.post(f"{LEAVE}/withdrawal")).status_code == 303
    with clock.at(clock.now() + timedelta(days=8)):
        await leave_due()
        assert (await Person.get(id=there.amina.id)).left_at is None
    await amina.post(LEAVE, data={"way": "keep-ideas", "when": "week"})
    await amina.post(LEAVE, data={"way": "everything", "when": "week"})
    assert await Leaving.filter(called_off_at=None).count() == 1
    with clock.at(clock.now() + timedelta(days=8)):
        await leave_due()
        await leave_due()
    assert (await Idea.get()).what == ""
    assert (await Person.get(id=there.amina.id)).left_at is not None


async def test_leaving_now_takes_one_look_more_and_a_leaving_that_waits_stands_first(site, there):
    amina = await site.as_(there.amina)
    asked = await amina.post(LEAVE, data={"way": "keep-ideas", "when": "now"})
    assert (asked.status_code, "Tick the box first: leaving now can’t be undone." in asked.text) == (
        422,
        True,
    )
    assert "Keep my ideas, without me." in asked.text, "the way that was picked stays picked"
    assert await Leaving.all().count() == 0
    await amina.post(LEAVE, data={"way": "everything", "when": "week"})
    home = (await amina.get("/rivermead")).text
    assert home.index("You asked to leave.") < home.index("<h1")
    assert "You asked to leave." in home
    await amina.post(f"{LEAVE}/withdrawal")
    assert "You asked to leave." not in (await amina.get("/rivermead")).text


async def test_the_last_admin_and_the_last_lead_can_not_go(site, there):
    data = {"way": "everything", "when": "now", "sure": "yes"}
    for last in (there.fern, there.hana):
        browser = await site.as_(last)
        answer = await browser.post(LEAVE, data=data)
        assert answer.status_code == 409
        assert "You are the last" in answer.text
    await Person.join(there.rivermead, "Second", Role.ADMIN, job_title="Second Admin")
    assert (await (await site.as_(there.fern)).post(LEAVE, data=data)).status_code == 303


async def test_fern_does_it_for_somebody_who_asks_face_to_face(site, there):
    here = f"/rivermead/settings/people/{there.amina.id}/leaving"
    data = {"way": "everything", "when": "now", "asked": "in-person"}
    fern = await site.as_(there.fern)
    assert (await fern.get(here)).status_code == 200
    for lacks in data:
        rest = {name: value for name, value in data.items() if name != lacks}
        assert (await fern.post(here, data=rest)).status_code == 422
    for other, status in ((there.cass, 403), (there.hana, 403), (there.bo, 403), (there.dev, 404)):
        browser = await site.as_(other)
        assert (await browser.post(here, data=data)).status_code == status
        assert (await browser.get(here)).status_code == 404
    own = f"/rivermead/settings/people/{there.fern.id}/leaving"
    assert (await fern.post(own, data=data)).status_code == 404
    assert (await fern.post(here.replace(str(there.amina.id), "999"), data=data)).status_code == 404
    elsewhere = f"/rivermead/settings/people/{there.ivo.id}/leaving"
    assert (await fern.post(elsewhere, data=data)).status_code == 404
    assert (await fern.post(here, data=data)).status_code == 303
    assert (await fern.post(here, data=data)).status_code == 404
    row = await HistoryRow.get(act="ask_to_leave")
    assert (row.who_id, row.thing_id, row.end) == (there.fern.id, there.amina.id, "in-person")
    assert (await Person.get(id=there.amina.id)).left_at is not None
    with pytest.raises(Exception, match="not suspended"):
        await keeping.let_back(await Person.get(id=there.amina.id), by=there.fern)


async def test_a_nickname_is_put_right(site, there):
    amina = await site.as_(there.amina)
    here = "/rivermead/me/nickname"
    idea = await propose(there.amina, what="Doorbells")
    await publish(idea, by=there.cass, title="Doorbells", missions=[])
    for wrong, words in (
        ("", "Pick a nickname"),
        ("80", "has that name"),
        ("Admin", "the council"),
        ("Sarah Jones", "full name"),
        ("x" * 31, "30 letters or fewer"),
    ):
        answer = await amina.post(here, data={"nickname": wrong.replace("80", "B0")})
        assert (answer.status_code, words in answer.text) == (422, True), wrong
    assert (await amina.post(here, data={"nickname": "aMINA"})).status_code == 303, (
        "one’s own name, written anew"
    )
    assert (
        await amina.post(here, data={"nickname": "Sarah Jones", "keep": "Sarah Jones"})
    ).status_code == 303
    assert (await amina.post(here, data={"nickname": "River"})).status_code == 303
    assert "River" in (await amina.get("/rivermead/ideas/1")).text
    assert "Amina" not in (await (await site.client()).get("/rivermead/ideas/1")).text
    assert await HistoryRow.filter(act="rename").count() == 3
    assert await first_fault(there.rivermead.id) is None


async def test_a_job_title_is_put_right_by_the_admin(site, there):
    here = f"/rivermead/settings/people/{there.cass.id}/job-title"
    fern = await site.as_(there.fern)
    assert (await fern.post(here, data={"job_title": " "})).status_code == 422
    assert (await fern.post(here, data={"job_title": "Voice Lead"})).status_code == 303
    assert (await Person.get(id=there.cass.id)).job_title == "Voice Lead"
    assert (await (await site.as_(there.cass)).post(here, data={"job_title": "Boss"})).status_code == 403
    young = here.replace(str(there.cass.id), str(there.amina.id))
    assert (await fern.post(young, data={"job_title": "Boss"})).status_code == 404


async def test_a_yes_to_being_quoted_is_taken_back(site, there):
    idea = await propose(there.amina, what="Doorbells", quotable=True)
    amina = await site.as_(there.amina)
    assert "Quote it no more" in (await amina.get("/rivermead/ideas/1")).text
    here = "/rivermead/ideas/1/quote/withdrawal"
    assert (await (await site.as_(there.cass)).post(here)).status_code == 403
    assert (await (await site.as_(there.bo)).post(here)).status_code == 404
    for _ in range(2):
        assert (await amina.post(here)).status_code == 303
    assert not (await Idea.get(id=idea.id)).quotable
    assert await HistoryRow.filter(act="withdraw_quote").count() == 1
    assert "May be quoted" not in (await (await site.as_(there.cass)).get("/rivermead/moderation")).text
    assert "Quote it no more" not in (await amina.get("/rivermead/ideas/1")).text
