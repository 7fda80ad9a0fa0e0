"""Cass reads what Amina wrote before anyone else does, and publishes it, sends it back or turns it down."""

import asyncio

import pytest

from saidanddone.history.models import HistoryText, first_fault
from saidanddone.ideas.models import Door, Idea, IdeaMission, StageMove, Wording
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.ideas.wording import reword
from saidanddone.moderation import checking
from saidanddone.notices.models import Notice
from saidanddone.rules import NotAllowed, Refused
from tests.people import town

HERE = "/rivermead/moderation/ideas/1"
WORDS = "Tell us first when a PA leaves"


async def waiting(there, what=WORDS, **more):
    return await propose(there.amina, what=what, **more)


async def test_cass_publishes_with_a_title_and_missions(site):
    there = await town()
    await waiting(there)
    cass = await site.as_(there.cass)
    sent = {"title": "Tell us first", "mission": ["stable-homes-2023/1", "inspection/influence"]}
    answer = await cass.post(f"{HERE}/publication", data=sent)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/rivermead/moderation"
    idea = await Idea.get(number=1)
    assert (idea.stage, idea.title) == (Stage.OPEN, "Tell us first")
    assert await IdeaMission.filter(idea_id=idea.id).count() == 2
    assert await Notice.filter(person_id=there.amina.id, what="publish").count() == 1
    page = await cass.get("/rivermead/moderation")
    assert "Published. Now anyone can read it, with or without an account." in page.text
    assert await first_fault(there.rivermead.id) is None


async def test_no_mission_is_fine(site):
    there = await town()
    idea = await waiting(there)
    await checking.publish(idea, by=there.cass, title=" Tell us first ", missions=[])
    assert (idea.title, await IdeaMission.all().count()) == ("Tell us first", 0)


@pytest.mark.parametrize(
    ("door", "council", "told"),
    [
        (Door.TEAM, "rivermead", "only the team can read it"),
        (Door.EVERYONE, "rivermead", "anyone can read it"),
        (Door.EVERYONE, "ashcombe", "everyone who signs in at Ashcombe can read it"),
    ],
)
async def test_the_notice_says_who_sees_it_now(site, door, council, told):
    there = await town()
    writer, reader = (there.amina, there.cass) if council == "rivermead" else (there.ivo, there.dev)
    await propose(writer, what=WORDS, door=door)
    worker = await site.as_(reader)
    assert f"Publish it and {told}" in (await worker.get(f"/{council}/moderation")).text
    await worker.post(f"/{council}/moderation/ideas/1/publication", data={"title": "First"})
    assert f"Published. Now {told}" in (await worker.get(f"/{council}/moderation")).text


@pytest.mark.parametrize(
    ("act", "sent", "sentence", "kept"),
    [
        (
            "publication",
            {"mission": "stable-homes-2023/5"},
            "Give it a short title.",
            'value="stable-homes-2023/5" checked',
        ),
        ("publication", {"title": "T" * 121}, "Use 120 letters or fewer.", "T" * 121),
        (
            "publication",
            {"title": "Kept", "mission": "nowhere/9"},
            "Pick missions from the list.",
            'value="Kept"',
        ),
        ("return", {"what": "Other words"}, "Say what should change, and why.", "Other words"),
        ("return", {"message": "Why", "what": "w" * 601}, "Use 600 letters or fewer.", "Why</textarea>"),
        ("refusal", {"message": "Because"}, "Pick a reason from the list.", "Because</textarea>"),
        (
            "refusal",
            {"reason": "boring", "message": "Because"},
            "Pick a reason from the list.",
            "Because</textarea>",
        ),
        ("refusal", {"reason": "unsafe"}, "Tell the writer why", 'value="unsafe" checked'),
        ("merger", {}, "Write the number of the idea", 'name="into"'),
        ("merger", {"into": "twelve"}, "such as 12", 'value="twelve"'),
        ("merger", {"into": "1"}, "another idea that people can see", 'value="1"'),
        ("merger", {"into": "999999999"}, "another idea that people can see", 'value="999999999"'),
        ("hold", {"message": " "}, "Say what worries you.", "hold-message"),
        ("hold", {"message": "a\x00b"}, "hidden signs", "hold-message"),
    ],
)
async def test_a_mistake_draws_the_item_again_with_what_was_typed(site, act, sent, sentence, kept):
    there = await town()
    await waiting(there)
    cass = await site.as_(there.cass)
    for headers in ({}, {"HX-Request": "true"}):
        answer = await cass.post(f"{HERE}/{act}", data=sent, headers=headers)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert kept in answer.text
        assert WORDS in answer.text
        assert ("<html" in answer.text) is not headers
    assert (await Idea.get(number=1)).stage is Stage.WAITING


async def test_cass_sends_it_back_with_a_suggestion_and_both_wordings_stay(site):
    there = await town()
    await waiting(there, what="Ring me on 07700 900 412")
    cass = await site.as_(there.cass)
    page = await cass.get("/rivermead/moderation")
    assert "<mark>07700 900 412</mark>" in page.text
    assert "Looks like a phone number" in page.text
    answer = await cass.post(f"{HERE}/return", data={"message": "Without your number?", "what": "Ring me"})
    assert answer.status_code == 303
    idea = await Idea.get(number=1)
    assert (idea.stage, idea.what) == (Stage.SENT_BACK, "Ring me")
    wordings = await Wording.filter(idea_id=idea.id).order_by("number")
    assert [(one.what, one.by_id) for one in wordings] == [
        ("Ring me on 07700 900 412", there.amina.id),
        ("Ring me", there.cass.id),
    ]
    assert (await StageMove.get(name="return")).message == "Without your number?"
    await reword(idea, by=there.amina, what="Ring me", why="")
    assert "Without your number?" in (await cass.get("/rivermead/moderation")).text


async def test_sent_back_without_a_suggestion_no_wording_is_added(site):
    there = await town()
    idea = await waiting(there)
    await checking.send_back(idea, by=there.cass, message="Say more?", what=WORDS)
    assert await Wording.filter(idea_id=idea.id).count() == 1
    assert idea.what == WORDS


async def test_cass_turns_it_down_with_a_reason(site):
    there = await town()
    await waiting(there)
    cass = await site.as_(there.cass)
    answer = await cass.post(
        f"{HERE}/refusal", data={"reason": "about-a-person", "message": "It is about Mo."}
    )
    assert answer.status_code == 303
    assert (await Idea.get(number=1)).stage is Stage.DECLINED
    move = await StageMove.get(name="decline")
    assert (move.reason, move.message) == ("about-a-person", "It is about Mo.")
    assert "ask, once, for somebody else" in (await cass.get("/rivermead/moderation")).text


async def test_what_was_not_read_is_not_published(site):
    there = await town()
    idea = await waiting(there)
    cass = await site.as_(there.cass)
    assert 'name="wording" value="1"' in (await cass.get("/rivermead/moderation")).text
    await reword(idea, by=there.amina, what="Something else entirely", why="")
    for act, sent in (("publication", {"title": "First"}), ("merger", {"into": "2"})):
        if act == "merger":
            other = await propose(there.bo, what="Another")
            await checking.publish(other, by=there.cass, title="Another", missions=[])
        answer = await cass.post(f"{HERE}/{act}", data={**sent, "wording": "1"})
        assert answer.status_code == 422
        assert "The words have changed since you opened them." in answer.text
        assert "Something else entirely" in answer.text
        assert 'name="wording" value="2"' in answer.text
        assert (await Idea.get(number=1)).stage is Stage.WAITING
    assert (
        await cass.post(f"{HERE}/publication", data={"title": "First", "wording": "2"})
    ).status_code == 303


async def test_two_workers_publish_at_once_and_one_is_told(site):
    there = await town()
    await waiting(there)
    cass, col = await site.as_(there.cass), await site.as_(there.col)
    answers = await asyncio.gather(
        cass.post(f"{HERE}/publication", data={"title": "From Cass", "mission": "stable-homes-2023/1"}),
        col.post(f"{HERE}/publication", data={"title": "From Col", "mission": "stable-homes-2023/2"}),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    winner = "From Cass" if answers[0].status_code == 303 else "From Col"
    assert (await Idea.get(number=1)).title == winner
    assert await StageMove.filter(name="publish").count() == 1
    assert await IdeaMission.all().count() == 1


async def test_somebody_else_got_there_first(site):
    there = await town()
    await waiting(there)
    one, other = await Idea.get(number=1), await Idea.get(number=1)
    await checking.publish(one, by=there.cass, title="First", missions=[])
    with pytest.raises(Refused, match="Someone else got there first"):
        await checking.decline(other, by=there.col, reason="unsafe", message="No")


@pytest.mark.parametrize("act", ["publication", "return", "refusal", "merger", "merger/undo", "hold"])
async def test_only_workers_of_this_council_may(site, act):
    there = await town()
    await waiting(there)
    sent = {"title": "T", "message": "M", "reason": "unsafe", "into": "1"}
    for person, status in (
        (there.amina, 403),
        (there.bo, 403),
        (there.ellis, 403),
        (there.gus, 403),
        (there.hana, 403),
        (there.fern, 403),
        (there.dev, 404),
        (there.ivo, 404),
    ):
        answer = await (await site.as_(person)).post(f"{HERE}/{act}", data=sent)
        assert answer.status_code == status, person.nickname
    visitor = await site.client()
    assert (await visitor.post(f"{HERE}/{act}", data=sent)).headers["location"].endswith("/sign-in")
    assert (await Idea.get(number=1)).stage is Stage.WAITING


@pytest.mark.parametrize("act", ["publication", "return", "refusal", "merger", "hold"])
async def test_a_draft_is_not_there_for_workers(site, act):
    there = await town()
    await waiting(there, draft=True)
    cass = await site.as_(there.cass)
    sent = {"title": "T", "message": "M", "reason": "unsafe", "into": "1"}
    assert (await cass.post(f"{HERE}/{act}", data=sent)).status_code == 404
    assert WORDS not in (await cass.get("/rivermead/moderation")).text


async def test_the_wrong_moment_is_said_in_a_sentence(site):
    there = await town()
    idea = await waiting(there)
    await checking.publish(idea, by=there.cass, title="First", missions=[])
    cass = await site.as_(there.cass)
    for act, sent in (
        ("publication", {"title": "Again"}),
        ("publication", {}),
        ("return", {"message": "Hm"}),
    ):
        answer = await cass.post(f"{HERE}/{act}", data=sent)
        assert answer.status_code == 409
        assert "This idea is at “Open” now" in answer.text
    assert (await cass.post(f"{HERE}/merger/undo", data={})).status_code == 409
    assert (await cass.post(f"{HERE}/refusal", data={"reason": "unsafe"})).status_code == 422


async def test_verbs_refuse_the_wrong_person(site):
    there = await town()
    idea = await waiting(there)
    with pytest.raises(NotAllowed):
        await checking.publish(idea, by=there.amina, title="Mine", missions=[])
    with pytest.raises(NotAllowed):
        await checking.hold(idea, by=there.gus, message="Hm")
    with pytest.raises(Refused, match="short title"):
        await checking.publish(idea, by=there.cass, title=" ", missions=[])


async def test_shortlisting_and_its_undo(site):
    there = await town()
    idea = await waiting(there)
    await checking.publish(idea, by=there.cass, title="First", missions=[])
    cass = await site.as_(there.cass)
    answer = await cass.post(f"{HERE}/shortlisting", data={})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rivermead/ideas/1")
    assert (await Idea.get(number=1)).stage is Stage.SHORTLISTED
    assert (await cass.post(f"{HERE}/shortlisting", data={})).status_code == 409
    assert (await cass.post(f"{HERE}/shortlisting/undo", data={})).status_code == 303
    assert (await Idea.get(number=1)).stage is Stage.OPEN
    assert (await cass.post(f"{HERE}/shortlisting/undo", data={})).status_code == 409
    assert (await (await site.as_(there.ellis)).post(f"{HERE}/shortlisting", data={})).status_code == 403
    assert (await (await site.as_(there.dev)).post(f"{HERE}/shortlisting", data={})).status_code == 404


async def test_words_with_markup_are_only_words(site):
    there = await town()
    await waiting(there, what="<script>alert(1)</script> @magpie <b>x</b>", why='"><img src=x>')
    page = (await (await site.as_(there.cass)).get("/rivermead/moderation")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>@magpie</mark> &lt;b&gt;" in page
    assert "<img src=x" not in page


async def test_the_history_has_the_worry_without_its_words(site):
    there = await town()
    idea = await waiting(there)
    await checking.hold(idea, by=there.cass, message="They may be in danger: canary")
    texts = await HistoryText.all().values_list("text", flat=True)
    assert not any("canary" in text for text in texts)
    assert await StageMove.filter(message__contains="canary").count() == 0


async def test_cass_takes_a_number_out_for_the_writer(site):
    there = await town()
    await waiting(there, what="Ring me on 07700 900 412", why="At SW1A 1AA")
    cass = await site.as_(there.cass)
    page = (await cass.get("/rivermead/moderation")).text
    assert "Ring me on [taken out]</textarea>" in page
    assert "At [taken out]</textarea>" in page
    answer = await cass.post("/rivermead/ideas/1/wordings", data={"what": "Ring me", "why": "At home"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rivermead/moderation")
    assert "Mended. Both wordings are kept." in (await cass.get("/rivermead/moderation")).text
    idea = await Idea.get(number=1)
    assert (idea.stage, idea.what, idea.why) == (Stage.WAITING, "Ring me", "At home")
    assert await Wording.filter(idea_id=idea.id).count() == 2
    for empty in ({"what": ""}, {"what": "w" * 601}):
        assert (await cass.post("/rivermead/ideas/1/wordings", data=empty)).status_code == 422
    assert (await Idea.get(number=1)).what == "Ring me"


async def test_numbers_that_no_database_holds_are_not_there(site):
    there = await town()
    cass, hana = await site.as_(there.cass), await site.as_(there.hana)
    here, far = "/rivermead/moderation", 10**30
    for act in ("publication", "appeal-decision", "merger/undo", "shortlisting", "hold"):
        assert (await cass.post(f"{here}/ideas/{far}/{act}", data={})).status_code == 404
    for act in ("publication", "refusal", "hold"):
        assert (await cass.post(f"{here}/comments/{far}/{act}", data={})).status_code == 404
    assert (await hana.post(f"/rivermead/concerns/{far}/closing", data={})).status_code == 404
    assert (await hana.get(f"/rivermead/concerns?after={far}")).status_code == 200


@pytest.mark.parametrize(
    ("act", "sent", "sentence", "kept"),
    [
        ("merger", {"into": "99"}, "another idea that people can see", 'value="99"'),
        ("refusal", {"message": "Kept"}, "Pick a reason from the list.", "Kept</textarea>"),
        ("hold", {}, "Say what worries you.", "hold-message"),
    ],
)
async def test_a_mistake_with_an_open_idea_is_mended_where_it_was_made(site, act, sent, sentence, kept):
    there = await town()
    await checking.publish(await waiting(there), by=there.cass, title="First", missions=[])
    answer = await (await site.as_(there.cass)).post(f"{HERE}/{act}", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert kept in answer.text
    assert "/publication" not in answer.text
