"""Invitations: a code for somebody who isn't here yet. Who makes one, how long it lasts, taking it back."""

from __future__ import annotations

import secrets
from datetime import timedelta

from tortoise.queryset import QuerySet

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.history.models import record
from saidanddone.people.models import Invitation, Person
from saidanddone.people.rights import OF_A_COUNCIL, Right, Role
from saidanddone.people.sessions import hashed
from saidanddone.rules import Refused, only_for

LASTS = timedelta(days=14)
USES_AT_MOST, CARDS_AT_MOST = 30, 12
SIGNS = "BCDFGHJKMNPQRSTVWXYZ23456789"  # none that is taken for another, and no vowels to make words of
LENGTH = 12  # 28 ** 12 codes: twenty tries a minute find none in fourteen days


def may_invite(person: Person) -> list[Role]:
    """The roles that a person may invite others to."""
    return [role for role in OF_A_COUNCIL if any(person.can(right) for right in _rights_for(role))]


def _rights_for(role: Role) -> tuple[Right, ...]:
    return (Right.RUN_COUNCIL, Right.INVITE) if role is Role.YOUNG_PERSON else (Right.RUN_COUNCIL,)


async def invite_several(
    council: Council, role: Role, cards: int, *, by: Person, name: str = "", uses_at_most: int = 1
) -> list[tuple[Invitation, str]]:
    """So many invitations that are alike, all or none: else a code that nobody was shown would be out."""

    async def act() -> list[tuple[Invitation, str]]:
        return [
            await invite(council, role, by=by, name=name, uses_at_most=uses_at_most) for _ in range(cards)
        ]

    return await database.write(act)


async def invite(
    council: Council, role: Role, *, by: Person | None, name: str = "", uses_at_most: int = 1
) -> tuple[Invitation, str]:
    """Make an invitation; gives it with its code, which nobody can look up again.

    ``by`` is none at the keyboard of the machine. More than one use is for young people only, and for as
    many as the council's setting allows (``shared_uses``).
    """
    if by is not None:
        says = "You can invite young people. Other roles are for the council’s admin."
        only_for(by, _rights_for(role), council.id, says)
    if role not in OF_A_COUNCIL:
        raise Refused("A council can’t invite to that role.")
    if uses_at_most != 1 and role is not Role.YOUNG_PERSON:
        raise Refused("Only young people can share a code. Others get a card each.")
    if fault := fault_of_uses(council, uses_at_most):
        raise Refused(fault)
    code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))

    async def act() -> Invitation:
        moment = clock.now()
        made = await Invitation.create(
            council=council,
            role=role,
            name=name,
            hash=hashed(code),
            uses_at_most=uses_at_most,
            made_by=by,
            made_at=moment,
            ends_at=moment + LASTS,
        )
        record(council.id, "invite", made, by=by, end=role, text=name)
        return made

    return await database.write(act), in_groups(code)


def fault_of_uses(council: Council, uses: int) -> str:
    """A sentence about how many may share one code in this council; empty when so many may."""
    if 1 <= uses <= min(council.shared_uses, USES_AT_MOST):
        return ""
    if council.shared_uses == 1:
        return "Here each card lets in one person. The council’s admin can change that."
    return f"Say how many people may use one card: 1 to {council.shared_uses}."


async def revoke(invitation: Invitation, *, by: Person) -> None:
    """Make an invitation useless from now on. Those who joined by it stay."""
    rights, says = _rights_for(invitation.role), "Taking this invitation back is for the council’s admin."
    only_for(by, rights, invitation.council_id, says)

    async def act() -> None:
        if not await Invitation.filter(id=invitation.id, revoked_at=None).update(revoked_at=clock.now()):
            raise Refused("It was taken back already.")
        record(invitation.council_id, "revoke", invitation, by=by)

    await database.write(act)


def unused_ones(council_id: int, by: Person) -> QuerySet[Invitation]:
    """The invitations that are out, that nobody used, and that somebody may take back."""
    out = Invitation.filter(council_id=council_id, revoked_at=None, uses=0, ends_at__gt=clock.now())
    return out.filter(role__in=may_invite(by))


async def revoke_unused(council: Council, *, by: Person) -> int:
    """Make every invitation useless that nobody has used yet; gives how many."""
    only_for(by, Right.INVITE, council.id, "Taking invitations back is for those who invite.")

    async def act() -> int:
        found = await unused_ones(council.id, by).order_by("id").select_for_update()
        for one in found:
            record(council.id, "revoke", one, by=by)
        await Invitation.filter(id__in=[one.id for one in found]).update(revoked_at=clock.now())
        return len(found)

    return await database.write(act)


async def open_invitation(council: Council, code: str) -> Invitation | None:
    """The invitation of this council that a code opens now: one answer for wrong, used, old and others'."""
    found = await Invitation.get_or_none(hash=hashed(plain_code(code)), council_id=council.id)
    return found if found is not None and is_open(found) else None


async def invitation_of(council: Council, code: str) -> Invitation | None:
    """The invitation of this council that a code opens, or by which a young person joined already."""
    found = await Invitation.get_or_none(hash=hashed(plain_code(code)), council_id=council.id)
    used = found is not None and found.role is Role.YOUNG_PERSON and found.uses > 0
    return found if found is not None and (used or is_open(found)) else None


def is_open(invitation: Invitation) -> bool:
    """Whether somebody may still join by it."""
    left = invitation.uses < invitation.uses_at_most
    return left and invitation.revoked_at is None and invitation.ends_at > clock.now()


def plain_code(typed: str) -> str:
    """A code as it is kept, however it was typed."""
    return "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())[:40]


def in_groups(code: str) -> str:
    """A code as it is read: “KRTM-2F7H-9BXC”."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
