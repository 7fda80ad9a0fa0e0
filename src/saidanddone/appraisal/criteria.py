"""What ways are scored on, what each number means, and the weights that a council starts from."""

from __future__ import annotations

from dataclasses import dataclass

from saidanddone.templating import teaches

ALL = 100  # what the weights come to
MOST_CRITERIA, FEWEST_CRITERIA = 6, 2
FEWEST_WAYS, MOST_WAYS = 2, 5
FEWEST_SCORERS = 3  # with fewer, one person's scores could be read off the result
AS_NOW = "Carry on as now"

SCALE = (
    (0, "Not at all"),
    (1, "Hardly"),
    (2, "A little"),
    (3, "Partly"),
    (4, "Well"),
    (5, "Very well"),
)
SURE = ((1, "Not sure at all"), (2, "Not very sure"), (3, "Half sure"), (4, "Sure"), (5, "Very sure"))


@dataclass(frozen=True)
class Start:
    """A criterion to start from: its name, its weight, and the question that a scorer answers.

    ``plain`` is the question for a young person, who reads no name above it.
    """

    name: str
    weight: int
    asks: str
    plain: str


STARTS = (
    Start(
        "Difference to young people",
        30,
        "How well would it change things for young people?",
        "How well would this make things better for you and others?",
    ),
    Start(
        "Reach and fairness",
        20,
        "How well would it reach everyone who needs it, and treat them fairly?",
        "How well would it reach everyone who needs it?",
    ),
    Start(
        "Fits our missions and ways of working",
        15,
        "How well does it fit the missions, the plan and how we work?",
        "How well does it fit with what the council has promised?",
    ),
    Start(
        "Risk of setting it up",
        15,
        "How well could we set it up? Very well means little can go wrong.",
        "How well could it be set up? “Very well” means little can go wrong.",
    ),
    Start(
        "Cost and effect over five years",
        10,
        "How well is the money spent, over five years? Very well means a lot comes of it.",
        "How well is the money spent? “Very well” means a lot comes of it.",
    ),
    Start(
        "Speed",
        10,
        "How well does it do on speed? Very well means that it can start soon.",
        "How well does it do on time? “Very well” means it can start soon.",
    ),
)
GENERAL = "How well does this way do on this?"


def asks_of(name: str) -> str:
    """The question behind a criterion; one that the council named itself has a general one."""
    return next((start.asks for start in STARTS if start.name == name), GENERAL)


@teaches("plain_of")
def plain_of(name: str) -> str:
    """The question of a criterion in plain words; one that the council named itself has a general one."""
    return next((start.plain for start in STARTS if start.name == name), f"{name}: {GENERAL.lower()}")
