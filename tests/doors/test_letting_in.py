"""Staff who lost their only passkey are let in again by an admin's link, and those who must know are told."""

import re
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow
from saidanddone.notices.models import Notice
from saidanddone.people import keeping, letting_in, sessions
from saidanddone.people.models import Person, Proof, SignInLink
from saidanddone.people.passkey_models import Passkey
from saidanddone.people.rights import Role
from saidanddone.people.second_step import need_it
from saidanddone.rules import NotAllowed, Refused
from tests.doors.stepping import take_the_step

QUEUE, STEP, DEVICES = "/rivermead/moderation", "/rivermead/second-step", "/rivermead/me/devices"
OFFER = "make a one-time link"
SECOND_ONE = "With one only, a lost device locks you out."


def page_of(person):
    return f"/rivermead/settings/people/{person.id}"


async def with_passkey(person):
    moment = clock.real_now()
    await database.write(
        lambda: Passkey.create(
            person_id=person.id, credential=f"k{person.id}", public_key="p", name="Lost", made_at=moment
        )
    )


async def told(what):
    return sorted(await Notice.filter(what=what).values_list("person_id", flat=True))


async def link_from(admin, person):
    made = await admin.post(page_of(person) + "/sign-in-link")
    assert made.status_code == 200, made.text
    return re.search(r"/rivermead/sign-in/[\w-]+", made.text)[0]


async def test_cass_lost_her_phone_and_comes_back_by_a_link_of_ferns(site, there):
    fay = await Person.join(there.rivermead, "Fay", Role.ADMIN, job_title="Second Admin")
    await with_passkey(there.cass)
    fern, old = await site.as_(there.fern), await site.as_(there.cass)
    page = (await fern.get(page_of(there.cass))).text
    assert OFFER not in page
    assert "make them a link here" in page
    gone = await fern.post(page_of(there.cass) + "/sign-out", data={"passkeys": "yes"})
    page = (await fern.get(gone.headers["location"])).text
    assert "They have no way in now" in page
    assert OFFER in page
    link = await link_from(fern, there.cass)
    assert link not in (await fern.get(page_of(there.cass))).text, "shown once"
    assert (await told("link_to_me"), await told("link_made")) == ([there.cass.id], [fay.id])
    row = await HistoryRow.get(act="make_link")
    assert (row.kind, row.thing_id, row.who_id) == ("person", there.cass.id, there.fern.id)
    text = (await fern.get("/rivermead/settings/history")).text
    assert "Made somebody a one-time link to come in again" in text
    assert "Participation Worker (Cass)" in text

    cass = await site.client()
    assert (await cass.get(link)).status_code == 200
    assert (await cass.post(link, data={"device": "own"})).status_code == 303
    assert (await cass.get(QUEUE)).headers["location"].startswith(STEP)
    assert "open it on your work phone" in (await cass.get(STEP)).text
    _, made = await take_the_step(cass, next=QUEUE)
    assert made.headers["location"] == QUEUE
    assert SECOND_ONE in (await cass.get(QUEUE)).text
    page = (await cass.get(DEVICES)).text
    assert SECOND_ONE in page
    assert "Without it you need a new link from your council’s admin." in page
    assert (await cass.get("/rivermead/news")).text.count("a link that lets you in again") == 1
    assert (await (await site.client()).post(link, data={"device": "own"})).status_code == 422, "once"
    assert (await old.get(QUEUE)).status_code == 303


async def test_a_link_lasts_ten_minutes_and_a_newer_one_ends_it(site, there):
    fern = await site.as_(there.fern)
    first, second = await link_from(fern, there.gus), await link_from(fern, there.gus)
    gus = await site.client()
    assert (await gus.post(first, data={"device": "own"})).status_code == 422
    link = await SignInLink.filter(person_id=there.gus.id).order_by("-id").first()
    assert link.ends_at - link.made_at == timedelta(minutes=10)
    await keeping.sign_out_everywhere(there.gus, by=there.fern)
    assert (await gus.post(second, data={"device": "own"})).status_code == 422, "signed out, so is the link"
    third = await link_from(fern, there.gus)
    await keeping.suspend(there.gus, by=there.fern)
    await keeping.let_back(there.gus, by=there.fern)
    assert (await gus.post(third, data={"device": "own"})).status_code == 422, "kept out, so is the link"


async def suspended(fay, there):
    await keeping.suspend(fay, by=there.fern)


async def no_admin_any_more(fay, there):
    await keeping.end_role(fay, Role.ADMIN, by=there.fern)


@pytest.mark.parametrize("is_out", [suspended, no_admin_any_more])
async def test_a_link_that_fay_made_and_kept_opens_nothing_once_she_is_no_admin(site, there, is_out):
    fay = await Person.join(there.rivermead, "Fay", Role.ADMIN, Role.OFFICER, job_title="Second Admin")
    hers = await link_from(await site.as_(fay), there.gus)
    ferns = await link_from(await site.as_(there.fern), there.cass)
    await is_out(fay, there)
    browser = await site.client()
    assert (await browser.post(hers, data={"device": "own"})).status_code == 422
    assert (await browser.post(ferns, data={"device": "own"})).status_code == 303, "another admin’s stands"


async def test_nobody_gets_round_a_passkey_by_a_link(site, there):
    """Even where one step is enough, a link ends as soon as its person has a passkey again."""
    fern = await site.as_(there.fern)
    link = await link_from(fern, there.cass)
    cass = await site.as_(there.cass)
    await take_the_step(cass)
    await need_it(there.rivermead, False, by=there.fern)
    thief = await site.client()
    assert (await thief.post(link, data={"device": "own"})).status_code == 422
    refused = await fern.post(page_of(there.cass) + "/sign-in-link")
    assert (refused.status_code, "has a passkey" in refused.text) == (409, True)
    await need_it(there.rivermead, True, by=there.fern)
    thief.cookies.set(sessions.COOKIE, await sessions.start(there.cass, proof=Proof.LINK))
    assert "Use your passkey" in (await thief.get(STEP)).text
    assert (await thief.post("/rivermead/me/passkeys/challenges")).status_code == 403


async def test_a_link_is_made_by_admins_for_their_staff_without_a_way_in_alone(site, there):
    fern, cass, dev = [await site.as_(one) for one in (there.fern, there.cass, there.dev)]
    at = page_of(there.gus) + "/sign-in-link"
    assert (await cass.post(at)).status_code == 403
    assert (await dev.post(at)).status_code == 404
    assert (await fern.post(page_of(there.ivo) + "/sign-in-link")).status_code == 404
    assert (await fern.post(page_of(there.jo) + "/sign-in-link")).status_code == 404
    await keeping.give_role(there.bo, Role.WORKER, by=there.fern)
    both = there.bo
    await keeping.suspend(there.col, by=there.fern)
    nobody = await Person.join(there.rivermead, "Nan", job_title="No role")
    await with_passkey(there.ellis)
    for person, why in (
        (there.amina, "only for staff"),
        (both, "were a young person here"),
        (there.col, "is suspended"),
        (nobody, "only for staff"),
        (there.fern, "You are in already"),
        (there.ellis, "has a passkey"),
    ):
        refused = await fern.post(page_of(person) + "/sign-in-link")
        assert (refused.status_code, why in refused.text) == (409, True), why
        assert OFFER not in (await fern.get(page_of(person))).text, why
    for by in (there.cass, there.hana, there.dev):
        with pytest.raises(NotAllowed):
            await letting_in.make_link(there.gus, by=by)
    await keeping.end_role(both, Role.YOUNG_PERSON, by=there.fern)
    with pytest.raises(Refused, match="young person here"):
        await letting_in.make_link(both, by=there.fern)
    assert await SignInLink.all().count() == 0


async def test_a_link_for_a_lead_is_told_to_leads_and_admins_or_else_to_the_programme(site, there):
    await letting_in.make_link(there.hana, by=there.fern)
    assert (await told("link_unseen"), await told("lead_link")) == ([there.jo.id], [])
    assert await told("link_to_me") == [there.hana.id]
    page = (await (await site.as_(there.jo)).get("/programme")).text
    assert "Rivermead: An admin made a link that lets a safeguarding lead in again" in page
    fay = await Person.join(there.rivermead, "Fay", Role.ADMIN, job_title="Second Admin")
    lena = await Person.join(there.rivermead, "Lena", Role.SAFEGUARDING_LEAD, job_title="Second Lead")
    await letting_in.make_link(there.hana, by=there.fern)
    assert await told("lead_link") == sorted([fay.id, lena.id])
    assert await told("link_unseen") == [there.jo.id]
    assert await told("link_made") == []
    assert "a safeguarding lead in again" in (await (await site.as_(lena)).get("/rivermead")).text
