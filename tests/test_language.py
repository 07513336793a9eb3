"""Promises of telling Swedish from English."""

import subprocess
import sys
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language import MOST, SURE, Leaning, choose, evidence, hear, hint

SWEDISH = """
hej
hej är det här anonymt
nar oppnar ni
min son har ändrat sig
jag vet inte vad jag ska göra
syns det på räkningen
e de nån där
"""
ENGLISH = """
hello
is this anonymous
when do you open
my son has changed
i dont know what to do
does it show on the bill
can i talk to someone
"""
# Whether the tables are read, and what is told, may depend on neither chance nor order.
ASK = (
    "from handlers.language import evidence as e;"
    "print([e(t) for t in ('hej', 'grubblerier', 'thoughtfulness', 'kan jag write')])"
)


def lines(block: str) -> list[str]:
    """Return the messages of a block."""
    return block.strip().splitlines()


@pytest.mark.parametrize("text", lines(SWEDISH))
def test_swedish(text: str) -> None:
    """Plain Swedish is Swedish, from the first message on and however it is written."""
    assert hear(Leaning(), text).language == "sv"
    assert hear(Leaning(), text.upper()).language == "sv"


@pytest.mark.parametrize("text", lines(ENGLISH))
def test_english(text: str) -> None:
    """Plain English is English, from the first message on and however it is written."""
    assert hear(Leaning(), text).language == "en"
    assert hear(Leaning(), text.upper()).language == "en"


def test_words_on_no_list() -> None:
    """A word that is on no list is told by its letters."""
    assert evidence("grubblerier") > 0
    assert evidence("thoughtfulness") < 0


@pytest.mark.parametrize(
    "text", ["", "?", "12345", "👍", "https://www.example.org/the", "@the_one", "me@example.org"]
)
def test_no_language(text: str) -> None:
    """What is in no language moves nothing."""
    assert evidence(text) == 0.0
    assert hear(Leaning(), text).language == "unsure"


def test_composed_letters() -> None:
    """A ring or dots that are sent as a letter of their own are read as one letter."""
    assert evidence("ga\u030ar fo\u0308r ha\u0308r") == evidence("går för här")


def test_memory() -> None:
    """A word of the other language does not turn a conversation at once, but talking on does."""
    swedish = hear(hear(Leaning(), "jag vet inte vad jag ska göra"), "han är så arg")
    once = hear(swedish, "ok thanks")
    later = once
    for text in lines(ENGLISH):
        later = hear(later, text)

    assert swedish.language == "sv"
    assert once.language != "en"
    assert later.language == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("english please", "en"),
        ("Kan vi ta det på engelska?", "en"),
        ("svenska tack", "sv"),
        ("can we speak swedish", "sv"),
    ],
)
def test_request(text: str, language: str) -> None:
    """Who asks for a language gets it, in whichever language they ask."""
    asked = hear(Leaning(), text)

    assert asked.language == language
    assert asked.chosen


def test_choice() -> None:
    """A choice is not talked away, but another request changes it."""
    chosen = choose("en")

    assert hear(chosen, "jag vet inte vad jag ska göra") == chosen
    assert hear(chosen, "svenska tack") == choose("sv")


@pytest.mark.parametrize(
    ("code", "sign"),
    [("sv", 1), ("sv-SE", 1), ("SV_fi", 1), ("en-GB", -1), ("ar", 0), ("", 0), (None, 0)],
)
def test_hint(code: str | None, sign: int) -> None:
    """The tag of a program is a first hint, and one that the first words can overrule."""
    leaning = hint(code)

    assert (leaning.odds > 0) - (leaning.odds < 0) == sign
    assert hear(leaning, "i dont know what to do").language == "en"


@pytest.mark.parametrize(
    ("odds", "language"),
    [(SURE, "sv"), (SURE - 0.01, "unsure"), (-SURE + 0.01, "unsure"), (-SURE, "en")],
)
def test_unsure(odds: float, language: str) -> None:
    """Both languages are given until one is three times as likely as the other."""
    assert Leaning(odds).language == language


@pytest.mark.parametrize(
    ("leaning", "spoken"),
    [
        (hint("en-GB"), "en+sv"),
        (Leaning(SURE - 0.1), "sv+en"),
        (hint(None), "sv+en"),
        (choose("en"), "en"),
        (choose("sv"), "sv"),
    ],
)
def test_likelier_first(leaning: Leaning, spoken: str) -> None:
    """Where both are given, the one that the program hints at comes first."""
    assert leaning.spoken == spoken


def test_every_run_says_the_same() -> None:
    """No chance of a process decides what language is heard."""
    told = {
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", ASK],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }

    assert len(told) == 1


@given(st.text(), st.floats(-MOST, MOST))
def test_any_text(text: str, odds: float) -> None:
    """Whatever is written, the odds stay within their limits."""
    assert abs(hear(Leaning(odds), text).odds) <= MOST


@pytest.mark.parametrize("piece", ["a", "a ", "@", "a@", "hej ", "å", "english ", "kan jag, "])
def test_no_text_takes_long(piece: str) -> None:
    """No text that a door lets in, however odd, holds up the other conversations."""
    text = (piece * 4096)[:4096]
    evidence("")
    began = perf_counter()
    hear(Leaning(), text)

    assert perf_counter() - began < 0.1
