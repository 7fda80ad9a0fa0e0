"""What workers send: the fields are the ones that docs name, each refusal a sentence."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional, Regexp

from saidanddone.ideas.forms import WHAT_AT_MOST
from saidanddone.moderation.checking import TITLE_AT_MOST
from saidanddone.moderation.reasons import REASONS
from saidanddone.web import Form, shorter_than

WORDS_AT_MOST = 2000
_NOT_TOO_LONG = shorter_than(WORDS_AT_MOST)


def which_wording() -> IntegerField:
    """The words that somebody read; the page sends them along, unseen."""
    says = "Load this page again: what it sent was not whole."
    return IntegerField(validators=[Optional()], invalid_value_message=says)  # type: ignore[call-arg]


class Publication(Form):
    title = StringField(
        validators=[
            InputRequired("Give it a short title."),
            shorter_than(TITLE_AT_MOST),
        ]
    )
    mission = SelectMultipleField(validate_choice=False)
    wording = which_wording()
    what = TextAreaField(validators=[shorter_than(WHAT_AT_MOST)])
    why = TextAreaField(validators=[_NOT_TOO_LONG])
    words = StringField()

    @property
    def mended(self) -> bool:
        """Whether the words in the box go up, rather than those that were sent."""
        return bool(self.what.raw_data) and self.words.data != "as-they-stand"

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.mended and not self.what.data:
            self.refuse("what", "Leave the words that can be shown.")
        return not self.problems

    @property
    def typed(self) -> dict[str, Any]:
        """The title and missions as they were sent."""
        return {"title": self.title.data, "mission": self.mission.data}


class Transcript(Form):
    what = TextAreaField(
        validators=[
            InputRequired("Write down what they say should change."),
            Length(
                max=WHAT_AT_MOST,
                message=f"That is too long. Use {WHAT_AT_MOST} letters or fewer. The rest goes below.",
            ),
        ]
    )
    why = TextAreaField(validators=[_NOT_TOO_LONG])
    title = StringField(validators=[shorter_than(TITLE_AT_MOST)])


class Kept(Form):
    """What was typed for publishing comes along with every other act, and is still there afterwards."""

    title = StringField()
    mission = SelectMultipleField(validate_choice=False)

    @property
    def typed(self) -> dict[str, Any] | None:
        """The title and missions, if they came along."""
        came = self.title.raw_data or self.mission.raw_data
        return {"title": self.title.data, "mission": self.mission.data} if came else None


class Mending(Kept):
    what = TextAreaField(
        validators=[
            InputRequired("Leave the words that can be shown."),
            shorter_than(WHAT_AT_MOST),
        ]
    )
    why = TextAreaField(validators=[_NOT_TOO_LONG])


class Return(Kept):
    message = TextAreaField(validators=[_NOT_TOO_LONG])
    ready = SelectMultipleField(validate_choice=False)
    what = TextAreaField(validators=[shorter_than(WHAT_AT_MOST)])

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.message.data and not self.ready.data:
            self.refuse("message", "Say what should change, and why.")
        return not self.problems


class Refusal(Kept):
    reason = StringField(
        validators=[
            InputRequired("Pick a reason from the list."),
            AnyOf([*REASONS], message="Pick a reason from the list."),
        ]
    )
    message = TextAreaField(
        validators=[InputRequired("Tell the writer why, in your own words."), _NOT_TOO_LONG]
    )


class AppealDecision(Form):
    answer = StringField(
        validators=[
            InputRequired("Say whether it is read again or stays as it is."),
            AnyOf(["upheld", "stands"], message="Say whether it is read again or stays as it is."),
        ]
    )
    message = TextAreaField(
        validators=[InputRequired("Tell the writer why, in your own words."), _NOT_TOO_LONG]
    )


class Merger(Kept):
    into = StringField(
        validators=[
            InputRequired("Write the number of the idea to join it to."),
            Regexp("^[0-9]{1,9}$", message="Write the number of an idea, such as 12."),
        ]
    )
    wording = which_wording()


class Hold(Kept):
    message = TextAreaField(
        validators=[InputRequired("Say what worries you. One sentence is enough."), _NOT_TOO_LONG]
    )
