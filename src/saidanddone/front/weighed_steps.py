"""An idea's journey while its ways are weighed: written down, their weights agreed, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from saidanddone.appraisal.showing import Weighed
from saidanddone.front.steps import Step
from saidanddone.spelling import count_of, in_words


def weighed(found: Weighed | None) -> Iterator[Step]:
    """Its steps, each on its own day."""
    if found is None:
        return
    appraisal, shown = found.appraisal, found.shown
    ways = f"{in_words(len(shown.ways)).capitalize()} ways to do it"
    link = ("See the ways", "appraisal:show", shown.idea.number)
    yield Step(appraisal.opened_at, "them", "read", f"{ways} were written down", link=link)
    if agreed := shown.agreement:
        people = count_of(agreed.young_people, "young person", "young people")
        lines = [f"Agreed with {people}, before anyone scored."]
        yield Step(agreed.at, "us", "scales", "It was agreed what counts", lines)
    if appraisal.done_at:
        people = count_of(shown.scored, "person", "people")
        lines = [f"{people} scored every way.", shown.first]
        yield Step(appraisal.done_at, "them", "scales", f"{ways} were weighed openly", lines, link=link)
