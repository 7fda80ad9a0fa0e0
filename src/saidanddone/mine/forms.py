"""What is asked of somebody who leaves."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, StringField
from wtforms.validators import AnyOf, InputRequired

from saidanddone.mine.leaving import HOW_ASKED
from saidanddone.mine.models import LeavingWay
from saidanddone.web import Form

PICK = "Pick what happens to your words."


class LeavingForm(Form):
    way = StringField(validators=[InputRequired(PICK), AnyOf([*LeavingWay], message=PICK)])
    when = StringField(
        validators=[
            InputRequired("Say when: now, or in a week."),
            AnyOf(["now", "week"], message="Say when: now, or in a week."),
        ]
    )

    @property
    def the_way(self) -> LeavingWay:
        return LeavingWay(self.way.data or "")


class OwnLeavingForm(LeavingForm):
    """Leaving now can’t be undone, so it takes one look more."""

    sure = BooleanField()

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.problems and self.when.data == "now" and not self.sure.data:
            self.refuse("sure", "Tick the box first: leaving now can’t be undone.")
        return not self.problems


class AskedForm(LeavingForm):
    asked = StringField(
        validators=[
            InputRequired("Say how they asked you."),
            AnyOf([*HOW_ASKED], message="Say how they asked you."),
        ]
    )
