"""Saying what should change: one box, and everything that can go wrong with it."""

import pytest

from saidanddone.ideas.deciding import Answer, NoKind, decide
from saidanddone.ideas.models import Door, Idea, ShownAs
from saidanddone.ideas.stages import Stage
from tests.ideas.steps import in_the_vote, open_idea
from tests.people import town

SAID = {"what": "Free buses in the first month", "shown_as": "nickname", "door": "everyone"}


async def test_amina_says_what_should_change(site):
    there = await town()
    amina = await site.as_(there.amina)
    page = await amina.get("/rivermead/ideas/new")
    assert "What should change?" in page.text
    assert "anyone can read ideas" in page.text
    answer = await amina.post("/rivermead/ideas", data={**SAID, "why": "Jobs are far away.", "quote": "yes"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rivermead/ideas/1")
    idea = await Idea.get()
    assert (idea.what, idea.why, idea.quotable) == (SAID["what"], "Jobs are far away.", True)
    assert (idea.stage, idea.author_id, idea.by_staff) == (Stage.WAITING, there.amina.id, False)


async def test_each_writer_is_told_who_will_read_it(site):
    there = await town()
    page = await (await site.as_(there.ivo)).get("/ashcombe/ideas/new")
    assert "Only those who sign in here can read ideas" in page.text


async def test_a_draft_is_kept_and_sent_later(site):
    there = await town()
    amina = await site.as_(there.amina)
    await amina.post("/rivermead/ideas", data={**SAID, "save": "draft"})
    idea = await Idea.get()
    assert idea.stage is Stage.DRAFT
    await amina.post("/rivermead/ideas/1/wordings", data={"what": "Free buses", "save": "draft"})
    assert (await Idea.get()).stage is Stage.DRAFT
    await amina.post("/rivermead/ideas/1/wordings", data={"what": "Free buses for a month"})
    idea = await Idea.get()
    assert (idea.stage, idea.what) == (Stage.WAITING, "Free buses for a month")


async def test_staff_ideas_say_so(site):
    there = await town()
    gus = await site.as_(there.gus)
    await gus.post("/rivermead/ideas", data={**SAID, "shown_as": "hidden", "door": "team"})
    idea = await Idea.get()
    assert (idea.by_staff, idea.shown_as, idea.door) == (True, ShownAs.HIDDEN, Door.TEAM)
    await idea.make_move("publish", by=there.cass, title="Buses")
    page = await gus.get("/rivermead/ideas")
    assert "Said by staff" in page.text
    assert "Only the team" in page.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"what": ""}, "Write what should change."),
        ({"what": "   \n "}, "Write what should change."),
        ({"what": "\u200b\u2066\n\u3164 \u2800"}, "Write what should change."),
        ({"what": "x" * 601}, "Use 600 letters or fewer."),
        ({"why": "y" * 2001}, "Use 2000 letters or fewer."),
        ({"title": "t" * 121}, "Use 120 letters or fewer."),
        ({"shown_as": "loudly"}, "Pick how your idea is shown."),
        ({"shown_as": None}, "Pick how your idea is shown."),
        ({"door": "window"}, "Pick who may read your idea."),
        ({"door": None}, "Pick who may read your idea."),
        ({"quote": "maybe"}, "Say yes or no to being quoted."),
        ({"what": "a\x00b"}, "Take out the hidden signs"),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
async def test_a_mistake_gets_a_sentence_and_loses_nothing(site, change, sentence, htmx):
    there = await town()
    amina = await site.as_(there.amina)
    sent = {**SAID, "why": "Kept <b>as typed</b>", **change}
    headers = {"HX-Request": "true"} if htmx else {}
    answer = await amina.post(
        "/rivermead/ideas", data={k: v for k, v in sent.items() if v is not None}, headers=headers
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ("<html" in answer.text) is not htmx
    if "why" not in change:
        assert "Kept &lt;b&gt;as typed&lt;/b&gt;" in answer.text
    if "what" not in change:
        assert SAID["what"] in answer.text
    assert await Idea.all().count() == 0


async def test_six_hundred_letters_with_line_ends_fit(site):
    there = await town()
    amina = await site.as_(there.amina)
    answer = await amina.post("/rivermead/ideas", data={**SAID, "what": "x\r\n" * 300 + "y"})
    assert answer.status_code == 422
    answer = await amina.post("/rivermead/ideas", data={**SAID, "what": "x\r\n" * 299 + "yy"})
    assert answer.status_code == 303


async def test_the_client_can_not_set_our_fields(site):
    there = await town()
    amina = await site.as_(there.amina)
    more = {
        "author": there.bo.id,
        "author_id": there.bo.id,
        "stage": "open",
        "number": 77,
        "council": 2,
        "supports": 9,
    }
    await amina.post("/rivermead/ideas", data={**SAID, **more})
    idea = await Idea.get()
    assert (idea.author_id, idea.stage, idea.number) == (there.amina.id, Stage.WAITING, 1)
    assert (idea.council_id, idea.supports) == (there.rivermead.id, 0)


async def test_others_are_sent_away(site):
    there = await town()
    visitor, ivo = await site.client(), await site.as_(there.ivo)
    assert (await visitor.post("/rivermead/ideas", data=SAID)).headers["location"] == "/rivermead/sign-in"
    assert (await ivo.post("/rivermead/ideas", data=SAID)).status_code == 404
    assert (await ivo.get("/rivermead/ideas/new")).status_code == 404
    assert await Idea.all().count() == 0


async def test_ideas_like_it_are_shown_while_amina_writes(site):
    there = await town()
    await open_idea(there, title="Buses should be free in the first month")
    await in_the_vote(there, title="Data for my phone")
    await open_idea(there, title="A box of tools")
    bo = await site.as_(there.bo)
    page = await bo.get(
        "/rivermead/ideas/similar", params={"q": "make buses cheap for a month please, and a phone"}
    )
    assert "Buses should be free" in page.text
    assert "Data for my phone" in page.text
    assert "A box of tools" not in page.text
    assert page.text.index("Buses should be free") < page.text.index("Data for my phone")
    block = await bo.get("/rivermead/ideas/similar", params={"what": "buses"}, headers={"HX-Request": "true"})
    assert "<html" not in block.text
    assert "/rivermead/ideas/1/support" in block.text
    assert "Buses" not in (await bo.get("/rivermead/ideas/similar?q=the")).text
    wrong = await bo.post("/rivermead/ideas", data={"what": "free buses"})
    assert wrong.status_code == 422
    assert "Buses should be free" in wrong.text


async def test_without_script_a_look_at_ideas_like_it_keeps_what_is_typed(site):
    there = await town()
    await open_idea(there, title="One number for money questions")
    bo = await site.as_(there.bo)
    typed = {"what": "Money questions are hard", "why": "Nobody rings back", "look": "similar"}
    answer = await bo.post("/rivermead/ideas", data=typed | {"shown_as": "hidden", "door": "team"})
    assert answer.status_code == 200
    assert "One number for money questions" in answer.text
    assert "Money questions are hard" in answer.text
    assert "Nobody rings back" in answer.text
    assert 'value="team" checked' in answer.text
    assert await Idea.all().count() == 1


async def test_without_script_amina_is_told_that_there_is_no_idea_like_hers(site):
    there = await town()
    amina = await site.as_(there.amina)
    none = "<p>No idea like that yet.</p>"
    typed = {"what": "Zebras", "shown_as": "nickname", "door": "everyone", "look": "similar"}
    assert none in (await amina.post("/rivermead/ideas", data=typed)).text
    assert (
        none
        not in (await amina.get("/rivermead/ideas/similar?q=zebras", headers={"HX-Request": "true"})).text
    )


async def test_ideas_like_it_are_shown_when_they_were_answered_too_but_not_for_a_common_word(site):
    there = await town()
    lessons = await open_idea(there, title="Free driving lessons")
    await decide(
        lessons, by=there.ellis, answer=Answer.NO, reason="Not ours.", kind=NoKind.NOT_OURS, else_can="Ask."
    )
    for number in range(6):
        await open_idea(there, title=f"Meeting number {number}")
    bo = await site.as_(there.bo)

    async def like(words):
        return (await bo.get("/rivermead/ideas/similar", params={"q": words})).text

    assert "Free driving lessons" in await like("Teach us driving")
    assert "Meeting number" not in await like("I would like a meeting")
    assert "Meeting number 3" in await like("A meeting, the third number")
    assert "Free driving lessons" not in await like("Free doorbells")


async def test_the_same_words_sent_again_are_one_idea_while_they_wait(site):
    there = await town()
    amina, bo = await site.as_(there.amina), await site.as_(there.bo)
    for _ in range(2):
        answer = await amina.post("/rivermead/ideas", data=SAID)
        assert (answer.status_code, answer.headers["location"]) == (303, "/rivermead/ideas/1")
    assert "We have this already." in (await amina.get("/rivermead/ideas/1")).text
    assert (await bo.post("/rivermead/ideas", data=SAID)).headers["location"] == "/rivermead/ideas/2"
    assert (await amina.post("/rivermead/ideas", data=SAID | {"why": "Jobs."})).headers["location"][-1] == "3"
