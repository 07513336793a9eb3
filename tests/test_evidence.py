"""Promises of how much a message speaks for a language, over messages written for these tests."""

import json
from collections.abc import Callable
from importlib import metadata, resources

import pytest
from languages import alone, foreign, judged, judged_dialogues, messages

from handlers.evidence import weigh
from handlers.vocabulary import LANGUAGES

SWEDISH = [*messages("swedish"), *messages("swedish-plain")]
ENGLISH = messages("english")


def test_openers() -> None:
    """What people begin with is heard rightly, also without å, ä and ö, and in both languages."""
    swedish, english = judged(SWEDISH, "sv"), judged(ENGLISH, "en")

    assert min(swedish.right, english.right) >= 96
    assert max(swedish.wrong, english.wrong) <= 1.3


@pytest.mark.parametrize("form", [str.upper, str.title, "{}!!".format, "  {}\n".format])
def test_openers_in_other_forms(form: Callable[[str], str]) -> None:
    """Capitals, marks and spaces change nothing."""
    for text in [*SWEDISH, *ENGLISH]:
        assert alone(form(text)) == alone(text)


def test_words_of_both() -> None:
    """What is the same in both languages is never taken for a third."""
    assert judged(messages("either"), "sv", "en").wrong == 0


def test_words_of_none() -> None:
    """What is in no language is in none: names, addresses, numbers, keys hit at random."""
    texts = messages("none")

    assert sum(alone(text) == "unsure" for text in texts) >= 0.93 * len(texts)


def test_far_languages() -> None:
    """What is in another language is heard as that, and hardly ever as one of ours."""
    share = judged(foreign(near=False), "other")

    assert share.right >= 88
    assert share.wrong <= 3


def test_near_languages() -> None:
    """Norwegian and Danish are heard as Swedish, and never as English."""
    share = judged(foreign(near=True), "sv", "other")

    assert share.right >= 95
    assert share.wrong == 0


def test_dialogues() -> None:
    """A conversation is answered in its language, and a reply in the wrong one is rare."""
    share, wrong_later = judged_dialogues()

    assert share.right >= 88
    assert share.wrong <= 3.5
    assert wrong_later <= 1


def test_unlisted_words() -> None:
    """A word that is on no list is told by its letters."""
    assert weigh("grubblerierna").odds > 0
    assert weigh("thoughtfulness").odds < 0


def test_quotation() -> None:
    """What is quoted in another language does not drown what is said about it."""
    assert alone('han skrev "white pride worldwide" till mig och jag blev rädd') == "sv"
    assert alone("she keeps saying allahu akbar to us at dinner") == "en"


@pytest.mark.parametrize(
    "text", ["", "?", "12345", "👍", "https://www.example.org/the", "@the_one", "me@example.org"]
)
def test_no_words(text: str) -> None:
    """What has no words weighs nothing, and is in no other language either."""
    assert (weigh(text).weight, weigh(text).other, weigh(text).words) == (0, 0, 0)


@pytest.mark.parametrize("text", ["привет", "مرحبا ok", "你好", "סליחה"])
def test_other_letters(text: str) -> None:
    """Whoever writes with other letters writes in another language."""
    assert (weigh(text).weight, weigh(text).other) == (0, 1)


def test_one_word_of_other_letters() -> None:
    """One name in other letters does not make a message foreign."""
    assert alone("min bror kallar sig Иван nu") == "sv"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ga\u030ar fo\u0308r ha\u0308r", "går för här"),
        ("𝗵𝗲𝗹𝗽 𝗺𝗲", "help me"),
        ("heeeeej", "heej"),
        ("don’t know", "don't know"),
    ],
)
def test_same_letters(written: str, meant: str) -> None:
    """However letters are sent, it is the letters that count."""
    assert weigh(written) == weigh(meant)


@pytest.mark.parametrize(
    ("text", "most"),
    [("hej", 2.5), ("hej hej", 2.5), ("hej du", 3.5), ("hej du hur mår du i dag", 5.0)],
)
def test_cap(text: str, most: float) -> None:
    """A message weighs the less the fewer its words, and none weighs all."""
    assert weigh(text).odds > most
    assert weigh(text).weight == most


def test_profiles() -> None:
    """The frequencies of letters are where the pinned version of langdetect has them."""
    assert metadata.version("langdetect") == "1.0.9"
    for language in set(LANGUAGES) - {"ar", "fa", "ku"}:
        profile = resources.files("langdetect").joinpath("profiles", language)
        assert json.loads(profile.read_text("utf-8"))["freq"]
