"""How often is too often: one table. Generous by network address, tighter by person.

Many share an address: a drop-in centre's wifi, a whole council's network, a proxy. So whoever is signed in is
counted as themselves, and a network address counts only for those who aren't. ``limiting`` counts LIMITS;
``people.codes`` counts CODES in the database, so that no restart forgets them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

MINUTE, TEN_MINUTES, HOUR, DAY = 60, 600, 3600, 86_400


class Per(StrEnum):
    PERSON = "a person"
    NETWORK = "a network address, of those not signed in"
    COUNCIL = "a council"
    # Of codes alone. An inbox is an email address or a mobile number, somebody's here or not.
    PLACE = "a network address, in one council"
    INBOX_AND_PLACE = "an inbox, from one network address"
    INBOX = "an inbox, from everybody else"
    KNOWN = "an inbox, in one browser that its person signed in with before"


@dataclass(frozen=True)
class Limit:
    """One row: ``at_most`` so many in so many ``seconds``.

    ``routes`` are names of routes; none stands for every form. Pages are counted when they carry a question,
    and those in EACH_TIME without one too.
    """

    what: str
    per: Per
    at_most: int
    seconds: int
    routes: frozenset[str] = frozenset()

    def counts(self, route: str, *, form: bool) -> bool:
        return route in self.routes if self.routes else form


SENDING = frozenset({"ideas:enter", "ideas:propose", "ideas:say", "ideas:say_again"})
SEARCHING = frozenset({"ideas:board", "ideas:similar", "people:index"})
COMING_IN = frozenset(
    {
        "people:use_sign_in_link",
        "people:type_code",
        "people:come_in",
        "people:ask_code",
        "people:use_code",
        "people:use_card",
        "people:ask_passkey",
        "people:use_passkey",
        "programme:ask_passkey",
        "programme:use_passkey",
        "programme:use_sign_in_link",
    }
)
SETTING_OUT = frozenset(  # each makes or uses up a row
    {"people:provider", "people:provider_back", "people:begin_adding", "people:add_account"}
)
# Pages and files that are much to look up or to send, and that nobody needs again at once.
HEAVY = frozenset(
    {
        "front:history_check",
        "front:record",
        "front:record_table",
        "front:record_text",
        "mine:data",
        "mine:data_file",
        "rounds:paper_ballot",
        "rounds:results_json",
        "rounds:sealed",
        "rounds:slips",
    }
)
HEARING = frozenset({"ideas:recording"})  # a player asks for one piece after another
LIMITS = (
    Limit("any form", Per.PERSON, 120, MINUTE),
    Limit("any form", Per.NETWORK, 600, MINUTE),
    Limit("ideas sent", Per.PERSON, 20, HOUR, SENDING),
    Limit("ideas sent", Per.COUNCIL, 1000, HOUR, SENDING),
    Limit("comments sent", Per.PERSON, 30, TEN_MINUTES, frozenset({"ideas:comment"})),
    Limit("invitations made", Per.PERSON, 60, HOUR, frozenset({"people:invite"})),
    Limit("searches", Per.PERSON, 120, MINUTE, SEARCHING),
    Limit("searches", Per.NETWORK, 1200, MINUTE, SEARCHING),
    Limit("signing in and joining", Per.NETWORK, 300, TEN_MINUTES, COMING_IN),
    Limit("setting out for a provider and back", Per.PERSON, 30, TEN_MINUTES, SETTING_OUT),
    Limit("setting out for a provider and back", Per.NETWORK, 300, TEN_MINUTES, SETTING_OUT),
    Limit("heavy pages and files", Per.PERSON, 60, TEN_MINUTES, HEAVY),
    Limit("heavy pages and files", Per.NETWORK, 300, TEN_MINUTES, HEAVY),
    Limit("recordings heard", Per.PERSON, 300, TEN_MINUTES, HEARING),
    Limit("new people", Per.COUNCIL, 500, HOUR, frozenset({"people:come_in"})),
)
EACH_TIME = SETTING_OUT | HEAVY | HEARING
# Counted by those who find that a code was wrong; always, whatever the setting says.
WRONG_CODES = Limit("wrong codes", Per.NETWORK, 20, MINUTE, frozenset({"nowhere"}))

ASKING = frozenset({"people:ask_code"})
GIVING = frozenset({"people:give_contact"})
CODES = (
    Limit("codes asked for", Per.KNOWN, 6, TEN_MINUTES, ASKING),
    Limit("codes asked for", Per.KNOWN, 30, DAY, ASKING),
    Limit("codes asked for", Per.PLACE, 40, TEN_MINUTES, ASKING),  # a group session shares one place
    Limit("codes asked for", Per.INBOX_AND_PLACE, 4, TEN_MINUTES, ASKING),
    Limit("codes asked for", Per.INBOX_AND_PLACE, 6, HOUR, ASKING),
    # Never by the day: whoever asks from there, or from many places, would keep its owner out for a day.
    Limit("codes asked for", Per.INBOX, 18, HOUR, ASKING),
    Limit("codes to an inbox that one gives", Per.PERSON, 8, DAY, GIVING),
    Limit("codes to an inbox that one gives", Per.INBOX, 16, HOUR, GIVING),
)
# Beyond one of these an inbox is sent fewer letters: each network address has SPACED, and none waits a day.
ENOUGH = Limit("codes asked for", Per.INBOX_AND_PLACE, 12, DAY, ASKING)
ENOUGH_TEXTS = Limit("text messages with codes", Per.INBOX, 20, DAY, ASKING)
SPACED = Limit("codes asked for, beyond enough for a day", Per.INBOX_AND_PLACE, 2, HOUR, ASKING)
# Beyond these codes grow from six to ten figures, so that trying finds none and nobody is turned away.
LONGER = (
    Limit("codes with six figures", Per.INBOX, 10, DAY, ASKING),
    Limit("codes with six figures", Per.PLACE, 60, DAY, ASKING),
)
# Above it the log says so. It turns nobody away: else a stranger could keep a whole council out.
ALARM = Limit("codes asked for", Per.COUNCIL, 300, TEN_MINUTES, ASKING)


@lru_cache
def rows(route: str, *, form: bool) -> tuple[Limit, ...]:
    """What of LIMITS counts for a route."""
    return tuple(limit for limit in LIMITS if limit.counts(route, form=form))
