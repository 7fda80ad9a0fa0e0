"""Help make this: young people offer in one press, while there are places."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.plan.help_models import Help, Offer
from saidanddone.plan.help_rules import HelpState
from saidanddone.plan.offering import offer, withdraw_offer
from saidanddone.rules import Refused
from tests.people import young_people
from tests.plan.helping import ACTION, ONE, WANTED, asked, fresh, told
from tests.plan.promises import in_days, promise

HTMX = {"HX-Request": "true"}


async def test_amina_offers_in_one_press_and_takes_it_back(site, there):
    await asked(there)
    amina = await site.as_(there.amina)
    sent = await amina.post(f"{ONE}/offers", data={})
    assert (sent.status_code, sent.headers["location"]) == (303, ACTION)
    page = (await amina.get(ACTION)).text
    assert "You are coming on" in page
    assert "Only the team of this promise sees your name." in page
    assert "You are coming on" in (await amina.get("/rivermead")).text
    again = await amina.post(f"{ONE}/offers", data={"back": "list"})
    assert again.headers["location"] == WANTED
    assert (await Help.get()).taken == 1 == await Offer.all().count()
    assert (await amina.post(f"{ONE}/offers/withdrawal", data={})).status_code == 303
    assert (await Help.get()).taken == 0
    assert (await amina.post(f"{ONE}/offers/withdrawal", data={})).status_code == 409
    assert (await amina.post(f"{ONE}/offers", data={})).status_code == 303
    assert (await Help.get()).taken == 1
    assert await told("help_offered") == {there.cass.id, there.ellis.id}


async def test_with_script_the_card_alone_is_drawn_again(site, there):
    await asked(there)
    amina = await site.as_(there.amina)
    sent = await amina.post(f"{ONE}/offers", data={}, headers=HTMX)
    assert sent.status_code == 200
    assert "<html" not in sent.text
    assert "You are coming on" in sent.text
    assert "1 place left" in sent.text
    back = await amina.post(f"{ONE}/offers/withdrawal", data={}, headers=HTMX)
    assert "I can help" in back.text


async def test_a_note_is_read_by_the_team_alone(site, there):
    help_ = await asked(there)
    amina = await site.as_(there.amina)
    long = await amina.post(f"{ONE}/offers", data={"note": "x" * 301})
    assert long.status_code == 422
    assert "x" * 301 in long.text
    assert "That is too long." in long.text
    await amina.post(f"{ONE}/offers", data={"note": "CANARY step-free please"})
    for person in (there.cass, there.ellis, there.edie):
        page = (await (await site.as_(person)).get(ONE)).text
        assert "CANARY step-free please" in page
        assert "Amina" in page
    await offer(help_, by=there.bo)
    for person in (there.bo, there.gus, there.hana, there.fern, there.ivo, None):
        browser = await (site.as_(person) if person else site.client())
        for address in (ACTION, "/rivermead/plan", WANTED, "/rivermead", ONE):
            page = (await browser.get(address)).text
            assert "CANARY" not in page, (person, address)
            assert "Amina" not in page, (person, address)


@pytest.mark.parametrize("who", ["cass", "ellis", "gus", "hana", "fern"])
async def test_offering_is_for_young_people(site, there, who):
    await asked(there)
    browser = await site.as_(getattr(there, who))
    for act in ("offers", "offers/withdrawal"):
        sent = await browser.post(f"{ONE}/{act}", data={})
        assert sent.status_code == 403
        assert "for young people" in sent.text
    assert not await Offer.exists()


async def test_full_is_full_and_a_place_that_opens_can_be_taken(site, there):
    help_ = await asked(there, places=1)
    await offer(help_, by=there.amina)
    bo = await site.as_(there.bo)
    assert "All places are taken" in (await bo.get(ACTION)).text
    refused = await bo.post(f"{ONE}/offers", data={})
    assert refused.status_code == 409
    assert "All places are taken. Thank you" in refused.text
    await withdraw_offer(await fresh(help_), by=there.amina)
    assert (await bo.post(f"{ONE}/offers", data={})).status_code == 303


async def test_two_at_once_for_the_last_place_one_is_told_kindly(site, there):
    help_ = await asked(there, places=3)
    people = await young_people(there.rivermead, 8)
    tries = [offer(await fresh(help_), by=person) for person in people]
    found = await asyncio.gather(*tries, return_exceptions=True)
    refused = [one for one in found if isinstance(one, Refused)]
    assert len(refused) == 5
    assert all("All places are taken" in str(one) for one in refused)
    assert (await Help.get()).taken == 3 == await Offer.filter(withdrawn_at=None).count()


@pytest.mark.parametrize("places", [1, 2])
async def test_one_person_twice_at_once_takes_one_place(site, there, places):
    help_ = await asked(there, places=places)
    found = await asyncio.gather(*(offer(help_, by=there.bo) for _ in range(5)))
    assert len({one.id for one in found}) == 1
    assert (await Help.get()).taken == 1
    await asyncio.gather(*(withdraw_offer(help_, by=there.bo) for _ in range(4)), return_exceptions=True)
    assert (await Help.get()).taken == 0


async def test_after_the_last_day_nobody_can_offer(site, there):
    await asked(there, until=in_days(3))
    bo = await site.as_(there.bo)
    with clock.at(clock.now() + timedelta(days=4)):
        refused = await bo.post(f"{ONE}/offers", data={})
        assert refused.status_code == 409
        assert "You could offer until" in refused.text
        assert "Try the doorbells." not in (await bo.get(WANTED)).text


async def test_once_its_day_is_here_an_offer_stays(site, there):
    help_ = await asked(there)
    await offer(help_, by=there.bo)
    bo = await site.as_(there.bo)
    with clock.at(clock.now() + timedelta(days=11)):
        assert (await bo.post(f"{ONE}/offers/withdrawal", data={})).status_code == 409


async def test_many_are_listed_in_pages_the_soonest_to_end_first(site, there):
    action = await promise(there)
    for number in range(26):
        await asked(there, action, what=f"Help {number:02}.", until=in_days(9 - number % 3))
    bo = await site.as_(there.bo)
    first = (await bo.get(WANTED)).text
    assert first.index("Help 02.") < first.index("Help 01.") < first.index("Help 00.")
    last = first.split("?after=")[1].split('"')[0]
    second = (await bo.get(f"{WANTED}?after={last}")).text
    for number in range(26):
        words = f"Help {number:02}."
        assert (words in first) != (words in second), words
    for odd in ("x", "-1", "²", "999999999"):
        assert "Help 02." in (await bo.get(f"{WANTED}?after={odd}")).text
    await Help.all().update(state=HelpState.CLOSED)
    assert "Nothing needs a hand right now" in (await bo.get(WANTED)).text


async def test_a_young_person_who_is_staff_too_can_still_offer(site, there):
    both = await Person.join(there.rivermead, "Both", Role.YOUNG_PERSON, Role.WORKER, job_title="Apprentice")
    await asked(there)
    browser = await site.as_(both)
    assert (await browser.post(f"{ONE}/offers", data={})).status_code == 303
