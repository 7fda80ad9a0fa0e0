"""What somebody asked the plan for: how it is grouped, which promises, and where a long list goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from saidanddone.councils.models import Council
from saidanddone.missions.models import Mission
from saidanddone.people.leaving_work import Work, answers_for
from saidanddone.people.models import Person
from saidanddone.plan.models import Action
from saidanddone.plan.shown import MARK_WORDS, missions_by_action
from saidanddone.plan.signs import mark_of, signs_of
from saidanddone.plan.statuses import LIVE, Sign
from saidanddone.spelling import count_of

GROUPINGS = {"mission": "Mission", "owner": "Owner", "rating": "How it goes"}
NEEDS_ATTENTION = ("needs-help", "off-track", "not-yet", "overdue", "no-news")


@dataclass(frozen=True)
class Line:
    """An action with its one mark and its missions: all that a count, a line or a filter asks of it."""

    action: Action
    mark: str
    missions: list[Mission] = field(default_factory=list)
    signs: tuple[Sign, ...] = ()

    @property
    def needs_attention(self) -> bool:
        """Whether somebody has to do something about it: it goes badly, or it is late, silent or nobody’s."""
        return self.mark in NEEDS_ATTENTION or bool(self.signs)


async def lines_of(actions: Sequence[Action], council: Council) -> list[Line]:
    """These actions of a council as lines, in the same order: one query for all their missions."""
    missions, found = await missions_by_action(actions), []
    for action in actions:
        signs = signs_of(action, council)
        found.append(Line(action, mark_of(action, signs), missions.get(action.id, []), tuple(signs)))
    return found


@dataclass(frozen=True)
class Wishes:
    """What was asked for, with everything unknown left out. ``after`` is the number of the last one shown."""

    by: str = "mission"
    mission: Mission | None = None
    needs: bool = False
    owner: str = ""
    rating: str = ""
    after: int = 0

    @property
    def is_all(self) -> bool:
        return not (self.mission or self.needs or self.owner or self.rating)

    def fit(self, line: Line) -> bool:
        """Whether a promise is among those asked for."""
        return (
            (self.mission is None or any(one.id == self.mission.id for one in line.missions))
            and (not self.needs or line.needs_attention)
            and (not self.owner or line.action.owner == self.owner)
            and (not self.rating or line.mark == self.rating)
        )

    @property
    def words(self) -> list[str]:
        """What was asked for, as people say it."""
        found = [self.mission.label] if self.mission else []
        found += [self.owner] if self.owner else []
        found += [MARK_WORDS[self.rating].capitalize()] if self.rating else []
        return [*found, "Only what needs attention"] if self.needs else found

    def query(self, **changes: str) -> Mapping[str, str]:
        """These wishes as the parameters of an address."""
        wishes = {
            "by": self.by if self.by != "mission" else "",
            "mission": self.mission.ref if self.mission else "",
            "needs": "attention" if self.needs else "",
            "owner": self.owner,
            "rating": self.rating,
        } | changes
        return {name: value for name, value in wishes.items() if value}


def wishes_in(params: Mapping[str, str], missions: Sequence[Mission]) -> Wishes:
    """The wishes in an address; what nobody offers is as if it were not there."""
    by, after = params.get("by", ""), params.get("after", "")
    rating, owner = params.get("rating", ""), params.get("owner", "")
    return Wishes(
        by=by if by in GROUPINGS else "mission",
        mission=next((one for one in missions if one.ref == params.get("mission")), None),
        needs=params.get("needs") == "attention",
        owner=owner if len(owner) <= 80 and owner.isprintable() else "",
        rating=rating if rating in MARK_WORDS else "",
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0,
    )


@answers_for
async def promises_owned(person: Person) -> list[Work]:
    """Promises that are not over and that somebody owns, by the title that they stand under in the plan."""
    theirs = Action.filter(owner_person_id=person.id, status__in=LIVE)
    titles = Counter(await theirs.values_list("owner", flat=True))
    return [
        Work(str(count_of(number, "promise")), "plan:plan", {"owner": str(title)})
        for title, number in sorted(titles.items())
    ]


def how_many(lines: Sequence[Line]) -> str:
    """“3 promises”, cancelled ones among them: the size of a list, not a count of what is promised."""
    return str(count_of(len(lines), "promise"))
