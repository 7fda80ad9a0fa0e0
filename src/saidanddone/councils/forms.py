"""What the admin and workers fill in about the council; every mistake is a sentence beside its field."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import SelectMultipleField, StringField

from saidanddone.councils.changing import SETTINGS, WHO_READS, fault_of
from saidanddone.councils.models import OpenTo
from saidanddone.councils.reading import WHY_AT_MOST, faults
from saidanddone.web import Form, shorter_than, typed_day, whole_number


class SettingsForm(Form):
    """Some of the settings: those that were not sent stay as they are."""

    name = StringField()
    people_word = StringField()
    ideas_open_to = StringField()
    floor = StringField()
    answer_days = StringField()
    verdict_days = StringField()
    quiet_days = StringField()
    advocate = StringField()
    help_now = StringField()
    who_to_ask = StringField()
    shared_uses = StringField()
    sure = StringField()

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        for name, value in self.wanted.items():
            if fault := fault_of(name, value):
                self.refuse(name, fault)
        return not self.problems

    @property
    def wanted(self) -> dict[str, Any]:
        """What was sent, as the settings keep it."""
        sent = {name: self._fields[name].data for name in SETTINGS if self._fields[name].raw_data}
        return {name: self._value(name, typed or "") for name, typed in sent.items()}

    def _value(self, name: str, typed: str) -> Any:
        if name == WHO_READS:
            return OpenTo(typed) if typed in list(OpenTo) else typed
        if SETTINGS[name].least is not None:
            number = whole_number(typed, 5)
            return typed if number is None else number
        return typed


class WeekForm(Form):
    day = SelectMultipleField(validate_choice=False)

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.weekdays:
            self.refuse("day", "Pick at least one day of the week.")
        return not self.problems

    @property
    def weekdays(self) -> list[int]:
        return [int(typed) for typed in self.day.data or [] if typed in set("0123456")]


class SpanForm(Form):
    """From one day to another."""

    starts = StringField()
    ends = StringField()

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        for name, day in (("starts", self.first), ("ends", self.last)):
            if day is None:
                self.refuse(name, "Write the day like this: 2027-04-01.")
        if self.first and self.last:
            for name, sentence in faults(self.first, self.last).items():
                self.refuse(name, sentence)
        return not self.problems

    @property
    def first(self) -> date | None:
        return typed_day(self.starts.data)

    @property
    def last(self) -> date | None:
        return typed_day(self.ends.data)


class DaysAwayForm(SpanForm):
    why = StringField(
        validators=[shorter_than(WHY_AT_MOST)],
        default="",
    )
