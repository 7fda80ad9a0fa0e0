"""An admin is told that a worry waits, and may not read it: she learns whom to ring."""

from datetime import timedelta

from saidanddone import clock
from saidanddone.moderation import rota, unseen
from saidanddone.moderation.models import Concern
from saidanddone.notices.letters import Letter
from saidanddone.people import reaching
from tests.doors.coming import gives
from tests.notices.reached import FERN, worry

RING = "You can’t read it. Ring the safeguarding lead now."


async def test_fern_reads_whom_to_ring_until_hana_has_read_it(site, there):
    await gives(site, there.fern, FERN)
    concern = await worry(there)
    fern, hana = await site.as_(there.fern), await site.as_(there.hana)
    with clock.at(clock.now() + timedelta(minutes=16)):
        await unseen.tell_more()
        await reaching.reach_due()
        assert RING in (await Letter.filter(person_id=there.fern.id, what="please-look").get()).body
    for page in ("/rivermead", "/rivermead/news"):
        text = (await fern.get(page)).text
        assert f"{RING} Nobody is on the rota today." in text, page
        assert RING not in (await hana.get(page)).text, page
    await rota.name_for_week(there.rivermead, by=there.fern, names=dict.fromkeys(range(7), there.hana))
    text = (await fern.get("/rivermead/news")).text
    assert f"{RING} On the rota today: Safeguarding Lead.</a>" in text
    await hana.post(f"/rivermead/concerns/{concern.id}/acknowledgement")
    text = (await fern.get("/rivermead/news")).text
    assert RING not in text
    assert "A safeguarding lead has read it since." in text
    assert await Concern.filter(id=concern.id, closed_at=None).exists()
