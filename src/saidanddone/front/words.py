"""Small words that several pages of the front share."""

from __future__ import annotations

from saidanddone.councils.models import Council
from saidanddone.ideas.models import Idea, ShownAs
from saidanddone.ideas.stages import Stage
from saidanddone.spelling import count_of, short_day, week_day


def said_by(idea: Idea, author: str, *, mine: bool) -> str:
    """Who said it and when, and how many more want it now. No number while it is in a vote."""
    if mine and idea.stage in (Stage.SPOKEN, Stage.WRITTEN):
        return f"You said this on {week_day(idea.created_at)}"
    sent = idea.stage in (Stage.WAITING, Stage.SENT_BACK, Stage.DRAFT)
    if mine and sent:
        return f"You {'wrote' if idea.stage is Stage.DRAFT else 'sent'} this on {week_day(idea.created_at)}"
    who = "You" if mine else author
    more = 0 if idea.stage is Stage.IN_ROUND else idea.supports
    on = short_day(idea.created_at)
    if mine:
        others = f". {count_of(more, 'other wants', 'others want')} it too" if more else ""
        return f"You said this on {on}{others}"
    return (
        f"Said by {who}, {on}{f'. {more} more want it' if more > 1 else '. 1 more wants it' if more else ''}"
    )


def author_of(idea: Idea) -> str:
    """How its author is shown. The idea needs its author fetched."""
    if idea.by_staff:
        return "the team"
    return "someone" if idea.shown_as is ShownAs.HIDDEN else str(idea.author.nickname)


def read_on(council: Council) -> str:
    """“The team reads on Tuesdays and Thursdays.”"""
    days = [f"{name}s" for name in council.reads_on]
    return f"The team reads on {' and '.join(days)}." if days else "The team reads on working days."


def reads_next(council: Council) -> str:
    """“They are away until Friday 4 December, and read next on Tuesday 8 December.”"""
    away = f"are away until {week_day(council.away_until)}, and " if council.away_until else ""
    return f"They {away}read next on {week_day(council.next_reading())}."
