"""People and their roles. Someone may hold several; every grant is a dated row."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from tortoise import fields

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.database import Record
from saidanddone.history.models import record
from saidanddone.people.rights import Right, Role, rights_of, roles_with


class Person(Record):
    """Someone who signs in. A young person has a nickname; staff have a job title too.

    ``council`` is none only for programme admins. ``roles`` is filled by ``with_roles``.
    """

    id = fields.IntField(primary_key=True)
    council: fields.ForeignKeyNullableRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="people", null=True, on_delete=fields.OnDelete.RESTRICT
    )
    council_id: int | None
    nickname = fields.CharField(max_length=40)
    nickname_key = fields.CharField(max_length=60, description="what makes look-alike nicknames equal")
    job_title = fields.CharField(max_length=80, default="")
    joined_at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True, description="when a worker met them face to face")
    suspended_at = fields.DatetimeField(null=True)
    left_at = fields.DatetimeField(
        null=True, description="when they left: nothing of them is kept but a number"
    )

    grants: fields.ReverseRelation[RoleGrant]

    reads_ideas = True

    owns_actions = False  # looked up for the pages of staff who are no officers

    came_by: Session | None = None  # the signed-in device that this request came from

    provided: Mapping[
        Role, str
    ] = {}  # their roles that groups gave, each with its provider: with_roles finds

    asleep: frozenset[Role] = frozenset()  # of those, what waits for a sign-in there: providers/trusting.py

    door_news: Sequence[
        object
    ] = ()  # looked up when another device or a passkey is new: see people/door_news.py

    class Meta:
        table = "person"
        unique_together = (("council", "nickname_key"),)

    @classmethod
    async def join(
        cls,
        council: Council | None,
        nickname: str,
        *roles: Role,
        job_title: str = "",
        confirmed: bool = False,
    ) -> Person:
        """Let someone in with these roles."""

        async def act() -> Person:
            moment = clock.now()
            person = await cls.create(
                council=council,
                nickname=nickname,
                nickname_key=look_alike(nickname),
                job_title=job_title,
                joined_at=moment,
                confirmed_at=moment if confirmed else None,
            )
            for role in roles:
                await RoleGrant.create(person=person, role=role, given_at=moment)
            if council:
                record(council.id, "join", person, by=person, end=",".join(roles))
            person.hold(roles)
            return person

        return await database.write(act)

    def hold(self, roles: tuple[Role, ...] | list[Role] | frozenset[Role]) -> None:
        """Remember which roles this person holds now."""
        self.__dict__["roles"] = frozenset(roles)
        self.__dict__["rights"] = rights_of(self.roles)

    @cached_property
    def roles(self) -> frozenset[Role]:
        raise RuntimeError("Find people with their roles: with_roles(person).")

    @cached_property
    def rights(self) -> frozenset[Right]:
        return rights_of(self.roles)

    def can(self, right: Right | str) -> bool:
        """Whether one of this person's roles carries the right."""
        return right in self.rights

    @property
    def is_young_person(self) -> bool:
        return Role.YOUNG_PERSON in self.roles

    @property
    def is_staff(self) -> bool:
        """Whether they hold a role of staff, awake or not: a role that sleeps makes nobody young."""
        return bool((self.roles | self.asleep) - {Role.YOUNG_PERSON})

    @property
    def signed(self) -> str:
        """How an act of theirs is signed: the job title, or for a young person the nickname."""
        return self.job_title or self.nickname


class RoleGrant(Record):
    """A role that somebody holds, from one moment to another."""

    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="grants", on_delete=fields.OnDelete.RESTRICT
    )
    person_id: int
    role = fields.CharEnumField(Role, max_length=24, description="which role")
    given_at = fields.DatetimeField()
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "role_grant"
        indexes = (("person_id", "ended_at"), ("role", "ended_at"))


class Proof(StrEnum):
    """How somebody showed at the door that it is them."""

    INVITATION = "invitation"
    LINK = "link"
    CODE = "code"
    CARD = "card"
    PASSKEY = "passkey"
    PROVIDER = "provider"
    PROVIDER_ONE = "provider-one"
    DEMO = "demo"


PROOF_WORDS = {
    Proof.INVITATION: "an invitation",
    Proof.LINK: "a one-time link",
    Proof.CODE: "a one-time code",
    Proof.CARD: "your come-back card",
    Proof.PASSKEY: "a passkey",
    Proof.PROVIDER: "your work account",
    Proof.PROVIDER_ONE: "your work account",
    Proof.DEMO: "the demo",
}


class Session(Record):
    """A signed-in device. Only the hash of its token is kept."""

    id = fields.IntField(primary_key=True)
    hash = fields.CharField(max_length=64, unique=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="sessions", on_delete=fields.OnDelete.CASCADE
    )
    person_id: int
    shared = fields.BooleanField(default=True, description="a device that others use too")
    proof = fields.CharEnumField(
        Proof, max_length=12, default=Proof.LINK, description="how they showed that it is them"
    )
    silent = fields.BooleanField(
        default=False, db_default=False, description="a provider may have let them in without asking anything"
    )
    device = fields.CharField(max_length=40, default="", description="browser and system, in plain words")
    browser_hash = fields.CharField(
        max_length=64, default="", description="what the person's own browser is known by when it comes again"
    )
    is_new = fields.BooleanField(default=False, description="this person had not come in here before")
    news_since: datetime | None = fields.DatetimeField(
        null=True, description="since when this device has not been told of another one, or of a passkey"
    )
    started_at = fields.DatetimeField()
    seen_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "session"
        indexes = (("person_id", "ended_at"),)


class SignInLink(Record):
    """A one-time address that signs its person in."""

    id = fields.IntField(primary_key=True)
    hash = fields.CharField(max_length=64, unique=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="links", on_delete=fields.OnDelete.CASCADE
    )
    person_id: int
    made_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    used_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "sign_in_link"


class Invitation(Record):
    """A way in for somebody who isn't here yet. Only the hash of its code is kept."""

    id = fields.IntField(primary_key=True)
    council: fields.ForeignKeyRelation[Council] = fields.ForeignKeyField(
        "saidanddone.Council", related_name="invitations", on_delete=fields.OnDelete.RESTRICT
    )
    council_id: int
    role = fields.CharEnumField(Role, max_length=24, description="what those who join become")
    name = fields.CharField(max_length=80, default="", description="whom it is for, for whoever made it")
    hash = fields.CharField(max_length=64, unique=True)
    uses_at_most = fields.IntField(default=1)
    uses = fields.IntField(default=0)
    made_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="invitations", null=True, on_delete=fields.OnDelete.RESTRICT
    )
    made_by_id: int | None
    made_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    revoked_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "invitation"
        indexes = (("council_id", "id"),)


class Joining(Record):
    """Somebody who came in by an invitation."""

    id = fields.IntField(primary_key=True)
    invitation: fields.ForeignKeyRelation[Invitation] = fields.ForeignKeyField(
        "saidanddone.Invitation", related_name="joinings", on_delete=fields.OnDelete.RESTRICT
    )
    person: fields.OneToOneRelation[Person] = fields.OneToOneField(
        "saidanddone.Person", related_name="joining", on_delete=fields.OnDelete.RESTRICT
    )
    at = fields.DatetimeField()

    class Meta:
        table = "joining"


async def with_roles(person: Person) -> Person:
    """The same person, knowing the roles they hold now, and which of them a group of some provider gave."""
    held: Sequence[Any] = await RoleGrant.filter(person_id=person.id, ended_at=None).values_list(
        "role", "provided__identity__issuer"
    )
    person.hold([Role(role) for role, _ in held])
    person.provided = {Role(role): issuer for role, issuer in held if issuer is not None}
    return person


async def is_only_young(person: Person) -> bool:
    """Whether this account is a young person's and was never of staff: cards and codes open no other.

    An ended role counts: who looks after roles must not get into somebody's account by changing them.
    """
    if not person.is_young_person:
        return False
    return not await RoleGrant.filter(person_id=person.id).exclude(role=Role.YOUNG_PERSON).exists()


async def people_who_can(right: Right, council_id: int) -> list[int]:
    """The ids of the council's people who hold a right now."""
    found = await RoleGrant.filter(
        role__in=roles_with(right), ended_at=None, person__council_id=council_id, person__suspended_at=None
    ).values_list("person_id", flat=True)
    return sorted(set(found))  # type: ignore[arg-type]


def look_alike(nickname: str) -> str:
    """What two nicknames share when a reader would take one for the other."""
    plain = unicodedata.normalize("NFKD", nickname).casefold().translate(SAME_SHAPE)
    return "".join(sign for sign in plain if sign.isalnum()).replace("rn", "m").replace("vv", "w")[:60]


# Signs that a reader takes for one another: figures for letters, Cyrillic and Greek letters for Latin ones.
SAME_SHAPE = str.maketrans("0135|iıɑɡавеорсухкмтніјѕαοερνικτυχ", "oleslllagabeopcyxkmthljsaoepvlktux")
