"""What is asked of somebody who leaves."""

from __future__ import annotations

from wtforms import StringField
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


class AskedForm(LeavingForm):
    asked = StringField(
        validators=[
            InputRequired("Say how they asked you."),
            AnyOf([*HOW_ASKED], message="Say how they asked you."),
        ]
    )
