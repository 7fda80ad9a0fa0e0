"""History that shows tampering: one chain of rows per council, each holding the hash of the one before.

A row holds ids and codes only. Free text and names enter as a salted digest; text and salt lie beside the
row, where they can be erased without breaking the chain.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.expressions import Subquery
from tortoise.models import Model

from saidanddone import clock, database
from saidanddone.database import Record, Unit

START = "0" * 64


class HistoryHead(Record):
    """The end of one council's chain; locked as the last thing a transaction does."""

    id = fields.IntField(primary_key=True)
    council_id = fields.IntField(unique=True)
    position = fields.IntField(default=0)
    hash = fields.CharField(max_length=64, default=START)

    class Meta:
        table = "history_head"


class HistoryRow(Record):
    id = fields.IntField(primary_key=True)
    council_id = fields.IntField()
    position = fields.IntField()
    at = fields.DatetimeField()
    who_id = fields.IntField(null=True, description="the person, none when the clock or a rule acted")
    act = fields.CharField(max_length=40)
    kind = fields.CharField(max_length=20)
    thing_id = fields.IntField()
    start = fields.CharField(max_length=60, default="")
    end = fields.CharField(max_length=60, default="")
    digest = fields.CharField(max_length=64, default="")
    previous = fields.CharField(max_length=64)
    hash = fields.CharField(max_length=64)

    class Meta:
        table = "history_row"
        unique_together = (("council_id", "position"),)
        indexes = (("council_id", "kind", "thing_id", "position"),)

    def reckoned(self) -> str:
        """The hash that this row's content should have."""
        content = [
            self.council_id,
            self.position,
            self.at.isoformat(timespec="microseconds"),
            self.who_id,
            self.act,
            self.kind,
            self.thing_id,
            self.start,
            self.end,
            self.digest,
            self.previous,
        ]
        return _sha256(json.dumps(content, ensure_ascii=True, separators=(",", ":")))


class HistoryText(Record):
    """The words behind a row's digest, kept apart so that they can be erased."""

    id = fields.IntField(primary_key=True)
    row: fields.OneToOneRelation[HistoryRow] = fields.OneToOneField(
        "saidanddone.HistoryRow", related_name="words", on_delete=fields.OnDelete.RESTRICT
    )
    salt = fields.CharField(max_length=32)
    text = fields.TextField()

    class Meta:
        table = "history_text"


@dataclass(frozen=True)
class Entry:
    """One thing that happened, waiting for the end of its transaction."""

    council_id: int
    at: datetime
    who_id: int | None
    act: str
    kind: str
    thing_id: int
    start: str
    end: str
    text: str


def record(
    council_id: int, act: str, thing: Model, *, by: Any = None, start: str = "", end: str = "", text: str = ""
) -> None:
    """Say that something happened to ``thing``; it joins the chain when the transaction commits.

    ``by`` is a person, or anything without an id (the clock, a rule).
    """
    who_id = getattr(by, "id", None)
    entry = Entry(council_id, clock.now(), who_id, act, thing._meta.db_table, thing.pk, start, end, text)
    database.unit().history.append(entry)


@database.last_in_commit
async def _chain(unit: Unit) -> None:
    entries: list[Entry] = unit.history
    for council_id in sorted({entry.council_id for entry in entries}):
        await _extend(council_id, [entry for entry in entries if entry.council_id == council_id])


async def _extend(council_id: int, entries: list[Entry]) -> None:
    head = await HistoryHead.select_for_update().get(council_id=council_id)
    chained: list[HistoryRow] = []
    texts: list[tuple[int, str, str]] = []
    for entry in entries:
        salt = secrets.token_hex(16)
        row = HistoryRow(
            council_id=council_id,
            position=head.position + 1,
            at=entry.at,
            who_id=entry.who_id,
            act=entry.act,
            kind=entry.kind,
            thing_id=entry.thing_id,
            start=entry.start,
            end=entry.end,
            digest=_sha256(salt + entry.text) if entry.text else "",
            previous=head.hash,
        )
        row.hash = row.reckoned()
        head.position, head.hash = row.position, row.hash
        chained.append(row)
        if entry.text:
            texts.append((row.position, salt, entry.text))
    await HistoryRow.bulk_create(chained)
    await _keep_texts(council_id, texts)
    await head.save(update_fields=["position", "hash"])


async def _keep_texts(council_id: int, texts: list[tuple[int, str, str]]) -> None:
    if not texts:
        return
    positions = [position for position, _, _ in texts]
    kept = await HistoryRow.filter(council_id=council_id, position__in=positions).values_list(
        "position", "id"
    )
    row_ids: dict[int, int] = dict(kept)
    await HistoryText.bulk_create(
        [HistoryText(row_id=row_ids[position], salt=salt, text=text) for position, salt, text in texts]
    )


async def first_fault(council_id: int, *, page: int = 1000) -> str | None:
    """A sentence about the first row that was changed, taken out or moved; None when the chain is whole."""
    position, previous = 0, START
    while rows := await _page_after(council_id, position, page):
        for row in rows:
            if row.position != position + 1:
                return f"Row {position + 1} is missing."
            if row.previous != previous or row.hash != row.reckoned():
                return f"Row {row.position} is not what was written."
            words = getattr(row, "words", None)
            if isinstance(words, HistoryText) and row.digest != _sha256(words.salt + words.text):
                return f"The words of row {row.position} were changed."
            position, previous = row.position, row.hash
    head = await HistoryHead.get_or_none(council_id=council_id)
    if head is None or (head.position, head.hash) != (position, previous):
        return f"The chain ends at row {position}, not where its head says."
    return None


async def fault_against(council_id: int, position: int, posted: str) -> str | None:
    """A sentence when the chain no longer holds the row that was its end when this head was posted.

    A chain that was written anew from its start is whole in itself: only a head kept elsewhere tells.
    """
    if position == 0:
        return None if posted == START else "The posted head is no start of a chain."
    row = await HistoryRow.get_or_none(council_id=council_id, position=position)
    if row is None:
        return f"Row {position}, which was posted, is not there any more."
    return None if row.hash == posted else f"Row {position} is not the one that was posted."


async def erase_words(council_id: int, things: dict[str, list[int]]) -> int:
    """Erase the words kept beside the rows about these things, {table: ids}. The chain stays valid."""
    erased = 0
    for kind, ids in things.items():
        rows = HistoryRow.filter(council_id=council_id, kind=kind, thing_id__in=ids)
        kept = HistoryText.filter(row_id__in=Subquery(rows.values("id")))
        erased += await kept.delete()
    return erased


async def _page_after(council_id: int, position: int, page: int) -> list[HistoryRow]:
    return (
        await HistoryRow.filter(council_id=council_id, position__gt=position)
        .order_by("position")
        .limit(page)
        .select_related("words")
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
