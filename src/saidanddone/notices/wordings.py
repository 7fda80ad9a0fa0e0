"""What letters say. Whoever reads over a shoulder learns neither of care nor of a name: a test reads them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

SIGNATURE = "Said & Done"


class Turn(IntEnum):
    """Which letters go before which, however late they were left."""

    ALARM = 1
    WAITED_FOR = 2
    ANY_TIME = 3


@dataclass(frozen=True)
class Wording:
    """A letter's subject and its body. ``{code}`` and the like are filled in by who leaves the letter.

    A text message is the body alone, so the body says all that is needed.
    """

    subject: str
    body: str
    turn: Turn = Turn.ANY_TIME

    def filled(self, facts: dict[str, str]) -> tuple[str, str]:
        """Subject and body with these facts. Raises KeyError for one that is missing."""
        return self.subject.format_map(facts), self.body.format_map(facts)


LETTERS: dict[str, Wording] = {
    "sign-in-code": Wording(
        "Your code",
        "Your code is {code}.\n\nType it on the page where you asked for it. It works once, for ten minutes. "
        "Nobody from our team ever asks you for it.\n\n"
        "You did not ask for a code? Then do nothing: nobody got in.",
        Turn.WAITED_FOR,
    ),
    "contact-code": Wording(
        "Your code",
        "Your code is {code}.\n\nType it on the page where you wrote this address. It works once, for ten "
        "minutes.\n\nYou did not ask for a code? Then do nothing: this address is not kept.",
        Turn.WAITED_FOR,
    ),
    "ways-in-changed": Wording(
        "Something changed about how you sign in",
        "{what}\n\nWas it you? Then all is well.\n\nWas it not you? Tell your worker, or sign in "
        "yourself. There you can sign out every other device.",
    ),
    "please-look": Wording("Please look", "{says}\n\nSign in to see it: {link}", Turn.ALARM),
    "news": Wording(
        "News for you", "Since you were last written to:\n\n{lines}\n\nSign in to see it: {link}"
    ),
    "goes-soon": Wording(
        "Come by before it ends",
        "You were not here for a long time, so your account ends on {on}. What others can read stays, "
        "without your name.\n\nYou would rather keep it? Sign in once before then. That is all.",
    ),
}
