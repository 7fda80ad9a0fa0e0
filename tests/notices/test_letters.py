"""Letters: nothing lost, sent later, once; and nothing for those who read over a shoulder."""

import asyncio
import re
from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.notices import carriers, letters, sending
from saidanddone.notices.letters import Letter, Way
from saidanddone.notices.wordings import LETTERS
from saidanddone.people.models import Person
from saidanddone.settings import Settings
from tests.notices.post import Takes, free_port, mail_server

AMINA = "amina@example.org"


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
async def posted(site, port):
    """Letters go to a mail server at that port; there may be none."""
    server = f"smtp://127.0.0.1:{port}"
    sending.carried_by(carriers.carriers(Settings(mail_server=server, mail_from="Us <us@ideas.example.org>")))
    yield
    sending.carried_by({})


async def leave(address=AMINA, what="sign-in-code", **more):
    facts = {"code": "123 456", **more}
    await database.write(lambda: letters.leave(Way.EMAIL, address, what, council_id=1, **facts))


async def later(**by):
    """Make it as if that much time had passed for letters that wait."""
    await database.write(
        lambda: Letter.filter(sent_at=None).update(try_at=clock.real_now() - timedelta(**by))
    )


async def test_a_letter_arrives_once_and_is_erased_here(posted, port):
    await leave()
    with mail_server(takes := Takes(), port):
        await asyncio.gather(*(sending.send_due() for _ in range(4)))
        await sending.send_due()
    ((address, text),) = takes.letters
    assert address == AMINA
    assert "123 456" in text
    letter = await Letter.get()
    assert (letter.address, letter.body, bool(letter.sent_at)) == ("", "", True)


async def test_a_letter_of_an_act_that_came_to_nothing_is_not_sent(posted, port):
    async def act():
        await letters.leave(Way.EMAIL, AMINA, "sign-in-code", council_id=1, code="1", at_once=True)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write(act)
    assert not await Letter.exists()


async def test_the_same_thing_is_written_once(posted):
    await leave(key="one")
    await leave(key="one")
    assert await Letter.all().count() == 1


async def test_mail_that_is_down_loses_nothing_and_sends_it_later_once(posted, port):
    await leave()
    await leave("bo@example.org")
    await sending.send_due()
    assert await Letter.filter(sent_at=None, ended_at=None, tries=1).count() == 2
    with mail_server(takes := Takes(), port):
        await sending.send_due()
        assert not takes.letters, "it waits a little before it tries again"
        await later(minutes=1)
        await sending.send_due()
        await later(minutes=1)
        await sending.send_due()
    assert sorted(address for address, _ in takes.letters) == [AMINA, "bo@example.org"]


async def test_a_server_that_refuses_first_gets_it_later(posted, port):
    await leave()
    with mail_server(takes := Takes(refusals=["451 Not now"]), port):
        await sending.send_due()
        assert (await Letter.get()).fault.startswith("recipient refused [451]")
        await later(minutes=1)
        await sending.send_due()
    assert len(takes.letters) == 1
    first = re.search(r"Message-ID: (.*)", takes.letters[0][1])
    assert first[1].strip().endswith("@ideas.example.org>")


async def test_an_address_that_is_none_is_given_up(posted, port):
    await leave()
    await leave("bo@example.org")
    with mail_server(takes := Takes(refusals=["550 Nobody here"]), port):
        await sending.send_due()
    gone, came = await Letter.all().order_by("id")
    assert gone.ended_at is not None
    assert gone.address == ""
    assert came.sent_at is not None
    assert len(takes.letters) == 1


async def test_a_server_that_hangs_holds_up_nobody(posted, port, monkeypatch):
    """Not the writes of others, on SQLite's one connection either; and not the next round."""
    monkeypatch.setattr(carriers, "PATIENCE", 0.6)
    await leave()
    with mail_server(Takes(hangs=2.0), port):
        trying = asyncio.create_task(sending.send_due())
        await asyncio.sleep(0.1)
        async with asyncio.timeout(0.4):
            await leave("bo@example.org")
        async with asyncio.timeout(2):
            await trying
    assert await Letter.filter(sent_at=None, ended_at=None).count() == 2
    with mail_server(takes := Takes(), port):
        await later(minutes=1)
        await sending.send_due()
    assert len(takes.letters) == 2


async def test_a_dead_server_is_asked_three_times_a_round(posted, port, monkeypatch):
    for number in range(6):
        await leave(f"young-{number}@example.org")
    await sending.send_due()
    assert await Letter.filter(tries=1).count() == 3


async def test_an_alarm_goes_before_all_that_was_left_earlier_and_a_code_before_the_days_news(
    posted, port, monkeypatch
):
    """Also one that is left while the others go: hundreds of daily letters take a mail server minutes."""
    monkeypatch.setattr(letters, "_askers", [])  # they look for the notice that each tells
    news = {"lines": "–", "link": "–"}
    for number in range(4):
        await leave(f"staff-{number}@example.org", "news", **news)
    await leave()
    await leave("lead@example.org", "please-look", says="Please look.", link="–")
    takes = Takes()
    handed = takes.handle_RCPT

    async def a_worry_meanwhile(*given):
        if given[3] == "staff-0@example.org":
            late.append(asyncio.run_coroutine_threadsafe(left_late(), loop))
            await asyncio.wrap_future(late[0])
        return await handed(*given)

    async def left_late():
        await leave("second@example.org", "please-look", says="Please look.", link="–")

    takes.handle_RCPT, loop, late = a_worry_meanwhile, asyncio.get_running_loop(), []
    with mail_server(takes, port):
        await sending.send_due()
    assert [address.partition("@")[0] for address, _ in takes.letters] == [
        "lead", "amina", "staff-0", "second", "staff-1", "staff-2", "staff-3",
    ]  # fmt: skip


async def test_words_that_are_too_old_are_erased_unsent(posted, port):
    await leave(lasts=timedelta(minutes=10))
    await database.write(lambda: Letter.all().update(made_at=clock.real_now() - timedelta(minutes=11)))
    await database.write(lambda: Letter.all().update(ends_at=clock.real_now() - timedelta(minutes=1)))
    with mail_server(takes := Takes(), port):
        await sending.send_due()
    assert not takes.letters
    assert (await Letter.get()).body == ""


async def test_whoever_waits_for_a_code_gets_it_at_once(posted, port):
    with mail_server(takes := Takes(), port):
        await leave(at_once=True)
        for _ in range(100):
            await asyncio.sleep(0.05)
            if takes.letters:
                break
    assert len(takes.letters) == 1


async def test_without_a_mail_server_letters_wait(site):
    await leave()
    await sending.send_due()
    assert await Letter.filter(tries=0, sent_at=None, ended_at=None).count() == 1


async def test_what_somebody_was_to_be_told_can_be_forgotten(site):
    await leave(person_id=7)
    await database.write(lambda: letters.forget(7))
    letter = await Letter.get()
    assert (letter.address, letter.body) == ("", "")


async def test_text_messages_go_to_notify_and_wait_when_it_is_down(site):
    nobody_listens = carriers.TextMessages("k" * 80, "t", f"http://127.0.0.1:{free_port()}")
    sending.carried_by({Way.TEXT: nobody_listens})
    text = {"council_id": 1, "code": "1"}
    await database.write(lambda: letters.leave(Way.TEXT, "+447700900123", "sign-in-code", **text))
    await sending.send_due()
    sending.carried_by({})
    letter = await Letter.get()
    assert (letter.tries, letter.sent_at, letter.fault) == (1, None, "Notify 503")


@pytest.mark.parametrize("what", LETTERS)
def test_nobody_who_reads_over_a_shoulder_learns_of_care(what):
    wording = LETTERS[what]
    words = f"{wording.subject} {wording.body}".lower()
    for told in ("care", "council", "adviser", "social", "vote", "idea", "said & done", "young"):
        assert told not in words, told
    assert not set(wording.subject) & set("{}"), "no name and no secret in a subject"
    for sentence in re.split(r"[.!?]\s", wording.body):
        assert len(sentence.split()) <= 25, sentence


async def test_faults_in_the_log_name_no_address(posted, port, caplog):
    await leave("bo@example.org")
    await sending.send_due()
    assert "waits" in caplog.text
    assert "example.org" not in caplog.text


async def test_visitors_of_a_real_site_find_no_letters(site):
    await leave()
    assert (await (await site.client()).get("/demo/letters")).status_code == 404


async def test_the_demo_shows_its_letters(demo_site):
    await leave()
    page = await (await demo_site.client()).get("/demo/letters")
    assert "123 456" in page.text
    assert AMINA in page.text
    assert await Person.exists(council_id=1)
