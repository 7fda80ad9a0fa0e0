"""Sending letters: after their act is committed, each once, later again when it could not be taken."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncIterator
from datetime import timedelta

from tortoise.expressions import Case, When

from saidanddone import clock, database, logs
from saidanddone.notices import letters
from saidanddone.notices.carriers import Carrier, Never, NotNow
from saidanddone.notices.letters import Letter, Way
from saidanddone.notices.wordings import LETTERS, Turn

log = logging.getLogger("saidanddone.letters")

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
TAKEN_FOR = timedelta(minutes=2)  # longer than any carrier may take: nobody else tries the letter meanwhile
A_MOMENT = 0.4  # seconds at most before a letter that somebody waits for goes out
FAULTS_IN_A_ROW = 3  # then a carrier is taken to be down, and the rest waits for the next round

_TURN = Case(
    *(When(what=what, then=str(wording.turn.value)) for what, wording in LETTERS.items()),
    default=str(Turn.ANY_TIME.value),
)

_carriers: dict[Way, Carrier] = {}
_posties: set[asyncio.Event] = set()
_in_hand: set[asyncio.Task[bool]] = (
    set()
)  # letters that a carrier has now: the site waits for them at its end


def carried_by(carriers: dict[Way, Carrier]) -> None:
    """Say who carries this process's letters. A way without a carrier: its letters wait."""
    _carriers.clear()
    _carriers.update(carriers)


async def send_due() -> None:
    """Erase what is too old, and try once each letter whose time has come. No way holds up another."""
    await _let_go()
    await asyncio.gather(*(_send(way, carrier) for way, carrier in dict(_carriers).items()))


async def _let_go() -> None:
    moment = clock.real_now()
    old = Letter.filter(sent_at=None, ended_at=None, ends_at__lte=moment)
    if await old.exists():
        await database.write(lambda: old.update(address="", body="", ended_at=moment))
    done = Letter.filter(made_at__lt=moment - letters.KEPT, address="")
    if await done.exists():
        await database.write(lambda: done.delete())


async def _send(way: Way, carrier: Carrier) -> None:
    """One letter after another; whose turn it is next is looked up when one is done.

    A letter that was tried has its time moved on, so it is not found again.
    """
    faults = 0
    while faults < FAULTS_IN_A_ROW and (letter := await _next(way)):
        if await _take(letter):
            in_hand = asyncio.create_task(_carry(letter, carrier))
            _in_hand.add(in_hand)
            in_hand.add_done_callback(_in_hand.discard)
            faults = 0 if await asyncio.shield(in_hand) else faults + 1


async def _next(way: Way) -> Letter | None:
    """The letter whose turn it is: an alarm before all that was left earlier; of the same, the oldest."""
    moment = clock.real_now()
    waiting = Letter.filter(way=way, sent_at=None, ended_at=None, try_at__lte=moment, ends_at__gt=moment)
    return await waiting.annotate(turn=_TURN).order_by("turn", "id").first()


async def _take(letter: Letter) -> bool:
    """Whether it is ours to try: of several processes one moves its time on, the others find it moved.

    What whoever it is for may not be told any more is erased instead.
    """
    until = clock.real_now() + TAKEN_FOR
    mine = Letter.filter(id=letter.id, sent_at=None, ended_at=None, try_at=letter.try_at)
    if not await database.write(lambda: mine.update(try_at=until, tries=letter.tries + 1)):
        return False
    if not await letters.may_go(letter):
        await letters.end(letter)
        return False
    return True


async def _carry(letter: Letter, carrier: Carrier) -> bool:
    """Try a letter, outside any transaction. What it held is erased when it is sent or refused for good."""
    erased = {"address": "", "body": ""}
    try:
        await carrier.carry(letter)
    except Never as fault:
        return await _note(letter, fault=str(fault)[:80], ended_at=clock.real_now(), **erased)
    except NotNow as fault:
        log.warning("letter %s (%s) waits: %s", letter.id, letter.what, fault)
        wait = min(FIRST_WAIT * 2 ** min(letter.tries, 10), LONGEST_WAIT)
        await _note(letter, fault=str(fault)[:80], try_at=clock.real_now() + wait)
        return False
    return await _note(letter, sent_at=clock.real_now(), fault="", **erased)


async def _note(letter: Letter, **changes: object) -> bool:
    await database.write(lambda: Letter.filter(id=letter.id, sent_at=None).update(**changes))
    return True


@contextlib.asynccontextmanager
async def posted(every: float) -> AsyncIterator[None]:
    """Inside the block letters are sent: every so many seconds, and soon after one that is waited for.

    With ``every`` 0 only the latter.
    """
    bell = asyncio.Event()
    _posties.add(bell)
    try:
        async with clock.beside(_go_round(bell, every or None)):
            yield
    finally:
        _posties.discard(bell)
        if _in_hand:
            await asyncio.wait(_in_hand)


@letters.wakes
async def ring() -> None:
    """Somebody waits for a letter."""
    for bell in _posties:
        bell.set()


async def _go_round(bell: asyncio.Event, every: float | None) -> None:
    while True:
        rung = True
        try:
            await asyncio.wait_for(bell.wait(), every)
        except TimeoutError:
            rung = False
        bell.clear()
        if rung:
            # First the page is drawn that answers whoever asked: its time tells nobody that one goes out.
            await asyncio.sleep(random.uniform(A_MOMENT / 2, A_MOMENT))
        try:
            await send_due()
        except Exception as error:
            logs.crash(log, error, "letters could not be looked through; this is tried again")
