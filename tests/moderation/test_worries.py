"""A worker is worried: the idea is hidden at once, Hana is told, and only she and its writer see it."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.ideas.commenting import Comment, comment, publish_comment
from saidanddone.ideas.models import Idea, ideas_seen_by
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.moderation import checking, commented
from saidanddone.moderation.models import Concern
from saidanddone.notices.models import Notice
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.rules import NotAllowed, Refused
from tests.people import town

CANARY = "Nobody would notice canary"
SAFE = {"done": "They are safe."}
PAGES = (
    "",
    "/ideas",
    "/ideas/1",
    "/ideas/similar?q=canary+notice",
    "/ideas?q=canary",
    "/moderation",
    "/moderation?item=idea-1",
    "/concerns",
    "/desk",
    "/plan",
    "/missions",
    "/together",
    "/rounds",
)


async def one_idea(there, *, published=False, **more):
    idea = await propose(there.amina, what=CANARY, **more)
    if published:
        await checking.publish(idea, by=there.cass, title=CANARY, missions=[])
    return idea


@pytest.mark.parametrize("published", [False, True])
async def test_a_held_idea_is_nowhere_but_with_the_lead_and_its_writer(site, published):
    there = await town()
    await one_idea(there, published=published)
    cass = await site.as_(there.cass)
    answer = await cass.post("/rivermead/moderation/ideas/1/hold", data={"message": "They may be in danger"})
    assert answer.status_code == 303
    everyone = [
        await site.as_(who) for who in (there.bo, there.col, there.ellis, there.gus, there.fern, there.dev)
    ]
    for reader in (cass, *everyone, await site.client()):
        for page in PAGES:
            text = (await reader.get(f"/rivermead{page}")).text
            assert CANARY not in text, page
            assert "They may be in danger" not in text
    hana = await site.as_(there.hana)
    page = (await hana.get("/rivermead/concerns")).text
    assert CANARY in page
    assert "They may be in danger" in page
    assert "Participation Worker" in page
    assert "Cass" not in page
    assert await ideas_seen_by(there.amina).filter(number=1).exists()
    assert "The lead has been told" in answer.headers["set-cookie"].replace("%20", " ")


async def test_the_lead_and_the_writer_are_told(site):
    there = await town()
    cover = await Person.join(there.rivermead, "Cover", Role.SAFEGUARDING_LEAD, job_title="Cover")
    await checking.hold(await one_idea(there), by=there.cass, message="Worried")
    told = await Notice.filter(what="worry").values_list("person_id", flat=True)
    assert sorted(told) == sorted([there.hana.id, cover.id])
    assert await Notice.filter(what="hold", person_id=there.amina.id).count() == 1


async def test_the_writer_never_sees_why_the_worker_worried(site):
    there = await town()
    await checking.hold(await one_idea(there), by=there.cass, message="secret worry")
    amina = await site.as_(there.amina)
    for page in ("", "/ideas/1"):
        assert "secret worry" not in (await amina.get(f"/rivermead{page}")).text


@pytest.mark.parametrize("published", [False, True])
async def test_hana_closes_the_worry_and_it_goes_back_to_where_it_was(site, published):
    there = await town()
    idea = await one_idea(there, published=published)
    was = idea.stage
    await checking.hold(idea, by=there.cass, message="Worried")
    hana = await site.as_(there.hana)
    answer = await hana.post("/rivermead/moderation/ideas/1/release", data=SAFE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/rivermead/concerns")
    assert (await Idea.get(number=1)).stage is was
    concern = await Concern.get()
    assert (concern.closed_by_id, concern.closed_at is None) == (there.hana.id, False)
    page = (await hana.get("/rivermead/concerns")).text
    assert "No open worries" in page
    assert CANARY not in page
    if published:
        assert (await hana.post("/rivermead/moderation/ideas/1/release", data=SAFE)).status_code == 409
    else:
        assert (await hana.post("/rivermead/moderation/ideas/1/release", data=SAFE)).status_code == 404


async def test_only_the_lead_sees_worries_and_closes_them(site):
    there = await town()
    await checking.hold(await one_idea(there), by=there.cass, message="Worried")
    for person in (there.cass, there.ellis, there.amina, there.bo, there.fern, there.gus, there.dev):
        browser = await site.as_(person)
        assert (await browser.get("/rivermead/concerns")).status_code == 404
        answer = await browser.post("/rivermead/moderation/ideas/1/release", data=SAFE)
        assert answer.status_code == (404 if person is there.dev else 403)
    assert (await Idea.get(number=1)).stage is Stage.HELD


async def test_another_councils_lead_sees_nothing_of_it(site):
    there = await town()
    lead = await Person.join(there.ashcombe, "Lee", Role.SAFEGUARDING_LEAD, job_title="Safeguarding Lead")
    await checking.hold(await one_idea(there), by=there.cass, message="Worried")
    lee = await site.as_(lead)
    assert (await lee.get("/rivermead/concerns")).status_code == 404
    assert "No open worries" in (await lee.get("/ashcombe/concerns")).text
    assert (await lee.post("/ashcombe/moderation/ideas/1/release", data=SAFE)).status_code == 404


async def test_two_workers_worry_at_once(site):
    there = await town()
    await one_idea(there)
    cass, col = await site.as_(there.cass), await site.as_(there.col)
    answers = await asyncio.gather(
        *(who.post("/rivermead/moderation/ideas/1/hold", data={"message": "Worried"}) for who in (cass, col))
    )
    assert sorted(answer.status_code for answer in answers) in ([303, 409], [303, 404])
    assert await Concern.all().count() == 1


async def test_the_newest_worry_is_first_and_older_ones_are_a_page_away(site, queries):
    there = await town()
    moment = clock.now()
    for number in range(25):
        with clock.at(moment + timedelta(minutes=number)):
            idea = await propose(there.amina, what=f"Words number {number}.")
            await checking.hold(idea, by=there.cass, message="Worried")
    hana = await site.as_(there.hana)
    with queries() as asked:
        page = (await hana.get("/rivermead/concerns")).text
    assert len(asked) < 14
    assert page.index("Words number 24.") < page.index("Words number 5.")
    assert "Words number 4." not in page
    older = page.split('href="/rivermead/concerns?after=')[1].split('"')[0]
    assert "Words number 4." in (await hana.get(f"/rivermead/concerns?after={older}")).text
    assert (await hana.get("/rivermead/concerns?after=²")).status_code == 200


async def test_words_added_to_an_idea_can_be_kept_safe_too(site):
    there = await town()
    idea = await propose(there.amina, what="Evening groups")
    await checking.publish(idea, by=there.cass, title="Evening groups", missions=[])
    said = await comment(idea, by=there.bo, text=CANARY)
    cass, col, hana = [await site.as_(who) for who in (there.cass, there.col, there.hana)]
    here = f"/rivermead/moderation/comments/{said.id}"
    assert (await cass.post(f"{here}/hold", data={"message": ""})).status_code == 422
    assert (await cass.post(f"{here}/hold", data={"message": "Worried"})).status_code == 303
    assert "Thank you for saying this." in (await (await site.as_(there.bo)).get("/rivermead/ideas/1")).text
    for reader in (cass, col, await site.as_(there.amina), await site.client()):
        for page in ("/moderation", "/ideas/1", "/ideas"):
            assert CANARY not in (await reader.get(f"/rivermead{page}")).text
    for act in ("publication", "refusal", "hold"):
        assert (await col.post(f"{here}/{act}", data={"message": "x"})).status_code == 404
    with pytest.raises(Refused):
        await publish_comment(await Comment.get(id=said.id), by=there.col)
    assert CANARY in (await hana.get("/rivermead/concerns")).text
    assert await Notice.filter(what="worry", person_id=there.hana.id).count() == 1
    closing = f"/rivermead/concerns/{(await Concern.get()).id}/closing"
    assert (await cass.post(closing, data=SAFE)).status_code == 403
    assert (await hana.post(closing, data=SAFE)).status_code == 303
    assert (await hana.post(closing, data=SAFE)).status_code == 409
    assert CANARY in (await col.get("/rivermead/moderation")).text
    assert (await Concern.get()).closed_by_id == there.hana.id


async def test_words_that_were_read_can_not_be_kept_back(site):
    there = await town()
    idea = await propose(there.amina, what="Evening groups")
    await checking.publish(idea, by=there.cass, title="Evening groups", missions=[])
    said = await comment(idea, by=there.bo, text="Yes please")
    await publish_comment(said, by=there.cass)
    with pytest.raises(Refused, match="Someone else got there first"):
        await commented.hold(said, by=there.col, message="Worried")
    with pytest.raises(NotAllowed):
        await commented.hold(said, by=there.bo, message="Worried")
    with pytest.raises(NotAllowed):
        await commented.release(said, by=there.cass)
    with pytest.raises(Refused):
        await commented.release(said, by=there.hana)
    assert await Concern.all().count() == 0


async def test_a_worry_restarts_no_clock(site):
    """What won a vote has its answer by the same day, though it was held for a while."""
    there = await town()
    idea = await one_idea(there, published=True)
    came = idea.stage_since
    with clock.at(clock.now() + timedelta(days=3)):
        await checking.hold(idea, by=there.cass, message="Worried")
    with clock.at(clock.now() + timedelta(days=5)):
        idea = await Idea.get(id=idea.id)
        await checking.release(idea, by=there.hana)
    idea = await Idea.get(id=idea.id)
    assert idea.stage is Stage.OPEN
    assert idea.stage_since == came
    assert idea.moved_at > came
