"""Done, and did it really happen?"""

import asyncio
from datetime import timedelta

from saidanddone import clock
from saidanddone.plan.answering import answer, count_due
from saidanddone.plan.completing import complete
from saidanddone.plan.models import Action, Asking, VerdictAnswer
from saidanddone.plan.verdicts import Verdict
from tests.people import young_people
from tests.plan.promises import FIRST, asking_of, chosen_idea, promise

HTMX = {"HX-Request": "true"}


async def test_done_is_said_and_those_who_asked_say_whether_it_is(site, there):
    idea = await chosen_idea(there, supporters=(there.bo,))
    await promise(there, idea)
    ellis, amina, bo = await site.as_(there.ellis), await site.as_(there.amina), await site.as_(there.bo)
    visitor, cass = await site.client(), await site.as_(there.cass)
    assert (await ellis.post(FIRST + "/completion", data={"said": ""})).status_code == 422
    assert "2 young people will be asked" in (await ellis.get(FIRST)).text
    assert (await ellis.post(FIRST + "/completion", data={"said": "All have one."})).status_code == 303
    assert "Did it really happen?" in (await amina.get(FIRST)).text
    for browser in (visitor, cass, ellis):
        assert 'name="verdict"' not in (await browser.get(FIRST)).text
    assert (
        await amina.post(FIRST + "/verdicts", data={"verdict": "maybe", "words": "Keep this"})
    ).status_code == 422
    assert (await ellis.post(FIRST + "/verdicts", data={"verdict": "yes"})).status_code == 403
    said = await amina.post(
        FIRST + "/verdicts", data={"verdict": "yes", "words": "I have mine."}, headers=HTMX
    )
    assert said.status_code == 200
    assert "You have answered." in said.text
    before = (await visitor.get(FIRST)).text
    assert "1 yes" not in before
    await bo.post(FIRST + "/verdicts", data={"verdict": "no"})
    await bo.post(FIRST + "/verdicts", data={"verdict": "yes"})
    page = (await visitor.get(FIRST)).text
    assert "Young people say: not yet" in page
    assert "1 yes" in page
    assert "I have mine." not in page


async def test_words_are_shown_once_a_worker_has_read_them(site, there):
    await promise(there, await chosen_idea(there, supporters=(there.bo,)))
    await complete(await Action.get(), by=there.ellis, said="Done.")
    asking = await asking_of(await Action.get())
    await answer(asking, by=there.amina, verdict=Verdict.YES, words="Mine works.")
    await answer(asking, by=there.bo, verdict=Verdict.YES, words="So rude!")
    kind, rude = await VerdictAnswer.all().order_by("id")
    cass, dev, bo = await site.as_(there.cass), await site.as_(there.dev), await site.as_(there.bo)
    there_ = "/rivermead/moderation/verdicts"
    assert (await bo.post(f"{there_}/{kind.id}/publication")).status_code == 403
    assert (await dev.post(f"{there_}/{kind.id}/publication")).status_code == 404
    assert (await dev.post(f"/ashcombe/moderation/verdicts/{kind.id}/publication")).status_code == 404
    assert (await cass.post(f"{there_}/999999999999/publication")).status_code == 404
    assert (await cass.post(f"{there_}/{kind.id}/publication")).status_code == 303
    assert (await cass.post(f"{there_}/{kind.id}/publication")).status_code == 409
    assert (await cass.post(f"{there_}/{rude.id}/refusal")).headers["location"] == "/rivermead/moderation"
    page = (await bo.get(FIRST)).text
    assert "Mine works." in page
    assert "So rude!" not in page
    assert "Young people say: yes, it happened" in page


async def test_below_the_floor_nobody_sees_how_many_said_what(site, there):
    more = await young_people(there.rivermead, 3)
    await promise(there, await chosen_idea(there, supporters=tuple(more)))
    await complete(await Action.get(), by=there.ellis, said="Done.")
    await (await site.as_(there.amina)).post(FIRST + "/verdicts", data={"verdict": "no"})
    with clock.at(clock.now() + timedelta(days=29)):
        await count_due()
        page = (await (await site.client()).get(FIRST)).text
        late = await (await site.as_(there.amina)).post(FIRST + "/verdicts", data={"verdict": "yes"})
    assert "Not enough answers yet" in page
    assert "1 no" not in page
    assert late.status_code == 409
    assert "over" in late.text


async def test_nobody_answers_about_what_is_not_done(site, there):
    await promise(there, await chosen_idea(there))
    refused = await (await site.as_(there.amina)).post(FIRST + "/verdicts", data={"verdict": "yes"})
    assert refused.status_code == 409


async def test_answers_twice_at_once_stand_once(site, there):
    await promise(there, await chosen_idea(there, supporters=(there.bo,)))
    await complete(await Action.get(), by=there.ellis, said="Done.")
    amina = await site.as_(there.amina)
    sent = await asyncio.gather(
        *(amina.post(FIRST + "/verdicts", data={"verdict": word}) for word in ("yes", "no", "partly", "yes"))
    )
    assert {one.status_code for one in sent} == {303}
    assert await VerdictAnswer.filter(replaced_at=None).count() == 1
    assert await Asking.filter(counted_at=None).count() == 1


async def test_an_answer_after_the_last_day_finds_the_others_counted(site, there):
    await promise(there, await chosen_idea(there, supporters=(there.bo,)))
    await complete(await Action.get(), by=there.ellis, said="Done.")
    amina = await site.as_(there.amina)
    await amina.post(FIRST + "/verdicts", data={"verdict": "yes"})
    with clock.at(clock.now() + timedelta(days=28, seconds=1)):
        assert 'name="verdict"' not in (await amina.get(FIRST)).text
        late = await amina.post(FIRST + "/verdicts", data={"verdict": "no"})
    assert late.status_code == 409
    assert (await Asking.get()).outcome is not None
    assert (await VerdictAnswer.get()).verdict is Verdict.YES
