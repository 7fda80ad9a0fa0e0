"""Home for staff: the next job in a sentence, and where to do it."""

from __future__ import annotations

from dataclasses import dataclass

from saidanddone import clock
from saidanddone.councils.models import Council
from saidanddone.front.queue import waiting_for
from saidanddone.front.settings import standing_of, steps_of
from saidanddone.ideas.awaiting import answer_clock
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.moderation.models import Concern
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan.help_shown import to_say_for
from saidanddone.plan.models import Action
from saidanddone.plan.statuses import LIVE
from saidanddone.spelling import count_of, day, in_words


@dataclass
class Job:
    """Something to do: a headline, a sentence, and where, with the place on that page."""

    headline: str
    words: str
    to: str
    button: str
    place: str = ""


async def jobs_of(person: Person, council: Council) -> list[Job]:
    """The person's work, the most pressing first."""
    jobs: list[Job] = []
    if person.can(Right.SAFEGUARD):
        jobs.append(await _worries(council))
    if person.can(Right.CHECK_IDEAS):
        jobs.append(await _to_read(person))
    if person.can(Right.DECIDE):
        jobs.extend(await _to_answer(council))
    if person.can(Right.UPDATE_ACTIONS) or person.owns_actions:
        jobs.append(await _actions(person))
    if person.can(Right.ASK_FOR_HELP):
        jobs.extend(await _who_took_part(person))
    if person.can(Right.RUN_COUNCIL):
        jobs.append(await _council(council))
    if person.can(Right.INVITE) and not person.can(Right.RUN_COUNCIL):
        words = "You hand over a card with a code. It asks for a nickname, and for no real name."
        jobs.append(Job("Invite a young person.", words, "people:invitations", "Make a card"))
    if not jobs and person.can(Right.PROPOSE):
        words = (
            "What should change in how we work? It says that it comes from the team, and young people decide."
        )
        jobs.append(Job("Say what should change.", words, "ideas:new", "Say what should change"))
    return jobs


async def _worries(council: Council) -> Job:
    number = await Concern.filter(council_id=council.id, closed_at=None).count()
    headline = f"{_things(number, 'worry', 'worries')} to look at." if number else "No worries are open."
    return Job(
        headline,
        "Only safeguarding leads and the writer can see them.",
        "moderation:concerns",
        "See the worries",
    )


async def _to_read(person: Person) -> Job:
    number = len(await waiting_for(person))
    headline = f"{_things(number, 'thing')} to read." if number else "You have read everything."
    words = "Nobody else sees them before you do." if number else "New words come here first."
    return Job(headline, words, "moderation:queue", "Start reading" if number else "See the queue")


async def _to_answer(council: Council) -> list[Job]:
    won = Idea.filter(council_id=council.id, stage=Stage.WON)
    number, first = await won.count(), await won.order_by("stage_since", "id").first()
    left = answer_clock(first, council) if first else None
    if left is None:
        return []
    headline = f"{_things(number, 'idea')} won a vote and {'waits' if number == 1 else 'wait'} for an answer."
    due = (
        f"The {'first ' if number > 1 else ''}answer {'was' if left.is_late else 'is'} due by {day(left.by)}"
    )
    words = f"{due}: {left.words}." if left.days else f"{due}, which is today."
    return [Job(headline, words, "plan:desk", "Answer now", "answers")]


async def _actions(person: Person) -> Job:
    owned = Action.filter(owner_person_id=person.id, status__in=LIVE)
    number, late = await owned.count(), await owned.filter(due__lt=clock.today()).count()
    headline = f"You own {in_words(number)} {'promise' if number == 1 else 'promises'}."
    past = f"{in_words(late).capitalize()} {'is' if late == 1 else 'are'} past the due date."
    words = past if late else "None is past its due date."
    if not number:
        return Job(headline, "See how the others go.", "plan:desk", "See them")
    return Job(headline, words, "plan:desk", "Say how it goes")


async def _who_took_part(person: Person) -> list[Job]:
    number = await to_say_for(person).count()
    headline = f"Young people helped with {_things(number, 'thing').lower()}."
    words = "Say who took part, so that it stands in their own records."
    return [Job(headline, words, "plan:help_wanted", "Say who", "to-say")] if number else []


async def _council(council: Council) -> Job:
    """What the admin's rooms want: set-up first, then days without a safeguarding lead."""
    standing = await standing_of(council)
    left = [step for step in steps_of(standing) if not step.done]
    if left:
        headline = f"{_things(len(left), 'step')} of set-up left."
        return Job(headline, f"Next: {left[0].words.lower()}.", "front:settings", "Go on with set-up")
    number = standing.people
    words = "Nothing wants your attention."
    if standing.cards:
        words = f"{count_of(standing.cards, 'card is', 'cards are')} out and not used yet."
    return Job(f"{number} people are in {council.name}.", words, "front:settings", "Open settings")


def _things(number: int, one: str, many: str = "") -> str:
    """“Three things”."""
    return f"{in_words(number).capitalize()} {one if number == 1 else many or one + 's'}"
