"""Help make this: the team asks, changes what it asked, closes it or calls it off."""

import asyncio
from datetime import timedelta

import pytest
from tortoise.exceptions import IntegrityError

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.plan.asking_for_help import Terms, change_help
from saidanddone.plan.help_models import Attendance, Help, HelpTerms, Offer
from saidanddone.plan.help_rules import HelpState, Work
from saidanddone.plan.offering import offer
from saidanddone.plan.statuses import Status
from saidanddone.plan.updating import update
from tests.people import young_people
from tests.plan.helping import ACTION, HELP, ONE, WANTED, asked, fresh, told
from tests.plan.promises import in_days, promise


def an_ask(**how):
    given = {
        "what": "Try the doorbells.",
        "work": "trying-out",
        "when": "day",
        "starts_at": f"{in_days(10).isoformat()}T16:00",
        "where": "place",
        "place": "The drop-in",
        "places": "2",
        "voucher": "£10 voucher an hour",
        "travel_paid": "yes",
    }
    return {**given, **how}


@pytest.mark.parametrize("who", ["ellis", "edie", "cass"])
async def test_the_team_asks_and_young_people_see_when_and_where(site, there, who):
    await promise(there)
    asking = await site.as_(getattr(there, who))
    sent = await asking.post(HELP, data=an_ask())
    assert (sent.status_code, sent.headers["location"]) == (303, ONE)
    bo = await site.as_(there.bo)
    for address in (ACTION, WANTED):
        page = (await bo.get(address)).text
        for words in ("Try the doorbells.", "The drop-in", "at 4pm", "£10 voucher an hour", "2 places left"):
            assert words in page, (address, words)
        assert "I can help" in page
    terms = await HelpTerms.get(help__action__number=1)
    assert terms.by_id == getattr(there, who).id
    assert await HistoryRow.exists(kind="help", act="ask_for_help")


async def test_visitors_see_that_help_is_wanted_and_not_when_or_where(site, there):
    await asked(there)
    visitor = await site.client()
    page = (await visitor.get(ACTION)).text
    assert "Try the doorbells." in page
    assert "2 places left" in page
    assert "The drop-in" not in page
    assert "I can help" not in page
    assert (await visitor.get(WANTED)).status_code == 303


async def test_an_owner_without_a_right_of_their_own_may_ask(site, there):
    await promise(there, owner_person=there.gus)
    gus, hana = await site.as_(there.gus), await site.as_(there.hana)
    assert (await gus.post(HELP, data=an_ask())).status_code == 303
    assert "See who has offered" in (await gus.get(ACTION)).text
    assert (await gus.get(ONE)).status_code == 200
    assert (await hana.get(ONE)).status_code == 404
    assert "See who has offered" not in (await hana.get(ACTION)).text


@pytest.mark.parametrize("who", ["amina", "gus", "hana", "fern"])
async def test_others_may_not_ask_nor_change_nor_look(site, there, who):
    await asked(there)
    browser = await site.as_(getattr(there, who))
    assert (await browser.get(ONE)).status_code == 404
    acts = ["", "/1/changes", "/1/closing", "/1/closing/undo", "/1/cancellation", "/1/attendance"]
    for act in acts:
        assert (await browser.post(HELP + act, data=an_ask(why="x"))).status_code == 403, act
    assert await Help.all().count() == 1
    assert (await Help.get()).state is HelpState.OPEN


async def test_people_of_another_council_find_none_of_it(site, there):
    await asked(there)
    for person in (there.ivo, there.dev):
        browser = await site.as_(person)
        assert (await browser.get(WANTED)).status_code == 404
        assert (await browser.get(ONE)).status_code == 404
        assert (await browser.post(f"{ONE}/offers", data={})).status_code == 404
        assert (await browser.get("/ashcombe/help-wanted")).text.count("Try the doorbells.") == 0
        assert (await browser.post("/ashcombe/plan/actions/1/help/1/offers", data={})).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"what": ""}, "Say what they would do"),
        ({"work": "dancing"}, "Pick what kind of help it is."),
        ({"starts_at": ""}, "Give the day and time, or pick any time."),
        ({"starts_at": "soon"}, "Write the day and time like this"),
        ({"starts_at": "2020-01-01T10:00"}, "still to come"),
        ({"starts_at": "9999-12-31T23:59"}, "Write the day and time like this"),
        ({"when": "any"}, "Any time needs an end."),
        ({"place": ""}, "Say where, or pick online."),
        ({"places": "0"}, "from 1 to 500"),
        ({"places": "many"}, "Give a number of people, in figures."),
        ({"until": "2020-01-01"}, "Give a day that is not over yet."),
        ({"until": "2099-01-01"}, "That is after the day itself."),
        ({"travel_paid": "perhaps"}, "Pick yes or no."),
    ],
)
async def test_a_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(site, there, wrong, words):
    await promise(there)
    cass = await site.as_(there.cass)
    sent = await cass.post(HELP, data=an_ask(voucher="£7 and tea", **wrong))
    assert sent.status_code == 422
    assert words in sent.text
    assert "£7 and tea" in sent.text
    assert not await Help.exists()


async def test_a_promise_that_is_over_asks_for_nothing(site, there):
    action = await promise(there)
    await update(action, by=there.ellis, status=Status.CANCELLED, said="The landlord said no.")
    cass = await site.as_(there.cass)
    sent = await cass.post(HELP, data=an_ask())
    assert sent.status_code == 409
    assert "This promise is over" in sent.text


async def test_a_change_is_a_new_dated_row_and_those_who_offered_are_told(site, there):
    help_ = await asked(there)
    await offer(help_, by=there.amina)
    cass, amina = await site.as_(there.cass), await site.as_(there.amina)
    with clock.at(clock.now() + timedelta(hours=1)):
        sent = await cass.post(f"{ONE}/changes", data=an_ask(place="The library"))
        assert sent.status_code == 303
        assert "What is asked changed on" in (await amina.get(ACTION)).text
    assert [one.place for one in await HelpTerms.all().order_by("id")] == ["The drop-in", "The library"]
    assert await told("help_changed") == {there.amina.id}
    assert "The library" in (await amina.get(ACTION)).text


async def test_saying_the_same_again_changes_nothing_and_tells_nobody(site, there):
    cass = await site.as_(there.cass)
    await promise(there)
    await cass.post(HELP, data=an_ask())
    await offer(await fresh(await Help.get()), by=there.amina)
    assert (await cass.post(f"{ONE}/changes", data=an_ask())).status_code == 303
    assert await HelpTerms.all().count() == 1
    assert not await told("help_changed")
    more = await cass.post(f"{ONE}/changes", data=an_ask(places="9"))
    assert more.status_code == 303
    assert not await told("help_changed")
    assert (await Help.get()).places == 9


async def test_there_can_not_be_fewer_places_than_offers(site, there):
    help_ = await asked(there)
    for person in (there.amina, there.bo):
        await offer(help_, by=person)
    sent = await (await site.as_(there.cass)).post(f"{ONE}/changes", data=an_ask(places="1"))
    assert sent.status_code == 422
    assert "2 have offered already." in sent.text


async def test_closing_stops_offers_and_can_be_undone(site, there):
    help_ = await asked(there)
    await offer(help_, by=there.amina)
    cass, bo = await site.as_(there.cass), await site.as_(there.bo)
    assert (await cass.post(f"{ONE}/closing", data={})).status_code == 303
    refused = await bo.post(f"{ONE}/offers", data={})
    assert refused.status_code == 409
    assert "No more offers are taken" in refused.text
    assert "Try the doorbells." not in (await bo.get(WANTED)).text
    assert (await cass.post(f"{ONE}/closing", data={})).status_code == 409
    assert "You are coming on" in (await (await site.as_(there.amina)).get(ACTION)).text
    assert (await cass.post(f"{ONE}/closing/undo", data={})).status_code == 303
    assert (await bo.post(f"{ONE}/offers", data={})).status_code == 303


async def test_calling_off_needs_a_reason_and_tells_it_to_those_who_offered(site, there):
    help_ = await asked(there)
    await offer(help_, by=there.amina)
    cass, amina, bo = [await site.as_(person) for person in (there.cass, there.amina, there.bo)]
    empty = await cass.post(f"{ONE}/cancellation", data={"why": " "})
    assert empty.status_code == 422
    assert "Say why." in empty.text
    assert (await cass.post(f"{ONE}/cancellation", data={"why": "The bells came late."})).status_code == 303
    assert await told("help_called_off") == {there.amina.id}
    for address in ("/rivermead", ACTION):
        page = (await amina.get(address)).text
        assert "This was called off." in page
        assert "The bells came late." in page
    assert "The bells came late." not in (await bo.get(ACTION)).text
    refused = await bo.post(f"{ONE}/offers", data={})
    assert refused.status_code == 409
    assert "This was called off." in refused.text
    assert (await cass.post(f"{ONE}/changes", data=an_ask())).status_code == 409
    assert (await cass.post(f"{ONE}/cancellation", data={"why": "Again."})).status_code == 409


async def test_a_cancelled_promise_calls_off_what_it_asked_for(site, there):
    action = await promise(there)
    help_ = await asked(there, action)
    await offer(help_, by=there.bo)
    await update(action, by=there.ellis, status=Status.CANCELLED, said="The money went.")
    found = await Help.get()
    assert (found.state, found.why) == (HelpState.CALLED_OFF, "The money went.")
    assert await told("help_called_off") == {there.bo.id}
    assert await first_fault(there.rivermead.id) is None


async def test_what_has_begun_can_not_be_changed_or_called_off(site, there):
    await asked(there)
    cass = await site.as_(there.cass)
    with clock.at(clock.now() + timedelta(days=11)):
        for act in ("changes", "cancellation"):
            sent = await cass.post(f"{ONE}/{act}", data=an_ask(why="Late."))
            assert sent.status_code == 409
            assert "Its day has come" in sent.text


async def test_the_database_refuses_what_must_never_be(site, there):
    help_ = await asked(there)
    await offer(help_, by=there.amina)

    async def refuses(act):
        with pytest.raises(IntegrityError):
            await database.write(act)

    await refuses(lambda: Help.filter(id=help_.id).update(taken=3))
    await refuses(lambda: Help.filter(id=help_.id).update(taken=-1))
    await refuses(lambda: database.rows("UPDATE help SET state = 'called-off' WHERE id = ?", help_.id))
    await refuses(lambda: Help.filter(id=help_.id).update(offers_until=clock.now() + timedelta(days=90)))
    await refuses(lambda: Offer.create(help_id=help_.id, person_id=there.amina.id, given_at=clock.now()))
    await refuses(
        lambda: Attendance.create(
            help_id=help_.id, person_id=there.bo.id, took_part=False, quarters=4, pence=0, by=there.cass,
            by_title="x", at=clock.now(),
        )
    )  # fmt: skip


async def test_places_can_be_lowered_while_others_offer_and_never_below_them(site, there):
    help_ = await asked(there, places=4)
    people = await young_people(there.rivermead, 4)
    terms = Terms(
        what=help_.what, work=Work.TRYING_OUT, places=2, starts_at=help_.starts_at, place="The drop-in"
    )
    tries = [offer(await fresh(help_), by=person) for person in people]
    await asyncio.gather(*tries[:2], change_help(help_, by=there.cass, terms=terms), *tries[2:],
                         return_exceptions=True)  # fmt: skip
    found = await Help.get()
    assert found.taken <= found.places
    assert found.taken == await Offer.filter(withdrawn_at=None).count()
