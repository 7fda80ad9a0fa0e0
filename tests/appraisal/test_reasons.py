"""Reasons of scores, read by a worker: on the record, of this council only, as they stand now."""

import pytest

from saidanddone.appraisal.models import Score
from saidanddone.appraisal.reasons import publish_reason, refuse_reason, unread_reasons
from saidanddone.history.models import HistoryRow
from saidanddone.rules import NotAllowed, Refused
from tests.appraisal.weighing import gives, scoring
from tests.people import town


async def test_who_let_a_reason_out_is_on_the_record(site):
    there = await town()
    appraisal = await scoring(there)
    await gives(there.amina, appraisal, 1, 4, 3, why="My own door.")
    first, second, *_ = await unread_reasons(appraisal)
    await publish_reason(first, by=there.cass)
    await refuse_reason(second, by=there.cass)
    rows = HistoryRow.filter(who_id=there.cass.id, kind="score").order_by("position")
    assert await rows.values_list("act", flat=True) == ["publish_reason", "refuse_reason"]


async def test_a_reason_changed_meanwhile_is_not_let_out_as_it_was(site):
    there = await town()
    appraisal = await scoring(there)
    await gives(there.amina, appraisal, 1, 4, 3, why="My own door.")
    was = (await unread_reasons(appraisal))[0]
    await gives(there.amina, appraisal, 1, 5, 3, why="A door that I can lock.")
    with pytest.raises(Refused, match="changed them"):
        await publish_reason(was, by=there.cass)
    assert await Score.filter(published_at__isnull=False).count() == 0


async def test_a_worker_of_another_council_reads_none(site):
    there = await town()
    appraisal = await scoring(there)
    await gives(there.amina, appraisal, 1, 4, 3, why="My own door.")
    with pytest.raises(NotAllowed):
        await publish_reason((await unread_reasons(appraisal))[0], by=there.dev)
