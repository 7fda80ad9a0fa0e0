"""An address so that somebody can come back: theirs to give, to confirm and to take away."""

from datetime import timedelta

from saidanddone import clock, database
from saidanddone.history.models import HistoryRow, HistoryText, first_fault
from saidanddone.notices.letters import Letter
from saidanddone.people import contacts, keeping
from saidanddone.people.addresses import Address, read_address
from saidanddone.people.contacts import Contact, warn
from saidanddone.people.rights import Role
from tests.doors.coming import ASK, CONTACT, EMAIL, code_sent, gives, other_than


async def test_an_address_counts_once_its_code_was_typed_and_goes_without_a_trace(site, there):
    amina = await site.as_(there.amina)
    page = await amina.get(CONTACT)
    assert "Why we ask" in page.text
    await amina.post(CONTACT, data={"address": EMAIL})
    wrong = await amina.post(f"{CONTACT}/code", data={"code": other_than(await code_sent("contact-code"))})
    assert (wrong.status_code, "That is not the code" in wrong.text) == (422, True)
    await (await site.client()).post(ASK, data={"address": EMAIL})
    assert not await Letter.filter(what="sign-in-code", ended_at=None).exists(), "it doesn't count yet"
    await amina.post(f"{CONTACT}/code", data={"code": await code_sent("contact-code")})
    assert EMAIL in (await amina.get(CONTACT)).text
    await (await site.client()).post(ASK, data={"address": EMAIL})
    contact = await Contact.get()
    assert (await amina.post(f"{CONTACT}/{contact.id}/removal")).status_code == 303
    kept = [await database.rows(f"SELECT * FROM {table}") for table in ("contact", "letter", "history_row")]
    assert EMAIL not in str(kept)
    assert EMAIL not in str(await HistoryText.all().values())
    acts = await HistoryRow.filter(act__contains="contact").order_by("id").values_list("act", flat=True)
    assert acts == ["give_contact", "take_contact_away"]
    assert await first_fault(there.rivermead.id) is None


async def test_another_persons_address_and_code_are_nobody_elses(site, there):
    amina, bo = await gives(site, there.amina), await site.as_(there.bo)
    contact = await Contact.get()
    assert (await bo.post(f"{CONTACT}/{contact.id}/removal")).status_code == 404
    assert EMAIL not in (await bo.get(CONTACT)).text
    await amina.post(CONTACT, data={"address": "07700 900123"})
    bo.cookies.set("asked", amina.cookies["asked"])
    stolen = await bo.post(f"{CONTACT}/code", data={"code": await code_sent("contact-code")})
    assert stolen.status_code == 422
    assert not await Contact.exists(person_id=there.bo.id)


async def test_an_address_that_opens_another_account_is_told_only_to_who_has_it(site, there):
    await gives(site, there.amina)
    bo = await site.as_(there.bo)
    given = await bo.post(CONTACT, data={"address": EMAIL})
    assert given.status_code == 303
    told = await bo.post(f"{CONTACT}/code", data={"code": await code_sent("contact-code")})
    assert (told.status_code, "opens another account" in told.text) == (422, True)
    assert await Contact.filter(confirmed_at__isnull=False).count() == 1
    ivo = await gives(site, there.ivo)
    assert ivo, "in another council it is another key"
    assert len(set(await Contact.filter(confirmed_at__isnull=False).values_list("key", flat=True))) == 2


async def test_two_are_enough_and_the_same_twice_is_one(site, there):
    amina = await gives(site, there.amina)
    again = await amina.post(CONTACT, data={"address": EMAIL.upper()})
    assert (again.status_code, "You gave that one already" in again.text) == (422, True)
    await gives(site, there.amina, "07700 900123")
    third = await amina.post(CONTACT, data={"address": "third@example.org"})
    assert (third.status_code, "Take one away first" in third.text) == (422, True)


async def test_what_nobody_confirmed_is_forgotten(site, there):
    amina = await site.as_(there.amina)
    await amina.post(CONTACT, data={"address": EMAIL})
    await amina.post(CONTACT, data={"address": "other@example.org"})
    assert await Contact.all().count() == 1
    await database.write(lambda: Contact.all().update(given_at=clock.now() - timedelta(days=2)))
    await contacts.delete_due()
    assert not await Contact.exists()


async def test_an_address_of_staff_opens_no_door(site, there):
    """They are written to there; nobody comes in by it, and a young person may have the same one."""
    cass = await gives(site, there.cass)
    assert "Where letters go" in (await cass.get(CONTACT)).text
    assert (await Contact.get()).is_for_work
    stranger = await site.client()
    await stranger.post(ASK, data={"address": EMAIL})
    assert not await Letter.filter(what="sign-in-code", ended_at=None).exists(), "no code goes there"
    assert (await gives(site, there.amina)) is not None
    await (await site.client()).post(ASK, data={"address": EMAIL})
    letter = await Letter.get(what="sign-in-code", ended_at=None)
    assert letter.person_id == there.amina.id


async def test_whoever_was_staff_once_gives_none(site, there):
    await keeping.give_role(there.bo, Role.WORKER, by=there.fern)
    await keeping.end_role(there.bo, Role.WORKER, by=there.fern)
    refused = await (await site.as_(there.bo)).post(CONTACT, data={"address": EMAIL})
    assert (refused.status_code, "Codes are for young people" in refused.text) == (422, True)
    assert not await Contact.exists()


async def test_a_way_in_that_changed_is_told_to_those_who_gave_an_address(site, there):
    await gives(site, there.amina)
    for person in (there.amina, there.bo):
        await database.write(lambda person=person: warn(person, "A passkey was added.", key="1"))
        await database.write(lambda person=person: warn(person, "A passkey was added.", key="1"))
    (letter,) = await Letter.filter(what="ways-in-changed")
    assert letter.address == EMAIL
    assert letter.body.startswith("A passkey was added.")


def test_addresses_are_read_as_people_type_them():
    for typed in ("07700 900123", "+447700900123", "0044 7700 900123", "+44 (0) 7700-900123"):
        assert read_address(typed).text == "+447700900123", typed
    assert read_address("+353 85 123 4567").text == "+353851234567"
    assert read_address("Ａmina@example.org").text == EMAIL
    for typed in ("0207 946 0000", "a@b", "a..b@example.org", "07700900123; drop", "+", "٠٧٧٠٠٩٠٠١٢٣"):
        assert read_address(typed) is None, typed
    assert Address("email", EMAIL).hint == "a…@e…"


async def test_amina_reads_where_her_code_went_and_can_change_it_or_have_it_sent_again(site, there):
    amina = await site.as_(there.amina)
    await amina.post(CONTACT, data={"address": " jade@example.org "})
    page = (await amina.get(f"{CONTACT}/code")).text
    assert 'We sent a code to <b dir="ltr">jade@example.org</b>.' in page
    for words in (
        "Wrong?",
        "Change it",
        "Nothing there?",
        "Send it again",
        'name="address" value="jade@example.org"',
    ):
        assert words in page, words
    first = await code_sent("contact-code")
    await amina.post(CONTACT, data={"address": "jade@example.org"})
    assert await code_sent("contact-code") != first
    done = await amina.post(f"{CONTACT}/code", data={"code": await code_sent("contact-code")})
    assert done.headers["location"] == CONTACT
    assert "jade@example.org" not in (await amina.get(f"{CONTACT}/code")).text
