"""All that is held about a person: one table of what is found by which link, and what is left out, and why.

Its readers: the page and the file “everything about me”, and a test that looks at every model
with a link to a person.
"""

from __future__ import annotations

from saidanddone.mine.held import Held, Lead, Part
from saidanddone.mine.holding_work import WORK
from saidanddone.mine.saying import say_act, say_notice

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
            Held("KeyHolder.person_id", "A number for your passkeys", {"id": "Number"}),
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
                lead=Lead("May be quoted, without a name", "Take that back", "Number"),
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
            Held(
                "Look.concern__words_id",
                "Behind the words of an answer",
                {"at": "When", "by__job_title": "By"},
                of="VerdictAnswer.person_id",
            ),
            Held(
                "Look.concern__score_id",
                "Behind why you gave a score",
                {"at": "When", "by__job_title": "By"},
                of="Score.person_id",
            ),
        ),
        "Only somebody whose job is to keep people safe can do that, and they must say why.",
    ),
    WORK,
    Part(
        "What we told you, and what you did",
        (
            Held(
                "Notice.person_id",
                "Notices",
                {"made_at": "When", "what": "About", "sent_at": "Written of"},
                say=say_notice,
            ),
            Held("Letter.person_id", "Letters", {"made_at": "When", "subject": "Subject", "sent_at": "Sent"}),
            Held(
                "HistoryRow.who_id",
                "The history",
                {"at": "When", "act": "What", "kind": "On"},
                say=say_act,
            ),
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
