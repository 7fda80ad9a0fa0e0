"""A council's own wording of reasons: offered from then on, and what was told before stays as it was told."""

import pytest

from saidanddone.ideas.deciding import Answer, Decision, NoKind, decide
from saidanddone.ideas.models import Idea, StageMove
from saidanddone.ideas.proposing import propose
from saidanddone.moderation import wordings
from saidanddone.moderation.checking import decline, publish
from saidanddone.rules import NotAllowed, Refused
from tests.people import town

WORDS = "/rivermead/settings/words"


async def opened(there, what):
    idea = await propose(there.amina, what=what)
    await publish(idea, by=there.cass, title=what, missions=[])
    return idea


async def test_a_reason_in_the_councils_words_is_told_and_earlier_ones_stay(site):
    there = await town()
    fern, amina = await site.as_(there.fern), await site.as_(there.amina)
    before, after = [await propose(there.amina, what=f"Idea {number}") for number in (1, 2)]
    await decline(before, by=there.cass, reason="unsafe", message="Sorry.")
    ours = "We want nobody to get hurt by it."
    sent = {"kind": "decline", "code": "unsafe", "text": ours}
    assert (await fern.post(WORDS, data=sent)).status_code == 303
    await decline(after, by=there.cass, reason="unsafe", message="Sorry.")
    assert "Putting it up could put you" in (await amina.get(f"/rivermead/ideas/{before.number}")).text
    assert ours in (await amina.get(f"/rivermead/ideas/{after.number}")).text
    await propose(there.bo, what="Waiting")
    assert ours in (await (await site.as_(there.cass)).get("/rivermead/moderation")).text
    back = await fern.post(WORDS + "/undo", data={"kind": "decline", "code": "unsafe"})
    assert back.status_code == 303
    assert ours not in (await fern.get(WORDS)).text
    assert ours in (await amina.get(f"/rivermead/ideas/{after.number}")).text


async def test_a_no_is_said_in_the_councils_words(site):
    there = await town()
    ours = "Our budget is spent for this year"
    await wordings.say_it(there.rivermead, by=there.fern, kind="no", code="money", text=ours)
    first, second = await opened(there, "Driving lessons"), await opened(there, "Flying lessons")
    ellis = await site.as_(there.ellis)
    assert ours in (await ellis.get(f"/rivermead/ideas/{first.number}/decision")).text
    no = {"answer": Answer.NO, "reason": "Sorry.", "kind": NoKind.MONEY, "else_can": "Ask the college."}
    await decide(first, by=there.ellis, **no)
    await wordings.put_back(there.rivermead, by=there.fern, kind="no", code="money")
    await decide(second, by=there.ellis, **no)
    assert ours in (await ellis.get(f"/rivermead/ideas/{first.number}")).text
    assert "There is no money for it" in (await ellis.get(f"/rivermead/ideas/{second.number}")).text


async def test_an_officer_says_not_now_with_a_ready_sentence(site):
    there = await town()
    idea = await opened(there, "Driving lessons")
    ellis = await site.as_(there.ellis)
    at = f"/rivermead/ideas/{idea.number}/decision"
    assert "We will ask for the money" in (await ellis.get(at)).text
    sent = {"answer": "not-now", "reason": "", "ready": "next-budget", "return_on": "2099-01-01"}
    looked = await ellis.post(at + "/preview", data=sent, headers={"HX-Request": "true"})
    assert "We will ask for the money" in looked.text
    assert (await ellis.post(at, data={**sent, "ready": "made-up"})).status_code == 422
    assert (await ellis.post(at, data=sent)).status_code == 303
    assert (await Decision.get()).reason == "We will ask for the money when the next budget is made."


async def test_a_ready_sentence_is_no_reason_for_another_answer(site):
    there = await town()
    idea = await opened(there, "Driving lessons")
    ellis = await site.as_(there.ellis)
    sent = {"answer": "yes", "reason": "", "ready": "next-budget"}
    assert (await ellis.post(f"/rivermead/ideas/{idea.number}/decision", data=sent)).status_code == 422


async def test_cass_sends_back_with_ready_sentences_and_her_own(site):
    there = await town()
    idea = await propose(there.amina, what="Things")
    await wordings.say_it(there.rivermead, by=there.fern, kind="return", code="own-1", text="Which place?")
    cass = await site.as_(there.cass)
    assert "Which place?" in (await cass.get("/rivermead/moderation")).text
    at = f"/rivermead/moderation/ideas/{idea.number}/return"
    assert (await cass.post(at, data={"message": ""})).status_code == 422
    assert (await cass.post(at, data={"message": "", "ready": "made-up"})).status_code == 422
    assert (
        await cass.post(at, data={"message": "Thanks!", "ready": ["own-1", "say-more"]})
    ).status_code == 303
    told = (await StageMove.get(name="return")).message
    assert told == "Say a bit more, so that others know what you mean. Which place? Thanks!"
    assert (await Idea.get(id=idea.id)).stage == "sent-back"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"kind": "no", "code": "money", "text": ""}, "Write the sentence."),
        ({"kind": "no", "code": "money", "text": "w" * 201}, "Use 200 letters or fewer."),
        ({"kind": "maybe", "code": "money", "text": "Hm"}, "Pick a sentence"),
    ],
)
async def test_a_sentence_that_cant_be(site, sent, says):
    there = await town()
    refused = await (await site.as_(there.fern)).post(WORDS, data=sent)
    assert (refused.status_code, says in refused.text) == (422, True)


async def test_a_reason_that_isnt_there_cant_be_worded_nor_by_anybody(site):
    there = await town()
    fern = await site.as_(there.fern)
    assert (await fern.post(WORDS, data={"kind": "no", "code": "x", "text": "Hm"})).status_code == 409
    with pytest.raises(NotAllowed):
        await wordings.say_it(there.rivermead, by=there.cass, kind="no", code="money", text="Hm")
    with pytest.raises(Refused):
        await wordings.say_it(there.rivermead, by=there.fern, kind="no", code="money", text=" ")


async def test_another_councils_words_are_its_own(site):
    there = await town()
    await wordings.say_it(there.rivermead, by=there.fern, kind="no", code="money", text="Ours")
    assert (await wordings.sentences(there.ashcombe.id, "no"))["money"] == "There is no money for it"
