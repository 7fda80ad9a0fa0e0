"""The nicknames of those who chose to stay hidden are in no page, file or notice of staff: nowhere at all."""

import re

from starlette.routing import Route

from saidanddone.history.acts import GROUPS
from saidanddone.ideas.commenting import comment, publish_comment
from saidanddone.ideas.deciding import Answer, decide
from saidanddone.ideas.models import ShownAs
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.supporting import support
from saidanddone.moderation import checking
from saidanddone.moderation.checking import decline, publish, send_back
from saidanddone.paths import IN_CHECKOUT
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.routes import routes
from saidanddone.settings import Settings
from tests.test_codebase import MODULES

NAME = "Zebrafinch"
PARTS = {"number": "{n}", "id": "1", "m": "1", "h": "1", "framework": "stable-homes-2023", "code": "5"}
# Who is here, that they came, and whom a worker met face to face; none of it says what they wrote.
ABOUT_ACCOUNTS = {"people:index", "people:person", "front:history", "front:history_check", "mine:asked"}
LISTS_OF_ACCOUNTS = "/{council}/young-people"


async def a_hidden_life(there):
    zoe = await Person.join(there.rivermead, NAME, Role.YOUNG_PERSON)
    ideas = [await propose(zoe, what=f"Hidden words {n}", shown_as=ShownAs.HIDDEN) for n in range(6)]
    for idea in (ideas[0], ideas[1], ideas[5]):
        await publish(idea, by=there.cass, title=f"Title {idea.number}", missions=[])
    await send_back(ideas[2], by=there.cass, message="Say more")
    await decline(ideas[3], by=there.cass, reason="unsafe", message="Not this")
    await checking.hold(ideas[4], by=there.cass, message="Worried")
    await decide(ideas[1], by=there.ellis, answer=Answer.YES, reason="We will.")
    await support(ideas[0], by=there.bo)
    said = await comment(ideas[0], by=zoe, text="Added")
    await publish_comment(said, by=there.cass)
    await checking.hold(ideas[5], by=there.cass, message="Worried as well")
    return ideas


async def pages_for(site, person, numbers, *, but=()):
    """Every page of Rivermead that somebody (nobody: a visitor) may open, as (path, answer)."""
    browser = await (site.as_(person) if person else site.client())
    for route in routes(Settings()):
        page = isinstance(route, Route) and "GET" in route.methods and "{council}" in route.path
        if not page or route.name in {"people:leave", *but}:
            continue
        for n in numbers if "{number" in route.path else [1]:
            path = route.path.replace("{council}", "rivermead")
            for name, value in PARTS.items():
                value = value.replace("{n}", str(n))
                path = path.replace(f"{{{name}:number}}", value).replace(f"{{{name}}}", value)
            yield path, await browser.get(path)


async def test_no_page_of_anybody_names_a_hidden_author(site, there):
    ideas = await a_hidden_life(there)
    readers = (there.bo, there.cass, there.ellis, there.fern, there.gus, there.hana)
    numbers, met = [idea.number for idea in ideas], 0
    of_accounts = {route.name for route in routes(Settings()) if route.path.startswith(LISTS_OF_ACCOUNTS)}
    for person in (*readers, None):
        async for path, answer in pages_for(site, person, numbers, but=ABOUT_ACCOUNTS | of_accounts):
            met += answer.status_code == 200
            assert NAME not in answer.text, (person and person.nickname, path)
    assert met > 150


async def test_what_admins_read_of_accounts_says_nothing_of_words(site, there):
    ideas = await a_hidden_life(there)
    fern = await site.as_(there.fern)
    history = "/rivermead/settings/history"
    for page in ("/rivermead/settings/people", history, f"{history}/check"):
        text = (await fern.get(page)).text
        assert text.count(NAME) == 1, page
        row = re.search(rf"<li>(?:(?!<li>).)*{NAME}.*?</li>", text, re.S)[0]
        assert not any(f"idea {idea.number}" in row for idea in ideas)
        assert not re.search(r"\d(am|pm)\b", row), "the day, not the hour"


# Acts that are in the history and on no page of it, and why.
NEVER_SHOWN = {
    "an author's": (
        "propose reword support withdraw_support comment withdraw_comment appeal remove_name record "
        "delete_sound withdraw_quote send agree ask_again say_again withdraw rename use_invitation"
    ),
    "of somebody’s own ways in": (
        "make_card choose_pin lock_card give_contact take_contact_away add_passkey remove_passkey"
    ),
    "would tell by its moment": "stand_alone lapse forget",
}


def test_every_act_is_shown_in_words_or_left_out_for_a_reason():
    """So that a new act is thought about: what isn't listed is not shown."""
    assert IN_CHECKOUT
    recorded = set()
    for path in MODULES:
        recorded |= set(re.findall(r'\brecord\(\s*[\w.()]+,\s*"([a-z_]+)"', path.read_text()))
    shown = {act for group in GROUPS.values() for acts in group.acts.values() for act in acts}
    left_out = {act for acts in NEVER_SHOWN.values() for act in acts.split()}
    assert not shown & left_out
    assert recorded - shown - left_out == set()
