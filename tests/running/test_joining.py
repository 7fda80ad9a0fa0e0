"""Invitations and joining: a card, a code, a button; and what opens nothing."""

import asyncio
import re
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow, HistoryText, first_fault
from saidanddone.how_often import WRONG_CODES
from saidanddone.limiting import Limits
from saidanddone.people import inviting, joining, keeping, nicknames, sessions
from saidanddone.people.models import Invitation, Person, Session, look_alike, with_roles
from saidanddone.people.rights import Role
from saidanddone.rules import NotAllowed, Refused
from tests.doors.stepping import take_the_step
from tests.people import town

OUT = "/rivermead/invitations"
NEW = {"nickname": "Moss", "device": "own"}
NOTHING = "This code opens nothing here."


async def code_for(there, role=Role.YOUNG_PERSON, **more):
    _, code = await inviting.invite(there.rivermead, role, by=there.fern, **more)
    return code


# Inviting


async def test_cass_makes_a_card_that_is_shown_once_and_kept_only_as_a_hash(site):
    there = await town()
    cass = await site.as_(there.cass)
    made = await cass.post(OUT, data={"role": "young-person", "name": "Tuesday group", "cards": "2"})
    assert made.status_code == 200
    codes = re.findall(r'class="code">([A-Z0-9-]{14})<', made.text)
    assert len(codes) == 2
    assert "<path d=" in made.text
    assert "style=" not in made.text
    listed = (await cass.get(OUT)).text
    for number in re.findall(r">Card (\d+)\.", made.text):
        assert f"Tuesday group, card {number}</h3>" in listed, "each of ten is told from the others"
    assert codes[0] not in listed
    rows = await database.rows("SELECT * FROM invitation")
    plain = inviting.plain_code(codes[0])
    assert plain not in str(rows)
    assert plain not in str(await HistoryText.all().values())
    assert {row["hash"] for row in rows} >= {sessions.hashed(plain)}


async def test_a_crash_half_way_leaves_no_card_that_nobody_was_shown(site, monkeypatch):
    there = await town()
    browser, made, invite = await site.as_(there.cass, raises=False), [], inviting.invite

    async def crashes_at_the_third(*given, **more):
        if len(made) == 2:
            raise RuntimeError("The lights went out.")
        made.append(await invite(*given, **more))
        return made[-1]

    monkeypatch.setattr(inviting, "invite", crashes_at_the_third)
    answer = await browser.post(OUT, data={"role": "young-person", "cards": "3"})
    assert answer.status_code == 500
    assert not await Invitation.exists()
    assert not await HistoryRow.filter(act="invite").exists()


async def test_cass_may_invite_young_people_and_nobody_else(site):
    there = await town()
    cass = await site.as_(there.cass)
    refused = await cass.post(OUT, data={"role": "council-admin"})
    assert (refused.status_code, "Ask the council’s admin" in refused.text) == (422, True)
    with pytest.raises(NotAllowed):
        await inviting.invite(there.rivermead, Role.ADMIN, by=there.cass)
    with pytest.raises(NotAllowed):
        await inviting.invite(there.ashcombe, Role.YOUNG_PERSON, by=there.cass)
    admins, _ = await inviting.invite(there.rivermead, Role.ADMIN, by=there.fern)
    assert "Council admin" not in (await cass.get(OUT)).text
    assert (await cass.post(f"{OUT}/{admins.id}/withdrawal")).status_code == 404
    with pytest.raises(NotAllowed):
        await inviting.revoke(admins, by=there.cass)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"role": "king"}, "Pick a role from the list."),
        ({"role": "young-person", "cards": "13"}, "Write a number from 1 to 12."),
        ({"role": "young-person", "cards": "a dozen"}, "Write a number from 1 to 12."),
        ({"role": "young-person", "uses": "a pair"}, "Write a number from 1 to 30."),
        ({"role": "young-person", "uses": "31"}, "1 to 30"),
        ({"role": "young-person", "uses": "2"}, "Here each card lets in one person."),
        ({"role": "senior-officer", "uses": "2"}, "Others get a card each."),
        ({"role": "young-person", "name": "n" * 81}, "Use 80 letters or fewer"),
    ],
)
async def test_a_card_that_cant_be_made_says_why_and_keeps_what_was_typed(site, typed, says):
    there = await town()
    refused = await (await site.as_(there.fern)).post(OUT, data={"name": "For Rowan", **typed})
    assert (refused.status_code, says in refused.text) == (422, True)
    assert typed.get("name", "For Rowan") in refused.text
    for name in {"cards", "uses"} & {*typed}:
        if f'name="{name}"' in refused.text:
            assert f'value="{typed[name]}"' in refused.text, "what was typed is still there"
    assert await Invitation.all().count() == 0


async def test_an_invitation_that_was_taken_back_opens_nothing_and_is_taken_back_once(site):
    there = await town()
    fern, visitor = await site.as_(there.fern), await site.client()
    invitation, code = await inviting.invite(there.rivermead, Role.YOUNG_PERSON, by=there.fern)
    back = await fern.post(f"{OUT}/{invitation.id}/withdrawal")
    assert back.status_code == 303
    assert "Taken back" in (await fern.get(OUT)).text
    assert (await fern.post(f"{OUT}/{invitation.id}/withdrawal")).status_code == 409
    assert NOTHING in (await visitor.post(f"/rivermead/join/{code}", data=NEW)).text


async def test_cass_lost_her_cards_and_takes_back_all_that_nobody_used(site):
    there = await town()
    cass, visitor = await site.as_(there.cass), await site.client()
    assert "Take back all unused" not in (await cass.get(OUT)).text
    made = await inviting.invite_several(there.rivermead, Role.YOUNG_PERSON, 3, by=there.cass)
    assert (await visitor.post(f"/rivermead/join/{made[0][1]}", data=NEW)).status_code == 303
    admins, _ = await inviting.invite(there.rivermead, Role.ADMIN, by=there.fern)
    others, _ = await inviting.invite(there.ashcombe, Role.YOUNG_PERSON, by=None)
    assert "Take back all unused cards (2)" in (await cass.get(OUT)).text
    assert (await cass.post(f"{OUT}/withdrawal")).status_code == 303
    assert "2 cards taken back" in (await cass.get(OUT)).text
    left = await Invitation.filter(revoked_at=None).order_by("id").values_list("id", flat=True)
    assert left == [made[0][0].id, admins.id, others.id], "used ones, an admin’s and the other council’s stay"
    assert await HistoryRow.filter(act="revoke").count() == 2
    with pytest.raises(NotAllowed):
        await inviting.revoke_unused(there.ashcombe, by=there.cass)


async def test_cards_are_printed_and_done_with_below_them(site):
    there = await town()
    page = (await (await site.as_(there.fern)).post(OUT, data={"role": "council-admin", "cards": "2"})).text
    assert page.index("data-print hidden") < page.rindex("<article") < page.index("I have handed them out")
    code = re.search(r'class="code">([^<]+)<', page)[1]
    assert re.search(rf'data-copy="http[^"]+{code}" hidden', page), "the link of staff is copied"
    young = (await (await site.as_(there.cass)).post(OUT, data={"role": "young-person"})).text
    assert "data-copy=" not in young


async def test_fern_turns_the_pages_of_what_was_handed_out(site):
    there = await town()
    fern = await site.as_(there.fern)
    for number in range(30):
        await inviting.invite(there.rivermead, Role.YOUNG_PERSON, by=there.fern, name=f"Card {number:02}")
    assert "Show older ones" not in (await fern.get(OUT)).text
    await inviting.invite(there.rivermead, Role.YOUNG_PERSON, by=there.fern, name="Card 30")
    newest = (await fern.get(OUT)).text
    assert [*dict.fromkeys(re.findall(r"Card \d\d", newest))] == [
        f"Card {number:02}" for number in range(30, 0, -1)
    ]
    assert "Show older ones" in newest
    older = (await fern.get(re.search(rf'"({OUT}\?after=\d+)"', newest)[1])).text
    assert {*re.findall(r"Card \d\d", older)} == {"Card 00"}
    assert "Show older ones" not in older


async def test_a_shared_code_lets_as_many_in_as_fern_said(site):
    there = await town()
    fern, refused = await site.as_(there.fern), []
    for most in ("31", "0"):
        refused.append(
            (await fern.post("/rivermead/settings/council", data={"shared_uses": most})).status_code
        )
    assert refused == [422, 422]
    with pytest.raises(Refused, match="one person"):
        await code_for(there, uses_at_most=2)
    await fern.post("/rivermead/settings/council", data={"shared_uses": "2"})
    await there.rivermead.refresh_from_db()
    with pytest.raises(Refused, match="1 to 2"):
        await code_for(there, uses_at_most=3)
    with pytest.raises(Refused, match="a card each"):
        await code_for(there, role=Role.OFFICER, uses_at_most=2)
    code = await code_for(there, uses_at_most=2)
    for name in ("Moss", "Fjord"):
        assert await joining.join(there.rivermead, code, nickname=name)
    with pytest.raises(joining.NoSuchCode):
        await joining.join(there.rivermead, code, nickname="Third")


# Joining


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


# Nicknames


@pytest.mark.parametrize("taken", ["Amina", "AMINA", "a m i n a", "Аmina", "Am1na", "Arnina"])
async def test_a_name_that_looks_like_aminas_is_refused_kindly(site, taken):
    there = await town()
    code = await code_for(there)
    refused = await (await site.client()).post(f"/rivermead/join/{code}", data={**NEW, "nickname": taken})
    assert (refused.status_code, "looks like it" in refused.text) == (422, True)
    assert "Free now:" in refused.text
    assert (await Invitation.get()).uses == 0


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Pick a nickname."),
        ("🦊", "Use some letters"),
        ("m" * 31, "Use 30 letters or fewer"),
        ("call 07700 900123", "could lead people to you"),
        ("moss@example.org", "could lead people to you"),
        ("Admin", "sounds like the council"),
        ("Rivermead", "sounds like the council"),
        ("Moss\x07", "hidden signs"),
    ],
)
async def test_a_nickname_that_wont_do(site, typed, says):
    there = await town()
    code = await code_for(there)
    refused = await (await site.client()).post(f"/rivermead/join/{code}", data={**NEW, "nickname": typed})
    assert (refused.status_code, says in refused.text) == (422, True)


async def test_a_real_full_name_is_pointed_out_and_may_be_kept(site):
    there = await town()
    code = await code_for(there)
    visitor = await site.client()
    named = {**NEW, "nickname": "Night Owl"}
    asked = await visitor.post(f"/rivermead/join/{code}", data=named)
    assert (asked.status_code, "looks like a full name" in asked.text) == (422, True)
    assert 'name="keep" value="Night Owl"' in asked.text
    other = await visitor.post(f"/rivermead/join/{code}", data={**named, "keep": "Somebody Else"})
    assert other.status_code == 422
    assert (
        await visitor.post(f"/rivermead/join/{code}", data={**named, "keep": "Night Owl"})
    ).status_code == 303


async def test_a_device_must_be_named(site):
    there = await town()
    code = await code_for(there)
    refused = await (await site.client()).post(f"/rivermead/join/{code}", data={"nickname": "Moss"})
    assert refused.status_code == 422
    assert "Pick one: my own" in refused.text
    assert "Moss" in refused.text


async def test_suggestions_are_free(site):
    there = await town()
    await Person.join(there.rivermead, "Amina Fox", Role.YOUNG_PERSON)
    offered = await nicknames.suggestions(there.rivermead, "Amina")
    assert len(offered) == 3
    assert look_alike("Amina Fox") not in {look_alike(name) for name in offered}
    for name in offered:
        assert await nicknames.fault_of(there.rivermead, name) == ""
    offered = await nicknames.suggestions(there.rivermead, "Amina Blue Jones")
    assert len(offered) == 3
    theirs = [name for name in offered if {"Amina", "Blue", "Jones"} & set(name.split())]
    assert theirs == [], "a real name is not offered back"


async def test_a_name_that_is_offered_is_picked_by_one_press(site):
    there = await town()
    code = await code_for(there)
    visitor = await site.client()
    asked = await visitor.post(f"/rivermead/join/{code}", data={**NEW, "nickname": "Jade Thompson"})
    offered = re.findall(r'type="radio" name="other" value="([^"]+)"', asked.text)
    assert len(offered) == 3
    assert not [name for name in offered if "Jade" in name]
    picked = {**NEW, "nickname": "Jade Thompson", "other": offered[1]}
    no_device = await visitor.post(f"/rivermead/join/{code}", data={**picked, "device": ""})
    assert (no_device.status_code, f'value="{offered[1]}"' in no_device.text) == (422, True)
    assert "Jade Thompson" not in no_device.text
    assert (await visitor.post(f"/rivermead/join/{code}", data=picked)).status_code == 303
    assert await Person.exists(nickname=offered[1])
    amina = await site.as_(there.amina)
    asked = await amina.post("/rivermead/me/nickname", data={"nickname": "Amina Jones"})
    other = re.search(r'name="other" value="([^"]+)"', asked.text)[1]
    renamed = await amina.post("/rivermead/me/nickname", data={"nickname": "Amina Jones", "other": other})
    assert (renamed.status_code, await Person.exists(id=there.amina.id, nickname=other)) == (303, True)


def test_figures_stay_apart():
    assert len({look_alike(f"Young {number}") for number in range(200)}) == 200


async def test_a_code_that_opens_nothing_is_still_there_to_be_mended(site):
    await town()
    visitor = await site.client()
    told = await visitor.post("/rivermead/join", data={"code": "KKKK-KKKK-KKK2"})
    assert told.status_code == 422
    assert NOTHING[:-1] in told.text
    assert 'value="KKKK-KKKK-KKK2"' in told.text
    assert 'href="#code"' in told.text


@pytest.mark.parametrize("nickname", ["\u202enimda", "ɑdmin", "Am\u200bina", "аmina"])
async def test_a_nickname_that_only_looks_like_another_is_refused(site, nickname):
    there = await town()
    assert await nicknames.fault_of(there.rivermead, nickname) != ""
