"""What young people fill in to come back. Secrets are never shown back."""

from __future__ import annotations

from typing import Any

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from saidanddone.people.addresses import Address, read_address
from saidanddone.people.come_back_cards import fault_of_pin
from saidanddone.people.forms import whose_device
from saidanddone.web import Form


class AddressForm(Form):
    address = StringField(
        validators=[InputRequired("Write an email address or a mobile number."), Length(max=254)]
    )
    next = StringField()

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.problems and self.the_address is None:
            self.refuse("address", "Write it like name@example.org, or like 07700 900123.")
        return not self.problems

    @property
    def typed(self) -> str:
        return (self.address.data or "").strip()

    @property
    def the_address(self) -> Address | None:
        return read_address(self.address.data or "")


class CodeForm(Form):
    """The code that says whose an address is."""

    code = StringField(validators=[InputRequired("Type the numbers of the code."), Length(max=40)])


class SignInCodeForm(CodeForm):
    """The code that lets somebody in."""

    device = whose_device()
    next = StringField()


class PinForm(Form):
    """A PIN that is there already."""

    pin = StringField(validators=[InputRequired("Type your PIN."), Length(max=40)])


class NewPinForm(PinForm):
    """A PIN that somebody chooses. They can’t see it, so a slip of the finger would lock them out."""

    again = StringField(validators=[Length(max=40)])

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if "pin" not in self.problems and (fault := fault_of_pin(self.pin.data or "")):
            self.refuse("pin", fault)
        elif not self.problems and not self.again.data:
            self.refuse("again", "Type your PIN a second time.")
        elif "pin" not in self.problems and self.again.data != self.pin.data:
            self.refuse("again", "The two PINs are not the same. Type them both again.")
        return not self.problems


class CardForm(PinForm):
    """Coming in by a card."""

    device = whose_device()


class NewCardForm(NewPinForm):
    """Coming in by a card that a worker made, for the first time."""

    device = whose_device()
