"""Rivermead weighs ways to do an idea: one weighed and answered long ago, one being scored now."""

from __future__ import annotations

from collections.abc import Sequence

from saidanddone.appraisal.criteria import STARTS
from saidanddone.appraisal.models import Appraisal, agreement_of, ways_of
from saidanddone.appraisal.reasons import publish_reason, unread_reasons
from saidanddone.appraisal.scoring import be_sure, close_scoring, open_scoring, score
from saidanddone.appraisal.writing import Written, agree, write_ways
from saidanddone.demo.telling import Telling
from saidanddone.practice.models import PracticeCard

MANAGER, HEAD, WORKER = "Leaving Care Service Manager", "Head of Leaving Care", "Participation Worker"
Way = tuple[str, str, str, tuple[str, ...]]  # name, what, cost, practice


def weigh(tell: Telling) -> None:
    """Both weighings."""
    mental_health(tell)
    first_night_box(tell)


def mental_health(tell: Telling) -> None:
    """Weighed before it was answered: the second way was chosen, and the answer says why."""
    written(tell, 325, "pa-mental-health",
        ("Advisers have no special training. The nurse sees those who are sent to her.", "No new money"), (
        ("One adviser who knows mental health", "One personal adviser with a mental-health background, and no more "
         "than fifteen young people.", "About £55,000 a year (estimate)", ("mental-health-advisers",)),
        ("One in each team", "An adviser with a mental-health background in each of our three teams.",
         "About £165,000 a year (estimate)", ("mental-health-advisers",)),
        ("More of the nurse’s time", "The nurse comes to the drop-in each week, and rings people back.",
         "About £30,000 a year (estimate)", ("nurse-time",)),
    ))  # fmt: skip
    agreed(tell, 324, "pa-mental-health", 7)
    opened(tell, 323, "pa-mental-health")
    marks = ((1, 1, 1, 5, 3, 5), (4, 2, 4, 4, 4, 4), (5, 5, 4, 2, 3, 1), (3, 3, 3, 4, 3, 4))
    sure = (2, 4, 3, 3)
    people = (
        "Wren",
        "Robin",
        "Heron",
        "Swift",
        "Linnet",
        "Plover",
        MANAGER,
        HEAD,
        "Personal Adviser",
        WORKER,
    )
    why = {
        "Wren": (1, 1, "Fifteen people is not all of us. But it is someone real."),
        "Linnet": (2, 2, "Every team, or it depends on where you live."),
        HEAD: (2, 4, "We would have to find and train three people first."),
        "Personal Adviser": (3, 3, "The nurse is trusted, and she is there already."),
    }
    for position, name in enumerate(people):
        scored(
            tell,
            322 - position * 0.5,
            "pa-mental-health",
            name,
            marks,
            position,
            why=why.get(name),
            sure=sure,
        )
    scored(tell, 317, "pa-mental-health", "Dunlin", marks[:1], 1)
    reasons_read(tell, 316, "pa-mental-health")
    closed(tell, 315, "pa-mental-health")


def first_night_box(tell: Telling) -> None:
    """The winner of the second vote: people score it now, and the council's clock runs."""
    written(tell, 11, "first-night-box",
        ("Some advisers bring a few things out of their own pocket. Others can’t.", "Nothing that we count"), (
        ("A box that we pack", "We buy and pack a box with young people. It waits in the flat on the first night.",
         "About £60 a box (estimate)", ()),
        ("A voucher", "A shop voucher on the day of the keys, to choose for oneself.", "£60 a person (estimate)", ()),
        ("A box from the pantry", "The local pantry packs it, with food for two days.", "To be confirmed", ("pantry",)),
    ))  # fmt: skip
    agreed(tell, 8, "first-night-box", 5)
    opened(tell, 7, "first-night-box")
    marks = ((1, 1, 1, 4, 2, 3), (4, 4, 4, 3, 4, 3), (3, 3, 2, 5, 3, 5), (4, 3, 4, 2, 4, 2))
    people = (MANAGER, "Curlew", "Personal Adviser", "Wren")
    why = {"Wren": (1, 0, "The first night is when you have nothing. A bulb matters.")}
    for position, name in enumerate(people):
        scored(
            tell, 6 - position, "first-night-box", name, marks, position, why=why.get(name), sure=(1, 4, 3, 3)
        )
    scored(tell, 1, "first-night-box", HEAD, marks[:2], 2)


async def _weighing(tell: Telling, key: str) -> Appraisal:
    return await Appraisal.get(idea_id=tell.ideas[key])


def written(tell: Telling, days_ago: float, key: str, as_now: tuple[str, str], ways: Sequence[Way]) -> None:
    """The ways are written down; the first is to carry on as now."""

    async def event() -> None:
        cards = {card.slug: card for card in await PracticeCard.all()}
        await write_ways(
            await tell.idea(key),
            by=tell.who(HEAD),
            as_now=Written("", *as_now),
            ways=[Written(name, what, cost, [cards[slug] for slug in of]) for name, what, cost, of in ways],
        )

    tell.story.then(days_ago, event)


def agreed(tell: Telling, days_ago: float, key: str, young_people: int) -> None:
    """The weights are agreed with young people."""

    async def event() -> None:
        criteria = [(start.name, start.weight) for start in STARTS]
        await agree(
            await _weighing(tell, key), by=tell.who(HEAD), criteria=criteria, young_people=young_people
        )

    tell.story.then(days_ago, event, 17)


def opened(tell: Telling, days_ago: float, key: str) -> None:
    """The scoring begins."""

    async def event() -> None:
        await open_scoring(await _weighing(tell, key), by=tell.who(HEAD))

    tell.story.then(days_ago, event, 9)


def scored(
    tell: Telling,
    days_ago: float,
    key: str,
    name: str,
    marks: Sequence[Sequence[int]],
    position: int,
    *,
    why: tuple[int, int, str] | None = None,
    sure: Sequence[int] = (),
) -> None:
    """Somebody scores some ways: about ``marks``, each a little apart; ``why`` is (way, criterion, words)."""

    def near(value: int, way: int, row: int, most: int = 5) -> int:
        apart = (0, 1, 0, -1, 0)[(position * position + 2 * way + 3 * row) % 5]
        return min(most, max(0, value + apart))

    async def event() -> None:
        appraisal, by = await _weighing(tell, key), tell.who(name)
        agreement, ways = await agreement_of(appraisal), await ways_of(appraisal)
        assert agreement
        for number, values in enumerate(marks):
            given = {
                criterion.id: (
                    near(values[row], number, row),
                    why[2] if why and why[:2] == (number, row) else "",
                )
                for row, criterion in enumerate(agreement.criteria)
            }
            await score(appraisal, by=by, way=ways[number], given=given)
        if sure:
            said = {way.id: max(1, near(sure[number], number, 1)) for number, way in enumerate(ways)}
            await be_sure(appraisal, by=by, sure=said)

    tell.story.then(days_ago, event, 12 + position % 6)


def reasons_read(tell: Telling, days_ago: float, key: str) -> None:
    """A worker reads the words of young people and publishes them."""

    async def event() -> None:
        for found in await unread_reasons(await _weighing(tell, key)):
            await publish_reason(found, by=tell.who(WORKER))

    tell.story.then(days_ago, event, 10)


def closed(tell: Telling, days_ago: float, key: str) -> None:
    """The scoring ends."""

    async def event() -> None:
        await close_scoring(await _weighing(tell, key), by=tell.who(HEAD))

    tell.story.then(days_ago, event, 16)
