"""Joining: a card, a code, a button; and what opens nothing."""

import asyncio
from datetime import timedelta

from saidanddone import clock, database
from saidanddone.history.models import first_fault
from saidanddone.how_often import WRONG_CODES
from saidanddone.limiting import Limits
from saidanddone.people import inviting, joining, keeping, sessions
from saidanddone.people.models import Invitation, Person, Session, with_roles
from saidanddone.people.rights import Role
from tests.doors.stepping import take_the_step
from tests.people import town
from tests.running.inviting import NEW, NOTHING, code_for


async def test_a_mail_scanner_uses_nothing_up_and_the_button_lets_moss_in(site):
    there = await town()
    code = await code_for(there)
    visitor = await site.client()
    for _ in range(3):
        shown = await visitor.get(f"/rivermead/join/{code}")
        assert (shown.status_code, 'method="post"' in shown.text) == (200, True)
    assert "job title" not in shown.text.lower()
    assert (await Invitation.get()).uses == 0
    came = await visitor.post(f"/rivermead/join/{code.lower()}", data=NEW)
    assert (came.status_code, came.headers["location"]) == (303, "/rivermead/me/card?new=yes")
    assert "Keep a way back" in (await visitor.get(came.headers["location"])).text
    assert "Hello, Moss" in (await visitor.get("/rivermead")).text
    moss = await with_roles(await Person.get(nickname="Moss"))
    assert (moss.roles, moss.council_id) == (frozenset({Role.YOUNG_PERSON}), there.rivermead.id)
    assert (await Invitation.get()).uses == 1
    assert await first_fault(there.rivermead.id) is None


async def test_on_a_shared_phone_the_session_is_short(site):
    there = await town()
    code = await code_for(there)
    await (await site.client()).post(f"/rivermead/join/{code}", data={**NEW, "device": "shared"})
    started = await Session.get()
    assert started.shared
    assert started.ends_at - started.started_at == timedelta(hours=12)


async def test_staff_are_asked_for_a_job_title_and_the_admin_starts_at_settings(site):
    there = await town()
    code = await code_for(there, Role.ADMIN)
    visitor = await site.client()
    refused = await visitor.post(f"/rivermead/join/{code}", data=NEW)
    assert (refused.status_code, "Write your job title" in refused.text, "Moss" in refused.text) == (
        422,
        True,
        True,
    )
    came = await visitor.post(f"/rivermead/join/{code}", data={**NEW, "job_title": "Service Manager"})
    assert came.headers["location"] == "/rivermead/settings"
    assert (await visitor.get("/rivermead/settings")).headers["location"].startswith("/rivermead/second-step")
    _, came = await take_the_step(visitor, next="/rivermead/settings")
    assert came.headers["location"] == "/rivermead/settings"
    assert (await visitor.get("/rivermead/settings")).status_code == 200
    assert (await Person.get(nickname="Moss")).signed == "Service Manager"


async def test_the_form_cant_choose_a_role_or_a_council(site):
    there = await town()
    code = await code_for(there)
    sent = {**NEW, "role": "council-admin", "council_id": there.ashcombe.id, "job_title": "King"}
    await (await site.client()).post(f"/rivermead/join/{code}", data=sent)
    moss = await with_roles(await Person.get(nickname="Moss"))
    assert (moss.roles, moss.job_title) == (frozenset({Role.YOUNG_PERSON}), "")


async def test_a_device_must_be_named(site):
    there = await town()
    code = await code_for(there)
    refused = await (await site.client()).post(f"/rivermead/join/{code}", data={"nickname": "Moss"})
    assert refused.status_code == 422
    assert "Pick one: my own" in refused.text
    assert "Moss" in refused.text


async def test_every_code_that_opens_nothing_gets_the_same_page(site):
    """But for a young person’s joining card that was used: whoever has all of its code is told that."""
    there = await town()
    old, back = [await code_for(there) for _ in range(2)]
    _, used = await inviting.invite(there.rivermead, Role.WORKER, by=there.fern)
    _, elsewhere = await inviting.invite(there.ashcombe, Role.YOUNG_PERSON, by=None)
    await joining.join(there.rivermead, used, nickname="Moss", job_title="Participation Worker")
    await database.write(
        lambda: Invitation.filter(hash=sessions.hashed(inviting.plain_code(old))).update(
            made_at=clock.now() - timedelta(days=20), ends_at=clock.now() - timedelta(days=6)
        )
    )
    await database.write(
        lambda: Invitation.filter(hash=sessions.hashed(inviting.plain_code(back))).update(
            revoked_at=clock.now()
        )
    )
    pages, typed = set(), set()
    for code in (used, old, back, elsewhere, "KKKK-KKKK-KKKK", "x" * 300, "%20"):
        site.app.state.limits = Limits(site.settings)
        visitor = await site.client()
        for answer in (
            await visitor.get(f"/rivermead/join/{code}"),
            await visitor.post(f"/rivermead/join/{code}", data={**NEW, "nickname": "Fjord"}),
        ):
            pages.add((answer.status_code, answer.text))
        if len(code) < 60:
            answer = await visitor.post("/rivermead/join", data={"code": code})
            typed.add((answer.status_code, answer.text.replace(f'value="{code}"', "")))
    assert len(pages) == len(typed) == 1
    assert NOTHING in pages.pop()[1]
    assert not await Person.exists(nickname="Fjord")


async def test_a_code_that_was_typed_leads_to_its_page(site):
    there = await town()
    code = await code_for(there)
    visitor = await site.client()
    assert "Type the code" in (await visitor.get("/rivermead/sign-in")).text
    assert "Your code" in (await visitor.get("/rivermead/join")).text
    led = await visitor.post("/rivermead/join", data={"code": f" {code.lower().replace('-', ' ')} "})
    assert (led.status_code, led.headers["location"]) == (303, f"/rivermead/join/{code}")
    assert (await visitor.post("/rivermead/join", data={"code": ""})).status_code == 422


async def test_a_code_that_opens_nothing_is_still_there_to_be_mended(site):
    await town()
    visitor = await site.client()
    told = await visitor.post("/rivermead/join", data={"code": "KKKK-KKKK-KKK2"})
    assert told.status_code == 422
    assert NOTHING[:-1] in told.text
    assert 'value="KKKK-KKKK-KKK2"' in told.text
    assert 'href="#code"' in told.text


async def test_a_group_that_mistypes_on_one_wifi_still_comes_in_and_a_guesser_must_wait(
    site, monkeypatch, queries
):
    there = await town()
    code = await code_for(there)
    visitor = await site.client()
    for number in range(WRONG_CODES.at_most - 1):
        assert (await visitor.get(f"/rivermead/join/KKKK-KKKK-{2000 + number}")).status_code == 404
    assert (await visitor.get(f"/rivermead/join/{code}")).status_code == 200
    assert (await visitor.get("/rivermead/card/KKKK-KKKK-KKKK")).status_code == 404
    with queries() as asked:
        assert NOTHING in (await visitor.post(f"/rivermead/join/{code}", data=NEW)).text
    assert not [sql for sql in asked if "invitation" in sql], "who must wait asks the database nothing"
    assert (await Invitation.get()).uses == 0
    later = clock.real_now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert (await visitor.post(f"/rivermead/join/{code}", data=NEW)).status_code == 303


async def test_nobody_comes_back_in_by_a_card_of_their_own(site):
    there = await town()
    fay = await Person.join(there.rivermead, "Fay", Role.ADMIN, job_title="Second Admin")
    made = [
        (await inviting.invite(there.rivermead, role, by=fay))[1] for role in (Role.ADMIN, Role.YOUNG_PERSON)
    ]
    visitor = await site.client()
    await keeping.end_role(fay, Role.ADMIN, by=there.fern)
    assert NOTHING in (await visitor.get(f"/rivermead/join/{made[0]}")).text
    assert (await visitor.get(f"/rivermead/join/{made[1]}")).status_code == 200, (
        "a young person's card stands"
    )
    await keeping.suspend(fay, by=there.fern)
    late = await visitor.post(f"/rivermead/join/{made[1]}", data=NEW)
    assert (late.status_code, NOTHING in late.text) == (404, True)
    assert not await Person.exists(nickname="Moss")
    assert await code_for(there), "others invite as before"
    assert await first_fault(there.rivermead.id) is None


async def test_one_code_twice_at_once_lets_one_in(site):
    there = await town()
    code = await code_for(there)
    browsers = [await site.client() for _ in range(4)]
    answers = await asyncio.gather(
        *(
            browser.post(f"/rivermead/join/{code}", data={**NEW, "nickname": name})
            for browser, name in zip(browsers, ("Moss", "Fjord", "Tarn", "Beck"), strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [303, 404, 404, 404]
    assert await Person.filter(nickname__in=["Moss", "Fjord", "Tarn", "Beck"]).count() == 1
    assert (await Invitation.get()).uses == 1


async def test_one_nickname_twice_at_once_goes_to_one(site):
    there = await town()
    codes = [await code_for(there), await code_for(there)]
    browsers = [await site.client() for _ in codes]
    answers = await asyncio.gather(
        *(
            browser.post(f"/rivermead/join/{code}", data=NEW)
            for browser, code in zip(browsers, codes, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert sum(one.uses for one in await Invitation.all()) == 1, "the other's code is still good"
