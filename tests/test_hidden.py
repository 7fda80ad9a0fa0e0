"""Hidden stays hidden: canaries lie in all that only some may read, and the pages of all others are searched.

Each canary is a word of its own, so that a find says what leaked. Amina wrote them all; Zyxwell is behind a
hidden name. Whoever may not read something follows every link they have, and searches for each word.
"""

from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

import pytest

from saidanddone import database
from saidanddone.councils.models import OpenTo
from saidanddone.ideas.commenting import comment, refuse_comment
from saidanddone.ideas.models import Door, Idea, ShownAs
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.moderation.checking import decline, hold, send_back
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.plan.answering import answer
from saidanddone.plan.completing import complete
from saidanddone.plan.models import Asking
from saidanddone.plan.verdicts import Verdict
from tests.plan.promises import chosen_idea, promise
from tests.test_crawl import FOLLOWED_ELSEWHERE, links_of

PAGES_AT_MOST = 400
NICKNAME = "Zyxwell"


@dataclass
class Hidden:
    """What lies hidden: the canary, and the names of those in town who may read it beside its author."""

    canaries: dict[str, set[str]] = field(default_factory=dict)

    def word(self, name: str, *readers: str) -> str:
        canary = f"qz{name}qz"
        self.canaries[canary] = {*readers}
        return canary

    def from_(self, name: str) -> list[str]:
        return [canary for canary, readers in self.canaries.items() if name not in readers]


CHECKERS, APPEALS = ("cass", "col"), ("cass", "col", "ellis", "edie")


async def hide(there) -> Hidden:
    """Something in every hidden place."""
    hidden = Hidden()

    async def said(name: str, *readers: str, **how) -> Idea:
        word = hidden.word(name, *readers)
        return await propose(there.amina, what=f"{word} should change", why=f"Because of {word}", **how)

    await said("draft", draft=True)
    await said("waiting", *CHECKERS)
    await send_back(await said("returned", *CHECKERS), by=there.cass, message="Say more")
    await hold(await said("held", "hana"), by=there.cass, message=hidden.word("worry", "hana", "cass"))
    await decline(await said("declined", *APPEALS), by=there.cass, reason="other", message="Not one for here")
    await (await said("withdrawn")).make_move("withdraw", by=there.amina)
    team = await said("team", *APPEALS, "fern", "gus", "hana", door=Door.TEAM)
    await team.make_move("publish", by=there.cass, title="For the team")

    public = await chosen_idea(there, title="Lights in the stairwell", supporters=(there.bo,))
    waiting = hidden.word("comment", *CHECKERS)
    refused = await comment(public, by=there.amina, text=hidden.word("refusedcomment", *CHECKERS))
    await refuse_comment(refused, by=there.cass, reason="unsafe", message="Not safe to show")
    await comment(public, by=there.amina, text=waiting)
    action = await promise(there, public)
    await action.make_move("start", by=there.ellis)
    await complete(action, by=there.ellis, said="It is done.")
    asking = await Asking.get(action_id=action.id)
    await answer(asking, by=there.amina, verdict=Verdict.NO, words=hidden.word("verdict", *CHECKERS))
    return hidden


async def everything_seen_by(browser, start: str, words: list[str]) -> dict[str, str]:
    """All pages that can be reached by links, and what the search answers for each word."""
    searches = [f"/rivermead/ideas?q={word}" for word in words]
    similar = [f"/rivermead/ideas/similar?q={word}" for word in words]
    sorts = [f"/rivermead/ideas?sort={sort}" for sort in ("newest", "moved", "longest")]
    stages = [f"/rivermead/ideas?stage={stage}" for stage in Stage]
    numbers = [f"/rivermead/ideas/{number}" for number in range(1, 20)]
    todo = deque([start, *searches, *similar, *sorts, *stages, *numbers])
    seen: dict[str, str] = {}
    while todo and len(seen) < PAGES_AT_MOST:
        address = todo.popleft()
        if address in seen or urlsplit(address).path.endswith(FOLLOWED_ELSEWHERE):
            continue
        page = await browser.get(address)
        seen[address] = f"{page.headers}\n{page.text}"
        if page.status_code in (301, 303, 307):
            todo.append(page.headers["location"])
        todo.extend(bare for bare, _ in map(urldefrag, links_of(address, page.text)) if bare not in seen)
    return seen


def without_what_was_asked(address: str, text: str, canary: str) -> str:
    """The page less the searched word, which it repeats to whoever typed it."""
    return text.replace(f"“{canary}”", "").replace(f'value="{canary}"', "").replace(f"q={canary}", "")


@pytest.mark.slow
@pytest.mark.parametrize("name", [None, "bo", "gus", "ellis", "cass", "fern", "hana", "ivo", "jo"])
async def test_what_is_hidden_is_on_no_page_of_those_it_is_hidden_from(site, there, engine_name, name):
    if engine_name != "sqlite" and name not in ("bo", None):
        pytest.skip("each role’s pages are drawn alike from both databases; search is tried on both")
    hidden = await hide(there)
    browser = await (site.as_(getattr(there, name)) if name else site.client())
    words = list(hidden.canaries)
    seen = await everything_seen_by(browser, "/rivermead" if name != "jo" else "/programme", words)
    assert len(seen) > 40, "too little was read to mean anything"
    leaks = [
        (canary, address)
        for canary in hidden.from_(name or "")
        for address, text in seen.items()
        if canary in without_what_was_asked(address, text, canary)
    ]
    assert leaks == []


async def test_the_search_of_pages_finds_what_may_be_read(site, there, engine_name):
    """The same search, from those who may read: a crawl that reads nothing would find no leak either."""
    if engine_name != "sqlite":
        pytest.skip("pages are drawn alike from both databases")
    hidden = await hide(there)
    cass = await site.as_(there.cass)
    everything = "\n".join((await everything_seen_by(cass, "/rivermead", [])).values())
    for name in ("waiting", "returned", "declined", "team"):
        assert f"qz{name}qz" in everything, name
    assert len(hidden.canaries) > 9


@pytest.mark.slow
@pytest.mark.parametrize("name", [None, "bo", "gus", "ellis", "cass", "fern", "hana", "ivo"])
async def test_who_is_behind_a_hidden_name_is_on_no_page(site, there, engine_name, name):
    """Lists of people name everybody who is here, and tie nobody to an idea."""
    if engine_name != "sqlite":
        pytest.skip("pages are drawn alike from both databases")
    zyx = await Person.join(there.rivermead, NICKNAME, Role.YOUNG_PERSON)
    await database.write(lambda: type(there.rivermead).all().update(ideas_open_to=OpenTo.EVERYONE))
    for word in ("opened", "waits", "held"):
        idea = await propose(zyx, what=f"Something {word}", shown_as=ShownAs.HIDDEN)
        if word == "opened":
            await idea.make_move("publish", by=there.cass, title=f"Something {word}")
            await comment(idea, by=there.amina, text="Yes please")
        if word == "held":
            await hold(idea, by=there.cass, message="I worry about the writer")
    browser = await (site.as_(getattr(there, name)) if name else site.client())
    seen = await everything_seen_by(browser, "/rivermead", [NICKNAME])
    people = ("/rivermead/settings/people", "/rivermead/settings/history", "/rivermead/young-people")
    found = [
        address
        for address, text in seen.items()
        if NICKNAME in without_what_was_asked(address, text, NICKNAME) and not address.startswith(people)
    ]
    assert found == []
    for address, text in seen.items():
        if NICKNAME in text and address.startswith(people):
            assert "Something" not in text, address
