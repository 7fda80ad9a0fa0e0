"""Words said with an answer can worry a worker: they are hidden at once, and the lead decides."""

import asyncio

import pytest

from saidanddone.mine.leaving import ask_to_leave
from saidanddone.mine.models import Leaving, LeavingWay
from saidanddone.moderation.models import Concern
from saidanddone.notices.models import Notice
from saidanddone.plan.answering import answer
from saidanddone.plan.completing import complete
from saidanddone.plan.models import VerdictAnswer
from saidanddone.plan.verdicts import Verdict
from saidanddone.plan.worried import hold_words, release_words
from saidanddone.rules import NotAllowed
from tests.people import town
from tests.plan.promises import asking_of, chosen_idea, promise

QUEUE = "/rivermead/moderation"
CANARY = "CANARY I am not safe at home"
SAFE = {"done": "They are safe."}


@pytest.fixture
async def there(site):
    there = await town()
    idea = await chosen_idea(there, supporters=(there.bo,))
    action = await promise(there, idea)
    await complete(action, by=there.ellis, said="All up.")
    await answer(await asking_of(action), by=there.bo, verdict=Verdict.NO, words=CANARY)
    return there


async def closing():
    """Where the one worry is closed."""
    return f"/rivermead/concerns/{(await Concern.get()).id}/closing"


async def words():
    return await VerdictAnswer.get(words=CANARY)


async def test_cass_is_worried_and_hana_is_told_and_lets_them_go_on(site, there):
    cass, hana, bo = await site.as_(there.cass), await site.as_(there.hana), await site.as_(there.bo)
    one = f"{QUEUE}/verdicts/{(await words()).id}"
    assert "I’m worried" in (await cass.get(QUEUE)).text
    answer = await cass.post(f"{one}/hold", data={"message": "CANARY worry"})
    assert (answer.status_code, answer.headers["location"]) == (303, QUEUE)
    assert CANARY not in (await cass.get(QUEUE)).text
    assert await Notice.filter(what="worry", person_id=there.hana.id).count() == 1
    assert await Notice.filter(what="hold_words", person_id=there.bo.id).count() == 1
    page = (await bo.get("/rivermead/plan/actions/1")).text
    assert "Somebody whose job is to keep people safe" in page
    assert "CANARY worry" not in page
    page = (await hana.get("/rivermead/concerns")).text
    assert CANARY in page
    assert "CANARY worry" in page
    assert "Said about promise 1" in page
    assert (await hana.post(await closing(), data=SAFE)).status_code == 303
    assert (await Concern.get()).closed_by_id == there.hana.id
    assert CANARY in (await cass.get(QUEUE)).text
    assert (await cass.post(f"{one}/publication", data={})).status_code == 303


async def test_what_is_held_is_nobody_elses_to_read(site, there):
    held = await words()
    await hold_words(held, by=there.cass, message="Worried")
    cass, dev = await site.as_(there.cass), await site.as_(there.dev)
    for act in ("publication", "refusal", "hold"):
        assert (
            await cass.post(f"{QUEUE}/verdicts/{held.id}/{act}", data={"message": "x"})
        ).status_code == 404
    assert (await dev.post(f"{QUEUE}/verdicts/{held.id}/hold", data={"message": "x"})).status_code == 404
    assert (await cass.post(await closing(), data=SAFE)).status_code == 403
    with pytest.raises(NotAllowed):
        await release_words(held, by=there.cass)
    with pytest.raises(NotAllowed):
        await hold_words(held, by=there.ellis, message="x")


async def test_a_worry_without_a_word_is_asked_for_one(site, there):
    cass = await site.as_(there.cass)
    answer = await cass.post(f"{QUEUE}/verdicts/{(await words()).id}/hold", data={"message": " "})
    assert answer.status_code == 422
    assert "Say what worries you" in answer.text
    assert CANARY in answer.text
    assert await Concern.all().count() == 0


async def test_two_workers_worry_at_once(site, there):
    held = await words()
    browsers = [await site.as_(there.cass), await site.as_(there.col)]
    answers = await asyncio.gather(
        *(one.post(f"{QUEUE}/verdicts/{held.id}/hold", data={"message": "x"}) for one in browsers)
    )
    assert sorted(one.status_code for one in answers) in ([303, 404], [303, 409])
    assert await Concern.all().count() == 1


async def test_a_worry_says_when_it_was_seen_and_by_whom(site, there):
    await hold_words(await words(), by=there.cass, message="Worried")
    assert (await Concern.get()).seen_at is None
    hana = await site.as_(there.hana)
    assert "Nobody has said yet" in (await hana.get("/rivermead/concerns")).text
    assert (await Concern.get()).seen_at is None, "opening the page is not enough"
    here = f"/rivermead/concerns/{(await Concern.get()).id}/acknowledgement"
    assert (await hana.post(here)).status_code == 303
    assert "by you." in (await hana.get("/rivermead/concerns")).text
    seen = await Concern.get()
    assert seen.seen_by_id == there.hana.id
    await hana.post(here)
    assert (await Concern.get()).seen_at == seen.seen_at, "the first time stands"
    assert (await (await site.as_(there.cass)).get("/rivermead/concerns")).status_code == 404


async def test_releasing_twice_at_once(site, there):
    held = await words()
    await hold_words(held, by=there.cass, message="Worried")
    hana = await site.as_(there.hana)
    address = await closing()
    answers = await asyncio.gather(*(hana.post(address, data=SAFE) for _ in range(2)))
    assert sorted(one.status_code for one in answers) == [303, 409]


async def test_words_of_somebody_who_left_go_when_their_worry_is_closed(site, there):
    held = await words()
    await hold_words(held, by=there.cass, message="Worried")
    await ask_to_leave(there.bo, by=there.bo, way=LeavingWay.EVERYTHING, now=True)
    assert (await VerdictAnswer.get(id=held.id)).words
    await release_words(held, by=there.hana, done="They are safe.")
    assert not (await VerdictAnswer.get(id=held.id)).words
    assert not (await Leaving.get()).waits
