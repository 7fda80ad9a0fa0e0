"""The officer's desk: my actions by due date, the last sentence said, and the answer beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from tortoise.functions import Max
from tortoise.queryset import QuerySet

from saidanddone import clock, web
from saidanddone.councils.models import Council
from saidanddone.ideas.appealing import appeals_for
from saidanddone.ideas.awaiting import AnswerClock, answer_clock
from saidanddone.ideas.models import Idea, ideas_seen_by
from saidanddone.ideas.stages import Stage
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan.action_page import RATINGS
from saidanddone.plan.forms import UpdateForm
from saidanddone.plan.models import Action, Update, actions_seen_by
from saidanddone.plan.reports import says_no_change
from saidanddone.plan.shown import Promise, promises_of
from saidanddone.plan.signs import days_quiet
from saidanddone.plan.statuses import LIVE, Sign, Status
from saidanddone.plan.verdicts import Outcome
from saidanddone.web import count_of, in_words, short_day

SOON = 7
SHOWN_AT_MOST = 20


@dataclass
class Task:
    """One of my promises: its newest update, the newest that said something, and what is wanted of me."""

    promise: Promise
    last: Update | None
    said: Update | None
    wanted: str

    @property
    def when(self) -> str:
        """How far off its due day is."""
        days = (self.promise.action.due - clock.today()).days
        if days == 0:
            return "Due today"
        return f"In {count_of(days, 'day')}" if days > 0 else f"{count_of(-days, 'day')} ago"

    @property
    def may_say_nothing_changed(self) -> bool:
        """Whether “nothing changed” would be taken: not first, and not twice running."""
        return self.last is not None and not says_no_change(self.last)


def wanted_of(promise: Promise, council: Council) -> str:
    """What a promise asks of its owner this week, in a few words; empty when nothing."""
    action = promise.action
    if action.status is Status.IN_PROGRESS and action.outcome is Outcome.NOT_YET and not action.rating:
        return "Young people said: not yet. Say what happens now."
    if Sign.OVERDUE in promise.signs:
        return "It is overdue. Say it’s done, or move the date."
    if Sign.NO_NEWS in promise.signs:
        return f"Nothing was said for {days_quiet(action)} days."
    if action.status is Status.PAUSED:
        return ""
    left = council.quiet_days - days_quiet(action)
    if left <= SOON:
        by = clock.today() + timedelta(days=left)
        return f"An update is due by {short_day(by)}."
    if (action.due - clock.today()).days <= SOON:
        return "It is due this week."
    return ""


async def tasks_of(person: Person, council: Council) -> list[Task]:
    """The promises this person answers for that are not over, by due date."""
    mine = actions_seen_by(person).filter(owner_person_id=person.id, status__in=LIVE)
    promises = await promises_of(council, await mine.order_by("due", "id"))
    updates = Update.filter(action_id__in=[promise.action.id for promise in promises])
    last, said = await _newest(updates), await _newest(updates.exclude(said=""))
    return [
        Task(one, last.get(one.action.id), said.get(one.action.id), wanted_of(one, council))
        for one in promises
    ]


async def _newest(updates: QuerySet[Update]) -> dict[int, Update]:
    """The newest of these updates for each action."""
    ids = await updates.annotate(newest=Max("id")).group_by("action_id").values_list("newest", flat=True)
    return {update.action_id: update for update in await Update.filter(id__in=ids)}


def headline(tasks: list[Task]) -> str:
    """“Three promises are yours. One needs a word this week.”"""
    if not tasks:
        return "No promise waits for you."
    yours = (
        f"{in_words(len(tasks)).capitalize()} {'promise is' if len(tasks) == 1 else 'promises are'} yours."
    )
    wanted = sum(bool(task.wanted) for task in tasks)
    if not wanted:
        return f"{yours} Nothing is needed this week."
    if wanted == len(tasks):
        return f"{yours} {'It needs' if wanted == 1 else 'Each needs'} a word this week."
    return f"{yours} {in_words(wanted).capitalize()} {'needs' if wanted == 1 else 'need'} a word this week."


async def show_desk(
    request: Request,
    *,
    block: str = "",
    status: int = 200,
    otherwise: Response | None = None,
    answered: int = 0,
    form: UpdateForm | None = None,
    saved_words: str = "",
) -> Response:
    """The desk; ``form`` is what was typed about action number ``answered`` and couldn't be kept."""
    person, council = request.user, request.scope["council"]
    officer = person.can(Right.UPDATE_ACTIONS)
    if not officer and not await Action.exists(owner_person_id=person.id, council_id=council.id):
        raise HTTPException(404)
    tasks = await tasks_of(person, council)
    facts: dict[str, Any] = {
        "tasks": tasks,
        "headline": headline(tasks),
        "others": await _others(person, council) if officer else [],
        "waiting": await _waiting(person, council) if person.can(Right.DECIDE) else [],
        "chosen": await _chosen(person) if person.can(Right.KEEP_PLAN) else [],
        "appeals": len(await appeals_for(person)) if person.can(Right.HEAR_APPEALS) else 0,
        "ratings": RATINGS,
        "empty_form": UpdateForm(),
        "form": form,
        "answered": answered,
        "saved_words": saved_words,
    }
    return web.page(
        request, "plan/desk.html", block=block, status=status, otherwise=otherwise, here="desk", **facts
    )


async def after_report(request: Request, action: Action, form: UpdateForm) -> Response:
    """The desk again after a report: with its mistakes beside it, or with a word that it was said."""
    if form.problems:
        return await show_desk(request, block="desk", status=422, answered=action.number, form=form)
    said = form.said.data or form.rating.data or form.due.data or form.reached.data is not None
    words = f"Said about “{action.title}”." if said else f"Noted: nothing changed in “{action.title}”."
    otherwise = web.back_to(request, "plan:desk", notice=words)
    return await show_desk(request, block="desk", otherwise=otherwise, saved_words=words)


async def _others(person: Person, council: Council) -> list[Promise]:
    theirs = actions_seen_by(person).filter(status__in=LIVE).exclude(owner_person_id=person.id)
    return await promises_of(council, await theirs.order_by("due", "id"))


async def _waiting(person: Person, council: Council) -> list[tuple[Idea, AnswerClock | None]]:
    """The winners of votes that wait for the council's answer, by the day each is to have it."""
    won = ideas_seen_by(person).filter(stage=Stage.WON).order_by("stage_since", "id")
    return [(idea, answer_clock(idea, council)) for idea in await won.limit(SHOWN_AT_MOST)]


async def _chosen(person: Person) -> list[Idea]:
    chosen = ideas_seen_by(person).filter(stage=Stage.CHOSEN).order_by("stage_since", "id")
    return await chosen.limit(SHOWN_AT_MOST)
