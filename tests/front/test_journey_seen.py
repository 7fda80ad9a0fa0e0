"""Who sees what of the way of an idea, and may do there."""

import pytest

from saidanddone.ideas.appealing import appeal, hear_appeal
from saidanddone.ideas.commenting import comment, publish_comment, refuse_comment
from saidanddone.ideas.models import Door, ShownAs
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.withdrawing import withdraw
from saidanddone.ideas.wording import reword
from saidanddone.moderation import checking
from saidanddone.moderation.reasons import Reason
from tests.front.telling import headings, journey, open_idea, see

ADDRESS = "/rivermead/ideas/1"


async def test_what_passed_between_worker_and_writer_stays_theirs(site, there):
    idea = await propose(there.amina, what="CANARY first words")
    await checking.send_back(idea, by=there.cass, message="CANARY return")
    await reword(idea, by=there.amina, what="Better words")
    await checking.decline(idea, by=there.cass, reason=Reason.OTHER, message="CANARY decline")
    asked = await appeal(idea, by=there.amina, text="CANARY appeal")
    await hear_appeal(asked, by=there.col, upheld=True, message="CANARY heard")
    await idea.refresh_from_db()
    await checking.publish(idea, by=there.col, title="Better words", missions=[])
    for person in (there.amina, there.cass):
        page = await journey(site, person)
        for words in ("CANARY return", "CANARY decline", "CANARY appeal", "CANARY heard"):
            assert words in page, (person.nickname, words)
        assert "CANARY first words" not in page
    for person in (there.bo, there.gus, there.fern, there.hana, there.ivo, there.jo, None):
        page = await journey(site, person)
        assert "CANARY" not in page
        assert headings(page)[:2] == ["Said", "A worker read it"]


async def test_what_was_kept_safe_is_known_only_to_its_author_and_the_lead(site, there):
    idea = await open_idea(there)
    await checking.hold(idea, by=there.cass, message="CANARY worry")
    for person in (there.bo, there.cass, there.ellis, there.gus, there.fern, None):
        browser = await (site.as_(person) if person else site.client())
        assert (await browser.get(ADDRESS)).status_code == 404
    assert "You did nothing wrong." in await journey(site, there.amina)
    lead = await journey(site, there.hana)
    assert "It is kept safe for now." in lead
    assert "You did nothing wrong." not in lead
    assert "They are safe: put it back" in lead
    await checking.release(idea, by=there.hana)
    for person in (there.amina, there.hana):
        assert "It was kept safe" in await journey(site, person)
    for person in (there.bo, there.cass, None):
        page = await journey(site, person)
        assert "kept safe" not in page
        assert "put back" not in page
    for person in (there.amina, there.hana, there.cass, None):
        assert "CANARY" not in await journey(site, person)


async def test_words_that_nobody_has_read_are_shown_to_their_writer_only(site, there):
    idea = await open_idea(there)
    await comment(idea, by=there.bo, text="CANARY unread")
    refused = await comment(idea, by=there.bo, text="CANARY refused")
    await refuse_comment(refused, by=there.cass, reason="other", message="Please no names.")
    page = await journey(site, there.bo)
    assert "CANARY unread" in page
    assert "Please no names." in page
    for person in (there.amina, there.ellis, there.gus, there.ivo, None):
        assert "CANARY" not in await journey(site, person)


async def test_published_words_carry_no_name(site, there):
    idea = await open_idea(there)
    for text in ("One of five", "Two of five", "Three of five", "Four of five", "Five of five"):
        await publish_comment(await comment(idea, by=there.bo, text=text), by=there.cass)
    page = await journey(site, None)
    assert headings(page).count("Words were added") == 1
    assert "Five of five" in page
    assert "1 more" in page
    assert "Bo" not in page.replace("Both", "")


async def test_who_said_it_is_shown_as_they_chose(site, there):
    await open_idea(there, "Without a name", shown_as=ShownAs.HIDDEN)
    await open_idea(there, "From staff", by=there.gus)
    hidden = await journey(site, there.bo)
    assert "Said by someone" in hidden
    assert "Amina" not in hidden
    assert "You said this" in await journey(site, there.amina)
    staff = await journey(site, there.bo, "/rivermead/ideas/2")
    assert "Said by the team" in staff
    assert "From the team" in staff


async def test_only_the_team_sees_what_is_for_the_team(site, there):
    await open_idea(there, "For the team", door=Door.TEAM)
    for person in (there.amina, there.cass, there.gus):
        assert "Only the team" in await journey(site, person)
    for person in (there.bo, there.ivo, there.jo, None):
        browser = await (site.as_(person) if person else site.client())
        assert (await browser.get(ADDRESS)).status_code == 404


async def test_numbers_that_are_no_ideas_are_not_here(site, there):
    amina = await site.as_(there.amina)
    for number in ("0", "7", "99999999999999999999"):
        assert (await amina.get(f"/rivermead/ideas/{number}")).status_code == 404


async def test_a_closed_council_asks_visitors_to_sign_in_whatever_is_behind(site, there):
    await propose(there.ivo, what="Only for Ashcombe")
    visitor = await site.client()
    for number in (1, 9):
        turned = await visitor.get(f"/ashcombe/ideas/{number}")
        assert turned.status_code == 303
        assert turned.headers["location"] == f"/ashcombe/sign-in?next=/ashcombe/ideas/{number}"
    for person in (there.amina, there.cass, there.jo):
        assert (await (await site.as_(person)).get("/ashcombe/ideas/1")).status_code == 404


@pytest.mark.parametrize(
    ("name", "offered", "kept"),
    [
        ("amina", ["Take this idea back", "Take my name off it"], ["For the team", "Me too"]),
        ("bo", ["Me too", "Add something"], ["Take this idea back", "For the team"]),
        (
            "cass",
            ["Put forward for a vote", "I’m worried", "Join it"],
            ["Give the council’s answer", "Me too<"],
        ),
        ("ellis", ["Give the council’s answer"], ["Put forward for a vote", "I’m worried"]),
        ("gus", [], ["For the team", "Add something"]),
        (None, [], ["For the team", "Add something", "Me too<"]),
    ],
)
async def test_each_is_offered_only_what_they_may_do(site, there, name, offered, kept):
    await open_idea(there)
    page = await journey(site, getattr(there, name) if name else None)
    for words in offered:
        assert words in page
    for words in kept:
        assert words not in page


async def test_what_was_taken_back_is_its_authors_alone(site, there):
    idea = await open_idea(there)
    await withdraw(idea, by=there.amina)
    assert "You took it back" in await journey(site, there.amina)
    assert (await (await site.client()).get(ADDRESS)).status_code == 404


async def test_words_in_another_script_find_their_own_direction(site, there):
    await open_idea(there, "ممرضة تتكلم لغتي")
    assert 'dir="auto">ممرضة تتكلم لغتي</h1>' in await journey(site, None)


async def test_typed_marks_stay_words(site, there):
    await open_idea(there, "<script>alert(1)</script>")
    page = await journey(site, None)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


async def test_an_idea_from_the_team_is_not_told_as_young_peoples(site, there):
    idea = await propose(there.gus, what="A quiet room in the office")
    await checking.publish(idea, by=there.cass, title="A quiet room", missions=[])
    page = (await see(await site.client(), f"/rivermead/ideas/{idea.number}")).split('id="story"')[1]
    assert '<span class="spoke">Young people</span>' not in page
