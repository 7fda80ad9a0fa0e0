"""How each mission stands: its promises as marks, its ideas as counts, and the gaps between them in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tortoise.functions import Count, Sum

from saidanddone import database
from saidanddone.councils.models import Council
from saidanddone.database import by
from saidanddone.ideas.models import Door, IdeaMission
from saidanddone.ideas.stages import ON_THE_BOARD, Stage
from saidanddone.missions.models import Mission
from saidanddone.plan.models import Action, ActionIdea, ActionMission
from saidanddone.plan.shown import MARK_WORDS
from saidanddone.plan.signs import mark_of, signs_of
from saidanddone.plan.statuses import Sign, Status
from saidanddone.spelling import count_of, in_words

WAITS_FOR_A_PROMISE = (Stage.OPEN, Stage.SHORTLISTED, Stage.IN_ROUND, Stage.WON, Stage.CHOSEN)
KEY = {"claim": "the council says it’s done", "not-yet": "young people say: not yet"}


@dataclass
class Progress:
    """One mission's promises and voices. ``ideas`` counts, by stage, those that everyone let in may see."""

    mission: Mission
    actions: list[Action] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    ideas: Counter[Stage] = field(default_factory=Counter)
    me_toos: int = 0
    supporters: int = 0
    unasked: list[Action] = field(default_factory=list)
    overdue: int = 0

    @property
    def without_voice(self) -> int:
        """How many promises no idea stands behind that everyone let in may read."""
        return len(self.unasked)

    @property
    def kept(self) -> int:
        return self.marks.count("confirmed")

    @property
    def tally(self) -> list[tuple[str, int, str]]:
        """(icon, number, words): the mission in numbers."""
        people = "young person wants" if self.supporters == 1 else "young people want"
        return [
            ("say", self.voices, "idea" if self.voices == 1 else "ideas"),
            ("placard", self.supporters, f"{people} them"),
            ("flag", self.promised, "promise" if self.promised == 1 else "promises"),
            ("tick", self.kept, "kept: young people say yes"),
            ("late", self.overdue, "past the due date"),
        ]

    @property
    def voices(self) -> int:
        return self.ideas.total()

    @property
    def waiting(self) -> int:
        """Voices for which nothing was promised yet."""
        return sum(self.ideas[stage] for stage in WAITS_FOR_A_PROMISE)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many promises carry each mark, those that occur, in the order of the table."""
        found = Counter(self.marks)
        return [(mark, found[mark]) for mark in MARK_WORDS if found[mark]]

    @property
    def promised(self) -> int:
        """How many promises there are: a cancelled one is told, and not counted."""
        return sum(mark != "cancelled" for mark in self.marks)

    @property
    def gap(self) -> str:
        if self.promised:
            return ""
        return "No promise now." if self.actions else "No promise yet."

    @property
    def standing(self) -> str:
        """“4 promises: one kept, two on track, one not yet. One is overdue.”"""
        if not self.actions:
            return ""
        if len(self.actions) == 1 and self.promised:
            late = " It is past its due date." if self.overdue and "overdue" not in self.marks else ""
            return f"1 promise: {MARK_WORDS[self.marks[0]]}.{late}"
        stand = ", ".join(f"{in_words(number)} {MARK_WORDS[mark]}" for mark, number in self.counts)
        hidden = self.overdue - self.marks.count("overdue")
        late = f" {in_words(hidden).capitalize()} of them past the due date." if hidden else ""
        if not self.promised:
            return f"{stand.capitalize()}."
        return f"{count_of(self.promised, 'promise')}: {stand}.{late}"

    @property
    def heard(self) -> str:
        """“7 ideas, 99 times “me too”.”"""
        if not self.voices:
            return "No idea yet."
        me_too = f", {count_of(self.me_toos, 'time')} “me too”" if self.me_toos else ""
        return f"{count_of(self.voices, 'idea')}{me_too}."


async def progress_of_missions(council: Council, missions: list[Mission]) -> list[Progress]:
    """How these missions stand in a council; the number of queries does not depend on how many there are."""
    ids = [mission.id for mission in missions]
    links = (
        await ActionMission.filter(mission_id__in=ids, action__council_id=council.id)
        .order_by("action__due", "action_id")
        .select_related("action")
    )
    voiced = set(await _with_ideas(council))
    rows = by("mission_id", links)
    found = {mission.id: Progress(mission) for mission in missions}
    for mission_id, one in found.items():
        one.actions = [link.action for link in rows[mission_id]]
        signs = [signs_of(action, council) for action in one.actions]
        one.marks = [
            mark_of(action, found_by_rule) for action, found_by_rule in zip(one.actions, signs, strict=True)
        ]
        one.overdue = sum(Sign.OVERDUE in found_by_rule for found_by_rule in signs)
        live = [action for action in one.actions if action.status is not Status.CANCELLED]
        one.unasked = [action for action in live if action.id not in voiced]
    await _count_ideas(council, found)
    return list(found.values())


async def _with_ideas(council: Council) -> list[int]:
    """Actions that answer an idea which everyone let in may read: a hidden one gives no sign of itself."""
    seen = {"idea__door": Door.EVERYONE, "idea__stage__in": ON_THE_BOARD}
    linked = ActionIdea.filter(action__council_id=council.id, **seen).distinct()
    return await linked.values_list("action_id", flat=True)  # type: ignore[return-value]


async def _count_ideas(council: Council, found: dict[int, Progress]) -> None:
    """Counts only: no words, no team-only idea, and no “me too” of what is in a vote."""
    rows = (
        await IdeaMission.filter(
            mission_id__in=list(found),
            idea__council_id=council.id,
            idea__door=Door.EVERYONE,
            idea__stage__in=ON_THE_BOARD,
        )
        .annotate(ideas=Count("id"), wanted=Sum("idea__supports"))
        .group_by("mission_id", "idea__stage")
        .values("mission_id", "idea__stage", "ideas", "wanted")
    )
    for row in rows:
        one, stage = found[row["mission_id"]], Stage(row["idea__stage"])
        one.ideas[stage] += row["ideas"]
        if stage is not Stage.IN_ROUND:
            one.me_toos += int(row["wanted"] or 0)


async def supporters_of(mission: Mission, council: Council) -> int:
    """Different people behind the ideas of a mission, and behind ideas joined to those; none in a vote."""
    stages = [stage for stage in ON_THE_BOARD if stage is not Stage.IN_ROUND]
    (row,) = await database.rows(
        f"""SELECT COUNT(DISTINCT s.person_id) AS people
        FROM idea_mission im JOIN idea t ON t.id = im.idea_id
        JOIN idea i ON i.id = t.id OR i.merged_into_id = t.id
        JOIN support s ON s.idea_id = i.id AND s.withdrawn_at IS NULL
        WHERE im.mission_id = ? AND t.council_id = ? AND t.door = ?
        AND t.stage IN ({", ".join("?" for _ in stages)})""",
        mission.id,
        council.id,
        str(Door.EVERYONE),
        *(str(stage) for stage in stages),
    )
    return int(row["people"])
