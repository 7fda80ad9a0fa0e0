"""An outside owner's link opens one action and nothing else, and the team reads their words first."""

import asyncio
import re
from datetime import timedelta

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.notices.models import Notice
from saidanddone.plan.models import Action, Update
from saidanddone.plan.outside import make_link
from saidanddone.plan.outside_models import OwnerLink, OwnerWords
from saidanddone.plan.statuses import Rating
from saidanddone.plan.updating import update
from tests.plan.promises import DESK, FIRST, promise

SAID = "The pantry opens on Monday."


async def linked(there, **how):
    """Ellis's promise with an outside contact, and the path of its link."""
    action = await promise(there, owner="Pantry Manager", owner_contact="lead@pantry.example", **how)
    link, token = await make_link(action, by=there.ellis)
    return action, link, f"/rivermead/owner/{token}"


async def test_ellis_makes_a_link_sees_it_once_and_ends_it(site, there):
    await promise(there, owner_contact="lead@pantry.example")
    ellis, visitor = await site.as_(there.ellis), await site.client()
    made = await ellis.post(f"{FIRST}/owner-links")
    address = re.search(r"http://testserver(/rivermead/owner/[\w-]+)", made.text)[1]
    assert made.status_code == 200
    assert made.headers["Cache-Control"] == "no-store"
    page = await visitor.get(address)
    assert page.status_code == 200
    assert "Pantry passes" in page.text
    assert "lead@pantry.example" not in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "set-cookie" not in page.headers
    token = address.rsplit("/", 1)[1]
    assert re.findall(rf"(\S*){token}", page.text) == [
        'action="/rivermead/owner/',
        'hx-post="/rivermead/owner/',
    ]
    again = await ellis.get(FIRST)
    assert token not in again.text
    assert not await OwnerLink.filter(hash=token).exists()
    block = await ellis.post(f"{FIRST}/owner-links", headers={"HX-Request": "true"})
    assert block.text.count("<h1") == 0
    ended, never = await visitor.get(address), await visitor.get(f"{address}x")
    assert ended.status_code == 404, "a new link ends the old one"
    assert "Ask whoever at Rivermead sent you the link for a new one." in ended.text
    assert "Pantry passes" not in ended.text
    assert ended.text == never.text
    assert (await visitor.post(address, data={})).status_code == 404
    link = await OwnerLink.get(ended_at=None)
    assert (await ellis.post(f"{FIRST}/owner-links/{link.id}/ending")).status_code == 303
    assert (await ellis.post(f"{FIRST}/owner-links/{link.id}/ending")).status_code == 409
    acts = await HistoryRow.filter(kind="owner_link").order_by("id").values_list("act", flat=True)
    assert acts == ["make_owner_link", "make_owner_link", "end_owner_link"]


async def test_a_link_opens_its_one_action_and_no_session(site, there):
    _, _, address = await linked(there)
    visitor = await site.client()
    rows = await HistoryRow.all().count()
    for _ in range(2):
        assert (await visitor.get(address)).status_code == 200
    assert (await HistoryRow.all().count(), await OwnerWords.all().count()) == (rows, 0)
    assert (await visitor.get(DESK)).status_code == 303
    assert (await visitor.post(f"{FIRST}/updates", data={"said": SAID})).status_code == 303
    other = address.replace("rivermead", "ashcombe")
    for wrong in (other, address + "x", "/rivermead/owner/x"):
        assert (await visitor.get(wrong)).status_code == 404
        assert (await visitor.post(wrong, data={"said": SAID})).status_code == 404
    assert (
        await visitor.post(address, data={"said": SAID}, headers={"Origin": "https://e.example"})
    ).status_code == 403
    assert await OwnerWords.all().count() == 0


async def test_what_an_outside_owner_says_waits_until_the_team_has_read_it(site, there):
    action, _, address = await linked(there)
    visitor, edie, bo = await site.client(), await site.as_(there.edie), await site.as_(there.bo)
    sent = {"said": SAID, "rating": "on-track"}
    answer = await visitor.post(address, data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert (await visitor.post(address, data=sent)).status_code == 303, "sent twice is said once"
    fern = await site.as_(there.fern)
    for query, named in (("", True), ("?who=outside", True), ("?who=clock", False)):
        history = (await fern.get(f"/rivermead/settings/history{query}")).text
        assert ("An outside owner (Pantry Manager)" in history) is named, query
    words = await OwnerWords.get()
    for page in (FIRST, "/rivermead/plan"):
        assert SAID not in (await visitor.get(page)).text
        assert SAID not in (await bo.get(page)).text
    assert SAID in (await visitor.get(address)).text, "they see that it waits"
    assert await Notice.filter(what="owner_words").values_list("person_id", flat=True) == [there.ellis.id]
    desk = await edie.get(DESK)
    assert SAID in desk.text
    assert "Pantry Manager" in desk.text
    at = f"{FIRST}/owner-words/{words.id}"
    for wrong in (there.bo, there.cass, there.fern):
        assert (await (await site.as_(wrong)).post(f"{at}/publication")).status_code == 403
    assert (await (await site.as_(there.dev)).post(f"{at}/publication")).status_code == 404
    assert (await edie.post(f"{at}/publication")).status_code == 303
    shown = await visitor.get(FIRST)
    assert SAID in shown.text
    assert "Pantry Manager" in shown.text
    assert (await Update.get()).by_title == "Pantry Manager"
    assert (await Action.get(id=action.id)).rating is Rating.ON_TRACK
    assert (await edie.post(f"{at}/refusal")).status_code == 409
    assert "from-outside" not in (await edie.get(DESK)).text
    assert await first_fault(there.rivermead.id) is None


async def test_words_are_left_out_and_put_in_once_when_two_read_at_once(site, there):
    _, _, address = await linked(there)
    visitor, ellis, edie = await site.client(), await site.as_(there.ellis), await site.as_(there.edie)
    await visitor.post(address, data={"said": "Leave this out."})
    first = await OwnerWords.get()
    out = await edie.post(f"{FIRST}/owner-words/{first.id}/refusal", headers={"HX-Request": "true"})
    assert out.status_code == 200
    assert "Left out" in out.text
    assert await Update.all().count() == 0
    await visitor.post(address, data={"said": SAID})
    at = f"{FIRST}/owner-words/{(await OwnerWords.get(said=SAID)).id}/publication"
    answers = await asyncio.gather(ellis.post(at), edie.post(at))
    assert sorted(one.status_code for one in answers) == [303, 409]
    assert await Update.filter(said=SAID).count() == 1


async def test_an_outside_owner_is_told_what_is_wrong_and_keeps_what_they_typed(site, there):
    _, _, address = await linked(there)
    visitor = await site.client()
    for sent, told in (
        ({"rating": "on-track"}, "Say what is happening"),
        ({"rating": "great", "said": SAID}, "Pick on track"),
        ({"rating": "off-track", "said": SAID}, "Say what happens next"),
        ({"said": "x" * 2001}, "too long"),
    ):
        answer = await visitor.post(address, data=sent)
        assert answer.status_code == 422, sent
        assert told in answer.text
        assert sent.get("said", "") in answer.text
    for number in range(3):
        assert (await visitor.post(address, data={"said": f"News {number}."})).status_code == 303
    assert (await visitor.post(address, data={"said": "News 4."})).status_code == 409
    assert await OwnerWords.all().count() == 3


async def test_a_link_ends_by_its_day_and_when_the_action_is_somebody_elses_or_over(site, there):
    action, link, address = await linked(there)
    visitor = await site.client()

    async def opens():
        posted = (await visitor.post(address, data={"rating": "on-track"})).status_code
        return (await visitor.get(address)).status_code, posted

    assert await opens() == (200, 422)
    with clock.at(link.ends_at + timedelta(seconds=1)):
        assert await opens() == (404, 404)
    for change in (
        {"owner": "Another Manager"},
        {"owner_contact": "new@pantry.example"},
        {"owner_person_id": there.edie.id},
    ):
        was = {name: getattr(action, name) for name in change}
        await database.write(lambda change=change: Action.filter(id=action.id).update(**change))
        assert await opens() == (404, 404), change
        await database.write(lambda was=was: Action.filter(id=action.id).update(**was))
    assert await opens() == (200, 422)
    await update(action, by=there.ellis, status="cancelled", said="It closed.")
    assert await opens() == (404, 404)


async def test_only_keepers_of_the_plan_make_links_and_only_for_outside_owners(site, there):
    await promise(there)
    ellis = await site.as_(there.ellis)
    assert "outside owner" not in (await ellis.get(FIRST)).text
    assert (await ellis.post(f"{FIRST}/owner-links")).status_code == 409
    _, link, _ = await linked(there)
    for person, at, status in (
        (there.cass, f"{FIRST}/owner-links", 403),
        (there.bo, f"{FIRST}/owner-links", 403),
        (there.dev, f"{FIRST}/owner-links", 404),
        (there.ellis, f"{FIRST}/owner-links/{link.id}/ending", 404),  # of another action
    ):
        browser = await site.as_(person)
        assert (await browser.post(at)).status_code == status, (person.nickname, at)
