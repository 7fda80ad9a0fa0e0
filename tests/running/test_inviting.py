"""Invitations: cards that are made, shown once, handed out and taken back."""

import re

import pytest

from saidanddone import database
from saidanddone.history.models import HistoryRow, HistoryText
from saidanddone.people import inviting, joining, sessions
from saidanddone.people.models import Invitation
from saidanddone.people.rights import Role
from saidanddone.rules import NotAllowed, Refused
from tests.people import town
from tests.running.inviting import NEW, NOTHING, code_for

OUT = "/rivermead/invitations"


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
