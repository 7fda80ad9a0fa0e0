"""What is held about a person, said as people say it: notices by their sentences, acts by their words."""

from __future__ import annotations

from enum import Enum
from typing import Any

from saidanddone.history.acts import words_of
from saidanddone.ideas.stages import ALLOWS, Stage
from saidanddone.notices.tellings import TELLINGS
from saidanddone.people.models import PROOF_WORDS, Proof
from saidanddone.people.rights import ROLE_WORDS, Role

Row = list[tuple[str, Any]]  # (label, value) of each thing that is kept

# What people do with their own words and their own ways in. No page of the history shows it to others.
OWN_ACTS = {
    "propose": "You began an idea",
    "reword": "You changed the words of an idea",
    "support": "You said “me too”",
    "withdraw_support": "You took a “me too” back",
    "comment": "You added words to an idea",
    "withdraw_comment": "You took back words that you added",
    "appeal": "You asked for another look",
    "remove_name": "You took your name off an idea",
    "record": "You recorded an idea",
    "delete_sound": "A recording was deleted",
    "withdraw_quote": "You said that your words may not be quoted any more",
    "send": "You sent an idea",
    "agree": "You said that the words are right",
    "ask_again": "You said that the words are not right",
    "say_again": "You said an idea again",
    "withdraw": "You took an idea back",
    "stand_alone": "An idea stands for itself again",
    "lapse": "A recording was not written down in time",
    "forget": "Words that never went out were deleted",
    "enter": "You wrote down an idea for somebody",
    "rename": "You changed your nickname",
    "use_invitation": "You joined with a card",
    "make_card": "You made a come-back card",
    "choose_pin": "You chose the PIN of a come-back card",
    "lock_card": "Your card was locked",
    "give_contact": "You gave an address",
    "take_contact_away": "You took an address away",
    "add_passkey": "You made a passkey",
    "remove_passkey": "You took a passkey away",
}
AN_OLDER_ONE = "Something that is told in another way now"


def say_notice(row: Row, *, young: bool) -> Row:
    """A notice by the sentence that stood on the page."""
    return [(label, _sentence(value, young=young) if label == "About" else value) for label, value in row]


def say_act(row: Row, *, young: bool) -> Row:
    """An act by its words, which say what it was done to."""
    named = dict(row)
    words = OWN_ACTS.get(named["What"]) or words_of(named["On"], named["What"])
    return [("When", named["When"]), ("What", words or f"{named['What']}: {named['On']}".replace("_", " "))]


def word_for(value: Enum) -> str:
    """The words that pages have for one of a few."""
    words: dict[Any, str] = {Proof: PROOF_WORDS, Role: ROLE_WORDS}.get(type(value), {})  # type: ignore[arg-type,assignment]
    if isinstance(value, Stage):
        return ALLOWS[value].words
    return words.get(value) or str(value.value).replace("-", " ")


def _sentence(what: str, *, young: bool) -> str:
    return TELLINGS[what].says(young=young) if what in TELLINGS else AN_OLDER_ONE
