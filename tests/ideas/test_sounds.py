"""What is taken as a recording, whatever is sent."""

import asyncio
import struct

import pytest

from saidanddone.demo.tones import tone
from saidanddone.ideas import recordings
from saidanddone.ideas.models import Idea
from saidanddone.ideas.recordings import Recording
from saidanddone.ideas.sounds import BYTES_AT_MOST, KINDS, kind_of, seconds_of
from tests.ideas.recorded import HERE, SENT, TONE, a_file, sent
from tests.people import town

WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"\0" * 60


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
