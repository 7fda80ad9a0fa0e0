"""An idea's page: its words, the council's answer, and each dated step; what is private stays private."""

from datetime import timedelta

from saidanddone import clock
from saidanddone.ideas.appealing import appeal, hear_appeal
from saidanddone.ideas.commenting import comment, publish_comment
from saidanddone.ideas.deciding import Answer, NoKind, decide
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.returning import return_due
from saidanddone.ideas.supporting import support
from saidanddone.moderation import checking, merging
from saidanddone.moderation.reasons import Reason
from saidanddone.plan.answering import answer, count_due, publish_words
from saidanddone.plan.completing import complete
from saidanddone.plan.models import Asking
from saidanddone.plan.statuses import Rating
from saidanddone.plan.updating import add_milestone, complete_milestone, update
from saidanddone.plan.verdicts import Verdict
from saidanddone.rounds.planning import plan_round
from saidanddone.rounds.running import close_round, open_round
from saidanddone.rounds.voting import vote
from tests.front.telling import done, headings, journey, open_idea, promised, see
from tests.people import young_people

ADDRESS = "/rivermead/ideas/1"


async def test_it_begins_with_what_was_said_and_ends_with_what_is_next(site, there):
    await propose(there.amina, what="Doorbells", why="I am afraid of my door.")
    page = await journey(site, there.amina)
    assert headings(page) == ["Said", "Next: a worker reads it"]
    assert "“I am afraid of my door.”" in page
    assert "Change the words" in page
    assert "Take this idea back" in page


async def test_a_draft_says_that_sending_it_is_next(site, there):
    await propose(there.amina, what="Doorbells", draft=True)
    page = await journey(site, there.amina)
    assert headings(page) == ["Said", "Next: you send it"]
    assert "Those who said “me too”" not in page


async def test_a_visitor_to_an_open_idea_is_led_to_the_door(site, there):
    await open_idea(there)
    door = 'href="/rivermead/sign-in?next=/rivermead/ideas/1"'
    assert door in await journey(site, None)
    assert door not in await journey(site, there.bo)


async def test_the_whole_way_in_order(site, there):
    start = clock.now() - timedelta(days=200)

    def on(day):
        return clock.at(start + timedelta(days=day))

    with on(0):
        idea = await propose(there.amina, what="Doorbells for all of us")
    with on(1):
        await checking.publish(idea, by=there.cass, title="See who is at my door", missions=[])
    with on(2):
        await support(idea, by=there.bo)
    with on(9):
        for person in await young_people(there.rivermead, 2):
            await support(idea, by=person)
    with on(10):
        said = await comment(idea, by=there.bo, text="Mine too.")
        await publish_comment(said, by=there.cass)
    with on(20):
        await decide(idea, by=there.edie, answer=Answer.YES, reason="Nobody should fear a door.")
        action = await promised(there, idea)
    with on(30):
        await update(action, by=there.ellis, rating=Rating.ON_TRACK, said="Eight went up.")
    with on(40):
        later = action.due + timedelta(days=53)
        await update(action, by=there.ellis, due=later, due_reason="Two staff were away.")
    with on(50):
        await complete(action, by=there.ellis, said="All are up.")
        asking = await Asking.get()
        await answer(asking, by=there.amina, verdict=Verdict.PARTLY)
        told = await answer(asking, by=there.bo, verdict=Verdict.PARTLY, words="Mine never rings.")
        await publish_words(told, by=there.cass)
    with on(78):
        await count_due()
    page = await journey(site, None)
    assert headings(page) == [
        "Said",
        "A worker read it",
        "3 young people said “me too”",
        "Words were added",
        "The council said yes",
        "It went in the plan",
        "On track",
        "The date moved by 53 days",
        "The council said it was done",
        "Young people said: not yet",
        "Next: the council answers",
    ]
    assert ". 3 more want it" in page
    assert page.count('class="knot"') == 2
    assert "Reason: Two staff were away." in page
    assert "“Mine never rings.”" in page
    assert "0 yes, 2 partly, 0 no." in page
    assert "The promise is open again." in page
    assert "<s>" in page


async def test_confirmed_is_said_large_and_the_words_wait_for_a_reader(site, there):
    _, asking = await done(there, await open_idea(there), backed_by=[there.bo])
    await answer(asking, by=there.amina, verdict=Verdict.YES)
    told = await answer(asking, by=there.bo, verdict=Verdict.YES, words="I can see who it is.")
    page = await journey(site, None)
    assert "It happened." in page
    assert "<b>2 yes</b>" in page
    assert "I can see who it is." not in page
    await publish_words(told, by=there.cass)
    assert "I can see who it is." in await journey(site, None)


async def test_answers_below_the_floor_are_not_counted_out(site, there):
    _, asking = await done(there, await open_idea(there))
    await answer(asking, by=there.amina, verdict=Verdict.PARTLY)
    page = await journey(site, there.bo)
    assert "Young people said: not yet" in page
    assert "1 partly" not in page


async def test_a_vote_shows_its_place_and_never_a_count_before(site, there):
    one, two = await open_idea(there, "Doorbells"), await open_idea(there, "Evening groups", by=there.bo)
    await support(one, by=there.bo)
    voters = await young_people(there.rivermead, 3)
    start = clock.now()
    round_ = await plan_round(
        there.rivermead,
        by=there.cass,
        question="What first?",
        opens_at=start + timedelta(minutes=1),
        closes_at=start + timedelta(days=3),
        picks=1,
        ideas=[one, two],
    )
    await open_round(round_, by=there.cass)
    for person in voters:
        await vote(round_, by=person, ideas=[one])
    for person in (None, there.amina, there.cass, there.ellis):
        page = await journey(site, person)
        assert "Next: the vote closes" in page
        assert "3 ballots" not in page
        assert "me too" not in page
        assert "1 more" not in page
    await close_round(round_, by=there.cass)
    page = await journey(site, None)
    assert "It came first of two in the vote" in page
    assert "3 ballots counted." in page
    assert "/rivermead/rounds/1/results" in page
    assert "The council must answer by" in page
    assert "It came second of two in the vote" in await journey(site, None, "/rivermead/ideas/2")


async def test_a_joined_idea_leads_to_the_one_it_was_joined_to(site, there):
    small, large = await open_idea(there, "Small", by=there.bo), await open_idea(there, "Large")
    await merging.merge(small, into=large, by=there.cass)
    page = await journey(site, there.bo)
    assert "It is part of idea 2 now: Large" in page
    assert "/rivermead/ideas/2" in page
    assert "Idea 1: Small" in await journey(site, None, "/rivermead/ideas/2")


async def test_no_says_what_else_can_be_done_and_not_now_comes_back(site, there):
    never, later = await open_idea(there, "A car each"), await open_idea(there, "Free lessons")
    back = clock.today() + timedelta(days=30)
    no = {"kind": NoKind.LAW, "else_can": "Ask for a bus pass."}
    await decide(never, by=there.edie, answer=Answer.NO, reason="The law forbids it.", **no)
    await decide(later, by=there.edie, answer=Answer.NOT_NOW, reason="No money.", return_on=back)
    page = await journey(site, there.bo)
    assert "No, because…" in page
    assert "Ask for a bus pass." in page
    assert "Head of Leaving Care" in page
    waiting = await journey(site, there.bo, "/rivermead/ideas/2")
    assert "Next: it comes back by itself" in waiting
    with clock.at(clock.now() + timedelta(days=31)):
        await return_due()
        assert "It came back by itself" in await journey(site, there.bo, "/rivermead/ideas/2")


async def test_a_day_that_has_passed_is_said_to_be_late(site, there):
    idea = await open_idea(there)
    await promised(there, idea, due_in=10)
    with clock.at(clock.now() + timedelta(days=20)):
        page = await journey(site, None)
    assert "so it is late" in page
    assert "That day has passed" in page


async def test_what_is_chosen_can_be_put_in_the_plan_by_those_who_keep_it(site, there):
    idea = await open_idea(there)
    await decide(idea, by=there.edie, answer=Answer.IN_PART, reason="For some of you.")
    page = await journey(site, there.ellis)
    assert "/rivermead/plan/actions/new?idea=1" in page
    assert "Yes, in part." in page
    assert "plan/actions/new" not in await journey(site, there.cass)


async def test_a_declined_idea_offers_its_author_one_appeal(site, there):
    idea = await propose(there.amina, what="Sack my PA")
    await checking.decline(idea, by=there.cass, reason=Reason.ABOUT_A_PERSON, message="Say what happened.")
    page = await journey(site, there.amina)
    assert 'action="/rivermead/ideas/1/appeal"' in page
    asked = await appeal(idea, by=there.amina, text="It was not about one person.")
    page = await journey(site, there.amina)
    assert 'action="/rivermead/ideas/1/appeal"' not in page
    assert "Somebody else is reading it." in page
    await hear_appeal(asked, by=there.col, upheld=False, message="It is about one person.")
    assert "it stays as it is" in await journey(site, there.amina)


async def test_queries_do_not_grow_with_the_length_of_the_way(site, there, queries):
    idea = await open_idea(there)
    action = await promised(there, idea)

    async def live(times):
        for number in range(times):
            await update(action, by=there.ellis, rating=Rating.ON_TRACK, said=f"News {number} of {times}.")
            await publish_comment(await comment(idea, by=there.bo, text=f"Word {number}"), by=there.cass)

    await live(1)
    counts = {}
    for round_ in (1, 2):
        for person in (there.amina, there.bo, there.cass, None):
            browser = await (site.as_(person) if person else site.client())
            with queries() as asked:
                await see(browser, ADDRESS)
            counts.setdefault(getattr(person, "nickname", "visitor"), []).append(len(asked))
        if round_ == 1:
            await live(6)
    for name, (few, many) in counts.items():
        assert many <= few, name


async def test_what_happened_last_and_what_comes_next_stand_before_the_long_story(site, there):
    idea = await open_idea(there)
    action = await promised(there, idea)
    step = await add_milestone(action, by=there.ellis, title="Order the bells")
    await complete_milestone(step, by=there.ellis)
    page = (await see(await site.client(), f"/rivermead/ideas/{idea.number}")).split('id="story"')[1]
    first = page.split('<ol class="path">')[0]
    assert "Last: A step was done" in first
    assert "Next: the council says it’s done" in first
    assert "Order the bells." in page
    assert '<span class="spoke">The council</span>' in page
    assert '<span class="spoke">Still ahead</span>' in page


async def test_a_long_story_is_folded_by_year_and_a_short_one_is_not(site, there):
    idea = await open_idea(there)
    action = await promised(there, idea, due_in=900)
    address = f"/rivermead/ideas/{idea.number}"
    with clock.at(clock.now() + timedelta(days=400)):
        short = await see(await site.client(), address)
        assert "fold years" not in short
        for number in range(12):
            await update(action, by=there.ellis, rating=Rating.ON_TRACK, said=f"News {number}.")
        long = await see(await site.client(), address)
    assert long.count("fold years") == 1
    assert "steps, from “Said” to “It went in the plan”" in long.replace("step,", "steps,")
    assert long.index("fold years") < long.index("News 0.")
