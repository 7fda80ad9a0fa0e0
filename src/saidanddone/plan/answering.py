"""Did it really happen? Young people's answers, counted once; their words, read before others see them."""

from __future__ import annotations

from tortoise.expressions import F
from tortoise.functions import Count

from saidanddone import clock, database
from saidanddone.councils.models import day_promised
from saidanddone.history.models import record
from saidanddone.ideas.commenting import FOR_READERS
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan.linked import move_ideas_of
from saidanddone.plan.models import Action, Asking, Respondent, VerdictAnswer, hold_still
from saidanddone.plan.statuses import Status
from saidanddone.plan.verdicts import Outcome, Verdict, outcome
from saidanddone.rules import RULE, NotAllowed, Refused, only_for
from saidanddone.spelling import day


async def answer(asking: Asking, *, by: Person, verdict: Verdict, words: str = "") -> VerdictAnswer:
    """Keep a respondent's answer; another one replaces it until the count. The last one brings the count.

    Who answered what is in no history and on no page. Raises NotAllowed for someone not asked, Refused later.
    """
    chosen, words = Verdict(verdict), words.strip()
    await check_was_asked(asking, by)

    async def act() -> VerdictAnswer:
        held, moment = await Asking.select_for_update().get(id=asking.id), clock.now()
        check_is_open(held)
        standing = VerdictAnswer.filter(asking_id=held.id, person_id=by.id, replaced_at=None)
        before = await standing.first()
        if before and (before.verdict, before.words) == (chosen, words):
            return before
        await standing.update(replaced_at=moment)
        action = await Action.get(id=held.action_id)
        kept = await VerdictAnswer.create(
            asking_id=held.id,
            council_id=action.council_id,
            person=by,
            verdict=chosen,
            words=words,
            at=moment,
            promised_for=await day_promised(action.council_id) if words else None,
        )
        if await _all_answered(held):
            await _count(held)
        return kept

    kept = await database.write(act)
    await asking.refresh_from_db()
    return kept


async def check_was_asked(asking: Asking, person: Person) -> None:
    """Raises NotAllowed for someone who is not among those asked."""
    if not await Respondent.exists(asking_id=asking.id, person_id=person.id):
        raise NotAllowed("Only the young people who asked for this were asked whether it happened.")


def check_is_open(asking: Asking) -> None:
    """Raises Refused, with the date, once answers are counted or the time is up."""
    if not asking.is_open:
        ended = min(asking.counted_at or asking.closes_at, asking.closes_at)
        raise Refused(f"Answers could be given until {day(ended)}. That is over.")


async def count(asking: Asking) -> Outcome:
    """Count the answers once the time is up or all have answered. Counted before: the same outcome again.

    Raises Refused while answers can still come.
    """

    async def act() -> Outcome:
        held = await Asking.select_for_update().get(id=asking.id)
        if held.outcome:
            return held.outcome
        if held.closes_at > clock.now() and not await _all_answered(held):
            raise Refused(f"Answers can still come until {day(held.closes_at)}.")
        return await _count(held)

    found = await database.write(act)
    await asking.refresh_from_db()
    return found


async def count_due() -> None:
    """Count every asking whose time is up."""
    for asking in await Asking.filter(counted_at=None, closes_at__lte=clock.now()).order_by("id"):
        await count(asking)


async def _all_answered(asking: Asking) -> bool:
    asked = await Respondent.filter(asking_id=asking.id).count()
    return asked == await VerdictAnswer.filter(asking_id=asking.id, replaced_at=None).count()


async def _count(asking: Asking) -> Outcome:
    moment = clock.now()
    asked: list[int] = await Respondent.filter(asking_id=asking.id).values_list("person_id", flat=True)  # type: ignore[assignment]
    tally = (await counts_of([asking.id])).get(asking.id, {})
    found = outcome(
        yes=tally.get(Verdict.YES, 0), answered=sum(tally.values()), asked=len(asked), floor=asking.floor
    )
    counted = await Asking.filter(id=asking.id, counted_at=None).update(counted_at=moment, outcome=found)
    if not counted:
        return (await Asking.get(id=asking.id)).outcome or found
    action = await hold_still(await Action.get(id=asking.action_id))
    if found is Outcome.NOT_YET and action.status is Status.COMPLETE:
        await action.make_move("reopen", by=RULE, outcome=found, rating=None)
    else:
        await Action.filter(id=action.id).update(outcome=found, moved_at=moment, version=F("version") + 1)
    record(action.council_id, "count", asking, by=RULE, end=found)
    await move_ideas_of(action)
    owner = [action.owner_person_id] if action.owner_person_id else []
    await tell(action.council_id, [*asked, *owner], "counted", asking, key="counted")
    return found


async def counts_of(askings: list[int]) -> dict[int, dict[Verdict, int]]:
    """For each asking how many answers stand for each verdict. For the count, and for pages after it."""
    rows = (
        await VerdictAnswer.filter(asking_id__in=askings, replaced_at=None)
        .annotate(answers=Count("id"))
        .group_by("asking_id", "verdict")
        .values("asking_id", "verdict", "answers")
    )
    found: dict[int, dict[Verdict, int]] = {}
    for row in rows:
        found.setdefault(row["asking_id"], {})[Verdict(row["verdict"])] = row["answers"]
    return found


async def publish_words(answer: VerdictAnswer, *, by: Person) -> None:
    """Let others read the words of an answer, without a name."""
    await _read_words(answer, by, "publish_words", "published_at")


async def refuse_words(answer: VerdictAnswer, *, by: Person) -> None:
    """Keep the words of an answer from others. The answer itself counts all the same."""
    await _read_words(answer, by, "refuse_words", "refused_at")


async def _read_words(answer: VerdictAnswer, by: Person, act_name: str, column: str) -> None:
    only_for(by, Right.CHECK_IDEAS, answer.council_id, FOR_READERS)

    async def act() -> None:
        unread = VerdictAnswer.filter(id=answer.id, published_at=None, refused_at=None, replaced_at=None)
        if not await unread.exclude(words="").update(read_by_id=by.id, **{column: clock.now()}):
            raise Refused("Somebody has read these words already, or the writer changed them.")
        record(answer.council_id, act_name, answer, by=by)
        await answer.refresh_from_db()

    await database.write(act)
