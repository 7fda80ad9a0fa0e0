"""Cass writes an idea down for a young person who is there: theirs, on the record, and seen by them."""

import pytest

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow
from saidanddone.ideas.models import Idea, ShownAs, Wording
from saidanddone.ideas.proposing import enter, propose
from saidanddone.notices.models import Notice
from saidanddone.people.models import Person
from saidanddone.rounds.models import Ballot
from saidanddone.rules import NotAllowed
from tests.rounds.votes import opened_round

HERE = "/rivermead/moderation/ideas"
SAID = {
    "nickname": "amina",
    "what": "Lights in the stairwell that stay on",
    "why": "",
    "shown_as": "nickname",
    "door": "everyone",
    "here": "yes",
}


async def test_amina_finds_on_her_page_what_cass_wrote_down_and_takes_it_back(site, there):
    cass, amina = await site.as_(there.cass), await site.as_(there.amina)
    assert "Write their idea down" in (await cass.get("/rivermead/moderation")).text
    answer = await cass.post(HERE, data=SAID)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}/new")
    told = (await cass.get(f"{HERE}/new")).text
    assert "Sent as idea 1. Amina sees it on their own page" in told
    idea = await Idea.get(number=1)
    assert (idea.author_id, idea.stage, idea.by_staff) == (there.amina.id, "waiting", False)
    assert SAID["what"] in (await amina.get("/rivermead")).text
    page = (await amina.get("/rivermead/ideas/1")).text
    assert "the Participation Worker wrote it down with you" in page
    assert (await amina.post("/rivermead/ideas/1/withdrawal")).status_code == 303
    assert (await Idea.get(number=1)).stage == "withdrawn"


async def test_it_is_on_the_record_who_wrote_it_and_for_whom(site, there):
    cass = await site.as_(there.cass)
    await cass.post(HERE, data=SAID)
    entered = await HistoryRow.get(act="enter")
    assert (entered.who_id, entered.kind) == (there.cass.id, "idea")
    wording = await Wording.get(idea_id=entered.thing_id)
    assert (wording.by_id, wording.heard) == (there.cass.id, True)
    assert await Notice.filter(person_id=there.amina.id, what="enter").count() == 1
    col = await site.as_(there.col)
    queue = (await col.get("/rivermead/moderation")).text
    assert "Written down by the Participation Worker, with the writer there" in queue


async def test_a_hidden_one_shows_no_nickname_to_those_who_read_it(site, there):
    cass, col = await site.as_(there.cass), await site.as_(there.col)
    await cass.post(HERE, data=SAID | {"shown_as": "hidden"})
    for address in ("/rivermead/moderation", "/rivermead/ideas/1", "/rivermead/ideas/1/wordings"):
        assert "Amina" not in (await col.get(address)).text


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"nickname": "nobody we know"}, "No young person here has that nickname"),
        ({"nickname": "Ivo"}, "No young person here has that nickname"),  # of another council
        ({"nickname": "Ellis"}, "No young person here has that nickname"),  # staff
        ({"nickname": ""}, "Ask for their nickname"),
        ({"what": ""}, "Write what should change"),
        ({"here": ""}, "It goes only with their yes"),
        ({"what": "Ring me on 07700 900123 about doorbells"}, "07700 900123"),
    ],
)
async def test_what_is_missing_is_said_and_nothing_typed_is_lost(site, there, changed, says):
    cass = await site.as_(there.cass)
    typed = SAID | {"why": "So we can see"} | changed
    answer = await cass.post(HERE, data=typed)
    assert answer.status_code == 422
    assert says in answer.text
    assert typed["why"] in answer.text
    assert await Idea.all().count() == 0


async def test_the_same_words_sent_twice_are_one_idea(site, there):
    cass = await site.as_(there.cass)
    for _ in range(2):
        await cass.post(HERE, data=SAID)
    assert await Idea.all().count() == 1


async def test_somebody_suspended_or_elsewhere_is_written_for_by_nobody(site, there):
    cass = await site.as_(there.cass)
    await database.write(lambda: Person.filter(id=there.amina.id).update(suspended_at=clock.now()))
    assert (await cass.post(HERE, data=SAID)).status_code == 422
    for author, by in ((there.ivo, there.cass), (there.bo, there.ellis), (there.ellis, there.cass)):
        with pytest.raises(NotAllowed):
            await enter(author, by=by, what="Not theirs to say")
    ellis = await site.as_(there.ellis)
    assert (await ellis.get(f"{HERE}/new")).status_code == 404
    assert (await ellis.post(HERE, data=SAID)).status_code == 403


async def test_a_vote_is_entered_for_nobody(site, there):
    """A worker writes ideas down, never votes: a vote is of whoever is signed in, and workers have none."""
    round_ = await opened_round(there)
    cass = await site.as_(there.cass)
    vote = {"choice": "1", "nickname": "amina", "person": str(there.amina.id)}
    assert (await cass.post(f"/rivermead/rounds/{round_.number}/votes", data=vote)).status_code == 403
    assert await Ballot.all().count() == 0


async def test_a_guessed_nickname_tells_nobody_who_is_behind_a_hidden_idea(site, there):
    await propose(there.bo, what=SAID["what"], shown_as=ShownAs.HIDDEN)
    cass = await site.as_(there.cass)
    for guess in ("bo", "amina"):
        before = await Idea.all().count()
        answer = await cass.post(HERE, data=SAID | {"nickname": guess})
        assert answer.status_code == 303
        assert await Idea.all().count() == before + 1, "a right guess looks like a wrong one"
    assert await HistoryRow.filter(act="enter", who_id=there.cass.id).count() == 2
