"""Saying it instead of writing it: from a recording to words that its author agreed to; who may do what."""

import asyncio
from datetime import timedelta

import pytest

from saidanddone import clock
from saidanddone.history.models import first_fault
from saidanddone.ideas.models import Idea, ShownAs, Wording
from saidanddone.ideas.recordings import Recording, agree, ask_again, delete_due
from saidanddone.ideas.stages import Stage
from saidanddone.moderation import checking
from saidanddone.moderation.writing_down import write_down
from saidanddone.notices.models import Notice
from tests.ideas.recorded import TONE, WORDS, a_file, kept, see, sent, spoken, written
from tests.people import town

WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"\0" * 60


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
        await hana.post("/rivermead/moderation/ideas/1/release", data={"done": "They are safe."})
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
        "Use 600 letters or fewer.",
        "Use 120 letters or fewer.",
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
