"""The admin sets up the council's own sign-in: tried before it is needed, its secret never shown again."""

import ipaddress
import re
from dataclasses import replace

import httpx2
import pytest

from saidanddone import database
from saidanddone.history.models import HistoryRow, HistoryText
from saidanddone.people.providers import network
from saidanddone.people.providers.faults import Fault
from saidanddone.people.providers.meeting import took_two_steps
from saidanddone.people.providers.models import GroupRole, Provider, Trust
from saidanddone.people.providers.secrets import lock, unlock
from saidanddone.people.providers.tokens import tenant_of
from tests.providers.conftest import SECRET

ROOM = "/rivermead/settings/sign-in"
TYPED = {"client_id": "said-and-done", "secret": SECRET, "groups_claim": "groups", "trust": "always"}
TENANT = "8c1e6d3f-0a5b-4d2c-9e7f-112233445566"


async def tried(fern):
    page = await fern.post(f"{ROOM}/provider/trial")
    return re.search(r'id="trial".*?</div>\s*<form', page.text, re.S)[0]


async def test_fern_sets_it_up_tries_it_and_is_told_what_is_wrong(site, there, elsewhere):
    fern, sent = await site.as_(there.fern), {**TYPED, "issuer": elsewhere.issuer}
    page = (await fern.get(ROOM)).text
    assert "One is kept" not in page
    assert not re.search(r'name="trust"[^>]* checked', page), "the weakest is not picked beforehand"
    assert (await fern.post(f"{ROOM}/provider/trial")).status_code == 404
    for wrong, told in (
        ({"issuer": "http://login.example.org"}, "begin with https://"),
        ({"issuer": "https://user:pass@login.example.org"}, "not an address"),
        ({"issuer": ""}, "Copy the address"),
        ({"secret": ""}, "Type the secret"),
        ({"trust": "maybe"}, "Pick when"),
        ({"trust": ""}, "Pick when"),
        ({"secret": "", "issuer": ""}, "Type the secret"),
    ):
        page = await fern.post(f"{ROOM}/provider", data={**sent, **wrong})
        assert page.status_code == 422, wrong
        assert told in page.text
        assert SECRET not in page.text, "what was typed is kept, but not a secret"
        assert "said-and-done" in page.text
    assert (await fern.post(f"{ROOM}/provider", data=sent)).status_code == 303
    page = await fern.get(ROOM)
    assert SECRET not in page.text
    assert f"{site.settings.origin}/rivermead/sign-in/provider/callback" in page.text
    assert "takes the secret. Now say which group" in await tried(fern)
    assert (
        await fern.post(f"{ROOM}/groups", data={"group": "officers", "role": "senior-officer"})
    ).status_code == 303
    assert "takes the secret." in await tried(fern)
    await fern.post(f"{ROOM}/provider", data={**sent, "secret": "wrong"})
    assert "refuses the secret" in await tried(fern)
    await fern.post(f"{ROOM}/provider", data={**sent, "issuer": elsewhere.issuer + "/"})
    assert "another one than was typed" in await tried(fern)
    await fern.post(f"{ROOM}/provider", data={**sent, "issuer": "http://127.0.0.1:9"})
    assert "answer" in await tried(fern)


async def test_the_secret_is_locked_and_goes_only_where_it_was_given_for(site, there, elsewhere, provider):
    fern = await site.as_(there.fern)
    kept = await Provider.get()
    assert SECRET not in kept.secret
    assert unlock(site.settings, there.rivermead.id, kept.secret) == SECRET
    for settings, council_id in (
        (site.settings, there.ashcombe.id),
        (replace(site.settings, secrets_key="z" * 32), there.rivermead.id),
        (replace(site.settings, secrets_key=""), there.rivermead.id),
    ):
        with pytest.raises(Fault):
            unlock(settings, council_id, kept.secret)
    assert lock(site.settings, 1, SECRET) != lock(site.settings, 1, SECRET)
    sent = {**TYPED, "secret": "", "issuer": elsewhere.issuer}
    assert (await fern.post(f"{ROOM}/provider", data={**sent, "trust": "never"})).status_code == 303
    assert (await Provider.get()).secret == kept.secret, "an empty field leaves it"
    for moved in ({"issuer": "https://elsewhere.example.org"}, {"client_id": "another"}):
        assert (await fern.post(f"{ROOM}/provider", data={**sent, **moved})).status_code == 422
    assert (await fern.post(f"{ROOM}/provider/ending")).status_code == 303
    assert (await Provider.get()).secret == ""
    assert (await fern.post(f"{ROOM}/provider/ending")).status_code == 409
    assert (await (await site.client()).get("/rivermead/sign-in/provider")).status_code == 404
    told = [row.text for row in await HistoryText.all()]
    assert not [text for text in told if SECRET in text or kept.secret in text]


async def test_groups_give_roles_of_staff_once_and_are_taken_out(site, there, provider):
    fern = await site.as_(there.fern)
    for sent, told in (
        ({"group": "", "role": "senior-officer"}, "Copy the group"),
        ({"group": "all", "role": "young-person"}, "Pick a role"),
        ({"group": "all", "role": "programme-admin"}, "Pick a role"),
        ({"group": "officers", "role": "senior-officer"}, "already"),
    ):
        page = await fern.post(f"{ROOM}/groups", data=sent)
        assert (page.status_code, told in page.text) == (422, True), sent
    row = await GroupRole.get(group_name="officers")
    assert (await fern.post(f"{ROOM}/groups/{row.id}/ending")).status_code == 303
    assert (await fern.post(f"{ROOM}/groups/{row.id}/ending")).status_code == 409
    there.dev.hold(there.fern.roles)
    theirs = await database.write(
        lambda: GroupRole.create(
            council_id=there.ashcombe.id, group_name="x", role=row.role, given_at=row.given_at
        )
    )
    assert (await fern.post(f"{ROOM}/groups/{theirs.id}/ending")).status_code == 404
    acts = await HistoryRow.filter(kind="group_role").order_by("id").values_list("act", flat=True)
    assert acts == ["add_group", "add_group", "take_group_out"]


INSIDE = """127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 ::1 fe80::1
    fd00::1 ::ffff:127.0.0.1 ::ffff:20.190.128.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:0:7f00:1::""".split()


def test_what_is_an_address_on_the_open_internet():
    for address in INSIDE:
        assert not network.is_public(ipaddress.ip_address(address)), address
    for address in ("20.190.128.1", "2603:1026:3000::1"):
        assert network.is_public(ipaddress.ip_address(address))


async def test_the_site_goes_to_no_machine_behind_it(elsewhere, monkeypatch):
    """Neither by its number nor by a name that means it; with the setting it may, over loopback."""

    async def means(host, port):
        return [ipaddress.ip_address("20.190.128.1"), ipaddress.ip_address("10.0.0.1")]

    assert network.fault_of(elsewhere.issuer, private=False)
    assert not network.fault_of(elsewhere.issuer, private=True)
    assert network.fault_of("http://10.0.0.1", private=True)
    async with httpx2.AsyncClient(**network.options(private=False)) as client:
        with pytest.raises(httpx2.ConnectError):
            await client.get(f"{elsewhere.issuer}/.well-known/openid-configuration")
        monkeypatch.setattr(network, "addresses_of", means)
        with pytest.raises(httpx2.ConnectError):
            await client.get("https://login.example.org")


async def test_no_redirect_is_followed_and_no_more_is_read_than_must_be(elsewhere, monkeypatch):
    found = f"{elsewhere.issuer}/.well-known/openid-configuration"
    assert (await network.read_json(found, private=True))["issuer"] == elsewhere.issuer
    monkeypatch.setattr(network, "BYTES_AT_MOST", 100)
    with pytest.raises(Fault):
        await network.read_json(found, private=True)
    with pytest.raises(Fault):
        await network.read_json(f"{elsewhere.issuer}/nothing", private=True)


def test_microsofts_tenant_is_in_its_address_and_two_steps_are_counted_as_set():
    assert tenant_of(f"https://login.microsoftonline.com/{TENANT}/v2.0") == TENANT
    assert tenant_of(f"https://sts.windows.net/{TENANT}/") == TENANT
    assert tenant_of("https://login.microsoftonline.com/common/v2.0") == ""
    assert tenant_of(f"https://login.example.org/{TENANT}/v2.0") == ""
    for trust, amr, counts in (
        (Trust.ALWAYS, None, True),
        (Trust.NEVER, ["mfa"], False),
        (Trust.WHEN_TOLD, ["pwd", "mfa"], True),
        (Trust.WHEN_TOLD, ["pwd"], False),
        (Trust.WHEN_TOLD, ["otp"], False),  # it may have been the only step
        (Trust.WHEN_TOLD, "mfa", False),
        (Trust.WHEN_TOLD, [["mfa"]], False),
    ):
        assert took_two_steps(Provider(trust=trust), {"amr": amr}) is counts, (trust, amr)
