"""Asking for codes too often: whoever does it is turned away, and whose address it is comes in."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from math import ceil
from pathlib import Path

import pytest

from saidanddone import database, how_often
from saidanddone.app import build
from saidanddone.how_often import ASKING, DAY, HOUR, TEN_MINUTES, Limit, Per
from saidanddone.notices.letters import Letter
from saidanddone.people import codes, contacts
from saidanddone.people.codes import Code
from saidanddone.people.contacts import Contact
from saidanddone.people.models import Person, Session
from saidanddone.people.rights import Role
from saidanddone.settings import Settings
from tests.doors.coming import ASK, CONTACT, EMAIL, TYPE, asks, code_sent, gives, is_in

DOCS = Path(__file__).parents[2] / "docs"
MANY = "Many codes were asked for"
UNKNOWN = "stranger@example.org"


def row(per, seconds, rows=how_often.CODES):
    return next(limit.at_most for limit in rows if (limit.per, limit.seconds) == (per, seconds))


async def ask(site, address, *, network="127.0.0.1", browser=None):
    """What somebody who asks is told: nothing when a code is on its way."""
    browser = browser or await site.client(network=network)
    answer = await browser.post(ASK, data={"address": address})
    if answer.status_code == 303:
        return ""
    assert (answer.status_code, MANY in answer.text, address in answer.text) == (422, True, True)
    return re.search(MANY + r"[^<]*", answer.text)[0]


async def earlier(**by):
    """All that was asked for was asked for so much earlier."""
    for code in await Code.all():
        times = {name: getattr(code, name) - timedelta(**by) for name in ("made_at", "ends_at")}
        await database.write(lambda code=code, times=times: Code.filter(id=code.id).update(**times))


async def known_phone(site, network="198.51.100.9"):
    """A phone of Amina’s own in which she came in by a code before."""
    phone = await asks(site, network=network)
    assert (await phone.post(TYPE, data={"device": "own", "code": await code_sent()})).status_code == 303
    await phone.post("/rivermead/sign-out")
    assert not await is_in(phone)
    return phone


@pytest.mark.parametrize("address", [EMAIL, UNKNOWN])
async def test_from_one_place_it_stops_soon_and_alike_for_those_nobody_knows(site, there, address):
    await gives(site, there.amina)
    at_most = row(Per.INBOX_AND_PLACE, TEN_MINUTES)
    told = [await ask(site, address) for _ in range(at_most + 1)]
    assert told[:-1] == [""] * at_most
    assert "Wait ten minutes" in told[-1]
    assert await Code.filter(good_for="sign-in").count() == at_most
    assert await Letter.filter(what="sign-in-code", ended_at=None).count() == (
        at_most if address == EMAIL else 0
    )
    await earlier(minutes=11)
    more = row(Per.INBOX_AND_PLACE, HOUR) - at_most
    told = [await ask(site, address) for _ in range(more + 1)]
    assert told[:-1] == [""] * more
    assert "Wait an hour" in told[-1]


async def test_whoever_knows_aminas_address_keeps_her_out_nowhere_but_where_they_are(site, there):
    """The stranger’s place is stopped; a new phone of hers elsewhere is not, nor her own beside them."""
    await gives(site, there.amina)
    own = await known_phone(site)
    while not await ask(site, EMAIL, network="203.0.113.1"):
        pass
    elsewhere = await asks(site, network="198.51.100.77")
    assert (await elsewhere.post(TYPE, data={"device": "own", "code": await code_sent()})).status_code == 303
    beside = await site.client(network="203.0.113.1")
    beside.cookies.update(own.cookies)
    assert not await ask(site, EMAIL, browser=beside)
    assert (await beside.post(TYPE, data={"device": "own", "code": await code_sent()})).status_code == 303


async def test_strangers_in_many_places_are_stopped_for_an_hour_and_her_own_phone_never(site, there):
    await gives(site, there.amina)
    own = await known_phone(site)
    await database.write(lambda: Code.filter(good_for="sign-in").delete())
    at_most = row(Per.INBOX, HOUR)
    told = [await ask(site, EMAIL, network=f"203.0.113.{number}") for number in range(at_most + 1)]
    assert (told[:-1], "Wait an hour" in told[-1]) == ([""] * at_most, True)
    sent = await Letter.filter(what="sign-in-code", ended_at=None).count()
    assert not await ask(site, EMAIL, browser=own)
    assert await Letter.filter(what="sign-in-code", ended_at=None).count() == sent + 1
    assert (await own.post(TYPE, data={"device": "own", "code": await code_sent()})).status_code == 303
    assert await ask(site, EMAIL, network="198.51.100.77"), "a browser that nobody knows waits …"
    await earlier(minutes=61)
    assert not await ask(site, EMAIL, network="198.51.100.77"), "… an hour, and no day"
    assert not [limit for limit in how_often.CODES if limit.per is Per.INBOX and limit.seconds > HOUR]


async def test_on_the_wifi_that_others_asked_from_all_day_a_new_phone_of_hers_waits_an_hour_at_most(
    site, there
):
    """Twelve in two hours, and ten hours later she may ask; then it is two an hour there, never “a day”."""
    await gives(site, there.amina)
    for _ in range(2):
        assert [await ask(site, EMAIL) for _ in range(4)] == [""] * 4
        await earlier(minutes=11)
        assert [await ask(site, EMAIL) for _ in range(2)] == [""] * 2
        await earlier(minutes=61)
    assert await Code.filter(good_for="sign-in").count() == how_often.ENOUGH.at_most
    await earlier(hours=10)
    told = [await ask(site, EMAIL) for _ in range(how_often.SPACED.at_most + 1)]
    assert told[:-1] == [""] * how_often.SPACED.at_most
    assert "Wait an hour" in told[-1]
    assert not await ask(site, EMAIL, network="198.51.100.77"), "elsewhere it is as ever"
    await earlier(minutes=61)
    assert not await ask(site, EMAIL)
    day_long = {limit.per for limit in how_often.CODES if limit.seconds == DAY and limit.routes == ASKING}
    assert day_long == {Per.KNOWN}, "what anybody else can use up is over after an hour"


async def test_one_home_with_ipv6_is_one_place_and_keeps_her_out_nowhere_else(site, there):
    """A line is given 65,536 networks and more. Its own figures stop it, not those of the inbox."""
    await gives(site, there.amina)
    told = [await ask(site, EMAIL, network=f"2001:db8:5:{number:x}::1") for number in range(24)]
    assert [bool(words) for words in told] == [False] * 4 + [True] * 20
    assert not await ask(site, EMAIL, network="203.0.113.7")
    assert not await ask(site, EMAIL, network="2001:db8:6::1")


async def test_a_phone_is_not_sent_text_messages_all_day_and_new_places_are_still_answered(
    site, there, monkeypatch
):
    """Beyond so many texts a place has two an hour; whoever asks elsewhere is sent theirs at once."""
    monkeypatch.setattr(how_often, "ENOUGH_TEXTS", replace(how_often.ENOUGH_TEXTS, at_most=3))
    for person, address in ((there.bo, "07700 900123"), (there.amina, EMAIL)):
        await gives(site, person, address)
        told = [await ask(site, address, network="203.0.113.1") for _ in range(4)]
        by_text = address != EMAIL
        assert [bool(words) for words in told] == [False] * 3 + [by_text], address
        for network in ("198.51.100.7", "198.51.100.8"):
            told = [await ask(site, address, network=network) for _ in range(3)]
            assert [bool(words) for words in told] == [False] * 2 + [by_text], address


def test_the_figures_of_the_decision_are_those_of_the_table():
    """How many networks must ask all day to use up what all strangers together may ask for one inbox."""
    page = (DOCS / "decisions" / "codes-and-cards.md").read_text()
    an_hour, a_place = row(Per.INBOX, HOUR), row(Per.INBOX_AND_PLACE, HOUR)
    first = how_often.ENOUGH.at_most // a_place  # hours in which a place uses up what is enough
    a_day = how_often.ENOUGH.at_most + how_often.SPACED.at_most * (24 - first)
    tries = row(Per.INBOX, DAY, how_often.LONGER) * codes.TRIES
    words = " ".join(page.split())
    for said in (
        f"{row(Per.INBOX_AND_PLACE, TEN_MINUTES)} codes in ten minutes for one inbox, {a_place} an hour",
        f"beyond {how_often.ENOUGH.at_most} in a day, {how_often.SPACED.at_most} an hour",
        f"{an_hour} an hour, and never by the day",
        f"An inbox gets {an_hour} letters an hour at most, {24 * an_hour} a day",
        f"takes {ceil(an_hour / a_place)} networks for an hour and {ceil(24 * an_hour / a_day)} for a day",
        f"one network gets {a_day} letters a day out of us",
        f"beyond {how_often.ENOUGH_TEXTS.at_most} text messages a day",
        f"at most {tries} tries a day meet six figures",
    ):
        assert said in words, said


async def test_her_own_phone_is_known_for_her_address_alone_and_has_a_limit_too(site, there):
    await gives(site, there.amina)
    await gives(site, there.bo, "bo@example.org")
    own = await known_phone(site)
    for _ in range(row(Per.INBOX_AND_PLACE, TEN_MINUTES)):
        await ask(site, "bo@example.org", browser=own)
    assert await ask(site, "bo@example.org", browser=own), "there she is a stranger"
    told = [await ask(site, EMAIL, browser=own) for _ in range(row(Per.KNOWN, TEN_MINUTES) + 1)]
    assert [bool(words) for words in told] == [False] * (len(told) - 1) + [True]
    shared = await asks(site, network="198.51.100.7")
    await shared.post(TYPE, data={"code": await code_sent(), "device": "shared"})
    assert await Session.filter(person_id=there.amina.id, shared=True, browser_hash="").exists()


async def test_a_code_that_is_out_stays_good_whatever_others_ask(site, there):
    await gives(site, there.amina)
    phone = await asks(site)
    code = await code_sent()
    while not await ask(site, EMAIL):
        pass
    assert await ask(site, EMAIL, browser=phone), "refused in the very browser that holds one"
    assert (await phone.post(TYPE, data={"device": "own", "code": code})).status_code == 303


async def test_one_place_has_room_for_a_group_and_an_end_also_for_many_at_once(site, there, monkeypatch):
    assert row(Per.PLACE, TEN_MINUTES) >= 40
    few = Limit("codes asked for", Per.PLACE, 3, TEN_MINUTES, ASKING)
    monkeypatch.setattr(how_often, "CODES", (few,))
    told = await asyncio.gather(*(ask(site, f"y{number}@example.org") for number in range(8)))
    assert sorted(map(bool, told)) == [False] * 3 + [True] * 5
    assert not await ask(site, EMAIL, network="203.0.113.5")


async def test_a_council_that_is_flooded_says_so_in_the_log_and_turns_nobody_away(
    site, there, monkeypatch, caplog
):
    monkeypatch.setattr(how_often, "ALARM", replace(how_often.ALARM, at_most=3))
    for number in range(6):
        assert not await ask(site, f"y{number}@example.org", network=f"203.0.113.{number}")
    assert caplog.text.count("many codes are asked for") == 1
    assert "example.org" not in caplog.text
    assert Per.COUNCIL not in {limit.per for limit in how_often.CODES}


async def test_where_much_is_asked_for_codes_are_too_long_to_find_by_trying(site, there, monkeypatch):
    """Six figures for the first ten a day; then ten, and whoever reads them comes in."""
    assert row(Per.INBOX, DAY, how_often.LONGER) * 5 <= 100, "tries at six figures a day"
    few = [replace(limit, at_most=2) for limit in how_often.LONGER]
    await gives(site, there.amina)
    for longer in few:
        await database.write(lambda: Code.all().delete())
        monkeypatch.setattr(how_often, "LONGER", (longer,))
        for _ in range(2):
            await asks(site)
            assert not re.search(r"[0-9]{3} [0-9]{3} [0-9]{4}", await newest_letter())
        phone = await asks(site)
        code = re.search(r"[0-9]{3} [0-9]{3} [0-9]{4}", await newest_letter())[0]
        assert (await phone.post(TYPE, data={"device": "own", "code": code[:7]})).status_code == 422
        assert (await phone.post(TYPE, data={"device": "own", "code": code})).status_code == 303


async def newest_letter():
    return (await Letter.filter(what="sign-in-code", ended_at=None).order_by("-id").first()).body


async def test_an_address_that_one_gives_has_limits_of_its_own(site, there):
    """What strangers ask for does not keep Amina from giving it; and she can’t have it flooded either."""
    for number in range(row(Per.INBOX, HOUR)):
        await ask(site, EMAIL, network=f"203.0.113.{number}")
    amina = await gives(site, there.amina)
    at_most = row(Per.PERSON, DAY)
    told = [
        await amina.post(CONTACT, data={"address": f"a{number}@example.org"}) for number in range(at_most)
    ]
    assert [answer.status_code for answer in told] == [303] * (at_most - 1) + [422]
    assert MANY in told[-1].text


# What is kept of an address and of a place


async def test_whoever_has_the_database_can_try_out_neither_addresses_nor_places(site, there):
    await gives(site, there.amina)
    await asks(site)
    contact, code = await Contact.get(), await Code.filter(good_for="sign-in").get()
    tries = [f"{prefix}{EMAIL}" for prefix in ("", "1:email:", "1:Way.EMAIL:")]
    tries += ["127.0.0.1", "place:127.0.0.1"]
    assert not {sha256(text.encode()).hexdigest() for text in tries} & {contact.key, code.key, code.place}


async def test_with_another_secret_of_the_site_addresses_are_hashed_anew(site, there):
    await gives(site, there.amina)
    await gives(site, there.bo, "07700 900123")
    other = replace(site.settings, secrets_key="another secret of this very site, and long")
    before = {contact.id: contact.key for contact in await Contact.all()}
    await contacts.hash_anew(other.key_for("addresses"))
    assert not {contact.key for contact in await Contact.all()} & {*before.values()}
    site.app = build(other)
    phone = await asks(site)
    assert (await phone.post(TYPE, data={"device": "own", "code": await code_sent()})).status_code == 303
    await contacts.hash_anew(site.settings.key_for("addresses"))
    assert {contact.id: contact.key for contact in await Contact.all()} == before


async def test_what_was_given_before_and_after_a_new_secret_opens_but_nothing_of_those_who_left(site, there):
    other = replace(site.settings, secrets_key="another secret of this very site, and long")
    for person, address in ((there.amina, EMAIL), (there.bo, "left@example.org")):
        await gives(site, person, address)
    await database.write(lambda: contacts.keep_shut(there.bo))
    shut = (await Contact.get(person_id=there.bo.id)).key
    amina = Contact.filter(person_id=there.amina.id)
    old = (await amina.get()).key
    site.app = build(other)
    cy = await Person.join(there.rivermead, "Cy", Role.YOUNG_PERSON)
    await gives(site, cy, EMAIL)  # nobody is found by it any more, so it is free
    new = await Contact.get(person_id=cy.id)
    await contacts.hash_anew(other.key_for("addresses"))
    assert (await amina.get()).key == old, "one address opens one account"
    assert (await Contact.get(person_id=cy.id)).key == new.key
    assert (await Contact.get(person_id=there.bo.id)).key == shut
    await gives(site, cy, "07700 900123")
    await database.write(lambda: Contact.filter(id=new.id).delete())
    await contacts.hash_anew(other.key_for("addresses"))
    assert (await amina.get()).key == new.key, "though the newest has its key already"


async def test_a_site_that_starts_finds_the_addresses_that_were_given_under_another_secret(demo_site):
    """The demo is filled before there is a site, under no secret at all."""
    await asks(demo_site, "kestrel@example.org")
    assert await Letter.filter(what="sign-in-code", ended_at=None).exists()


def test_one_secret_of_the_site_gives_each_use_a_key_of_its_own():
    settings = Settings(secrets_key="k" * 32)
    uses = {settings.key_for(use) for use in ("addresses", "where from", "what councils give in confidence")}
    assert (len(uses), {len(key) for key in uses}) == (3, {32})
    assert settings.key_for("addresses") != Settings(secrets_key="l" * 32).key_for("addresses")
