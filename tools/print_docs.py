"""Writes addresses.md, rules.md, retention.md and settings.md of docs/ from the code's own tables.

Run it with `python -m tools.print_docs`.

tests/test_docs.py fails when what stands there is not what the tables say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from starlette.routing import Route

from saidanddone import cookies, how_often, limiting, spelling
from saidanddone.appraisal import criteria
from saidanddone.appraisal import stages as weighing
from saidanddone.ideas import stages
from saidanddone.ideas.models import UNDO_FOR
from saidanddone.mine import holding, keeping
from saidanddone.people.codes import FIGURES, LONG
from saidanddone.people.rights import MEANS, RIGHTS, Right, Role
from saidanddone.people.session_limits import LIMITS
from saidanddone.plan import help_rules, statuses
from saidanddone.plan.verdicts import OUTCOME_WORDS, Verdict, outcome
from saidanddone.rounds import states
from saidanddone.routes import routes
from saidanddone.rules import Move
from saidanddone.settings import Settings, variable

DOCS = Path(__file__).resolve().parents[1] / "docs"
NOTE = "<!-- Written by tools/print_docs.py from the code's tables. Change those, then run it again. -->"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def moves(rows: Iterable[Move]) -> str:
    """A state machine's moves."""
    return table(
        ("Move", "From", "To", "Made by", "Its button"),
        ((f"`{move.name}`", ", ".join(move.start), _end(move), _maker(move), move.says) for move in rows),
    )


def _end(move: Move) -> str:
    return repr(move.end) if not isinstance(move.end, str) else str(move.end)


def _maker(move: Move) -> str:
    return f"right `{move.by}`" if isinstance(move.by, Right) else str(move.by)


def _lasting(time: timedelta) -> str:
    if time >= timedelta(days=2):
        return f"{time.days} days"
    minutes = int(time.total_seconds()) // 60
    return spelling.count_of(minutes // 60, "hour") if minutes >= 60 else spelling.count_of(minutes, "minute")


def _routes(row: how_often.Limit) -> str:
    if row is how_often.WRONG_CODES:
        return "every code that opens nothing"
    return ", ".join(f"`{name}`" for name in sorted(row.routes)) or "every form"


def _beyond() -> str:
    return " or ".join(
        f"{row.at_most} in {_lasting(timedelta(seconds=row.seconds))} for {row.per.value}"
        for row in how_often.LONGER
    )


def yes(allowed: bool) -> str:
    return "yes" if allowed else ""


def rules() -> str:
    """docs/rules.md."""
    parts = [
        "# The rules, as tables",
        NOTE,
        "## Who may do what",
        table(
            ("Right", "Means", *(role.value for role in Role)),
            (
                (f"`{right}`", MEANS[right], *(yes(right in RIGHTS[role]) for role in Role))
                for right in Right
            ),
        ),
        "An action's owner may report on it without `update-actions`. A person may hold several roles.",
        "## How long a device stays signed in",
        table(
            ("Role", "Own device", "Unused", "Shared device", "Unused"),
            (
                (
                    f"`{role}`", _lasting(row.own.whole), _lasting(row.own.idle), _lasting(row.shared.whole),
                    _lasting(row.shared.idle),
                )
                for role, row in LIMITS.items()
            ),
        ),
        "A person of several roles has the shortest. Why: decisions/sessions.md.",
        "## Where an idea can stand",
        table(
            (
                "Stage", "Words people read", "Seen by", "Me too", "Change the words", "Comment", "Answer",
                "Recording kept",
            ),
            (
                (
                    f"`{stage}`", row.words, row.seen_by, yes(row.support), yes(row.edit), yes(row.comment),
                    yes(row.decide), yes(row.sound),
                )
                for stage, row in stages.ALLOWS.items()
            ),
        ),
        moves(stages.MOVES),
        "A move that takes another back is made only by whoever made that one, while it is the newest, for "
        f"{UNDO_FOR.seconds // 60} minutes.",
        "## A vote's life",
        moves(states.MOVES),
        "## Ways to do an idea, weighed",
        table(
            ("Stage", "Words people read", "Score", "All see it"),
            (
                (f"`{stage}`", row.words, yes(row.score), yes(row.show))
                for stage, row in weighing.ALLOWS.items()
            ),
        ),
        moves(weighing.MOVES),
        table(("What counts", "Weight to start from"), ((one.name, one.weight) for one in criteria.STARTS)),
        "All of it needs an idea that can still be answered. It may end when at least "
        f"{criteria.FEWEST_SCORERS} people have scored every way.",
        "## An action's life",
        moves(statuses.MOVES),
        table(
            ("Shown", "Words", "Kind"),
            ((f"`{key}`", look.words, type(key).__name__.lower()) for key, look in statuses.LOOKS.items()),
        ),
        "A sign is found by rule whenever it is shown, and never stored.",
        "## Help make this",
        "Its team is the action's owner, senior officers and participation workers (right `ask-for-help`).",
        moves(help_rules.MOVES),
        table(
            ("Kind of help", "On the form", "In a record that leaves out being in care"),
            ((f"`{work}`", *words) for work, words in help_rules.WORK_WORDS.items()),
        ),
        "An offer can be made while its state is `open`, its last day is not over and its action is not.",
        "## Did it really happen?",
        f"Answers: {', '.join(Verdict)}. Say that 20 people were asked and that the council's floor is 6:",
        table(
            ("Answered", "Of them yes", "Outcome"),
            (
                (answered, kept, OUTCOME_WORDS[outcome(yes=kept, answered=answered, asked=20, floor=6)])
                for answered, kept in ((0, 0), (5, 5), (6, 3), (6, 4), (14, 7), (14, 8), (20, 20))
            ),
        ),
        "Where fewer people were asked than the floor, all of them must have answered.",
        "## Cookies",
        table(
            ("Cookie", "What for", "SameSite"),
            ((f"`{one.name}`", one.what_for, one.same_site) for one in cookies.COOKIES),
        ),
        "All are HttpOnly. Over https their names begin with `__Host-` and they are Secure.",
        "## How often is too often",
        table(
            ("What", "For", "At most", "In", "Counted at"),
            (
                (row.what, row.per.value, row.at_most, _lasting(timedelta(seconds=row.seconds)), _routes(row))
                for row in (*how_often.LIMITS, how_often.WRONG_CODES, *how_often.CODES)
            ),
        ),
        "Of pages those with a question in their address are counted, and heavy ones and the ways to a "
        "provider each time. An IPv6 address counts by its "
        "first 64 bits, which share one wifi.",
        f"Codes have {FIGURES} figures. Beyond {_beyond()} they have {LONG}. From {how_often.ALARM.at_most} "
        f"in {_lasting(timedelta(seconds=how_often.ALARM.seconds))} in one council the log says so, and "
        "nobody is turned away for it. Why: decisions/codes-and-cards.md.",
        f"After {how_often.ENOUGH.at_most} codes in a day for an inbox from one network address, or "
        f"{how_often.ENOUGH_TEXTS.at_most} by text message for one number, a network address may ask "
        f"{how_often.SPACED.at_most} times an hour for that inbox. For codes an IPv6 address counts by its "
        f"first {limiting.ONE_LINE} bits, which one line may be given.",
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _default(value: object) -> str:
    return f"`{value}`" if value != "" else "nothing"


def settings() -> str:
    """docs/settings.md."""
    parts = [
        "# Settings",
        NOTE,
        "Each is an environment variable; none has to be set for the demo.",
        table(
            ("Variable", "Meaning", "When it is not set"),
            (
                (f"`{variable(setting.name)}`", setting.metadata["meaning"], _default(setting.default))
                for setting in fields(Settings)
            ),
        ),
    ]
    return "\n\n".join(parts) + "\n"


def retention() -> str:
    """docs/retention.md."""
    parts = [
        "# What is kept, and for how long",
        NOTE,
        "## What goes by itself",
        "The council admin sets these under **Settings**. Where something belongs to a person, they are told "
        f"{keeping.WARNED.days} days before, and keep it by using it. Due work (`saidanddone due`, or the "
        "running site, once an hour) lets it go.",
        table(
            ("What", "Then", "Days, as shipped", "From", "To", "Warned"),
            (
                (one.words, one.then, one.days, one.least, one.most, yes(one.warned))
                for one in keeping.KEPT.values()
            ),
        ),
        "## What can't be set",
        table(("What", "How long"), keeping.FIXED),
        "## What people are shown of themselves",
        "Under *Everything about me*, to read and as a file:",
        table(
            ("Part", "What is found"),
            ((part.words, ", ".join(held.words for held in part.held)) for part in holding.PARTS),
        ),
        "Left out, and why:",
        "\n".join(f"- {words}" for words in (*holding.LEFT_OUT.values(), *holding.NOT_SHOWN)),
        "## When somebody leaves",
        "[Leaving for good](decisions/leaving.md) says what goes and what stays.",
    ]
    return "\n\n".join(parts) + "\n"


def addresses() -> str:
    """docs/addresses.md: every address and who it is open to, as the routes themselves say."""
    rows = [
        (sorted(route.methods - {"HEAD"})[0], f"`{route.path}`", _open_to(route.endpoint))
        for route in routes(Settings())
        if isinstance(route, Route) and route.methods
    ]
    parts = (
        "# Every address, and who it is open to",
        NOTE,
        "A change here is a change of what people may do. Beyond that, each thing is found through the "
        "person: what they may not see is not there ([who may do what](rules.md)).",
        table(("", "Address", "Open to those who may"), rows),
    )
    return "\n\n".join(parts) + "\n"


def _open_to(endpoint: Any) -> str:
    whom = getattr(endpoint, "open_to", ("everyone",))
    return ", or ".join(str(MEANS[one]) if isinstance(one, Right) else str(one) for one in whom)


PRINTED = {"addresses.md": addresses, "retention.md": retention, "rules.md": rules, "settings.md": settings}


def main() -> None:
    for name, printed in PRINTED.items():
        (DOCS / name).write_text(printed(), encoding="utf-8")


if __name__ == "__main__":
    main()
