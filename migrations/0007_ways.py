"""Ways to do it, weighed openly, with practice from elsewhere as evidence."""

from saidanddone.migrations import _keep, _together
from tortoise.migrations import operations as ops
from saidanddone.appraisal.stages import Weighing
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

CHECKS = {
    "practice_card": {"words": "title <> '' AND published_by <> '' AND what <> '' AND source <> ''"},
    "appraisal": {
        "stage": "stage IN ('writing','agreed','scoring','done')",
        "scored": "(scoring_at IS NOT NULL) = (stage IN ('scoring','done'))",
        "done": "(done_at IS NOT NULL) = (stage = 'done')",
    },
    "way": {
        "words": "name <> '' AND what <> '' AND cost <> ''",
        "number": "number BETWEEN 1 AND 5",
    },
    "agreement": {"young_people": "young_people >= 1", "number": "number >= 1"},
    "criterion": {
        "words": "name <> '' AND asks <> ''",
        "weight": "weight BETWEEN 1 AND 100",
        "position": "position BETWEEN 1 AND 6",
    },
    "score": {
        "value": "value BETWEEN 0 AND 5",
        "order": "replaced_at IS NULL OR replaced_at >= at",
        "read_once": "published_at IS NULL OR refused_at IS NULL",
        "read_by": "(published_at IS NULL AND refused_at IS NULL) = (read_by_id IS NULL)",
    },
    "confidence": {
        "value": "value BETWEEN 1 AND 5",
        "order": "replaced_at IS NULL OR replaced_at >= at",
    },
    "way_chosen": {"place": "place BETWEEN 1 AND 5"},
}

# One row at most for each of these while the condition holds.
ONLY_ONE = {
    "way_standing": ("way", "appraisal_id, number", "dropped_at IS NULL"),
    "way_as_now": ("way", "appraisal_id", "dropped_at IS NULL AND as_now"),
    "score_standing": ("score", "way_id, criterion_id, person_id", "replaced_at IS NULL"),
    "confidence_standing": ("confidence", "way_id, person_id", "replaced_at IS NULL"),
}

# Once somebody has scored, the weights stand: no new agreement, and no criterion made, changed or taken out.
FIXED = "the weights can not change once somebody has scored"
GUARDED = {
    "agreement": ("appraisal_id = {row}.appraisal_id", ("INSERT", "UPDATE", "DELETE")),
    "criterion": (
        "appraisal_id = (SELECT appraisal_id FROM agreement WHERE id = {row}.agreement_id)",
        ("INSERT", "UPDATE", "DELETE"),
    ),
}


async def guard_weights(apps, editor):
    ask = editor.client.execute_query
    for table, (scored, acts) in GUARDED.items():
        for act in acts:
            name, row = f"{table}_fixed_{act.lower()}", "OLD" if act == "DELETE" else "NEW"
            condition = f"EXISTS (SELECT 1 FROM score WHERE {scored.format(row=row)})"
            if editor.DIALECT == "sqlite":
                await ask(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{FIXED}'); END"
                )
                continue
            await ask(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{FIXED}' USING ERRCODE = 'check_violation'; END IF; "
                f"RETURN {row}; END $$"
            )
            await ask(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


async def free_weights(apps, editor):
    for table, (_, acts) in GUARDED.items():
        for act in acts:
            name = f"{table}_fixed_{act.lower()}"
            on = "" if editor.DIALECT == "sqlite" else f" ON {table}"
            await editor.client.execute_query(f"DROP TRIGGER {name}{on}")
            if editor.DIALECT != "sqlite":
                await editor.client.execute_query(f"DROP FUNCTION {name}()")


class Migration(_together.Migration):
    dependencies = [("saidanddone", "0006_help")]

    operations = [
        ops.CreateModel(
            name="Appraisal",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField()),
                (
                    "idea",
                    fields.OneToOneField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="appraisal",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "stage",
                    fields.CharEnumField(description="where it stands", enum_type=Weighing, max_length=10),
                ),
                (
                    "opened_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="opened_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="appraisals",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("opened_title", fields.CharField(max_length=80)),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "floor",
                    fields.IntField(null=True, description="the council's when the scoring opened"),
                ),
                ("scoring_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("version", fields.IntField(default=1)),
            ],
            options={
                "table": "appraisal",
                "app": "saidanddone",
                "indexes": [Index(fields=["council_id", "stage", "opened_at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Agreement",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "appraisal",
                    fields.ForeignKeyField(
                        "saidanddone.Appraisal",
                        source_field="appraisal_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="agreements",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                ("young_people", fields.IntField()),
                (
                    "by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="agreements",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("by_title", fields.CharField(max_length=80)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "agreement",
                "app": "saidanddone",
                "unique_together": (("appraisal", "number"),),
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Criterion",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "agreement",
                    fields.ForeignKeyField(
                        "saidanddone.Agreement",
                        source_field="agreement_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="criterion_rows",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("position", fields.IntField()),
                ("name", fields.CharField(max_length=80)),
                ("asks", fields.CharField(max_length=160)),
                ("weight", fields.IntField()),
            ],
            options={
                "table": "criterion",
                "app": "saidanddone",
                "unique_together": (("agreement", "position"),),
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="PracticeCard",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(unique=True, max_length=40)),
                ("title", fields.CharField(max_length=80)),
                ("published_by", fields.CharField(description="the council whose work it is", max_length=80)),
                ("what", fields.TextField(unique=False)),
                ("figures", fields.TextField(default="", unique=False)),
                ("cost", fields.CharField(default="", description="as it was published", max_length=120)),
                ("source", fields.TextField(unique=False)),
                ("position", fields.IntField(default=0)),
            ],
            options={
                "table": "practice_card",
                "app": "saidanddone",
                "indexes": [Index(fields=["position", "id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="PracticeMission",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "card",
                    fields.ForeignKeyField(
                        "saidanddone.PracticeCard",
                        source_field="card_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="card_missions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "mission",
                    fields.ForeignKeyField(
                        "saidanddone.Mission",
                        source_field="mission_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="mission_cards",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "practice_mission",
                "app": "saidanddone",
                "unique_together": (("card", "mission"),),
                "indexes": [Index(fields=["mission_id", "card_id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Way",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "appraisal",
                    fields.ForeignKeyField(
                        "saidanddone.Appraisal",
                        source_field="appraisal_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="ways",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                ("as_now", fields.BooleanField(default=False)),
                ("name", fields.CharField(max_length=80)),
                ("what", fields.TextField(unique=False)),
                ("cost", fields.CharField(max_length=120)),
                ("written_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("dropped_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "way",
                "app": "saidanddone",
                "indexes": [Index(fields=["appraisal_id", "dropped_at", "number"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Confidence",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "appraisal",
                    fields.ForeignKeyField(
                        "saidanddone.Appraisal",
                        source_field="appraisal_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="confidence",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "way",
                    fields.ForeignKeyField(
                        "saidanddone.Way",
                        source_field="way_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="confidence",
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
                        related_name="confidence",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("young", fields.BooleanField(description="whether a young person gave it")),
                ("value", fields.IntField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("replaced_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "confidence",
                "app": "saidanddone",
                "indexes": [Index(fields=["appraisal_id", "replaced_at", "person_id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Score",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "appraisal",
                    fields.ForeignKeyField(
                        "saidanddone.Appraisal",
                        source_field="appraisal_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="scores",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "way",
                    fields.ForeignKeyField(
                        "saidanddone.Way",
                        source_field="way_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="scores",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "criterion",
                    fields.ForeignKeyField(
                        "saidanddone.Criterion",
                        source_field="criterion_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="scores",
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
                        related_name="scores",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("young", fields.BooleanField(description="whether a young person gave it")),
                (
                    "by_title",
                    fields.CharField(default="", description="the job title of staff", max_length=80),
                ),
                ("value", fields.IntField()),
                ("reason", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("replaced_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("published_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("refused_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "worry",
                    fields.BooleanField(
                        default=False, description="its reason is kept back because of a worry"
                    ),
                ),
                (
                    "read_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="read_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="reasons_read",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "score",
                "app": "saidanddone",
                "indexes": [Index(fields=["appraisal_id", "replaced_at", "person_id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="WayCard",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "way",
                    fields.ForeignKeyField(
                        "saidanddone.Way",
                        source_field="way_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="way_cards",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "card",
                    fields.ForeignKeyField(
                        "saidanddone.PracticeCard",
                        source_field="card_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="way_cards",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "way_card",
                "app": "saidanddone",
                "unique_together": (("way", "card"),),
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="WayChosen",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "decision",
                    fields.OneToOneField(
                        "saidanddone.Decision",
                        source_field="decision_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="way_chosen",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "way",
                    fields.ForeignKeyField(
                        "saidanddone.Way",
                        source_field="way_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="chosen",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("place", fields.IntField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "way_chosen", "app": "saidanddone", "pk_attr": "id"},
            bases=["Record"],
        ),
        _keep.rules(CHECKS, ONLY_ONE),
        ops.RunPython(guard_weights, free_weights),
    ]
