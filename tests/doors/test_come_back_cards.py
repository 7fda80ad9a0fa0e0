"""Come-back cards: a secret on paper, a PIN in the head, and a worker who never learns it."""

import asyncio
import re
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.front.news import news_of
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.notices.letters import Letter
from saidanddone.people import come_back_cards as cards
from saidanddone.people import keeping
from saidanddone.people.come_back_cards import ComeBackCard
from saidanddone.people.contacts import Contact
from saidanddone.people.inviting import invite, plain_code, revoke
from saidanddone.people.join_views import USED
from saidanddone.people.joining import join
from saidanddone.people.models import Invitation, Person, Session, with_roles
from saidanddone.people.rights import Role
from saidanddone.people.sessions import hashed
from saidanddone.rules import NotAllowed, Refused
from tests.doors.coming import gives, is_in

MINE, PIN = "/rivermead/me/card", "4071"
WAYS = "/rivermead/me/ways-back"
NOTHING = "This code opens nothing here."


def chosen(pin):
    """A new PIN, typed twice."""
    return {"pin": pin, "again": pin}


def code_on(page):
    return re.search(r'class="code">([A-Z0-9-]{14})<', page.text)[1]


async def has_card(site, person, pin=PIN):
    """Somebody makes their card; gives the address behind its square, and their browser."""
    browser = await site.as_(person)
    made = await browser.post(MINE, data=chosen(pin))
    assert made.status_code == 200
    return f"/rivermead/card/{code_on(made)}", browser


async def test_amina_makes_a_card_and_comes_back_by_it_on_another_phone(site, there):
    address, amina = await has_card(site, there.amina)
    phone = await site.client()
    typed = await phone.post("/rivermead/join", data={"code": address[-14:].lower()})
    assert typed.headers["location"] == address
    for _ in range(3):
        shown = await phone.get(address)
        assert "Your PIN?" in shown.text
    assert (await ComeBackCard.get()).wrong == 0
    came = await phone.post(address, data={"device": "own", "pin": PIN})
    assert (came.status_code, await is_in(phone)) == (303, True)
    assert (await Session.all().order_by("-id").first()).proof == "card"
    assert "Last used" in (await amina.get(MINE)).text
    assert await first_fault(there.rivermead.id) is None


async def test_card_and_pin_are_kept_only_as_hashes(site, there):
    address, amina = await has_card(site, there.amina, "407163")
    kept = str(await database.rows("SELECT * FROM come_back_card"))
    assert plain_code(address[-14:]) not in kept
    assert "407163" not in kept
    assert "$argon2id$" in kept
    assert address[-14:] not in (await amina.get(MINE)).text


async def test_five_wrong_pins_lock_it_also_all_at_once_and_the_right_one_opens_nothing(site, there):
    address, amina = await has_card(site, there.amina)
    phones = [await site.client() for _ in range(9)]
    answers = await asyncio.gather(
        *(phone.post(address, data={"device": "own", "pin": "9999"}) for phone in phones)
    )
    assert {answer.status_code for answer in answers} == {422}
    assert (await ComeBackCard.get()).wrong == 5
    shown = await phones[0].post(address, data={"device": "own", "pin": PIN})
    assert "This card is locked." in shown.text
    assert not await is_in(phones[0])
    assert "Locked" in (await amina.get(MINE)).text
    assert await HistoryRow.exists(act="lock_card")


async def test_a_right_pin_forgets_the_wrong_ones(site, there):
    address, _ = await has_card(site, there.amina)
    phone = await site.client()
    for _ in range(4):
        wrong = await phone.post(address, data={"device": "own", "pin": "9999"})
    assert "You have 1 try left" in wrong.text
    assert (await phone.post(address, data={"device": "own", "pin": PIN})).status_code == 303
    assert (await ComeBackCard.get()).wrong == 0


async def test_a_new_card_kills_the_old_one_and_a_lost_one_can_be_ended(site, there):
    old, amina = await has_card(site, there.amina)
    new, _ = await has_card(site, there.amina, "5082")
    phone = await site.client()
    assert NOTHING in (await phone.get(old)).text
    assert (await phone.post(old, data={"device": "own", "pin": PIN})).status_code == 404
    await amina.post(f"{MINE}/ending")
    assert (await phone.post(new, data={"device": "own", "pin": "5082"})).status_code == 404
    made_at_once = await asyncio.gather(
        *(cards.make(by=there.amina, pin=PIN) for _ in range(3)), return_exceptions=True
    )
    assert await ComeBackCard.filter(ended_at=None).count() == 1
    assert all(isinstance(one, tuple | Refused) for one in made_at_once)


@pytest.mark.parametrize("pin", ["", "123", "1234", "0000", "9876", "12a4", "1234567", "٤٠٧١"])
async def test_a_pin_that_others_try_first_is_not_taken_and_never_shown_back(site, there, pin):
    refused = await (await site.as_(there.amina)).post(MINE, data=chosen(pin))
    assert refused.status_code == 422
    assert f'value="{pin}"' not in refused.text or not pin
    assert not await ComeBackCard.exists()


async def test_cass_makes_a_card_face_to_face_and_amina_chooses_the_pin(site, there):
    old, amina = await has_card(site, there.amina)
    cass = await site.as_(there.cass)
    made = await cass.post(f"/rivermead/young-people/{there.amina.id}/card")
    address = f"/rivermead/card/{code_on(made)}"
    phone = await site.client()
    assert NOTHING in (await phone.get(old)).text
    assert "Choose a PIN." in (await phone.get(address)).text
    assert (await phone.post(address, data={"device": "own", **chosen("1111")})).status_code == 422
    pins = ("6093", "7104")
    both = await asyncio.gather(*(phone.post(address, data={"device": "own", **chosen(pin)}) for pin in pins))
    first, second = sorted(answer.status_code for answer in both)
    assert (first, second in (409, 422)) == (303, True)
    row = await HistoryRow.get(act="make_card_for")
    assert row.who_id == there.cass.id
    assert "by your worker (Participation Worker)" in (await amina.get(MINE)).text


async def test_a_card_without_a_pin_does_not_lie_about_for_long(site, there):
    _, code = await cards.make_for(there.amina, by=there.cass)
    await database.write(lambda: ComeBackCard.all().update(ends_at=clock.real_now() - timedelta(minutes=1)))
    answer = await (await site.client()).post(f"/rivermead/card/{code}", data={"device": "own", "pin": PIN})
    assert (answer.status_code, NOTHING in answer.text) == (404, True)


async def test_cards_are_for_young_people_of_ones_own_council_and_workers_who_invite(site, there):
    at = f"/rivermead/young-people/{there.amina.id}/card"
    for who, status in ((there.gus, 403), (there.ellis, 403), (there.bo, 403), (there.dev, 404)):
        assert (await (await site.as_(who)).post(at)).status_code == status
    cass = await site.as_(there.cass)
    for other in (there.ivo, there.col, there.cass):
        assert (await cass.post(f"/rivermead/young-people/{other.id}/card")).status_code == 404
        with pytest.raises(NotAllowed):
            await cards.make_for(other, by=there.cass)
    with pytest.raises(NotAllowed):
        await cards.make(by=there.cass, pin=PIN)
    assert not await ComeBackCard.exists()


async def test_a_card_of_elsewhere_of_the_suspended_or_of_staff_opens_nothing(site, there):
    address, _ = await has_card(site, there.amina)
    phone = await site.client()
    assert (
        await phone.post(address.replace("rivermead", "ashcombe"), data={"device": "own", "pin": PIN})
    ).status_code == 404
    await keeping.suspend(there.amina, by=there.fern)
    assert (await phone.post(address, data={"device": "own", "pin": PIN})).status_code == 404
    await keeping.let_back(there.amina, by=there.fern)
    await keeping.give_role(there.amina, "personal-adviser", by=there.fern)
    assert (await phone.post(address, data={"device": "own", "pin": PIN})).status_code == 404


async def test_a_code_that_a_suspended_worker_kept_lets_them_in_as_nobody(site, there):
    """Before its person chose a PIN whoever has the code would: with a PIN, the card is theirs alone."""
    _, unused = await cards.make_for(there.amina, by=there.cass)
    used, code = await cards.make_for(there.bo, by=there.cass)
    await cards.choose_pin(await cards.open_card(there.rivermead, code), PIN)
    await keeping.suspend(there.cass, by=there.fern)
    phone = await site.client()
    late = await phone.post(f"/rivermead/card/{unused}", data={"device": "own", **chosen(PIN)})
    assert (late.status_code, NOTHING in late.text) == (404, True)
    row = await HistoryRow.get(act="end_card")
    assert (row.who_id, row.thing_id) == (there.fern.id, there.amina.id)
    assert (await ComeBackCard.get(id=used.id)).ended_at is None
    assert await first_fault(there.rivermead.id) is None


async def test_fern_gets_into_no_account_by_changing_its_roles(site, there):
    """Hana is made a young person, her lead's role is ended, and a card is made for her: it is refused."""
    await keeping.give_role(there.hana, Role.YOUNG_PERSON, by=there.fern)
    await keeping.end_role(there.hana, Role.SAFEGUARDING_LEAD, by=there.fern)
    hana = await with_roles(await Person.get(id=there.hana.id))
    assert hana.is_young_person
    assert not hana.is_staff
    with pytest.raises(NotAllowed):
        await cards.make_for(hana, by=there.cass)
    with pytest.raises(NotAllowed):
        await cards.make(by=hana, pin="2580")


async def test_who_becomes_staff_loses_what_opened_a_young_persons_account(site, there):
    card, _ = await cards.make(by=there.bo, pin="2580")
    await gives(site, there.bo)
    await keeping.give_role(there.bo, Role.WORKER, by=there.fern)
    assert (await ComeBackCard.get(id=card.id)).ended_at is not None
    assert await Contact.filter(person_id=there.bo.id).count() == 0


async def test_a_mistyped_pin_is_not_kept(site, there):
    amina = await site.as_(there.amina)
    for again, says in (("4072", "The two PINs are not the same."), ("", "Type your PIN a second time.")):
        refused = await amina.post(MINE, data={"pin": PIN, "again": again})
        assert (refused.status_code, says in refused.text) == (422, True)
        assert PIN not in refused.text
    assert not await ComeBackCard.exists()
    _, code = await cards.make_for(there.amina, by=there.cass)
    phone, address = await site.client(), f"/rivermead/card/{code}"
    assert "The same PIN again" in (await phone.get(address)).text
    refused = await phone.post(address, data={"device": "own", "pin": PIN, "again": "4072"})
    assert (refused.status_code, "not the same" in refused.text) == (422, True)
    assert (await ComeBackCard.get()).pin == ""
    assert (await phone.post(address, data={"device": "own", **chosen(PIN)})).status_code == 303
    assert "The same PIN again" not in (await (await site.client()).get(address)).text


async def test_somebody_new_who_picks_an_easy_pin_is_still_welcome_and_may_wait(site, there):
    amina = await site.as_(there.amina)
    assert "?new=yes" in (await amina.get(f"{MINE}?new=yes")).text
    refused = await amina.post(f"{MINE}?new=yes", data=chosen("1234"))
    assert refused.status_code == 422
    assert "That PIN is easy to guess. Pick four to six numbers only you would think of." in refused.text
    assert all(words in refused.text for words in ("Keep a way back.", "Not now"))
    assert "Not now" not in (await amina.post(MINE, data=chosen("1234"))).text


async def test_nobody_is_told_that_their_first_card_is_dead(site, there):
    await gives(site, there.amina)
    _, amina = await has_card(site, there.amina)
    letters = Letter.filter(person_id=there.amina.id, body__contains="card")
    assert "card" not in " ".join(one.says for one in await news_of(there.amina, None))
    assert not await letters.filter(body__contains="Only the newest").exists()
    assert await letters.filter(body__contains="You have a new card to come back with.").exists()
    await has_card(site, there.amina, "5082")
    told = await amina.get("/rivermead/news")
    assert told.text.count("You made a new card to come back with. Only the newest card works.") == 1
    assert await letters.filter(body__contains="Only the newest card works.").exists()
    await cards.make_for(there.bo, by=there.cass)
    bo = await (await site.as_(there.bo)).get("/rivermead/news")
    assert "A worker made you a card to come back with." in bo.text


async def test_the_card_comes_first_and_then_the_button(site, there):
    page = (await (await site.as_(there.amina)).post(MINE, data=chosen(PIN))).text
    assert page.index('class="code"') < page.index("I wrote it down")


async def test_the_ways_to_come_back_are_in_the_footer_and_in_one_place(site, there):
    amina = await site.as_(there.amina)
    assert 'href="/rivermead/me/ways-back"' in (await amina.get("/rivermead/help")).text
    assert "You have none yet." in (await amina.get(WAYS)).text
    await has_card(site, there.amina)
    await gives(site, there.amina, "amina@example.org")
    page = (await amina.get(WAYS)).text
    for there_now in ("You have one, made", "amina@example.org", "/me/contact", "/me/card", "/me/devices"):
        assert there_now in page
    assert "ways-back" not in (await (await site.as_(there.cass)).get("/rivermead/help")).text


async def test_amina_who_types_her_joining_card_again_is_told_which_one_to_use(site, there):
    _, code = await invite(there.rivermead, Role.YOUNG_PERSON, by=there.cass)
    _, unused = await invite(there.rivermead, Role.YOUNG_PERSON, by=there.cass)
    _, for_staff = await invite(there.rivermead, Role.WORKER, by=there.fern)
    await join(there.rivermead, code, nickname="Jade")
    await join(there.rivermead, for_staff, nickname="Wes", job_title="Worker")
    phone = await site.client()
    typed = await phone.post("/rivermead/join", data={"code": code})
    assert (typed.status_code, USED in typed.text) == (422, True)
    for answer in (
        await phone.get(f"/rivermead/join/{code}"),
        await phone.post(f"/rivermead/join/{code}", data={"nickname": "Jay", "device": "own"}),
    ):
        assert (answer.status_code, "This card was used to join." in answer.text) == (404, True)
    await revoke(await Invitation.get(hash=hashed(plain_code(unused))), by=there.cass)
    for other in (unused, for_staff, "BBBB-CCCC-DDDD", code[:-1]):
        typed = await phone.post("/rivermead/join", data={"code": other})
        assert (typed.status_code, NOTHING in typed.text, "used to join" in typed.text) == (422, True, False)
    elsewhere = await phone.post("/ashcombe/join", data={"code": code})
    assert "used to join" not in elsewhere.text
    for _ in range(20):
        await phone.post("/rivermead/join", data={"code": "BBBB-CCCC-DDDD"})
    assert "used to join" not in (await phone.post("/rivermead/join", data={"code": code})).text
    assert "Your first card opens once, to join." in (await phone.get("/rivermead/sign-in")).text
