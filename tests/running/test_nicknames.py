"""What people may call themselves here: nothing that misleads, nothing that leads others to them."""

import re

import pytest

from saidanddone.people import nicknames
from saidanddone.people.models import Invitation, Person, look_alike
from saidanddone.people.rights import Role
from tests.people import town
from tests.running.inviting import NEW, code_for


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


@pytest.mark.parametrize("nickname", ["\u202enimda", "ɑdmin", "Am\u200bina", "аmina"])
async def test_a_nickname_that_only_looks_like_another_is_refused(site, nickname):
    there = await town()
    assert await nicknames.fault_of(there.rivermead, nickname) != ""
