"""Amina reads and takes along everything that is held about her, and nothing about anybody else."""

import json
import re

from tortoise.fields.relational import ForeignKeyFieldInstance

from saidanddone.appraisal.models import Score
from saidanddone.ideas.commenting import comment
from saidanddone.ideas.models import ShownAs
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.quoting import withdraw_quote
from saidanddone.ideas.supporting import support
from saidanddone.mine.held import models
from saidanddone.mine.holding import LEFT_OUT, PARTS
from saidanddone.mine.saying import AN_OLDER_ONE, OWN_ACTS, say_notice
from saidanddone.moderation import checking, looking
from saidanddone.moderation.checking import publish
from saidanddone.moderation.reasoned import hold_reason
from saidanddone.people.models import Person
from saidanddone.plan.answering import answer
from saidanddone.plan.completing import complete
from saidanddone.plan.models import Asking
from saidanddone.plan.verdicts import Verdict
from saidanddone.plan.worried import hold_words
from saidanddone.rounds.planning import plan_round
from saidanddone.rounds.running import open_round
from saidanddone.rounds.voting import vote
from tests.appraisal.weighing import gives, scoring
from tests.doors.test_come_back_cards import has_card
from tests.front.test_hidden_names import NEVER_SHOWN
from tests.plan.promises import chosen_idea, promise

HELD = [held for part in PARTS for held in part.held]


def links_to_people():
    """Every column of every model that says who somebody is, as “Model.column”."""
    for name, model in models().items():
        for field in model._meta.fields_map.values():
            if isinstance(field, ForeignKeyFieldInstance) and field.related_model is Person:
                yield f"{name}.{field.model_field_name}_id"
        for column in model._meta.db_fields:
            if re.search(r"(^|_)(person|who|author)_id$", column):
                yield f"{name}.{column}"


async def test_every_link_to_a_person_is_followed_or_left_out_for_a_reason(site):
    followed = {held.found_by for held in HELD}
    missing = {link for link in links_to_people() if link not in followed | set(LEFT_OUT)}
    assert not missing, f"say in mine/holding.py what is shown of {missing}, or why not"
    assert all(len(reason) > 40 for reason in LEFT_OUT.values())


async def test_each_section_can_be_asked_for_and_is_named_once(site, there):
    names = [held.name for held in HELD]
    assert len(names) == len(set(names))
    for held in HELD:
        for person in (there.amina, there.fern):
            await held.rows(person)


async def lived(there):
    idea = await propose(there.amina, what="Amina’s words", why="Amina’s reason", shown_as=ShownAs.HIDDEN)
    await publish(idea, by=there.cass, title="Doorbells", missions=[])
    other = await propose(there.bo, what="Bo’s secret words", shown_as=ShownAs.HIDDEN)
    await publish(other, by=there.cass, title="Evenings", missions=[])
    await support(other, by=there.amina)
    await comment(other, by=there.amina, text="Amina’s added words")
    await comment(idea, by=there.bo, text="Bo’s added words")
    worry = await checking.hold(idea, by=there.cass, message="Cass’s private worry")
    await looking.look_behind(worry, by=there.hana, reason="Hana’s private reason")


async def test_amina_reads_all_of_hers_and_nothing_of_others(site, there):
    await lived(there)
    amina = await site.as_(there.amina)
    page = await amina.get("/rivermead/me/data")
    text = page.text.replace("&#39;", "'")
    assert page.status_code == 200
    for hers in ("Amina’s words", "Amina’s reason", "Amina’s added words", "Me too", "Safeguarding Lead"):
        assert hers in text, hers
    file = await amina.get("/rivermead/me/data.json")
    assert "attachment" in file.headers["content-disposition"]
    assert file.headers["cache-control"] == "no-store"
    whole = json.loads(file.text)
    assert whole["held"]["idea-author_id"]["rows"][0]["Your words"] == "Amina’s words"
    assert whole["held"]["session-person_id"]["rows"][0]["A device others use too"] is False
    for told in (text, file.text):
        for theirs in ("Bo’s", "private worry", "private reason", "Cass", "Hana"):
            assert theirs not in told, theirs
        assert not re.search(r"[0-9a-f]{64}", told), "no key, no hash"


async def test_amina_reads_that_somebody_looked_behind_an_answer_and_a_score(site, there):
    """While the worry is open too, as of ideas and added words; of looks behind Bo’s she reads nothing."""
    idea = await chosen_idea(there, supporters=(there.bo,))
    await complete(await promise(there, idea), by=there.ellis, said="All up.")
    appraisal = await scoring(there)
    for person in (there.amina, there.bo):
        asking = await Asking.get(number=1).select_related("action")
        said = await answer(asking, by=person, verdict=Verdict.NO, words="It did not")
        await gives(person, appraisal, 2, why="Because of him")
        reason = await Score.exclude(reason="").get(person_id=person.id).select_related("appraisal")
        for worry in (
            await hold_words(said, by=there.cass, message="Worried"),
            await hold_reason(reason, by=there.cass, message="Worried"),
        ):
            await looking.look_behind(worry, by=there.hana, reason="Hana’s private reason")
    for person, times in ((there.amina, 1), (there.bo, 1), (there.cass, 0), (there.hana, 0)):
        file = (await (await site.as_(person)).get("/rivermead/me/data.json")).text
        held = json.loads(file)["held"]
        for name in ("look-concern-words_id", "look-concern-score_id"):
            rows = held.get(name, {"rows": []})["rows"]
            assert [row["By"] for row in rows] == ["Safeguarding Lead"] * times, (person.nickname, name)
        assert ("private reason" in file) is (person is there.hana)


async def test_what_was_told_and_done_stands_in_words_and_not_in_codes(site, there):
    await lived(there)
    quoted = await propose(there.amina, what="Quote me", quotable=True)
    await withdraw_quote(await propose(there.amina, what="Or not", quotable=True), by=there.amina)
    await has_card(site, there.amina)
    await has_card(site, there.amina, "5082")
    amina = await site.as_(there.amina)
    page = (await amina.get("/rivermead/me/data")).text
    for words in (
        "Your idea is published.",
        "You made a new card to come back with.",
        "You said that your words may not be quoted any more",
        "You said “me too”",
        "You made a come-back card",
        "Print or save this page",
    ):
        assert words in page, words
    for code in ("withdraw quote", "make card", "card-made-anew", "invitation</dd>", "<dt>On</dt>"):
        assert code not in page, code
    assert page.count(f'href="/rivermead/ideas/{quoted.number}#quote"') == 1
    assert page.count("#quote") == 1, "what is taken back already leads nowhere"
    assert 'id="quote"' in (await amina.get(f"/rivermead/ideas/{quoted.number}")).text
    whole = (await amina.get("/rivermead/me/data?all=yes")).text
    main = whole[whole.index("<main") : whole.index("</main")]
    assert main.count('<details class="fold" open') == main.count("<details")
    told = json.loads((await amina.get("/rivermead/me/data.json")).text)["held"]
    assert {"card-made-anew"} <= {row["About"] for row in told["notice-person_id"]["rows"]}, "as it is kept"


def test_every_act_has_words_for_whoever_did_it():
    """Those that no page of the history shows as well."""
    hidden = {act for acts in NEVER_SHOWN.values() for act in acts.split()}
    assert hidden - {*OWN_ACTS} == set(), "say in mine/saying.py what it is"
    assert say_notice([("About", "long-gone")], young=True) == [("About", AN_OLDER_ONE)]


async def test_nothing_about_votes_is_in_it(site, there):
    from datetime import timedelta

    from saidanddone import clock

    first, second = [await propose(there.bo, what=f"Idea {number}") for number in (1, 2)]
    for idea in (first, second):
        await publish(idea, by=there.cass, title=idea.what, missions=[])
    now = clock.now()
    round_ = await plan_round(
        there.rivermead, by=there.cass, question="Which?", opens_at=now + timedelta(minutes=1),
        closes_at=now + timedelta(days=3), picks=1, ideas=[first, second],
    )  # fmt: skip
    await open_round(round_, by=there.cass)
    amina = await site.as_(there.amina)
    before = [(await amina.get(f"/rivermead/me/data{end}")).text for end in ("", ".json")]
    await vote(round_, by=there.amina, ideas=[first])
    after = [(await amina.get(f"/rivermead/me/data{end}")).text for end in ("", ".json")]
    assert before[0] == after[0]
    assert json.loads(before[1])["held"] == json.loads(after[1])["held"]


async def test_staff_read_theirs_and_strangers_none(site, there, queries):
    await lived(there)
    for person in (there.cass, there.fern, there.hana, there.ellis, there.gus):
        browser = await site.as_(person)
        text = (await browser.get("/rivermead/me/data")).text
        assert (await browser.get("/rivermead/me/data.json")).status_code == 200
        assert "Amina" not in text, person.nickname
    assert (await (await site.client()).get("/rivermead/me/data")).status_code == 303
    assert (await (await site.as_(there.dev)).get("/rivermead/me/data.json")).status_code == 404
    amina = await site.as_(there.amina)
    with queries() as few:
        await amina.get("/rivermead/me/data")
    for number in range(6):
        await propose(there.amina, what=f"Another {number}")
    with queries() as many:
        await amina.get("/rivermead/me/data")
    assert len(many) == len(few)
