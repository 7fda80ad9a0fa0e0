"""Forged forms: what no page of ours sent is refused at every route, whoever is signed in."""

import pytest
from starlette.routing import Route

from saidanddone.guards import OriginCheck
from saidanddone.routes import routes
from saidanddone.settings import Settings
from tests.people import town
from tests.test_matrix import PARTS

ORIGIN = "http://testserver"
SENT = {"what": "Doorbells", "shown_as": "nickname", "door": "everyone"}
FORGED = {
    "from elsewhere": {"Origin": "https://elsewhere.example"},
    "from a page without origin": {"Origin": "null"},
    "with an empty origin": {"Origin": ""},
    "from the same name, over https": {"Origin": "https://testserver"},
    "from another port": {"Origin": f"{ORIGIN}:81"},
    "from a name that begins like ours": {"Origin": f"{ORIGIN}.elsewhere.example"},
    "that the browser calls cross-site": {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    "that the browser calls same-site": {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
    "that the browser calls typed": {"Origin": ORIGIN, "Sec-Fetch-Site": "none"},
}


def unsafe_addresses():
    for route in routes(Settings(demo=True)):
        if isinstance(route, Route) and not {"GET", "HEAD"} & route.methods:
            path = route.path.replace("{council}", "rivermead")
            for name, value in PARTS.items():
                path = path.replace(f"{{{name}:number}}", value).replace(f"{{{name}}}", value)
            yield path


@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "signing in"])
async def test_no_route_takes_a_form_that_no_page_of_ours_sent(site, signed_in):
    there = await town()
    browser = await (site.as_(there.fern) if signed_in else site.client())
    del browser.headers["Origin"]
    addresses = [*unsafe_addresses()]
    assert len(addresses) > 80
    for headers in (*FORGED.values(), {}):
        for address in addresses:
            answer = await browser.post(address, data=SENT, headers=headers)
            assert answer.status_code == 403, (address, headers)
    assert (await browser.get("/rivermead")).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
async def test_another_method_or_another_kind_of_body_opens_no_back_door(site, method):
    there = await town()
    amina = await site.as_(there.amina)
    for kind in (
        "application/json",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ):
        forged = {"Content-Type": kind, "Origin": "https://elsewhere.example"}
        answer = await amina.request(method, "/rivermead/ideas", content=b"{}", headers=forged)
        assert answer.status_code == 403, (method, kind)


async def test_a_get_that_names_another_method_is_still_a_get(site):
    there = await town()
    amina = await site.as_(there.amina)
    for headers in ({"X-HTTP-Method-Override": "POST"}, {"X-HTTP-Method": "DELETE"}):
        assert (await amina.get("/rivermead/ideas?_method=post", headers=headers)).status_code == 200
    assert (await amina.get("/rivermead/ideas/1")).status_code == 404


async def test_a_door_left_open_would_be_noticed(site, monkeypatch):
    there = await town()
    amina = await site.as_(there.amina)
    monkeypatch.setattr(OriginCheck, "_is_ours", lambda *_: True)
    answer = await amina.post("/rivermead/ideas", data=SENT, headers=FORGED["from elsewhere"])
    assert answer.status_code == 303
