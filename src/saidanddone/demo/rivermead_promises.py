"""What Rivermead promised in its year, and how each promise went."""

from __future__ import annotations

from saidanddone.demo.helping import said_outside
from saidanddone.demo.telling import Telling
from saidanddone.ideas.deciding import Answer
from saidanddone.plan.statuses import Rating
from saidanddone.plan.verdicts import Verdict

STABLE = "stable-homes-2023/"
INSPECTION = "inspection/"
PLEDGE = "rivermeads-promise-to-care-leavers/"
MANAGER, HEAD = "Leaving Care Service Manager", "Head of Leaving Care"
NEEDS_HELP, OFF_TRACK = Rating.NEEDS_HELP, Rating.OFF_TRACK


def make(tell: Telling) -> None:
    """Every action of the plan, each with its own story."""
    doorbells(tell)
    door_still_open(tell)
    mental_health(tell)
    pantry(tell)
    good_pa(tell)
    lodgings(tell)
    bed_and_breakfast(tell)
    health_story(tell)
    welcome_call(tell)


def doorbells(tell: Telling) -> None:
    tell.decided(316, "doorbells", Answer.YES, "Feeling safe at your own front door should not be a luxury.")
    tell.promised(
        295, "doorbells", due_in=68, missions=(STABLE + "5", INSPECTION + "homes"), title="See who’s at my door",
        what="Fit a video doorbell for every care leaver who wants one.", owner=MANAGER, reach=30,
        how_we_know="Thirty young people say they can see who is at the door.",
        cost="£3,000 for 30, about £100 each (estimate)", funding="Leaving care budget",
        partners="Housing associations\nRivermead Handy Helpers",
    )  # fmt: skip
    for days_ago, said, reached, starts in (
        (270, "We have bought the first ten and picked who fits them.", 0, True),
        (214, "Six are up. One landlord said no, so we are talking to them.", 6, False),
        (120, "Fourteen are up. The landlord has changed their mind.", 14, False),
        (10, "Eight more doorbells went up this month. The next eight are booked in.", 22, False),
    ):
        tell.reported(days_ago, "doorbells", MANAGER, said, reached=reached, starts=starts)


def door_still_open(tell: Telling) -> None:
    tell.decided(290, "door-open", Answer.YES, "You do not stop being ours on a birthday.")
    tell.promised(
        270, "door-open", due_in=130, missions=(STABLE + "1", INSPECTION + "relationships", PLEDGE + "1"),
        title="Door still open at 26", what="Anyone who left our care can get in touch, at any age.", owner=HEAD,
        how_we_know="Anyone over 25 who rings gets a named person.", cost="Staff time",
        steps=("Ask young people over 25 what they would ring about", "Change the Local Offer",
               "Name a person for every day of the week", "Tell everyone we can still find"),
    )  # fmt: skip
    tell.reported(
        255, "door-open", HEAD, "Nine people over 25 told us what they would ring about.", starts=True
    )
    tell.stepped(255, "door-open", 1, HEAD)
    tell.stepped(140, "door-open", 2, HEAD)
    tell.reported(140, "door-open", HEAD, "The Local Offer now says you can ring us at any age.")
    tell.stepped(30, "door-open", 3, HEAD)
    tell.reported(
        30, "door-open", HEAD, "There is a named person every weekday. Fourteen people have rung so far."
    )


def mental_health(tell: Telling) -> None:
    tell.decided(312, "pa-mental-health", Answer.IN_PART, "Yes to one adviser who knows mental health. Not yet to one "
                 "in each team, though it came out first: we have to find and train them first.",
                 way="One adviser who knows mental health")  # fmt: skip
    tell.promised(
        288, "pa-mental-health", due_in=40, missions=(STABLE + "6", INSPECTION + "health"),
        title="A PA who knows mental health", owner=MANAGER, cost="About £55,000 a year (estimate)",
        what="One personal adviser with a mental-health background, and no more than fifteen young people.",
        how_we_know="Young people who work with them say it helped.", funding="Asked for in the new budget",
        steps=("Agree the job with young people", "Advertise it", "Appoint", "First fifteen young people matched"),
    )  # fmt: skip
    tell.reported(
        262, "pa-mental-health", MANAGER, "Three of you wrote the job description with us.", starts=True
    )
    tell.stepped(262, "pa-mental-health", 1, MANAGER)
    tell.stepped(236, "pa-mental-health", 2, MANAGER)
    tell.reported(236, "pa-mental-health", MANAGER, "The advert is out.")
    tell.reported(
        205, "pa-mental-health", MANAGER, "The adviser we chose has left before starting. We go back a step.",
        NEEDS_HELP, next_step="Advertise again, with the nurse’s help.", due_in=60,
        due_reason="The adviser we had chosen left before starting.",
    )  # fmt: skip
    tell.reported(
        23, "pa-mental-health", MANAGER, "Interviews fell through. We have put the advert out again, with the nurse’s "
        "help.", NEEDS_HELP, next_step="Interview again before Christmas.",
    )  # fmt: skip


def pantry(tell: Telling) -> None:
    owner = "Housing Partnerships Lead"
    tell.decided(314, "pantry", Answer.YES, "Nobody should skip tea so that the week adds up.")
    tell.promised(
        285, "pantry", due_in=-14, missions=(STABLE + "5", STABLE + "1"), title="Local pantry pass", owner=owner,
        what="Pay the joining fee and the weekly fee at the pantry for those who want it.", reach=75,
        how_we_know="Seventy-five people use the pantry, and say the week is easier.",
        cost="About £14,400 a year for 75 (estimate)", partners="Rivermead Pantry",
    )  # fmt: skip
    tell.reported(
        250, "pantry", owner, "The pantry has agreed. First passes go out next week.", starts=True, reached=0
    )
    tell.reported(190, "pantry", owner, "Thirty-one people have a pass.", reached=31)
    tell.reported(90, "pantry", owner, "Sixty passes. Some asked for a shop nearer the college.", reached=60)
    tell.reported(17, "pantry", owner, "Everyone who asked has a pass: seventy-five people.", reached=75)
    tell.finished(16, "pantry", owner, "Everyone who asked has a pass. Each week costs £3.50.")
    tell.answered(12, "pantry", ["Osprey", "Merlin", "Lapwing"], Verdict.YES, "I go every Thursday now.")
    tell.answered(9, "pantry", ["Curlew", "Avocet", "Puffin", "Gannet"], Verdict.YES)
    tell.answered(2, "pantry", ["Starling", "Egret"], Verdict.PARTLY, "It shuts before I finish work.")
    tell.words_read(5, "pantry")


def good_pa(tell: Telling) -> None:
    owner = "Principal Social Worker"
    tell.decided(310, "good-pa", Answer.YES, "You know best what good looks like. We will write it together.")
    tell.promised(
        300, "good-pa", due_in=-79, missions=(STABLE + "1", INSPECTION + "relationships"), title="What a good PA does",
        owner=owner, what="Standards for personal advisers, written with young people.",
        how_we_know="Young people can say what their adviser must do.", cost="About £1,000 (estimate)",
        steps=("Hold two workshops", "Write a first draft", "Ask every young person", "Ask every adviser",
               "Agree it", "Put it on one page"),
    )  # fmt: skip
    for number, days_ago, said in (
        (1, 262, "A workshop at the drop-in. Six young people said what a good PA does."),
        (2, 230, "There is a first draft. Four of you went through it with us."),
        (3, 190, "Everyone was asked. Thirty-four answered."),
        (4, 165, "Advisers asked for two changes. Young people agreed to one."),
        (5, 120, "Agreed."),
        (6, 95, "It is one page now."),
    ):
        tell.reported(days_ago, "good-pa", owner, said, starts=number == 1)
        tell.stepped(days_ago, "good-pa", number, owner)
    tell.finished(
        85, "good-pa", owner, "Every personal adviser now works to the standards you wrote together."
    )
    tell.answered(80, "good-pa", ["Kestrel", "Swift", "Linnet", "Plover", "Dunlin", "Teal"], Verdict.YES,
                  "Mine has it on her wall.")  # fmt: skip
    tell.answered(70, "good-pa", ["Siskin", "Jackdaw", "Rook", "Sparrow", "Osprey"], Verdict.YES)
    tell.answered(60, "good-pa", ["Merlin"], Verdict.PARTLY)
    tell.words_read(76, "good-pa")


def lodgings(tell: Telling) -> None:
    owner = "Commissioning Manager"
    tell.decided(280, "lodgings", Answer.IN_PART, "Yes, near here. We can’t yet say how many: it depends on who comes "
                 "forward.")  # fmt: skip
    tell.promised(
        110, "lodgings", due_in=130, missions=(STABLE + "3",), title="Supported lodgings near us", owner=owner,
        what="Find people with a spare room and time, within ten miles.", cost="Cost to be confirmed",
        how_we_know="Six new homes within ten miles.",
        steps=("Work out what it costs", "Ask for people to come forward", "Visit and check each home",
               "Meet before anyone moves in", "First six homes ready"),
    )  # fmt: skip
    tell.reported(41, "lodgings", owner, "We are working out what it costs.", None)


def bed_and_breakfast(tell: Telling) -> None:
    owner = "Accommodation Panel Chair"
    tell.decided(318, "bed-breakfast", Answer.YES, "No one should sleep somewhere we have not looked at.")
    tell.promised(
        280, "bed-breakfast", due_in=-83, missions=(STABLE + "5", INSPECTION + "homes", PLEDGE + "2"), owner=owner,
        title="No B&B without a safety check", cost="Staff time",
        what="Someone from the panel looks at every room before the first night. An inspection found in January that "
        "rooms had not been checked.",
        how_we_know="Every B&B stay has a signed check from before the first night.",
    )  # fmt: skip
    tell.reported(240, "bed-breakfast", owner, "The checklist is written. You wrote half of it.", starts=True)
    tell.reported(93, "bed-breakfast", owner, "Two staff have to be trained before they may check alone.",
                  due_in=-30, due_reason="Two staff had to be trained first.")  # fmt: skip
    tell.reported(45, "bed-breakfast", owner, "Both are trained. Every stay since has been checked.")
    tell.finished(30, "bed-breakfast", owner, "18 of 18 stays in Rivermead were checked.")
    tell.answered(25, "bed-breakfast", ["Finch", "Robin", "Heron"], Verdict.YES)
    tell.answered(22, "bed-breakfast", ["Swift", "Linnet", "Plover", "Dunlin"], Verdict.PARTLY,
                  "Mine was checked. My friend’s in the next town was not.")  # fmt: skip
    tell.answered(18, "bed-breakfast", ["Teal", "Siskin", "Jackdaw", "Rook", "Sparrow"], Verdict.PARTLY)
    tell.answered(15, "bed-breakfast", ["Osprey", "Merlin"], Verdict.NO)
    tell.words_read(20, "bed-breakfast")


def health_story(tell: Telling) -> None:
    nurse = "Designated Nurse"
    tell.decided(285, "health-story", Answer.YES, "It is your story. You should hold it.")
    tell.promised(
        260, "health-story", due_in=-150, missions=(STABLE + "6", INSPECTION + "health"), owner=nurse,
        contact="The designated nurse’s office, by the health team’s inbox", title="My health story at 18",
        what="A plain summary of your health, written with you, in your own hands at 18.", cost="Staff time",
        how_we_know="Every young person turning 18 says they have theirs.",
        steps=("Agree what goes in", "Try it with five people", "Train the nurses", "Every GP knows about it",
               "Given to all who turn 18"),
    )  # fmt: skip
    tell.reported(235, "health-story", HEAD, "The nurse’s team has agreed what goes in.", starts=True)
    tell.stepped(235, "health-story", 1, HEAD)
    tell.reported(160, "health-story", HEAD, "The GP records came late.", NEEDS_HELP,
                  next_step="Ask the health board to send them.", due_in=-30,
                  due_reason="GP records came four months late.")  # fmt: skip
    tell.stepped(100, "health-story", 2, HEAD)
    tell.reported(34, "health-story", HEAD, "Five people have tried it. Two nurses are on leave.", OFF_TRACK,
                  next_step="Two practices send theirs first; the rest follow.", due_in=37,
                  due_reason="Only two of the nurses are trained.")  # fmt: skip
    said_outside(tell, 2, "health-story", HEAD, "Both practices sent their records on Monday. Nine stories are written.",
                 NEEDS_HELP, "We train the other two nurses this month.")  # fmt: skip


def welcome_call(tell: Telling) -> None:
    tell.decided(
        205, "welcome-call", Answer.YES, "Ten minutes in the quietest week is not much to ask of us."
    )
    tell.promised(
        180, "welcome-call", due_in=110, missions=(STABLE + "1",), title="A welcome call in week one", owner=MANAGER,
        what="Every new care leaver gets a call in their first week.", cost="Staff time",
        how_we_know="Every new care leaver is called in their first week.",
        steps=("Write what to ask, with young people", "Two advisers try it", "All advisers do it",
               "Ask young people if it helped", "Put it in the Local Offer"),
    )  # fmt: skip
    tell.reported(150, "welcome-call", MANAGER, "You wrote the five questions.", starts=True)
    tell.stepped(150, "welcome-call", 1, MANAGER)
    tell.stepped(60, "welcome-call", 2, MANAGER)
    tell.reported(
        16, "welcome-call", MANAGER, "Two advisers have tried the call. Both say it takes ten minutes."
    )
