"""Staff come in with two steps: with one, nothing opens but the page of the other."""

from dataclasses import replace

import pytest

from saidanddone import database
from saidanddone.history.models import HistoryRow
from saidanddone.people import sessions
from saidanddone.people.keeping import STAFF, give_role
from saidanddone.people.models import Person, Proof, Session
from saidanddone.people.rights import Role
from saidanddone.people.second_step import need_it, owes_it
from saidanddone.rules import NotAllowed
from tests.doors.stepping import take_the_step
from tests.test_matrix import COUNCIL_ROUTES, knock

STEP, QUEUE, SIGN_IN = "/rivermead/second-step", "/rivermead/moderation", "/rivermead/settings/sign-in"
OPEN = {
    "people:second_step", "people:sign_out", "people:leave", "people:use_passkey", "people:ask_passkey",
    "people:ask_new_passkey", "people:add_passkey", "people:provider", "people:provider_back",
    "people:begin_adding", "people:add_account",
}  # fmt: skip
ONE_STEP = (Proof.INVITATION, Proof.LINK, Proof.CODE, Proof.CARD, Proof.PROVIDER_ONE)


async def came_by(site, person, proof):
    browser = await site.client()
    browser.cookies.set(sessions.COOKIE, await sessions.start(person, proof=proof))
    return browser


async def test_with_one_step_nothing_else_opens(site, there):
    everything = await Person.join(there.rivermead, "Nan", Role.YOUNG_PERSON, job_title="All of it")
    for role in STAFF:
        await give_role(everything, role, by=there.fern)
    nan = await came_by(site, everything, Proof.LINK)
    before = await HistoryRow.all().count()
    for route in COUNCIL_ROUTES:
        if route.name in OPEN:
            continue
        answer = await knock(nan, route, "rivermead")
        assert answer.status_code == 303, route.name
        assert answer.headers["location"].startswith(STEP), route.name
    assert await HistoryRow.all().count() == before
    asked = await nan.get(QUEUE, headers={"HX-Request": "true"})
    assert asked.headers["HX-Redirect"].startswith(STEP)
    page = (await nan.get(f"{STEP}?next={QUEUE}")).text
    assert "One more step" in page
    assert QUEUE not in page.replace(f'value="{QUEUE}"', ""), "its frame offers nothing that is shut"
    assert (await nan.post("/rivermead/sign-out")).headers["location"] == "/rivermead"


async def test_cass_makes_a_passkey_and_is_in(site, there):
    for proof in ONE_STEP:
        assert (await (await came_by(site, there.cass, proof)).get(QUEUE)).status_code == 303, proof
    cass = await came_by(site, there.cass, Proof.INVITATION)
    before = cass.cookies[sessions.COOKIE]
    for wrong in ({"credential": "{}"}, {"name": ""}):
        _, made = await take_the_step(cass, **wrong)
        assert (made.status_code, "One more step" in made.text) == (422, True), wrong
    _, made = await take_the_step(cass, next=QUEUE)
    assert (made.status_code, made.headers["location"]) == (303, QUEUE)
    assert (await cass.get(QUEUE)).status_code == 200
    old = await site.client()
    old.cookies.set(sessions.COOKIE, before)
    assert (await old.get(QUEUE)).headers["location"].startswith("/rivermead/sign-in"), "under a new token"


async def test_whoever_has_a_passkey_uses_it_and_can_not_go_round_it(site, there):
    phone, _ = await take_the_step(await came_by(site, there.cass, Proof.LINK))
    thief = await came_by(site, there.cass, Proof.LINK)
    _, refused = await _tries_to_add(thief)
    assert refused == 403
    assert "Use your passkey" in (await thief.get(STEP)).text
    assert (await thief.get(QUEUE)).status_code == 303
    cass = await came_by(site, there.cass, Proof.CODE)
    asked = (await cass.post("/rivermead/sign-in/passkeys/challenges")).json()
    came = await cass.post(
        "/rivermead/sign-in/passkeys", data={"credential": phone.sign(asked), "next": QUEUE}
    )
    assert (came.status_code, came.headers["location"]) == (303, QUEUE)
    assert (await cass.get(QUEUE)).status_code == 200
    assert (await cass.get(STEP)).headers["location"] == "/rivermead"


async def _tries_to_add(browser):
    asked = await browser.post("/rivermead/me/passkeys/challenges")
    sent = await browser.post("/rivermead/me/passkeys", data={"name": "Mine", "credential": "{}"})
    assert asked.status_code == sent.status_code
    return asked, sent.status_code


async def test_young_people_are_never_asked_and_neither_are_those_who_took_both(site, there):
    for proof in Proof:
        amina = await came_by(site, there.amina, proof)
        assert (await amina.get("/rivermead/ideas/new")).status_code == 200, proof
    for proof in (Proof.PASSKEY, Proof.PROVIDER, Proof.DEMO):
        assert (await (await came_by(site, there.cass, proof)).get(QUEUE)).status_code == 200, proof


async def test_fern_turns_it_off_and_on_and_it_counts_at_once(site, there):
    fern, cass = await site.as_(there.fern), await came_by(site, there.cass, Proof.LINK)
    for sent in ({}, {"needed": "maybe"}, {"sure": "yes"}):
        assert (await fern.post(f"{SIGN_IN}/steps", data=sent)).status_code == 422
    asked = await fern.post(f"{SIGN_IN}/steps", data={"needed": "no"})
    assert asked.status_code == 200
    assert asked.text.index("Keep two steps") < asked.text.index(">Turn off two steps<")
    assert (await cass.get(QUEUE)).status_code == 303, "one press turned nothing off"
    off = {"needed": "no", "sure": "yes"}
    assert (await fern.post(f"{SIGN_IN}/steps", data=off)).status_code == 303
    assert (await cass.get(QUEUE)).status_code == 200
    assert "one step" in (await fern.get("/rivermead/settings")).text
    assert (await fern.post(f"{SIGN_IN}/steps", data={"needed": "yes"})).status_code == 303
    assert (await cass.get(QUEUE)).status_code == 303
    rows = await HistoryRow.filter(act="set_two_steps").order_by("id").values_list("start", "end")
    assert rows == [("two steps", "one step"), ("one step", "two steps")]
    there.dev.hold([Role.ADMIN])
    for person in (there.cass, there.dev):
        with pytest.raises(NotAllowed):
            await need_it(there.rivermead, False, by=person)


async def test_where_there_can_be_no_passkeys_nobody_is_shut_out(site, there):
    there.cass.came_by = await Session.get(hash=sessions.hashed(await sessions.start(there.cass)))
    by_number = replace(site.settings, origin="http://127.0.0.1:8000")
    assert owes_it(there.cass, there.rivermead, site.settings)
    assert not owes_it(there.cass, there.rivermead, by_number)


def test_whoever_is_at_the_keyboard_lets_staff_in_with_one_step(run_migrated):
    run_migrated("council", "add", "newtown", "Newtown")
    status, out, _ = run_migrated("council", "steps", "newtown", "one")
    assert (status, out) == (0, "Staff take one step to come in to newtown.\n")
    assert run_migrated("council", "steps", "nowhere", "two")[0] == 2


async def test_a_suspended_person_can_not_take_the_step(site, there):
    cass = await came_by(site, there.cass, Proof.LINK)
    await database.write(lambda: Person.filter(id=there.cass.id).update(suspended_at=there.cass.joined_at))
    assert (await cass.get(STEP)).headers["location"].startswith("/rivermead/sign-in")
