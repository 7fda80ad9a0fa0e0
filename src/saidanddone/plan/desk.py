"""The officer's desk: my actions and the answers waited for, by due date, each with its form beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q, Subquery
from tortoise.functions import Max
from tortoise.queryset import QuerySet

from saidanddone import clock, web
from saidanddone.councils.models import Council
from saidanddone.ideas.appealing import appeals_for
from saidanddone.ideas.awaiting import AnswerClock, answer_clock
from saidanddone.ideas.models import UNDO_FOR, Idea, ideas_seen_by
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.undeciding import newest_by
from saidanddone.people.doors import looks_up
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan.action_page import RATINGS
from saidanddone.plan.forms import UpdateForm
from saidanddone.plan.models import Action, Milestone, Update, actions_seen_by
from saidanddone.plan.outside import waiting_for
from saidanddone.plan.reports import says_no_change
from saidanddone.plan.shown import Promise, missions_by_action, promises_of
from saidanddone.plan.signs import days_quiet
from saidanddone.plan.statuses import LIVE, LOOKS, Sign, Status
from saidanddone.plan.taking_back import may_take_back
from saidanddone.plan.verdicts import Outcome
from saidanddone.spelling import count_of, in_words, short_day
from saidanddone.web import typed_day

SOON = 7
SHOWN_AT_MOST = 20
WAITS_FOR = {Stage.WON: Right.DECIDE, Stage.CHOSEN: Right.KEEP_PLAN}
NO_OTHERS: dict[str, Any] = {"others": [], "others_count": 0, "others_after": "", "others_shown": False}


@dataclass
class Task:
    """One of my promises: its newest update, the newest that said something, and what is wanted of me."""

    promise: Promise
    last: Update | None
    said: Update | None
    wanted: str
    undo: Update | None = None

    idea = None

    @property
    def due(self) -> date:
        return self.promise.action.due

    @property
    def steps(self) -> list[Milestone]:
        """The steps that are not ticked yet."""
        return [step for step in self.promise.milestones if step.done_at is None]

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


@dataclass
class Awaited:
    """A winner of a vote that waits for the council's answer."""

    idea: Idea
    left: AnswerClock

    @property
    def due(self) -> date:
        return self.left.by


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
    actions = await mine.order_by("due", "id")
    promises = await promises_of(council, actions, await missions_by_action(actions))
    updates = Update.filter(action_id__in=[promise.action.id for promise in promises])
    taken = updates.filter(takes_back__isnull=False).values("takes_back")
    stand = updates.filter(takes_back=None, id__not_in=Subquery(taken))
    newest, saying = await _newest_ids(stand), await _newest_ids(stand.exclude(said=""))
    rows = {row.id: row for row in await Update.filter(id__in=[*newest, *saying])}
    last = {rows[one].action_id: rows[one] for one in newest}
    said = {rows[one].action_id: rows[one] for one in saying}
    return [_task(one, last.get(one.action.id), said.get(one.action.id), person, council) for one in promises]


def _task(
    promise: Promise, last: Update | None, said: Update | None, person: Person, council: Council
) -> Task:
    undo = last if may_take_back(promise.action, last, person) else None
    return Task(promise, last, said, wanted_of(promise, council), undo)


async def _newest_ids(updates: QuerySet[Update]) -> list[int]:
    """The id of the newest of these updates for each action."""
    found = await updates.annotate(newest=Max("id")).group_by("action_id").values_list("newest", flat=True)
    return [int(str(one)) for one in found]


def headline(tasks: list[Task], awaited: list[Awaited]) -> str:
    """“Three promises are yours. One needs a word this week. One answer is late.”"""
    said = []
    if tasks:
        are = "promise is" if len(tasks) == 1 else "promises are"
        said.append(f"{in_words(len(tasks)).capitalize()} {are} yours.")
    wanted = sum(bool(task.wanted) for task in tasks)
    if wanted and wanted == len(tasks):
        said.append(f"{'It needs' if wanted == 1 else 'Each needs'} a word this week.")
    elif wanted:
        said.append(f"{in_words(wanted).capitalize()} {'needs' if wanted == 1 else 'need'} a word this week.")
    said += _answers(awaited)
    if not said:
        return "No promise waits for you."
    return " ".join([*said, *([] if wanted or awaited else ["Nothing is needed this week."])])


def _answers(awaited: list[Awaited]) -> list[str]:
    """What is to be said of the answers that are waited for: those that are late, before any others."""
    late = sum(one.left.is_late for one in awaited)
    if late:
        return [f"{in_words(late).capitalize()} {'answer is' if late == 1 else 'answers are'} late."]
    number = len(awaited)
    waits = "idea waits" if number == 1 else "ideas wait"
    return [f"{in_words(number).capitalize()} {waits} for your answer."] if awaited else []


async def show_desk(
    request: Request,
    *,
    block: str = "",
    status: int = 200,
    otherwise: Response | None = None,
    answered: int = 0,
    form: UpdateForm | None = None,
    saved_words: str = "",
    read_words: str = "",
) -> Response:
    """The desk; ``form`` is what was typed about action number ``answered`` and couldn't be kept."""
    person, council = request.user, request.scope["council"]
    officer = person.can(Right.UPDATE_ACTIONS)
    if not officer and not await Action.exists(owner_person_id=person.id, council_id=council.id):
        raise HTTPException(404)
    tasks = await tasks_of(person, council)
    awaited, chosen = await _winners_and_chosen(person, council)
    if not answered and "said" in request.query_params:
        answered, saved_words = _just_said(request, tasks)
    facts: dict[str, Any] = {
        "tasks": sorted([*tasks, *awaited], key=lambda one: one.due),
        "headline": headline(tasks, awaited),
        **(await _others(person, council, request.query_params.get("others", "")) if officer else NO_OTHERS),
        "just_decided": await newest_by(person) if person.can(Right.DECIDE) else None,
        "chosen": chosen,
        "appeals": len(await appeals_for(person)) if person.can(Right.HEAR_APPEALS) else 0,
        **await _from_outside(person),
        "ratings": RATINGS,
        "undo_minutes": UNDO_FOR.seconds // 60,
        "empty_form": UpdateForm(),
        "form": form,
        "answered": answered,
        "saved_words": saved_words,
        "read_words": read_words,
        "notice_inside": bool(saved_words),
    }
    return web.page(
        request, "plan/desk.html", block=block, status=status, otherwise=otherwise, here="desk", **facts
    )


async def after_report(request: Request, action: Action, form: UpdateForm) -> Response:
    """The desk again after a report: with its mistakes beside it, or with a word that it was said."""
    if form.problems:
        return await show_desk(request, block="desk", status=422, answered=action.number, form=form)
    told = form.said.data or form.rating.data or form.due.data or form.reached.data is not None
    said = told or form.step.data
    words = "Said. Everyone can read it." if said else "Noted: nothing changed."
    return await after_act(request, action, words)


async def after_act(request: Request, action: Action, words: str) -> Response:
    """The desk again, with a word about what was done, where it was done."""
    address = request.app.url_path_for("plan:desk", council=request.scope["council"].slug)
    otherwise = web.go(request, f"{address}?said={action.number}#action-{action.number}", notice=words)
    return await show_desk(
        request, block="desk", otherwise=otherwise, answered=action.number, saved_words=words
    )


async def after_reading(request: Request, words: str) -> Response:
    """The desk again, after somebody read what an outside owner said."""
    return await show_desk(
        request, block="desk", otherwise=web.back_to(request, "plan:desk", notice=words), read_words=words
    )


def _just_said(request: Request, tasks: list[Task]) -> tuple[int, str]:
    """Without script: which action a word was just said about, and what the page says of that."""
    number, words = request.query_params["said"], web.notice_of(request)
    mine = {str(task.promise.action.number) for task in tasks}
    return (int(number), words) if words and number in mine else (0, "")


@looks_up
async def whether_they_own_any(person: Person) -> None:
    """The way to “My actions” is shown to whoever owns one, officer or not."""
    if person.is_staff and not person.can(Right.UPDATE_ACTIONS):
        person.owns_actions = await Action.exists(owner_person_id=person.id)


async def _others(person: Person, council: Council, after: str) -> dict[str, Any]:
    """Other live actions of the council by due date, a page at a time."""
    theirs = actions_seen_by(person).filter(status__in=LIVE)
    theirs = theirs.filter(Q(owner_person_id=None) | Q(owner_person_id__not=person.id))
    count = await theirs.count()
    place = re.fullmatch(r"(\d{4}-\d{2}-\d{2})-(\d{1,9})", after)
    if place and (day := typed_day(place[1])):
        theirs = theirs.filter(Q(due__gt=day) | Q(due=day, id__gt=int(place[2])))
    found = await theirs.order_by("due", "id").limit(SHOWN_AT_MOST + 1)
    last = found[SHOWN_AT_MOST - 1] if len(found) > SHOWN_AT_MOST else None
    return {
        "others": await promises_of(council, found[:SHOWN_AT_MOST]),
        "others_count": count,
        "others_after": f"{last.due.isoformat()}-{last.id}" if last else "",
        "others_shown": bool(after),
    }


async def _winners_and_chosen(person: Person, council: Council) -> tuple[list[Awaited], list[Idea]]:
    """Winners that wait for an answer, first (“won” sorts last), and ideas that wait for a promise."""
    asked = [stage for stage, right in WAITS_FOR.items() if person.can(right)]
    waiting = ideas_seen_by(person).filter(stage__in=asked).order_by("-stage", "stage_since", "id")
    found = await waiting.limit(2 * SHOWN_AT_MOST) if asked else []
    clocks = [(idea, answer_clock(idea, council)) for idea in found if idea.stage is Stage.WON]
    chosen = [idea for idea in found if idea.stage is Stage.CHOSEN]
    return [Awaited(idea, left) for idea, left in clocks if left], chosen[:SHOWN_AT_MOST]


async def _from_outside(person: Person) -> dict[str, Any]:
    """What outside owners said, which somebody of the team reads before everyone can."""
    waiting = waiting_for(person)
    shown = await waiting.limit(SHOWN_AT_MOST).select_related("action")
    return {
        "from_outside": shown,
        "from_outside_count": len(shown) if len(shown) < SHOWN_AT_MOST else await waiting.count(),
        "looks": LOOKS,
    }
