"""A worry rings again while nobody says that they read it, and no more once somebody did."""

from datetime import timedelta

import pytest

from saidanddone import clock, database
from saidanddone.ideas.models import Idea
from saidanddone.moderation import unseen
from saidanddone.notices import letters, sending
from saidanddone.notices.letters import Letter
from saidanddone.notices.models import Notice
from saidanddone.people import reaching
from tests.doors.coming import gives
from tests.notices.reached import CANARY, FERN, HANA, worry, written


async def test_a_worry_that_nobody_says_they_read_is_told_again_after_a_quarter_of_an_hour(site, there):
    for person, address in ((there.hana, HANA), (there.fern, FERN)):
        await gives(site, person, address)
    first = await worry(there)
    second = await worry(there, by=there.bo)
    hana = await site.as_(there.hana)
    await hana.post(f"/rivermead/concerns/{second.id}/acknowledgement")
    with clock.at(clock.now() + timedelta(minutes=14)):
        await unseen.tell_more()
    assert not await Notice.filter(what="worry_waits").exists()
    with clock.at(clock.now() + timedelta(minutes=16)):
        for _ in range(2):
            await unseen.tell_more()
            await reaching.reach_due()
    told = await Notice.filter(what="worry_waits").order_by("person_id").values_list("person_id", "thing_id")
    assert sorted(told) == sorted([(there.hana.id, first.id), (there.fern.id, first.id)])
    assert (await written()).count(FERN) == 1
    fern = await site.as_(there.fern)
    item = await Notice.get(what="worry_waits", person_id=there.fern.id)
    assert (await fern.get(f"/rivermead/news/{item.id}")).headers["location"] == "/rivermead/settings/rota"
    assert CANARY not in (await fern.get("/rivermead")).text


async def test_while_a_worry_waits_no_look_reads_all_notices(site, there, queries, engine_name):
    if engine_name != "sqlite":
        pytest.skip("it says how it looks in words of its own")
    await worry(there)
    with clock.at(clock.now() + timedelta(minutes=16)):
        await unseen.tell_more()
        with queries() as asked:
            await unseen.tell_more()
    looks = [sql for sql in asked if 'FROM "notice"' in sql]
    assert looks, asked
    for sql in looks:
        plan = await database.rows("EXPLAIN QUERY PLAN " + sql.replace("?", "1"))
        assert not [row for row in plan if row["detail"].startswith("SCAN")], plan


async def test_news_that_is_too_old_is_not_sent(site, there):
    await gives(site, there.hana, HANA)
    await worry(there)
    await worry(there, by=there.bo)
    first = await Notice.filter(what="worry").order_by("id").first()
    await Notice.filter(id=first.id).update(made_at=clock.now() - letters.LASTS - timedelta(minutes=1))
    await reaching.reach_due()
    assert await written() == [HANA]
    assert await Idea.filter(stage="held").count() == 2


async def test_a_worry_that_was_closed_or_read_rings_no_more(site, there, post):
    """Neither what was not written yet, nor a letter that waited while mail was down."""
    await gives(site, there.hana, HANA)
    await gives(site, there.fern, FERN)
    first, second = await worry(there), await worry(there, by=there.bo)
    await reaching.reach_due()
    with clock.at(clock.now() + timedelta(minutes=16)):
        await unseen.tell_more()
        await reaching.reach_due()
    hana = await site.as_(there.hana)
    assert (
        await hana.post(f"/rivermead/concerns/{first.id}/closing", data={"done": "Safe."})
    ).status_code == 303
    await hana.post(f"/rivermead/concerns/{second.id}/acknowledgement")
    await sending.send_due()
    assert post.addresses == [HANA], "of the open one, once; nobody hears that it waits unread"
    third = await worry(there)
    await hana.post(f"/rivermead/concerns/{third.id}/closing", data={"done": "Safe."})
    await reaching.reach_due()
    assert not await Letter.filter(what="please-look", ended_at=None, sent_at=None).exists()
