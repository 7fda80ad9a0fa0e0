"""What is filled in to weigh ways. Fields of a row carry its number: `name_2`, `weight_1`, `score_6`."""

from __future__ import annotations

from typing import Any

from wtforms import SelectMultipleField, StringField

from saidanddone.appraisal.criteria import AS_NOW, FEWEST_WAYS, MOST_CRITERIA, MOST_WAYS
from saidanddone.appraisal.writing import weights_lack
from saidanddone.ideas.forms import DecisionForm
from saidanddone.web import Form, shorter_than, whole_number

NAME_AT_MOST, WHAT_AT_MOST, COST_AT_MOST, WHY_AT_MOST = 80, 600, 120, 300


def number_in(text: str | None, least: int, most: int) -> int | None:
    """A whole number as it was typed, when it is one of these."""
    number = whole_number(text, 4)
    return number if number is not None and least <= number <= most else None


class Rows(Form):
    """A form of several rows with the same fields."""

    def said(self, field: str, row: int) -> str:
        """What was typed in a row's field."""
        name = f"{field}_{row}"
        return (self._fields[name].data or "") if name in self._fields else ""


class WaysForm(Rows):
    """The ways. Row 1 is to carry on as now; rows left empty are not ways."""

    @property
    def rows(self) -> list[int]:
        return [
            row
            for row in range(1, MOST_WAYS + 1)
            if row <= FEWEST_WAYS or any(self.said(field, row) for field in ("name", "what", "cost"))
        ]

    def cards(self, row: int) -> list[str]:
        return list(self._fields[f"card_{row}"].data or [])

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        names: list[str] = [AS_NOW.casefold()]
        for row in self.rows:
            if row > 1:
                self._check_name(row, names)
            if not self.said("what", row):
                self.refuse(f"what_{row}", f"{_way(row)}: say what it is, in a sentence or two.")
            if not self.said("cost", row):
                self.refuse(
                    f"cost_{row}",
                    f"{_way(row)}: say what it costs. “Staff time” and “to be confirmed” will do.",
                )
        return not self.problems

    def _check_name(self, row: int, names: list[str]) -> None:
        name = self.said("name", row)
        if not name:
            self.refuse(f"name_{row}", f"{_way(row)}: give it a name.")
        elif name.casefold() in names:
            self.refuse(f"name_{row}", "Another way has this name.")
        names.append(name.casefold())


def _way(row: int) -> str:
    """How a mistake names its way: a page holds five alike."""
    return AS_NOW if row == 1 else f"Way {row}"


class WeightsForm(Rows):
    """Criteria with their weights. Rows left empty are left out."""

    young_people = StringField(default="")

    @property
    def people(self) -> int | None:
        return number_in(self.young_people.data, 0, 999)

    @property
    def criteria(self) -> list[tuple[str, int]]:
        rows = range(1, MOST_CRITERIA + 1)
        found = [(self.said("name", row), number_in(self.said("weight", row), 0, 100)) for row in rows]
        return [(name, weight) for name, weight in found if name and weight is not None]

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        for row in range(1, MOST_CRITERIA + 1):
            name, weight = self.said("name", row), self.said("weight", row)
            if weight and number_in(weight, 1, 100) is None:
                self.refuse(f"weight_{row}", "Write the weight in figures, from 1 to 100.")
            elif bool(name) != bool(weight):
                field = "weight" if name else "name"
                self.refuse(f"{field}_{row}", "Fill in both, or leave both empty.")
        if self.people is None:
            self.refuse("young_people", "Write in figures how many young people took part.")
        if not self.problems:
            for sentence in weights_lack(self.criteria, self.people or 0):
                self.refuse("young_people" if "young people" in sentence else "weight_1", sentence)
        return not self.problems


class ScoreForm(Rows):
    """What somebody gives one way: a number for each criterion, and why. ``sure`` is asked of the young."""

    way = StringField(default="")
    sure = StringField(default="")


class SureForm(Rows):
    """How sure somebody is of each way."""


class WeighedForm(DecisionForm):
    """The council's answer, with the way it chose (by its number)."""

    way = StringField(default="")

    @property
    def way_number(self) -> int | None:
        return number_in(self.way.data, 1, MOST_WAYS)


for _row in range(1, MOST_WAYS + 1):
    setattr(WaysForm, f"name_{_row}", StringField(validators=[shorter_than(NAME_AT_MOST)], default=""))
    setattr(WaysForm, f"what_{_row}", StringField(validators=[shorter_than(WHAT_AT_MOST)], default=""))
    setattr(WaysForm, f"cost_{_row}", StringField(validators=[shorter_than(COST_AT_MOST)], default=""))
    setattr(WaysForm, f"card_{_row}", SelectMultipleField(validate_choice=False))
    setattr(SureForm, f"sure_{_row}", StringField(default=""))
for _row in range(1, MOST_CRITERIA + 1):
    setattr(WeightsForm, f"name_{_row}", StringField(validators=[shorter_than(NAME_AT_MOST)], default=""))
    setattr(WeightsForm, f"weight_{_row}", StringField(default=""))
    setattr(ScoreForm, f"score_{_row}", StringField(default=""))
    setattr(ScoreForm, f"reason_{_row}", StringField(validators=[shorter_than(WHY_AT_MOST)], default=""))
