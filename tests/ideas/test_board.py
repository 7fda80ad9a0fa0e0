"""The board: who reads it, what is found on it, in which order, and what a card says."""

import re
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.ideas.deciding import Answer, decide
from saidanddone.ideas.finding import GROUPS
from saidanddone.ideas.models import Door, Idea, IdeaMission
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import IN_PUBLIC, ON_THE_BOARD, Stage
from saidanddone.ideas.supporting import support
from saidanddone.missions.models import missions_named
from saidanddone.plan.updating import update
from saidanddone.rules import RULE
from saidanddone.spelling import short_day
from tests.ideas.steps import in_the_vote, open_idea, put_off, said_no, stand
from tests.people import town
from tests.plan.promises import chosen_idea, in_days, promise


async def test_who_may_read_it(site):
    there = await town()
    await open_idea(there)
    visitor, ivo = await site.client(), await site.as_(there.ivo)
    assert "See who’s at my door" in (await visitor.get("/rivermead/ideas")).text
    answer = await visitor.get("/ashcombe/ideas")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/ashcombe/sign-in?next=/ashcombe/ideas"
    assert (await (await site.as_(there.bo)).get("/ashcombe/ideas")).status_code == 404
    assert "See who’s at my door" not in (await ivo.get("/ashcombe/ideas")).text


async def test_an_empty_board_invites(site):
    there = await town()
    amina, visitor = await site.as_(there.amina), await site.client()
    assert "Nobody has said anything yet" in (await amina.get("/rivermead/ideas")).text
    assert "No ideas yet" in (await visitor.get("/rivermead/ideas")).text
    assert "it may be yours to say" in (await amina.get("/rivermead/ideas?q=zebra")).text


CANARY = "Canary in the pantry"


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in IN_PUBLIC])
async def test_a_canary_is_found_by_nobody_else(site, stage):
    there = await town()
    other = await open_idea(there, title="Something else")
    idea = await stand(await propose(there.amina, what=CANARY, why=CANARY), stage, was=Stage.WAITING)
    await database.write(lambda: Idea.filter(id=idea.id).update(title=CANARY))
    browsers = [await site.client(), *[await site.as_(one) for one in (there.bo, there.gus, there.ellis)]]
    for browser in [*browsers, await site.as_(there.cass), await site.as_(there.amina)]:
        for query in ("", "?q=canary", f"?stage={stage}", "?sort=newest", "?sort=longest"):
            assert "pantry" not in (await browser.get(f"/rivermead/ideas{query}")).text
        assert "in the pantry" not in (await browser.get("/rivermead/ideas/similar?q=canary+pantry")).text
    for browser in browsers[1:]:
        hears_appeals = browser is browsers[3] and stage is Stage.DECLINED
        for act in ("support", "comments", "withdrawal", "name-removal", "wordings", "appeal"):
            answer = await browser.post(
                f"/rivermead/ideas/{idea.number}/{act}", data={"text": "x", "what": "x"}
            )
            assert answer.status_code in ({403, 404} | ({409, 422} if hears_appeals else set()))
            assert "pantry" not in answer.text
    assert other.number != idea.number


async def test_what_is_for_the_team_is_read_by_the_team_and_its_author(site):
    there = await town()
    await open_idea(there, title="Night staff should knock", door=Door.TEAM)
    for person, reads in ((there.gus, True), (there.amina, True), (there.bo, False)):
        browser = await site.as_(person)
        for address in ("/rivermead/ideas", "/rivermead/ideas?q=knock", "/rivermead/ideas/similar?q=knock"):
            assert ("Night staff" in (await browser.get(address)).text) is reads
        assert ("One idea<" in (await browser.get("/rivermead/ideas")).text) is reads
    assert "Night staff" not in (await (await site.client()).get("/rivermead/ideas")).text


async def test_a_card_in_the_vote_shows_no_support(site):
    there = await town()
    idea = await open_idea(there)
    await support(idea, by=there.bo)
    bo = await site.as_(there.bo)
    assert "<b>1</b> wants this too" in (await bo.get("/rivermead/ideas")).text
    await idea.make_move("shortlist", by=there.cass)
    await idea.make_move("enter_round", by=RULE)
    page = (await bo.get("/rivermead/ideas")).text
    assert "In the vote" in page
    assert "this too" not in page
    assert "Me too" not in page


async def test_the_button_is_for_young_people_who_did_not_say_it(site):
    there = await town()
    await open_idea(there)
    for person, offered in ((there.bo, True), (there.amina, False), (there.cass, False)):
        page = (await (await site.as_(person)).get("/rivermead/ideas")).text
        assert ("Me too<" in page) is offered


async def test_cards_carry_the_answer(site):
    there = await town()
    await put_off(there)
    await said_no(there)
    chosen, won = await open_idea(there), await in_the_vote(there)
    await decide(chosen, by=there.ellis, answer=Answer.IN_PART, reason="Half of it.")
    await won.make_move("win", by=RULE)
    page = (await (await site.client()).get("/rivermead/ideas")).text
    assert "“No money this year.”" in page
    assert "Comes back on" in page
    assert "“Not ours.”" in page
    assert "yes, in part, on" in page
    assert "The council must answer by" in page


async def test_filters(site):
    there = await town()
    open_one = await open_idea(there, title="Pantry pass")
    await in_the_vote(there, title="Door bells 100% of homes")
    await put_off(there)
    missions, _ = await missions_named(there.rivermead, ["stable-homes-2023/5"])
    await database.write(lambda: IdeaMission.create(idea=open_one, mission=missions[0]))
    bo = await site.as_(there.bo)

    async def found(query):
        page = (await bo.get(f"/rivermead/ideas{query}", headers={"HX-Request": "true"})).text
        titles = ("Pantry pass", "Door bells 100% of homes", "See who’s at my door")
        return {number for number, title in enumerate(titles, start=1) if title in page}

    assert await found("") == {1, 2, 3}
    assert await found("?stage=taking-support") == {1}
    assert await found("?stage=vote") == await found("?stage=in-round") == {2}
    assert await found("?stage=answered") == await found("?stage=not-now") == {3}
    assert await found("?stage=nonsense&sort=nonsense&after=nonsense&mission=no/1") == {1, 2, 3}
    assert await found("?mission=stable-homes-2023/5") == {1}
    assert await found("?mission=stable-homes-2023/5&mission=stable-homes-2023/6") == {1}
    assert await found("?mission=stable-homes-2023/6") == set()
    assert await found("?q=PANTRY") == {1}
    assert await found("?q=pass+please+pantry") == {1}
    assert await found("?q=100%25") == {2}
    assert await found("?q=_") == set()
    assert await found("?q=%00%27%22%5C") == set()
    assert await found("?after=99999999999999999999-1&q=door") == {2, 3}
    assert await found("?after=1-99999999999") == {1, 2, 3}


async def test_each_filter_is_taken_away_alone(site):
    there = await town()
    await open_idea(there, title="Pantry pass")
    visitor = await site.client()
    both = "mission=stable-homes-2023%2F5&mission=stable-homes-2023%2F6"
    page = (await visitor.get(f"/rivermead/ideas?stage=taking-support&q=pantry&sort=newest&{both}")).text
    listed = page.split('aria-label="What you picked"')[1].split("</ul>")[0].replace("&amp;", "&")
    left = re.findall(r"<a [^>]*href=\"([^\"]*)", listed)
    board = "/rivermead/ideas"
    assert left == [
        f"{board}?stage=taking-support&sort=newest&{both}",
        f"{board}?q=pantry&sort=newest&{both}",
        f"{board}?stage=taking-support&q=pantry&sort=newest&mission=stable-homes-2023%2F6",
        f"{board}?stage=taking-support&q=pantry&sort=newest&mission=stable-homes-2023%2F5",
        board,
    ]
    assert "“pantry”" in listed
    assert "<b>No ideas</b> found." in page
    assert "<b>One idea</b> found." in (await visitor.get("/rivermead/ideas?q=pantry")).text


def test_the_groups_cover_the_board():
    assert sorted(stage for _, stages in GROUPS.values() for stage in stages) == sorted(ON_THE_BOARD)


@pytest.mark.parametrize("sort", ["moved", "newest", "longest"])
async def test_pages_hold_every_idea_once_and_in_order(site, sort):
    there = await town()
    start = clock.now()
    for number in range(45):
        with clock.at(start + timedelta(minutes=(number * 17) % 45 // 3)):  # three share each moment
            await open_idea(there, title=f"Idea-{number:02}")
    visitor, seen, address = await site.client(), [], f"/rivermead/ideas?sort={sort}"
    while address:
        page = (await visitor.get(address)).text
        seen += [int(part[:2]) for part in page.split('">Idea-')[1:]]
        more = page.split('<p class="act"><a href="')
        address = more[1].split('"')[0].replace("&amp;", "&") if len(more) > 1 else ""
    order = {"moved": ("-moved_at", "-id"), "newest": ("-number",), "longest": ("moved_at", "id")}[sort]
    assert seen == [idea.number - 1 for idea in await Idea.all().order_by(*order)]


async def test_queries_do_not_grow_with_cards(site, queries):
    there = await town()
    bo = await site.as_(there.bo)
    idea = await open_idea(there)
    await support(idea, by=there.bo)
    await said_no(there)
    await in_the_vote(there)
    await bo.get("/rivermead/ideas")
    with queries() as few:
        await bo.get("/rivermead/ideas")
    for _ in range(4):
        await support(await open_idea(there), by=there.bo)
        await said_no(there)
        await in_the_vote(there)
    with queries() as many:
        await bo.get("/rivermead/ideas")
    assert len(many) == len(few)


async def test_a_card_says_the_first_date_of_a_promise_that_moved(site):
    there = await town()
    idea = await chosen_idea(there)
    action = await promise(there, idea)
    browser = await site.client()
    first = short_day(action.first_due)
    assert f"First {first}." not in (await browser.get("/rivermead/ideas")).text
    await update(
        action, by=there.ellis, rating="on-track", said="Slow.", due=in_days(90), due_reason="The van broke."
    )
    page = (await browser.get("/rivermead/ideas")).text
    assert f"Due {short_day(in_days(90))}, first {first}." in page
