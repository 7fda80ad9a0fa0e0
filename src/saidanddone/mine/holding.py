"""All that is held about a person: one table of what is found by which link, and what is left out, and why.

Its readers: the page and the file “everything about me”, and a test that looks at every model
with a link to a person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from saidanddone import web
from saidanddone.database import Record
from saidanddone.people.models import Person


@dataclass(frozen=True)
class Held:
    """Rows of one model that are about a person.

    ``found_by`` is the link, as “Model.field”, or a way over several; ``show`` gives each column its label.
    """

    found_by: str
    words: str
    show: dict[str, str]
    code: str = ""

    @property
    def name(self) -> str:
        return self.code or self.found_by.replace("__", "-").replace(".", "-").lower()

    async def rows(self, person: Person) -> list[dict[str, Any]]:
        model, _, link = self.found_by.partition(".")
        if model not in models():
            return []
        found = models()[model].filter(**{link: person.id}).order_by("id")
        return await found.values(**{f"shown_{at}": column for at, column in enumerate(self.show)})


@dataclass(frozen=True)
class Part:
    """What belongs together on the page."""

    words: str
    held: tuple[Held, ...]
    says: str = ""


PARTS = (
    Part(
        "You",
        (
            Held(
                "Person.id",
                "Your account",
                {
                    "nickname": "Nickname",
                    "job_title": "Job title",
                    "joined_at": "Joined",
                    "confirmed_at": "A worker met you",
                    "suspended_at": "Kept out since",
                },
            ),
            Held(
                "RoleGrant.person_id",
                "What you are here",
                {"role": "Role", "given_at": "From", "ended_at": "Until"},
            ),
            Held("Joining.person_id", "How you came in", {"at": "Used an invitation"}),
            Held(
                "Session.person_id",
                "Where you were signed in",
                {
                    "device": "Device",
                    "proof": "You came in with",
                    "shared": "A device others use too",
                    "started_at": "From",
                    "seen_at": "Last used",
                    "ended_at": "Until",
                },
            ),
            Held(
                "Visit.person_id",
                "Your visits to your own page",
                {"seen_at": "The last one", "left_at": "The one before ended"},
            ),
            Held("KeyHolder.person_id", "That you have passkeys", {"id": "Number"}),
            Held(
                "Passkey.person_id", "Passkeys", {"name": "Name", "made_at": "Made", "used_at": "Last used"}
            ),
            Held("KeyChallenge.person_id", "Passkeys just asked for", {"ends_at": "Until"}),
            Held(
                "Contact.person_id",
                "How we reach you",
                {"address": "Address", "given_at": "Given", "confirmed_at": "You said it is yours"},
            ),
            Held("Code.person_id", "Codes we sent you", {"made_at": "Made", "used_at": "Used"}),
            Held(
                "ComeBackCard.person_id",
                "Come-back cards",
                {"made_at": "Made", "used_at": "Last used", "ended_at": "Ended"},
            ),
            Held(
                "Identity.person_id",
                "Who you are to your council’s sign-in",
                {"issuer": "Its address", "subject": "Its number for you", "first_at": "First used"},
            ),
            Held("Handshake.person_id", "Adding your council’s account", {"ends_at": "Until"}),
            Held("SignInLink.person_id", "Links that sign you in", {"made_at": "Made", "used_at": "Used"}),
            Held(
                "Leaving.person_id",
                "Leaving",
                {
                    "way": "How",
                    "asked_at": "Asked",
                    "asked_how": "You asked somebody",
                    "leaves_at": "Goes",
                    "called_off_at": "Called off",
                },
            ),
            Held(
                "GoesSoon.person_id", "What goes soon", {"what": "What", "told_at": "Told", "goes_at": "Goes"}
            ),
        ),
    ),
    Part(
        "What you said",
        (
            Held(
                "Idea.author_id",
                "Your ideas",
                {
                    "number": "Number",
                    "created_at": "Written",
                    "title": "Title, from a worker",
                    "what": "Your words",
                    "why": "Why it matters",
                    "stage": "Where it stands",
                    "shown_as": "Shown with",
                    "door": "Who sees it",
                    "quotable": "May be quoted, without a name",
                    "entered_by": "Written down with you by",
                },
            ),
            Held(
                "Wording.by_id",
                "Every wording that you wrote",
                {"at": "Written", "idea__number": "Idea", "what": "Words", "why": "Why it matters"},
            ),
            Held(
                "StageMove.idea__author_id",
                "What happened to your ideas",
                {
                    "at": "When",
                    "idea__number": "Idea",
                    "end": "Went to",
                    "by_title": "By",
                    "message": "You were told",
                },
            ),
            Held(
                "Recording.by_id",
                "Recordings",
                {
                    "made_at": "Recorded",
                    "seconds": "Seconds",
                    "delete_on": "Deleted by",
                    "deleted_at": "Deleted",
                },
            ),
            Held(
                "Comment.author_id",
                "Words you added",
                {
                    "at": "Written",
                    "idea__number": "To idea",
                    "text": "Words",
                    "published_at": "Published",
                    "message": "You were told",
                    "withdrawn_at": "Taken back",
                },
            ),
            Held(
                "Appeal.idea__author_id",
                "Asking to be read again",
                {
                    "at": "Asked",
                    "idea__number": "Idea",
                    "text": "Words",
                    "heard_at": "Answered",
                    "message": "Answer",
                },
            ),
            Held("QuoteBack.idea__author_id", "No longer quoted", {"at": "Since", "idea__number": "Idea"}),
        ),
    ),
    Part(
        "What you want, and answered",
        (
            Held(
                "Support.person_id",
                "“Me too”",
                {"given_at": "Given", "idea__number": "Idea", "withdrawn_at": "Taken back"},
            ),
            Held(
                "Respondent.person_id", "Promises you were asked about", {"asking__action__number": "Promise"}
            ),
            Held(
                "VerdictAnswer.person_id",
                "Did it really happen?",
                {
                    "at": "Answered",
                    "asking__action__number": "Promise",
                    "verdict": "Answer",
                    "words": "Words",
                },
            ),
            Held(
                "Score.person_id",
                "Scores you gave",
                {
                    "at": "Given",
                    "way__name": "Way",
                    "criterion__name": "On",
                    "value": "Score",
                    "reason": "Why",
                },
            ),
            Held(
                "Confidence.person_id",
                "How sure you were",
                {"at": "Given", "way__name": "Way", "value": "How sure"},
            ),
        ),
    ),
    Part(
        "Helping",
        (
            Held(
                "Offer.person_id",
                "Offers to help",
                {
                    "given_at": "Offered",
                    "help__action__number": "Promise",
                    "note": "Your note",
                    "withdrawn_at": "Taken back",
                },
            ),
            Held(
                "Attendance.person_id",
                "What you helped with",
                {
                    "at": "Written down",
                    "by_title": "By",
                    "help__action__number": "Promise",
                    "took_part": "You took part",
                    "quarters": "Quarters of an hour",
                    "pence": "Voucher, in pence",
                    "replaced_at": "Put right",
                },
            ),
            Held(
                "Omission.person_id",
                "Left out of your record",
                {"made_at": "Left out", "ended_at": "Put back"},
            ),
        ),
    ),
    Part(
        "Who looked up your name",
        (
            Held(
                "Look.concern__idea__author_id",
                "Behind an idea",
                {"at": "When", "by__job_title": "By", "concern__idea__number": "Idea"},
            ),
            Held(
                "Look.concern__comment__author_id",
                "Behind words you added",
                {"at": "When", "by__job_title": "By"},
            ),
        ),
        "Only somebody whose job is to keep people safe can do that, and they must say why.",
    ),
    Part(
        "Work you do here",
        (
            Held(
                "Invitation.made_by_id",
                "Invitations you made",
                {"made_at": "Made", "role": "For", "ends_at": "Until"},
            ),
            Held(
                "StageMove.by_id",
                "Ideas you moved",
                {"at": "When", "idea__number": "Idea", "end": "To", "message": "You said"},
            ),
            Held(
                "Comment.read_by_id",
                "Added words you read",
                {"idea__number": "On idea", "message": "You said"},
            ),
            Held(
                "VerdictAnswer.read_by_id", "Words of answers you read", {"asking__action__number": "Promise"}
            ),
            Held("Score.read_by_id", "Reasons of scores you read", {"at": "Given"}),
            Held(
                "Appeal.heard_by_id",
                "What you read again",
                {"heard_at": "When", "idea__number": "Idea", "message": "You said"},
            ),
            Held(
                "Decision.by_id",
                "Answers you gave",
                {"at": "When", "idea__number": "Idea", "reason": "Reason"},
            ),
            Held(
                "Appraisal.opened_by_id",
                "Ways you had weighed",
                {"opened_at": "Begun", "idea__number": "Idea"},
            ),
            Held("Agreement.by_id", "Weights you wrote down", {"at": "When"}),
            Held("Action.owner_person_id", "Promises you own", {"number": "Number", "title": "Title"}),
            Held(
                "Action.created_by_id",
                "Promises you made",
                {"created_at": "Made", "number": "Number", "title": "Title"},
            ),
            Held("Action.fit_checked_by_id", "Promises you checked", {"number": "Number"}),
            Held(
                "Milestone.done_by_id", "Steps you ticked", {"done_at": "When", "action__number": "Promise"}
            ),
            Held(
                "Update.by_id",
                "Reports you made",
                {"at": "When", "action__number": "Promise", "said": "You said"},
            ),
            Held(
                "Reading.by_id",
                "Figures you entered",
                {"at": "When", "action__number": "Promise", "value": "Figure"},
            ),
            Held(
                "OwnerLink.made_by_id",
                "Links you made for owners",
                {"made_at": "Made", "action__number": "Promise"},
            ),
            Held(
                "OwnerWords.read_by_id",
                "Owners’ words you read",
                {"read_at": "When", "action__number": "Promise"},
            ),
            Held("Help.asked_by_id", "Help you asked for", {"asked_at": "When", "action__number": "Promise"}),
            Held("HelpTerms.by_id", "How you changed that", {"at": "When"}),
            Held(
                "Attendance.by_id",
                "Who took part, as you said",
                {"at": "When", "help__action__number": "Promise"},
            ),
            Held("Round.created_by_id", "Votes you planned", {"created_at": "When", "number": "Vote"}),
            Held("Round.observer_id", "Votes you may recount", {"number": "Vote"}),
            Held("Concern.raised_by_id", "Worries you raised", {"raised_at": "When", "message": "You said"}),
            Held("Concern.seen_by_id", "Worries you read", {"seen_at": "When"}),
            Held("Concern.closed_by_id", "Worries you closed", {"closed_at": "When", "done": "You said"}),
            Held("Look.by_id", "Names you looked up", {"at": "When", "reason": "Why"}),
            Held(
                "RotaDay.person_id",
                "Your days on the rota",
                {"weekday": "Weekday, Monday is 0", "given_at": "From", "ended_at": "Until"},
            ),
            Held("RotaAway.person_id", "Days you were away", {"starts": "From", "ends": "Until"}),
            Held("RotaAway.cover_id", "Days you stood in", {"starts": "From", "ends": "Until"}),
            Held("Retirement.by_id", "Missions you ended", {"at": "When", "last_day": "Last day"}),
            Held("WordingCheck.by_id", "Wording you compared", {"at": "When"}),
            Held("ComeBackCard.made_by_id", "Come-back cards you made", {"made_at": "When"}),
            Held("Leaving.asked_by_id", "Accounts you took away for others", {"asked_at": "When"}),
        ),
        "What you do in your job belongs to the council’s records, and is signed with your job title.",
    ),
    Part(
        "What we told you, and what you did",
        (
            Held("Notice.person_id", "Notices", {"made_at": "When", "what": "About", "sent_at": "Sent"}),
            Held("Letter.person_id", "Letters", {"made_at": "When", "subject": "Subject", "sent_at": "Sent"}),
            Held("HistoryRow.who_id", "The history", {"at": "When", "act": "What", "kind": "On"}),
        ),
    ),
)

# Links that are not followed here: “Model.field”, and the reason, as people read it.
LEFT_OUT = {
    "Ballot.person_id": "Your votes. Nobody can be shown how you voted, or in which vote: not even you. "
    "If this page could show it, somebody could make you show it to them.",
}
# What is found, but not in full.
NOT_SHOWN = (
    "Words that belong to somebody else, such as what others wrote under your idea.",
    "What workers wrote to the person who keeps people safe. That could put somebody in danger. "
    "You can ask the council for it. They must look at it and answer you.",
    "The keys of your devices, links and codes. We keep only a scramble of them, which we cannot read.",
)


@dataclass(frozen=True)
class Section:
    """Rows in words: each a list of (label, value)."""

    words: str
    name: str
    rows: list[list[tuple[str, Any]]] = field(default_factory=list)


async def held_about(person: Person) -> list[tuple[Part, list[Section]]]:
    """Everything that is held about a person; sections without rows are left out."""
    found = []
    for part in PARTS:
        sections = [_section(held, await held.rows(person)) for held in part.held]
        if filled := [section for section in sections if section.rows]:
            found.append((part, filled))
    return found


def _section(held: Held, rows: list[dict[str, Any]]) -> Section:
    labels = list(held.show.values())
    told = [[(label, row[f"shown_{at}"]) for at, label in enumerate(labels)] for row in rows]
    return Section(
        held.words, held.name, [[pair for pair in row if pair[1] not in (None, "")] for row in told]
    )


def in_words(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{web.full_day(value)}, {web.clock_time(value)}"
    if isinstance(value, date):
        return str(web.full_day(value))
    if isinstance(value, Enum):
        return str(value.value).replace("-", " ")
    return str(value).replace("_", " ")


def as_plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def models() -> dict[str, type[Record]]:
    """Every model of the site by its name."""
    return {model.__name__: model for model in Record.__subclasses__()}
