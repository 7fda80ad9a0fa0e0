"""What has been kept long enough goes, by the clock, with a warning first. Done again it does no harm."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from tortoise.expressions import Q, Subquery
from tortoise.functions import Max
from tortoise.queryset import QuerySet

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.history.models import HistoryRow, HistoryText, erase_words, record
from saidanddone.ideas.models import Idea
from saidanddone.ideas.stages import Stage
from saidanddone.mine.erasing import forget_words
from saidanddone.mine.finishing import leave_no_trace
from saidanddone.mine.keeping import KEPT, WARNED, days_kept
from saidanddone.mine.leaving import by_itself, go_unasked
from saidanddone.mine.models import GoesSoon
from saidanddone.moderation.models import Concern, Look
from saidanddone.notices.models import Notice, tell
from saidanddone.people.contacts import write_to
from saidanddone.people.models import Invitation, Person, RoleGrant, Session, SignInLink
from saidanddone.people.rights import Role
from saidanddone.rules import CLOCK
from saidanddone.spelling import full_day

EVERY = timedelta(hours=1)
FORGOTTEN = "Not kept any longer"
NEVER_OUT = (Stage.DRAFT, Stage.SENT_BACK, Stage.DECLINED, Stage.WITHDRAWN)
_looked: list[datetime] = []


async def retain_due() -> None:
    """Look once an hour what has been kept long enough."""
    moment = clock.now()
    if _looked and timedelta(0) <= moment - _looked[0] < EVERY:
        return
    _looked[:] = [moment]
    await sweep()


async def sweep() -> None:
    """Warn whom it concerns, and let go what is due, council by council."""
    for council in await Council.all().order_by("id"):
        before = {
            code: clock.now() - timedelta(days=days) for code, days in (await days_kept(council.id)).items()
        }
        for code, things in WARNED_OF.items():
            await _warn(council.id, code, await things(council.id, before[code] + WARNED))
            await _spare(council.id, code, await things(council.id, before[code] + WARNED))
        await _let_accounts_go(council.id)
        await _let_words_go(council.id)
        await database.write(partial(_let_the_rest_go, council.id, before))


async def unused_since(council_id: int, moment: datetime) -> dict[int, int]:
    """Young people who are no staff and were not here since: {the account's id: whose}."""
    staff = RoleGrant.filter(ended_at=None).exclude(role=Role.YOUNG_PERSON)
    young = RoleGrant.filter(ended_at=None, role=Role.YOUNG_PERSON)
    here = Session.filter(seen_at__gte=_really(moment), person__council_id=council_id)
    found = Person.filter(council_id=council_id, left_at=None, joined_at__lt=moment)
    found = found.filter(id__in=Subquery(young.values("person_id")))
    for others in (staff, here):
        found = found.exclude(id__in=Subquery(others.values("person_id")))
    ids: list[Any] = await found.values_list("id", flat=True)
    return {one: one for one in ids}


def _really(moment: datetime) -> datetime:
    """As long ago on the machine's own clock: ways in and devices run on that, whatever day the demo has."""
    return clock.real_now() - (clock.now() - moment)


async def never_out_since(council_id: int, moment: datetime) -> dict[int, int]:
    """Ideas that never went out and stand where they are since: {the idea's id: whose}."""
    found = _words_kept(council_id).filter(stage_since__lt=moment, author__left_at=None)
    return dict(await found.values_list("id", "author_id"))


WARNED_OF = {"accounts": unused_since, "unpublished": never_out_since}


async def would_be_warned(council_id: int, code: str, days: int) -> int | None:
    """How many would be warned at once, were they kept for so many days. None: of those nobody is warned."""
    if code not in WARNED_OF:
        return None
    return len(await WARNED_OF[code](council_id, clock.now() - timedelta(days=days) + WARNED))


def _words_kept(council_id: int) -> QuerySet[Idea]:
    ideas = Idea.filter(council_id=council_id, stage__in=NEVER_OUT)
    worries = Concern.filter(council_id=council_id, idea_id__isnull=False).exclude(message="")
    ideas = ideas.exclude(id__in=Subquery(worries.values("idea_id")))  # a worry keeps what it is about
    return ideas.exclude(Q(what=FORGOTTEN) | Q(what=""))


async def _warn(council_id: int, code: str, due: dict[int, int]) -> None:
    """Tell those who were not told yet; thirty days from then at the soonest it goes."""
    told: list[Any] = await _standing(council_id, code).values_list("thing_id", flat=True)
    for thing, person_id in sorted(due.items()):
        if thing not in told:
            await database.write(partial(_warn_of, council_id, code, thing, person_id))


async def _warn_of(council_id: int, code: str, thing: int, person_id: int) -> None:
    moment = clock.now()
    row = await GoesSoon.create(
        council_id=council_id,
        person_id=person_id,
        what=code,
        thing_id=thing,
        told_at=moment,
        goes_at=moment + WARNED,
    )
    await tell(council_id, [person_id], "goes_soon", row)
    if code == "accounts":
        person, on = await Person.get(id=person_id), full_day(row.goes_at)
        await write_to(person, "goes-soon", key=f"goes-soon:{row.id}", on=on)


async def _spare(council_id: int, code: str, due: dict[int, int]) -> None:
    """What was used, sent or kept longer after all does not go."""
    spared = (
        _standing(council_id, code).exclude(thing_id__in=list(due)) if due else _standing(council_id, code)
    )
    await spared.update(ended_at=clock.now())


def _standing(council_id: int, code: str) -> QuerySet[GoesSoon]:
    return GoesSoon.filter(council_id=council_id, what=code, ended_at=None)


async def _let_accounts_go(council_id: int) -> None:
    for row in (
        await _standing(council_id, "accounts").filter(goes_at__lte=clock.now()).select_related("person")
    ):
        await by_itself(partial(go_unasked, row.person), row.person.id)


async def _let_words_go(council_id: int) -> None:
    for row in await _standing(council_id, "unpublished").filter(goes_at__lte=clock.now()).order_by("id"):
        await database.write(partial(_forget, row))


async def _forget(row: GoesSoon) -> None:
    idea = await Idea.select_for_update().get(id=row.thing_id)
    if (
        await GoesSoon.filter(id=row.id, ended_at=None).update(ended_at=clock.now())
        and idea.stage in NEVER_OUT
    ):
        await forget_words(idea, FORGOTTEN)
        record(idea.council_id, "forget", idea, by=CLOCK)
        database.unit().afterwards.append(leave_no_trace)


async def _let_the_rest_go(council_id: int, before: dict[str, datetime]) -> None:
    """What nobody is warned of."""
    closed = Concern.filter(council_id=council_id, closed_at__lt=before["worries"])
    over: list[Any] = await closed.values_list("id", flat=True)
    await Concern.filter(id__in=over).exclude(message="").update(message="", done="")
    looks: list[Any] = await Look.filter(concern_id__in=over).values_list("id", flat=True)
    await Look.filter(id__in=looks).exclude(reason=FORGOTTEN).update(reason=FORGOTTEN)
    await erase_words(council_id, {"concern": over, "look": looks})
    long_ago = _really(before["links"])
    await SignInLink.filter(person__council_id=council_id, ends_at__lt=long_ago).delete()
    ended = Invitation.filter(council_id=council_id, ends_at__lt=before["links"])
    await ended.exclude(name="").update(name="")
    await _forget_sign_ins(council_id, long_ago)
    await Notice.filter(council_id=council_id, made_at__lt=before["notices"]).delete()
    old = HistoryRow.filter(council_id=council_id, at__lt=before["history"])
    await HistoryText.filter(row_id__in=Subquery(old.values("id"))).delete()


async def _forget_sign_ins(council_id: int, before: datetime) -> None:
    """All but each person's last: it says when they were here."""
    here = Session.filter(person__council_id=council_id)
    last: list[Any] = await here.annotate(last=Max("id")).group_by("person_id").values_list("last", flat=True)
    over = here.filter(Q(ended_at__lt=before) | Q(ends_at__lt=before)).exclude(id__in=last)
    ids: list[Any] = await over.values_list("id", flat=True)
    await Session.filter(id__in=ids).delete()


async def next_to_go(council_id: int) -> dict[str, list[str]]:
    """For the admin: how many go next of what has a warning, and on which day the first."""
    found: dict[str, list[str]] = {code: [] for code in KEPT}
    for row in await GoesSoon.filter(council_id=council_id, ended_at=None).order_by("goes_at").limit(1000):
        found[row.what].append(clock.local(row.goes_at).date().isoformat())
    return found


async def goes_soon_for(person: Person) -> list[GoesSoon]:
    """What somebody was told will go."""
    return await GoesSoon.filter(person_id=person.id, ended_at=None).order_by("goes_at")
