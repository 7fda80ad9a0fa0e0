"""An idea's page: its words, the council's answer, and its whole journey day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from tortoise.functions import Max, Min

from saidanddone import clock, web
from saidanddone.appraisal.showing import Weighed, weighed_of
from saidanddone.appraisal.showing import may_do as may_weigh
from saidanddone.councils.models import Council
from saidanddone.database import by
from saidanddone.front import promise_steps, steps
from saidanddone.front.gathering import Known, gather
from saidanddone.front.promises import told_of
from saidanddone.front.steps import Step
from saidanddone.front.told import Case, Told
from saidanddone.front.weighed_steps import weighed as weighed_steps
from saidanddone.front.words import author_of, said_by
from saidanddone.ideas.commenting import comments_seen_by
from saidanddone.ideas.models import Idea, ShownAs, ideas_seen_by, mission_labels
from saidanddone.ideas.recordings import recording_of
from saidanddone.ideas.supporting import Support, can_support, supported_by
from saidanddone.ideas.undeciding import may_take_back
from saidanddone.moderation.reasons import REASONS
from saidanddone.people.doors import READERS, open_to
from saidanddone.people.rights import Right
from saidanddone.plan.models import Update, VerdictAnswer
from saidanddone.rounds.models import RoundEntry, RoundState
from saidanddone.spelling import count_of

SHORT = 12  # a path of so many steps is shown whole


@dataclass
class Year:
    """What happened in one year. Folded, it is a line of words to open."""

    year: int
    steps: list[Step]
    folded: bool = False

    @property
    def words(self) -> str:
        """“2025: 9 steps, from “Said” to “It went in the plan””."""
        first, last = self.steps[0].heading, self.steps[-1].heading
        between = f": “{first}”" if len(self.steps) == 1 else f", from “{first}” to “{last}”"
        return f"{self.year}: {count_of(len(self.steps), 'step')}{between}"


@dataclass
class Journey:
    told: Told
    said: str
    path: list[Step]
    known: Known
    weighed: Weighed | None

    @property
    def last(self) -> Step | None:
        """What happened last."""
        return next((step for step in reversed(self.path) if step.who != "next"), None)

    @property
    def following(self) -> Step | None:
        """What comes next, where something does."""
        return self.path[-1] if self.path and self.path[-1].who == "next" else None

    @property
    def years(self) -> list[Year]:
        """The path by years; in a long one, all but the newest year are folded."""
        found = [
            Year(year, list(steps))
            for year, steps in groupby(self.path, key=lambda step: clock.local(step.at).year)
        ]
        if len(self.path) > SHORT:
            for one in found[:-1]:
                one.folded = True
        return found


@open_to(READERS)
async def show(request: Request) -> Response:
    viewer, council = request.user, request.scope["council"]
    idea = await _idea_asked_for(request)
    await mission_labels([idea])
    journey = await journey_of(idea, council, viewer)
    recording = await recording_of(idea)
    if recording:
        web.needs(request, web.Need.PLAYER)
    return web.page(
        request,
        "front/idea.html",
        here="ideas",
        idea=idea,
        journey=journey,
        supported=idea.id in await supported_by(viewer, [idea]),
        can_support=can_support(idea, viewer),
        mine=idea.is_by(viewer),
        recording=recording,
        weighed=journey.weighed,
        may_weigh=may_weigh(journey.weighed.shown, viewer) if journey.weighed else set(),
        may_undecide=viewer.can(Right.DECIDE)
        and may_take_back(next(reversed(journey.known.decisions[idea.id]), None), idea, viewer),
        may=may_do(idea, journey.known, viewer),
        reasons=[(reason, words.short) for reason, words in REASONS.items()],
    )


async def journey_of(idea: Idea, council: Council, viewer: Any) -> Journey:
    """All that is known of an idea, in the order in which it happened: one query for each kind of fact."""
    known = await gather([idea], viewer, council)
    case = Case(idea, known, council, idea.is_by(viewer))
    joined = await ideas_seen_by(viewer).filter(merged_into_id=idea.id).order_by("stage_since", "id")
    promises = known.promises[idea.id]
    actions = {one.action.id: one.action for one in promises}
    askings = [asking.id for one in promises for asking in one.askings if asking.counted_at]
    words = VerdictAnswer.filter(asking_id__in=askings, replaced_at=None, published_at__isnull=False)
    entries = RoundEntry.filter(idea_id=idea.id, round__state=RoundState.CLOSED).select_related("round")
    updates = Update.filter(action_id__in=list(actions)).order_by("at", "id")
    weighed = await weighed_of(idea, viewer)
    found = chain(
        [steps.said(case)],
        steps.moves(case, viewer),
        steps.appealed(case, viewer),
        steps.joined(joined),
        steps.supported(idea, *await _support_between([idea.id, *(one.id for one in joined)])),
        steps.commented(await comments_seen_by(viewer, idea), viewer),
        steps.voted(await entries),
        weighed_steps(weighed),
        steps.decided(case, weighed),
        promise_steps.planned(promises),
        promise_steps.reported(await updates if actions else [], actions),
        promise_steps.ticked(promises),
        promise_steps.judged(promises, by("asking_id", await words.order_by("at", "id") if askings else [])),
    )
    path = together(sorted(found, key=lambda step: step.at))
    following = promise_steps.ahead(case)
    who = said_by(idea, author_of(idea), mine=case.mine)
    path += [following] if following else []
    return Journey(told_of(idea, known, council, viewer), who, path, known, weighed)


def together(path: list[Step]) -> list[Step]:
    """The same path, with words that were added one after another as one step."""
    found: list[Step] = []
    for step in path:
        before = found[-1] if found else None
        if before and step.kind == before.kind == "words":
            before.quotes += step.quotes
            before.own += step.own
            before.until = step.at
        else:
            found.append(step)
    return found


def may_do(idea: Idea, known: Known, viewer: Any) -> set[str]:
    """What this person may do with it now, by name: moves of the table, and acts that are no moves."""
    may = {move.name for move in idea.moves_for(viewer)}
    if viewer.can(Right.COMMENT) and idea.allows.comment:
        may.add("comment")
    if idea.is_by(viewer):
        if idea.allows.edit:
            may.add("reword")
        if idea.shown_as is ShownAs.NICKNAME and not idea.by_staff:
            may.add("remove_name")
        if idea.stage == "declined" and idea.id not in known.appeals:
            may.add("appeal")
    return may


async def _support_between(ideas: list[int]) -> tuple[datetime | None, datetime | None]:
    rows = (
        await Support.filter(idea_id__in=ideas, withdrawn_at=None)
        .annotate(first=Min("given_at"), last=Max("given_at"))
        .values("first", "last")
    )
    return (_moment(rows[0]["first"]), _moment(rows[0]["last"])) if rows else (None, None)


def _moment(value: Any) -> datetime | None:
    """SQLite gives the least and the greatest moment as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


async def _idea_asked_for(request: Request) -> Idea:
    seen = ideas_seen_by(request.user).select_related("author")
    idea = await seen.get_or_none(number=request.path_params["number"])
    if idea is None:
        raise HTTPException(404)
    return idea
