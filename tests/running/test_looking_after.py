"""The admin's list of people: roles given and ended, people suspended and let back, and never no admin."""

import asyncio
import re

import pytest

from saidanddone.history.models import HistoryText, first_fault
from saidanddone.ideas.proposing import propose
from saidanddone.people import keeping, sessions
from saidanddone.people.models import Person, RoleGrant, with_roles
from saidanddone.people.rights import Role
from saidanddone.rules import NotAllowed, Refused
from tests.people import town, young_people
from tests.plan.promises import chosen_idea, promise

PEOPLE = "/rivermead/settings/people"
WHY = {"reason": "She shared a young person’s name."}


def page_of(person):
    return f"{PEOPLE}/{person.id}"


async def test_fern_finds_people_by_name_and_role_a_page_at_a_time(site):
    there = await town()
    await young_people(there.rivermead, 40)
    fern = await site.as_(there.fern)
    first = (await fern.get(PEOPLE)).text
    assert "49 people" in first
    assert "Amina" in first
    assert "Ivo" not in first
    after = first.split("?after=")[1].split('"')[0]
    second = (await fern.get(f"{PEOPLE}?after={after}")).text
    assert ">Amina<" not in second
    assert all(f">Young {number}<" in first + second for number in range(40))
    assert "?after=" not in second
    assert ">Cass<" in (await fern.get(f"{PEOPLE}?role=participation-worker")).text
    found = (await fern.get(f"{PEOPLE}?q=housing")).text
    assert "Nobody like that." in found
    assert ">Ellis<" in (await fern.get(f"{PEOPLE}?q=leaving care")).text
    assert (await fern.get(f"{PEOPLE}?after=99999&role=nonsense&q=%00")).status_code == 200


async def test_a_person_of_elsewhere_is_not_here(site):
    there = await town()
    fern = await site.as_(there.fern)
    assert (await fern.get(page_of(there.ivo))).status_code == 404
    assert (await fern.post(page_of(there.ivo) + "/suspension")).status_code == 404
    with pytest.raises(NotAllowed):
        await keeping.suspend(there.ivo, by=there.fern)
    with pytest.raises(NotAllowed):
        await keeping.give_role(there.amina, Role.OFFICER, by=there.cass)


async def test_what_somebody_said_is_not_on_their_page(site):
    there = await town()
    await propose(there.amina, what="A canary that sings at night")
    shown = (await (await site.as_(there.fern)).get(page_of(there.amina))).text
    assert "canary" not in shown
    assert "Young person" in shown


async def test_gus_becomes_a_worker_and_is_one_no_more(site):
    there = await town()
    fern, gus = await site.as_(there.fern), await site.as_(there.gus)
    given = await fern.post(page_of(there.gus) + "/roles", data={"role": "participation-worker"})
    assert given.status_code == 303
    assert (
        await gus.get("/rivermead/moderation")
    ).status_code == 303  # signed out: he comes in again with it
    gus = await site.as_(there.gus)
    assert (await gus.get("/rivermead/moderation")).status_code == 200
    again = await fern.post(page_of(there.gus) + "/roles", data={"role": "participation-worker"})
    assert (again.status_code, "already" in again.text) == (409, True)
    ended = await fern.post(page_of(there.gus) + "/roles/ending", data={"role": "participation-worker"})
    assert ended.status_code == 303
    assert (await gus.get("/rivermead/moderation")).status_code == 303, "signed out when the role ended"
    assert Role.WORKER not in (await with_roles(there.gus)).roles
    grants = await RoleGrant.filter(person=there.gus, role=Role.WORKER)
    assert [grant.ended_at is not None for grant in grants] == [True]
    assert await first_fault(there.rivermead.id) is None


@pytest.mark.parametrize("role", ["", "programme-admin", "king"])
async def test_a_role_that_is_not_the_councils_to_give_is_refused(site, role):
    there = await town()
    fern = await site.as_(there.fern)
    refused = await fern.post(page_of(there.gus) + "/roles", data={"role": role})
    assert (refused.status_code, "Pick a role" in refused.text) == (422, True)
    with pytest.raises(Refused):
        await keeping.give_role(there.gus, Role.PROGRAMME_ADMIN, by=there.fern)


async def test_a_role_that_has_ended_cant_end_again(site):
    there = await town()
    with pytest.raises(Refused, match="any more"):
        await keeping.end_role(there.gus, Role.WORKER, by=there.fern)


async def test_bo_is_suspended_signed_out_and_let_back(site):
    there = await town()
    fern, bo = await site.as_(there.fern), await site.as_(there.bo)
    out = await fern.post(page_of(there.bo) + "/suspension", data=WHY)
    assert out.status_code == 303
    assert (await bo.get("/rivermead/ideas/new")).status_code == 303
    assert ">Bo<" in (await fern.get(f"{PEOPLE}?role=suspended")).text
    assert (await fern.post(page_of(there.bo) + "/suspension", data=WHY)).status_code == 409
    back = await fern.post(page_of(there.bo) + "/suspension/undo")
    assert back.status_code == 303
    assert (await bo.get("/rivermead/ideas/new")).status_code == 303, "the old session stays ended"
    assert (await (await site.as_(there.bo)).get("/rivermead/ideas/new")).status_code == 200
    assert (await fern.post(page_of(there.bo) + "/suspension/undo")).status_code == 409


async def test_the_last_admin_stays_one(site):
    there = await town()
    fern = await site.as_(there.fern)
    refused = await fern.post(page_of(there.fern) + "/roles/ending", data={"role": "council-admin"})
    assert (refused.status_code, "last council admin" in refused.text) == (409, True)
    myself = await fern.post(page_of(there.fern) + "/suspension", data=WHY)
    assert (myself.status_code, "keep yourself out" in myself.text) == (409, True)
    other = await Person.join(there.rivermead, "Fay", Role.ADMIN, job_title="Second Admin")
    await keeping.suspend(other, by=there.fern)
    with pytest.raises(Refused, match="last council admin"):
        await keeping.end_role(there.fern, Role.ADMIN, by=there.fern)
    with pytest.raises(Refused, match="last council admin"):
        await keeping.suspend(there.fern, by=other)


async def test_two_admins_who_end_each_other_at_once_leave_one(site):
    there = await town()
    fay = await Person.join(there.rivermead, "Fay", Role.ADMIN, job_title="Second Admin")
    for act, undo in (
        (lambda who, by: keeping.end_role(who, Role.ADMIN, by=by), keeping.give_role),
        (lambda who, by: keeping.suspend(who, by=by), None),
    ):
        answers = await asyncio.gather(act(fay, there.fern), act(there.fern, fay), return_exceptions=True)
        assert sum(isinstance(answer, Refused) for answer in answers) == 1
        (left,) = await keeping.admins(there.rivermead.id)
        gone = fay if left == there.fern.id else there.fern
        stays = there.fern if gone is fay else fay
        if undo:
            await undo(gone, Role.ADMIN, by=stays)
    assert await first_fault(there.rivermead.id) is None


async def test_fern_ends_her_own_role_when_there_is_another(site):
    there = await town()
    await Person.join(there.rivermead, "Fay", Role.ADMIN, job_title="Second Admin")
    fern = await site.as_(there.fern)
    kept = fern.cookies[sessions.COOKIE]
    out = await fern.post(page_of(there.fern) + "/roles/ending", data={"role": "council-admin"})
    assert (out.status_code, out.headers["location"]) == (303, "/rivermead/sign-in")
    replay = await site.client()
    replay.cookies.set(sessions.COOKIE, kept)
    assert (await replay.get(PEOPLE)).status_code == 303


async def test_fern_reads_what_ellis_owns_and_says_why_before_she_suspends_them(site, there):
    ours = await promise(there, await chosen_idea(there), owner_person=there.ellis)
    fern, at = await site.as_(there.fern), page_of(there.ellis)
    page = (await fern.get(at)).text
    assert "They own 1 promise</b> that is not over" in page
    link = re.search(r'href="(/rivermead/plan\?owner=[^"]+)"', page)[1]
    assert ours.title in (await fern.get(link)).text
    assert "They own" not in (await fern.get(page_of(there.gus))).text
    for sent in ({}, {"reason": " "}, {"reason": "x" * 301}):
        refused = await fern.post(at + "/suspension", data=sent)
        assert refused.status_code == 422, sent
    assert "x" * 301 in refused.text, "what was typed is still there"
    assert (await Person.get(id=there.ellis.id)).suspended_at is None
    assert (await fern.post(at + "/suspension", data=WHY)).status_code == 303
    assert (await HistoryText.get(row__act="suspend")).text == WHY["reason"]
    assert WHY["reason"] in (await fern.get(at)).text
    assert await first_fault(there.rivermead.id) is None
