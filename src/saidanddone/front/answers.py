"""What the council answers to an idea, said in plain words: one function for each place it can stand."""

from __future__ import annotations

from collections.abc import Callable

from saidanddone import clock
from saidanddone.councils.models import Council
from saidanddone.front.told import Case, Link, Told
from saidanddone.front.words import read_on, reads_next
from saidanddone.ideas.appealing import Appeal
from saidanddone.ideas.awaiting import answer_clock
from saidanddone.ideas.deciding import Answer, Decision
from saidanddone.ideas.stages import Stage
from saidanddone.moderation.reasons import REASONS, Reason
from saidanddone.spelling import clock_time, count_of, day, short_day, week_day


def draft(case: Case) -> Told:
    return case.told(
        "You have not sent this yet.",
        "hole",
        answer="You have not sent this yet.",
        small=["Only you can see it."],
        link=case.link("Finish it and send it", "ideas:wordings"),
    )


def spoken(case: Case) -> Told:
    unheard = "No one else can hear it yet." if case.mine else "Only the team and who said it can hear it."
    return case.told(
        unheard,
        "hole",
        answer=unheard,
        small=["A worker listens and writes it down.", _heard_by(case)],
        link=case.link("Listen to it or take it back") if case.mine else None,
    )


def written(case: Case) -> Told:
    if not case.mine:
        unseen = "Who said it is asked whether the words are right."
        return case.told(unseen, "hole", answer=unseen, small=["Only the team and they can see it yet."])
    return case.told(
        "Is this what you said?",
        "hole",
        answer="We wrote down what you said. Is this right?",
        small=["No one else reads it before you say yes."],
        link=case.link("Say yes, or change it", anchor="agree"),
    )


def waiting(case: Case) -> Told:
    heard = _heard_by(case)
    unseen = "No one else can see it yet." if case.mine else "Only the team and its writer can see it yet."
    return case.told(
        unseen,
        "hole",
        answer=unseen,
        small=[read_on(case.council), heard],
        link=case.link("Change it or take it back") if case.mine else None,
    )


def _heard_by(case: Case) -> str:
    """By when the council promised to read it (or to write it down); and when it is late, that it is."""
    by = case.promised_for
    who = "You" if case.mine else "Its writer"
    if by >= clock.today():
        return f"{who} will hear by {week_day(by)}."
    return f"{who} should have heard by {week_day(by)}. {reads_next(case.council)}"


def sent_back(case: Case) -> Told:
    move = case.known.last_move(case.idea, "return", "unheard", "lapse")
    return case.told(
        "It came back with a question.",
        "hole",
        quote=move.message if move else "",
        answer="" if move and move.message else "The team asks you to change something.",
        small=[f"{move.by_title or 'The team'}, {week_day(move.at)}. No one else can see it yet."]
        if move
        else [],
        link=case.link("Write it again", "ideas:wordings") if case.mine else None,
    )


def held(case: Case) -> Told:
    """Kind words and help for its author. The worry itself is only for the safeguarding lead."""
    if not case.mine:
        answer = "Somebody was worried, so it is hidden from everyone else."
        link = Link("See the worry", "moderation:concerns")
        return case.told("It is kept safe for now.", "hole", answer=answer, link=link)
    return case.told(
        "We keep this safe for now.",
        "hole",
        answer="Thank you for telling us. You did nothing wrong.",
        small=[
            "Nobody else can see it. The person whose job is to keep people safe is looking at it.",
            "If you need someone right now, there is help.",
        ],
        link=Link("Get help now", "front:help"),
    )


def declined(case: Case) -> Told:
    move, appeal = case.known.last_move(case.idea, "decline"), case.known.appeals.get(case.idea.id)
    known = move and move.reason in set(Reason)
    why = (move.told or REASONS[Reason(move.reason)].told) if move and known else ""
    seen_by = (
        "Only you and the team can see this." if case.mine else "Only its writer and the team can see this."
    )
    small = [f"{move.by_title or 'The team'}, {short_day(move.at)}. {seen_by}"] if move else []
    link = None
    if case.mine and appeal is None:
        small.append("You can ask once for somebody else to read it again.")
        link = case.link("Ask for it to be read again", anchor="appeal")
    elif appeal is not None:
        small.append(_heard(appeal, mine=case.mine))
    return case.told(
        "It was not published.",
        "park",
        quote=move.message if move else "",
        answer=why,
        small=[*small, *_advocate(case.council)],
        link=link,
    )


def _heard(appeal: Appeal, *, mine: bool) -> str:
    if appeal.upheld is None:
        who = "You" if mine else "Its writer"
        return f"{who} asked on {short_day(appeal.at)} for it to be read again. Somebody else is reading it."
    said = f" {appeal.heard_title}: “{appeal.message}”" if appeal.message else ""
    return f"Somebody else read it again, and it stays as it is.{said}"


def open_to_all(case: Case) -> Told:
    if case.decision is not None and case.decision.answer is Answer.NOT_NOW:
        return open_again(case, case.decision)
    wanted = case.idea.supports
    answer = (
        f"{count_of(wanted, 'other wants', 'others want')} this too."
        if wanted
        else "Nobody has said “me too” yet."
    )
    return case.told(
        "No answer from the council yet.",
        "hole",
        answer=answer if case.mine else "No answer from the council yet.",
        small=["No answer from the council yet."] if case.mine else [],
    )


def open_again(case: Case, decision: Decision) -> Told:
    """Its “not now” is over: what was answered, and that it can be asked for again."""
    back = case.known.last_move(case.idea, "come_back")
    since = f" on {short_day(back.at)}" if back else ""
    return case.told(
        "It is open again.",
        "hole",
        quote=decision.reason,
        answer=f"The council said “not now” on {short_day(decision.at)}. It came back by itself{since}.",
        small=[f"{decision.by_title} said this then. Now the council can be asked again."],
        link=case.link("See the whole story"),
    )


def shortlisted(case: Case) -> Told:
    told = open_to_all(case)
    told.small = ["It is put forward for a vote."]
    return told


def in_round(case: Case) -> Told:
    round_ = case.known.rounds.get(case.idea.id)
    when = f"It closes on {week_day(round_.closes_at)} at {clock_time(round_.closes_at)}." if round_ else ""
    return case.told(
        "It is in the vote now.",
        "vote",
        answer="It is in the vote now.",
        small=[when, "Nobody can see how it stands until the vote closes."] if when else [],
        link=Link("Go to the vote", "rounds:show", {"number": round_.number}) if round_ else None,
    )


def won(case: Case) -> Told:
    left = answer_clock(case.idea, case.council)
    assert left
    answer = (
        f"The council had to answer by {day(left.by)}. It has not."
        if left.is_late
        else f"The council must answer by {day(left.by)}."
    )
    small = [f"It won on {short_day(case.idea.stage_since)}."]
    headline, story = "It won the vote. No answer yet.", case.link("See the whole story")
    return case.told(headline, "hole", chip=left.chip, answer=answer, small=small, link=story)


def chosen(case: Case) -> Told:
    decision = case.decision
    return case.told(
        "Yes, in part." if decision and decision.answer is Answer.IN_PART else "Yes.",
        quote=decision.reason if decision else "",
        small=[*_signed(decision), "It is not in the plan yet."],
        link=case.link("See the whole story"),
    )


def not_now(case: Case) -> Told:
    back = case.idea.return_on
    return case.told(
        "Not now.",
        "park",
        quote=case.decision.reason if case.decision else "",
        answer=f"It comes back by itself on {short_day(back)}." if back else "",
        small=[*_signed(case.decision), *_advocate(case.council)],
        link=case.link("See the whole story"),
    )


def no(case: Case) -> Told:
    decision = case.decision
    return case.told(
        "No, because…",
        "park",
        quote=decision.reason if decision else "",
        answer=f"What else you can do: {decision.else_can}" if decision and decision.else_can else "",
        small=[*_signed(decision), *_advocate(case.council)],
        link=case.link("See the whole story"),
    )


def merged(case: Case) -> Told:
    if case.idea.merged_into_id in case.known.held:
        out = "It is taken out for now."
        small = ["The idea that it was joined to is being looked at. Both come back together."]
        return case.told(out, "hole", chip=("held", "Taken out for now"), answer=out, small=small)
    into = case.known.joined.get(case.idea.merged_into_id or 0)
    if into is None:
        return case.told(
            "It was joined to an idea like it.", "hole", answer="It was joined to an idea like it."
        )
    return case.told(
        "It was joined to an idea like it.",
        "hole",
        answer=f"It is part of idea {into.number} now: {into.heading}",
        small=["Everyone who wanted this is counted there, once."],
        link=Link(f"See idea {into.number}", "ideas:show", {"number": into.number}),
    )


def withdrawn(case: Case) -> Told:
    return case.told("You took this back.", "hole", answer="You took this back. No one else can see it.")


def _signed(decision: Decision | None) -> list[str]:
    return [f"{decision.by_title}, {short_day(decision.at)}."] if decision else []


def _advocate(council: Council) -> list[str]:
    return ["An advocate can help you. They do not work for the council."] if council.advocate else []


BEFORE_THE_PLAN: dict[Stage, Callable[[Case], Told]] = {
    Stage.DRAFT: draft,
    Stage.SPOKEN: spoken,
    Stage.WRITTEN: written,
    Stage.WAITING: waiting,
    Stage.SENT_BACK: sent_back,
    Stage.HELD: held,
    Stage.DECLINED: declined,
    Stage.OPEN: open_to_all,
    Stage.SHORTLISTED: shortlisted,
    Stage.IN_ROUND: in_round,
    Stage.WON: won,
    Stage.CHOSEN: chosen,
    Stage.NOT_NOW: not_now,
    Stage.NO: no,
    Stage.MERGED: merged,
    Stage.WITHDRAWN: withdrawn,
}
