"""Fern reads the history: who did what, found by who, what, which and when. Nobody hidden is in it."""

import random
from datetime import timedelta

from saidanddone import clock, database
from saidanddone.councils.reading import add_days_away
from saidanddone.history.models import (
    START,
    HistoryHead,
    HistoryRow,
    HistoryText,
    erase_words,
    fault_against,
    first_fault,
)
from saidanddone.ideas.commenting import comment
from saidanddone.ideas.models import Idea, ShownAs
from saidanddone.ideas.proposing import enter, propose
from saidanddone.ideas.supporting import support
from saidanddone.moderation import checking, looking
from saidanddone.moderation.models import Concern
from saidanddone.people import come_back_cards, inviting, keeping, second_step
from saidanddone.people.rights import Role
from saidanddone.spelling import full_day
from tests.people import Town, town, young_people

PAGE = "/rivermead/settings/history"


async def lived_in() -> Town:
    """Rivermead after a day: a hidden idea and a named one, words added, a worry, a role given."""
    there = await town()
    hidden = await propose(there.amina, what="Secret words", shown_as=ShownAs.HIDDEN)
    await checking.publish(hidden, by=there.cass, title="Doorbells", missions=[])
    await support(hidden, by=there.bo)
    await comment(hidden, by=there.bo, text="Me as well")
    held = await propose(there.bo, what="Held words", shown_as=ShownAs.HIDDEN)
    await checking.hold(held, by=there.cass, message="A private worry")
    await looking.look_behind(await Concern.get(), by=there.hana, reason="A private reason")
    await keeping.give_role(there.gus, Role.WORKER, by=there.fern)
    return there


async def test_the_page_tells_what_staff_did_and_never_who_said_what(site):
    there = await lived_in()
    fern = await site.as_(there.fern)
    text = (await fern.get(PAGE)).text
    for words in ("Published", ">idea 1</a>", "Participation Worker (Cass)", "Gave a role", "Joined"):
        assert words in text, words
    assert "Looked up who is behind hidden words" in text
    for secret in (
        "Secret words",
        "Me as well",
        "Held words",
        "A private",
        "idea 2",
        "Hid an idea",
        "Raised",
    ):
        assert secret not in text, secret
    people = text.split("<ol", 1)[1]
    assert people.count("Amina") == people.count("Bo<") == 1, "joined, and nothing else"
    assert "12pm" not in people.split("Joined")[1][:400]


async def test_nothing_a_filter_tells_ties_a_writer_to_words(site):
    there = await lived_in()
    fern = await site.as_(there.fern)
    by_amina = (await fern.get(f"{PAGE}?who={there.amina.id}")).text
    assert by_amina == (await fern.get(f"{PAGE}?who=999")).text.replace("who=999", f"who={there.amina.id}")
    assert "Nothing like that" in (await fern.get(f"{PAGE}?thing=idea+2")).text
    assert "Raised" not in (await fern.get(f"{PAGE}?what=safety")).text
    assert f'value="{there.amina.id}"' not in by_amina


async def test_what_fern_looks_for_is_found(site):
    there = await lived_in()
    fern = await site.as_(there.fern)

    async def found(query):
        return (await fern.get(f"{PAGE}?{query}")).text.split('<section class="sheet')[0].split("</form>")[-1]

    assert "Published" in await found("thing=idea+1")
    assert "Gave a role" not in await found("thing=Idea+1")
    assert "Gave a role" in await found(f"who={there.fern.id}")
    assert "Published" not in await found(f"who={there.fern.id}")
    assert "Published" not in await found("what=people")
    today = clock.today()
    assert "Published" in await found(f"since={today}&until={today}")
    assert "Published" not in await found(f"since={today + timedelta(days=1)}")
    assert "Published" not in await found(f"until={today - timedelta(days=1)}")
    for wrong, words in (("since=Christmas", "Write the date"), ("thing=pony", "Write what it is")):
        assert words in (await fern.get(f"{PAGE}?{wrong}")).text
    for odd in ("after=²", "who=x", "what=x", "thing=%00", "who=99999999999999999999"):
        assert (await fern.get(f"{PAGE}?{odd}")).status_code == 200


async def test_a_lead_who_is_an_admin_reads_of_worries_too(site):
    there = await lived_in()
    await keeping.give_role(there.fern, Role.SAFEGUARDING_LEAD, by=there.fern)
    fern = await site.as_(there.fern)
    assert "Raised a worry" in (await fern.get(PAGE)).text
    for other in (there.hana, there.cass, there.amina, there.ellis):
        assert (await (await site.as_(other)).get(PAGE)).status_code == 404


async def test_fern_sees_whose_card_which_invitations_and_what_was_done_at_the_keyboard(site):
    there = await town()
    await come_back_cards.make_for(there.amina, by=there.cass)
    await inviting.invite_several(there.rivermead, Role.YOUNG_PERSON, 3, by=there.cass)
    await second_step.need_it(there.rivermead, False, by=None)
    fern = await site.as_(there.fern)
    text = (await fern.get(PAGE)).text
    assert "Made somebody a card to come back with</b>: <bdi>Amina</bdi>" in text
    assert "Made an invitation</b>: <bdi>cards 1 to 3</bdi>" in text
    assert text.count("Made an invitation<") == 1
    assert "Somebody at the server’s keyboard" in text
    of_amina = (await fern.get(f"{PAGE}?about={there.amina.id}")).text
    assert (
        f'?about={there.amina.id}"' in (await fern.get(f"/rivermead/settings/people/{there.amina.id}")).text
    )
    listed = of_amina.split('<ol class="log">')[1].split("</ol>")[0]
    assert listed.count("<li>") == 2, "the card, and that she joined"
    assert "Bo<" not in listed
    elsewhere = (await fern.get(f"{PAGE}?about={there.ivo.id}")).text
    assert "Only what was done to" not in elsewhere
    assert "Ivo" not in elsewhere


async def test_days_are_written_as_people_read_them(site):
    there = await town()
    first, last, alone = (clock.today() + timedelta(days=days) for days in (20, 26, 40))
    await add_days_away(there.rivermead, by=there.cass, starts=first, ends=last)
    await add_days_away(there.rivermead, by=there.cass, starts=alone, ends=alone)
    text = (await (await site.as_(there.fern)).get(PAGE)).text
    assert f"{full_day(first)} → {full_day(last)}" in text
    assert text.count(full_day(alone)) == 1, "one day is said once"


async def test_an_idea_written_down_for_somebody_is_there_without_words_author_or_time(site):
    there = await town()
    said = {"what": "Secret words", "shown_as": ShownAs.HIDDEN}
    await enter(there.amina, by=there.cass, **said)
    fern = await site.as_(there.fern)
    rows = (await fern.get(f"{PAGE}?what=ideas")).text.split('<ol class="log">')[1].split("</ol>")[0]
    assert "Wrote an idea down for somebody who said it" in rows
    assert "Participation Worker (Cass)" in rows
    for told in ("Secret words", "Amina", "midday", "pm", "am<"):
        assert told not in rows, told


async def test_days_that_are_the_wrong_way_round_are_a_mistake_to_mend(site):
    there = await town()
    page = await (await site.as_(there.fern)).get(f"{PAGE}?since=2026-11-22&until=2026-11-20")
    assert "comes before “From”" in page.text
    assert "Nothing like that" not in page.text


async def test_fern_has_every_row_checked_by_a_press(site):
    there = await lived_in()
    fern = await site.as_(there.fern)
    head = await HistoryHead.get(council_id=there.rivermead.id)
    assert f"all {head.position} rows were checked, and they held" in (await fern.get(f"{PAGE}/check")).text
    await HistoryRow.filter(council_id=there.rivermead.id, position=3).update(act="quiet")
    told = (await fern.get(f"{PAGE}/check")).text
    assert f'action="{PAGE}/check#checked"' in told, "what came of it stands far below: it is led to"
    assert '<p id="checked"' in told
    assert "Row 3 is not what was written. Tell whoever runs this site" in told
    assert (await (await site.as_(there.cass)).get(f"{PAGE}/check")).status_code == 404


async def test_older_rows_are_a_page_away(site, queries):
    there = await town()
    await young_people(there.rivermead, 60)
    fern = await site.as_(there.fern)
    with queries() as asked:
        first = (await fern.get(PAGE)).text
    assert len(asked) < 16
    assert "Young 59" in first
    assert "Amina" not in first
    older = first.split(f'href="{PAGE}?after=')[1].split('"')[0]
    assert "Amina" in (await fern.get(f"{PAGE}?after={older}")).text


async def test_the_end_of_the_chain_is_shown_to_be_kept_elsewhere(site):
    there = await lived_in()
    head = await HistoryHead.get(council_id=there.rivermead.id)
    text = (await (await site.as_(there.fern)).get(PAGE)).text
    assert f"rivermead {head.position} {head.hash}" in text


async def test_any_row_edited_deleted_moved_or_put_in_is_found(site):
    there = await lived_in()
    council_id = there.rivermead.id
    await erase_words(council_id, {"idea": await Idea.all().values_list("id", flat=True)})
    assert await first_fault(council_id) is None, "erasing words keeps it valid"
    await HistoryText.all().delete()
    assert await first_fault(council_id) is None
    rows = await HistoryRow.filter(council_id=council_id).order_by("position")
    head = await HistoryHead.get(council_id=council_id)
    chance = random.Random(20261122)
    for turn in range(60):
        said = await _tamper(rows, chance, turn)
        assert await first_fault(council_id) is not None, said
        await HistoryRow.filter(council_id=council_id).delete()
        await HistoryRow.bulk_create([_copy(row) for row in rows])
        await HistoryHead.filter(id=head.id).update(position=head.position, hash=head.hash)
    assert await first_fault(council_id) is None


def _copy(row, **changes):
    columns = {name: getattr(row, name) for name in HistoryRow._meta.db_fields}
    return HistoryRow(**columns | changes)


async def _tamper(rows, chance, turn):
    """One act of somebody who can write to the database but keeps no chain; gives what it was."""
    row, other = chance.sample(rows, 2)
    if turn % 4 == 0:
        name = chance.choice(
            ["at", "who_id", "act", "kind", "thing_id", "start", "end", "digest", "previous", "hash"]
        )
        new = {
            "at": row.at + timedelta(microseconds=1),
            "who_id": (row.who_id or 0) + 1,
            "thing_id": row.thing_id + 1,
        }
        changed = new[name] if name in new else f"{getattr(row, name)}x"[-60:]
        await HistoryRow.filter(id=row.id).update(**{name: changed})
        if turn % 8 == 0 and name not in ("previous", "hash"):  # and puts its own mark right
            edited = await HistoryRow.get(id=row.id)
            await HistoryRow.filter(id=row.id).update(hash=edited.reckoned())
        return f"edited {name}"
    if turn % 4 == 1:
        await HistoryRow.filter(id=row.id).delete()
        if chance.random() < 0.5:  # and closes the gap
            for later in rows:
                if later.position > row.position:
                    await HistoryRow.filter(id=later.id).update(position=later.position - 1)
        return "deleted"
    if turn % 4 == 2:
        await HistoryRow.filter(id=row.id).update(position=0)
        await HistoryRow.filter(id=other.id).update(position=row.position)
        await HistoryRow.filter(id=row.id).update(position=other.position)
        return "changed about"
    end = max(one.position for one in rows)
    put_in = _copy(row, id=10_000, position=end + 1, previous=rows[-1].hash)
    put_in.hash = put_in.reckoned()
    await HistoryRow.bulk_create([put_in])
    return "put in at the end, its head left"


async def test_a_chain_written_anew_is_found_by_a_head_kept_elsewhere(site):
    there = await lived_in()
    council_id = there.rivermead.id
    posted = await HistoryHead.get(council_id=council_id)
    assert await fault_against(council_id, posted.position, posted.hash) is None
    await propose(there.amina, what="Life goes on")
    assert await fault_against(council_id, posted.position, posted.hash) is None
    await HistoryText.all().delete()
    previous = START
    for row in await HistoryRow.filter(council_id=council_id).order_by("position"):
        row.previous, row.act = previous, "publish" if row.act == "hold" else row.act
        previous = row.reckoned()
        await HistoryRow.filter(id=row.id).update(previous=row.previous, act=row.act, hash=previous)
    await HistoryHead.filter(council_id=council_id).update(hash=previous)
    assert await first_fault(council_id) is None, "whole in itself"
    assert "not the one" in await fault_against(council_id, posted.position, posted.hash)
    await database.rows("DELETE FROM history_row WHERE council_id = ?", council_id)
    assert "not there" in await fault_against(council_id, posted.position, posted.hash)


def test_the_command_prints_heads_and_checks_against_them(run_migrated, tmp_path):
    run = run_migrated
    run("council", "add", "rivermead", "Rivermead")
    status, printed, _ = run("history", "head")
    assert status == 0
    slug, position, head = printed.split()
    assert (slug, position.isdecimal(), len(head)) == ("rivermead", True, 64)
    kept = tmp_path / "heads.txt"
    kept.write_text(printed + "\n" + printed)
    assert run("history", "verify", "--head", str(kept)) == (0, "The history is whole: Rivermead.\n", "")
    for posted, words in (
        (f"rivermead 7 {head}", "Rivermead: Row 7, which was posted, is not there any more."),
        (f"ashcombe 0 {head}", "ashcombe: There is no such council any more."),
        ("nonsense", "no line of"),
        ("", "holds no head"),
    ):
        kept.write_text(posted)
        status, _, said = run("history", "verify", "--head", str(kept))
        assert status == 2
        assert words in said
    assert "can't be read" in run("history", "verify", "--head", str(tmp_path / "none"))[2]
