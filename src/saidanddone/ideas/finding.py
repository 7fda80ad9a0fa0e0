"""Finding ideas: the board's filters, search, order and pages, and ideas like what somebody is writing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from saidanddone.councils.models import Council
from saidanddone.ideas import turns
from saidanddone.ideas.models import Idea, IdeaMission, ideas_seen_by
from saidanddone.ideas.stages import ALLOWS, IN_PUBLIC, ON_THE_BOARD, Stage
from saidanddone.ideas.words import WORDS_AT_MOST, plain_words, stem, with_words
from saidanddone.missions.models import Mission, missions_named
from saidanddone.spelling import in_words

ON_A_PAGE = 20  # the first card takes two places: whole rows of two and of three
COUNTED = 400
LOOKED_THROUGH, RARE = 100, 5  # ideas read to find like ones; a rare word occurs in no more than these
START = datetime(1970, 1, 1, tzinfo=UTC)

# What the board's filter offers: its value, its words, its stages. Any single stage may be asked for too.
GROUPS: dict[str, tuple[str, tuple[Stage, ...]]] = {
    "taking-support": ("Open", (Stage.OPEN, Stage.SHORTLISTED)),
    "vote": ("In the vote", (Stage.IN_ROUND, Stage.WON)),
    "chosen": ("Chosen", (Stage.CHOSEN,)),
    "in-plan": ("In the plan", (Stage.IN_PLAN,)),
    "done": ("Done", (Stage.DELIVERED, Stage.CONFIRMED)),
    "answered": ("Not now or no", (Stage.NOT_NOW, Stage.NO)),
}
SORTS = {
    "turns": "Taking turns: each day others come first",
    "moved": "Newest movement first",
    "newest": "Newest ideas first",
    "longest": "Longest without movement first",
}
ORDERS = {"moved": ("-moved_at", "-id"), "newest": ("-number",), "longest": ("moved_at", "id")}

_COMMON = frozenset(
    re.findall(
        r"\w+",
        """about after again also because been before being better could every from have help into just like
        make many more most much need needs only other people please should some than that their them then
        there these they thing things this those very want wants were what when where which will with would
        young your ours council care leaver leavers leaving free good know think really always never new first
        year years day days time one two someone somebody everyone everybody place
        dont and the are for not all can our out who how why you get until while
        was has had but any too use see say let put own off now may its his her she him did got lot way old
        big bit yes per yet nor ask try""",
    )
)


@dataclass
class Wanted:
    """What somebody asked the board for, with everything unknown left out."""

    stage: str = ""
    missions: list[Mission] = field(default_factory=list)
    q: str = ""
    sort: str = "turns"
    after: str = ""

    @property
    def refs(self) -> list[str]:
        return [mission.ref for mission in self.missions]

    @property
    def stages(self) -> tuple[Stage, ...]:
        if self.stage in GROUPS:
            return GROUPS[self.stage][1]
        return (Stage(self.stage),) if self.stage else ON_THE_BOARD

    @property
    def stage_words(self) -> str:
        if self.stage in GROUPS:
            return GROUPS[self.stage][0]
        return ALLOWS[Stage(self.stage)].words if self.stage else ""

    @property
    def is_all(self) -> bool:
        return not (self.stage or self.missions or self.q)

    def picked(self) -> list[tuple[str, str]]:
        """Each filter in words, with the query of the board's address without it."""
        each = [(f"“{self.q}”", replace(self, q=""))] if self.q else []
        each += [(self.stage_words, replace(self, stage=""))] if self.stage else []
        for mission in self.missions:
            others = [other for other in self.missions if other.id != mission.id]
            each.append((mission.label, replace(self, missions=others)))
        return [(words, urlencode(without.query(), doseq=True)) for words, without in each]

    def query(self, **changes: str) -> Mapping[str, Any]:
        """These wishes as the parameters of an address."""
        wishes = {
            "stage": self.stage,
            "q": self.q,
            "sort": self.sort if self.sort != "turns" else "",
        } | changes
        return {name: value for name, value in wishes.items() if value} | (
            {"mission": self.refs} if self.missions else {}
        )


async def wanted(council: Council, params: QueryParams) -> Wanted:
    """Read an address's parameters. What they don't know is as if it were not there."""
    stage = params.get("stage", "")
    refs = params.getlist("mission")[:20]
    return Wanted(
        stage=stage if stage in GROUPS or stage in IN_PUBLIC else "",
        missions=(await missions_named(council, refs))[0] if refs else [],
        q=plain(params.get("q", "")),
        sort=params["sort"] if params.get("sort") in SORTS else "turns",
        after=params.get("after", ""),
    )


def plain(typed: str) -> str:
    """What was typed, on one line, without signs that can't be seen."""
    return "".join(sign for sign in " ".join(typed.split()) if sign.isprintable())[:200]


def board_of(person: Any) -> QuerySet[Idea]:
    """The ideas that this person sees in the stages everyone follows."""
    return ideas_seen_by(person).filter(stage__in=ON_THE_BOARD)


def found_for(person: Any, wishes: Wanted) -> QuerySet[Idea]:
    """All that fits the wishes and that this person sees."""
    found = ideas_seen_by(person).filter(stage__in=wishes.stages)
    if wishes.missions:
        linked = IdeaMission.filter(mission_id__in=[mission.id for mission in wishes.missions])
        found = found.filter(id__in=Subquery(linked.values("idea_id")))
    return found.filter(with_words(wishes.q)) if wishes.q else found


async def how_many(found: QuerySet[Idea]) -> str:
    """“Two ideas”; past a few hundred only that there are more: whoever reads waits for no counting."""
    ids = await found.limit(COUNTED + 1).values_list("id", flat=True)
    if len(ids) > COUNTED:
        return f"More than {COUNTED} ideas"
    return f"{in_words(len(ids)).capitalize()} {'idea' if len(ids) == 1 else 'ideas'}"


async def page_of(found: QuerySet[Idea], wishes: Wanted) -> tuple[list[Idea], str]:
    """The ideas of one page in their order, and where the next page starts ("" when this is the last)."""
    if wishes.sort == "turns":
        return await turns.page_of(found, wishes.after, ON_A_PAGE)
    ideas = await _after(found, wishes).order_by(*ORDERS[wishes.sort]).limit(ON_A_PAGE + 1)
    if len(ideas) <= ON_A_PAGE:
        return ideas, ""
    last = ideas[ON_A_PAGE - 1]
    place = last.number if wishes.sort == "newest" else f"{(last.moved_at - START) // MICROSECOND}-{last.id}"
    return ideas[:ON_A_PAGE], str(place)


MICROSECOND = timedelta(microseconds=1)


def _after(found: QuerySet[Idea], wishes: Wanted) -> QuerySet[Idea]:
    place = re.fullmatch(r"(\d{1,16})(?:-(\d{1,9}))?", wishes.after)
    if place is None:
        return found
    first, second = int(place[1]), place[2]
    if wishes.sort == "newest":
        return found.filter(number__lt=first) if second is None and first < 10**9 else found
    if second is None:
        return found
    moment, idea_id = START + first * MICROSECOND, int(second)
    if wishes.sort == "longest":
        return found.filter(Q(moved_at__gt=moment) | Q(moved_at=moment, id__gt=idea_id))
    return found.filter(Q(moved_at__lt=moment) | Q(moved_at=moment, id__lt=idea_id))


async def ideas_like(person: Any, words: str, *, at_most: int = 3) -> list[Idea]:
    """Ideas that share uncommon words with what somebody writes, those that share the rarest first.

    Also ones that are answered or done already. One shared word is enough only where few ideas have it.
    """
    said = sorted(uncommon_words(words), key=len, reverse=True)[:WORDS_AT_MOST]
    if not said:
        return []
    fits = Q(*[with_words(word) for word in said], join_type=Q.OR)
    ideas = await board_of(person).filter(fits).order_by("-moved_at", "-id").limit(LOOKED_THROUGH)
    stems = {idea.id: set(idea.words.split()) for idea in ideas}
    having = {word: sum(stem(word) in each for each in stems.values()) for word in said}
    shared = {idea.id: [word for word in said if stem(word) in stems[idea.id]] for idea in ideas}
    alike = [idea for idea in ideas if _are_alike(shared[idea.id], having)]
    return sorted(alike, key=lambda idea: -sum(1 / having[word] for word in shared[idea.id]))[:at_most]


async def same_words_waiting(person: Any, what: str, why: str) -> Idea | None:
    """The idea that this person sent with these very words and that nobody read yet: pressed twice, say."""
    return await Idea.filter(author_id=person.id, stage=Stage.WAITING, what=what, why=why).first()


def _are_alike(shared: list[str], having: dict[str, int]) -> bool:
    return len(shared) > 1 or any(having[word] <= RARE for word in shared)


def uncommon_words(text: str) -> list[str]:
    """The words of a text that say what it is about, each once, in their order."""
    told = dict.fromkeys(plain_words(text))
    return [word for word in told if len(word) > 2 and word not in _COMMON]
