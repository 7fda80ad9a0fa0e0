"""Who may do what: the one table that knows roles.

Its readers: ``open_to`` and ``Person.can`` enforce it, templates draw only what it allows, tests walk every
right × role, and docs print it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    YOUNG_PERSON = "young-person"
    PERSONAL_ADVISER = "personal-adviser"
    WORKER = "participation-worker"
    OFFICER = "senior-officer"
    SAFEGUARDING_LEAD = "safeguarding-lead"
    ADMIN = "council-admin"
    PROGRAMME_ADMIN = "programme-admin"


class Right(StrEnum):
    PROPOSE = "propose"
    SUPPORT = "support"
    COMMENT = "comment"
    VOTE = "vote"
    ANSWER = "answer"
    OFFER_HELP = "offer-help"
    COME_BACK = "come-back"
    SEE_TEAM_IDEAS = "see-team-ideas"
    CHECK_IDEAS = "check-ideas"
    ENTER_IDEAS = "enter-ideas"
    HEAR_APPEALS = "hear-appeals"
    RUN_ROUNDS = "run-rounds"
    SCORE = "score"
    DECIDE = "decide"
    KEEP_PLAN = "keep-plan"
    UPDATE_ACTIONS = "update-actions"
    ASK_FOR_HELP = "ask-for-help"
    SAFEGUARD = "safeguard"
    RUN_COUNCIL = "run-council"
    INVITE = "invite"
    SEE_FIGURES = "see-figures"


MEANS = {
    Right.PROPOSE: "say what should change",
    Right.SUPPORT: "say “me too” on an open idea",
    Right.COMMENT: "add words to an idea, read by a worker first",
    Right.VOTE: "vote in a round",
    Right.ANSWER: "say whether a promise was kept",
    Right.OFFER_HELP: "offer to help make a promise happen, and keep a record of it",
    Right.COME_BACK: "have a card to come back by",
    Right.SEE_TEAM_IDEAS: "read ideas that are only for the team",
    Right.CHECK_IDEAS: "read ideas before anyone sees them, and publish, send back or decline them",
    Right.ENTER_IDEAS: "write down an idea for a young person who is there with them",
    Right.HEAR_APPEALS: "look again at an idea that somebody else declined",
    Right.RUN_ROUNDS: "plan, open and close votes",
    Right.SCORE: "score the ways to do an idea",
    Right.DECIDE: "weigh the ways to do an idea, and give the council's answer",
    Right.KEEP_PLAN: "put actions in the plan and change them",
    Right.UPDATE_ACTIONS: "report on any action of the council",
    Right.ASK_FOR_HELP: "ask young people to help with an action, and say who took part",
    Right.SAFEGUARD: "see and release what was held because of a worry",
    Right.RUN_COUNCIL: "look after people, missions and settings",
    Right.INVITE: "invite young people to join",
    Right.SEE_FIGURES: "see the councils' figures side by side",
}

_STAFF = frozenset({Right.PROPOSE, Right.SEE_TEAM_IDEAS})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.YOUNG_PERSON: frozenset(
        {
            Right.PROPOSE,
            Right.SUPPORT,
            Right.COMMENT,
            Right.VOTE,
            Right.SCORE,
            Right.ANSWER,
            Right.OFFER_HELP,
            Right.COME_BACK,
        }
    ),
    Role.PERSONAL_ADVISER: _STAFF | {Right.SCORE},
    Role.WORKER: _STAFF
    | {
        Right.CHECK_IDEAS,
        Right.ENTER_IDEAS,
        Right.HEAR_APPEALS,
        Right.RUN_ROUNDS,
        Right.SCORE,
        Right.ASK_FOR_HELP,
        Right.INVITE,
    },
    Role.OFFICER: _STAFF
    | {
        Right.HEAR_APPEALS,
        Right.SCORE,
        Right.DECIDE,
        Right.KEEP_PLAN,
        Right.UPDATE_ACTIONS,
        Right.ASK_FOR_HELP,
    },
    Role.SAFEGUARDING_LEAD: _STAFF | {Right.SAFEGUARD},
    Role.ADMIN: _STAFF | {Right.RUN_COUNCIL, Right.INVITE},
    Role.PROGRAMME_ADMIN: frozenset({Right.SEE_FIGURES}),
}


ROLE_WORDS = {
    Role.YOUNG_PERSON: "Young person",
    Role.PERSONAL_ADVISER: "Personal adviser",
    Role.WORKER: "Participation worker",
    Role.OFFICER: "Senior officer",
    Role.SAFEGUARDING_LEAD: "Safeguarding lead",
    Role.ADMIN: "Council admin",
    Role.PROGRAMME_ADMIN: "Programme admin",
}

OF_A_COUNCIL = tuple(role for role in Role if role is not Role.PROGRAMME_ADMIN)


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """All that these roles together allow."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


def roles_with(right: Right) -> list[Role]:
    """The roles that carry a right."""
    return [role for role in Role if right in RIGHTS[role]]
