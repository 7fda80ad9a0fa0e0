"""That somebody who looks after people's safety has read a worry, and who."""

from __future__ import annotations

from saidanddone import clock, database
from saidanddone.history.models import record
from saidanddone.moderation.models import Concern
from saidanddone.notices.models import let_all_rest
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.rules import only_for

FOR_LEADS = "Closing a worry is for the safeguarding lead."


async def see(concern: Concern, *, by: Person) -> None:
    """Say that a worry has been read. The first time stands; saying it again changes nothing.

    It is pressed: a page that was only fetched, by a browser that reads ahead say, must stop no clock.
    """
    only_for(by, Right.SAFEGUARD, concern.council_id, "Worries are for the safeguarding lead.")

    async def act() -> None:
        unseen = Concern.filter(id=concern.id, seen_at=None)
        if await unseen.update(seen_at=clock.now(), seen_by_id=by.id):
            record(concern.council_id, "see_worry", concern, by=by)
            await let_all_rest(concern, "worry_waits", since=concern.raised_at)

    await database.write(act)
