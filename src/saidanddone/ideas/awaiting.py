"""The answer-by clock: how long a winner has waited for the answer, and reminders to those who give it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.ideas.deciding import answer_by
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.notices.models import tell
from saidanddone.people.models import people_who_can
from saidanddone.people.rights import Right
from saidanddone.spelling import count_of
from saidanddone.templating import teaches

SOON = 7  # days before the day: deciders hear then, and again the day before
AGAIN = 7  # once it is late they hear each week


@dataclass(frozen=True)
class AnswerClock:
    """The day of the answer, and the days left until then; less than none once it is late."""

    by: date
    days: int

    @property
    def is_late(self) -> bool:
        return self.days < 0

    @property
    def words(self) -> str:
        """“12 days left to answer”, “3 days late”."""
        if self.is_late:
            return f"{count_of(-self.days, 'day')} late"
        return f"{count_of(self.days, 'day')} left to answer" if self.days else "The answer is due today"

    @property
    def chip(self) -> tuple[str, str]:
        """Its shape and its words."""
        return (
            "answer-late" if self.is_late else "answer-soon" if self.days <= SOON else "answer-due"
        ), self.words


@teaches("answer_clock")
def answer_clock(idea: Idea, council: Council) -> AnswerClock | None:
    """The clock that runs since an idea won; none for an idea that waits for no answer."""
    by = answer_by(idea, council)
    return AnswerClock(by, (by - clock.today()).days) if by else None


async def remind_deciders() -> None:
    """Tell those who decide of every answer that is due soon, tomorrow, or late. Each is told once."""
    won = Idea.filter(stage=Stage.WON).order_by("council_id", "stage_since", "id").select_related("council")
    for idea in await won:
        await database.write(lambda idea=idea: _remind(idea, idea.council))  # type: ignore[misc]


async def _remind(idea: Idea, council: Council) -> None:
    left = answer_clock(idea, council)
    found = _reminder(left) if left else None
    if left and found:
        what, when = found
        deciders = await people_who_can(Right.DECIDE, council.id)
        await tell(council.id, deciders, what, idea, key=f"{left.by.isoformat()}:{when}")


def _reminder(left: AnswerClock) -> tuple[str, str] | None:
    """What is to be told now, and which of the reminders it is; none while there is plenty of time."""
    if left.is_late:
        return "answer-late", f"week-{(-left.days - 1) // AGAIN}"
    if left.days <= SOON:
        return "answer-due", "last" if left.days <= 1 else "first"
    return None
