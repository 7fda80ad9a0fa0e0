"""Ways brought to where a test begins."""

from __future__ import annotations

from typing import Any

from saidanddone.appraisal.criteria import STARTS
from saidanddone.appraisal.models import Appraisal, agreement_of, ways_of
from saidanddone.appraisal.scoring import be_sure, close_scoring, open_scoring, score
from saidanddone.appraisal.writing import Written, agree, write_ways
from saidanddone.ideas.models import Idea
from tests.ideas.steps import open_idea
from tests.people import Town

WAYS = "/rivermead/ideas/1/ways"
AS_NOW = Written("", "Nobody sees who is at the door.", "Nothing")
TWO = (
    Written("A doorbell each", "A video doorbell for whoever wants one.", "£100 each (estimate)"),
    Written("A door chain each", "A chain on every door.", "£15 each (estimate)"),
)
CRITERIA = [(start.name, start.weight) for start in STARTS]
# What is typed into the form of the ways, and into the form of the weights.
TYPED = {
    "what_1": "Nobody sees who is at the door.",
    "cost_1": "Nothing",
    "name_2": "A doorbell each",
    "what_2": "A video doorbell for whoever wants one.",
    "cost_2": "£100 each (estimate)",
    "card_2": ["doorbells"],
    "name_3": "A door chain each",
    "what_3": "A chain on every door.",
    "cost_3": "£15 each (estimate)",
}
WEIGHTS = {
    "young_people": "4",
    **{f"name_{row}": name for row, (name, _) in enumerate(CRITERIA, start=1)},
    **{f"weight_{row}": str(weight) for row, (_, weight) in enumerate(CRITERIA, start=1)},
}


async def written(there: Town, idea: Idea | None = None) -> Appraisal:
    return await write_ways(idea or await open_idea(there), by=there.edie, as_now=AS_NOW, ways=TWO)


async def agreed(there: Town, idea: Idea | None = None) -> Appraisal:
    appraisal = await written(there, idea)
    await agree(appraisal, by=there.edie, criteria=CRITERIA, young_people=4)
    return await Appraisal.get(id=appraisal.id)


async def scoring(there: Town, idea: Idea | None = None) -> Appraisal:
    appraisal = await agreed(there, idea)
    await open_scoring(appraisal, by=there.edie)
    return appraisal


async def gives(person: Any, appraisal: Appraisal, *values: int, why: str = "") -> None:
    """A person gives each way one value for everything; ``why`` goes with the first."""
    agreement = await agreement_of(appraisal)
    assert agreement
    for way, value in zip(await ways_of(appraisal), values, strict=False):
        given = {one.id: (value, why if one.position == 1 else "") for one in agreement.criteria}
        await score(appraisal, by=person, way=way, given=given)


async def sure(person: Any, appraisal: Appraisal, *values: int) -> None:
    ways = await ways_of(appraisal)
    await be_sure(appraisal, by=person, sure={way.id: value for way, value in zip(ways, values, strict=True)})


async def weighed(there: Town, idea: Idea | None = None) -> Appraisal:
    """The doorbell came first with 4.00, the chain has 3.00, and to carry on 1.00."""
    appraisal = await scoring(there, idea)
    for person in (there.amina, there.gus, there.cass):
        await gives(person, appraisal, 1, 4, 3)
    await close_scoring(appraisal, by=there.edie)
    return appraisal
