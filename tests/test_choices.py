"""Promises of the few words that are as good as a button."""

import pytest

from handlers.choices import agrees, says_erase, says_no, says_yes


@pytest.mark.parametrize(
    "text",
    ["ja", "JA!", "Ja, tack", "ja tack :)", "ja tack 🙏", "ja, snälla", "ja det vill jag", "jaa",
     "yes", "Yes please.", "yep", "yes i would like that", "absolut"],
)  # fmt: skip
def test_yes(text: str) -> None:
    """A yes is one in whatever words, and then also lets a thing be so."""
    assert says_yes(text)
    assert agrees(text)
    assert not says_no(text)


@pytest.mark.parametrize("text", ["ok", "Okej!"])
def test_all_right(text: str) -> None:
    """Who finds it all right agrees, but asks for nothing."""
    assert agrees(text)
    assert not says_yes(text)


@pytest.mark.parametrize(
    "text", ["nej", "Nej, tack", "nej tack 🙏", "no thank you", "nope", "No, thanks!", "nä"]
)
def test_no(text: str) -> None:
    """A no is one in whatever words."""
    assert says_no(text)
    assert not agrees(text)


@pytest.mark.parametrize(
    "text", ["radera", "RADERA", "Radera allt!", "delete", "delete everything please", "/radera"]
)
def test_erase(text: str) -> None:
    """The word that our texts promise to erase by does so, also with a little more."""
    assert says_erase(text)


@pytest.mark.parametrize(
    "text",
    ["", "?", "ja men han vill inte", "nej han är borta", "yes he did", "no idea", "ja nej",
     "no i want to", "nej jag vill",
     "han raderar allt", "kan ni radera det", "delete your number", "tack"],
)  # fmt: skip
def test_more_than_that(text: str) -> None:
    """What tells anything else is read, and not taken for a button."""
    assert not says_yes(text)
    assert not says_no(text)
    assert not says_erase(text)
