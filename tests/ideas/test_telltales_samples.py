"""How much of what leads a stranger to somebody is noticed, in sentences as young people write them."""

from pathlib import Path

from saidanddone.ideas.telltales import Kind, find

SAMPLES = Path(__file__).parent / "samples"


def samples() -> list[tuple[Kind, str]]:
    """Each sentence of telltales.txt with the kind whose heading stands above it."""
    read, kind = [], Kind.PHONE
    for line in (SAMPLES / "telltales.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            kind = Kind(line[2:])
        elif line:
            read.append((kind, line))
    return read


def test_nineteen_of_twenty_are_noticed():
    given = samples()
    missed = [(kind, text) for kind, text in given if not find(text)]
    other = [
        (kind, text) for kind, text in given if find(text) and kind not in {one[0] for one in find(text)}
    ]
    print(f"noticed {len(given) - len(missed)} of {len(given)}; missed {missed}; as another kind {other}")  # noqa: T201 - the rate is what one wants to know
    assert len(given) >= 300
    assert len(missed) <= len(given) * 0.05
    assert len(missed) + len(other) <= len(given) * 0.08


def test_harmless_sentences_are_left_alone():
    given = (SAMPLES / "harmless.txt").read_text(encoding="utf-8").splitlines()
    wrong = [(text, [text[start:end] for _, start, end in find(text)]) for text in given if find(text)]
    print(f"false alarms: {len(wrong)} of {len(given)}: {wrong}")  # noqa: T201 - the rate is what one wants to know
    assert len(given) >= 100
    assert len(wrong) <= len(given) * 0.03
