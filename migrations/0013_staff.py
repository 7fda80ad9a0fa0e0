"""Owners' links and the words that came by them; providers that staff sign in with."""

from tortoise.migrations import operations as ops
from saidanddone.people.providers.models import Trust
from saidanddone.people.rights import Role
from saidanddone.plan.statuses import Rating
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from saidanddone.migrations import _keep, _together

CHECKS = {
    "provider": {
        "secret": "(off_at IS NULL) = (secret <> '')",
        "trust": "trust IN ('always','when-told','never')",
    },
    "group_role": {
        "named": "group_name <> ''",
        "role": "role IN ('personal-adviser','participation-worker','senior-officer','safeguarding-lead','council-admin')",
    },
    "identity": {"known": "issuer <> '' AND subject <> ''"},
    "owner_link": {"order": "ends_at > made_at"},
    "owner_words": {
        "said": "said <> ''",
        "rating": "rating IS NULL OR rating IN ('on-track','needs-help','off-track')",
        "read": "(read_at IS NULL) = (read_by_id IS NULL)",
        "became": "became_id IS NULL OR read_at IS NOT NULL",
    },
}

# One row at most for each of these while the condition holds.
ONLY_ONE = {
    "owner_link_now": ("owner_link", "action_id", "ended_at IS NULL"),
    "group_role_now": ("group_role", "council_id, group_name, role", "ended_at IS NULL"),
}


class Migration(_together.Migration):
    dependencies = [("saidanddone", "0012_keys")]

    operations = [
        ops.CreateModel(
            name="OwnerLink",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField()),
                (
                    "action",
                    fields.ForeignKeyField(
                        "saidanddone.Action",
                        source_field="action_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="owner_links",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("hash", fields.CharField(unique=True, max_length=64)),
                (
                    "owner_hash",
                    fields.CharField(description="of the owner and contact it was made for", max_length=64),
                ),
                (
                    "made_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="made_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="owner_links",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "owner_link",
                "app": "saidanddone",
                "indexes": [Index(fields=["action_id", "id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="OwnerWords",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField()),
                (
                    "action",
                    fields.ForeignKeyField(
                        "saidanddone.Action",
                        source_field="action_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="owner_words",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "link",
                    fields.ForeignKeyField(
                        "saidanddone.OwnerLink",
                        source_field="link_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="words",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("by_title", fields.CharField(max_length=80)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "rating",
                    fields.CharEnumField(null=True, description="as said", enum_type=Rating, max_length=12),
                ),
                ("said", fields.TextField(unique=False)),
                ("next_step", fields.TextField(default="", unique=False)),
                ("read_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "read_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="read_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="owner_words_read",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "became",
                    fields.OneToOneField(
                        "saidanddone.Update",
                        source_field="became_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="came_from",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "owner_words",
                "app": "saidanddone",
                "indexes": [
                    Index(fields=["council_id", "read_at", "id"]),
                    Index(fields=["link_id", "read_at"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="GroupRole",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField()),
                (
                    "group_name",
                    fields.CharField(description="its id or name, as the provider sends it", max_length=200),
                ),
                ("role", fields.CharEnumField(description="which role", enum_type=Role, max_length=24)),
                ("given_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "group_role",
                "app": "saidanddone",
                "indexes": [Index(fields=["council_id", "ended_at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Handshake",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "hash",
                    fields.CharField(unique=True, description="of the state that travels", max_length=64),
                ),
                (
                    "browser_hash",
                    fields.CharField(description="of the cookie in the browser that set out", max_length=64),
                ),
                ("council_id", fields.IntField()),
                ("issuer", fields.CharField(max_length=300)),
                ("nonce", fields.CharField(max_length=64)),
                ("verifier", fields.CharField(max_length=128)),
                ("shared", fields.BooleanField(default=False)),
                ("after", fields.CharField(default="", max_length=300)),
                (
                    "person_id",
                    fields.IntField(
                        null=True, description="who set out to add this account to their own here"
                    ),
                ),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "handshake",
                "app": "saidanddone",
                "indexes": [Index(fields=["ends_at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Identity",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField()),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="identities",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("issuer", fields.CharField(max_length=300)),
                ("subject", fields.CharField(max_length=255)),
                ("first_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "identity",
                "app": "saidanddone",
                "unique_together": (("council_id", "issuer", "subject"),),
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="ProvidedGrant",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "grant",
                    fields.OneToOneField(
                        "saidanddone.RoleGrant",
                        source_field="grant_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="provided",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "identity",
                    fields.ForeignKeyField(
                        "saidanddone.Identity",
                        source_field="identity_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="grants",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "provided_grant",
                "app": "saidanddone",
                "indexes": [Index(fields=["identity_id", "grant_id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Provider",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "council",
                    fields.OneToOneField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="provider",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("issuer", fields.CharField(max_length=300)),
                ("client_id", fields.CharField(max_length=200)),
                ("secret", fields.TextField(default="", unique=False)),
                ("groups_claim", fields.CharField(default="groups", max_length=60)),
                (
                    "trust",
                    fields.CharEnumField(
                        default=Trust.ALWAYS, description="as both steps", enum_type=Trust, max_length=12
                    ),
                ),
                ("set_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("off_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "provider", "app": "saidanddone", "pk_attr": "id"},
            bases=["Record"],
        ),
        _keep.rules(CHECKS, ONLY_ONE),
    ]
