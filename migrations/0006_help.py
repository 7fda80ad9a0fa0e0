"""Help that an action asks for, and who gave it."""

from saidanddone.migrations import _keep, _together
from tortoise.migrations import operations as ops
from saidanddone.plan.help_rules import HelpState, Work
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

STATES = "'open','closed','called-off'"
WORKS = "'workshop','trying-out','choosing','interviewing','speaking','writing','hands-on'"
ASKED = {
    "words": "what <> ''",
    "work": f"work IN ({WORKS})",
    "places": "places >= 1",
    "until": "starts_at IS NULL OR offers_until <= starts_at",
}

CHECKS = {
    "help": {
        **ASKED,
        "state": f"state IN ({STATES})",
        "why": "(state = 'called-off') = (why <> '')",
        "taken": "taken >= 0 AND taken <= places",
    },
    "help_terms": ASKED,
    "help_offer": {"order": "withdrawn_at IS NULL OR withdrawn_at >= given_at"},
    "help_attendance": {
        "amounts": "quarters >= 0 AND pence >= 0",
        "absent": "took_part OR (quarters = 0 AND pence = 0)",
        "present": "NOT took_part OR quarters > 0",
    },
    "omission": {
        "of_one_thing": "(help_id IS NULL) <> (idea_id IS NULL)",
        "order": "ended_at IS NULL OR ended_at >= made_at",
    },
}

# One row at most for each of these while the condition holds.
ONLY_ONE = {
    "offer_standing": ("help_offer", "help_id, person_id", "withdrawn_at IS NULL"),
    "attendance_standing": ("help_attendance", "help_id, person_id", "replaced_at IS NULL"),
    "omission_of_help": ("omission", "person_id, help_id", "ended_at IS NULL AND help_id IS NOT NULL"),
    "omission_of_idea": ("omission", "person_id, idea_id", "ended_at IS NULL AND idea_id IS NOT NULL"),
}


class Migration(_together.Migration):
    dependencies = [("saidanddone", "0005_spoken")]

    operations = [
        ops.CreateModel(
            name="Help",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="helps",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "action",
                    fields.ForeignKeyField(
                        "saidanddone.Action",
                        source_field="action_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="helps",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                (
                    "state",
                    fields.CharEnumField(
                        default=HelpState.OPEN,
                        description="only make_move changes it",
                        enum_type=HelpState,
                        max_length=12,
                    ),
                ),
                ("state_since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("why", fields.TextField(default="", description="why it was called off", unique=False)),
                ("what", fields.TextField(unique=False)),
                (
                    "work",
                    fields.CharEnumField(description="what kind of help", enum_type=Work, max_length=20),
                ),
                ("starts_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("place", fields.CharField(description="empty means: online", max_length=200)),
                ("voucher", fields.CharField(default="", max_length=80)),
                ("travel_paid", fields.BooleanField()),
                ("places", fields.IntField()),
                ("offers_until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("taken", fields.IntField(default=0)),
                (
                    "asked_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="asked_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="helps_asked",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "help",
                "app": "saidanddone",
                "unique_together": (("action", "number"),),
                "indexes": [
                    Index(fields=["council_id", "state", "offers_until", "id"]),
                    Index(fields=["action_id", "state"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Attendance",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "help",
                    fields.ForeignKeyField(
                        "saidanddone.Help",
                        source_field="help_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="attendance",
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
                        related_name="attendance",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("took_part", fields.BooleanField()),
                ("quarters", fields.IntField()),
                ("pence", fields.IntField()),
                (
                    "by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="attendance_said",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("by_title", fields.CharField(max_length=80)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("replaced_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "help_attendance",
                "app": "saidanddone",
                "indexes": [
                    Index(fields=["help_id", "replaced_at", "took_part"]),
                    Index(fields=["person_id", "replaced_at", "took_part"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="HelpTerms",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "help",
                    fields.ForeignKeyField(
                        "saidanddone.Help",
                        source_field="help_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="terms",
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
                        related_name="help_terms",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("by_title", fields.CharField(max_length=80)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("what", fields.TextField(unique=False)),
                (
                    "work",
                    fields.CharEnumField(description="what kind of help", enum_type=Work, max_length=20),
                ),
                ("starts_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("place", fields.CharField(description="empty means: online", max_length=200)),
                ("voucher", fields.CharField(default="", max_length=80)),
                ("travel_paid", fields.BooleanField()),
                ("places", fields.IntField()),
                ("offers_until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "help_terms",
                "app": "saidanddone",
                "indexes": [Index(fields=["help_id", "at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Offer",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "help",
                    fields.ForeignKeyField(
                        "saidanddone.Help",
                        source_field="help_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="offers",
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
                        related_name="offers",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("note", fields.TextField(default="", unique=False)),
                ("given_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("withdrawn_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "help_offer",
                "app": "saidanddone",
                "indexes": [
                    Index(fields=["help_id", "withdrawn_at", "id"]),
                    Index(fields=["person_id", "withdrawn_at", "id"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Omission",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="omissions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "help",
                    fields.ForeignKeyField(
                        "saidanddone.Help",
                        source_field="help_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="omissions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="omissions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "omission",
                "app": "saidanddone",
                "indexes": [Index(fields=["person_id", "ended_at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        _keep.rules(CHECKS, ONLY_ONE),
    ]
