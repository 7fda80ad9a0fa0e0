"""The answer-by clock of a winner: counted in days, late said plainly, deciders told before and after."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.ideas.awaiting import answer_clock, remind_deciders
from saidanddone.ideas.deciding import Answer, decide
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.notices.models import Notice
from saidanddone.rounds.running import close_due, close_round
from saidanddone.rounds.voting import vote
from saidanddone.rules import RULE
from saidanddone.spelling import short_day
from tests.ideas.steps import in_the_vote, open_idea
from tests.people import town
from tests.rounds.votes import opened_round


async def winner(there, **said):
    idea = await in_the_vote(there, **said)
    await idea.make_move("win", by=RULE)
    return idea


def later(days):
    return clock.at(clock.now() + timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "words", "shape"),
    [
        (0, "28 days left to answer", "answer-due"),
        (20, "8 days left to answer", "answer-due"),
        (21, "7 days left to answer", "answer-soon"),
        (27, "1 day left to answer", "answer-soon"),
        (28, "The answer is due today", "answer-soon"),
        (29, "1 day late", "answer-late"),
        (31, "3 days late", "answer-late"),
    ],
)
async def test_the_clock_counts_in_days(site, days, words, shape):
    there = await town()
    idea = await winner(there)
    with later(days):
        left = answer_clock(idea, there.rivermead)
        assert (left.words, left.chip) == (words, (shape, words))


async def test_an_idea_that_won_nothing_has_no_clock(site):
    there = await town()
    assert answer_clock(await open_idea(there), there.rivermead) is None


@pytest.mark.parametrize(("days", "words"), [(10, "18 days left to answer"), (31, "3 days late")])
async def test_it_is_on_every_page_that_shows_the_winner(site, days, words):
    there = await town()
    await winner(there)
    pages = {
        there.amina: ("/rivermead", "/rivermead/ideas", "/rivermead/ideas/1"),
        there.ellis: ("/rivermead", "/rivermead/desk", "/rivermead/ideas/1/decision"),
    }
    for person, addresses in pages.items():
        browser = await site.as_(person)
        with later(days):
            for address in addresses:
                assert words in (await browser.get(address)).text, address


async def test_late_is_said_on_the_journey_too(site):
    there = await town()
    await winner(there)
    visitor = await site.client()
    with later(31):
        page = (await visitor.get("/rivermead/ideas/1")).text
    assert page.count("3 days late") == 3
    assert "It has not." in page


async def test_the_desk_puts_the_first_date_first(site):
    there = await town()
    with later(-5):
        await winner(there, title="The older one")
    with later(-9):
        await winner(there, title="The oldest")
    await winner(there, title="The newest")
    page = (await (await site.as_(there.edie)).get("/rivermead/desk")).text
    assert page.index("The oldest") < page.index("The older one") < page.index("The newest")


async def reminders(person):
    return [notice.what for notice in await Notice.filter(person_id=person.id, what__startswith="answer-")]


async def test_deciders_are_told_a_week_before_and_the_day_before_and_when_it_is_late(site):
    there = await town()
    idea = await winner(there)
    told = {}
    for day in range(60):
        with later(day):
            await remind_deciders()
            await asyncio.gather(remind_deciders(), remind_deciders())
            told[day] = len(await reminders(there.edie))
    changed = [day for day in range(1, 60) if told[day] != told[day - 1]]
    assert changed == [21, 27, 29, 36, 43, 50, 57]
    assert told[59] == len(changed)
    assert await reminders(there.ellis) == await reminders(there.edie)
    assert await reminders(there.cass) == await reminders(there.amina) == []
    with later(60):
        await decide(idea, by=there.edie, answer=Answer.YES, reason="Yes.")
    with later(90):
        await remind_deciders()
    assert len(await reminders(there.edie)) == len(changed)


async def test_somebody_else_s_council_hears_nothing(site):
    there = await town()
    await winner(there)
    with later(40):
        await remind_deciders()
    assert await Notice.filter(council_id=there.ashcombe.id).count() == 0


async def test_it_runs_from_the_closing_of_the_vote_however_late_it_was_counted(site):
    there = await town()
    held = await opened_round(there)
    for person in (there.amina, there.bo):
        await vote(held, by=person, ideas=[await Idea.get(number=1)])
    with clock.at(held.closes_at + timedelta(days=5)):
        await close_due()
        idea = await Idea.get(stage=Stage.WON)
        assert idea.stage_since == held.closes_at
        first = clock.local(held.closes_at).date() + timedelta(days=there.rivermead.answer_days)
        assert answer_clock(idea, there.rivermead).by == first
        page = (await (await site.client()).get("/rivermead/ideas/1")).text
        assert f"It won on {short_day(held.closes_at)}." in page


async def test_a_vote_closed_early_starts_it_early(site):
    there = await town()
    held = await opened_round(there)
    for person in (there.amina, there.bo):
        await vote(held, by=person, ideas=[await Idea.get(number=1)])
    await close_round(held, by=there.cass)
    assert (await Idea.get(stage=Stage.WON)).stage_since == held.closed_at < held.closes_at
