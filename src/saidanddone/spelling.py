"""How days, times and numbers are written, in sentences and on pages."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date

from saidanddone import clock
from saidanddone.templating import teaches

LOCALE = "en_GB"


@teaches("day")
def day(moment: date | datetime) -> str:
    """“Tuesday 24 November 2026”."""
    return format_date(_date(moment), "EEEE d MMMM y", locale=LOCALE)


@teaches("short_day")
def short_day(moment: date | datetime) -> str:
    """“24 November”, with the year when it isn't this one."""
    shown = _date(moment)
    return format_date(shown, "d MMMM" if shown.year == clock.today().year else "d MMMM y", locale=LOCALE)


@teaches("full_day")
def full_day(moment: date | datetime) -> str:
    """“24 November 2026”, for what is read years later."""
    return format_date(_date(moment), "d MMMM y", locale=LOCALE)


@teaches("week_day")
def week_day(moment: date | datetime) -> str:
    """“Tuesday 24 November”, with the year when it isn't this one."""
    shown = _date(moment)
    year = "" if shown.year == clock.today().year else " y"
    return format_date(shown, f"EEEE d MMMM{year}", locale=LOCALE)


@teaches("clock_time")
def clock_time(moment: datetime) -> str:
    """“8pm”, “8:30pm”, “midday”, “midnight”."""
    shown = clock.local(moment)
    if (shown.hour, shown.minute) in {(0, 0), (12, 0)}:
        return "midday" if shown.hour else "midnight"
    minutes = f":{shown.minute:02}" if shown.minute else ""
    return f"{shown.hour % 12 or 12}{minutes}{'am' if shown.hour < 12 else 'pm'}"


@teaches("count_of")
def count_of(number: int, one: str, many: str = "") -> str:
    """“1 idea”, “2 ideas”."""
    return f"{number} {one if number == 1 else many or one + 's'}"


NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


@teaches("in_words")
def in_words(number: int) -> str:
    """“two”; figures from thirteen on."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


@teaches("say_size")
def say_size(words: str) -> str:
    """How large words are set on their placard: by their length, never by their popularity."""
    return "short" if len(words) <= 22 else "mid" if len(words) <= 36 else "long"


def _date(moment: date | datetime) -> date:
    return clock.local(moment).date() if isinstance(moment, datetime) else moment
