"""What people fill in about help; every mistake is a sentence beside its field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from wtforms import DateTimeLocalField, Field, IntegerField, StringField
from wtforms.validators import AnyOf, InputRequired, Optional

from saidanddone import clock
from saidanddone.plan.asking_for_help import Terms
from saidanddone.plan.forms import A_DAY, SENTENCE_AT_MOST, a_day, one_of, words
from saidanddone.plan.help_models import Attendance, Help, Offer
from saidanddone.plan.help_rules import Work
from saidanddone.plan.taking_part import PENCE_AT_MOST, QUARTERS_AT_MOST, Part
from saidanddone.web import Form

NOTE_AT_MOST = 300
A_MOMENT = "Write the day and time like this: 2027-04-01T16:00."
PEOPLE = "Give a number of people, in figures."
HOURS = "Give hours in quarters, like 2 or 1.5 or 0.75."
POUNDS = "Give pounds, like 10 or 12.50."


class HelpForm(Form):
    """Asking for help, or changing what was asked."""

    what = words(SENTENCE_AT_MOST, "Say what they would do, in a sentence.")
    work = StringField(
        validators=[
            InputRequired("Pick what kind of help it is."),
            AnyOf([*Work], message="Pick what kind of help it is."),
        ]
    )
    when = one_of(["day", "any"], "Pick a day and time, or any time.")
    starts_at = DateTimeLocalField(
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[Optional()],
        invalid_value_message=A_MOMENT,  # type: ignore[call-arg]
    )
    where = one_of(["place", "online"], "Pick a place, or online.")
    place = words(200)
    voucher = words(80)
    travel_paid = one_of(["yes", "no"], "Pick yes or no.")
    places = IntegerField(
        validators=[InputRequired("Say how many people you need.")],
        invalid_value_message=PEOPLE,  # type: ignore[call-arg]
    )
    until = a_day()

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then those that depend on another."""
        right = super().validate(extra_validators)
        wanting = dict(self._wanting())
        for name, sentence in wanting.items():
            if not self[name].errors:
                self.refuse(name, sentence)
        return right and not wanting

    def _wanting(self) -> Iterator[tuple[str, str]]:
        starts, until = self.starts_at.data, self.until.data
        if self.when.data != "any" and starts is None:
            yield "starts_at", "Give the day and time, or pick any time."
        if starts is not None and not 2000 <= starts.year <= 2100:
            yield "starts_at", A_MOMENT
        if until is not None and not 2000 <= until.year <= 2100:
            yield "until", A_DAY
        if self.where.data != "online" and not self.place.data:
            yield "place", "Say where, or pick online."

    @classmethod
    def of(cls, help_: Help) -> HelpForm:
        """The form filled with what stands."""
        return cls(
            data={
                "what": help_.what,
                "work": help_.work,
                "when": "day" if help_.starts_at else "any",
                "starts_at": clock.local(help_.starts_at) if help_.starts_at else None,
                "where": "place" if help_.place else "online",
                "place": help_.place,
                "voucher": help_.voucher,
                "travel_paid": "yes" if help_.travel_paid else "no",
                "places": help_.places,
                "until": clock.local(help_.offers_until).date(),
            }
        )

    @property
    def terms(self) -> Terms:
        """What was filled in."""
        on_a_day = self.when.data != "any" and self.starts_at.data
        return Terms(
            what=self.what.data or "",
            work=Work(self.work.data or ""),
            places=self.places.data or 0,
            starts_at=clock.at_local(self.starts_at.data) if on_a_day else None,  # type: ignore[arg-type]
            place="" if self.where.data == "online" else self.place.data or "",
            voucher=self.voucher.data or "",
            travel_paid=self.travel_paid.data == "yes",
            until=self.until.data,
        )


class OfferForm(Form):
    note = words(NOTE_AT_MOST)
    back = StringField(default="")


class CallOffForm(Form):
    why = words(SENTENCE_AT_MOST, "Say why. Those who offered read it.")


class Hours(Field):
    """Hours typed in quarters; its ``data`` is quarters of an hour, or none."""

    data: int | None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else in_hours(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        quarters = Decimal(typed) * 4 if re.fullmatch(r"\d{1,3}(\.\d{1,2})?", typed, re.ASCII) else Decimal(0)
        if quarters != quarters.to_integral_value() or not 0 < quarters <= QUARTERS_AT_MOST:
            raise ValueError(HOURS)
        self.data = int(quarters)


class Pounds(Field):
    """Pounds; its ``data`` is pence, or none."""

    data: int | None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else in_pounds(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]).strip().removeprefix("£") if valuelist else ""
        self.data = None
        if not typed:
            return
        if not re.fullmatch(r"\d{1,4}(\.\d\d)?", typed, re.ASCII) or Decimal(typed) * 100 > PENCE_AT_MOST:
            raise ValueError(POUNDS)
        self.data = int(Decimal(typed) * 100)


def in_hours(quarters: int | None) -> str:
    """As it is typed: “1.5”, “2”."""
    return f"{quarters / 4:g}" if quarters else ""


def in_pounds(pence: int | None) -> str:
    """As it is typed: “10”, “12.50”."""
    return "" if not pence else f"{pence // 100}.{pence % 100:02}" if pence % 100 else str(pence // 100)


class AttendanceForm(Form):
    """Who took part: three fields for each offer, and two that fill what is left empty for all who came."""

    hours_each = Hours()
    pounds_each = Pounds()

    @classmethod
    def about(cls, offers: Iterable[Offer]) -> type[AttendanceForm]:
        """The form for these offers; its fields end in the number of the offer."""
        fields: dict[str, Any] = {}
        for offer in offers:
            fields[f"came-{offer.id}"] = one_of(["yes", "no"], "Pick yes or no.")
            fields[f"hours-{offer.id}"] = Hours()
            fields[f"pounds-{offer.id}"] = Pounds()
        return type("AttendanceForm", (cls,), fields)

    @classmethod
    def standing(cls, offers: list[Offer], said: dict[int, Attendance]) -> AttendanceForm:
        """The form filled with what was said before, by person."""
        filled: dict[str, Any] = {}
        for offer in offers:
            row = said.get(offer.person_id)
            if row:
                filled[f"came-{offer.id}"] = "yes" if row.took_part else "no"
                filled[f"hours-{offer.id}"], filled[f"pounds-{offer.id}"] = row.quarters, row.pence
        return cls.about(offers)(data=filled)

    def parts(self, offers: list[Offer]) -> list[Part]:
        """What was filled in, without those of whom nothing was said. Adds what is missing as problems."""
        found = []
        for offer in offers:
            came = self[f"came-{offer.id}"].data
            quarters = self[f"hours-{offer.id}"].data or self.hours_each.data
            pence = self[f"pounds-{offer.id}"].data
            if came == "yes" and not quarters:
                if not self[f"hours-{offer.id}"].errors:
                    self.refuse(f"hours-{offer.id}", "Say for how many hours they helped.")
            elif came == "yes":
                each = (self.pounds_each.data or 0) if pence is None else pence
                found.append(Part(offer.person_id, True, quarters or 0, each))
            elif came == "no":
                found.append(Part(offer.person_id, False))
        return found
