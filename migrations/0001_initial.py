from saidanddone.migrations import _together
from tortoise.migrations import operations as ops
from saidanddone.councils.models import Kind, OpenTo
from saidanddone.ideas.deciding import Answer, NoKind
from saidanddone.ideas.models import Door, ShownAs
from saidanddone.ideas.stages import Stage
from saidanddone.people.models import Proof
from saidanddone.people.rights import Role
from saidanddone.plan.statuses import Rating, Status
from saidanddone.plan.verdicts import Outcome, Verdict
from saidanddone.rounds.models import Channel, RoundState
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index


class Migration(_together.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Council",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(unique=True, max_length=40)),
                ("name", fields.CharField(max_length=80)),
                ("people_word", fields.CharField(default="young people", max_length=40)),
                (
                    "ideas_open_to",
                    fields.CharEnumField(
                        default=OpenTo.COUNCIL, description="who reads ideas", enum_type=OpenTo, max_length=10
                    ),
                ),
                ("floor", fields.IntField(default=6)),
                ("reading_days", fields.CharField(default="1,3", max_length=20)),
                ("away", fields.TextField(default="", unique=False)),
                ("answer_days", fields.IntField(default=28)),
                ("verdict_days", fields.IntField(default=28)),
                ("quiet_days", fields.IntField(default=35)),
                ("advocate", fields.TextField(default="", unique=False)),
                ("help_now", fields.TextField(default="", unique=False)),
                ("two_steps", fields.BooleanField(default=True, description="staff take two to come in")),
                ("who_to_ask", fields.TextField(default="", unique=False)),
                ("shared_uses", fields.IntField(default=1)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "council", "app": "saidanddone", "pk_attr": "id"},
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Counter",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="counters",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("kind", fields.CharEnumField(description="what is counted", enum_type=Kind, max_length=10)),
                ("given", fields.IntField(default=0)),
            ],
            options={
                "table": "counter",
                "app": "saidanddone",
                "unique_together": (("council", "kind"),),
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Framework",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(max_length=40)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="frameworks",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=120)),
                ("publisher", fields.CharField(max_length=120)),
                ("source", fields.TextField(default="", unique=False)),
                ("starts", fields.DateField(null=True)),
                ("ends", fields.DateField(null=True)),
                ("position", fields.IntField(default=0)),
                ("retired_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "framework",
                "app": "saidanddone",
                "unique_together": (("council", "slug"),),
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="HistoryHead",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField(unique=True)),
                ("position", fields.IntField(default=0)),
                (
                    "hash",
                    fields.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
            options={"table": "history_head", "app": "saidanddone", "pk_attr": "id"},
            bases=["Record"],
        ),
        ops.CreateModel(
            name="HistoryRow",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField()),
                ("position", fields.IntField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "who_id",
                    fields.IntField(null=True, description="the person, none when the clock or a rule acted"),
                ),
                ("act", fields.CharField(max_length=40)),
                ("kind", fields.CharField(max_length=20)),
                ("thing_id", fields.IntField()),
                ("start", fields.CharField(default="", max_length=60)),
                ("end", fields.CharField(default="", max_length=60)),
                ("digest", fields.CharField(default="", max_length=64)),
                ("previous", fields.CharField(max_length=64)),
                ("hash", fields.CharField(max_length=64)),
            ],
            options={
                "table": "history_row",
                "app": "saidanddone",
                "unique_together": (("council_id", "position"),),
                "indexes": [Index(fields=["council_id", "kind", "thing_id", "position"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="HistoryText",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "row",
                    fields.OneToOneField(
                        "saidanddone.HistoryRow",
                        source_field="row_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="words",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("salt", fields.CharField(max_length=32)),
                ("text", fields.TextField(unique=False)),
            ],
            options={"table": "history_text", "app": "saidanddone", "pk_attr": "id"},
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Mission",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "framework",
                    fields.ForeignKeyField(
                        "saidanddone.Framework",
                        source_field="framework_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="missions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("code", fields.CharField(max_length=40)),
                ("position", fields.IntField()),
                ("label", fields.CharField(max_length=80)),
                ("text", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "mission",
                "app": "saidanddone",
                "unique_together": (("framework", "code"),),
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Notice",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField()),
                ("person_id", fields.IntField()),
                ("what", fields.CharField(max_length=40)),
                ("kind", fields.CharField(max_length=20)),
                ("thing_id", fields.IntField()),
                ("key", fields.CharField(unique=True, max_length=120)),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("tries", fields.IntField(default=0)),
            ],
            options={
                "table": "notice",
                "app": "saidanddone",
                "indexes": [Index(fields=["person_id", "made_at"]), Index(fields=["sent_at", "made_at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Person",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="people",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("nickname", fields.CharField(max_length=40)),
                (
                    "nickname_key",
                    fields.CharField(description="what makes look-alike nicknames equal", max_length=60),
                ),
                ("job_title", fields.CharField(default="", max_length=80)),
                ("joined_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "confirmed_at",
                    fields.DatetimeField(
                        null=True,
                        description="when a worker met them face to face",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
                ("suspended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "left_at",
                    fields.DatetimeField(
                        null=True,
                        description="when they left: nothing of them is kept but a number",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
            ],
            options={
                "table": "person",
                "app": "saidanddone",
                "unique_together": (("council", "nickname_key"),),
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Action",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="actions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                ("title", fields.CharField(max_length=120)),
                ("what", fields.TextField(unique=False)),
                ("owner", fields.CharField(max_length=80)),
                (
                    "owner_person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="owner_person_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="actions_owned",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("owner_contact", fields.CharField(default="", max_length=200)),
                ("partners", fields.TextField(default="", description="one to a line", unique=False)),
                ("starts", fields.DateField(null=True)),
                ("first_due", fields.DateField()),
                ("due", fields.DateField()),
                ("how_we_know", fields.TextField(unique=False)),
                ("measure", fields.TextField(default="", unique=False)),
                ("baseline", fields.CharField(default="", max_length=80)),
                ("target", fields.CharField(default="", max_length=80)),
                ("cost", fields.CharField(default="", max_length=120)),
                ("funding", fields.CharField(default="", max_length=120)),
                ("reach_planned", fields.IntField(null=True)),
                ("reach_reached", fields.IntField(default=0)),
                ("no_mission_fits", fields.BooleanField(default=False)),
                (
                    "fit_checked_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="fit_checked_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="fits_checked",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        default=Status.NOT_STARTED,
                        description="only make_move changes it",
                        enum_type=Status,
                        max_length=12,
                    ),
                ),
                ("status_since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "rating",
                    fields.CharEnumField(null=True, description="newest", enum_type=Rating, max_length=12),
                ),
                ("said", fields.TextField(default="", description="the newest sentence said", unique=False)),
                (
                    "said_by",
                    fields.CharField(default="", description="job title of who said it", max_length=80),
                ),
                ("said_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "news_at",
                    fields.DatetimeField(
                        description="when it was last said something about",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
                (
                    "outcome",
                    fields.CharEnumField(
                        null=True,
                        description="of the newest counted asking",
                        enum_type=Outcome,
                        max_length=12,
                    ),
                ),
                (
                    "created_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="created_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="actions_made",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("moved_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("version", fields.IntField(default=1)),
            ],
            options={
                "table": "action",
                "app": "saidanddone",
                "unique_together": (("council", "number"),),
                "indexes": [
                    Index(fields=["council_id", "status", "due", "id"]),
                    Index(fields=["council_id", "due", "id"]),
                    Index(fields=["owner_person_id", "status", "due"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="ActionMission",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "action",
                    fields.ForeignKeyField(
                        "saidanddone.Action",
                        source_field="action_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="action_missions",
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
                        related_name="action_missions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "action_mission",
                "app": "saidanddone",
                "unique_together": (("action", "mission"),),
                "indexes": [Index(fields=["mission_id", "action_id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Asking",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "action",
                    fields.ForeignKeyField(
                        "saidanddone.Action",
                        source_field="action_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="askings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("closes_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("floor", fields.IntField()),
                ("counted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "outcome",
                    fields.CharEnumField(
                        null=True, description="once counted", enum_type=Outcome, max_length=12
                    ),
                ),
            ],
            options={
                "table": "asking",
                "app": "saidanddone",
                "unique_together": (("action", "number"),),
                "indexes": [Index(fields=["counted_at", "closes_at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Idea",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="ideas",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                (
                    "author",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="author_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="ideas",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("by_staff", fields.BooleanField(default=False)),
                ("title", fields.CharField(default="", max_length=120)),
                (
                    "what",
                    fields.TextField(
                        description="the newest wording, every wording is a row of its own", unique=False
                    ),
                ),
                ("why", fields.TextField(default="", unique=False)),
                (
                    "shown_as",
                    fields.CharEnumField(
                        description="how the author is shown", enum_type=ShownAs, max_length=10
                    ),
                ),
                (
                    "door",
                    fields.CharEnumField(
                        description="who may see it once published", enum_type=Door, max_length=10
                    ),
                ),
                ("quotable", fields.BooleanField(default=False)),
                (
                    "told_everyone",
                    fields.BooleanField(
                        default=False,
                        description="its author was told, when sending it, that anyone may read it",
                    ),
                ),
                (
                    "stage",
                    fields.CharEnumField(
                        description="where it stands, only make_move changes it",
                        enum_type=Stage,
                        max_length=12,
                    ),
                ),
                (
                    "was",
                    fields.CharEnumField(
                        null=True,
                        description="where a held or merged idea stood before",
                        enum_type=Stage,
                        max_length=12,
                    ),
                ),
                ("stage_since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "promised_for",
                    fields.DateField(
                        null=True,
                        description="the day by which its author was promised, when sending it, that it is read",
                    ),
                ),
                ("return_on", fields.DateField(null=True)),
                (
                    "merged_into",
                    fields.ForeignKeyField(
                        "saidanddone.Idea",
                        source_field="merged_into_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="merged",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "supports",
                    fields.IntField(
                        default=0, description="people who want it: standing supports, each counted once"
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "moved_at",
                    fields.DatetimeField(
                        description="its newest movement, for lists", auto_now=False, auto_now_add=False
                    ),
                ),
                ("version", fields.IntField(default=1)),
                (
                    "words",
                    fields.TextField(
                        default="", description="what it is found by, see words.py", unique=False
                    ),
                ),
                (
                    "entered_by",
                    fields.CharField(
                        default="",
                        description="who wrote it down with its author there: a job title",
                        max_length=80,
                    ),
                ),
                ("turn", fields.IntField(description="its place in the board's order, see turns.py")),
            ],
            options={
                "table": "idea",
                "app": "saidanddone",
                "unique_together": (("council", "number"),),
                "indexes": [
                    Index(fields=["council_id", "stage", "moved_at", "id"]),
                    Index(fields=["council_id", "moved_at", "id"]),
                    Index(fields=["council_id", "turn", "id"]),
                    Index(fields=["author_id", "moved_at"]),
                    Index(fields=["stage", "return_on"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="ActionIdea",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "action",
                    fields.ForeignKeyField(
                        "saidanddone.Action",
                        source_field="action_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="action_ideas",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="action_ideas",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "action_idea",
                "app": "saidanddone",
                "unique_together": (("action", "idea"),),
                "indexes": [Index(fields=["idea_id", "action_id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Appeal",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "idea",
                    fields.OneToOneField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="appeal",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("text", fields.TextField(unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("promised_for", fields.DateField(null=True)),
                ("upheld", fields.BooleanField(null=True)),
                (
                    "heard_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="heard_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="appeals_heard",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("heard_title", fields.CharField(default="", max_length=80)),
                ("heard_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("message", fields.TextField(default="", unique=False)),
            ],
            options={"table": "appeal", "app": "saidanddone", "pk_attr": "id"},
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Comment",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="comments",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("council_id", fields.IntField()),
                (
                    "author",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="author_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="comments",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("text", fields.TextField(unique=False)),
                (
                    "told_everyone",
                    fields.BooleanField(
                        default=False,
                        description="its writer was told, when sending it, that anyone may read it",
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("promised_for", fields.DateField(null=True)),
                ("published_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("refused_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("withdrawn_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "read_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="read_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="comments_read",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reason", fields.CharField(default="", max_length=40)),
                ("message", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "comment",
                "app": "saidanddone",
                "indexes": [
                    Index(fields=["idea_id", "at"]),
                    Index(fields=["council_id", "published_at", "refused_at", "at"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Concern",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("council_id", fields.IntField()),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="concerns",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "comment",
                    fields.ForeignKeyField(
                        "saidanddone.Comment",
                        source_field="comment_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="concerns",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "raised_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="raised_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="concerns_raised",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("raised_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("message", fields.TextField(default="", unique=False)),
                (
                    "words_id",
                    fields.IntField(null=True, description="of an answer to “did it really happen?”"),
                ),
                (
                    "score_id",
                    fields.IntField(null=True, description="a score whose reason it is about"),
                ),
                ("seen_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "seen_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="seen_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="concerns_seen",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "closed_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="closed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="concerns_closed",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "done",
                    fields.TextField(
                        default="", description="what was done, said when it was closed", unique=False
                    ),
                ),
            ],
            options={
                "table": "concern",
                "app": "saidanddone",
                "indexes": [
                    Index(fields=["council_id", "closed_at", "raised_at"]),
                    Index(fields=["words_id"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Decision",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="decisions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("answer", fields.CharEnumField(description="the answer", enum_type=Answer, max_length=10)),
                ("reason", fields.TextField(unique=False)),
                (
                    "kind",
                    fields.CharEnumField(
                        null=True, description="with no: what kind of reason", enum_type=NoKind, max_length=15
                    ),
                ),
                (
                    "because",
                    fields.TextField(
                        default="",
                        description="with no: the kind in the words that were shown then",
                        unique=False,
                    ),
                ),
                (
                    "else_can",
                    fields.TextField(
                        default="", description="with no: what else the person can do", unique=False
                    ),
                ),
                ("return_on", fields.DateField(null=True)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="decisions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("by_title", fields.CharField(max_length=80)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("told_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("taken_back_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "decision",
                "app": "saidanddone",
                "indexes": [Index(fields=["idea_id", "at"]), Index(fields=["told_at", "at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="IdeaMission",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="idea_missions",
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
                        related_name="idea_missions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "idea_mission",
                "app": "saidanddone",
                "unique_together": (("idea", "mission"),),
                "indexes": [Index(fields=["mission_id", "idea_id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Milestone",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "action",
                    fields.ForeignKeyField(
                        "saidanddone.Action",
                        source_field="action_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="milestones",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                ("title", fields.CharField(max_length=120)),
                ("due", fields.DateField(null=True)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "done_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="done_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="milestones_done",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "milestone",
                "app": "saidanddone",
                "unique_together": (("action", "number"),),
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Reading",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "action",
                    fields.ForeignKeyField(
                        "saidanddone.Action",
                        source_field="action_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="readings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("value", fields.CharField(max_length=80)),
                ("source", fields.CharField(default="", max_length=200)),
                ("read_on", fields.DateField()),
                (
                    "by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="readings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "reading",
                "app": "saidanddone",
                "indexes": [Index(fields=["action_id", "read_on"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Respondent",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "asking",
                    fields.ForeignKeyField(
                        "saidanddone.Asking",
                        source_field="asking_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="respondents",
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
                        related_name="asked",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "respondent",
                "app": "saidanddone",
                "unique_together": (("asking", "person"),),
                "indexes": [Index(fields=["person_id", "asking_id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="grants",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("role", fields.CharEnumField(description="which role", enum_type=Role, max_length=24)),
                ("given_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "role_grant",
                "app": "saidanddone",
                "indexes": [Index(fields=["person_id", "ended_at"]), Index(fields=["role", "ended_at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Round",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "council",
                    fields.ForeignKeyField(
                        "saidanddone.Council",
                        source_field="council_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="rounds",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                ("question", fields.CharField(max_length=200)),
                ("opens_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("closes_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("picks", fields.IntField()),
                (
                    "observer",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="observer_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="rounds_observed",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        default=RoundState.PLANNED,
                        description="where it stands",
                        enum_type=RoundState,
                        max_length=10,
                    ),
                ),
                ("key", fields.CharField(max_length=64)),
                (
                    "floor",
                    fields.IntField(
                        description="below this many ballots only the order is published, fixed at opening"
                    ),
                ),
                (
                    "created_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="created_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="rounds_made",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("opened_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("cancelled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("slips", fields.IntField(default=0, description="how many paper slips were made for it")),
                (
                    "closed_early_by",
                    fields.CharField(
                        default="", description="job title, when closed before its time", max_length=80
                    ),
                ),
                ("results", fields.TextField(null=True, unique=False)),
                ("sealed", fields.BinaryField(null=True)),
                ("sealed_sha256", fields.CharField(default="", max_length=64)),
            ],
            options={
                "table": "round",
                "app": "saidanddone",
                "unique_together": (("council", "number"),),
                "indexes": [
                    Index(fields=["council_id", "state", "closes_at"]),
                    Index(fields=["state", "opens_at"]),
                    Index(fields=["state", "closes_at"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Ballot",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "round",
                    fields.ForeignKeyField(
                        "saidanddone.Round",
                        source_field="round_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="ballots",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="ballots",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("slip_hash", fields.CharField(null=True, unique=True, max_length=64)),
                (
                    "channel",
                    fields.CharEnumField(description="how it came", enum_type=Channel, max_length=10),
                ),
                (
                    "confirmed",
                    fields.BooleanField(
                        default=False, description="by somebody a worker had met face to face"
                    ),
                ),
                ("version", fields.IntField(default=1)),
            ],
            options={
                "table": "ballot",
                "app": "saidanddone",
                "unique_together": (("round", "person"),),
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Choice",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "ballot",
                    fields.ForeignKeyField(
                        "saidanddone.Ballot",
                        source_field="ballot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="choices",
                        on_delete=OnDelete.CASCADE,
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
                        related_name="choices",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "choice",
                "app": "saidanddone",
                "unique_together": (("ballot", "idea"),),
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="RoundEntry",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "round",
                    fields.ForeignKeyField(
                        "saidanddone.Round",
                        source_field="round_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="entries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="entries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("position", fields.IntField()),
                ("place", fields.IntField(null=True)),
                ("votes", fields.IntField(null=True)),
                ("won", fields.BooleanField(default=False)),
                ("put_forward", fields.BooleanField(default=False, description="by planning this vote")),
            ],
            options={
                "table": "round_entry",
                "app": "saidanddone",
                "unique_together": (("round", "idea"),),
                "indexes": [Index(fields=["idea_id", "round_id"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("hash", fields.CharField(unique=True, max_length=64)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("shared", fields.BooleanField(default=True, description="a device that others use too")),
                (
                    "proof",
                    fields.CharEnumField(
                        default=Proof.LINK,
                        description="how they showed that it is them",
                        enum_type=Proof,
                        max_length=12,
                    ),
                ),
                (
                    "device",
                    fields.CharField(
                        default="", description="browser and system, in plain words", max_length=40
                    ),
                ),
                (
                    "browser_hash",
                    fields.CharField(
                        default="",
                        description="what the person's own browser is known by when it comes again",
                        max_length=64,
                    ),
                ),
                (
                    "is_new",
                    fields.BooleanField(default=False, description="this person had not come in here before"),
                ),
                (
                    "news_since",
                    fields.DatetimeField(
                        null=True,
                        description="since when this device has not been told of another one, or of a passkey",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
                ("started_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("seen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "session",
                "app": "saidanddone",
                "indexes": [Index(fields=["person_id", "ended_at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="SignInLink",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("hash", fields.CharField(unique=True, max_length=64)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="links",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "sign_in_link", "app": "saidanddone", "pk_attr": "id"},
            bases=["Record"],
        ),
        ops.CreateModel(
            name="StageMove",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="stage_moves",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=20)),
                ("start", fields.CharEnumField(description="from", enum_type=Stage, max_length=12)),
                ("end", fields.CharEnumField(description="to", enum_type=Stage, max_length=12)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="stage_moves",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("by_title", fields.CharField(default="", max_length=80)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("reason", fields.CharField(default="", max_length=40)),
                ("message", fields.TextField(default="", unique=False)),
                (
                    "told",
                    fields.TextField(
                        default="",
                        description="the reason in the words that were shown then",
                        unique=False,
                    ),
                ),
                (
                    "promised_for",
                    fields.DateField(
                        null=True,
                        description="when it ended a waiting to be read: the day that was promised for it",
                    ),
                ),
            ],
            options={
                "table": "stage_move",
                "app": "saidanddone",
                "indexes": [Index(fields=["idea_id", "at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Support",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="support_rows",
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
                        related_name="supports",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("given_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("withdrawn_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "support",
                "app": "saidanddone",
                "indexes": [
                    Index(fields=["idea_id", "withdrawn_at", "person_id"]),
                    Index(fields=["person_id", "withdrawn_at"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Update",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "action",
                    fields.ForeignKeyField(
                        "saidanddone.Action",
                        source_field="action_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="updates",
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
                        related_name="updates",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("by_title", fields.CharField(max_length=80)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "status",
                    fields.CharEnumField(description="after this update", enum_type=Status, max_length=12),
                ),
                (
                    "rating",
                    fields.CharEnumField(null=True, description="as said", enum_type=Rating, max_length=12),
                ),
                ("said", fields.TextField(default="", description="empty means: no change", unique=False)),
                ("next_step", fields.TextField(default="", unique=False)),
                ("due_from", fields.DateField(null=True)),
                ("due_to", fields.DateField(null=True)),
                ("due_reason", fields.TextField(default="", unique=False)),
                ("reached", fields.IntField(null=True)),
                ("steps_done", fields.IntField(default=0, description="how many steps were ticked with it")),
                (
                    "before",
                    fields.TextField(default="", description="how it stood before, as JSON", unique=False),
                ),
                (
                    "takes_back",
                    fields.IntField(
                        null=True, unique=True, description="the id of the update that it corrects"
                    ),
                ),
            ],
            options={
                "table": "action_update",
                "app": "saidanddone",
                "indexes": [Index(fields=["action_id", "at"])],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="VerdictAnswer",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "asking",
                    fields.ForeignKeyField(
                        "saidanddone.Asking",
                        source_field="asking_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="answers",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("council_id", fields.IntField()),
                (
                    "person",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="verdicts",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("verdict", fields.CharEnumField(description="the answer", enum_type=Verdict, max_length=10)),
                ("words", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("promised_for", fields.DateField(null=True)),
                ("replaced_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("published_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("refused_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "read_by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="read_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="verdicts_read",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "verdict_answer",
                "app": "saidanddone",
                "indexes": [
                    Index(fields=["asking_id", "replaced_at"]),
                    Index(fields=["council_id", "published_at", "refused_at", "at"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Wording",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "saidanddone.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="wordings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                ("what", fields.TextField(unique=False)),
                ("why", fields.TextField(default="", unique=False)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "saidanddone.Person",
                        source_field="by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="wordings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "heard",
                    fields.BooleanField(
                        default=False, description="written down by the team from what its author said"
                    ),
                ),
            ],
            options={
                "table": "wording",
                "app": "saidanddone",
                "unique_together": (("idea", "number"),),
                "pk_attr": "id",
            },
            bases=["Record"],
        ),
    ]
