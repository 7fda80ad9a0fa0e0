"""What made-up people say: believable, varied, and nobody's own words."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Topic:
    """Something young people ask for: a worker's title, the words, why, and the mission it belongs to."""

    title: str
    what: str
    why: str
    mission: str


def _topics(*rows: tuple[str, str, str, str]) -> tuple[Topic, ...]:
    return tuple(Topic(*row) for row in rows)


# fmt: off
TOPICS = _topics(
    ("A bus pass until 25", "Give us a bus pass that lasts until we are 25.", "I walk an hour to college.", "4"),
    ("Driving theory test paid", "Pay for our theory test the first time.", "Most jobs here ask for it.", "4"),
    ("A laptop that is mine", "Everyone starting college should get a laptop.", "I wrote my essay on a phone.", "4"),
    ("Work tasters in the council", "Let us try a council job for two weeks.", "I need something on my CV.", "4"),
    ("A cooking group on Sundays", "Start a cooking group on Sundays.", "Sundays are the longest day.", "1"),
    ("Keep the same PA", "Let us keep our PA when we move.", "I have told my story four times.", "1"),
    ("Birthday cards by hand", "Send a real card on our birthdays.", "It shows somebody remembered.", "1"),
    ("A drop-in after six", "Open the drop-in after six in the evening.", "I work until five.", "1"),
    ("Meet the people who decide", "Let us meet the people who decide, twice a year.", "They only read about us.", "2"),
    ("Letters in plain words", "Write letters that we can understand.", "I thought I was being evicted.", "2"),
    ("Council tax made simple", "Tell us about council tax before the first bill.", "Mine came as a shock.", "2"),
    ("Say what happened with surveys", "Tell us what came of each survey.", "We never hear back.", "2"),
    ("Homes near our brothers and sisters", "Find homes near our brothers and sisters.", "It takes two trains.", "3"),
    ("See the room first", "Let us see a home before we move in.", "Photos do not smell of damp.", "3"),
    ("Pets where we live", "Let us keep a pet where we live.", "My cat is my family.", "3"),
    ("A deposit that comes in time", "Pay the deposit before the flat is gone.", "I lost two flats by waiting.", "5"),
    ("Mould gone in a month", "Get mould dealt with within a month.", "My chest is bad all winter.", "5"),
    ("Locks and lights that work", "Mend locks and hall lights in two days.", "I do not feel safe on the stairs.", "5"),
    ("A starter box for the kitchen", "Give a box of kitchen things on day one.", "I ate from a mug for a week.", "5"),
    ("Wi-Fi from the first day", "Have the Wi-Fi working on the first day.", "Everything is online now.", "5"),
    ("No wait to talk to someone", "Let us talk to a counsellor within two weeks.", "Waiting made it worse.", "6"),
    ("Gym passes", "Give us a gym pass all year.", "It keeps my head straight.", "6"),
    ("A dentist who takes us", "Find a dentist who takes new people.", "I have had toothache since May.", "6"),
    ("Sleep and worry sessions", "Run sessions about sleep and worry.", "Nights are hard on your own.", "6"),
)
PLACES = (
    "Eastfield", "Millbrook", "Harbour Road", "Castle Hill", "Northgate", "Weaver Street", "Greenbank",
    "Station Park", "Oakley", "Fairmead", "St Anne’s", "Riverside", "Kingsway", "Long Lane", "Moor End",
    "Templeton", "Priory", "Westbury", "Hollins", "Dock Side", "Ashby Row", "Fernhill", "the town centre",
    "the north of the county",
)
STARTS = (
    "",
    "Please. ",
    "I have thought about this a lot. ",
    "Me and two friends talked about it. ",
    "Honestly: ",
)
COMMENTS = (
    "Same for me.", "This would have helped me last year.", "Could it start before winter?",
    "My PA says other places do it.", "Yes, and tell us when it starts.", "It should be for under 18s too.",
)
BACK = "Can you say a bit more about what would help? Then I can publish it."
ANSWERED = (
    "We looked at what it costs and who would do it, and talked it over with the group in March.",
    "The team that does this work has said it can be done with the people we have.",
    "It fits what we have promised already, and enough of you asked for it.",
)
ELSE_CAN = "Ask your PA about the leaving care grant, or talk to an advocate."
NEWS = (
    "The first ten people have been asked what they need.", "We have found a supplier and agreed a price.",
    "The group tried it out and told us what to change.", "It runs in two areas; the third starts next month.",
    "The budget is agreed for this year.", "Two people have left, so it goes slower than we said.",
)
NEXT_STEP = "We ask the board for help with it at its next meeting."
STEPS = ("Agree the budget", "Ask the group what matters", "Try it with ten people", "Open it to everyone")
WORRY = "It reads as if they are not safe where they live. Please look today."
QUESTION = "What should we work on next?"

_FIRST = (
    "Amber Bold Brave Bright Brisk Calm Clear Clever Copper Curious Daring Early Easy Fair Fast Fearless Gentle "
    "Golden Grand Green Happy Honest Jolly Keen Kind Lively Lucky Merry Neat Noble Proud Quick Quiet Ready Silver "
    "Steady Strong Sunny True Warm"
).split()
_SECOND = (
    "Avocet Bittern Bunting Chough Crane Curlew Dipper Dove Dunlin Eider Falcon Finch Gannet Godwit Goshawk Grebe "
    "Harrier Heron Hobby Jay Kingfisher Kite Knot Lapwing Lark Linnet Martin Merlin Osprey Owl Pipit Plover Puffin "
    "Raven Redstart Robin Rook Shrike Siskin Skylark Snipe Starling Stonechat Swallow Swan Swift Teal Tern Thrush "
    "Wagtail"
).split()
# fmt: on


def nickname(number: int) -> str:
    """The nickname of the young person of this number, from 0; no two are alike."""
    again, place = divmod(number, len(_FIRST) * len(_SECOND))
    first, second = divmod(place, len(_SECOND))
    # Neighbours in the list differ in both words, as people do.
    name = f"{_FIRST[(first + second) % len(_FIRST)]} {_SECOND[second]}"
    return f"{name} {again + 1}" if again else name


def idea_words(rng: Random) -> tuple[Topic, str, str]:
    """A topic, a worker's title for it and a young person's wording of it, with a place."""
    topic, place = rng.choice(TOPICS), rng.choice(PLACES)
    what = f"{rng.choice(STARTS)}{topic.what} I mean in {place}."
    return topic, f"{topic.title}, {place}", what
