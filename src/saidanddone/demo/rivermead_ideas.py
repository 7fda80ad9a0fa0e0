"""Rivermead’s ideas, with at least one at every stage."""

from __future__ import annotations

from saidanddone.demo.rivermead_people import BIRDS, WORKER
from saidanddone.demo.telling import Telling
from saidanddone.ideas.appealing import appeal
from saidanddone.ideas.deciding import Answer, NoKind
from saidanddone.ideas.withdrawing import withdraw
from saidanddone.moderation.checking import decline, hold, send_back
from saidanddone.moderation.merging import merge

STABLE = "stable-homes-2023/"
INSPECTION = "inspection/"

# The last day (counted back) on which an idea could still be backed, where it went on to a vote or an answer.
SUPPORT_ENDS = {
    "welcome-call": 207,
    "first-night-box": 31,
    "laundry": 31,
    "birthday": 31,
    "tools": 9,
    "wifi": 9,
}


def workshop(tell: Telling) -> None:
    """The first twelve ideas, sent in one autumn week and read in the next."""
    sent = (
        ("doorbells", "Kestrel", "We should be able to see who is at the door before we open it.",
         "I moved in and did not open the door for a month. A doorbell with a camera would sort it."),
        ("door-open", "Finch", "Let us ring you after 25. Being grown up does not switch off.",
         "I am 26 and there is no one I can just ask."),
        ("pa-mental-health", "Wren", "Have a PA who really knows about mental health.",
         "Mine is kind but she says herself it is not her job."),
        ("pantry", "Heron", "Pay for us to join the local pantry.",
         "Ten pounds of food for a few quid would stop me skipping tea."),
        ("good-pa", "Kestrel", "Write down with us what a good PA does, so we all get the same.",
         "My mate’s PA rings every week. Mine I had to look up."),
        ("interview", "Robin", "If you are a care leaver and can do the job, the council should interview you.",
         "I have applied nine times and never met anyone."),
        ("lodgings", "Linnet", "Find people near here who have a spare room and time for us.",
         "The nearest one was forty miles from my college."),
        ("bed-breakfast", "Kestrel", "I was put in a room where the lock did not work. Someone should look before we "
         "sleep there.", "I sat up all night with a chair against the door."),
        ("health-story", "Teal", "Give us our own health story when we turn 18.",
         "I could not tell the doctor what jabs I had or why I was in hospital at six."),
        ("data", "Plover", "Give us data and something to get online with for the first year.",
         "Everything is online and I had no signal in my own flat."),
        ("evenings", "Dunlin", "Have groups in the evening and at weekends. We work.",
         "Every single thing is on a Tuesday at two."),
        ("driving", "Kestrel", "Free driving lessons for all of us.",
         "No one at home was ever going to teach me."),
    )  # fmt: skip
    for position, (key, by, what, why) in enumerate(sent):
        tell.said(396 - position // 4, key, by, what, why, hour=15 + position % 4)
    read = (
        ("doorbells", "See who’s at my door", ("5",), ("homes",)),
        ("door-open", "Door still open at 26", ("1",), ("relationships",)),
        ("pa-mental-health", "A PA who knows mental health", ("6",), ("health",)),
        ("pantry", "Local pantry pass", ("5", "1"), ("homes",)),
        ("good-pa", "What a good PA does", ("1",), ("relationships", "influence")),
        ("interview", "Guaranteed interview", ("2", "4"), ("learning-and-work",)),
        ("lodgings", "Supported lodgings near us", ("3",), ("homes",)),
        ("bed-breakfast", "No B&B without a safety check", ("5",), ("homes", "good-decisions")),
        ("health-story", "My health story at 18", ("6",), ("health",)),
        ("data", "Data for my first year", ("4",), ("learning-and-work",)),
        ("evenings", "Evening and weekend groups", ("1",), ("relationships",)),
        ("driving", "Free driving lessons for all", ("4",), ("learning-and-work",)),
    )
    for key, title, stable, asked in read:
        refs = [STABLE + code for code in stable] + [INSPECTION + code for code in asked]
        tell.published(390, key, title, *refs)
    backers = {
        "doorbells": BIRDS[1:24], "door-open": BIRDS[8:22], "pa-mental-health": BIRDS[0:3] + BIRDS[5:30],
        "pantry": BIRDS[0:2] + BIRDS[12:31], "good-pa": BIRDS[6:17], "interview": BIRDS[14:33], "lodgings": BIRDS[20:29],
        "bed-breakfast": BIRDS[3:29], "health-story": BIRDS[24:38], "data": BIRDS[10:28],
        "evenings": BIRDS[0:9], "driving": BIRDS[26:37],
    }  # fmt: skip
    authors = {key: by for key, by, _, _ in sent}
    for key, names in backers.items():
        tell.backed(389, 345, key, [name for name in names if name != authors[key]])
    tell.commented(380, "doorbells", "Siskin", "My neighbour has one. It cost less than a takeaway a month.")
    tell.commented(371, "bed-breakfast", "Rook", "Same here. The window did not shut either.")
    tell.commented(362, "good-pa", "Jackdaw", "Start with: tell me before you leave.")


def since(tell: Telling) -> None:
    """Ideas that came after the first vote."""
    sent = (
        (230, "welcome-call", "Sparrow", "Ring us in the first week after we move out. It is the quietest week.", "",
         "A welcome call in week one", ("1",), BIRDS[2:12]),
        (212, "tenancy", "Osprey", "Run a course on how to keep a flat, and give us a certificate landlords trust.",
         "They ask for a guarantor. I have not got one.", "A tenancy certificate landlords trust", ("5",), BIRDS[7:24]),
        (170, "bus", "Merlin", "Buses to work should be free in the first month.",
         "You pay for a month of buses before you get paid.", "Buses to work free in the first month", ("4",),
         BIRDS[20:39]),
        (120, "first-night-box", "Curlew", "A box for the first night: bulb, kettle, towel, tin opener.", "",
         "A first-night box", ("5",), BIRDS[0:14]),
        (110, "laundry", "Avocet", "Help with laundry in winter. Drying clothes indoors made my flat mouldy.", "",
         "Laundry help in winter", ("5", "6"), BIRDS[22:34]),
        (95, "birthday", "Puffin", "A birthday card from a person, not a letter from the council.", "",
         "A real birthday card", ("1",), BIRDS[16:26]),
        (64, "tell-first", "Egret", "Tell us before you change our PA.", "I stopped picking up the phone.",
         "Tell us before you change our PA", ("1",), BIRDS[0:1] + BIRDS[4:36]),
        (41, "tools", "Gannet", "A box of tools and paint for our first home.", "",
         "A box of tools and paint for our first home", ("5",), BIRDS[30:38]),
        (33, "wifi", "Bittern", "Put wifi in the drop-in that works upstairs too.", "", "Wifi that works upstairs",
         ("4",), BIRDS[14:18]),
    )  # fmt: skip
    for days_ago, key, by, what, why, title, stable, names in sent:
        tell.said(days_ago, key, by, what, why, hidden=key == "laundry")
        tell.published(days_ago - 2, key, title, *[STABLE + code for code in stable])
        last = SUPPORT_ENDS.get(key, max(days_ago - 40, 9))
        tell.backed(days_ago - 3, last, key, [name for name in names if name != by])
    tell.commented(60, "tell-first", "Skylark", "Mine left on a Friday. I found out on the Monday.")
    tell.commented(3, "tools", "Pipit", "A drill we can borrow would do it.", read=False)


def every_stage(tell: Telling) -> None:
    """One idea at least for every other place an idea can stand."""
    tell.decided(185, "driving", Answer.NOT_NOW, "There is no money for all of us this year. We will look again when "
                 "the new budget starts.", return_on=tell.next_april())  # fmt: skip
    tell.decided(17, "interview", Answer.YES, "If you can do the job, you will be seen. We start with our own jobs "
                 "and ask our partners next.")  # fmt: skip

    tell.said(150, "lottery", "Buzzard", "Pay us all a thousand pounds when we turn 21.")
    tell.published(147, "lottery", "A thousand pounds at 21", STABLE + "2")
    tell.decided(
        130, "lottery", Answer.NO, "The council may not give this money to everyone of one age.",
        kind=NoKind.LAW, else_can="You can ask for a setting-up-home grant, and an adviser can help you fill it in.",
    )  # fmt: skip

    tell.said(58, "shortlisted", "Harrier", "One person to ring about money who does not pass you on.", "I was sent round "
              "six numbers.")  # fmt: skip
    tell.published(55, "shortlisted", "One number for money questions", STABLE + "6")
    tell.backed(54, 20, "shortlisted", BIRDS[3:14])

    async def shortlist() -> None:
        await (await tell.idea("shortlisted")).make_move("shortlist", by=tell.who(WORKER))

    tell.story.then(9, shortlist)

    tell.said(50, "same-again", "Kite", "Let us know when a new PA starts.")
    tell.published(48, "same-again", "Let us know when a PA changes", STABLE + "1")
    tell.backed(47, 44, "same-again", BIRDS[2:9])

    async def join_up() -> None:
        await merge(await tell.idea("same-again"), into=await tell.idea("tell-first"), by=tell.who(WORKER))

    tell.story.then(40, join_up)

    tell.said(45, "team", "Whinchat", "The back stairs at the drop-in feel unsafe at night.", team=True)
    tell.published(43, "team", "Light on the back stairs", STABLE + "5")

    tell.said(37, "from-staff", "Personal Adviser", "Let advisers keep a small cash float for emergencies.", "Forms take "
              "four days.")  # fmt: skip
    tell.published(34, "from-staff", "A small emergency float", STABLE + "2")
    tell.backed(33, 25, "from-staff", BIRDS[9:15])

    tell.said(28, "taken-back", "Dipper", "Change the logo.")

    async def take_back() -> None:
        await withdraw(await tell.idea("taken-back"), by=tell.who("Dipper"))

    tell.story.then(27, take_back)

    tell.said(26, "declined", "Fieldfare", "Get rid of the worker at the front desk. You know who.")

    async def turn_down() -> None:
        await decline(
            await tell.idea("declined"), by=tell.who(WORKER), reason="about-a-person",
            message="This names one person, so we can’t show it. We have asked the manager to ring you about it.",
        )  # fmt: skip

    async def ask_again() -> None:
        await appeal(await tell.idea("declined"), by=tell.who("Fieldfare"), text="I mean how we are spoken to. "
                     "Can I say that?")  # fmt: skip

    tell.story.then(24, turn_down)
    tell.story.then(4, ask_again, 17)


def just_now(tell: Telling) -> None:
    """What is waiting today."""
    tell.said(9, "sent-back", "Redwing", "Do something about Flat 4, 12 Mill Lane.")

    async def ask_back() -> None:
        await send_back(
            await tell.idea("sent-back"), by=tell.who(WORKER),
            message="Thank you. Can you say it again without the address, so nobody can tell where you live?",
        )  # fmt: skip

    tell.story.then(6, ask_back)

    tell.said(6, "held", "Starling", "I do not feel safe where I am and nobody is listening.", hidden=True)

    async def worry() -> None:
        await hold(await tell.idea("held"), by=tell.who(WORKER), message="They say they are not safe at home. "
                   "Please ring today.")  # fmt: skip

    tell.story.then(5, worry)

    tell.spoke(2, "handover", "Kestrel", 262, 330, 294, 220, hour=21)
    tell.written_down(
        1, "handover", "Let us meet the new PA while the old one is still there.",
        "You tell your whole life again to someone you never saw. If they sat together once, it would not start "
        "from nothing.", "Meet the new PA before the old one goes",
    )  # fmt: skip
    tell.spoke(1, "garden", "Firecrest", 220, 247, 294, 247)

    tell.said(3, "phone", "Magpie", "My PA changed 4 times and nobody told me. Tell us first. Ring me on 07700 900 412",
              "I stopped picking up the phone.", hour=18)  # fmt: skip
    tell.said(2, "dentist", "Kestrel", "Let me keep my dentist when I move.", "I have been on three waiting lists.",
              hour=19)  # fmt: skip
    tell.said(2, "cooking", "Nuthatch", "Cooking nights where we eat together after.", hour=20)
    tell.said(1, "unsent", "Kestrel", "Somewhere to store our things between homes.", draft=True)
