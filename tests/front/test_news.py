"""What somebody was told stands where they come first, once, and leads on to what it is about."""

import re
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.demo.cast import CAST, person_of
from saidanddone.ideas.commenting import comment
from saidanddone.ideas.proposing import propose
from saidanddone.moderation.checking import hold, publish
from saidanddone.notices.models import Notice, tell
from saidanddone.people import sessions
from saidanddone.people.models import Proof
from tests.doors.coming import gives

HOME, NEWS = "/rivermead", "/rivermead/news"


async def an_open_idea(there):
    idea = await propose(there.bo, what="Evening groups")
    await publish(idea, by=there.cass, title="Evening groups", missions=[])
    return idea


def listed(page):
    """The sentences of the list of news on a page."""
    part = re.search(r'aria-labelledby="news".*?</section>', page.text, re.S)
    return re.findall(r"/news/[0-9]+\">(.*?)</a>", part[0]) if part else []


async def test_amina_reads_what_became_of_words_she_added(site, there):
    idea = await an_open_idea(there)
    amina, cass = await site.as_(there.amina), await site.as_(there.cass)
    assert listed(await amina.get(HOME)) == []
    await amina.post(f"/rivermead/ideas/{idea.number}/comments", data={"text": "Me too, on Tuesdays"})
    await cass.post("/rivermead/moderation/comments/1/publication")
    home = await amina.get(HOME)
    assert listed(home) == ["The words that you added to an idea are published."]
    assert "Tuesdays" not in re.search(r'aria-labelledby="news".*?</section>', home.text, re.S)[0]
    one = await Notice.get(what="publish_comment")
    assert (await amina.get(f"{NEWS}/{one.id}")).headers["location"] == f"/rivermead/ideas/{idea.number}"
    assert "are published" in (await amina.get(NEWS)).text
    for other in (there.bo, there.cass, there.dev):
        assert (await (await site.as_(other)).get(f"{NEWS}/{one.id}")).status_code == 404
    assert (await amina.get(f"{NEWS}/999")).status_code == 404
    with clock.at(clock.now() + timedelta(days=15)):
        assert listed(await amina.get(HOME)) == []
        assert "are published" in (await amina.get(NEWS)).text


async def test_what_happened_to_her_own_idea_is_told_by_the_idea_itself(site, there):
    idea = await propose(there.amina, what="Doorbells")
    await publish(idea, by=there.cass, title="Doorbells", missions=[])
    amina = await site.as_(there.amina)
    assert listed(await amina.get(HOME)) == []
    assert "Your idea is published." in (await amina.get(NEWS)).text


async def test_what_is_new_is_marked_until_the_next_visit(site, there):
    gus, idea = await site.as_(there.gus), await an_open_idea(there)
    assert "Nothing new in the last two weeks." in (await gus.get(HOME)).text
    soon, later = clock.now() + timedelta(minutes=1), clock.now() + timedelta(hours=2)
    with clock.at(soon):
        await tell(there.rivermead.id, [there.gus.id], "owns", idea)
    with clock.at(later):
        first = await gus.get(HOME)
    with clock.at(later + timedelta(minutes=10)):
        again = await gus.get(HOME)
    with clock.at(later + timedelta(hours=3)):
        next_time = await gus.get(HOME)
    for page in (first, again, next_time):
        assert listed(page) == ["A promise in the plan is yours now."]
    assert ["New</span>" in page.text for page in (first, again, next_time)] == [True, True, False]


async def test_one_kind_told_often_takes_one_line_and_asks_no_more(site, there, queries):
    fern, idea = await site.as_(there.fern), await an_open_idea(there)
    await tell(there.rivermead.id, [there.fern.id], "owns", idea)
    await fern.get(HOME)
    with queries() as few:
        assert "times lately" not in (await fern.get(HOME)).text
    await tell(there.rivermead.id, [there.fern.id], "look_behind", idea)
    for number in range(80):
        await tell(there.rivermead.id, [there.fern.id], "help_offered", idea, key=str(number))
    with queries() as many:
        home = await fern.get(HOME)
    assert listed(home)[0] == "A safeguarding lead looked up who is behind hidden words.", "not pushed off"
    assert listed(home)[1:] == [
        "Somebody offered to help with a promise.",
        "A promise in the plan is yours now.",
    ]
    assert "80 times lately<" in home.text
    assert len(many) == len(few)
    first = await fern.get(NEWS)
    assert "Show older" in first.text
    with queries() as on_the_page:
        older = await fern.get(f"{NEWS}?after=80")
    assert "Show older" not in older.text
    assert len(on_the_page) < 12


async def test_how_often_something_was_told_leads_to_each_time_of_it(site, there):
    fern, idea = await site.as_(there.fern), await an_open_idea(there)
    for number in range(45):
        await tell(there.rivermead.id, [there.fern.id], "help_offered", idea, key=str(number))
        await tell(there.rivermead.id, [there.fern.id], "owns", idea, key=str(number))
    times = re.search(
        r'href="([^"]+)">45 times lately<span class="hide">: Somebody offered', await home_of(fern)
    )
    first = (await fern.get(times[1])).text
    assert "Show all that you were told" in first
    older = re.search(r'href="([^"]+)"[^>]*>Show older', first)
    second = (await fern.get(older[1].replace("&amp;", "&"))).text
    for page, many in ((first, 40), (second, 5)):
        assert page.count("Somebody offered to help with a promise.") == many
        assert "A promise in the plan is yours now." not in page
    whole = (await fern.get(f"{NEWS}?of=nothing-like-that")).text
    assert "A promise in the plan is yours now." in whole
    assert "Show all that you were told" not in whole


async def home_of(browser):
    return (await browser.get(HOME)).text


async def test_nobody_was_told_anything_yet(site, there):
    for person, young in ((there.bo, True), (there.ellis, False)):
        browser = await site.as_(person)
        page = await browser.get(NEWS)
        assert "You have missed nothing." in page.text
        assert ("Say where they go" in page.text) is not young
        assert ("Nothing new in the last two weeks." in (await browser.get(HOME)).text) is not young
    assert (await (await site.client()).get(NEWS)).headers["location"].startswith("/rivermead/sign-in")
    assert (await (await site.as_(there.dev)).get(NEWS)).status_code == 404


async def test_kind_words_stand_there_while_words_are_kept_safe_and_nothing_else(site, there):
    said = await comment(await an_open_idea(there), by=there.amina, text="Xylophone")
    cass = await site.as_(there.cass)
    await cass.post(
        f"/rivermead/moderation/comments/{said.id}/hold", data={"message": "They may be in danger"}
    )
    amina = await site.as_(there.amina)
    assert "kept safe for now" in " ".join(listed(await amina.get(HOME)))
    for page in (HOME, NEWS):
        text = (await amina.get(page)).text
        assert "in danger" not in text
        assert "worr" not in text.lower()


async def test_a_lead_reads_that_letters_can_reach_them(site, there):
    await hold(await propose(there.amina, what="Xylophone"), by=there.cass, message="Worried")
    hana = await site.as_(there.hana)
    page = await hana.get(HOME)
    assert "/rivermead/me/contact" in page.text
    assert "One worry to look at." in page.text
    assert "Xylophone" not in (await hana.get(NEWS)).text
    concerns = "/rivermead/concerns"
    assert "No letter of a worry reaches you yet." in (await hana.get(concerns)).text
    await gives(site, there.hana, "hana@work.example.org")
    assert "No letter of a worry" not in (await hana.get(concerns)).text


@pytest.mark.slow
async def test_all_that_the_demo_tells_leads_to_a_page_that_opens(demo_site, engine_name):
    if engine_name != "sqlite":
        pytest.skip("where a notice leads doesn’t depend on the database")
    opened = set()
    for key, cast in CAST.items():
        person = await person_of(key)
        browser = await demo_site.client()
        browser.cookies.set(sessions.COOKIE, await sessions.start(person, proof=Proof.DEMO))
        seen = set()
        for one in await Notice.filter(person_id=person.id).order_by("-id"):
            if one.what in seen or not cast.council:
                continue
            seen.add(one.what)
            led = await browser.get(f"/{cast.council}/news/{one.id}")
            assert led.status_code == 303, (key, one.what)
            assert (await browser.get(led.headers["location"])).status_code == 200, (key, one.what)
        opened |= seen
    assert len(opened) > 20
