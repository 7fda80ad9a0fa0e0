"""Confirming face to face: by a worker, of a young person of their own council, and taken back."""

import pytest

from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.people import meeting
from saidanddone.people.models import Person
from saidanddone.rules import NotAllowed
from tests.people import young_people

LIST = "/rivermead/young-people"


async def test_cass_met_bo_and_bo_sees_it_and_it_can_be_taken_back(site, there):
    cass, bo = await site.as_(there.cass), await site.as_(there.bo)
    assert "1 of 2" in (await cass.get(LIST)).text
    met = await cass.post(f"{LIST}/{there.bo.id}/meeting")
    assert (met.status_code, met.headers["location"]) == (303, LIST)
    assert "2 of 2" in (await cass.get(LIST)).text
    assert "A worker met you face to face" in (await bo.get("/rivermead/me")).text
    assert (await cass.post(f"{LIST}/{there.bo.id}/meeting")).status_code == 409
    assert (await cass.post(f"{LIST}/{there.bo.id}/meeting/undo")).status_code == 303
    assert (await cass.post(f"{LIST}/{there.bo.id}/meeting/undo")).status_code == 409
    assert (await Person.get(id=there.bo.id)).confirmed_at is None
    rows = await HistoryRow.filter(kind="person", thing_id=there.bo.id, act__contains="meet").order_by("id")
    assert [(row.act, row.who_id) for row in rows] == [("meet", there.cass.id), ("unmeet", there.cass.id)]
    assert await first_fault(there.rivermead.id) is None


async def test_nobody_confirms_themselves_staff_or_people_of_elsewhere(site, there):
    cass = await site.as_(there.cass)
    for other in (there.cass, there.col, there.ivo):
        assert (await cass.post(f"{LIST}/{other.id}/meeting")).status_code == 404
        with pytest.raises(NotAllowed):
            await meeting.meet(other, by=there.cass)
    for who, status in ((there.bo, 403), (there.gus, 403), (there.ellis, 403), (there.dev, 404)):
        assert (await (await site.as_(who)).post(f"{LIST}/{there.amina.id}/meeting")).status_code == status
    assert (await (await site.client()).post(f"{LIST}/{there.amina.id}/meeting")).status_code == 303
    with pytest.raises(NotAllowed):
        await meeting.unmeet(there.amina, by=there.bo)


async def test_the_list_is_found_through_and_turned_over(site, there):
    await young_people(there.rivermead, 31)
    cass = await site.as_(there.cass)
    first = (await cass.get(LIST)).text
    assert "Show more" in first
    assert "Cass</h2>" not in first
    assert "Ivo" not in first
    found = (await cass.get(f"{LIST}?q=amin")).text
    assert "Amina</h2>" in found
    assert "Young 1</h2>" not in found
    assert "Nobody like that" in (await cass.get(f"{LIST}?q=zzz")).text


async def test_after_a_session_those_not_met_yet_are_confirmed_one_after_another(site, there):
    new = await young_people(there.rivermead, 17)
    cass, shown = await site.as_(there.cass), f"{LIST}?met=no"
    page = (await cass.get(shown)).text
    assert "Amina</h2>" not in page
    assert "Bo</h2>" not in page, "who joined long ago is a page further"
    assert page.index(f"{new[16].nickname}</h2>") < page.index(f"{new[15].nickname}</h2>"), "newest first"
    sent = page.split(f'action="{LIST}/{new[16].id}/meeting')[1].split('"')[0].replace("&amp;", "&")
    met = await cass.post(f"{LIST}/{new[16].id}/meeting{sent}")
    assert (met.status_code, met.headers["location"]) == (303, f"{shown}#row-{new[15].id}"), "the next row"
    assert f'id="row-{new[15].id}" tabindex="-1"' in (await cass.get(shown)).text
    more = (await cass.get(shown)).text.split('&amp;met=no">Show more')[0].rsplit("after=", 1)[1]
    second = (await cass.get(f"{shown}&after={more}")).text
    assert "Bo</h2>" in second
    assert f"after={more}" in second.split(f"/{there.bo.id}/meeting")[1].split('"')[0], "the page is kept"
    met = await cass.post(f"{LIST}/{there.bo.id}/meeting?met=no")
    assert (met.status_code, met.headers["location"]) == (303, shown)
    assert "Bo</h2>" not in (await cass.get(shown)).text
    for one in new[:16]:
        await meeting.meet(one, by=there.cass)
    later = await cass.get(f"{shown}&after={more}")
    assert (later.status_code, "You met everyone." in later.text) == (200, True)
