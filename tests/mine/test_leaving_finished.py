"""Leaving is finished once, whoever closes the worry and whatever happens in the same moment."""

import asyncio
import contextvars
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.ideas.commenting import Comment, comment
from saidanddone.ideas.models import Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.mine import finishing, leaving
from saidanddone.mine.leaving import ask_to_leave, leave_due
from saidanddone.mine.models import Leaving, LeavingWay
from saidanddone.moderation import checking, commented
from saidanddone.moderation.models import Concern
from saidanddone.people.contacts import Contact
from saidanddone.people.models import Person, people_who_can
from saidanddone.people.rights import Right, Role
from saidanddone.rules import Refused
from tests.doors.coming import gives
from tests.mine.test_leaving import everything_in
from tests.mine.test_leaving_worried import ADDRESS, GO, LEAVE, NAME, WORD, somebody_worrying

SAFE = {"done": "They are safe."}


async def goes(person, way=LeavingWay.EVERYTHING, *, now=True):
    return await ask_to_leave(person, by=person, way=way, now=now)


def meanwhile(monkeypatch, act):
    """While somebody's things are being erased, somebody else does this; gives what became of that."""
    elsewhere, was, tasks = contextvars.copy_context(), finishing.erase, []

    async def erase(person, way, **known):
        if not tasks:
            tasks.append(asyncio.create_task(act(), context=elsewhere))
            await asyncio.sleep(0.4)
        await was(person, way, **known)

    monkeypatch.setattr(finishing, "erase", erase)
    return tasks


async def test_put_back_from_the_ideas_own_page_shows_nobody_the_words_of_somebody_who_left(site, there):
    _, idea, browser = await somebody_worrying(site, there)
    await browser.post(LEAVE, data=GO)
    hana, bo = await site.as_(there.hana), await site.as_(there.bo)
    here, back = f"/rivermead/ideas/{idea.number}", f"/rivermead/moderation/ideas/{idea.number}/release"
    assert f'action="{back}"' in (await hana.get(here)).text
    asked = await hana.post(back, data={"done": " "})
    assert asked.status_code == 422
    assert "Say what was done. One sentence is enough." in asked.text
    assert (await Idea.get(id=idea.id)).stage is Stage.HELD
    assert (await hana.post(back, data=SAFE)).status_code == 303
    assert WORD not in (await bo.get(here)).text
    assert (await Idea.get(id=idea.id)).stage is Stage.WITHDRAWN
    left = await everything_in(site)
    assert not [canary for canary in (NAME, ADDRESS, WORD) if canary.lower() in left]
    assert (await Concern.get()).done == "They are safe."


async def test_closing_a_worry_about_added_words_lets_its_writer_go_and_nobody_else(site, there):
    idea = await propose(there.amina, what="Evening groups")
    await checking.publish(idea, by=there.cass, title="Evening groups", missions=[])
    for person in (there.bo, there.amina):
        said = await comment(idea, by=person, text=f"{WORD} of {person.nickname}")
        await commented.hold(said, by=there.cass, message="Worried")
        await goes(person)
    assert await Leaving.filter(waits=True).count() == 2
    hers = Concern.filter(id=(await Concern.get(comment__author_id=there.amina.id)).id)
    # As it was left by a site that closed it in another way: the next due work lets her go.
    await database.write(lambda: hers.update(closed_at=clock.now(), closed_by_id=there.hana.id))
    await commented.release(await Comment.get(author_id=there.bo.id), by=there.hana, done="Safe")
    assert (await Comment.get(author_id=there.bo.id)).text == "Taken away by its writer"
    assert [one.waits for one in await Leaving.all().order_by("id")] == [False, True], "each has its own end"
    await leave_due()
    assert not await Leaving.exists(waits=True)


async def test_two_leads_close_the_last_two_worries_at_once(site, there, monkeypatch):
    zoe, _, browser = await somebody_worrying(site, there)
    other = await propose(zoe, what=f"{WORD} once more")
    await checking.hold(other, by=there.cass, message="Worried again")
    await browser.post(LEAVE, data=GO)
    deputy = await Person.join(there.rivermead, "Hugo", Role.SAFEGUARDING_LEAD, job_title="Deputy Lead")
    leads = [await site.as_(there.hana), await site.as_(deputy)]
    closings = [
        lead.post(f"/rivermead/concerns/{number}/closing", data=SAFE) for number, lead in enumerate(leads, 1)
    ]
    was = finishing._is_worried_about

    async def asks_slowly(one):
        found = await was(one)
        await asyncio.sleep(0.4)
        return found

    monkeypatch.setattr(finishing, "_is_worried_about", asks_slowly)
    assert [answer.status_code for answer in await asyncio.gather(*closings)] == [303, 303]
    assert not (await Leaving.get()).waits
    assert WORD not in await everything_in(site)


async def test_two_admins_who_leave_at_once_leave_one(site, there, monkeypatch):
    other = await Person.join(there.rivermead, "Flo", Role.ADMIN, job_title="Council Admin")
    await goes(there.fern, LeavingWay.KEEP_IDEAS, now=False)
    tasks = meanwhile(monkeypatch, lambda: goes(other, LeavingWay.KEEP_IDEAS))
    with clock.at(clock.now() + timedelta(days=8)):
        await asyncio.wait_for(leave_due(), 20)
    with pytest.raises(Refused, match="You are the last council admin"):
        await tasks[0]
    assert await people_who_can(Right.RUN_COUNCIL, there.rivermead.id) == [other.id]


async def test_a_worry_in_the_very_moment_comes_before_or_after(site, there, monkeypatch):
    idea = await propose(there.amina, what=f"{WORD} of mine")
    await checking.publish(idea, by=there.cass, title="Title", missions=[])
    await gives(site, there.amina, ADDRESS)
    read = await Idea.get(id=idea.id)
    tasks = meanwhile(monkeypatch, lambda: checking.hold(read, by=there.cass, message="Worried"))
    await asyncio.wait_for(goes(there.amina), 20)
    with pytest.raises(Refused):
        await tasks[0]
    assert (await Idea.get(id=idea.id)).stage is Stage.WITHDRAWN
    assert WORD not in await everything_in(site)
    assert not await Concern.exists()
    assert not (await Leaving.get()).waits
    assert not await Contact.exists()


async def test_what_stops_one_person_stops_nobody_after_them(site, there, monkeypatch, caplog):
    for person in (there.amina, there.bo):
        await goes(person, now=False)
    was = leaving.finish

    async def finish(one):
        if one.person_id == there.amina.id:
            raise RuntimeError("a fault that nobody thought of, with words of hers")
        await was(one)

    monkeypatch.setattr(leaving, "finish", finish)
    gone = Person.filter(left_at__isnull=False)
    with clock.at(clock.now() + timedelta(days=8)):
        await leave_due()
        assert [one.id for one in await gone] == [there.bo.id]
        assert "somebody could not be let go" in caplog.text
        assert "words of hers" not in caplog.text
        monkeypatch.undo()
        await leave_due()
    assert await gone.count() == 2
