"""All that the page of one promise shows to one person."""

from __future__ import annotations

from typing import Any

from saidanddone.councils.models import Council
from saidanddone.ideas.models import Idea, ideas_seen_by
from saidanddone.people.models import Person
from saidanddone.people.rights import Right
from saidanddone.plan.completing import respondents_of
from saidanddone.plan.forms import AnswerForm, CompletionForm, MilestoneForm, UpdateForm
from saidanddone.plan.help_forms import HelpForm
from saidanddone.plan.help_models import is_on_team
from saidanddone.plan.help_shown import WORKS, helps_on_page
from saidanddone.plan.making import may_check_fit
from saidanddone.plan.models import Action, Asking, Respondent, Update, VerdictAnswer, standing
from saidanddone.plan.outside import LASTS, link_out, may_link
from saidanddone.plan.pictures import dates_of, reach_of
from saidanddone.plan.shown import missions_by_action, promises_of, shown_counts
from saidanddone.plan.statuses import LIVE, LOOKS, Rating, Status
from saidanddone.plan.story import story_of
from saidanddone.plan.worried import is_held

RATINGS = [(rating.value, LOOKS[rating].words, LOOKS[rating].icon) for rating in Rating]
ONWARD = {
    "start": (Status.IN_PROGRESS, "Start it"),
    "resume": (Status.IN_PROGRESS, "Go on with it"),
    "pause": (Status.PAUSED, "Pause it"),
    "cancel": (Status.CANCELLED, "Cancel it"),
}


async def facts_of(action: Action, person: Any, council: Council) -> dict[str, Any]:
    """What plan/action.html draws; forms that were sent replace the empty ones given here."""
    promise = (await promises_of(council, [action], await missions_by_action([action])))[0]
    updates = await Update.filter(action_id=action.id).order_by("at", "id")
    askings = await Asking.filter(action_id=action.id).order_by("number")
    moves = {move.name for move in action.moves_for(person)}
    owns = action.is_owned_by(person) and action.status in LIVE
    return {
        "action": action,
        "promise": promise,
        "newest": next((update for update in reversed(standing(updates)) if update.said), None),
        "steps": story_of(action, updates, askings),
        "dates": dates_of(action, standing(updates), askings, promise.milestones),
        "reach": reach_of(action, standing(updates)),
        "ideas": await linked_ideas(action, person),
        "counts": await shown_counts(askings),
        "words": await _published_words(askings),
        "askings": {asking.counted_at: asking for asking in askings if asking.counted_at},
        "ask": await _ask_of(promise.asking, person),
        "owns": owns,
        "ratings": RATINGS,
        "ways_on": [(status.value, words) for name, (status, words) in ONWARD.items() if name in moves],
        "may_check_fit": may_check_fit(action, person),
        "may_complete": "complete" in moves,
        "may_link": may_link(action, person),
        "link": await link_out(action) if may_link(action, person) else None,
        "link_address": "",
        "link_days": LASTS.days,
        "to_ask": len(await respondents_of(action)) if owns else 0,
        "helps": await helps_on_page(action, person),
        "may_ask_for_help": is_on_team(action, person) and action.status in LIVE,
        "works": WORKS,
        "help_form": HelpForm(),
        "update_form": UpdateForm(),
        "step_form": MilestoneForm(),
        "done_form": CompletionForm(),
        "answer_form": AnswerForm(),
        "saved_words": "",
    }


async def linked_ideas(action: Action, person: Any) -> list[Idea]:
    """The ideas it answers that this person may see; of others there is no trace."""
    return await ideas_seen_by(person).filter(action_ideas__action_id=action.id).order_by("number").distinct()


async def _published_words(askings: list[Asking]) -> list[VerdictAnswer]:
    """Words that a worker let through, of askings that were counted, without names."""
    counted = [asking.id for asking in askings if asking.counted_at]
    read = VerdictAnswer.filter(asking_id__in=counted, replaced_at=None, published_at__isnull=False)
    return await read.order_by("asking_id", "published_at", "id") if counted else []


async def _ask_of(asking: Asking | None, person: Any) -> dict[str, Any] | None:
    """The open question for someone who was asked: until when, and whether they answered (never what)."""
    if asking is None or not asking.is_open or not isinstance(person, Person):
        return None
    if not person.can(Right.ANSWER):
        return None
    if not await Respondent.exists(asking_id=asking.id, person_id=person.id):
        return None
    answer = await VerdictAnswer.get_or_none(asking_id=asking.id, person_id=person.id, replaced_at=None)
    held = answer is not None and bool(answer.refused_at) and await is_held(answer.id)
    return {"asking": asking, "answered": answer is not None, "held": held}
