"""Who is behind hidden words: only for Hana, with a reason, on the record, told to Fern, and for a day."""

from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.ideas.commenting import comment
from saidanddone.ideas.models import ShownAs
from saidanddone.ideas.proposing import propose
from saidanddone.moderation import checking, commented, looking
from saidanddone.moderation.models import Concern, Look
from saidanddone.notices.models import Notice
from saidanddone.people import inviting, joining, keeping
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.rules import NotAllowed, Refused
from tests.people import town

WHY = "They wrote of tonight"


async def two_worries():
    """A hidden idea and added words, each kept safe; gives their worries, newest last."""
    there = await town()
    hidden = await propose(there.amina, what="Hidden words", shown_as=ShownAs.HIDDEN)
    shown = await propose(there.bo, what="Evening groups")
    await checking.publish(shown, by=there.cass, title="Evening groups", missions=[])
    said = await comment(shown, by=there.amina, text="Added words")
    first = await checking.hold(hidden, by=there.cass, message="Worried")
    return there, first, await commented.hold(said, by=there.cass, message="Worried too")


async def page(browser, address="/rivermead/concerns"):
    return (await browser.get(address)).text


async def test_no_name_is_on_the_page_before_a_reason_is_given(site):
    there, *worries = await two_worries()
    hana = await site.as_(there.hana)
    for worry in worries:
        assert "Amina" not in await page(hana)
        here = f"/rivermead/concerns/{worry.id}/name"
        for reason in ("", "   ", "x" * 2001):
            asked_again = await hana.post(here, data={"reason": reason})
            assert asked_again.status_code == 422
            assert "Amina" not in asked_again.text
        assert await Look.all().count() == worries.index(worry)
        assert (await hana.post(here, data={"reason": WHY})).status_code == 303
        assert (await page(hana)).count("<bdi>Amina</bdi>") == 1
        for elsewhere in ("", "/ideas/1", "/ideas", "/ideas/2"):
            assert "Amina" not in await page(hana, f"/rivermead{elsewhere}"), elsewhere
        with clock.at(clock.now() + looking.LASTS + timedelta(minutes=1)):
            assert "Amina" not in await page(hana)
        await Look.all().update(ends_at=clock.now() + timedelta(seconds=-1), at=clock.now() - looking.LASTS)


async def test_a_look_is_on_the_record_and_told(site):
    there, worry, _ = await two_worries()
    cover = await Person.join(there.rivermead, "Cover", Role.SAFEGUARDING_LEAD, job_title="Cover")
    hana = await site.as_(there.hana)
    for _ in range(2):  # pressed twice, written down once
        assert (
            await hana.post(f"/rivermead/concerns/{worry.id}/name", data={"reason": WHY})
        ).status_code == 303
    look = await Look.get()
    assert (look.by_id, look.reason, look.ends_at - look.at) == (there.hana.id, WHY, timedelta(hours=24))
    row = await HistoryRow.get(act="look_behind").select_related("words")
    assert (row.who_id, row.kind, row.thing_id, row.words.text) == (there.hana.id, "look", look.id, WHY)
    assert await Notice.filter(what="look_behind").values_list("person_id", flat=True) == [there.fern.id]
    assert await first_fault(there.rivermead.id) is None
    other = await page(await site.as_(cover))
    assert "Amina" not in other
    assert WHY in other, "other leads see that somebody looked, and why"


async def test_an_admin_who_is_a_lead_does_not_look_unnoticed(site):
    there, worry, _ = await two_worries()
    await keeping.give_role(there.fern, Role.SAFEGUARDING_LEAD, by=there.fern)
    both = await Person.get(id=there.fern.id)
    both.hold([Role.ADMIN, Role.SAFEGUARDING_LEAD])
    await looking.look_behind(worry, by=both, reason=WHY)
    assert await Notice.filter(what="look_behind").values_list("person_id", flat=True) == [there.hana.id]


async def test_nobody_else_looks_and_nothing_is_looked_up_later(site):
    there, worry, _ = await two_worries()
    lee = await Person.join(there.ashcombe, "Lee", Role.SAFEGUARDING_LEAD, job_title="Lead")
    here = f"/rivermead/concerns/{worry.id}/"
    for person, status in ((there.cass, 403), (there.fern, 403), (there.amina, 403), (lee, 404)):
        browser = await site.as_(person)
        for act in ("name", "acknowledgement", "closing"):
            answer = await browser.post(here + act, data={"reason": WHY, "done": WHY})
            assert answer.status_code == status, (person.nickname, act)
        assert (await browser.get("/rivermead/concerns/closed")).status_code == 404
        with pytest.raises(NotAllowed):
            await looking.look_behind(worry, by=person, reason=WHY)
    by_their_own_door = await (await site.as_(lee)).post(
        f"/ashcombe/concerns/{worry.id}/name", data={"reason": WHY}
    )
    assert by_their_own_door.status_code == 404
    with pytest.raises(Refused, match="why"):
        await looking.look_behind(worry, by=there.hana, reason=" ")
    hana = await site.as_(there.hana)
    await hana.post(here + "closing", data={"done": "Rang them."})
    assert (await hana.post(here + "name", data={"reason": WHY})).status_code == 409
    assert await Look.all().count() == 0
    assert (await hana.post("/rivermead/concerns/999/name", data={"reason": WHY})).status_code == 404


async def test_a_name_that_is_shown_anyway_needs_no_reason(site):
    there = await town()
    idea = await propose(there.amina, what="Words with a name")
    await checking.hold(idea, by=there.cass, message="Worried")
    text = await page(await site.as_(there.hana))
    assert "<bdi>Amina</bdi>" in text
    assert "Find out who this is" not in text


async def test_closing_keeps_a_word_of_what_was_done(site):
    there, first, second = await two_worries()
    hana = await site.as_(there.hana)
    assert (await hana.post(f"/rivermead/concerns/{first.id}/closing", data={"done": " "})).status_code == 422
    for worry, word in ((first, "Rang them at six."), (second, "Met them & their adviser.")):
        here = f"/rivermead/concerns/{worry.id}/closing"
        assert (await hana.post(here, data={"done": word})).status_code == 303
        assert (await hana.post(here, data={"done": "Another word"})).status_code == 409
        assert (await Concern.get(id=worry.id)).done == word
        assert (await Concern.get(id=worry.id)).seen_by_id == there.hana.id
    text = await page(hana, "/rivermead/concerns/closed")
    assert "Rang them at six." in text
    assert "Met them &amp; their adviser." in text
    assert "Amina" not in text
    for reader in (there.cass, there.fern, there.amina):
        assert "Rang them" not in await page(await site.as_(reader))


async def test_leads_and_admins_are_told_of_a_new_lead(site):
    there = await town()
    other = await Person.join(there.rivermead, "Fay", Role.ADMIN, job_title="Second Admin")
    await keeping.give_role(there.fern, Role.SAFEGUARDING_LEAD, by=there.fern)
    told = Notice.filter(what="new_lead")
    assert sorted(await told.values_list("person_id", flat=True)) == sorted([there.hana.id, other.id])
    await keeping.end_role(there.hana, Role.SAFEGUARDING_LEAD, by=there.fern)
    ended = await Notice.filter(what="lead_ended").values_list("person_id", flat=True)
    assert there.fern.id not in ended
    assert other.id in ended
    _, code = await inviting.invite(there.rivermead, Role.SAFEGUARDING_LEAD, by=there.fern)
    await Notice.all().delete()
    await joining.join(there.rivermead, code, nickname="Second Fern", job_title="Lead")
    assert sorted(await told.values_list("person_id", flat=True)) == sorted([there.fern.id, other.id])
    await Notice.all().delete()
    await keeping.give_role(there.gus, Role.WORKER, by=there.fern)
    assert not await Notice.filter(what="new_lead").exists()


async def test_whoever_kept_all_others_out_finds_the_programme_told(site):
    """Fern suspends the lead and the other admin, makes herself a lead, and looks: Jo reads that it was."""
    there, worry, _ = await two_worries()
    other = await Person.join(there.rivermead, "Fay", Role.ADMIN, job_title="Second Admin")
    for person in (there.hana, other):
        await keeping.suspend(person, by=there.fern)
    await keeping.give_role(there.fern, Role.SAFEGUARDING_LEAD, by=there.fern)
    both = await Person.get(id=there.fern.id)
    both.hold([Role.ADMIN, Role.SAFEGUARDING_LEAD])
    await looking.look_behind(worry, by=both, reason=WHY)
    for what, unseen in (("new_lead", "lead_unseen"), ("look_behind", "look_unseen")):
        for kind, told in ((what, there.fern), (unseen, there.jo)):
            assert await Notice.filter(what=kind).values_list("person_id", flat=True) == [told.id], kind
    text = await page(await site.as_(there.jo), "/programme")
    assert "Rivermead: Who is a safeguarding lead changed" in text
    assert "Rivermead: A safeguarding lead looked behind hidden words" in text
    for name in ("Amina", "Fern", WHY):
        assert name not in text


async def test_the_first_lead_of_a_council_is_no_news_for_the_programme(site):
    there = await town()
    fay = await Person.join(there.ashcombe, "Fay", Role.ADMIN, job_title="Admin")
    await keeping.give_role(there.dev, Role.SAFEGUARDING_LEAD, by=fay)
    assert await Notice.filter(what="new_lead").values_list("person_id", flat=True) == [fay.id]
    assert not await Notice.filter(person_id=there.jo.id).exists()
    assert "You should know" not in await page(await site.as_(there.jo), "/programme")


async def test_fern_reads_on_her_start_page_that_somebody_looked(site):
    there, worry, _ = await two_worries()
    fern, cass, hana = [await site.as_(person) for person in (there.fern, there.cass, there.hana)]
    told = "looked up who is behind hidden words"
    assert told not in await page(fern, "/rivermead")
    await hana.post(f"/rivermead/concerns/{worry.id}/name", data={"reason": WHY})
    home = await page(fern, "/rivermead")
    assert told in home
    assert "Amina" not in home
    for other in (cass, hana):
        assert told not in await page(other, "/rivermead")
    with clock.at(clock.now() + timedelta(days=15)):
        assert told not in await page(fern, "/rivermead")
