"""Whatever is told has its row, none is there for nothing, and each sentence fits whoever reads it."""

import ast
from pathlib import Path

import pytest

import saidanddone
from saidanddone.app import build
from saidanddone.front.news import NUMBERS
from saidanddone.ideas.deciding import MOVE_FOR
from saidanddone.ideas.stages import MOVES, Stage
from saidanddone.notices.tellings import ACTION, IDEA, ROUND, TELLINGS, Goes, Reader, short_list
from saidanddone.people.rights import MEANS
from saidanddone.rules import AUTHOR
from saidanddone.settings import Settings
from tests.test_guides import GRADE_AT_AGE_NINE, WORDS_IN_A_SENTENCE, grade

SRC = Path(saidanddone.__file__).parent
TELLERS = {"tell": 2, "tell_whoever_is_left": 1}  # which argument says what
# What is told by a name that is worked out: where, by which words of the source, and all it can be.
WORKED_OUT = {
    ("ideas/models.py", "move.name"): {
        move.name
        for move in MOVES
        if not move.quietly and move.by is not AUTHOR and move.end is not Stage.MERGED
    },
    ("ideas/undeciding.py", "MOVE_FOR[decision.answer]"): {*MOVE_FOR.values()},
    ("ideas/commenting.py", "act_name"): {"publish_comment", "refuse_comment"},
    ("ideas/awaiting.py", "what"): {"answer-due", "answer-late"},
    ("plan/reminding.py", "what"): {"update_soon", "update_due", "step_late"},
    ("people/leads.py", "what"): {"new_lead", "lead_ended"},
    ("people/leads.py", "unseen"): {"lead_unseen", "look_unseen"},
}


# The table of what something is told of, by its name in the source; some names mean another thing there.
THINGS = {
    "idea": {"idea"},
    "comment": {"comment"},
    "score": {"score"},
    "answer": {"verdict_answer"},
    "round_": {"round"},
    "action": {"action"},
    "asking": {"asking"},
    "given": {"help_offer"},
    ("ideas/models.py", "self"): {"idea"},
    ("rounds/correcting.py", "held"): {"round"},
    ("plan/asking_for_help.py", "held"): {"help"},
    ("plan/reminding.py", "thing"): {"action", "milestone"},
}
NUMBERED_PAGES = {IDEA, ACTION, ROUND}


def things_of(where: str, thing: str) -> set[str]:
    return THINGS[(where, thing) if (where, thing) in THINGS else thing]


def told_in(source: str, where: str) -> set[str]:
    """The kinds that a file tells."""
    return {what for what, _ in told_of(source, where)}


def told_of(source: str, where: str) -> set[tuple[str, str]]:
    """The kinds that a file tells, each with what it is about, by its name there."""
    found: set[tuple[str, str]] = set()
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        place = TELLERS.get(call.func.id)
        if place is None or len(call.args) <= place:
            continue
        what, thing = call.args[place], ast.unparse(call.args[place + 1])
        whats = {what.value} if isinstance(what, ast.Constant) else WORKED_OUT[where, ast.unparse(what)]
        found |= {(one, thing) for one in whats}
    return found


def test_every_kind_that_is_told_has_its_row_and_none_is_unused():
    told = set()
    for path in sorted(SRC.rglob("*.py")):
        where = str(path.relative_to(SRC))
        if where != "notices/models.py":
            told |= told_in(path.read_text(encoding="utf-8"), where)
    assert told - {*TELLINGS} == set(), "say in notices/tellings.py what it says, and to whom"
    assert {*TELLINGS} - told == set(), "nobody is told these any more"


def test_whatever_is_told_of_has_a_number_by_which_its_page_is_found():
    """Else the notice leads to an error, and only when somebody follows it."""
    of = set()
    for path in sorted(SRC.rglob("*.py")):
        where = str(path.relative_to(SRC))
        if where != "notices/models.py":
            of |= {
                table
                for what, thing in told_of(path.read_text(encoding="utf-8"), where)
                if TELLINGS[what].to in NUMBERED_PAGES
                for table in things_of(where, thing)
            }
    assert of == {*NUMBERS}


def test_a_kind_without_a_row_would_be_noticed():
    assert told_in('await tell(1, [2], "new_thing", it)', "any.py") - {*TELLINGS} == {"new_thing"}
    with pytest.raises(KeyError):
        told_in("await tell(1, [2], somehow, it)", "any.py")


def test_each_leads_to_a_page_that_is_there_and_to_a_right_that_is():
    pages = {route.name for route in build(Settings()).routes}
    for what, row in TELLINGS.items():
        assert row.young or row.staff, what
        assert not row.to or row.to in pages, what
        assert not row.needs or row.needs in MEANS, what


def test_what_young_people_read_can_be_read_at_nine():
    said = [sentence for row in TELLINGS.values() if row.young for sentence in row.young.split(". ")]
    assert [one for one in said if len(one.split()) > WORDS_IN_A_SENTENCE] == []
    assert grade(said) <= GRADE_AT_AGE_NINE
    for what, row in TELLINGS.items():
        assert not row.young or row.goes in (Goes.PAGE, Goes.DAILY), what


@pytest.mark.parametrize("what", [what for what, row in TELLINGS.items() if row.goes is not Goes.PAGE])
def test_what_goes_out_names_nobody_and_says_nothing_of_care(what):
    row = TELLINGS[what]
    assert row.staff, "only staff are written to"
    assert len(row.staff.split()) <= WORDS_IN_A_SENTENCE
    assert not set(row.staff) & set("{}%"), "nothing is filled in"
    told = ["care", "council", "adviser", "social", "young", "said & done"]
    if row.goes is not Goes.DAILY:
        told += ["idea", "vote"]
    for word in told:
        assert word not in row.staff.lower(), word


def test_a_short_list_leaves_out_what_the_page_says_anyway():
    assert "publish" not in short_list(Reader.YOUNG)
    assert "publish" in short_list(Reader.STAFF)
    assert "took_part" in short_list(Reader.YOUNG)
    assert "worry_waits" in short_list(Reader.STAFF)
