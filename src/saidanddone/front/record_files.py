"""Somebody's record as files of their own: plain text and a table. Neither is kept here."""

from __future__ import annotations

import csv
import io

from saidanddone import clock
from saidanddone.front.record import Line, Record, pounds
from saidanddone.spelling import full_day

ORGANISER = "the organiser"
WITHOUT_CARE = "Work with a local council to improve public services."


def work_with(record: Record, *, care: bool) -> str:
    """For whom it was done; without ``care`` nothing says that its owner was in care."""
    if not care:
        return WITHOUT_CARE
    return f"Work with {record.council.name} council to improve services for {record.council.people_word}."


def said(line: Line, *, care: bool) -> str:
    return line.what if care else line.plain


def confirmed(line: Line, *, care: bool) -> str:
    """“Head of HR, 3 March 2026”. Without ``care`` no job title gives away which service it was."""
    if line.confirmed_at is None:
        return ""
    who = line.confirmed_by if care else ORGANISER.capitalize()
    return f"{who}, {full_day(line.confirmed_at)}"


def as_text(record: Record, *, care: bool, vouchers: bool) -> str:
    """The record as plain text, ready to be pasted into a CV."""
    shown = record.shown()
    parts = ["RECORD OF INVOLVEMENT", "Name:", work_with(shown, care=care)]
    if shown.helps:
        parts += [shown.totals(vouchers=vouchers), "", "WHAT I DID"]
    for line in shown.helps:
        voucher = f"; voucher {line.voucher}" if vouchers and line.voucher else ""
        parts.append(f"- {full_day(line.at)}: {said(line, care=care)}")
        parts.append(f"  {line.hours}{voucher}. Confirmed by {_lower(confirmed(line, care=care))}.")
    if shown.ideas:
        parts += ["", "IDEAS OF MINE THAT LED TO CHANGE"]
        parts += [f"- {full_day(line.at)}: {said(line, care=care)}" for line in shown.ideas]
    parts += ["", f"Made on {full_day(clock.now())}."]
    return "\n".join(parts) + "\n"


def _lower(words: str) -> str:
    return words.replace(ORGANISER.capitalize(), ORGANISER)


def as_table(record: Record, *, care: bool, vouchers: bool) -> str:
    """The record as CSV, for a spreadsheet."""
    shown, file = record.shown(), io.StringIO(newline="")
    rows = csv.writer(file)
    columns = ["When", "What", "Hours", "Voucher", "Confirmed by"]
    rows.writerow([name for name in columns if vouchers or name != "Voucher"])
    for line in [*shown.helps, *shown.ideas]:
        hours = f"{line.quarters / 4:g}" if line.quarters else ""
        when = clock.local(line.at).date().isoformat()
        given = [pounds(line.pence) if line.pence else ""] if vouchers else []
        cells = [when, said(line, care=care), hours, *given, confirmed(line, care=care)]
        rows.writerow([inert(cell) for cell in cells])
    return file.getvalue()


def inert(cell: str) -> str:
    """A cell that a spreadsheet takes for text, whatever it begins with; some read wide signs too."""
    return f"'{cell}" if cell.lstrip(" \n\r").startswith(tuple("=+-@\t＝＋－＠")) else cell
