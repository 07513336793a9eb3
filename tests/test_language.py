"""Promises of telling Swedish from English."""

import subprocess
import sys
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from languages import foreign, messages

from handlers.language import MOST, SURE, Language, Leaning, choose, explain, hear, hint

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
ASK = """
import sys
from handlers.language import Leaning, hear
print([hear(Leaning(), text).language for text in sys.stdin.read().splitlines()])
"""
TEXTS = [*messages("swedish"), *messages("english"), *messages("none"), *foreign(near=False)]

PLAINLY = "i really do not know what to do anymore"


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

    assert hear(chosen, "jag vet inte vad jag ska göra").language == "en"
    assert hear(chosen, "svenska tack") == choose("sv")


@pytest.mark.parametrize(
    ("texts", "is_doubted"),
    [
        pytest.param([PLAINLY, "my son has changed a lot"], True, id="two in a row"),
        pytest.param([PLAINLY], False, id="one"),
        pytest.param([PLAINLY, "ja det är så", PLAINLY], False, id="not in a row"),
        pytest.param(["ok thanks", "thank you"], False, id="few words"),
        pytest.param([PLAINLY] * 9, True, id="many"),
    ],
)
def test_doubt(texts: list[str], *, is_doubted: bool) -> None:
    """Only who writes plainly in the other language twice is asked which one they want."""
    leaning = choose("sv")
    for text in texts:
        leaning = hear(leaning, text)

    assert leaning.is_doubted is is_doubted
    assert leaning.language == "sv"
    assert leaning.against <= 2


@pytest.mark.parametrize("chosen", ["sv", "en"])
def test_doubt_of_either(chosen: Language) -> None:
    """A choice of either language can be doubted, and what agrees with it does not."""
    swedish = "jag vet inte vad jag ska göra längre"

    once = hear(choose("sv"), PLAINLY), hear(choose("en"), swedish)
    agreed = hear(choose(chosen), swedish if chosen == "sv" else PLAINLY)

    assert [leaning.against for leaning in once] == [1, 1]
    assert agreed == choose(chosen)


def test_other() -> None:
    """Another language is heard until one of ours is, and not after that."""
    foreign = hear(hint("sv"), "ana khayfa 3ala ibni")
    later = hear(foreign, "ok")
    told = hear(later, "hej jag är orolig för min son")

    assert (foreign.language, foreign.spoken) == ("other", "sv+en")
    assert later.language == "other"
    assert told.language == "sv"
    assert hear(told, "ana khayfa 3ala ibni").language == "sv"


def test_explanation() -> None:
    """It can be told which words a language was heard by, and what follows."""
    explained = explain("hej my bror Ali", hint("en"))

    assert [word for word, odds in explained.words if odds > 0] == ["bror", "hej"]
    assert [word for word, odds in explained.words if odds < 0] == ["my"]
    assert explained.weight > 0
    assert explained.other < 0.1
    assert explained.after == hear(hint("en"), "hej my bror Ali")
    assert explain("").after == Leaning()


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


@pytest.mark.parametrize(
    ("leaning", "spoken"),
    [
        (hint("sv"), "sv+en"),
        (hint("en"), "en+sv"),
        (hear(hint("sv"), "?"), "sv+en"),
        (hear(hint("sv"), "hej"), "sv"),
        (choose("en"), "en"),
    ],
)
def test_greeting(leaning: Leaning, spoken: str) -> None:
    """Who has neither written nor chosen is greeted in both languages, whatever the program."""
    assert leaning.spoken_at_first == spoken


def test_every_run_says_the_same() -> None:
    """No chance of a process decides what language is heard."""
    told = {
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", ASK],
            input="\n".join(TEXTS).encode(),
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "4711")
    }

    assert len(told) == 1
    assert told != {b""}


@given(st.text(), st.floats(-MOST, MOST))
def test_any_text(text: str, odds: float) -> None:
    """Whatever is written, the odds stay within their limits."""
    assert abs(hear(Leaning(odds), text).odds) <= MOST


@pytest.mark.parametrize(
    "piece", ["a", "a ", "@", "a@", "hej ", "å", "english ", "kan jag, ", "ﷺ"]
)
def test_no_text_takes_long(piece: str) -> None:
    """No text that a door lets in, however odd, holds up the other conversations."""
    text = (piece * 4096)[:4096]
    hear(Leaning(), "hej")
    began = perf_counter()
    hear(Leaning(), text)

    assert perf_counter() - began < 0.1
