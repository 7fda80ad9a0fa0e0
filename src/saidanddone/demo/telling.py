"""The words a demo story is told in: people do what the site lets them do, at their moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tortoise.expressions import Q

from saidanddone import clock
from saidanddone.appraisal.choosing import decide
from saidanddone.appraisal.models import Way
from saidanddone.councils.models import Council
from saidanddone.demo.story import Story
from saidanddone.demo.tones import MARK, tone
from saidanddone.ideas.commenting import comment, publish_comment
from saidanddone.ideas.deciding import Answer, NoKind
from saidanddone.ideas.models import Door, Idea, ShownAs
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.recordings import say
from saidanddone.ideas.sounds import Sound
from saidanddone.ideas.supporting import support
from saidanddone.missions.models import Mission
from saidanddone.moderation.checking import publish
from saidanddone.moderation.writing_down import write_down
from saidanddone.people.models import Person
from saidanddone.plan.answering import answer, publish_words
from saidanddone.plan.completing import complete
from saidanddone.plan.making import make_action
from saidanddone.plan.models import Action, Asking, Milestone, VerdictAnswer
from saidanddone.plan.statuses import Rating, Status
from saidanddone.plan.updating import add_milestone, complete_milestone, update
from saidanddone.plan.verdicts import Verdict


class Telling:
    """One council's people and things by name, and what happens to them."""

    def __init__(self, story: Story, council: Council) -> None:
        self.story = story
        self.council = council
        self.people: dict[str, Person] = {}
        self.ideas: dict[str, int] = {}
        self.actions: dict[str, int] = {}

    def who(self, name: str) -> Person:
        return self.people[name]

    async def idea(self, key: str) -> Idea:
        return await Idea.get(id=self.ideas[key])

    async def action(self, key: str) -> Action:
        return await Action.get(id=self.actions[key])

    async def missions(self, refs: Sequence[str]) -> list[Mission]:
        """The missions of these names, also where their framework has ended by now: the story is of its time."""
        ours = Q(framework__council_id=None) | Q(framework__council_id=self.council.id)
        named = {mission.ref: mission for mission in await Mission.filter(ours).select_related("framework")}
        return [named[ref] for ref in refs]

    def said(
        self,
        days_ago: float,
        key: str,
        by: str,
        what: str,
        why: str = "",
        *,
        hour: int = 16,
        hidden: bool = False,
        team: bool = False,
        quotable: bool = True,
        draft: bool = False,
    ) -> None:
        """Someone sends an idea, or keeps it as a draft."""

        async def event() -> None:
            idea = await propose(
                self.who(by),
                what=what,
                why=why,
                shown_as=ShownAs.HIDDEN if hidden else ShownAs.NICKNAME,
                door=Door.TEAM if team else Door.EVERYONE,
                quotable=quotable,
                draft=draft,
            )
            self.ideas[key] = idea.id

        self.story.then(days_ago, event, hour)

    def spoke(self, days_ago: float, key: str, by: str, *pitches: float, hour: int = 17) -> None:
        """Someone sends an idea as a recording: in the demo a made-up tone."""

        async def event() -> None:
            sound = Sound.of(tone(*pitches))
            self.ideas[key] = (await say(self.who(by), sound, once=f"{MARK}{key}", quotable=True)).id

        self.story.then(days_ago, event, hour)

    def written_down(self, days_ago: float, key: str, what: str, why: str = "", title: str = "") -> None:
        """A worker listens and writes down what was said."""

        async def event() -> None:
            worker = self.who("Participation Worker")
            await write_down(await self.idea(key), by=worker, what=what, why=why, title=title)

        self.story.then(days_ago, event)

    def published(
        self, days_ago: float, key: str, title: str, *missions: str, by: str = "Participation Worker"
    ) -> None:
        """A worker reads an idea and publishes it."""

        async def event() -> None:
            found = await self.missions(missions)
            await publish(await self.idea(key), by=self.who(by), title=title, missions=found)

        self.story.then(days_ago, event)

    def backed(self, first: float, last: float, key: str, names: Sequence[str]) -> None:
        """These people say “me too”, spread over the days between."""

        def event(name: str) -> Any:
            async def back() -> None:
                await support(await self.idea(key), by=self.who(name))

            return back

        for position, name in enumerate(names):
            days_ago = first - (first - last) * position / max(len(names), 1)
            self.story.then(days_ago, event(name), 9 + position % 12, position % 60)

    def commented(self, days_ago: float, key: str, by: str, text: str, *, read: bool = True) -> None:
        """Someone adds words; a worker reads them the next day."""
        made: list[int] = []

        async def write() -> None:
            made.append((await comment(await self.idea(key), by=self.who(by), text=text)).id)

        async def let_through() -> None:
            from saidanddone.ideas.commenting import Comment

            await publish_comment(await Comment.get(id=made[0]), by=self.who("Participation Worker"))

        self.story.then(days_ago, write, 19)
        if read:
            self.story.then(days_ago - 1, let_through, 10)

    def decided(
        self,
        days_ago: float,
        key: str,
        answer_: Answer,
        reason: str,
        *,
        by: str = "Head of Leaving Care",
        kind: NoKind | None = None,
        else_can: str = "",
        return_on: Any = None,
        way: str = "",
    ) -> None:
        """The council answers; ``way`` is the name of the one it chooses, where ways were weighed."""

        async def event() -> None:
            await decide(
                await self.idea(key),
                by=self.who(by),
                answer=answer_,
                reason=reason,
                kind=kind,
                else_can=else_can,
                return_on=return_on,
                way=await Way.get(name=way, dropped_at=None) if way else None,
            )

        self.story.then(days_ago, event, 14)

    def promised(
        self,
        days_ago: float,
        key: str,
        *,
        due_in: int,
        missions: Sequence[str],
        steps: Sequence[str] = (),
        contact: str = "",
        ideas: Sequence[str] | None = None,
        by: str = "Head of Leaving Care",
        **facts: Any,
    ) -> None:
        """An action goes in the plan; ``due_in`` is days from today, ``owner`` a job title of the cast."""

        async def event() -> None:
            owner = self.people.get(facts["owner"])
            action = await make_action(
                self.council,
                by=self.who(by),
                due=clock.local(self.story.when(-due_in)).date(),
                missions=await self.missions(missions),
                ideas=[await self.idea(name) for name in ([key] if ideas is None else ideas)],
                owner_person=None if contact else owner,
                owner_contact=contact,
                **facts,
            )
            self.actions[key] = action.id
            for step in steps:
                await add_milestone(action, by=self.who(by), title=step)

        self.story.then(days_ago, event, 15)

    def reported(
        self,
        days_ago: float,
        key: str,
        by: str,
        said: str,
        rating: Rating | None = Rating.ON_TRACK,
        *,
        starts: bool = False,
        due_in: int | None = None,
        **more: Any,
    ) -> None:
        """The owner says how it goes; ``due_in`` (days from today) moves the date."""

        async def event() -> None:
            if due_in is not None:
                more["due"] = clock.local(self.story.when(-due_in)).date()
            status = Status.IN_PROGRESS if starts else None
            await update(
                await self.action(key), by=self.who(by), rating=rating, said=said, status=status, **more
            )

        self.story.then(days_ago, event, 12)

    def stepped(self, days_ago: float, key: str, number: int, by: str) -> None:
        """A milestone is reached."""

        async def event() -> None:
            milestone = await Milestone.get(action_id=self.actions[key], number=number).select_related(
                "action"
            )
            await complete_milestone(milestone, by=self.who(by))

        self.story.then(days_ago, event, 13)

    def finished(self, days_ago: float, key: str, by: str, said: str) -> None:
        """The council says it's done."""

        async def event() -> None:
            await complete(await self.action(key), by=self.who(by), said=said)

        self.story.then(days_ago, event, 15)

    def answered(
        self, days_ago: float, key: str, names: Sequence[str], verdict: Verdict, words: str = ""
    ) -> None:
        """These people say whether it really happened; the first adds the words."""

        async def event() -> None:
            asking = await Asking.get(action_id=self.actions[key], counted_at=None).select_related("action")
            for position, name in enumerate(names):
                await answer(asking, by=self.who(name), verdict=verdict, words="" if position else words)

        self.story.then(days_ago, event, 18)

    def words_read(self, days_ago: float, key: str) -> None:
        """A worker reads the words of verdicts and lets them be seen."""

        async def event() -> None:
            waiting = VerdictAnswer.filter(
                asking__action_id=self.actions[key], published_at=None, refused_at=None, replaced_at=None
            )
            for found in await waiting.exclude(words="").select_related("asking__action"):
                await publish_words(found, by=self.who("Participation Worker"))

        self.story.then(days_ago, event, 11)

    def next_april(self) -> Any:
        """The first of April that comes next."""
        today = clock.local(self.story.today).date()
        return today.replace(year=today.year + (today.month >= 4), month=4, day=1)
