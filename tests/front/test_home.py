"""Home: my ideas and what happened to them."""

import asyncio
from datetime import timedelta

from saidanddone import clock
from saidanddone.ideas.deciding import Answer, NoKind, decide
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.supporting import support
from saidanddone.ideas.withdrawing import withdraw
from saidanddone.moderation import checking
from saidanddone.moderation.reasons import Reason
from saidanddone.people.visits import Visit
from saidanddone.plan.answering import answer
from saidanddone.plan.statuses import Rating
from saidanddone.plan.updating import update
from saidanddone.plan.verdicts import Verdict
from saidanddone.rounds.voting import vote
from saidanddone.spelling import short_day
from tests.front.telling import done, home, open_idea, promised, see
from tests.rounds.votes import opened_round


async def test_someone_new_is_invited(site, there):
    page = await home(site, there.amina)
    assert "What should change?" in page
    assert "Nothing sent yet" in page
    assert "/rivermead/ideas/new" in page
    assert "/rivermead/rounds" in page
    assert "No vote is open now" in page


async def test_amina_sees_that_nobody_else_sees_it_yet_and_when_she_will_hear(site, there):
    await propose(there.amina, what="My dentist")
    page = await home(site, there.amina)
    assert "We have your idea." in page
    assert "No one else can see it yet." in page
    assert "The team reads on Tuesdays and Thursdays." in page
    by = there.rivermead.next_reading()
    assert f"You will hear by {by:%A} {by.day} {by:%B}." in page
    assert "Change it or take it back" in page


async def test_what_was_late_is_said(site, there):
    with clock.at(clock.now() - timedelta(days=20)):
        await propose(there.amina, what="My dentist")
    page = await home(site, there.amina)
    assert "You should have heard by" in page
    assert "They read next on" in page
    story = await (await site.as_(there.amina)).get("/rivermead/ideas/1")
    assert ">Late<" in story.text, "the story dates its next step no later than was promised"
    assert "Promised by" in story.text


async def test_a_draft_can_be_finished(site, there):
    await propose(there.amina, what="Half a thought", draft=True)
    page = await home(site, there.amina)
    assert "You have not sent this yet." in page
    assert "/rivermead/ideas/1/wordings" in page


async def test_what_came_back_carries_the_workers_words(site, there):
    idea = await propose(there.amina, what="My phone is 07700 900123")
    await checking.send_back(idea, by=there.cass, message="Please take your number out.")
    page = await home(site, there.amina)
    assert "“Please take your number out.”" in page
    assert "Write it again" in page


async def test_held_words_are_met_with_kindness_and_help_never_with_the_worry(site, there):
    idea = await propose(there.amina, what="I can’t go on")
    await checking.hold(idea, by=there.cass, message="CANARY worry")
    page = await home(site, there.amina)
    assert "Thank you for telling us." in page
    assert "Get help now" in page
    assert "CANARY" not in page


async def test_what_was_declined_can_be_asked_about_once(site, there):
    idea = await propose(there.amina, what="Sack my PA")
    await checking.decline(
        idea, by=there.cass, reason=Reason.ABOUT_A_PERSON, message="Tell us what went wrong."
    )
    page = await home(site, there.amina)
    assert "It was not published" in page or "Not published" in page
    assert "“Tell us what went wrong.”" in page
    assert "Ask for it to be read again" in page


async def test_no_and_not_now_carry_their_reasons(site, there):
    back = clock.today() + timedelta(days=90)
    later, never = await open_idea(there, "Free lessons"), await open_idea(there, "A car each")
    await decide(later, by=there.edie, answer=Answer.NOT_NOW, reason="No money this year.", return_on=back)
    await decide(
        never,
        by=there.edie,
        answer=Answer.NO,
        reason="The law forbids it.",
        kind=NoKind.LAW,
        else_can="Ask for a bus pass.",
    )
    page = await home(site, there.amina)
    assert "“No money this year.”" in page
    assert "It comes back by itself on" in page
    assert "“The law forbids it.”" in page
    assert "What else you can do: Ask for a bus pass." in page
    assert "Two of your ideas moved." in page


async def test_news_of_a_promise_comes_with_what_is_counted(site, there):
    idea = await open_idea(there)
    action = await promised(there, idea, reach=30)
    await update(
        action,
        by=there.ellis,
        rating=Rating.NEEDS_HELP,
        said="Eight more went up.",
        next_step="Buy more.",
        reached=8,
    )
    page = await home(site, there.amina)
    assert "“Eight more went up.”" in page
    assert "8 of 30 people reached" in page
    assert "Needs help" in page
    assert "Leaving Care Service Manager. It is due by" in page


async def test_yes_is_set_larger_and_not_yet_is_said_without_blame(site, there):
    kept, broken = await open_idea(there, "Kept"), await open_idea(there, "Broken")
    _, yes = await done(there, kept)
    _, no = await done(there, broken)
    await answer(yes, by=there.amina, verdict=Verdict.YES)
    await answer(no, by=there.amina, verdict=Verdict.PARTLY)
    page = await home(site, there.amina)
    assert "It happened." in page
    assert "Young people say: yes" in page
    assert "Young people say: not yet" in page
    assert "the promise is open again" in page
    assert "You have sent two. One is kept. One is open again" in page
    assert "1 young people answered" not in page  # one answer is below the floor


async def test_young_people_are_asked_until_they_have_answered(site, there):
    _, asking = await done(there, await open_idea(there), backed_by=[there.bo])
    question = "Fit doorbells: did it really happen?"
    for person in (there.amina, there.bo):
        page = await home(site, person)
        assert question in page
        assert 'action="/rivermead/plan/actions/1/verdicts"' in page
    assert question not in await home(site, there.gus)
    await answer(asking, by=there.bo, verdict=Verdict.NO)
    assert question not in await home(site, there.bo)
    assert question in await home(site, there.amina)
    with clock.at(clock.now() + timedelta(days=29)):
        assert question not in await home(site, there.amina)


async def test_being_asked_comes_right_after_what_moved_last(site, there):
    await propose(there.amina, what="An older thought")
    await done(there, await open_idea(there))
    page = await home(site, there.amina)
    asked = page.index("Fit doorbells: did it really happen?")
    assert page.index("See the whole story") < asked < page.index("An older thought")


async def test_bo_sees_what_moved_of_what_bo_wants_too(site, there):
    idea = await open_idea(there, "Doorbells")
    await support(idea, by=there.bo)
    assert "You want these too" not in await home(site, there.bo)
    await decide(idea, by=there.edie, answer=Answer.YES, reason="Of course.")
    page = await home(site, there.bo)
    assert "You want these too" in page
    assert "Yes." in page


async def test_what_was_taken_back_is_small_and_not_counted(site, there):
    idea = await propose(there.amina, what="Never mind")
    await withdraw(idea, by=there.amina)
    page = await home(site, there.amina)
    assert "You took these back" in page
    assert "Nothing sent yet" in page


async def test_the_newest_movement_leads(site, there):
    first, second = await open_idea(there, "Said first"), await open_idea(there, "Said second")
    with clock.at(clock.now() + timedelta(minutes=1)):
        await decide(first, by=there.edie, answer=Answer.YES, reason="Yes.")
    page = await home(site, there.amina)
    assert page.index("Said first") < page.index("Said second")
    assert second.number == 2


async def test_many_ideas_come_in_pages(site, there):
    for number in range(26):
        await propose(there.amina, what=f"Thought {number:02}")
    amina = await site.as_(there.amina)
    page = await see(amina, "/rivermead")
    assert "Thought 25" in page
    assert "Thought 00" not in page
    assert "?after=24" in page
    older = await see(amina, "/rivermead?after=24")
    assert "Thought 00" in older
    assert "Thought 25" not in older
    for odd in ("-1", "x", "99999999999", "²"):
        assert "Thought 25" in await see(amina, f"/rivermead?after={odd}")


async def test_queries_do_not_grow_with_ideas(site, there, queries):
    async def grow(how_many):
        for number in range(how_many):
            idea = await open_idea(there, f"Idea {number} of {how_many}")
            await support(idea, by=there.bo)
            await promised(there, idea)

    await grow(2)
    counts = {}
    for round_ in (1, 2):
        for name in ("amina", "bo", "cass", "ellis", "fern", "visitor"):
            browser = await (site.client() if name == "visitor" else site.as_(getattr(there, name)))
            with queries() as asked:
                await see(browser, "/rivermead")
            counts.setdefault(name, []).append(len(asked))
        if round_ == 1:
            await grow(6)
    for name, (few, many) in counts.items():
        assert many <= few, name


async def test_what_moved_is_counted_since_the_last_visit(site, there):
    begin = clock.now()

    def after(**time):
        return clock.at(begin + timedelta(**time))

    await open_idea(there, "Long ago")
    with after(days=40):
        page = await home(site, there.amina)
        assert "Your idea moved." in page, "whenever it was: she was never here"
        assert "You were last here" not in page
    with after(days=40, minutes=10):
        assert "Your idea moved." in await home(site, there.amina), "the same visit"
    with after(days=40, minutes=20):
        newer = await propose(there.amina, what="Newer")
    with after(days=40, minutes=70):
        page = await home(site, there.amina)
        assert "Nothing has moved since you were here." in page, "she has seen it an hour ago"
        assert "You were last here earlier today." in page
    with after(days=41):
        await checking.publish(newer, by=there.cass, title="Newer", missions=[])
        page = await home(site, there.amina)
        assert "One of your ideas moved." in page
        assert "You were last here yesterday." in page
        assert page.index("Newer") < page.index("Long ago")
    with after(days=90):
        last = short_day(begin + timedelta(days=41))
        assert f"You were last here on {last}." in await home(site, there.amina)


async def test_somebody_whose_ideas_nobody_moved_yet_is_told_that(site, there):
    await propose(there.amina, what="A bell", draft=True)
    assert "Nothing has moved yet." in await home(site, there.amina)


async def test_two_visits_at_once_leave_one_row(site, there):
    amina = await site.as_(there.amina)
    for time in (timedelta(0), timedelta(hours=2)):
        with clock.at(clock.now() + time):
            pages = await asyncio.gather(*(amina.get("/rivermead") for _ in range(3)))
            assert {page.status_code for page in pages} == {200}
    visit = await Visit.get()
    assert visit.left_at < visit.seen_at


async def test_home_knows_that_bo_has_voted(site, there):
    found = await opened_round(there)
    bo = await site.as_(there.bo)
    assert "One vote is open" in (await bo.get("/rivermead")).text
    await vote(found, by=there.bo, ideas=[])
    page = (await bo.get("/rivermead")).text
    assert "You have voted" in page
    assert "One vote is open" not in page


async def test_the_newest_ideas_are_told_in_full_and_the_others_take_a_line(site, there):
    for words in ("Doorbells", "Bus passes", "Driving", "Storage", "Dentists"):
        await open_idea(there, words)
    page = await home(site, there.amina)
    whole, _, short = page.partition("Your other ideas")
    assert whole.count('<article class="pair') == 3
    assert short.count('class="short-pair"') == 2
    for words in ("Doorbells", "Bus passes", "Driving", "Storage", "Dentists"):
        assert page.count(f">{words}</a>") == 1, words
