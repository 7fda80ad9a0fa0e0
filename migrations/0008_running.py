"""Inviting people, days away, the safeguarding rota and a council's own wording."""

from tortoise.migrations import operations as ops
from saidanddone.people.rights import Role
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from saidanddone.migrations import _keep, _together

CHECKS = {
    "days_away": {"order": "ends >= starts"},
    "own_words": {"words": "text <> ''", "kind": "kind IN ('decline','no','return','not-now')"},
    "invitation": {
        "role": "role IN ('young-person','personal-adviser','participation-worker','senior-officer',"
        "'safeguarding-lead','council-admin')",
        "uses": "uses >= 0 AND uses <= uses_at_most",
        "order": "ends_at > made_at",
    },
    "rota_day": {"weekday": "weekday >= 0 AND weekday <= 6"},
    "rota_away": {"order": "ends >= starts", "cover": "cover_id IS NULL OR cover_id <> person_id"},
}

# One row at most for each of these while the condition holds.
ONLY_ONE = {
    "own_words_now": ("own_words", "council_id, kind, code", "ended_at IS NULL"),
    "retirement_now": ("retirement", "framework_id, council_id", "undone_at IS NULL"),
    "rota_day_now": ("rota_day", "council_id, weekday", "ended_at IS NULL"),
}


class Migration(_together.Migration):
    dependencies = [("saidanddone", "0007_ways")]

    operations = [
        ops.CreateModel(
            name="DaysAway",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="spans_away",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("starts", fields.DateField()),
                ("ends", fields.DateField()),
                ("why", fields.CharField(default="", max_length=80)),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("by_title", fields.CharField(default="", max_length=80)),
                ("taken_back_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "days_away",
                "app": "saidanddone",
                "indexes": [Index(fields=["council_id", "taken_back_at", "starts"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Invitation",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="invitations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "role",
                    fields.CharEnumField(
                        description="what those who join become", enum_type=Role, max_length=24
                    ),
                ),
                (
                    "name",
                    fields.CharField(
                        default="", description="whom it is for, for whoever made it", max_length=80
                    ),
                ),
                ("hash", fields.CharField(unique=True, max_length=64)),
                ("uses_at_most", fields.IntField(default=1)),
                ("uses", fields.IntField(default=0)),
                (
                    "made_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="made_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="invitations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "invitation",
                "app": "saidanddone",
                "indexes": [Index(fields=["council_id", "id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Joining",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "invitation",
                    fields.ForeignKeyField(
                        "saidanddone.Invitation",
                        source_field="invitation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="joinings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "person",
                    fields.OneToOneField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="joining",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "joining", "app": "saidanddone", "pk_attr": "id"},
            bases=["Record"],
        ),
        ops.CreateModel(
            name="OwnWords",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="own_words",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("kind", fields.CharField(max_length=20)),
                ("code", fields.CharField(max_length=40)),
                ("text", fields.TextField(unique=False)),
                ("set_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "own_words", "app": "saidanddone", "pk_attr": "id"},
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Retirement",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "framework",
                    fields.ForeignKeyField(
                        "saidanddone.Framework",
                        source_field="framework_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="retirements",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="retirements",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("last_day", fields.DateField()),
                (
                    "by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="retirements",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("undone_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "retirement",
                "app": "saidanddone",
                "indexes": [Index(fields=["council_id", "undone_at", "last_day"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="RotaAway",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="rota_away",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="rota_away",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "cover",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="cover_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="rota_cover",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("starts", fields.DateField()),
                ("ends", fields.DateField()),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("taken_back_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "rota_away",
                "app": "saidanddone",
                "indexes": [Index(fields=["council_id", "taken_back_at", "ends"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="RotaDay",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="rota_days",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("weekday", fields.IntField()),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="rota_days",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("given_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "rota_day", "app": "saidanddone", "pk_attr": "id"},
            bases=["Record"],
        ),
        ops.CreateModel(
            name="WordingCheck",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "framework",
                    fields.ForeignKeyField(
                        "saidanddone.Framework",
                        source_field="framework_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="checks",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="wording_checks",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="wording_checks",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "wording_check",
                "app": "saidanddone",
                "unique_together": (("framework", "council"),),
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        _keep.rules(CHECKS, ONLY_ONE),
    ]
