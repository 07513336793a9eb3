"""Promises of the texts: none is missing, and each can be said."""

import re
from pathlib import Path
from typing import get_args

import pytest
from builders import MESSAGES, ROOT

from bot.texts import LANGUAGES, TextError, Texts, load_texts
from handlers.choices import Choice
from handlers.danger import Danger
from handlers.language import Heard, Language

FACTS = {"sv": {"number": "020-1"}, "en": {"number": "020-1"}}

# Everything that a text may be given, as it comes from the handlers and the doors.
VALUES = {
    "opens": "2026-12-28T09:00:00+01:00",
    "closes": "2026-11-24T15:00:00+01:00",
    "day": "2026-12-24T00:00:00+01:00",
    "now": "2026-11-24T10:00:00+00:00",
    "spans": "09:00-12:00,13:00-15:00",
    "week": '["09:00-15:00", "09:00-15:00", "", "09:00-12:00", "09:00-15:00", "", ""]',
    "why": {"sv": "julafton", "en": "Christmas Eve"},
    "alias": "Kim",
    "code": "lönn 42",
    "codes": "lönn 42",
    "door": "web",
    "limit": 4096,
    "seconds": 20,
    "what": "picture",
    "emoji": "👍",
    "text": "hej",
    "words": "hej",
    "least": 5,
    "most": 10,
    "count": 3,
}


def write(folder: Path, swedish: str, english: str) -> Path:
    """Write a text file in each language."""
    for language, source in (("sv", swedish), ("en", english)):
        (folder / language).mkdir()
        (folder / language / "texts.ftl").write_text(source, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("swedish", "english", "problem"),
    [
        pytest.param("a = A\nb = B", "a = A", "b is missing in en", id="missing"),
        pytest.param("a = A", "a = A\nb = B", "b is missing in sv", id="missing the other way"),
        pytest.param("a = { $x }", "a = A", "a uses $x in one language only", id="variable"),
        pytest.param("a = A\na = A", "a = A", "sv/texts.ftl: a stands in", id="twice"),
        pytest.param("a = A\n!!", "a = A", "cannot be read from “!!” on", id="junk"),
        pytest.param("-a = A", "-a = A", "only texts and comments", id="a term"),
        pytest.param(
            "a = A\n    .b = B", "a = A", "must have a value and no attr", id="attribute"
        ),
        pytest.param("a = { b }", "a = A", "a refers to b", id="unknown text"),
        pytest.param("a = { -b }", "a = A", "a refers to -b", id="unknown term"),
        pytest.param("a = { B($x) }", "a = { $x }", "a refers to B", id="unknown function"),
    ],
)
def test_gaps_are_refused(tmp_path: Path, swedish: str, english: str, problem: str) -> None:
    """A gap in the texts is named, and nothing starts with it."""
    with pytest.raises(TextError) as refused:
        load_texts(write(tmp_path, swedish, english), FACTS)

    assert any(problem in found for found in refused.value.problems)


def test_all_gaps_at_once(tmp_path: Path) -> None:
    """All that is wrong is said, not only the first thing."""
    with pytest.raises(TextError) as refused:
        load_texts(write(tmp_path, "a = { b }\nc = C\n!!", "d = D"), FACTS)

    assert len(refused.value.problems) == 5


def test_no_folder(tmp_path: Path) -> None:
    """Texts that are not there, or cannot be read, are a gap too."""
    (tmp_path / "sv").mkdir()
    (tmp_path / "sv" / "a.ftl").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(TextError) as refused:
        load_texts(tmp_path, FACTS)

    assert refused.value.problems == (
        "sv/a.ftl: UnicodeDecodeError",
        "en: no texts (*.ftl) in this folder",
    )


def test_values_are_data(tmp_path: Path) -> None:
    """What is filled in comes out as it is, whatever it looks like."""
    source = "a = { $x } { $number }"
    texts = load_texts(write(tmp_path, source, source), FACTS, strict=True)

    assert texts.say("sv", "a", x="{ $number }") == "{ $number } 020-1"
    assert texts.say("en", "a", x={"sv": "då", "en": "then"}) == "then 020-1"
    assert texts.variables("a") == {"x"}


def test_what_fails_in_service(tmp_path: Path) -> None:
    """In service a text that fails gives the safe sentence of the language; in tests an error."""
    folder = write(
        tmp_path, "a = { $x }\nsafe-sentence = Ring.", "a = { $x }\nsafe-sentence = Call."
    )

    assert load_texts(folder, FACTS).say("en", "a") == "Call."
    assert load_texts(folder, FACTS).say("sv", "unknown") == "Ring."
    with pytest.raises(TextError):
        load_texts(folder, FACTS, strict=True).say("sv", "a")


@pytest.mark.parametrize(
    ("language", "key", "values", "said"),
    [
        ("sv", "opening", {"opens_in": 0}, "i dag kl. 09.00"),
        ("sv", "opening", {"opens_in": 1}, "i morgon, måndag 28 december, kl. 09.00"),
        ("en", "opening", {"opens_in": 4}, "on Monday 28 December at 09:00"),
        ("sv", "open-that-day", {}, "Vi har öppet torsdag 24 december kl. 09.00–12.00 och 13"),
        ("en", "open-that-day", {}, "On Thursday 24 December we are open 09:00–12:00 and 13"),
        ("sv", "opening-hours", {}, "måndag–tisdag 09.00–15.00, torsdag 09.00–12.00, fredag 09"),
        ("sv", "place", {"ahead": 1}, "Du står kvar i kön. En person står före dig."),
        ("en", "place", {"ahead": 0}, "You are first in the queue."),
    ],
)  # fmt: skip
def test_said(
    texts: Texts, language: Language, key: str, values: dict[str, int], said: str
) -> None:
    """Days, times and numbers are written as people of that language write them."""
    assert said in texts.say(language, key, **(VALUES | values))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [0, 1, 2, 7])
def test_every_text_can_be_said(texts: Texts, language: Language, number: int) -> None:
    """Every text can be said, whatever its numbers are."""
    counts = {"opens_in": number, "ahead": number, "minutes": number, "least": number}
    for key in texts.keys:
        assert texts.say(language, key, **(VALUES | counts))


def sources() -> str:
    """Return all that names texts: our code, templates and scripts, and the families."""
    files = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("handlers/*.py"), *ROOT.glob("bot/**/*.html")]
    families = [choice.label_key for choice in Choice]
    families += [key for danger in Danger for key in (danger.card_key, danger.reason_key)]
    families += [f"reason-{topic}" for topic in ("story", "human", "waiting")]
    families += [f"desk-language-{language}" for language in get_args(Heard)]
    families += ["schedule-open-because", "schedule-closed-because"]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return text + "".join(f'"{key}"' for key in families)


def test_no_dead_text(texts: Texts) -> None:
    """Every text is said somewhere, in the code or in another text."""
    named = set(re.findall(r"[\"']([a-z-]+)[\"']", sources()))
    folder = MESSAGES / "sv"
    inner = "\n".join(file.read_text(encoding="utf-8") for file in folder.glob("*.ftl"))
    named |= set(re.findall(r"\{ ([a-z-]+) \}", inner))

    assert texts.keys - named == set()


def test_no_missing_text(texts: Texts) -> None:
    """Every key that the code says is there."""
    said = set(re.findall(r"(?:\bSay\(|\bt\(|key = )[\"']([a-z-]+)[\"'][,)\n]", sources()))

    assert said - texts.keys - {"error-message", "error-conversation"} == set()


ALL = sorted(MESSAGES.glob("*/*.ftl"))
FORBIDDEN = r"!|[\U0001F300-\U0001FAFF]|krypter|encrypt|röda korset|Red cross"


@pytest.mark.parametrize("file", ALL, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_style(file: Path) -> None:
    """No text shouts or uses words that few understand, and no number stands in a text."""
    lines = file.read_text(encoding="utf-8").splitlines()
    texts = [line for line in lines if not line.startswith("#")]

    assert [line for line in texts if re.search(FORBIDDEN, line)] == []
    # Years, and the number of the directive, are no telephone numbers.
    bare = [re.sub(r"20\d\d(?::86)?", "", line) for line in texts]
    assert [line for line in bare if re.search(r"\d{3}|\d\d \d\d", line)] == []
