"""A council's own sign-in: its provider, what each group there makes of somebody, and whom it sent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from tortoise import fields

from saidanddone.councils.models import Council
from saidanddone.database import Record
from saidanddone.people.models import Person, RoleGrant
from saidanddone.people.rights import Role

RESTRICT = fields.OnDelete.RESTRICT


class Trust(StrEnum):
    """When a sign-in at the provider counts as both steps."""

    ALWAYS = "always"
    WHEN_TOLD = "when-told"
    NEVER = "never"


TRUST_WORDS = {
    Trust.ALWAYS: "Always: our provider asks everyone for a second step",
    Trust.WHEN_TOLD: "Only when the provider says that it asked for a second step",
    Trust.NEVER: "Never: staff use a passkey here as well",
}


class Provider(Record):
    """Where a council's staff sign in. ``secret`` is locked (providers.secrets) and never shown again."""

    id = fields.IntField(primary_key=True)
    council: fields.OneToOneRelation[Council] = fields.OneToOneField(
        "saidanddone.Council", related_name="provider", on_delete=RESTRICT
    )
    council_id: int
    issuer = fields.CharField(max_length=300)
    client_id = fields.CharField(max_length=200)
    secret = fields.TextField(default="")
    groups_claim = fields.CharField(max_length=60, default="groups")
    trust = fields.CharEnumField(Trust, max_length=12, default=Trust.ALWAYS, description="as both steps")
    set_at = fields.DatetimeField()
    off_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "provider"


class GroupRole(Record):
    """What being in a group of the provider makes of somebody, from one moment to another."""

    id = fields.IntField(primary_key=True)
    council_id = fields.IntField()
    group_name = fields.CharField(max_length=200, description="its id or name, as the provider sends it")
    role = fields.CharEnumField(Role, max_length=24, description="which role")
    given_at = fields.DatetimeField()
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "group_role"
        indexes = (("council_id", "ended_at"),)


class Identity(Record):
    """Who somebody is to a provider: the issuer and its number for them, never an e-mail address."""

    id = fields.IntField(primary_key=True)
    council_id = fields.IntField()
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "saidanddone.Person", related_name="identities", on_delete=fields.OnDelete.CASCADE
    )
    person_id: int
    issuer = fields.CharField(max_length=300)
    subject = fields.CharField(max_length=255)
    first_at = fields.DatetimeField()

    class Meta:
        table = "identity"
        unique_together = (("council_id", "issuer", "subject"),)


class ProvidedGrant(Record):
    """A role that somebody holds because of a group; it ends when the group is gone."""

    id = fields.IntField(primary_key=True)
    grant: fields.OneToOneRelation[RoleGrant] = fields.OneToOneField(
        "saidanddone.RoleGrant", related_name="provided", on_delete=RESTRICT
    )
    grant_id: int
    identity: fields.ForeignKeyRelation[Identity] = fields.ForeignKeyField(
        "saidanddone.Identity", related_name="grants", on_delete=fields.OnDelete.CASCADE
    )
    identity_id: int

    class Meta:
        table = "provided_grant"
        indexes = (("identity_id", "grant_id"),)


class Handshake(Record):
    """One sign-in under way: made when somebody sets out, used once when they come back."""

    id = fields.IntField(primary_key=True)
    hash = fields.CharField(max_length=64, unique=True, description="of the state that travels")
    browser_hash = fields.CharField(max_length=64, description="of the cookie in the browser that set out")
    council_id = fields.IntField()
    issuer = fields.CharField(max_length=300)
    nonce = fields.CharField(max_length=64)
    verifier = fields.CharField(max_length=128)
    shared = fields.BooleanField(default=False)
    after = fields.CharField(max_length=300, default="")
    again = fields.BooleanField(
        default=False, db_default=False, description="they are to show there, just now, that it is them"
    )
    person_id: int | None = fields.IntField(
        null=True, description="who set out to add this account to their own here"
    )
    ends_at = fields.DatetimeField()
    used_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "handshake"
        indexes = (("ends_at",),)


async def provider_of(council_id: int | None) -> Provider | None:
    """The provider that a council's staff sign in with now."""
    return await Provider.get_or_none(council_id=council_id, off_at=None)


async def has_account(person: Person) -> bool | None:
    """Whether somebody comes in by the council's own sign-in; none where there is no such sign-in."""
    provider = await provider_of(person.council_id)
    if provider is None:
        return None
    return await Identity.exists(person_id=person.id, issuer=provider.issuer)
