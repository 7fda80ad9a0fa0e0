"""What the admin types about the council's own sign-in; every mistake is a sentence beside its field."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired, Length

from saidanddone.people.keeping import STAFF
from saidanddone.people.providers.keeping import Wanted
from saidanddone.people.providers.models import Trust
from saidanddone.people.rights import Role
from saidanddone.web import Form


def _words(needed: str, most: int) -> list[object]:
    rules: list[object] = [Length(max=most, message=f"Make it shorter: up to {most} letters.")]
    return [InputRequired(needed), *rules] if needed else rules


class ProviderForm(Form):
    issuer = StringField(validators=_words("Copy the address of the provider.", 300))
    client_id = StringField(validators=_words("Copy the number of this application at the provider.", 200))
    secret = StringField(validators=_words("", 500), default="")
    groups_claim = StringField(
        validators=_words("Say under which name the provider sends groups.", 60), default="groups"
    )
    trust = StringField(validators=[AnyOf([*Trust], message="Pick when it counts as both steps.")])

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            issuer=self.issuer.data or "",
            client_id=self.client_id.data or "",
            secret=self.secret.data or "",
            groups_claim=self.groups_claim.data or "",
            trust=Trust(self.trust.data or ""),
        )


class GroupForm(Form):
    group = StringField(validators=_words("Copy the group’s number or name.", 200))
    role = StringField(validators=[AnyOf([role.value for role in STAFF], message="Pick a role.")])

    @property
    def the_role(self) -> Role:
        return Role(self.role.data or "")


class StepForm(Form):
    needed = StringField(validators=[AnyOf(["yes", "no"], message="Pick one of the two.")])
    sure = StringField()
