"""Promises of what is kept of a text that somebody sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.errors import EmptyMessageError, TooLongError
from handlers.incoming import MESSAGE_LIMIT, clean


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param("  hej  ", "hej", id="blanks around it"),
        pytest.param("a\x00b\x1b[31mc\x7f", "ab[31mc", id="control characters"),
        pytest.param("\u202egnirts\u202c", "gnirts", id="direction overrides"),
        pytest.param("rad\r\nrad\rrad", "rad\nrad\nrad", id="line breaks"),
        pytest.param("a\n\n\n\n\n\n\nb", "a\n\n\nb", id="a hole in the page"),
        pytest.param("a\u030angest", "ångest", id="composed letters"),
        pytest.param("<b>hej</b>", "<b>hej</b>", id="HTML is text like any other"),
        pytest.param("\U0001f64f", "\U0001f64f", id="a lone emoji says something"),
        pytest.param("\ud800hej", "hej", id="half a character"),
    ],
)
def test_kept(sent: str, kept: str) -> None:
    """What can be read is kept as it was, and nothing that plays tricks on the reader."""
    assert clean(sent) == kept


@pytest.mark.parametrize(
    "sent", ["", " \n\t ", "\u200b\u200d", "\x00\x01", "\u202e\u2066", "\ufe0f"]
)
def test_nothing_to_see(sent: str) -> None:
    """What nobody can see is no message."""
    with pytest.raises(EmptyMessageError):
        clean(sent)


def test_too_long() -> None:
    """A message may have as many characters as are promised, and not one more."""
    assert clean("a" * MESSAGE_LIMIT) == "a" * MESSAGE_LIMIT
    with pytest.raises(TooLongError) as refused:
        clean("a" * (MESSAGE_LIMIT + 1))
    assert refused.value.values == {"limit": MESSAGE_LIMIT}


@given(st.text(st.characters()))
def test_clean_is_clean(sent: str) -> None:
    """Cleaning again changes nothing, and what is kept can be written to a file."""
    try:
        kept = clean(sent)
    except EmptyMessageError:
        return
    assert clean(kept) == kept
    assert kept.encode()


def test_marks_without_end() -> None:
    """A text of endless marks is refused before anybody has to wait for it."""
    with pytest.raises(TooLongError):
        clean("a" + "\u0345" * 100_000 + "\u0301" * 100_000)
