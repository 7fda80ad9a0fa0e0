"""What Rivermead's promises asked young people to help with, and who did."""

from __future__ import annotations

from saidanddone.demo.helping import asked, took_part
from saidanddone.demo.telling import Telling
from saidanddone.plan.help_rules import Work

WORKER, MANAGER, SOCIAL_WORKER = (
    "Participation Worker",
    "Leaving Care Service Manager",
    "Principal Social Worker",
)
FIRST = ("Kestrel", "Swift", "Plover", "Teal", "Siskin", "Rook")
SECOND = ("Kestrel", "Swift", "Teal", "Merlin")


def make(tell: Telling) -> None:
    """Help given in the past, so that a promise was made with young people, and help wanted now."""
    given(tell)
    wanted(tell)


def given(tell: Telling) -> None:
    first = asked(
        tell, 284, "good-pa", SOCIAL_WORKER, "Say what a good PA does, and what yours should have done.", Work.WORKSHOP,
        places=8, in_days=-266, hour=17, place="The drop-in, upstairs", voucher="£10 voucher an hour",
        travel_paid=True, offered=(*FIRST, "Dunlin"),
    )  # fmt: skip
    took_part(
        tell, 265, first, SOCIAL_WORKER, FIRST, hours=2, pounds=20, missed=("Dunlin",),
    )  # fmt: skip
    second = asked(
        tell, 240, "good-pa", SOCIAL_WORKER, "Read the first draft and cross out what nobody would say.", Work.WRITING,
        places=6, in_days=-232, hour=17, voucher="£10 voucher an hour", offered=SECOND,
    )  # fmt: skip
    took_part(tell, 231, second, SOCIAL_WORKER, SECOND, hours=1.5, pounds=15)
    job = asked(
        tell, 280, "pa-mental-health", MANAGER, "Write the job description for the new PA with us.", Work.WRITING,
        places=3, in_days=-263, hour=15, place="Room 2, Rivermead Library", voucher="£10 voucher an hour",
        travel_paid=True, offered=("Wren", "Kestrel", "Heron"),
    )  # fmt: skip
    took_part(tell, 262.5, job, WORKER, ("Wren", "Kestrel", "Heron"), hours=2.25, pounds=25)
    call = asked(
        tell, 175, "welcome-call", MANAGER, "Choose the five questions for the welcome call.", Work.CHOOSING,
        places=5, in_days=-153, hour=18, voucher="£10 voucher", offered=("Sparrow", "Kestrel", "Robin"),
    )  # fmt: skip
    took_part(tell, 152, call, WORKER, ("Sparrow", "Kestrel", "Robin"), hours=1, pounds=10)


def wanted(tell: Telling) -> None:
    asked(
        tell, 9, "doorbells", MANAGER, "Try the next eight doorbells before they go up. Say what is hard to use.",
        Work.TRYING_OUT, places=6, in_days=11, hour=16, place="The drop-in, upstairs", voucher="£10 voucher an hour",
        travel_paid=True, offered=("Kestrel", "Osprey", "Wren"), note="I can bring my phone.",
    )  # fmt: skip
    asked(
        tell, 6, "health-story", WORKER, "Read the health story page and say which words you don’t know.", Work.WRITING,
        places=5, until_in=20, voucher="£10 voucher", offered=("Teal", "Finch"),
    )  # fmt: skip
    asked(
        tell, 5, "welcome-call", WORKER, "Take a welcome call from an adviser, and tell us how it felt.",
        Work.TRYING_OUT, places=4, in_days=17, hour=14, voucher="£10 voucher", offered=("Linnet",),
    )  # fmt: skip
