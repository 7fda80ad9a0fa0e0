"""Ideas that are alike are joined: their supporters are counted together, each once, until it is undone."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saidanddone.history.models import first_fault
from saidanddone.ideas.models import Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.supporting import Support, support, withdraw_support
from saidanddone.moderation import checking, merging
from saidanddone.notices.models import Notice
from saidanddone.rules import Refused
from tests.people import town, young_people

UNDO = "/rivermead/moderation/ideas/2/merger/undo"


async def published(there, writer, what):
    idea = await propose(writer, what=what)
    await checking.publish(idea, by=there.cass, title=what, missions=[])
    return idea


async def counts(*ideas):
    return [(await Idea.get(id=idea.id)).supports for idea in ideas]


async def test_cass_joins_an_idea_to_one_like_it_and_undoes_it(site):
    there = await town()
    first = await published(there, there.amina, "Tell me who my PA is")
    second = await propose(there.bo, what="Who is my PA? Tell me")
    cass = await site.as_(there.cass)
    page = (await cass.get("/rivermead/moderation")).text
    assert "Join it to “<bdi>Tell me who my PA is</bdi>” (idea 1)" in page
    answer = await cass.post("/rivermead/moderation/ideas/2/merger", data={"into": "1", "wording": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rivermead/moderation")
    second = await Idea.get(id=second.id)
    assert (second.stage, second.merged_into_id) == (Stage.MERGED, first.id)
    assert await Notice.filter(person_id=there.bo.id, what="merge").count() == 1
    assert (await cass.post(UNDO, data={})).status_code == 303
    second = await Idea.get(id=second.id)
    assert (second.stage, second.merged_into_id) == (Stage.WAITING, None)
    assert (await cass.post(UNDO, data={})).status_code == 409
    assert await first_fault(there.rivermead.id) is None


async def test_an_open_idea_goes_back_to_open(site):
    there = await town()
    await published(there, there.amina, "One")
    second = await published(there, there.bo, "Two")
    cass = await site.as_(there.cass)
    await cass.post("/rivermead/moderation/ideas/2/merger", data={"into": "1"})
    answer = await cass.post(UNDO, data={})
    assert answer.headers["location"] == "/rivermead/ideas/2"
    assert (await Idea.get(id=second.id)).stage is Stage.OPEN


PEOPLE = 5
crowd = st.sets(st.integers(0, PEOPLE - 1))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(on_one=crowd, on_two=crowd, later=crowd, gone=crowd)
async def test_what_is_shown_is_the_number_of_different_people(site, on_one, on_two, later, gone):
    there = site.__dict__.get("there") or await town()
    people = site.__dict__.get("people") or await young_people(there.rivermead, PEOPLE)
    site.__dict__.update(there=there, people=people)
    one, two = await published(there, there.amina, "One"), await published(there, there.bo, "Two")
    for who in on_one:
        await support(one, by=people[who])
    for who in on_two:
        await support(two, by=people[who])
    before = await counts(one, two)
    assert before == [len(on_one), len(on_two)]

    await merging.merge(two, into=one, by=there.cass)
    assert await counts(one) == [len(on_one | on_two)]
    await merging.unmerge(two, by=there.col)
    assert await counts(one, two) == before

    await merging.merge(two, into=one, by=there.cass)
    for who in later:
        await support(one, by=people[who])
    for who in gone:
        await withdraw_support(one, by=people[who])
    assert await counts(one) == [len((on_one | on_two | later) - gone)]
    await merging.unmerge(two, by=there.cass)
    for idea in (one, two):
        standing = await Support.filter(idea_id=idea.id, withdrawn_at=None).values_list(
            "person_id", flat=True
        )
        assert await counts(idea) == [len(set(standing))]


async def test_what_it_can_not_be_joined_to(site):
    there = await town()
    one, two = await published(there, there.amina, "One"), await published(there, there.bo, "Two")
    unread = await propose(there.amina, what="Unread")
    held = await published(there, there.amina, "Held")
    await checking.hold(held, by=there.cass, message="Worried")
    elsewhere = await propose(there.ivo, what="Elsewhere")
    await checking.publish(elsewhere, by=there.dev, title="Elsewhere", missions=[])
    for target in (one, unread, held, elsewhere):
        with pytest.raises(Refused):
            await merging.merge(one, into=target, by=there.cass)
    await merging.merge(two, into=one, by=there.cass)
    three = await published(there, there.bo, "Three")
    with pytest.raises(Refused, match="Joined to another idea"):
        await merging.merge(three, into=two, by=there.cass)
    with pytest.raises(Refused, match="Other ideas are joined to idea"):
        await merging.merge(one, into=three, by=there.cass)
    cass = await site.as_(there.cass)
    for number in (two.number, unread.number, held.number):
        answer = await cass.post(
            f"/rivermead/moderation/ideas/{three.number}/merger", data={"into": str(number)}
        )
        assert answer.status_code in (409, 422)
    assert (await Idea.get(id=three.id)).stage is Stage.OPEN


async def test_two_ideas_are_never_joined_to_each_other(site):
    there = await town()
    for _ in range(3):
        one, two = await published(there, there.amina, "One"), await published(there, there.bo, "Two")
        outcomes = await asyncio.gather(
            merging.merge(await Idea.get(id=one.id), into=await Idea.get(id=two.id), by=there.cass),
            merging.merge(await Idea.get(id=two.id), into=await Idea.get(id=one.id), by=there.col),
            return_exceptions=True,
        )
        assert [type(one) for one in outcomes if one is not None] == [Refused]
        assert await Idea.filter(id__in=[one.id, two.id], stage=Stage.MERGED).count() == 1


async def test_joined_twice_at_once_somebody_else_got_there_first(site):
    there = await town()
    one, two = await published(there, there.amina, "One"), await published(there, there.bo, "Two")
    three = await published(there, there.bo, "Three")
    cass, col = await site.as_(there.cass), await site.as_(there.col)
    answers = await asyncio.gather(
        cass.post(f"/rivermead/moderation/ideas/{three.number}/merger", data={"into": str(one.number)}),
        col.post(f"/rivermead/moderation/ideas/{three.number}/merger", data={"into": str(two.number)}),
    )
    assert answers[0].status_code in (303, 409)
    assert sorted(answer.status_code for answer in answers) in ([303, 409], [303, 422])


async def test_undoing_and_joining_the_other_way_at_once_never_wait_for_each_other(site):
    there = await town()
    first, second = await published(there, there.amina, "One"), await published(there, there.bo, "Two")
    cass, col = await site.as_(there.cass), await site.as_(there.col)
    for _ in range(8):
        await merging.merge(await Idea.get(id=second.id), into=first, by=there.cass)
        answers = await asyncio.gather(
            cass.post(UNDO, data={}),
            *(col.post("/rivermead/moderation/ideas/1/merger", data={"into": "2"}) for _ in range(3)),
        )
        assert {answer.status_code for answer in answers} <= {303, 409, 422}
        for idea in await Idea.filter(stage=Stage.MERGED):
            await merging.unmerge(idea, by=there.cass)


# When the idea that others were joined to goes


async def joined_pair(there):
    first = await propose(there.amina, what="Doorbells")
    await checking.publish(first, by=there.cass, title="Doorbells", missions=[])
    second = await propose(there.bo, what="Bells")
    await checking.publish(second, by=there.cass, title="Bells", missions=[])
    await support(second, by=there.amina)
    await merging.merge(second, into=first, by=there.cass)
    return first, second


async def test_what_was_joined_to_a_declined_idea_stands_for_itself_again(site):
    there = await town()
    first, second = await joined_pair(there)
    await checking.decline(first, by=there.cass, reason="other", message="It names somebody.")
    second = await Idea.get(id=second.id)
    assert (second.stage, second.merged_into_id, second.supports) == (Stage.OPEN, None, 1)
    assert first.supports == 0
    visitor = await site.client()
    assert "It stands for itself again" in (await visitor.get("/rivermead/ideas/2")).text
    assert await Notice.filter(person_id=there.bo.id, what="stand_alone").count() == 1


async def test_what_was_joined_to_an_idea_taken_back_stands_for_itself_again(site):
    there = await town()
    first, second = await joined_pair(there)
    third = await propose(there.bo, what="A bell, not read yet")
    await merging.merge(third, into=first, by=there.cass)
    amina = await site.as_(there.amina)
    assert (await amina.post("/rivermead/ideas/1/withdrawal", data={})).status_code == 303
    assert (await Idea.get(id=second.id)).stage is Stage.OPEN
    assert (await Idea.get(id=third.id)).stage is Stage.WAITING, "nobody has published it by itself"
    assert (await Idea.get(id=first.id)).stage is Stage.WITHDRAWN


async def test_what_was_joined_to_a_held_idea_is_taken_out_for_now_too(site):
    there = await town()
    first, second = await joined_pair(there)
    await checking.hold(first, by=there.cass, message="Worried")
    bo, visitor = await site.as_(there.bo), await site.client()
    for browser in (bo, visitor):
        page = (await browser.get("/rivermead/ideas/2")).text
        assert "Taken out for now" in page
        assert "Doorbells" not in page
    assert "It is taken out for now." in (await bo.get("/rivermead")).text
    await checking.release(await Idea.get(id=first.id), by=there.hana)
    assert "It is part of idea 1 now" in (await visitor.get("/rivermead/ideas/2")).text
    assert (await Idea.get(id=second.id)).stage is Stage.MERGED


async def test_declining_and_undoing_the_joining_at_once(site):
    there = await town()
    first, second = await joined_pair(there)
    again = await Idea.get(id=second.id)
    done = await asyncio.gather(
        checking.decline(first, by=there.cass, reason="other", message="No."),
        merging.unmerge(again, by=there.col),
        return_exceptions=True,
    )
    assert all(one is None or isinstance(one, Refused) for one in done), done
    found = await Idea.get(id=second.id)
    assert (found.stage, found.merged_into_id) == (Stage.OPEN, None)
    assert (await Idea.get(id=first.id)).stage is Stage.DECLINED
