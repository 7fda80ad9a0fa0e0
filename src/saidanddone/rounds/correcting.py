"""Until it opens, a planned vote can be corrected or called off. Those whose ideas are in it are told."""

from __future__ import annotations

from datetime import datetime

from saidanddone import clock, database
from saidanddone.councils.models import Council, Counter, Kind
from saidanddone.history.models import record
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.notices.models import tell
from saidanddone.people.models import Person
from saidanddone.rounds.models import Round, RoundEntry, RoundState
from saidanddone.rounds.planning import check_ideas, check_observer, check_rules
from saidanddone.rounds.running import can_open, entries_of, hold_ideas, locked
from saidanddone.rounds.states import check_may
from saidanddone.rules import Refused

HAS_OPENED = "This vote has opened, so nothing about it can change."


async def correct_round(
    round_: Round,
    *,
    by: Person,
    question: str,
    opens_at: datetime,
    closes_at: datetime,
    picks: int,
    ideas: list[Idea],
    observer: Person | None = None,
) -> None:
    """Change a planned vote. What comes in is put forward, what goes out goes back.

    Raises NotAllowed, or Refused once it has opened or when the rules can't stand.
    """
    check_may(round_, "correct", by)
    ideas = list({idea.id: idea for idea in ideas}.values())
    check_rules(opens_at, closes_at, picks, len(ideas))
    council = await Council.get(id=round_.council_id)
    check_observer(council, observer, by)

    async def act() -> None:
        await Counter.select_for_update().get(council_id=council.id, kind=Kind.ROUND)
        held = await _held_while_planned(round_)
        for idea in ideas:
            await idea.refresh_from_db()
        await check_ideas(council, ideas, but=held)
        entries = await entries_of(held)
        await _fit_entries(held, entries, ideas, by)
        changed = {"question": question, "opens_at": opens_at, "closes_at": closes_at, "picks": picks}
        observer_id = observer.id if observer else None
        await Round.filter(id=held.id).update(observer_id=observer_id, **changed)
        record(council.id, "correct_round", held, by=by, text=question)
        authors = {entry.idea.author_id for entry in entries} | {idea.author_id for idea in ideas}
        await tell(council.id, sorted(authors - {by.id}), "vote_corrected", held)

    await database.write(act)
    await round_.refresh_from_db()


async def cancel_round(round_: Round, *, by: Person) -> None:
    """Call a planned vote off: it never opens, and the ideas that it put forward are open again.

    Raises NotAllowed, or Refused once it has opened.
    """
    move = check_may(round_, "cancel", by)

    async def act() -> None:
        held = await _held_while_planned(round_)
        entries = await entries_of(held)
        await Round.filter(id=held.id).update(state=move.end, cancelled_at=clock.now())
        record(held.council_id, "cancel_round", held, by=by, start=held.state, end=move.end)
        for entry in sorted(entries, key=lambda entry: entry.idea_id):
            await _let_go(entry, by)
        authors = {entry.idea.author_id for entry in entries} - {by.id}
        await tell(held.council_id, sorted(authors), "vote_called_off", held, key="called-off")

    await database.write(act)
    await round_.refresh_from_db()


async def _held_while_planned(round_: Round) -> Round:
    """The vote, held alone. Once its time has come it counts as open, whether or not anybody came by."""
    held = await locked(round_.id, alone=True)
    if held.state is RoundState.CANCELLED:
        raise Refused("This vote is called off already.")
    if held.state is not RoundState.PLANNED:
        raise Refused(HAS_OPENED)
    await hold_ideas(held)
    if held.opens_at <= clock.now() < held.closes_at and can_open(held, await entries_of(held)):
        raise Refused(HAS_OPENED)
    return held


async def _fit_entries(round_: Round, entries: list[RoundEntry], ideas: list[Idea], by: Person) -> None:
    """Bring the places on the ballot paper to these ideas, in this order."""
    wanted = {idea.id: at for at, idea in enumerate(ideas, start=1)}
    there = {entry.idea_id: entry for entry in entries}
    for entry in entries:
        if entry.idea_id in wanted:
            await RoundEntry.filter(id=entry.id).update(position=wanted[entry.idea_id])
        else:
            await RoundEntry.filter(id=entry.id).delete()
            await _let_go(entry, by)
    for idea in ideas:
        opened = idea.stage is Stage.OPEN
        if idea.id not in there:
            await RoundEntry.create(
                round_id=round_.id, idea=idea, position=wanted[idea.id], put_forward=opened
            )
        elif opened:
            await RoundEntry.filter(id=there[idea.id].id).update(put_forward=True)
        if opened:
            await idea.make_move("shortlist", by=by)


async def _let_go(entry: RoundEntry, by: Person) -> None:
    """What this vote put forward goes back; what somebody had put forward before stays so."""
    if entry.put_forward and entry.idea.stage is Stage.SHORTLISTED:
        await entry.idea.make_move("put_back", by=by)
