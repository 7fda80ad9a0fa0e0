"""What people fill in about ideas; every mistake is a sentence beside its field."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from wtforms import Field, SelectMultipleField, StringField, ValidationError
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from saidanddone.ideas.deciding import Answer, NoKind, missing
from saidanddone.ideas.models import Door, ShownAs
from saidanddone.ideas.telltales import ask_about, taken_out, warnings
from saidanddone.web import Form, shorter_than, typed_day, whole_number

E = TypeVar("E", bound=StrEnum)

WRITTEN = ("title", "what", "why", "text", "words")
WHAT_AT_MOST, WHY_AT_MOST, TITLE_AT_MOST = 600, 2000, 120


def one_of(kinds: type[StrEnum], sentence: str) -> list[InputRequired | AnyOf]:
    """One of a few answers, and no other."""
    return [InputRequired(sentence), AnyOf([kind.value for kind in kinds], message=sentence)]


def words(at_most: int, sentence: str) -> list[InputRequired | Length]:
    """Words that must be there, and that end somewhere."""
    return [InputRequired(sentence), shorter_than(at_most)]


class SaidForm(Form):
    """Words that others will read. What could lead to somebody is pointed out once before they are sent."""

    sure = StringField(default="")  # yes: send it as it is; out: take it out, and let me read it again
    pointed_out = False

    def point_out(self) -> bool:
        """Whether it must be asked about first; the question then stands beside its field."""
        told = {} if self.problems or self.sure.data == "yes" else self._questions()
        out = self.sure.data == "out"
        for name, question in told.items():
            if out:
                self._fields[name].data = taken_out(self._fields[name].data)
            self.refuse(name, "Taken out. Read it again, then send it." if out else question)
        self.pointed_out = bool(told) and not out
        return bool(told)

    def _questions(self) -> dict[str, str]:
        asked = {name: ask_about(self._fields[name].data or "") for name in WRITTEN if name in self._fields}
        return {name: question for name, question in asked.items() if question}


class PublishWords(Form):
    """One press. Words that could lead to somebody are asked about once more."""

    sure = StringField(default="")

    def asks_about(self, text: str) -> bool:
        """Whether it must be said again that they go up as they are; the question stands with the form."""
        told = warnings(text)
        if not told or self.sure.data == "yes":
            return False
        listed = " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
        self.refuse("sure", f"This still holds {listed}: publish it anyway?")
        return True


class WordingForm(SaidForm):
    what = StringField(validators=words(WHAT_AT_MOST, "Write what should change. One sentence is enough."))
    why = StringField(validators=[shorter_than(WHY_AT_MOST)], default="")
    save = StringField(default="")

    @property
    def is_draft(self) -> bool:
        return self.save.data == "draft"


class WhoSeesForm(Form):
    shown_as = StringField(validators=one_of(ShownAs, "Pick how your idea is shown."))
    door = StringField(validators=one_of(Door, "Pick who may read your idea."))
    look = StringField(default="")  # without script: show ideas like it, and keep what is typed
    quote = StringField(
        validators=[Optional(), AnyOf(["yes", "no"], message="Say yes or no to being quoted.")], default=""
    )


class ProposeForm(WordingForm, WhoSeesForm):
    title = StringField(validators=[shorter_than(TITLE_AT_MOST)], default="")


class EntryForm(SaidForm, WhoSeesForm):
    """What a worker writes down for a young person who is there."""

    nickname = StringField(validators=words(40, "Ask for their nickname, as they are shown here."))
    what = StringField(validators=words(WHAT_AT_MOST, "Write what should change, in their words."))
    why = StringField(validators=[shorter_than(WHY_AT_MOST)], default="")
    here = StringField(validators=[InputRequired("Read it to them first. It goes only with their yes.")])


class AgainForm(Form):
    """A recording, once more: who sees it was said the first time."""

    sound = StringField(default="")  # only what is wrong with it: the file is read beside the form
    once = StringField(validators=[shorter_than(40)], default="")
    seconds = StringField(default="")

    @property
    def told(self) -> int | None:
        """How many seconds the page counted; what is no number says nothing."""
        return whole_number(self.seconds.data, 4)


class SpokenForm(AgainForm, WhoSeesForm):
    pass


class AgreementForm(SaidForm):
    what = StringField(validators=words(WHAT_AT_MOST, "Say what should change. One sentence is enough."))
    why = StringField(validators=[shorter_than(WHY_AT_MOST)], default="")


class NotWhatISaidForm(Form):
    text = StringField(validators=[shorter_than(600)], default="")


class CommentForm(SaidForm):
    text = StringField(validators=words(600, "Write something first."))


class AppealForm(SaidForm):
    text = StringField(validators=words(600, "Say why it should be read again."))


class DecisionForm(Form):
    answer = StringField(validators=one_of(Answer, "Pick the council’s answer."))
    reason = StringField(validators=[shorter_than(2000)], default="")
    ready = SelectMultipleField(validate_choice=False)
    kind = StringField(
        validators=[Optional(), AnyOf([kind.value for kind in NoKind], message="Pick the kind of reason.")],
        default="",
    )
    else_can = StringField(validators=[shorter_than(600)], default="")
    return_on = StringField(default="")

    def validate_return_on(self, field: Field) -> None:
        if self.answer.data == Answer.NOT_NOW and field.data and self.day is None:
            raise ValidationError("Write the day like this: 2027-04-01.")

    def validate(self, extra_validators: Any = None) -> bool:
        """Also look for what this answer needs and another does not."""
        super().validate(extra_validators)
        if self.the_answer is not None:
            lacks = missing(
                self.the_answer,
                self.reason.data or " ".join(self.ticked),
                self.the_kind,
                self.else_can.data or "",
                self.day,
            )
            for name, sentence in lacks.items():
                if name not in self.problems:
                    self.refuse(name, sentence)
        return not self.problems

    @property
    def ticked(self) -> list[str]:
        """The codes of ready sentences, which only “not now” has."""
        return list(self.ready.data or []) if self.answer.data == Answer.NOT_NOW else []

    @property
    def the_answer(self) -> Answer | None:
        return _among(Answer, self.answer.data)

    @property
    def the_kind(self) -> NoKind | None:
        return _among(NoKind, self.kind.data)

    @property
    def day(self) -> date | None:
        return typed_day(self.return_on.data)


def _among(kinds: type[E], typed: str | None) -> E | None:
    return next((kind for kind in kinds if kind.value == typed), None)
