"""Whoever has a right in one council has none in another, also where nothing looks for the thing first."""

import pytest

from saidanddone.appraisal.scoring import open_scoring
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.wording import may_be_reworded
from saidanddone.moderation import checking
from saidanddone.people.models import Person
from saidanddone.people.rights import Right, Role
from saidanddone.rules import NotAllowed, only_for
from tests.appraisal.weighing import agreed
from tests.people import town


async def test_a_worker_of_another_council_moves_no_idea_here(site):
    there = await town()
    idea = await propose(there.amina, what="Doorbells so we can see who is at the door")
    with pytest.raises(NotAllowed):
        await checking.publish(idea, by=there.dev, title="See who’s there", missions=[])
    with pytest.raises(NotAllowed):
        await checking.hold(idea, by=there.dev, message="")
    with pytest.raises(NotAllowed):
        may_be_reworded(idea, there.dev)
    assert not idea.moves_for(there.dev)
    await checking.publish(idea, by=there.cass, title="See who’s there", missions=[])
    assert idea.stage is Stage.OPEN


async def test_an_officer_of_another_council_opens_no_scoring_here(site):
    there = await town()
    appraisal = await agreed(there)
    theirs = await Person.join(there.ashcombe, "Olu", Role.OFFICER, job_title="Head of Housing")
    with pytest.raises(NotAllowed):
        await open_scoring(appraisal, by=theirs)
    await open_scoring(appraisal, by=there.edie)


async def test_whoever_belongs_to_no_council_has_a_right_in_none(site):
    there = await town()
    for right in Right:
        for council_id in (there.rivermead.id, None):
            with pytest.raises(NotAllowed, match="not for you"):
                only_for(there.jo, right, council_id, "This is not for you.")
