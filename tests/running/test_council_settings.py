"""The council's settings and reading days: every change dated, and every promise shown follows at once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from saidanddone import clock
from saidanddone.councils import changing, reading
from saidanddone.councils.models import Council, DaysAway, OpenTo
from saidanddone.history.models import first_fault
from saidanddone.ideas.commenting import comment, publish_comment
from saidanddone.ideas.models import Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.wording import reword
from saidanddone.rules import NotAllowed, Refused
from tests.people import town

SET = "/rivermead/settings/council"
READ = "/rivermead/settings/reading"


async def publish(idea, there, title):
    await idea.make_move("publish", by=there.cass, title=title)


# Settings


async def test_fern_changes_settings_and_each_change_is_listed(site):
    there = await town()
    fern = await site.as_(there.fern)
    assert (await fern.get(SET)).status_code == 200
    sent = {"floor": "8", "answer_days": "21", "verdict_days": "28", "quiet_days": "35"}
    assert (await fern.post(SET, data=sent)).status_code == 303
    assert (await fern.post(SET, data={"help_now": "Ring the duty desk."})).status_code == 303
    council = await Council.get(slug="rivermead")
    assert (council.floor, council.answer_days, council.quiet_days) == (8, 21, 35)
    told = await changing.changes_of(council)
    assert [(one.what, one.start, one.end, one.by) for one in told] == [
        ("Help right now", "", "Ring the duty desk.", "Council Admin"),
        ("Days to answer what won a vote", "28", "21", "Council Admin"),
        ("The smallest group that is counted", "2", "8", "Council Admin"),
    ]
    shown = (await fern.get(SET)).text
    assert "Ring the duty desk." in shown
    assert await first_fault(council.id) is None
    before = told[1].position
    assert [one.end for one in await changing.changes_of(council, before=before)] == ["8"]
    assert (await fern.get(f"{SET}?before={before}")).status_code == 200


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"floor": "4"}, "from 5 to 50"),
        ({"floor": "many"}, "from 5 to 50"),
        ({"answer_days": ""}, "from 1 to 365"),
        ({"name": ""}, "can’t be empty"),
        ({"name": "n" * 81}, "Use 80 letters or fewer"),
        ({"advocate": "a" * 601}, "Use 600 letters or fewer"),
        ({"ideas_open_to": "nobody"}, "Pick who reads ideas."),
        ({"ideas_open_to": "council"}, "Read what changes"),
    ],
)
async def test_a_setting_that_cant_be_is_refused_and_what_was_typed_stays(site, sent, says):
    there = await town()
    refused = await (await site.as_(there.fern)).post(SET, data=sent)
    assert (refused.status_code, says in refused.text) == (422, True)
    typed = next(iter(sent.values()))
    assert not typed or typed in refused.text
    same = await Council.get(slug="rivermead")
    assert (same.floor, same.name, same.ideas_open_to) == (2, "Rivermead", OpenTo.EVERYONE)


async def test_only_the_admin_of_this_council_changes_it(site):
    there = await town()
    for person in (there.cass, there.jo):
        with pytest.raises(NotAllowed):
            await changing.change(there.rivermead, by=person, wanted={"floor": 9})
    with pytest.raises(NotAllowed):
        await changing.change(there.ashcombe, by=there.fern, wanted={"floor": 9})
    with pytest.raises(Refused):
        await changing.change(there.rivermead, by=there.fern, wanted={"floor": 0})


# Who reads ideas


async def test_opening_leaves_what_was_sent_before_to_the_council(site):
    there = await town(ideas_open_to=OpenTo.COUNCIL)
    before = await propose(there.amina, what="Sent for the council only")
    later = await propose(there.amina, what="Sent back, and sent again when open")
    await publish(before, there, "Before it was open")
    await publish_comment(await comment(before, by=there.bo, text="Me as well."), by=there.cass)
    await later.make_move("return", by=there.cass, message="Say more.")
    fern, visitor = await site.as_(there.fern), await site.client()
    assert (await visitor.get("/rivermead/ideas")).status_code == 303
    opened = await fern.post(SET, data={"ideas_open_to": "everyone", "sure": "yes"})
    assert opened.status_code == 303
    after = await propose(there.bo, what="Sent for anyone")
    await publish(after, there, "After it was open")
    later = await Idea.get(id=later.id)
    await reword(later, by=there.amina, what="Sent again, for anyone")
    await publish(await Idea.get(id=later.id), there, "Sent again")
    board = (await visitor.get("/rivermead/ideas")).text
    assert "Before it was open" not in board
    assert "After it was open" in board
    assert "Sent again" in board
    assert (await visitor.get(f"/rivermead/ideas/{before.number}")).status_code == 404
    assert "Before it was open" in (await (await site.as_(there.bo)).get("/rivermead/ideas")).text


async def test_a_worker_who_mends_an_idea_opens_it_to_nobody(site):
    there = await town(ideas_open_to=OpenTo.COUNCIL)
    idea = await propose(there.amina, what="For the council only")
    await changing.change(there.rivermead, by=there.fern, wanted={"ideas_open_to": OpenTo.EVERYONE})
    await reword(idea, by=there.cass, what="For the council, mended")
    assert not (await Idea.get(id=idea.id)).told_everyone
    queue = (await (await site.as_(there.cass)).get("/rivermead/moderation")).text
    assert "everyone who signs in at Rivermead can read it" in queue
    assert "anyone can read it" not in queue


async def test_closing_is_at_once_and_opening_again_shows_what_was_open(site):
    there = await town()
    idea = await propose(there.amina, what="Sent for anyone")
    await publish(idea, there, "Open from the start")
    visitor = await site.client()
    assert "Open from the start" in (await visitor.get("/rivermead/ideas")).text
    await changing.change(there.rivermead, by=there.fern, wanted={"ideas_open_to": OpenTo.COUNCIL})
    assert (await visitor.get(f"/rivermead/ideas/{idea.number}")).status_code in {303, 404}
    said = await comment(idea, by=there.bo, text="Only for the council.")
    await publish_comment(said, by=there.cass)
    await changing.change(there.rivermead, by=there.fern, wanted={"ideas_open_to": OpenTo.EVERYONE})
    shown = (await visitor.get(f"/rivermead/ideas/{idea.number}")).text
    assert "Open from the start" in shown
    assert "Only for the council." not in shown, "a comment stays with those its writer was told of"


async def test_keeping_it_as_it_is_on_purpose_is_a_row_too(site):
    there = await town()
    kept = await (await site.as_(there.fern)).post(SET, data={"ideas_open_to": "everyone"})
    assert kept.status_code == 303
    (one,) = await changing.changes_of(there.rivermead)
    assert (one.what, one.end) == ("Who reads ideas", "anyone")


# Reading days

MONDAY = datetime(2026, 12, 21, 10, tzinfo=UTC)


def test_the_next_reading_day_skips_days_away():
    council = Council(reading_days="1,3", away="2026-12-22/2027-01-01\n2027-01-05/2027-01-05")
    assert council.next_reading(date(2026, 12, 20)) == date(2027, 1, 7)
    assert council.next_reading(date(2026, 12, 14)) == date(2026, 12, 15)
    assert Council(reading_days="", away="").next_reading(date(2026, 12, 25)) == date(2026, 12, 28)
    forever = Council(reading_days="0", away="2026-01-01/2036-01-01")
    assert forever.next_reading(date(2026, 12, 20)) > date(2027, 12, 1)


async def test_a_holiday_moves_every_promise_at_once_and_is_taken_back(site):
    there = await town()
    with clock.at(MONDAY):
        cass, amina = await site.as_(there.cass), await site.as_(there.amina)
        assert "Tuesday 22 December" in (await amina.get("/rivermead/ideas/new")).text
        set_away = {"starts": "2026-12-22", "ends": "2027-01-01", "why": "Christmas"}
        assert (await cass.post(READ + "/away", data=set_away)).status_code == 303
        assert "Tuesday 5 January" in (await amina.get("/rivermead/ideas/new")).text
        sent = {"what": "Doorbells", "shown_as": "nickname", "door": "everyone"}
        await amina.post("/rivermead/ideas", data=sent)
        assert "5 January" in (await amina.get("/rivermead")).text
        page = (await cass.get(READ)).text
        assert "Christmas" in page
        assert "Tuesday 5 January" in page
        span = await DaysAway.get()
        (newest, *_) = await changing.changes_of(there.rivermead)
        assert (newest.start, newest.end, newest.by) == (
            "",
            "22 December to 1 January 2027",
            "Participation Worker",
        )
        back = await cass.post(f"{READ}/away/{span.id}/undo")
        assert back.status_code == 303
        assert "Tuesday 22 December" in (await amina.get("/rivermead/ideas/new")).text
        assert (await cass.post(f"{READ}/away/{span.id}/undo")).status_code == 409
    assert await first_fault(there.rivermead.id) is None


@pytest.mark.parametrize(
    ("starts", "ends", "says"),
    [
        ("2026-12-24", "2026-12-20", "can’t come before the first"),
        ("2026-11-01", "2026-11-02", "These days are over."),
        ("2026-12-24", "2027-12-24", "longer than 92 days"),
        ("2029-01-01", "2029-01-02", "more than a year ahead"),
        ("Christmas", "", "Write the day like this"),
    ],
)
async def test_days_away_that_cant_be(site, starts, ends, says):
    there = await town()
    with clock.at(MONDAY):
        sent = {"starts": starts, "ends": ends, "why": "Snow"}
        refused = await (await site.as_(there.cass)).post(READ + "/away", data=sent)
    assert (refused.status_code, says in refused.text, "Snow" in refused.text) == (422, True, True)
    assert await DaysAway.all().count() == 0


async def test_more_than_a_year_away_is_refused(site):
    there = await town()
    start = clock.today()
    for number in range(4):
        first = start + timedelta(days=91 * number)
        await reading.add_days_away(
            there.rivermead, by=there.cass, starts=first, ends=first + timedelta(days=90)
        )
    with pytest.raises(Refused, match="more than a year"):
        await reading.add_days_away(
            there.rivermead, by=there.cass, starts=start, ends=start + timedelta(days=9)
        )
    assert len((await Council.get(slug="rivermead")).days_away) == 4


async def test_fern_sets_the_weekdays_and_cass_may_not(site):
    there = await town()
    fern, cass = await site.as_(there.fern), await site.as_(there.cass)
    assert (await fern.post(READ, data={"day": ["0", "4"]})).status_code == 303
    assert (await Council.get(slug="rivermead")).reads_on == ["Monday", "Friday"]
    assert (await changing.changes_of(there.rivermead))[0].end == "Mon, Fri"
    assert (await fern.post(READ, data={"day": ["9", "x"]})).status_code == 422
    assert (await cass.post(READ, data={"day": ["0"]})).status_code == 403
    assert (await fern.post(READ + "/away/99/undo")).status_code == 404
    with pytest.raises(NotAllowed):
        await reading.add_days_away(there.rivermead, by=there.dev, starts=clock.today(), ends=clock.today())
