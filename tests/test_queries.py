"""No page asks the database more often because there is more in it."""

from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.councils.models import Council
from saidanddone.demo.cast import person_of
from saidanddone.ideas.commenting import comment, publish_comment
from saidanddone.ideas.deciding import Answer, decide
from saidanddone.ideas.models import Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.supporting import support
from saidanddone.mine.holding import PARTS
from saidanddone.missions.models import missions_named
from saidanddone.moderation.checking import hold, publish, send_back
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.plan.answering import answer
from saidanddone.plan.asking_for_help import Terms, ask_for_help
from saidanddone.plan.completing import complete
from saidanddone.plan.help_models import Help
from saidanddone.plan.help_rules import Work
from saidanddone.plan.making import make_action
from saidanddone.plan.models import Action, Asking
from saidanddone.plan.offering import offer
from saidanddone.plan.statuses import Rating, Status
from saidanddone.plan.taking_part import Part, say_who_took_part
from saidanddone.plan.updating import add_milestone, update
from saidanddone.plan.verdicts import Verdict
from saidanddone.rounds.planning import plan_round
from saidanddone.rounds.running import close_round, open_round
from saidanddone.rounds.voting import vote

HELD = "/rivermead/me/data"  # asks once of each table that holds something about somebody
PAGES = {
    None: (
        "/",
        "/practice",
        "/rivermead",
        "/rivermead/ideas",
        "/rivermead/ideas?stage=open",
        "/rivermead/ideas?q=home",
        "/rivermead/ideas?mission=stable-homes-2023/5",
        "/rivermead/ideas/8",
        "/rivermead/ideas/5",
        "/rivermead/ideas/3",
        "/rivermead/ideas/3/ways",
        "/rivermead/rounds",
        "/rivermead/rounds/1/results",
        "/rivermead/rounds/1/results.json",
        "/rivermead/rounds/3",
        "/rivermead/plan",
        "/rivermead/plan?by=owner",
        "/rivermead/plan?needs=attention&by=rating",
        "/rivermead/plan?mission=stable-homes-2023/5",
        "/rivermead/plan/actions/1",
        "/rivermead/plan/actions/5",
        "/rivermead/missions",
        "/rivermead/missions/stable-homes-2023/5",
        "/rivermead/together",
        "/rivermead/help",
        "/rivermead/who-sees",
        "/rivermead/how",
        "/rivermead/sign-in",
        "/rivermead/sign-in/code",
        "/rivermead/sign-in/a-link-that-somebody-was-sent",
        "/rivermead/join",
        "/ashcombe",
        "/ashcombe/plan",
        "/demo",
        "/design",
    ),
    "young-person": (
        "/rivermead",
        "/rivermead/me/devices",
        "/rivermead/ideas",
        "/rivermead/ideas/new",
        "/rivermead/recordings/new",
        "/rivermead/ideas/similar?q=doorbell",
        "/rivermead/ideas/8",
        "/rivermead/ideas/17",
        "/rivermead/ideas/17/ways",
        "/rivermead/ideas/17/ways/scores",
        "/rivermead/ideas/17/ways/confidence",
        "/rivermead/ideas/32",
        "/rivermead/ideas/8/wordings",
        "/rivermead/rounds",
        "/rivermead/rounds/3",
        "/rivermead/plan",
        "/rivermead/plan/actions/4",
        "/rivermead/plan/actions/2",
        "/rivermead/help-wanted",
        "/rivermead/me",
        "/rivermead/me/card",
        "/rivermead/me/contact",
        "/rivermead/me/contact/code",
        HELD,
        "/rivermead/me/nickname",
        "/rivermead/me/leaving",
        "/rivermead/me/leaving?way=everything",
        "/rivermead/me/leaving?way=keep-ideas",
        "/rivermead/me/record",
        "/rivermead/me/record.txt",
        "/rivermead/me/record.csv",
        "/rivermead/missions",
    ),
    "worker": (
        "/rivermead",
        "/rivermead/help-wanted",
        "/rivermead/invitations",
        "/rivermead/young-people",
        "/rivermead/young-people?q=nobody",
        "/rivermead/young-people?met=no",
        "/rivermead/me/devices",
        HELD,
        "/rivermead/moderation/ideas/new",
        "/rivermead/moderation",
        "/rivermead/rounds/new",
        "/rivermead/rounds/3/paper",
        "/rivermead/rounds/3/paper/ballot",
        "/rivermead/rounds/3",
        "/rivermead/ideas",
    ),
    "officer": (
        "/rivermead",
        "/rivermead/desk",
        "/rivermead/plan/actions/new?idea=6",
        "/rivermead/plan/actions/2",
        "/rivermead/plan/actions/2/help/1",
        "/rivermead/ideas/17/decision",
        "/rivermead/ideas/19/ways/new",
    ),
    "admin": (
        "/rivermead",
        "/rivermead/settings",
        "/rivermead/settings/people",
        "/rivermead/settings/people?role=young-person",
        "/rivermead/settings/people?q=nobody",
        "/rivermead/settings/people/3",
        "/rivermead/settings/people/3/leaving",
        "/rivermead/settings/retention",
        "/rivermead/settings/council",
        "/rivermead/settings/sign-in",
        "/rivermead/settings/reading",
        "/rivermead/settings/missions",
        "/rivermead/settings/rota",
        "/rivermead/settings/words",
        "/rivermead/settings/history",
        "/rivermead/settings/history?thing=idea+8",
        "/rivermead/settings/history?since=yesterday",
        "/rivermead/invitations",
    ),
    "safeguarding": ("/rivermead", "/rivermead/concerns", "/rivermead/concerns/closed"),
    "programme": ("/", "/programme", "/programme/devices", "/rivermead", "/rivermead/plan"),
}


async def count(demo_site, queries):
    counts = {}
    for key, addresses in PAGES.items():
        browser = await (
            demo_site.as_(await person_of(key)) if key else demo_site.client(Cookie="drawn=anew")
        )
        for address in addresses:
            with queries() as asked:
                page = await browser.get(address)
            assert page.status_code == 200, (key, address, page.status_code)
            counts[key, address] = len(asked)
    return counts


async def grow():
    """Twelve more of everything, on the very things that the pages above show."""
    council = await Council.get(slug="rivermead")
    kestrel, worker = await person_of("young-person"), await person_of("worker")
    head, manager = await person_of("officer-2"), await person_of("officer")
    missions, _ = await missions_named(council, ["stable-homes-2023/5", "inspection/homes"])
    people = [await Person.join(council, f"Extra {number}", Role.YOUNG_PERSON) for number in range(8)]
    eight = await Idea.get(council=council, number=20)
    for person in people:
        await support(eight, by=person)
        await publish_comment(await comment(eight, by=person, text="Me as well, at home."), by=worker)
    ideas = []
    for number in range(12):
        idea = await propose(kestrel, what=f"A better home, number {number}, with a doorbell")
        await publish(idea, by=worker, title=f"Home {number}", missions=missions)
        for person in people:
            await support(idea, by=person)
        ideas.append(idea)
    for number in range(6):
        await propose(people[number], what=f"Waiting {number}")
        await hold(await propose(people[number], what=f"Held {number}"), by=worker, message="Worried.")
        await send_back(await propose(kestrel, what=f"Back {number}"), by=worker, message="Say more.")
    for number in range(2):
        now = clock.now()
        round_ = await plan_round(
            council, by=worker, question=f"Which of these? {number}", opens_at=now + timedelta(minutes=1),
            closes_at=now + timedelta(days=3), picks=1, ideas=ideas[number * 2 : number * 2 + 2],
        )  # fmt: skip
        await open_round(round_, by=worker)
        if number:
            for person in people:
                await vote(round_, by=person, ideas=ideas[2:3])
            await close_round(round_, by=worker)
    for number, idea in enumerate(ideas[5:]):
        await decide(idea, by=head, answer=Answer.YES, reason="Yes.")
        if number < 2:
            continue
        action = await make_action(
            council, by=head, title=f"Home {number}", what="Do it.", owner="Leaving Care Service Manager",
            owner_person=manager, due=clock.today() + timedelta(days=20), how_we_know="We ask.",
            missions=missions, ideas=[idea],
        )  # fmt: skip
        await add_milestone(action, by=head, title="One step")
        await update(action, by=manager, rating=Rating.ON_TRACK, said="Under way.", status=Status.IN_PROGRESS)
        await update(
            action, by=manager, rating=Rating.ON_TRACK, said="Later.", due=clock.today() + timedelta(days=40),
            due_reason="It rained.",
        )  # fmt: skip
        await ask_and_help(action, worker, kestrel, people)
        if number > 3:
            await complete(await Action.get(id=action.id), by=manager, said="Done.")
            asking = await Asking.get(action_id=action.id).select_related("action")
            for person in people if number > 4 else people[:2]:
                await answer(asking, by=person, verdict=Verdict.YES, words="Yes.")


async def ask_and_help(action, worker, kestrel, people):
    """Help that Kestrel and others gave, help they offered to give, and help that is wanted."""
    until = clock.today() + timedelta(days=9)
    terms = Terms(what="Help with it.", work=Work.WORKSHOP, places=9, until=until)
    given, offered = [await ask_for_help(action, by=worker, terms=terms) for _ in range(2)]
    await ask_for_help(action, by=worker, terms=terms)
    for asked in (given, offered):
        for person in (kestrel, *people):
            await offer(await Help.get(id=asked.id).select_related("action"), by=person)
    done = [Part(person.id, True, 4, 1000) for person in (kestrel, *people)]
    await say_who_took_part(await Help.get(id=given.id).select_related("action"), by=worker, parts=done)


@pytest.mark.slow
async def test_no_page_asks_more_often_when_there_is_more(demo_site, queries):
    await count(demo_site, queries)
    before = await count(demo_site, queries)
    await grow()
    after = await count(demo_site, queries)
    grown = {page: (before[page], after[page]) for page in before if after[page] > before[page]}
    assert not grown, f"queries grew with rows: {grown}"
    held = {page: after.pop(page) for page in list(after) if page[1] == HELD}
    assert max(held.values()) <= sum(len(part.held) for part in PARTS) + 27, held
    most = max(after.values())
    assert most <= 27, {page: number for page, number in after.items() if number > 27}
