"""Bringing an idea to where a test needs it, by the same verbs that the site uses."""

import re
from datetime import timedelta

from saidanddone import clock
from saidanddone.ideas.deciding import Answer, decide
from saidanddone.ideas.models import Idea
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.supporting import support
from saidanddone.missions.models import Mission
from saidanddone.moderation.checking import publish
from saidanddone.plan.completing import complete
from saidanddone.plan.making import make_action
from saidanddone.plan.models import Action, Asking


async def mission(code: str = "5") -> Mission:
    return await Mission.get(framework__slug="stable-homes-2023", code=code).select_related("framework")


async def open_idea(there, what="See who is at my door", *, by=None, **given) -> Idea:
    """An idea that a worker has published under Safe, suitable homes."""
    idea = await propose(by or there.amina, what=what, **given)
    await publish(idea, by=there.cass, title=what, missions=[await mission()])
    return idea


async def promised(there, idea=None, *, title="Fit doorbells", due_in=60, **given) -> Action:
    """An action with an owner; an idea without an answer is answered yes first."""
    if idea is not None and idea.allows.decide:
        await decide(idea, by=there.edie, answer=Answer.YES, reason="Nobody should fear their own door.")
    return await make_action(
        there.rivermead,
        by=there.ellis,
        title=title,
        what="Fit them.",
        owner="Leaving Care Service Manager",
        owner_person=there.ellis,
        due=clock.today() + timedelta(days=due_in),
        how_we_know="They ring.",
        missions=[await mission()],
        ideas=[idea] if idea else [],
        **given,
    )


async def done(there, idea, *, backed_by=()) -> tuple[Action, Asking]:
    """A promise that the council says is done, with young people being asked."""
    for person in backed_by:
        await support(idea, by=person)
    action = await promised(there, idea)
    await complete(action, by=there.ellis, said="All thirty are up.")
    return action, await Asking.get(action_id=action.id)


async def see(browser, address) -> str:
    """A page's text."""
    answer = await browser.get(address)
    assert answer.status_code == 200, f"{address} → {answer.status_code}"
    return answer.text


async def home(site, person) -> str:
    return await see(await site.as_(person), "/rivermead")


async def journey(site, person, address="/rivermead/ideas/1") -> str:
    return await see(await (site.as_(person) if person else site.client()), address)


def headings(page: str) -> list[str]:
    """The steps of the path, in order."""
    path = page[page.index('class="path"') :]
    return re.findall(r"<h3>(.*?)</h3>", path[: path.index("</ol>")])
