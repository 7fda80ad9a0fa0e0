"""The rows of the history in words: when, who, what, to whom or to which thing."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from saidanddone import spelling
from saidanddone.history.acts import group_of
from saidanddone.history.models import HistoryRow
from saidanddone.ideas.models import Idea
from saidanddone.people.come_back_cards import ComeBackCard
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.providers.models import Identity
from saidanddone.people.rights import ROLE_WORDS, Role
from saidanddone.plan.models import Action
from saidanddone.plan.outside_models import OwnerLink, OwnerWords
from saidanddone.rounds.models import Round
from saidanddone.spelling import full_day

NUMBERED: dict[str, tuple[Any, str, str]] = {
    "idea": (Idea, "idea", "ideas:show"),
    "action": (Action, "promise", "plan:action"),
    "round": (Round, "vote", "rounds:show"),
}
# Things that belong to one person, beside the account itself: whom a row about one is about.
ABOUT: dict[str, Any] = {"role_grant": RoleGrant, "come_back_card": ComeBackCard, "identity": Identity}
# Things that belong to one promise.
OF_A_PROMISE: dict[str, Any] = {"owner_link": OwnerLink, "owner_words": OwnerWords}
OWNER_SAYS = "owner_says"
AT_THE_KEYBOARD = {("council", "set_two_steps"), ("invitation", "invite")}  # when it was nobody here


@dataclass(frozen=True)
class Line:
    """One row, in words. ``to`` is the name and number of the page of its thing, where it has one.

    ``cards`` are the first and last number of invitations that were alike: one line for all of them.
    """

    when: str
    who: str
    did: str
    thing: str
    to: tuple[str, int] | None
    change: str
    words: str
    cards: tuple[int, int] | None = None


@dataclass(frozen=True)
class Names:
    """What the rows of a page call by an id, looked up once for all of them."""

    staff: dict[int, str]
    numbers: dict[str, dict[int, int]]  # {kind: {id: number}}
    people: dict[int, str]  # {the row's id: whom it is about}
    outside: dict[int, str]  # {the id of an outside owner's words: their job title}


async def staff_of(council_id: int) -> dict[int, str]:
    """Those who hold or held a role of staff, by id, as they are signed now."""
    held = RoleGrant.filter(person__council_id=council_id).exclude(role=Role.YOUNG_PERSON)
    grants = await held.order_by("person__nickname_key").select_related("person")
    return {grant.person_id: name_now(grant.person) for grant in grants}


def name_now(person: Person) -> str:
    """How somebody is named here today."""
    both = person.job_title and person.job_title != person.nickname
    return f"{person.job_title} ({person.nickname})" if both else person.nickname


async def lines_of(rows: list[HistoryRow], staff: dict[int, str]) -> list[Line]:
    """The rows in words, newest first."""
    numbers = {kind: await _numbers(kind, rows) for kind in NUMBERED}
    outside = await _of_promises(rows, numbers)
    names = Names(staff, numbers, await _people(rows), outside)
    lines: list[Line] = []
    for row in rows:
        _put(lines, _line(row, names))
    return lines


def _put(lines: list[Line], line: Line) -> None:
    """Add a line; the card before those of the last line, made by the same press, joins them."""
    last = lines[-1] if lines else None
    if (
        last
        and last.cards
        and line.cards
        and _alike(last) == _alike(line)
        and last.cards[0] - 1 == line.cards[1]
    ):
        first, end = line.cards[0], last.cards[1]
        lines[-1] = replace(last, cards=(first, end), thing=f"cards {first} to {end}")
    else:
        lines.append(line)


def _alike(line: Line) -> tuple[str, ...]:
    return line.when, line.who, line.did, line.change


def _line(row: HistoryRow, names: Names) -> Line:
    group = group_of(row.kind, row.act)
    thing, to = _thing(row, names)
    kept = getattr(row, "words", None)
    change = " → ".join(dict.fromkeys(_said(part) for part in (row.start, row.end) if part))
    by_day = group.by_day or row.act in group.by_day_too
    return Line(
        when=full_day(row.at) if by_day else f"{full_day(row.at)}, {spelling.clock_time(row.at)}",
        who=_who(row, names),
        did=group.acts[row.kind][row.act],
        thing=thing,
        to=to,
        change=change,
        words=kept.text if group.texts and kept is not None else "",
        cards=(row.thing_id, row.thing_id) if row.kind == "invitation" else None,
    )


def _thing(row: HistoryRow, names: Names) -> tuple[str, tuple[str, int] | None]:
    if row.kind == "invitation":
        return f"card {row.thing_id}", None
    kind = "action" if row.kind in OF_A_PROMISE else row.kind
    number = names.numbers.get(row.kind, {}).get(row.thing_id)
    if number is None:
        return names.people.get(row.id, ""), None
    _, noun, page = NUMBERED[kind]
    return f"{noun} {number}", (page, number)


def _said(codes: str) -> str:
    """Where a row begins or ends: roles in words, days as people read them, other codes as they are."""
    return ", ".join(_one_said(code) for code in codes.split(","))


def _one_said(code: str) -> str:
    if code in set(Role):
        return ROLE_WORDS[Role(code)]
    with suppress(ValueError):
        return full_day(date.fromisoformat(code))
    return code.replace("-", " ")


def _who(row: HistoryRow, names: Names) -> str:
    if row.act == OWNER_SAYS:
        title = names.outside.get(row.thing_id, "")
        return f"An outside owner ({title})" if title else "An outside owner"
    if row.who_id is None:
        here = (row.kind, row.act) in AT_THE_KEYBOARD
        return "Somebody at the server’s keyboard" if here else "The clock or a rule"
    return names.staff.get(row.who_id, "A young person")


async def _numbers(kind: str, rows: list[HistoryRow]) -> dict[int, int]:
    ids = {row.thing_id for row in rows if row.kind == kind}
    if not ids:
        return {}
    found = await NUMBERED[kind][0].filter(id__in=ids).values_list("id", "number")
    return dict(found)


async def _of_promises(rows: list[HistoryRow], numbers: dict[str, dict[int, int]]) -> dict[int, str]:
    """Adds the numbers of promises to links and words of outside owners; gives who said those words."""
    titles: dict[int, str] = {}
    for kind, model in OF_A_PROMISE.items():
        ids = {row.thing_id for row in rows if row.kind == kind}
        found = await model.filter(id__in=ids).select_related("action") if ids else []
        numbers[kind] = {one.id: one.action.number for one in found}
        titles |= {one.id: one.by_title for one in found if isinstance(one, OwnerWords)}
    return titles


async def _people(rows: list[HistoryRow]) -> dict[int, str]:
    """Whom a row about an account, a role or a card is about, by the row's id."""
    about = {row.id: row.thing_id for row in rows if row.kind == "person"}
    for kind, model in ABOUT.items():
        ids = {row.thing_id for row in rows if row.kind == kind}
        owners = dict(await model.filter(id__in=ids).values_list("id", "person_id")) if ids else {}
        about |= {row.id: owners[row.thing_id] for row in rows if row.kind == kind and row.thing_id in owners}
    found = await Person.filter(id__in=set(about.values()))
    names = {person.id: name_now(person) for person in found}
    return {row: names[one] for row, one in about.items() if one in names}
