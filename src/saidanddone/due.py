"""What comes due by itself, in the order in which it is done."""

from __future__ import annotations

from saidanddone.ideas import awaiting, returning, undeciding
from saidanddone.ideas.recordings import delete_due
from saidanddone.mine import leaving, retaining
from saidanddone.moderation import unseen
from saidanddone.notices import sending
from saidanddone.people import challenges, codes, contacts, reaching
from saidanddone.people.providers import ending, walking
from saidanddone.plan import answering, reminding
from saidanddone.rounds import running

# What may mean that somebody is in danger: looked for beside the rest, which may take long (app.lifespan).
ALARMS = (unseen.tell_more, reaching.reach_due)
# What moves ideas, rounds and promises on.
MOVES_ON = (
    running.open_due,
    running.close_due,
    returning.return_due,
    undeciding.tell_due,
    awaiting.remind_deciders,
    answering.count_due,
    delete_due,
)
DUE_WORK = (
    *MOVES_ON,
    reminding.remind_owners,
    leaving.leave_due,
    retaining.retain_due,
    codes.delete_due,
    contacts.delete_due,
    challenges.delete_due,
    walking.delete_due,
    ending.end_due,
    reaching.reach_daily,
)
# Alarms and their letters first; then letters again, which tell of what the others did. The site posts them
# beside the rest (app.lifespan).
DUE_WORK_AND_LETTERS = (*ALARMS, sending.send_due, *DUE_WORK, sending.send_due)
