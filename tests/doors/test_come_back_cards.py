"""Come-back cards: a secret on paper, a PIN in the head, and a worker who never learns it."""

import asyncio
import re
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.people import come_back_cards as cards
from saidanddone.people import keeping
from saidanddone.people.come_back_cards import ComeBackCard
from saidanddone.people.contacts import Contact
from saidanddone.people.inviting import plain_code
from saidanddone.people.models import Person, Session, with_roles
from saidanddone.people.rights import Role
from saidanddone.rules import NotAllowed, Refused
from tests.doors.coming import gives, is_in

MINE, PIN = "/rivermead/me/card", "4071"
NOTHING = "This code opens nothing here."


def code_on(page):
    return re.search(r'class="code">([A-Z0-9-]{14})<', page.text)[1]


async def has_card(site, person, pin=PIN):
    """Somebody makes their card; gives the address behind its square, and their browser."""
    browser = await site.as_(person)
    made = await browser.post(MINE, data={"pin": pin})
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
    refused = await (await site.as_(there.amina)).post(MINE, data={"pin": pin})
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
    assert (await phone.post(address, data={"device": "own", "pin": "1111"})).status_code == 422
    pins = ("6093", "7104")
    both = await asyncio.gather(*(phone.post(address, data={"device": "own", "pin": pin}) for pin in pins))
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
