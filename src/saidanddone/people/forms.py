"""What people and their admin fill in at the doors; every mistake is a sentence beside its field."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from saidanddone.people.inviting import CARDS_AT_MOST, USES_AT_MOST
from saidanddone.people.rights import OF_A_COUNCIL, Role
from saidanddone.web import Form, shorter_than

ROLES = [role.value for role in OF_A_COUNCIL]


OWN, SHARED = "own", "shared"
PICK_ONE = "Pick one: my own, or others use it too."


def whose_device() -> StringField:
    """Whether others use this device too: asked with neither picked, for what is not picked is not known."""
    return StringField(validators=[InputRequired(PICK_ONE), AnyOf([OWN, SHARED], message=PICK_ONE)])


class CodeForm(Form):
    code = StringField(validators=[InputRequired("Type the code from your card."), Length(max=60)])


class NicknameForm(Form):
    """A nickname that was typed, or picked among those that were offered in its place."""

    nickname = StringField()
    other = StringField()
    keep = StringField()

    @property
    def the_nickname(self) -> str:
        return " ".join((self.other.data or self.nickname.data or "").split())


class JoinForm(NicknameForm):
    device = whose_device()


class StaffJoinForm(JoinForm):
    job_title = StringField(
        validators=[
            InputRequired("Write your job title. What you decide is signed with it."),
            shorter_than(80),
        ]
    )


class RoleForm(Form):
    role = StringField(
        validators=[InputRequired("Pick a role."), AnyOf(ROLES, message="Pick a role from the list.")]
    )

    @property
    def the_role(self) -> Role:
        return Role(self.role.data or "")


class SignOutForm(Form):
    passkeys = BooleanField()


def _up_to(most: int) -> IntegerField:
    says = f"Write a number from 1 to {most}."
    rules = [Optional(), NumberRange(1, most, message=says)]
    return IntegerField(validators=rules, default=1, invalid_value_message=says)  # type: ignore[call-arg]


class SuspendForm(Form):
    reason = StringField(
        validators=[
            InputRequired("Say why. It stays on the record."),
            shorter_than(300),
        ]
    )


class InvitationForm(RoleForm):
    name = StringField(validators=[shorter_than(80)], default="")
    cards = _up_to(CARDS_AT_MOST)
    uses = _up_to(USES_AT_MOST)

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if "cards" not in self.problems and "uses" not in self.problems:
            several = (self.uses.data or 1) > 1
            if several and self.role.data != Role.YOUNG_PERSON:
                self.refuse("uses", "Only young people can share a code. Others get a card each.")
        return not self.problems


class TitleForm(Form):
    job_title = StringField(
        validators=[
            InputRequired("Write the job title."),
            Length(max=80, message="Make it shorter: up to 80 letters."),
        ]
    )
