"""Nicknames: none that could be taken for another's, and a hint when one looks like a real full name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from saidanddone.councils.models import Council
from saidanddone.people.models import Person, look_alike, with_roles
from saidanddone.web import too_long

AT_MOST = 30
LIKE_A_FULL_NAME = "That looks like a full name. Others will see it. Is there one you like better?"
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cn"})  # nothing to see, or not the same for everybody
NOT_FOR_PEOPLE = (
    "somebody who left",
    "admin",
    "council",
    "moderator",
    "staff",
    "said and done",
    "said done",
    "the team",
    "support",
)
TO_ADD = ("Fox", "River", "Star", "Oak", "Rain", "Hill", "Moon", "Leaf", "Bay", "Sky", "Fern", "Stone")
TO_BEGIN = ("Blue", "Quiet", "Bright", "Green")
FULL_NAME = re.compile(r"[^\W\d_][\w’'-]+(?:\s+[^\W\d_]\.?)?(?:\s+[^\W\d_][\w’'-]+)+")
A_WAY_TO_SOMEBODY = re.compile(r"@|https?:|www\.|(?:\d[\s-]?){6,}|\w\.(?:com|co|uk|net|org)\b", re.I)


async def fault_to_mend(
    council: Council, nickname: str, *, young: bool, sure: Collection[str | None], of: int = 0
) -> str:
    """What is wrong with a nickname; of a young person's, also that it looks like a full name.

    That is only pointed out: not for the names that they are ``sure`` of.
    """
    if fault := await fault_of(council, nickname, of=of):
        return fault
    hint = young and nickname not in sure and looks_like_a_full_name(nickname)
    return LIKE_A_FULL_NAME if hint else ""


async def fault_of(council: Council, nickname: str, *, of: int = 0) -> str:
    """A sentence about what is wrong with a nickname; empty when nothing is. ``of``: who has it now."""
    key = look_alike(nickname)
    if not nickname:
        return "Pick a nickname. Others see it beside what you say."
    if len(nickname) > AT_MOST:
        return too_long(AT_MOST)
    if any(unicodedata.category(sign) in HIDDEN for sign in nickname):
        return "Take out the hidden signs: type it again."
    if not key:
        return "Use some letters in it, so that people can say it."
    if A_WAY_TO_SOMEBODY.search(nickname):
        return "Leave out numbers, addresses and handles. They could lead people to you."
    if key in {look_alike(name) for name in (*NOT_FOR_PEOPLE, council.name)}:
        return "That sounds like the council itself. Pick another."
    if await Person.filter(council_id=council.id, nickname_key=key).exclude(id=of).exists():
        return "Somebody here has that name, or one that looks like it. Pick another."
    return ""


async def young_person_called(council_id: int, nickname: str) -> Person | None:
    """The young person of a council who is shown by this nickname, however it is typed."""
    if not (key := look_alike(nickname)):
        return None
    here = await Person.get_or_none(council_id=council_id, nickname_key=key, suspended_at=None)
    return here if here and (await with_roles(here)).is_young_person else None


async def suggestions(council: Council, nickname: str) -> list[str]:
    """Three nicknames that are free: like this one, but of a full name they have no word."""
    words = nickname.split()
    full = looks_like_a_full_name(nickname)
    stem = "" if full else " ".join(words)[: AT_MOST - 6].strip()
    firsts = [stem] if look_alike(stem) and not A_WAY_TO_SOMEBODY.search(stem) else TO_BEGIN
    theirs = {word.casefold() for word in words} if full else set()
    made = [f"{first} {word}" for first in firsts for word in TO_ADD]
    tried = {look_alike(name): name for name in made if theirs.isdisjoint(name.casefold().split())}
    taken = Person.filter(council_id=council.id, nickname_key__in=list(tried))
    keys: list[str] = await taken.values_list("nickname_key", flat=True)  # type: ignore[assignment]
    return [name for key, name in tried.items() if key not in keys][:3]


def looks_like_a_full_name(nickname: str) -> bool:
    """Two words of letters, each with a capital: “Sarah Jones”. Only pointed out: “Night Owl” is fine."""
    words = nickname.split()
    return bool(FULL_NAME.fullmatch(nickname)) and all(word[0].isupper() for word in words)
