"""What has been kept long enough goes: with a warning first, by the clock, and only once."""

from datetime import timedelta

from saidanddone import clock, database
from saidanddone.councils.models import Council
from saidanddone.history.models import HistoryText, first_fault
from saidanddone.ideas.models import Idea, Wording
from saidanddone.ideas.proposing import propose
from saidanddone.ideas.stages import Stage
from saidanddone.mine.keeping import KEPT
from saidanddone.mine.models import GoesSoon, Leaving, Retention
from saidanddone.mine.retaining import FORGOTTEN, sweep
from saidanddone.moderation import checking, looking
from saidanddone.moderation.checking import publish, send_back
from saidanddone.moderation.models import Concern, Look
from saidanddone.notices.letters import Letter
from saidanddone.notices.models import Notice
from saidanddone.people import sessions
from saidanddone.people.models import Person, Session
from tests.doors.coming import gives

PAGE = "/rivermead/settings/retention"


def after(days):
    return clock.at(clock.now() + timedelta(days=days))


async def long_ago():
    """All who were signed in were, years ago: devices run on the machine's own clock."""
    moment = clock.real_now() - timedelta(days=1000)
    times = dict.fromkeys(("started_at", "seen_at", "ends_at"), moment)
    await database.write(lambda: Session.all().update(**times))


async def test_an_account_that_nobody_uses_goes_with_a_warning(site, there):
    idea = await propose(there.amina, what="Doorbells")
    await publish(idea, by=there.cass, title="Doorbells", missions=[])
    await gives(site, there.amina)
    await long_ago()
    with after(695):
        await sweep()
        assert not await GoesSoon.filter(what="accounts").exists()
    with after(705):
        await sweep()
        await sweep()
        warned = GoesSoon.filter(what="accounts", ended_at=None)
        assert sorted(await warned.values_list("person_id", flat=True)) == [
            there.amina.id,
            there.bo.id,
            there.ivo.id,
        ], "young people of both councils; staff stay"
        assert await Notice.filter(what="goes_soon", person_id=there.amina.id).count() == 1
        assert (await Letter.get(what="goes-soon")).person_id == there.amina.id
        await Session.create(
            hash="b" * 64,
            person_id=there.bo.id,
            started_at=clock.now(),
            seen_at=clock.now(),
            ends_at=clock.now() + timedelta(days=1),
        )
    with after(730):
        await sweep()
        assert not await Leaving.all().exists(), "thirty days from the warning are not over"
    with after(736):
        for _ in range(2):
            await sweep()
        gone = await Person.exclude(left_at=None).values_list("id", flat=True)
        assert sorted(gone) == [there.amina.id, there.ivo.id], "Bo came back"
        assert await Leaving.all().count() == 2
    assert (await Idea.get()).what == "Doorbells"
    assert await first_fault(there.rivermead.id) is None


async def test_words_that_never_went_out_go_with_a_warning(site, there):
    draft = await propose(there.amina, what="A draft", draft=True)
    back = await propose(there.bo, what="Sent back")
    await send_back(back, by=there.cass, message="Say more, Bo")
    waiting = await propose(there.bo, what="Waiting to be read")
    with after(340):
        await sweep()
        assert await GoesSoon.filter(what="unpublished").count() == 2
        await Idea.get(id=back.id)
    held = await Idea.get(id=back.id)
    with after(350):
        await held.make_move("send", by=there.bo)
    with after(371):
        for _ in range(2):
            await sweep()
        assert (await Idea.get(id=draft.id)).what == FORGOTTEN
        assert (await Wording.get(idea_id=draft.id)).what == FORGOTTEN
        assert (await Idea.get(id=draft.id)).stage is Stage.DRAFT
        assert (await Idea.get(id=back.id)).what == "Sent back", "it was sent again"
        assert (await Idea.get(id=waiting.id)).what == "Waiting to be read"
        assert await GoesSoon.filter(what="unpublished", ended_at=None).count() == 0
    assert await first_fault(there.rivermead.id) is None


async def test_the_rest_goes_when_its_time_is_over(site, there):
    idea = await propose(there.amina, what="Words of a worry", shown_as="hidden")
    worry = await checking.hold(idea, by=there.cass, message="A worry")
    await looking.look_behind(worry, by=there.hana, reason="A reason")
    await checking.release(idea, by=there.hana, done="Rang them")
    link = await sessions.make_link(there.amina)
    assert link
    first, second = [await sessions.start(there.amina) for _ in range(2)]
    assert first != second
    await long_ago()
    notices = await Notice.all().count()
    assert notices
    with after(KEPT["notices"].days + 1):
        await sweep()
        old = clock.now() - timedelta(days=KEPT["notices"].days)
        assert not await Notice.filter(made_at__lt=old).exists()
    assert (await Concern.get()).message == "A worry"
    with after(KEPT["worries"].days + 1):
        await sweep()
        concern, look = await Concern.get(), await Look.get()
        assert (concern.message, concern.done, look.reason) == ("", "", FORGOTTEN)
        assert concern.closed_by_id == there.hana.id
        assert not await HistoryText.filter(row__council_id=there.rivermead.id).exists()
        assert await Session.filter(person_id=there.amina.id).count() <= 1
    assert await first_fault(there.rivermead.id) is None


async def test_fern_says_how_long_and_sees_what_goes_next(site, there):
    await propose(there.amina, what="A draft", draft=True)
    fern = await site.as_(there.fern)
    assert "Nothing goes in the next 30 days." in (await fern.get(PAGE)).text
    for wrong in ({"accounts": "179"}, {"history": "x"}, {"links": "99999"}, {"notices": "-5"}):
        answer = await fern.post(PAGE, data=wrong)
        assert answer.status_code == 422
        assert next(iter(wrong.values())) in answer.text, "what was typed is still there"
    assert not await Retention.all().exists()
    shorter = {"unpublished": "90", "sure": "yes"}
    assert (await fern.post(PAGE, data=shorter)).status_code == 303
    assert (await fern.post(PAGE, data=shorter)).status_code == 303
    assert await Retention.all().count() == 1
    assert "90 days" in (await fern.get("/rivermead/settings/history")).text
    with after(65):
        await sweep()
    text = (await fern.get(PAGE)).text
    assert "1 goes next, the first on" in text
    assert 'value="90"' in text
    amina = await site.as_(there.amina)
    assert "What goes soon" in (await amina.get("/rivermead/me/data")).text
    assert "1 idea of yours never went out" in (await amina.get("/rivermead")).text
    await fern.post(PAGE, data={"unpublished": "400"})
    with after(66):
        await sweep()
    assert not await GoesSoon.filter(ended_at=None).exists(), "kept longer after all"
    for other in (there.cass, there.hana, there.amina):
        browser = await site.as_(other)
        assert (await browser.get(PAGE)).status_code == 404
        assert (await browser.post(PAGE, data={"links": "40"})).status_code == 403
    assert await Council.all().count() == 2


async def test_a_demo_that_moved_on_a_year_signs_nobody_out(site, there):
    token = await sessions.start(there.amina)
    await sessions.start(there.amina)
    clock.move_ahead(timedelta(days=400))
    await sweep()
    assert await sessions.find(token) is not None


async def test_fern_is_asked_before_anything_is_kept_for_a_shorter_time(site, there):
    fern = await site.as_(there.fern)
    with after(200):
        asked = await fern.post(PAGE, data={"accounts": "180", "notices": "400"})
        assert asked.status_code == 200
        for words in ("after 180 days, about 6 months", "Now it is 730 days", "2 would go in 30 days"):
            assert words in asked.text, words
        assert not await Retention.all().exists(), "nothing was saved yet"
        assert 'name="notices" value="400"' in asked.text, "what goes up is sent on with it"
        await fern.post(PAGE, data={"accounts": "180", "notices": "400", "sure": "yes"})
        told = (await fern.get(PAGE)).text
        assert "Young people’s accounts now go after 180 days. It was 730." in told
        assert "Notices now go after 400 days. It was 180." in told
        assert (await fern.post(PAGE, data={"accounts": "181"})).status_code == 303, "longer asks nothing"
        links = await fern.post(PAGE, data={"links": "30"})
        assert "Nobody is told before" in links.text
