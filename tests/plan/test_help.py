"""Help make this: an action asks, young people offer, and the team says who took part."""

import asyncio
from datetime import timedelta

import pytest
from tortoise.exceptions import IntegrityError

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow, first_fault
from saidanddone.notices.models import Notice
from saidanddone.people.models import Person
from saidanddone.people.rights import Role
from saidanddone.plan.asking_for_help import Terms, change_help
from saidanddone.plan.completing import complete
from saidanddone.plan.help_models import Attendance, Help, HelpTerms, Offer, made_with
from saidanddone.plan.help_rules import HelpState, Work
from saidanddone.plan.models import Action, Respondent
from saidanddone.plan.offering import offer, withdraw_offer
from saidanddone.plan.statuses import Status
from saidanddone.plan.taking_part import Part, say_who_took_part
from saidanddone.plan.updating import update
from saidanddone.rules import NotAllowed, Refused
from tests.people import town, young_people
from tests.plan.helping import asked, fresh, helped
from tests.plan.promises import chosen_idea, in_days, promise

ACTION = "/rivermead/plan/actions/1"
HELP, WANTED = f"{ACTION}/help", "/rivermead/help-wanted"
ONE = f"{HELP}/1"
HTMX = {"HX-Request": "true"}


@pytest.fixture
async def there(site):
    return await town()


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


async def told(what):
    return {notice.person_id for notice in await Notice.filter(what=what)}


# Asking


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


# Changing, closing, calling off


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


# Offering


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


# Saying who took part


async def on_the_day(there, *people, **terms):
    """Help whose day is over, and to which these people came."""
    with clock.at(clock.now() - timedelta(days=20)):
        help_ = await asked(there, places=5, **terms)
        for person in people:
            await offer(help_, by=person)
    return await fresh(help_)


async def offer_of(person):
    return await Offer.get(person_id=person.id, withdrawn_at=None)


async def test_the_worker_says_who_took_part_and_it_is_counted(site, there):
    await on_the_day(there, there.amina, there.bo)
    cass = await site.as_(there.cass)
    a, b = (await offer_of(there.amina)).id, (await offer_of(there.bo)).id
    said = {f"came-{a}": "yes", f"hours-{a}": "1.5", f"came-{b}": "no", "pounds_each": "12.50"}
    assert (await cass.post(f"{ONE}/attendance", data=said)).status_code == 303
    rows = {row.person_id: row for row in await Attendance.all()}
    first = rows[there.amina.id]
    assert (first.took_part, first.quarters, first.pence) == (True, 6, 1250)
    assert first.by_title == "Participation Worker"
    assert not rows[there.bo.id].took_part
    assert await told("took_part") == {there.amina.id}
    for address in (ACTION, "/rivermead/plan", "/rivermead/missions/stable-homes-2023/5"):
        assert "Made with 1 young person" in (await (await site.client()).get(address)).text


async def test_a_correction_replaces_and_keeps_what_was_said(site, there):
    await on_the_day(there, there.amina)
    cass, ellis = await site.as_(there.cass), await site.as_(there.ellis)
    a = (await offer_of(there.amina)).id
    first = {f"came-{a}": "yes", f"hours-{a}": "1", f"pounds-{a}": "10"}
    await cass.post(f"{ONE}/attendance", data=first)
    same = await cass.post(f"{ONE}/attendance", data=first, headers=HTMX)
    assert "Nothing has changed." in same.text
    await ellis.post(f"{ONE}/attendance", data={**first, f"hours-{a}": "2.25"})
    rows = await Attendance.all().order_by("id")
    assert [(row.quarters, row.replaced_at is None) for row in rows] == [(4, False), (9, True)]
    page = (await ellis.get(ONE)).text
    assert "What was corrected (1)" in page
    assert "took part, 1 hour" in page
    assert await made_with([(await Action.get()).id]) == {(await Action.get()).id: 1}
    assert await first_fault(there.rivermead.id) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"hours": ""}, "Say for how many hours they helped."),
        ({"hours": "1.3"}, "Give hours in quarters"),
        ({"hours": "-2"}, "Give hours in quarters"),
        ({"hours": "1e2"}, "Give hours in quarters"),
        ({"hours": "٣"}, "Give hours in quarters"),
        ({"hours": "101"}, "Give hours in quarters"),
        ({"pounds": "ten"}, "Give pounds, like"),
        ({"pounds": "1001"}, "Give pounds, like"),
        ({"came": "maybe"}, "Pick yes or no."),
    ],
)
async def test_wrong_hours_and_pounds_are_said_beside_them(site, there, typed, words):
    await on_the_day(there, there.amina)
    id_ = (await offer_of(there.amina)).id
    given = {"came": "yes", "hours": "2", "pounds": "5", **typed}
    cass = await site.as_(there.cass)
    sent = await cass.post(f"{ONE}/attendance", data={f"{name}-{id_}": one for name, one in given.items()})
    assert sent.status_code == 422
    assert words in sent.text
    for value in typed.values() if "came" not in typed else ():
        assert value in sent.text
    assert not await Attendance.exists()


async def test_help_that_is_over_waits_for_its_team_until_somebody_says_who_came(site, there):
    help_ = await on_the_day(there, there.amina)
    cass, gus, amina = [await site.as_(person) for person in (there.cass, there.gus, there.amina)]
    assert "Young people helped with one thing." in (await cass.get("/rivermead")).text
    listed = (await cass.get(WANTED)).text
    assert "Who took part?" in listed
    assert ONE in listed
    for other in (gus, amina):
        assert "Who took part?" not in (await other.get(WANTED)).text
    await say_who_took_part(help_, by=there.cass, parts=[Part(there.amina.id, False)])
    assert "Who took part?" not in (await cass.get(WANTED)).text
    assert "Young people helped" not in (await cass.get("/rivermead")).text


async def test_an_owner_is_asked_about_their_own_alone(site, there):
    await on_the_day(there, there.amina)
    gus = await site.as_(there.gus)
    assert "Who took part?" not in (await gus.get(WANTED)).text
    await Action.all().update(owner_person_id=there.gus.id)
    assert "Who took part?" in (await gus.get(WANTED)).text


async def test_before_its_day_nobody_can_have_taken_part(site, there):
    help_ = await asked(there)
    await offer(help_, by=there.amina)
    cass = await site.as_(there.cass)
    sent = await cass.post(f"{ONE}/attendance", data={f"came-{(await offer_of(there.amina)).id}": "no"})
    assert sent.status_code == 409
    assert "You can say who took part from" in sent.text


async def test_only_those_who_offered_can_be_said_to_have_come(site, there):
    help_ = await on_the_day(there, there.amina)
    with pytest.raises(Refused):
        await say_who_took_part(help_, by=there.cass, parts=[Part(there.bo.id, True, 4)])
    with pytest.raises(NotAllowed):
        await say_who_took_part(help_, by=there.amina, parts=[Part(there.amina.id, True, 4)])
    assert not await Attendance.exists()


async def test_help_at_any_time_can_be_given_at_once_and_then_stays(site, there):
    help_ = await asked(there, starts_at=None, until=in_days(30), place="")
    amina = await site.as_(there.amina)
    await amina.post(f"{ONE}/offers", data={})
    assert "The team gets in touch about a time." in (await amina.get("/rivermead")).text
    await say_who_took_part(help_, by=there.cass, parts=[Part(there.amina.id, True, 2)])
    assert "The team gets in touch" not in (await amina.get("/rivermead")).text
    refused = await amina.post(f"{ONE}/offers/withdrawal", data={})
    assert refused.status_code == 409
    assert "has written down that you helped" in refused.text
    off = await (await site.as_(there.cass)).post(f"{ONE}/cancellation", data={"why": "Late."})
    assert off.status_code == 409


async def test_taking_it_back_while_the_team_writes_it_down_leaves_one_truth(site, there):
    help_ = await asked(there, starts_at=None, until=in_days(30), place="")
    people = [there.amina, there.bo, *await young_people(there.rivermead, 3)]
    for person in people:
        await offer(help_, by=person)
        await asyncio.gather(
            withdraw_offer(help_, by=person),
            say_who_took_part(help_, by=there.cass, parts=[Part(person.id, True, 2)]),
            return_exceptions=True,
        )
    came = set(await Attendance.all().values_list("person_id", flat=True))
    assert came == set(await Offer.filter(withdrawn_at=None).values_list("person_id", flat=True))
    assert (await Help.get(id=help_.id)).taken == len(came)


async def test_two_of_the_team_at_once_leave_one_row_for_each_person(site, there):
    help_ = await on_the_day(there, there.amina, there.bo)
    tries = [
        say_who_took_part(help_, by=by, parts=[Part(one.id, True, hours) for one in (there.amina, there.bo)])
        for by, hours in ((there.cass, 4), (there.ellis, 8), (there.edie, 12))
    ]
    await asyncio.gather(*tries, return_exceptions=True)
    assert await Attendance.filter(replaced_at=None).count() == 2


async def test_people_are_counted_once_however_often_they_helped(site, there):
    action = await promise(there)
    await helped(there, action, there.amina, there.bo)
    await helped(there, action, there.amina)
    assert await made_with([action.id]) == {action.id: 2}


async def test_those_who_helped_are_asked_whether_it_really_happened(site, there):
    helper, missed = await young_people(there.rivermead, 2)
    action = await promise(there, await chosen_idea(there, supporters=(there.bo,)))
    help_ = await helped(there, action, helper)
    with clock.at(clock.now() - timedelta(days=15)):
        await offer(await asked(there, action), by=missed)
    await complete(await Action.get(id=action.id), by=there.ellis, said="All are up.")
    asked_now = set(await Respondent.all().values_list("person_id", flat=True))
    assert asked_now == {there.amina.id, there.bo.id, helper.id}
    await help_.refresh_from_db()
    assert help_.state is HelpState.OPEN


async def test_somebody_who_is_not_a_young_person_any_more_is_not_asked(site, there):
    action = await promise(there)
    await helped(there, action, there.bo)
    moment = clock.now()
    await database.write(lambda: Person.filter(id=there.bo.id).update(suspended_at=moment))
    await complete(await Action.get(id=action.id), by=there.ellis, said="Done.")
    assert not await Respondent.exists()


# What the database refuses


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


async def test_a_young_person_who_is_staff_too_can_still_offer(site, there):
    both = await Person.join(there.rivermead, "Both", Role.YOUNG_PERSON, Role.WORKER, job_title="Apprentice")
    await asked(there)
    browser = await site.as_(both)
    assert (await browser.post(f"{ONE}/offers", data={})).status_code == 303
