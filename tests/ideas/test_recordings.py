"""Saying it instead of writing it: from a recording to words that its author agreed to, and no sound left."""

import asyncio
import struct
from datetime import timedelta
from pathlib import Path

import pytest

from saidanddone import clock, database
from saidanddone.demo.tones import tone
from saidanddone.history.models import first_fault
from saidanddone.ideas import recordings
from saidanddone.ideas.models import Idea, ShownAs, StageMove, Wording, ideas_seen_by
from saidanddone.ideas.recordings import Recording, agree, ask_again, delete_due, say
from saidanddone.ideas.sounds import BYTES_AT_MOST, KINDS, Sound, kind_of, seconds_of
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.withdrawing import withdraw
from saidanddone.moderation import checking
from saidanddone.moderation.writing_down import write_down
from saidanddone.notices.models import Notice
from tests.people import town

HERE = "/rivermead/recordings"
SENT = {"shown_as": "nickname", "door": "everyone"}
TONE = tone(220, each=0.3)
CANARY = b"canary-in-the-sound" * 40
WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"\0" * 60
WORDS = {"what": "Let me keep my dentist", "why": "I was on three lists."}


def a_file(content=TONE, name="recording.wav", kind="audio/wav"):
    return {"sound": (name, content, kind)}


async def sent(browser, content=TONE, **more):
    answer = await browser.post(HERE, data={**SENT, **more}, files=a_file(content))
    assert answer.status_code == 303, answer.text[:2000]
    return answer.headers["location"]


async def spoken(there, content=TONE, once="one"):
    return await say(there.amina, Sound.of(content), once=once)


async def written(there, content=TONE):
    idea = await spoken(there, content)
    await write_down(idea, by=there.cass, what=WORDS["what"], why=WORDS["why"], title="Keep my dentist")
    return idea


async def kept(idea):
    return await Recording.get_or_none(idea_id=idea.id, deleted_at=None)


async def see(browser, address):
    answer = await browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.text


async def test_from_what_amina_says_to_an_idea_that_others_read(site):
    there = await town()
    amina, cass, bo = [await site.as_(one) for one in (there.amina, there.cass, there.bo)]
    page = await see(amina, "/rivermead/ideas/new")
    assert "/rivermead/recordings/new" in page
    page = await see(amina, "/rivermead/recordings/new")
    assert "/rivermead/ideas/new" in page
    assert 'type="file"' in page
    assert 'accept="audio/*"' in page

    idea = await sent(amina, quote="yes", seconds="1")
    assert idea == "/rivermead/ideas/1"
    assert "Waiting to be written down" in await see(amina, idea)
    assert (await bo.get(idea)).status_code == 404
    assert (await amina.get(f"{idea}/recording")).content == TONE

    page = await see(cass, "/rivermead/moderation")
    assert f'src="{idea}/recording"' in page
    assert (await cass.get(f"{idea}/recording")).content == TONE
    answer = await cass.post(
        "/rivermead/moderation/ideas/1/transcript", data={**WORDS, "title": "My dentist"}
    )
    assert answer.headers["location"] == "/rivermead/moderation"
    assert "All read." in await see(cass, "/rivermead/moderation")
    assert [one.what async for one in Notice.filter(person_id=there.amina.id)] == ["write_down"]

    home = await see(amina, "/rivermead")
    assert "We wrote down what you said." in home
    assert "Let me keep my dentist" in home
    assert "My dentist" not in home, "a worker's title is not put into her mouth"
    assert "Waiting for a yes to the words" not in home, "asked above, it is not told again below"
    assert (await bo.get(idea)).status_code == 404
    assert "Listen to it again, please" in await see(amina, idea)
    answer = await amina.post(f"{idea}/agreement", data=WORDS)
    assert (answer.status_code, answer.headers["location"]) == (303, idea)

    found = await Idea.get()
    assert (found.stage, found.what, found.why, found.title) == (Stage.WAITING, *WORDS.values(), "My dentist")
    assert (found.quotable, found.shown_as) == (True, ShownAs.NICKNAME)
    assert (await amina.get(f"{idea}/recording")).status_code == 404
    assert (await cass.get(f"{idea}/recording")).status_code == 404
    await cass.post("/rivermead/moderation/ideas/1/publication", data={"title": "Keep my dentist"})
    page = await see(await site.client(), idea)
    assert "Let me keep my dentist" in page
    assert "wrote down" not in page, "how it came is between its author and the team"
    wordings = await see(amina, f"{idea}/wordings")
    assert "Written down by Participation Worker from what you said" in wordings
    assert await first_fault(there.rivermead.id) is None


async def test_amina_mends_the_words_before_she_says_yes(site):
    there = await town()
    idea = await written(there)
    amina = await site.as_(there.amina)
    await amina.post(f"/rivermead/ideas/{idea.number}/agreement", data={"what": "Keep my own dentist"})
    found = await Idea.get()
    assert (found.stage, found.what, found.why) == (Stage.WAITING, "Keep my own dentist", "")
    wordings = await Wording.filter(idea_id=idea.id).order_by("number")
    assert [(one.what, one.by_id, one.heard) for one in wordings] == [
        (WORDS["what"], there.cass.id, True),
        ("Keep my own dentist", there.amina.id, False),
    ]


@pytest.mark.parametrize("htmx", [False, True])
async def test_a_yes_without_words_gets_a_sentence(site, htmx):
    there = await town()
    idea = await written(there)
    amina = await site.as_(there.amina)
    headers = {"HX-Request": "true"} if htmx else {}
    sent = {"what": " ", "why": "Kept <i>as typed</i>"}
    answer = await amina.post(f"/rivermead/ideas/{idea.number}/agreement", data=sent, headers=headers)
    assert answer.status_code == 422
    assert "Say what should change." in answer.text
    assert "Kept &lt;i&gt;as typed&lt;/i&gt;" in answer.text
    assert (await Idea.get()).stage is Stage.WRITTEN
    assert await kept(idea)


async def test_that_is_not_what_i_said(site):
    there = await town()
    idea = await written(there)
    amina, cass = await site.as_(there.amina), await site.as_(there.cass)
    address = f"/rivermead/ideas/{idea.number}/agreement"
    await amina.post(f"{address}/refusal", data={"text": "I said doctor."})
    assert (await Idea.get()).stage is Stage.SPOKEN
    page = await see(cass, "/rivermead/moderation")
    assert "I said doctor." in page
    assert "Its writer, " in page
    assert WORDS["what"] in page, "the worker begins with the words there were"
    # A page that Amina still has open says yes to the words that stood there, not to newer ones.
    await write_down(await Idea.get(), by=there.col, what="Let me keep my doctor")
    await amina.post(address, data=WORDS)
    assert (await Idea.get()).what == WORDS["what"]


async def test_what_is_not_right_need_not_be_written(site):
    there = await town()
    idea = await written(there)
    amina = await site.as_(there.amina)
    answer = await amina.post(f"/rivermead/ideas/{idea.number}/agreement/refusal", data={})
    assert answer.status_code == 303
    assert (await Idea.get()).stage is Stage.SPOKEN


async def test_once_the_sound_is_gone_nobody_is_asked_to_listen(site):
    there = await town()
    idea = await written(there)
    with clock.at(clock.now() + timedelta(days=31)):
        await delete_due()
        amina = await site.as_(there.amina)
        assert "Listen to it again" not in await see(amina, f"/rivermead/ideas/{idea.number}")
        answer = await amina.post(f"/rivermead/ideas/{idea.number}/agreement/refusal", data={})
        assert answer.status_code == 409
        assert "The recording is deleted" in answer.text
        assert (await Idea.get()).stage is Stage.WRITTEN
        await agree(await Idea.get(), by=there.amina, **WORDS)


async def test_what_can_not_be_heard_goes_back_and_is_said_again(site):
    there = await town()
    idea = await spoken(there)
    amina, cass = await site.as_(there.amina), await site.as_(there.cass)
    await cass.post("/rivermead/moderation/ideas/1/return", data={"message": "We heard only wind."})
    page = await see(amina, "/rivermead/ideas/1")
    assert "We heard only wind." in page
    assert "Say it instead" in page
    assert "What you said before" in await see(amina, "/rivermead/recordings/new?idea=1")
    answer = await amina.post("/rivermead/ideas/1/recording", data={"once": "two"}, files=a_file(WEBM, "x"))
    assert answer.headers["location"] == "/rivermead/ideas/1"
    assert (await Idea.get()).stage is Stage.SPOKEN
    assert (await kept(idea)).kind == "audio/webm"
    assert await Recording.all().count() == 2
    assert await Recording.filter(deleted_at=None).count() == 1


async def test_or_it_is_written_instead(site):
    there = await town()
    idea = await spoken(there)
    await checking.send_back(idea, by=there.cass, message="We heard nothing.")
    amina = await site.as_(there.amina)
    assert "Write it, your way." in await see(amina, "/rivermead/ideas/1/wordings")
    await amina.post("/rivermead/ideas/1/wordings", data={"what": "Keep my dentist"})
    assert (await Idea.get()).stage is Stage.WAITING
    assert await kept(idea) is None


async def test_taking_it_back_deletes_it(site):
    there = await town()
    idea = await spoken(there)
    amina = await site.as_(there.amina)
    assert "Your recording is deleted at once." in await see(amina, "/rivermead/ideas/1")
    await amina.post("/rivermead/ideas/1/withdrawal")
    assert await kept(idea) is None
    assert "A recording" in await see(amina, "/rivermead")
    assert (await amina.get("/rivermead/ideas/1/recording")).status_code == 404


# What is taken


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Record something first"),
        (b"<!doctype html><script>alert(1)</script>", "We can’t play that."),
        (b"\x1a\x45\xdf\xa3 matroska, not the web's", "We can’t play that."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "We can’t play that."),
        (b"\0\0\0\x18ftypqt  " + b"\0" * 50, "We can’t play that."),
        (TONE + b"\0" * BYTES_AT_MOST, "That recording is too big."),
        (b"RIFF" + b"\0" * 2_300_000, "That recording is too big."),
        (tone(200, each=64), "That is longer than a minute."),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
async def test_what_is_no_recording_is_refused_in_a_sentence(site, content, sentence, htmx):
    there = await town()
    amina = await site.as_(there.amina)
    headers = {"HX-Request": "true"} if htmx else {}
    answer = await amina.post(HERE, data={**SENT, "door": "team"}, files=a_file(content), headers=headers)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ("<html" in answer.text) is not htmx
    assert await Idea.all().count() == await Recording.all().count() == 0


async def test_choices_are_kept_and_need_an_answer(site):
    there = await town()
    amina = await site.as_(there.amina)
    answer = await amina.post(HERE, data={"shown_as": "hidden", "door": "window"}, files=a_file())
    assert answer.status_code == 422
    assert "Pick who may read your idea." in answer.text
    assert 'value="hidden" checked' in answer.text
    assert (await amina.post(HERE, data=SENT)).status_code == 422
    assert await Idea.all().count() == 0


async def test_no_upload_of_any_size_or_shape_gets_through_or_brings_it_down(site):
    there = await town()
    amina = await site.as_(there.amina, raises=False)
    two = [("sound", ("a.wav", TONE, "audio/wav")), ("sound", ("b.wav", TONE, "audio/wav"))]
    assert (await amina.post(HERE, data=SENT, files=two)).status_code == 400
    fields = {f"f{number}": "x" for number in range(300)}
    assert (await amina.post(HERE, data=fields, files=a_file())).status_code == 400
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await amina.post(HERE, content=b"--x\r\nnonsense", headers=form)).status_code in {400, 422}
    assert (await amina.post(HERE, content=b"", headers={"Content-Type": "text/plain"})).status_code == 422
    # The other addresses read no more than before, and take no file.
    assert (await amina.post("/rivermead/ideas", data={"what": "x" * 300_000})).status_code == 413
    assert (await amina.post("/rivermead/ideas", data=SENT, files=a_file())).status_code == 400
    assert await Idea.all().count() == 0


async def test_two_hundred_megabytes_are_not_read_to_the_end(site):
    there = await town()
    amina = await site.as_(there.amina)
    read = 0

    async def endless():
        nonlocal read
        yield b'--x\r\nContent-Disposition: form-data; name="sound"; filename="a.wav"\r\n\r\n' + TONE
        while read < 200:
            read += 1
            yield b"\0" * 1024 * 1024

    form = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = await amina.post(HERE, content=endless(), headers=form)
    assert answer.status_code == 422
    assert "too big" in answer.text
    assert read < 10


@pytest.mark.parametrize(
    ("content", "kind", "seconds"),
    [
        (WEBM, "audio/webm", None),
        (
            b"OggS\0\x02" + b"\0" * 22 + b"OpusHead" + b"OggS\0\x04" + struct.pack("<q", 96_000),
            "audio/ogg",
            2,
        ),
        (b"\0\0\0\x18ftypM4A \0\0\0\0mvhd" + b"\0" * 12 + struct.pack(">II", 600, 4200), "audio/mp4", 7),
        (b"\0\0\0\x18ftyp3gp4\0\0\0\0mvhd" + b"\0" * 12 + struct.pack(">II", 0, 9), "audio/3gpp", None),
        (b"\0\0\0\x18ftypM4A \0\0\0\0mvhd", "audio/mp4", None),
        (b"OggS\0\x02" + b"\0" * 22 + b"OpusHeadOggS\0\x04" + struct.pack("<q", -96_000), "audio/ogg", None),
        (b"\xff\xfb\x90\x00" + b"\0" * 90, "audio/mpeg", None),
        (b"ID3\x04" + b"\0" * 90, "audio/mpeg", None),
        (tone(200, each=2), "audio/wav", 2),
    ],
)
async def test_the_bytes_say_what_it_is_and_how_long(site, content, kind, seconds):
    there = await town()
    assert (kind_of(content), seconds_of(content, kind)) == (kind, seconds)
    amina = await site.as_(there.amina)
    liar = {"sound": ("evil.html", content, "text/html")}
    assert (await amina.post(HERE, data={**SENT, "seconds": "9"}, files=liar)).status_code == 303
    assert (await Recording.get()).seconds == (9 if seconds is None else seconds)
    answer = await amina.get("/rivermead/ideas/1/recording")
    assert (answer.headers["content-type"], answer.content) == (kind, content)
    assert answer.headers["content-disposition"] == f'inline; filename="recording.{KINDS[kind]}"'


async def test_the_same_recording_sent_twice_is_one_idea(site):
    there = await town()
    amina, bo = await site.as_(there.amina), await site.as_(there.bo)
    both = await asyncio.gather(*(sent(amina, once="the-same") for _ in range(4)))
    assert set(both) == {"/rivermead/ideas/1"}
    assert await Idea.all().count() == await Recording.all().count() == 1
    assert await sent(bo, once="the-same") == "/rivermead/ideas/2"


async def test_nobody_fills_the_house_with_recordings(site, monkeypatch):
    there = await town()
    monkeypatch.setattr(recordings, "WAITING_AT_MOST", 2)
    amina = await site.as_(there.amina)
    for number in range(2):
        await sent(amina, once=f"n{number}")
    answer = await amina.post(HERE, data=SENT, files=a_file())
    assert answer.status_code == 409
    assert "Let us write those down first." in answer.text
    assert await Idea.all().count() == 2


# Who may hear and do what


async def test_only_those_who_may_hear_it(site):
    there = await town()
    await spoken(there)
    address = "/rivermead/ideas/1/recording"
    for name, may in {
        "amina": True, "cass": True, "col": True, "bo": False, "gus": False, "ellis": False, "fern": False,
        "hana": False, "dev": False, "ivo": False, "jo": False,
    }.items():  # fmt: skip
        answer = await (await site.as_(getattr(there, name))).get(address)
        assert answer.status_code == (200 if may else 404), name
    assert (await (await site.client()).get(address)).status_code == 303


async def test_a_worry_takes_it_from_the_team_and_keeps_it(site):
    there = await town()
    await spoken(there)
    amina, cass, hana = [await site.as_(one) for one in (there.amina, there.cass, there.hana)]
    answer = await cass.post("/rivermead/moderation/ideas/1/hold", data={"message": ""})
    assert answer.status_code == 422
    assert 'src="/rivermead/ideas/1/recording"' in answer.text
    await cass.post("/rivermead/moderation/ideas/1/hold", data={"message": "They are crying."})
    address = "/rivermead/ideas/1/recording"
    assert [(await one.get(address)).status_code for one in (amina, cass, hana)] == [200, 404, 200]
    assert f'src="{address}"' in await see(hana, "/rivermead/concerns")
    assert f'src="{address}"' in await see(hana, "/rivermead/ideas/1")
    with clock.at(clock.now() + timedelta(days=40)):
        await delete_due()
        assert (await hana.get(address)).status_code == 200
        await hana.post("/rivermead/moderation/ideas/1/release")
        await delete_due()
        assert (await Idea.get()).stage is Stage.SPOKEN
        assert (await cass.get(address)).status_code == 200, "there is a week to write it down"
    with clock.at(clock.now() + timedelta(days=48)):
        await delete_due()
        assert (await cass.get(address)).status_code == 404


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/rivermead/moderation/ideas/1/transcript", {"what": "Mine"}),
        ("/rivermead/ideas/1/agreement", {"what": "Mine"}),
        ("/rivermead/ideas/1/agreement/refusal", {}),
    ],
)
async def test_each_act_is_for_one_side_and_one_moment(site, address, fields):
    there = await town()
    idea = await written(there)
    writes = "transcript" in address
    if writes:
        await ask_again(idea, by=there.amina)
    mine, other = (there.cass, there.amina) if writes else (there.amina, there.cass)
    other = await site.as_(other)
    assert (await other.post(address, data=fields)).status_code == 403
    for stranger in (there.bo, there.dev, there.ivo):
        answer = await (await site.as_(stranger)).post(address, data=fields)
        assert answer.status_code == (403 if writes and stranger is there.bo else 404), stranger.nickname
    mine = await site.as_(mine)
    both = await asyncio.gather(*(mine.post(address, data=fields) for _ in range(2)))
    assert sorted(one.status_code for one in both) == [303, 409]
    again = await mine.post(address, data=fields)
    assert again.status_code == 409
    assert await Wording.filter(idea_id=idea.id).count() == (1 if "refusal" in address else 2)


async def test_words_that_are_too_long_stay_as_typed(site):
    there = await town()
    await spoken(there)
    cass = await site.as_(there.cass)
    sent = {"what": "x" * 601, "why": "Kept <b>", "title": "t" * 121}
    answer = await cass.post("/rivermead/moderation/ideas/1/transcript", data=sent)
    assert answer.status_code == 422
    for sentence in (
        "Keep it to 600 letters.",
        "Keep the title to 120 letters.",
        "Kept &lt;b&gt;",
        "x" * 601,
    ):
        assert sentence in answer.text
    assert (
        "Write down what they say"
        in (await cass.post("/rivermead/moderation/ideas/1/transcript", data={})).text
    )
    late = await cass.post("/rivermead/moderation/ideas/1/return", data={"message": ""})
    assert "Say what should change, and why." in late.text


async def test_it_can_be_said_again_only_where_that_helps(site):
    there = await town()
    idea = await spoken(there)
    amina, bo = await site.as_(there.amina), await site.as_(there.bo)
    assert (await amina.get("/rivermead/recordings/new?idea=1")).status_code == 409
    answer = await amina.post("/rivermead/ideas/1/recording", data={}, files=a_file())
    assert answer.status_code == 409
    assert (await amina.post("/rivermead/ideas/1/recording", data={})).status_code == 409
    await write_down(idea, by=there.cass, **WORDS)
    assert (await amina.post("/rivermead/ideas/1/recording", data={})).status_code == 422
    assert (await bo.get("/rivermead/recordings/new?idea=1")).status_code == 404
    assert (await bo.post("/rivermead/ideas/1/recording", files=a_file())).status_code == 404
    for lost in ("x", "99", "-1", "1" * 12, "1%00"):
        assert (await amina.get(f"/rivermead/recordings/new?idea={lost}")).status_code == 404
    assert (await amina.post("/rivermead/ideas/1/recording", files=a_file())).status_code == 303
    assert (await Idea.get()).stage is Stage.SPOKEN


async def test_the_client_can_not_set_our_fields(site):
    there = await town()
    amina = await site.as_(there.amina)
    await sent(amina, author=there.bo.id, stage="open", what="Mine", title="Mine", kind="text/html")
    idea = await Idea.get()
    assert (idea.author_id, idea.stage, idea.what, idea.title) == (there.amina.id, Stage.SPOKEN, "", "")


# How it is played


async def test_an_iphone_gets_the_parts_it_asks_for(site):
    there = await town()
    await spoken(there)
    amina = await site.as_(there.amina)
    size = len(TONE)
    for wanted, status, content in (
        ("bytes=0-1", 206, TONE[:2]),
        ("bytes=10-", 206, TONE[10:]),
        ("bytes=-5", 206, TONE[-5:]),
        (f"bytes=0-{size * 9}", 206, TONE),
        (f"bytes={size}-", 416, b""),
        ("bytes=9-3", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=0-1,4-5", 200, TONE),
        ("bytes=-", 200, TONE),
        ("pages=1-2", 200, TONE),
        ("bytes=999999999999-", 200, TONE),
    ):
        answer = await amina.get("/rivermead/ideas/1/recording", headers={"Range": wanted})
        assert (answer.status_code, answer.content) == (status, content), wanted
        assert answer.headers["accept-ranges"] == "bytes"
    first = await amina.get("/rivermead/ideas/1/recording", headers={"Range": "bytes=0-1"})
    assert first.headers["content-range"] == f"bytes 0-1/{size}"


async def test_nothing_runs_in_it_and_nothing_keeps_it(site):
    there = await town()
    await spoken(there)
    headers = (await (await site.as_(there.amina)).get("/rivermead/ideas/1/recording")).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert headers["cross-origin-resource-policy"] == "same-origin"


async def test_microphone_and_player_are_open_where_they_are_needed_and_nowhere_else(site):
    there = await town()
    await spoken(there)
    amina, cass, hana = [await site.as_(one) for one in (there.amina, there.cass, there.hana)]
    player = "media-src 'self'"
    for browser, address, media, microphone in (
        (amina, "/rivermead/recordings/new", "media-src 'self' blob:", "(self)"),
        (amina, "/rivermead/ideas/1", player, "()"),
        (cass, "/rivermead/ideas/1", player, "()"),
        (cass, "/rivermead/moderation", player, "()"),
        (hana, "/rivermead/concerns", player, "()"),
        (amina, "/rivermead", "", "()"),
        (amina, "/rivermead/ideas/new", "", "()"),
        (amina, "/rivermead/ideas", "", "()"),
    ):
        headers = (await browser.get(address)).headers
        policy = headers["content-security-policy"]
        assert policy.partition("; media-src")[2] == media.removeprefix("media-src"), address
        assert "script-src 'self';" in policy
        assert f"microphone={microphone}," in headers["permissions-policy"], address
        assert "camera=()," in headers["permissions-policy"]


# Deleted for good


def on_disk(site):
    """All that SQLite's file and the log beside it hold."""
    file = Path(site.settings.database_url.removeprefix("sqlite://"))
    return file.read_bytes() + file.with_name(file.name + "-wal").read_bytes()


async def nothing_is_left(site, idea):
    """No byte of the canary in the database's files, or in any row of PostgreSQL."""
    recording = await Recording.filter(idea_id=idea.id).order_by("id").first()
    assert recording.sound is None
    assert recording.deleted_at
    assert recording.wiped_at
    if database.is_postgresql():
        found = await database.rows("SELECT count(*) AS n FROM recording WHERE sound IS NOT NULL")
        assert found[0]["n"] == 0
        toast = "SELECT pg_relation_size(reltoastrelid) AS bytes FROM pg_class WHERE relname = 'recording'"
        assert (await database.rows(toast))[0]["bytes"] == 0
        return
    assert CANARY[:19] not in on_disk(site)


LARGE = TONE + CANARY * 200


async def test_after_a_yes_no_byte_of_the_sound_is_left(site):
    there = await town()
    idea = await written(there, LARGE)
    if not database.is_postgresql():
        assert CANARY[:19] in on_disk(site), "the canary would be found"
    await agree(idea, by=there.amina, **WORDS)
    await nothing_is_left(site, idea)


async def test_after_it_is_taken_back_no_byte_of_the_sound_is_left(site):
    there = await town()
    idea = await spoken(there, LARGE)
    await withdraw(idea, by=there.amina)
    await nothing_is_left(site, idea)


async def test_what_could_not_be_wiped_at_once_is_wiped_later(site, monkeypatch):
    there = await town()
    idea = await written(there, LARGE)
    real = database.forget_deleted

    async def busy(_table):
        raise RuntimeError("something else was reading it")

    monkeypatch.setattr(database, "forget_deleted", busy)
    await agree(idea, by=there.amina, **WORDS)
    assert (await Idea.get()).stage is Stage.WAITING
    assert (await Recording.get()).wiped_at is None
    monkeypatch.setattr(database, "forget_deleted", real)
    await delete_due()
    await nothing_is_left(site, idea)


async def test_after_thirty_days_it_is_deleted_and_asked_for_again(site):
    there = await town()
    idea = await spoken(there)
    amina = await site.as_(there.amina)
    with clock.at(clock.now() + timedelta(days=29)):
        await delete_due()
        assert await kept(idea)
    with clock.at(clock.now() + timedelta(days=30)):
        await delete_due()
        await delete_due()
        assert await kept(idea) is None
        assert (await Idea.get()).stage is Stage.SENT_BACK
        assert await StageMove.filter(idea_id=idea.id, name="lapse").count() == 1
        assert "That is our fault." in await see(amina, "/rivermead/ideas/1")
        assert (await ideas_seen_by(there.amina).get()).heading == "A recording"


async def test_every_page_names_the_last_day(site):
    there = await town()
    with clock.at(clock.at_local(clock.local(clock.now()).replace(2027, 2, 1, 12, tzinfo=None))):
        await spoken(there)
        for person in (there.amina, there.cass):
            assert "3 March at the latest" in await see(await site.as_(person), "/rivermead/ideas/1")
        assert "3 March at the latest" in await see(await site.as_(there.amina), "/rivermead/recordings/new")
