"""What people fill in about promises; every mistake is a sentence beside its field."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import DateField, Field, IntegerField, StringField, ValidationError
from wtforms.validators import AnyOf, InputRequired, NumberRange, Optional

from saidanddone.ideas.forms import SaidForm
from saidanddone.plan.making import NEEDED
from saidanddone.plan.models import Action
from saidanddone.plan.statuses import Rating, Status
from saidanddone.plan.verdicts import Verdict
from saidanddone.web import Form, shorter_than, whole_number

TITLE_AT_MOST, SENTENCE_AT_MOST, LONG_AT_MOST, WORDS_AT_MOST = 120, 600, 2000, 600
A_DAY = "Write the day like this: 2027-04-01."
PEOPLE = "Give a number of people, in figures."


class Repeated(Field):
    """A field that may be sent many times; its ``data`` is the list of what was sent, each once."""

    data: list[str]

    def process_data(self, value: Any) -> None:
        self.data = [str(one) for one in value] if isinstance(value, list | tuple) else []

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = list(dict.fromkeys(str(value) for value in valuelist if value))


def words(at_most: int, needed: str = "") -> StringField:
    """Words of a length; with ``needed``, the sentence for when there are none."""
    too_long = shorter_than(at_most)
    return StringField(validators=[InputRequired(needed), too_long] if needed else [too_long], default="")


def a_day(needed: str = "") -> DateField:
    rule = InputRequired(needed) if needed else Optional()
    return DateField(validators=[rule], invalid_value_message=A_DAY)  # type: ignore[call-arg]


def people(least: int) -> IntegerField:
    fits = NumberRange(least, 1_000_000, f"Give a number of people from {least} to 1000000.")
    return IntegerField(validators=[Optional(), fits], invalid_value_message=PEOPLE)  # type: ignore[call-arg]


def one_of(kinds: list[str], sentence: str) -> StringField:
    return StringField(validators=[Optional(), AnyOf(kinds, message=sentence)], default="")


class ActionForm(Form):
    """In the order of the page: mistakes are listed from its top down."""

    idea = Repeated()
    title = words(TITLE_AT_MOST, NEEDED["title"])
    what = words(LONG_AT_MOST, NEEDED["what"])
    how_we_know = words(SENTENCE_AT_MOST, NEEDED["how_we_know"])
    due = a_day("Give the day it is due.")
    owner = words(80, NEEDED["owner"])
    owner_person = StringField(default="")
    owner_contact = words(200)
    mission = Repeated()
    none_fits = StringField(default="")
    partner = words(LONG_AT_MOST)
    start = a_day()
    cost = words(120)
    funding = words(120)
    reach = people(1)
    baseline = words(80)
    target = words(80)


class UpdateForm(Form):
    rating = one_of([*Rating], "Pick on track, needs help or off track.")
    said = words(LONG_AT_MOST)
    status = one_of(
        [Status.IN_PROGRESS, Status.PAUSED, Status.CANCELLED], "Pick in progress, paused or cancelled."
    )
    next_step = words(SENTENCE_AT_MOST)
    due = a_day()
    due_reason = words(SENTENCE_AT_MOST)
    reached = people(0)
    sure = StringField(default="")  # the number of people that was asked about, and stands
    step = Repeated()
    back = StringField(default="")

    def validate_step(self, field: Field) -> None:
        if any(whole_number(one) is None for one in field.data):
            raise ValidationError("Tick steps from the list.")

    def asks_about_reach(self, action: Action) -> bool:
        """More people than were planned may be a slip: it is asked about once, then taken."""
        said, planned = self.reached.data, action.reach_planned
        if not planned or said is None or said <= max(planned, action.reach_reached):
            return False
        if self.sure.data == str(said):
            return False
        self.sure.data = str(said)
        words = f"That is more than the {planned} that were planned. If it is right, say it again."
        self.refuse("reached", words)
        return True

    def report_on(self, action: Action) -> dict[str, Any]:
        """What ``update`` takes, without the rating that the form sends along as it stood, when it stops."""
        stops = self.status.data in (Status.PAUSED, Status.CANCELLED)
        as_it_stood = stops and self.rating.data == action.rating
        return {
            "rating": Rating(self.rating.data) if self.rating.data and not as_it_stood else None,
            "said": self.said.data or "",
            "status": Status(self.status.data) if self.status.data else None,
            "next_step": self.next_step.data or "",
            "due": self.due.data,
            "due_reason": self.due_reason.data or "",
            "reached": self.reached.data,
            "steps": [int(number) for number in self.step.data],
        }


class OwnerWordsForm(Form):
    """What an outside owner is asked."""

    rating = one_of([*Rating], "Pick on track, needs help or off track.")
    said = words(LONG_AT_MOST, "Say what is happening, in a sentence.")
    next_step = words(SENTENCE_AT_MOST)

    @property
    def words(self) -> dict[str, Any]:
        """What ``outside.say`` takes."""
        rating = Rating(self.rating.data) if self.rating.data else None
        return {"rating": rating, "said": self.said.data or "", "next_step": self.next_step.data or ""}


class BackForm(Form):
    back = StringField(default="")


class MilestoneForm(Form):
    title = words(TITLE_AT_MOST, "Say what the step is.")
    due = a_day()

    def validate_due(self, field: Field) -> None:
        given: date | None = field.data
        if given is not None and not 2000 <= given.year <= 2100:
            raise ValidationError(A_DAY)


class CompletionForm(Form):
    said = words(LONG_AT_MOST, "Say what was done, in a sentence young people can check.")


class AnswerForm(SaidForm):
    verdict = StringField(
        validators=[
            InputRequired("Pick yes, partly or no."),
            AnyOf([*Verdict], message="Pick yes, partly or no."),
        ]
    )
    words = words(WORDS_AT_MOST)
