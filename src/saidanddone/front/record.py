"""What somebody has done: a private record of the help they gave and of their ideas that became promises."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from saidanddone import clock
from saidanddone.councils.models import Council
from saidanddone.ideas.models import Idea, ideas_seen_by
from saidanddone.people.models import Person
from saidanddone.plan.help_models import Attendance, Omission
from saidanddone.plan.help_rules import WORK_WORDS
from saidanddone.plan.help_shown import hours_words
from saidanddone.plan.models import Action, ActionIdea
from saidanddone.plan.statuses import Status
from saidanddone.plan.verdicts import Outcome
from saidanddone.spelling import in_words


@dataclass(frozen=True)
class Line:
    """One thing done. ``plain`` says it without giving away that it had to do with care."""

    key: str
    at: datetime
    what: str
    plain: str
    about: str = ""
    quarters: int = 0
    pence: int = 0
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    left_out: bool = False
    number: int = 0

    @property
    def hours(self) -> str:
        """The hours in words."""
        return str(hours_words(self.quarters))

    @property
    def stamp(self) -> str:
        """The day for machines, as people's clocks show it."""
        return clock.local(self.at).date().isoformat()

    @property
    def voucher(self) -> str:
        """“£20”, “£12.50”; nothing when there was none."""
        return pounds(self.pence) if self.pence else ""


@dataclass
class Record:
    """One person's lines, newest first. ``shown()`` is what a download may hold."""

    council: Council
    helps: list[Line] = field(default_factory=list)
    ideas: list[Line] = field(default_factory=list)

    def shown(self) -> Record:
        """The same without what its owner leaves out."""
        return Record(
            self.council,
            [line for line in self.helps if not line.left_out],
            [line for line in self.ideas if not line.left_out],
        )

    @property
    def quarters(self) -> int:
        return sum(line.quarters for line in self.helps)

    @property
    def pence(self) -> int:
        return sum(line.pence for line in self.helps)

    def totals(self, who: str = "", *, vouchers: bool = True) -> str:
        """“Took part four times, 7 hours 30 minutes in all. £75 in vouchers.” With ``who``, about them."""
        times = len(self.helps)
        if not times:
            return ""
        often = {1: "once", 2: "twice"}.get(times, f"{in_words(times)} times")
        took = f"{who} took part" if who else "Took part"
        whole = (
            f", {hours_words(self.quarters)} in all." if times > 1 else f", for {hours_words(self.quarters)}."
        )
        given = f" {pounds(self.pence)} in vouchers." if vouchers and self.pence else ""
        return f"{took} {often}{whole}{given}"


def pounds(pence: int) -> str:
    """“£20”, “£12.50”."""
    return f"£{pence // 100}.{pence % 100:02}" if pence % 100 else f"£{pence // 100}"


async def record_of(person: Person, council: Council) -> Record:
    """All that stands in a person's own record. Nobody else's page may ask for it."""
    omitted = await Omission.filter(person_id=person.id, ended_at=None)
    return Record(
        council,
        await _helps(person, {one.help_id for one in omitted if one.help_id}),
        await _ideas(person, {one.idea_id for one in omitted if one.idea_id}),
    )


async def _helps(person: Person, omitted: set[int]) -> list[Line]:
    took = Attendance.filter(person_id=person.id, replaced_at=None, took_part=True)
    lines = [
        Line(
            key=f"help-{row.help_id}",
            at=row.help.starts_at or row.at,
            what=row.help.what,
            plain=WORK_WORDS[row.help.work][1],
            about=row.help.action.title,
            quarters=row.quarters,
            pence=row.pence,
            confirmed_by=row.by_title,
            confirmed_at=row.at,
            left_out=row.help_id in omitted,
            number=row.help.action.number,
        )
        for row in await took.select_related("help__action")
    ]
    return sorted(lines, key=lambda line: (line.at, line.key), reverse=True)


async def _ideas(person: Person, omitted: set[int]) -> list[Line]:
    """The ideas this person wrote for which something was promised: one line for each idea."""
    mine = {idea.id: idea for idea in await ideas_seen_by(person).filter(author_id=person.id)}
    links = ActionIdea.filter(idea_id__in=list(mine)).exclude(action__status=Status.CANCELLED)
    actions: dict[int, list[Action]] = {}
    for link in await links.order_by("action__created_at").select_related("action"):
        actions.setdefault(link.idea_id, []).append(link.action)
    lines = [_became(mine[id_], found, id_ in omitted) for id_, found in actions.items()]
    return sorted(lines, key=lambda line: (line.at, line.key), reverse=True)


def _became(idea: Idea, actions: list[Action], left_out: bool) -> Line:
    kept = all(one.status is Status.COMPLETE and one.outcome is Outcome.CONFIRMED for one in actions)
    return Line(
        key=f"idea-{idea.id}",
        at=actions[0].created_at,
        what=idea.heading,
        plain="Proposed a change to a public service that was "
        + ("made, as the people it is for confirmed" if kept else "agreed and planned"),
        about="It happened. Young people said so." if kept else "It is in the council’s plan.",
        left_out=left_out,
        number=idea.number,
    )
