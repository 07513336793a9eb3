"""Promises of what the learnt model sees of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.features import features, places, tokens
from handlers.identity import MASK


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Är ni öppna?", ["ar", "ni", "oppna", "?"]),
        ("ÄR NI ÖPPNA ?", ["ar", "ni", "oppna", "?"]),
        ("e ni öppna", ["ar", "ni", "oppna"]),
        ("kl 16.30", ["kl", "00", "00"]),
        ("hiiiii ❤️", ["hi", "❤"]),
        ("se https://exempel.se/hemligt nu", ["se", "nu"]),
        ("ｈｅｌｐ", ["help"]),
        ("من أنتم", []),
        (f"ring på {MASK}!", ["ring", "pa", MASK, "!"]),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    """Spelling, capitals and marks hide no word, and of a number only its length is seen."""
    assert tokens(text) == words


def test_features() -> None:
    """Words, how they begin, their neighbours and letters are seen, and about how many."""
    seen = features(["vad", "kostar", "det"])

    assert {"kostar", "kost-", "^ vad-", "vad kost det-", "vad . det-", "^ .. det-"} <= seen
    assert {"det & vad", "~<kos", "~tar>", "#2"} <= seen
    assert not {"~d k", "vad & det", "kost"} & seen


def test_order_is_seen() -> None:
    """Who does what to whom makes a difference."""
    assert features(["han", "slog", "mig"]) != features(["mig", "slog", "han"])


@given(st.text(max_size=4096))
def test_no_text_is_much_work(text: str) -> None:
    """Whatever is written, what is looked at grows no faster than the text."""
    seen = features(tokens(text))

    assert len(seen) <= 30 * (len(text) + 4)
    assert places(seen) == sorted(set(places(seen)))
