"""Why somebody scored a way as they did: read before others see it, hidden at once when it is a worry."""

import asyncio

import pytest

from saidanddone.appraisal.models import Score
from saidanddone.appraisal.scoring import close_scoring
from saidanddone.mine.leaving import ask_to_leave
from saidanddone.mine.models import Leaving, LeavingWay
from saidanddone.moderation.models import Concern
from saidanddone.moderation.reasoned import hold_reason, release_reason
from saidanddone.notices.models import Notice
from saidanddone.rules import NotAllowed, Refused
from tests.appraisal.weighing import WAYS, gives, scoring, weighed
from tests.people import town


async def test_a_young_person_s_reason_is_read_before_others_see_it(site):
    there = await town()
    appraisal = await scoring(there)
    await gives(there.amina, appraisal, 1, 4, 3, why="My <own> door.")
    await gives(there.gus, appraisal, 1, 4, 3, why="Advisers would fit them.")
    await gives(there.cass, appraisal, 1, 4, 3)
    cass, visitor = await site.as_(there.cass), await site.client()
    assert "My &lt;own&gt; door." in (await cass.get(WAYS)).text
    assert await Notice.filter(person_id=there.cass.id, what="ways_reason").count() == 1
    await close_scoring(appraisal, by=there.edie)
    page = (await visitor.get(WAYS)).text
    assert "Advisers would fit them." in page
    assert "&lt;own&gt;" not in page
    first, second, third = await Score.filter(person_id=there.amina.id).exclude(reason="").order_by("id")
    for way, score in (("publication", first), ("refusal", second)):
        assert (await cass.post(f"{WAYS}/reasons/{score.id}/{way}")).status_code == 303
        assert (await cass.post(f"{WAYS}/reasons/{score.id}/publication")).status_code == 409
    assert (await visitor.get(WAYS)).text.count("My &lt;own&gt; door.") == 1
    edie = await site.as_(there.edie)
    assert (await edie.post(f"{WAYS}/reasons/{third.id}/publication")).status_code == 403
    assert "My &lt;own&gt;" in (await cass.get(WAYS)).text


async def test_staffs_reasons_and_those_of_another_idea_are_not_a_workers_to_read(site):
    there = await town()
    await weighed(there)
    cass = await site.as_(there.cass)
    of_gus = await Score.filter(person_id=there.gus.id).first()
    for number in (of_gus.id, 999_999):
        assert (await cass.post(f"{WAYS}/reasons/{number}/publication")).status_code == 404


async def reasoned(there):
    appraisal = await scoring(there)
    await gives(there.amina, appraisal, 1, 4, 3, why="CANARY he comes at night")
    return (
        await Score.filter(young=True).exclude(reason="").select_related("appraisal").order_by("id").first()
    )


async def test_a_worrying_reason_is_hidden_at_once_and_goes_to_the_lead(site):
    there = await town()
    said = await reasoned(there)
    cass, hana, amina, dev = [await site.as_(one) for one in (there.cass, there.hana, there.amina, there.dev)]
    here = f"{WAYS}/reasons/{said.id}/hold"
    assert (await dev.post(here, data={"message": "x"})).status_code == 404
    assert (await amina.post(here, data={"message": "x"})).status_code == 403
    empty = await cass.post(here, data={"message": " "})
    assert empty.status_code == 422
    assert "Say what worries you" in empty.text
    assert "CANARY" in empty.text
    answers = await asyncio.gather(*(cass.post(here, data={"message": "Is she safe?"}) for _ in range(2)))
    assert sorted(one.status_code for one in answers) in ([303, 404], [303, 409])
    assert (await cass.get(WAYS)).text.count("CANARY he") == 2, "the other two wait still"
    assert (await cass.post(f"{WAYS}/reasons/{said.id}/publication")).status_code == 404
    page = (await hana.get("/rivermead/concerns")).text
    assert "CANARY he comes at night" in page
    assert "Is she safe?" in page
    assert "Amina" not in page
    assert "Thank you for telling us." in (await amina.get(WAYS)).text
    assert await Notice.filter(what="worry").exists()
    assert await Notice.filter(what="hold_reason", person_id=there.amina.id).exists()
    worry = await Concern.get()
    closed = await hana.post(f"/rivermead/concerns/{worry.id}/closing", data={"done": "Rang her."})
    assert closed.status_code == 303
    assert (await cass.get(WAYS)).text.count("CANARY he") == 3, "it waits to be read again"
    assert "Thank you for telling us." not in (await amina.get(WAYS)).text


async def test_a_worry_about_a_reason_is_for_workers_and_leads(site):
    there = await town()
    said = await reasoned(there)
    for person in (there.amina, there.ellis, there.dev):
        with pytest.raises(NotAllowed):
            await hold_reason(said, by=person, message="x")
    await hold_reason(said, by=there.cass, message="x")
    with pytest.raises(NotAllowed):
        await release_reason(said, by=there.cass)
    await release_reason(said, by=there.hana, done="Seen to.")
    with pytest.raises(Refused, match="This worry is closed"):
        await release_reason(said, by=there.hana)


async def test_a_reason_of_somebody_who_left_goes_when_its_worry_is_closed(site):
    there = await town()
    said = await reasoned(there)
    await hold_reason(said, by=there.cass, message="x")
    await ask_to_leave(there.amina, by=there.amina, way=LeavingWay.EVERYTHING, now=True)
    assert (await Score.get(id=said.id)).reason
    await release_reason(said, by=there.hana, done="Seen to.")
    assert not (await Score.get(id=said.id)).reason
    assert not (await Leaving.get()).waits
