"""What was just said of a promise can be taken back, once, by who said it."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.history.models import first_fault
from saidanddone.notices.models import Notice
from saidanddone.plan.completing import complete
from saidanddone.plan.models import Action, Milestone, Update
from saidanddone.plan.statuses import Rating, Status
from saidanddone.plan.taking_back import take_back
from saidanddone.plan.updating import add_milestone, update
from saidanddone.rules import NotAllowed, Refused
from tests.plan.promises import DESK, FIRST, chosen_idea, in_days, mine, promise

HTMX = {"HX-Request": "true"}


async def test_ellis_takes_back_what_was_just_said_and_all_is_as_it_was(site, there):
    action = await mine(there)
    before = await Action.get()
    ellis, visitor = await site.as_(there.ellis), await site.client()
    said = {
        "back": "desk",
        "rating": "off-track",
        "said": "CANARY mistake",
        "next_step": "Wait.",
        "step": ["2"],
        "reached": "30",
        "due": in_days(90).isoformat(),
        "due_reason": "It rained.",
    }
    assert (await ellis.post(f"{FIRST}/updates", data=said, headers=HTMX)).status_code == 200
    newest = await Update.all().order_by("-id").first()
    back = await ellis.post(f"{FIRST}/updates/{newest.id}/withdrawal", data={"back": "desk"}, headers=HTMX)
    assert back.status_code == 200
    assert "Taken back." in back.text
    assert "Take it back" not in back.text
    after = await Action.get()
    for name in ("rating", "said", "said_by", "said_at", "due", "reach_reached", "news_at", "status"):
        assert getattr(after, name) == getattr(before, name), name
    assert await Milestone.exclude(done_at=None).count() == 0
    assert [one.said for one in await Update.all().order_by("id")] == ["Under way.", "CANARY mistake", ""]
    for page in (await visitor.get(FIRST), await visitor.get("/rivermead/ideas/1"), await ellis.get(DESK)):
        assert "CANARY" not in page.text
        assert "It rained" not in page.text
    assert "Something said by mistake was taken back" in (await visitor.get(FIRST)).text
    assert "Never moved" in (await visitor.get(FIRST)).text
    assert await Notice.filter(what="update", key__contains=f":{newest.id}:").count() == 0
    assert await first_fault(there.rivermead.id) is None
    assert action.id == after.id


async def test_a_start_is_undone_too(there):
    action = await promise(there, await chosen_idea(there))
    said = await update(action, by=there.ellis, rating=Rating.ON_TRACK, said="Begun.")
    assert action.status is Status.IN_PROGRESS
    await take_back(said, by=there.ellis)
    found = await Action.get()
    assert (found.status, found.said, found.rating) == (Status.NOT_STARTED, "", None)
    with pytest.raises(Refused, match="first update"):
        await update(found, by=there.ellis)


async def test_only_who_said_it_takes_it_back_and_once(site, there):
    action = await mine(there)
    said = await update(action, by=there.ellis, said="Once more.")
    with pytest.raises(NotAllowed, match="Only the person who said this"):
        await take_back(said, by=there.edie)
    address = f"{FIRST}/updates/{said.id}/withdrawal"
    for person, status in ((there.edie, 403), (there.amina, 403), (there.dev, 404)):
        assert (await (await site.as_(person)).post(address, data={})).status_code == status
    ellis = await site.as_(there.ellis)
    assert (await ellis.post(f"{FIRST}/updates/999/withdrawal", data={})).status_code == 404
    answers = await asyncio.gather(*(ellis.post(address, data={}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    assert await Update.exclude(takes_back=None).count() == 1


async def test_what_is_older_or_followed_by_something_stands(there):
    action = await mine(there)
    first = await update(action, by=there.ellis, said="First.")
    await update(action, by=there.ellis, said="Second.")
    with pytest.raises(Refused, match="Something has happened since"):
        await take_back(first, by=there.ellis)
    third = await update(action, by=there.ellis, said="Third.")
    with clock.at(clock.now() + timedelta(minutes=11)), pytest.raises(Refused, match="a while ago"):
        await take_back(third, by=there.ellis)
    await add_milestone(action, by=there.edie, title="Another")
    await take_back(third, by=there.ellis)  # a new step changes nothing of what was said
    fourth = await update(await Action.get(), by=there.ellis, said="Fourth.")
    await complete(await Action.get(), by=there.ellis, said="Done.")
    with pytest.raises(Refused):
        await take_back(fourth, by=there.ellis)
