"""What people fill in about votes; every mistake is a sentence beside its field."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from wtforms import SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from saidanddone import clock
from saidanddone.web import Form, shorter_than, whole_number

MOMENT = "%Y-%m-%dT%H:%M"
NONE = "none"
SLIPS_AT_ONCE = 200


def numbers(form: Form, field: str) -> list[int]:
    """The whole numbers among a repeated field's values, each once."""
    found = (whole_number(typed) for typed in form[field].data or [])
    return list(dict.fromkeys(number for number in found if number is not None))


def moment(typed: str | None) -> datetime | None:
    """The moment that a local day and time stand for; None when it can't be read."""
    try:
        found = datetime.strptime(typed or "", MOMENT)  # noqa: DTZ007 — it gets its zone in the next line
    except ValueError:
        return None
    return clock.at_local(found) if 2000 <= found.year < 2100 else None


class RoundForm(Form):
    question = StringField(
        validators=[
            InputRequired("Write the question that the vote asks."),
            shorter_than(200),
        ]
    )
    opens = StringField()
    closes = StringField()
    picks = StringField(default="1")
    idea = SelectMultipleField(choices=[], validate_choice=False)
    observer = StringField(validators=[shorter_than(40)], default="")

    @classmethod
    def suggested(cls) -> RoundForm:
        """A form that opens tomorrow morning and closes two weeks later in the evening."""
        tomorrow = clock.today() + timedelta(days=1)
        closes = tomorrow + timedelta(days=14)
        return cls(data={"opens": f"{tomorrow}T09:00", "closes": f"{closes}T20:00", "picks": "1"})

    @property
    def opens_at(self) -> datetime | None:
        return moment(self.opens.data)

    @property
    def closes_at(self) -> datetime | None:
        return moment(self.closes.data)

    @property
    def ideas(self) -> list[int]:
        return numbers(self, "idea")

    @property
    def pick_number(self) -> int:
        return whole_number(self.picks.data) or 0

    def validate(self, extra_validators: Any = None) -> bool:
        """Also look at what the fields say together."""
        super().validate(extra_validators)
        for name, at in (("opens", self.opens_at), ("closes", self.closes_at)):
            if at is None:
                self.refuse(name, f"Write the day and time when it {name}, like 2026-12-01T20:00.")
        if self.opens_at and self.closes_at:
            if self.closes_at <= clock.now():
                self.refuse("closes", "Pick a closing time that is still to come.")
            elif self.closes_at <= self.opens_at:
                self.refuse("closes", "Pick a closing time after the opening.")
        if len(self.ideas) < 2:
            self.refuse("idea", "Pick at least two ideas.")
        elif not 1 <= self.pick_number < len(self.ideas):
            most = len(self.ideas) - 1
            self.refuse("picks", f"Write a number from 1 to {most}: fewer than the ideas, or all would win.")
        if any(whole_number(value) is None for value in self.idea.data or []):
            self.refuse("idea", "One of those ideas can’t be found. Pick from the list.")
        return not self.problems


class PrintForm(Form):
    """Which slips are printed, and how: alone, or a ballot paper for each, in ordinary or in large print."""

    first = StringField(default="")
    last = StringField(default="")
    kind = StringField(default="")


class SlipsForm(Form):
    how_many = StringField(default="24")

    @property
    def number(self) -> int:
        return whole_number(self.how_many.data) or 0

    def validate(self, extra_validators: Any = None) -> bool:
        """A number of slips that can be made at once."""
        super().validate(extra_validators)
        if not 1 <= self.number <= SLIPS_AT_ONCE:
            self.refuse("how_many", f"Write a number from 1 to {SLIPS_AT_ONCE}.")
        return not self.problems


class VoteForm(Form):
    choice = SelectMultipleField(choices=[], validate_choice=False)

    @property
    def chosen(self) -> list[int]:
        return numbers(self, "choice")

    def validate(self, extra_validators: Any = None) -> bool:
        """One whole choice: some ideas, or none of them."""
        super().validate(extra_validators)
        typed = self.choice.data or []
        if not typed:
            self.refuse("choice", "Pick an idea, or “None of these”.")
        elif NONE in typed and len(set(typed)) > 1:
            self.refuse("choice", "Pick ideas, or “None of these”. Not both.")
        elif any(value != NONE and whole_number(value) is None for value in typed):
            self.refuse("choice", "One of those ideas is not in this vote. Pick again.")
        return not self.problems


class PaperForm(VoteForm):
    slip = StringField(validators=[Length(max=40, message="That is too long for a code.")])

    def validate(self, extra_validators: Any = None) -> bool:
        """A slip's code, and one whole choice."""
        super().validate(extra_validators)
        if not (self.slip.data or "").strip():
            self.refuse("slip", "Type in the code on the slip.")
        return not self.problems


class TakeBackForm(Form):
    slip = StringField(validators=[InputRequired("Type in the code on the slip."), Length(max=40)])
