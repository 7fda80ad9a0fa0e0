"""What people are told, a row for each telling: what it says, to whom, where it leads, how it goes out.

Its readers: the pages that list what somebody was told, the letters to staff, and a test that looks for a row
of every telling in the source. Nothing here names anybody or repeats what somebody wrote.

Young people are told on the page alone. They gave an address to come back by; that consent asks for nothing
else, and news on a phone that others look at could say too much.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Goes(Enum):
    """How a telling reaches staff beyond the page, where they gave an address."""

    ALARM = "at once, day and night, to every address"
    AT_ONCE = "at once, by day, to every address"
    DAILY = "by email, with the rest of the day, once"
    PAGE = "on the page only"


class Reader(Enum):
    YOUNG = "young people"
    STAFF = "staff"


@dataclass(frozen=True)
class Telling:
    """One telling. ``young`` and ``staff`` are its sentence for each; empty where they are never told of it.

    ``to`` names the page it leads to; ``needs``, the right without which that page does not open.
    Whoever lacks it is led ``else_to`` instead, where there is one, and told ``else_says`` too. ``only``
    are rights: whoever is written to about it holds one of them still. ``shown`` are those whose start page
    says it in another way already, as long as it is so: their short list leaves it out.
    """

    young: str = ""
    staff: str = ""
    to: str = ""
    goes: Goes = Goes.PAGE
    needs: str = ""
    else_to: str = ""
    else_says: str = ""
    only: frozenset[str] = frozenset()
    shown: frozenset[Reader] = frozenset()

    @property
    def is_pressing(self) -> bool:
        """Whether it goes out at once."""
        return self.goes in (Goes.ALARM, Goes.AT_ONCE)

    def says(self, *, young: bool) -> str:
        """Its sentence for this reader."""
        return (self.young or self.staff) if young else (self.staff or self.young)

    def leads(self, *, may: bool) -> str:
        """The page it leads to, for whoever holds the right it needs (``may``) or doesn't."""
        return self.to if may or not self.needs else self.else_to

    def letter(self, *, may: bool) -> str:
        """What the letter about it says."""
        return (
            self.says(young=False)
            if may or not self.else_to
            else f"{self.says(young=False)} {self.else_says}"
        )


YOUNG, STAFF = frozenset({Reader.YOUNG}), frozenset({Reader.STAFF})
BOTH = YOUNG | STAFF
LEADS, ADMINS = frozenset({"safeguard"}), frozenset({"run-council"})
IDEA, ACTION, ROUND = "ideas:show", "plan:action", "rounds:show"
DESK, QUEUE, CONCERNS = "plan:desk", "moderation:queue", "moderation:concerns"
HELP_IS_THERE = "Help is there right now too: look for “Get help now”."


def _of_idea(says: str, *, shown: frozenset[Reader] = YOUNG) -> Telling:
    """Of an idea, to whoever wrote it. A young person’s home has the idea itself, with what became of it."""
    return Telling(young=says, staff=says, to=IDEA, shown=shown)


def _of_added_words(says: str, to: str = IDEA) -> Telling:
    return Telling(young=says, staff=says, to=to)


def _to_admins(says: str, *, to: str, only: frozenset[str] = LEADS | ADMINS) -> Telling:
    """Of who may come in and who looked, at once. Leads are told of it too; its page is the admins'."""
    return Telling(staff=says, to=to, goes=Goes.AT_ONCE, needs="run-council", only=only)


TELLINGS: dict[str, Telling] = {
    # An idea, to its writer.
    "enter": _of_idea("A worker wrote down what you told them."),
    "write_down": _of_idea("A worker wrote down what you said. Is it right?"),
    "lapse": _of_idea("Nobody wrote your recording down in time. Please say it again."),
    "unheard": _of_idea("A worker could not hear your recording. Please say it again."),
    "publish": _of_idea("Your idea is published."),
    "unpublish": _of_idea("Your idea is with a worker again. Others cannot read it for now."),
    "return": _of_idea("A worker asks you to change something in your idea."),
    "unreturn": _of_idea("Nothing has to change in your idea after all. It waits to be read."),
    "decline": _of_idea("Your idea was not published. You can read why, and ask for another look."),
    "uphold": _of_idea("Somebody else looked at your idea again. It will be read anew."),
    "appeal_stands": _of_idea("Somebody else looked at your idea again. You can read what they say."),
    "hold": _of_idea(f"Your idea is kept safe for now. {HELP_IS_THERE}"),
    "release": _of_idea("Your idea is back where it was."),
    "shortlist": _of_idea("Your idea is put forward for a vote."),
    "put_back": _of_idea("Your idea is off the list for a vote. It is open."),
    "enter_round": _of_idea("Your idea is in a vote."),
    "leave_round": _of_idea("The vote is over. Your idea is open again."),
    "win": _of_idea("Your idea won the vote."),
    "come_back": _of_idea("Your idea is open again."),
    "plan": _of_idea("Your idea is in the plan."),
    "unplan": _of_idea("Your idea is out of the plan for now. The yes to it stands."),
    "deliver": _of_idea("The council says your idea is done."),
    "reopen": _of_idea("The promise for your idea is open again."),
    "confirm": _of_idea("Young people say it: your idea really happened."),
    "merge": _of_idea("Your idea was joined to another one like it."),
    "unmerge": _of_idea("Your idea stands for itself again."),
    "stand_alone": _of_idea("Your idea stands for itself again."),
    "update": _of_idea("There is news about the promise for your idea."),
    # An answer, to its writer and to those who want it too.
    "choose": _of_idea("The council said yes to an idea that you want."),
    "put_off": _of_idea("The council said “not now” to an idea that you want. You can read why."),
    "say_no": _of_idea("The council said no to an idea that you want. You can read why."),
    # Words added to something, to their writer.
    "publish_comment": _of_added_words("The words that you added to an idea are published."),
    "refuse_comment": _of_added_words("Words that you added were not published. You can read why."),
    "hold_comment": _of_added_words(f"Words that you added are kept safe for now. {HELP_IS_THERE}"),
    "hold_words": _of_added_words(f"The words of your answer are kept safe for now. {HELP_IS_THERE}", ACTION),
    "hold_reason": _of_added_words(f"Why you gave a score is kept safe for now. {HELP_IS_THERE}"),
    # The ways to do an idea.
    "ways_opened": Telling(
        young="You can say which way to do an idea is best.",
        staff="The ways to do an idea can be scored now.",
        to=IDEA,
        goes=Goes.DAILY,
        shown=YOUNG,
    ),
    "ways_weighed": Telling(
        young="The ways to do an idea are weighed. See what came of it.",
        staff="The ways to do an idea are weighed.",
        to=IDEA,
        goes=Goes.DAILY,
    ),
    "ways_reason": Telling(
        staff="Somebody said why they gave a score. It waits to be read.",
        to=QUEUE,
        goes=Goes.DAILY,
        shown=STAFF,
    ),
    # Votes.
    "vote_opened": Telling(young="A vote is open.", to=ROUND, shown=YOUNG),
    "vote_closed": Telling(
        young="A vote is over. See what came of it.",
        staff="A vote that you watch is over. You can recount it.",
        to=ROUND,
        goes=Goes.DAILY,
    ),
    "vote_corrected": Telling(
        young="A vote that your idea is in was changed before it opened.",
        staff="A vote that an idea of yours is in was changed before it opened.",
        to=ROUND,
    ),
    "vote_called_off": Telling(
        young="A vote that your idea was in will not happen. The idea is open.",
        staff="A vote that an idea of yours was in will not happen. The idea is open.",
        to=ROUND,
    ),
    # Promises.
    "asked": Telling(young="A promise is said to be done. Did it really happen?", to=ACTION, shown=YOUNG),
    "counted": Telling(
        young="You were asked whether it really happened. See what all of you said.",
        staff="The answers about a promise of yours are counted.",
        to=ACTION,
        goes=Goes.DAILY,
    ),
    "owns": Telling(staff="A promise in the plan is yours now.", to=ACTION, goes=Goes.DAILY),
    "update_soon": Telling(
        staff="An update on a promise of yours is due soon.", to=ACTION, goes=Goes.DAILY, shown=STAFF
    ),
    "update_due": Telling(
        staff="An update on a promise of yours is due.", to=ACTION, goes=Goes.DAILY, shown=STAFF
    ),
    "step_late": Telling(
        staff="A step of a promise of yours is past its day.", to=ACTION, goes=Goes.DAILY, shown=STAFF
    ),
    "owner_words": Telling(
        staff="The owner of a promise sent words. They wait to be read.", to=DESK, goes=Goes.DAILY
    ),
    "answer-due": Telling(
        staff="An idea that won a vote waits for an answer.", to=IDEA, goes=Goes.DAILY, shown=STAFF
    ),
    "answer-late": Telling(
        staff="The answer to an idea that won a vote is late.", to=IDEA, goes=Goes.DAILY, shown=STAFF
    ),
    "appeal": Telling(
        staff="Somebody asks for another look at an idea that was not published.",
        to=QUEUE,
        goes=Goes.DAILY,
        shown=STAFF,
    ),
    # Helping.
    "help_offered": Telling(staff="Somebody offered to help with a promise.", to=ACTION, goes=Goes.DAILY),
    "help_changed": Telling(young="Something you offered to help with has changed.", to=ACTION),
    "help_called_off": Telling(young="Something you offered to help with was called off.", to=ACTION),
    "took_part": Telling(young="A worker says that you took part. It stands in your record.", to="front:me"),
    # Safety.
    "worry": Telling(
        staff="Somebody is worried about a person’s safety. Please look now.",
        to=CONCERNS,
        goes=Goes.ALARM,
        needs="safeguard",
        only=LEADS,
        shown=STAFF,
    ),
    "worry_too": Telling(
        staff="Somebody is worried about a person’s safety. Another lead is on the rota: look if they can’t.",
        to=CONCERNS,
        goes=Goes.ALARM,
        needs="safeguard",
        only=LEADS,
        shown=STAFF,
    ),
    "worry_waits": Telling(
        staff="A worry has waited for a quarter of an hour, and nobody has said that they read it.",
        to=CONCERNS,
        goes=Goes.ALARM,
        needs="safeguard",
        else_to="moderation:rota",
        else_says="You can’t read it. Ring the safeguarding lead now.",
        only=LEADS | ADMINS,
    ),
    "look_behind": _to_admins(
        "A safeguarding lead looked up who is behind hidden words.", to="front:history"
    ),
    "new_lead": _to_admins("Somebody became a safeguarding lead.", to="people:index"),
    "lead_ended": _to_admins("Somebody is no safeguarding lead any more.", to="people:index"),
    "lead_link": _to_admins(
        "An admin made a link that lets a safeguarding lead in again, who had no way in. "
        "Ask that lead whether it was for them.",
        to="front:history",
    ),
    "link_made": _to_admins(
        "An admin made a link that lets one of the staff in again, who had no way in.",
        to="front:history",
        only=ADMINS,
    ),
    "last_admin": _to_admins(
        "Your work account no longer makes you an admin. You stay one, for there is no other. "
        "Make somebody else admin.",
        to="people:index",
        only=ADMINS,
    ),
    # Safety, to the programme where nobody else of the council is there to be told.
    "look_unseen": Telling(
        staff="A safeguarding lead looked behind hidden words, and nobody else there could be told. Ask them."
    ),
    "lead_unseen": Telling(
        staff="Who is a safeguarding lead changed, and nobody else there could be told. Ask them."
    ),
    "link_unseen": Telling(
        staff="An admin made a link that lets a safeguarding lead in again, and nobody else there could be "
        "told. Ask them."
    ),
    # Their own account.
    "link_to_me": Telling(
        staff="An admin made a link that lets you in again. "
        "If you did not ask for one, tell your manager now.",
        to="people:devices",
        goes=Goes.AT_ONCE,
    ),
    "met": Telling(
        young="A worker says that they met you. Your votes are counted with those.", to="front:me"
    ),
    "card-made-anew": Telling(
        young="You made a new card to come back with. Only the newest card works.", to="people:my_card"
    ),
    "card-from-worker": Telling(
        young="A worker made you a card to come back with. Only the newest card works.", to="people:my_card"
    ),
    "card-locked": Telling(
        young="Somebody typed a wrong PIN five times. Your card is locked. Make a new one.",
        to="people:my_card",
    ),
    "new-device": Telling(
        young="A new device signed in as you.",
        staff="A new device signed in as you.",
        to="people:devices",
        shown=BOTH,
    ),
    "new-passkey": Telling(
        young="You have a new passkey.", staff="You have a new passkey.", to="people:devices", shown=BOTH
    ),
    "goes_soon": Telling(
        young="Something of yours goes soon. You can keep it.",
        staff="Something of yours goes soon. You can keep it.",
        to="mine:data",
        shown=YOUNG,
    ),
}


def going_out(*ways: Goes) -> list[str]:
    """The tellings that go out in these ways."""
    return [what for what, row in TELLINGS.items() if row.goes in ways]


def short_list(reader: Reader) -> list[str]:
    """The tellings that this reader's start page lists: it says nothing of them otherwise."""
    return [what for what, row in TELLINGS.items() if reader not in row.shown]
