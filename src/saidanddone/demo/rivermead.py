"""Rivermead's year: every stage filled, two votes closed and one open, promises kept, slipped and reopened.

Rivermead is made up, and so is everyone in it. Costs are estimates. What the ideas ask for is like what
councils have published about their own work; the words are ours.
"""

from __future__ import annotations

from saidanddone import clock
from saidanddone.councils.models import Council, OpenTo
from saidanddone.demo import rivermead_help as help_
from saidanddone.demo import rivermead_ideas as ideas
from saidanddone.demo import rivermead_promises as promises
from saidanddone.demo import rivermead_votes as votes
from saidanddone.demo import rivermead_ways as ways
from saidanddone.demo import running
from saidanddone.demo.rivermead_people import BIRDS, STAFF
from saidanddone.demo.story import Story
from saidanddone.demo.telling import Telling
from saidanddone.people.models import Person
from saidanddone.people.rights import Role


async def settle(story: Story) -> None:
    """Found Rivermead and lay out its year in the story."""
    with clock.at(story.when(400, 9)):
        council = await Council.add(
            "rivermead",
            "Rivermead",
            people_word="care leavers",
            ideas_open_to=OpenTo.EVERYONE,
            reading_days="1,3",
            advocate="Rivermead’s advocacy service is independent of the council. Ring 01632 960 146, "
            "weekdays from 9 to 5. It is free.",
            help_now="The leaving care duty desk is open on weekdays from 9am to 5pm.",
            who_to_ask="The participation worker is at the youth hub on Tuesdays and Thursdays, from 3pm.",
        )
        tell = Telling(story, council)
        for position, bird in enumerate(BIRDS):
            known = position % 3 != 2
            tell.people[bird] = await Person.join(council, bird, Role.YOUNG_PERSON, confirmed=known)
        for title, role in STAFF:
            tell.people[title] = await Person.join(council, title, role, job_title=title, confirmed=True)
    running.run(tell)
    ideas.workshop(tell)
    votes.first_vote(tell)
    promises.make(tell)
    help_.make(tell)
    ideas.since(tell)
    votes.second_vote(tell)
    votes.open_vote(tell)
    ideas.every_stage(tell)
    ideas.just_now(tell)
    ways.weigh(tell)
