"""Promises of the search for what people wrote: it finds it, however it was written down."""

import base64
import json
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from privacy.canaries import Canaries
from privacy.scanner import SHORTEST, Hit, contents, search, written
from privacy.trial import packs

# Letters of ours, of others, such as are no letters, and such as take two units or four bytes.
LETTERS = st.sampled_from("abcxyzABC0189åäöÅÄÖéßñ🐦🕊🏳€ع\u0301+/=_-.:@<>&%#")
NEEDLES = st.text(LETTERS, min_size=SHORTEST, max_size=40)
BESIDE = st.text(max_size=20) | st.text(LETTERS, max_size=20)

# Made by whoever writes such things down, with something before and behind it.
Writer = Callable[[str, str, str], bytes]


WRITERS: dict[str, Writer] = {
    "plain": lambda before, text, after: (before + text + after).encode(),
    "JSON": lambda before, text, after: json.dumps({"text": before + text + after}).encode(),
    "JSON of letters": lambda before, text, after: json.dumps(
        [before + text + after], ensure_ascii=False
    ).encode(),
    "base64": lambda before, text, after: base64.b64encode((before + text + after).encode()),
    "base64 of an address": lambda before, text, after: base64.urlsafe_b64encode(
        (before + text + after).encode()
    ),
    "UTF-16, little end first": lambda before, text, after: (before + text + after).encode(
        "utf-16-le"
    ),
    "UTF-16, big end first": lambda before, text, after: (before + text + after).encode(
        "utf-16-be"
    ),
    "in an address": lambda before, text, after: quote(before + text + after, safe="").encode(),
    "in a path": lambda before, text, after: quote(before + text + after).encode(),
    "hex": lambda before, text, after: (before + text + after).encode().hex().encode(),
    "Python's text": lambda before, text, after: (before + text + after).encode("unicode_escape"),
    "Python's bytes": lambda before, text, after: repr((before + text + after).encode()).encode(),
}


@pytest.mark.parametrize("writer", WRITERS)
@given(before=BESIDE, text=NEEDLES, after=BESIDE, padding=st.binary(max_size=9))
@settings(deadline=None)
def test_found(writer: str, before: str, text: str, after: str, padding: bytes) -> None:
    """A text is found in any way of writing, beside whatever stands there, at any place."""
    held = padding + WRITERS[writer](before, text, after) + padding

    assert {hit.text for hit in search([text], {"file": held})} == {text}


@pytest.mark.parametrize(
    "held",
    [
        rb"kr\u00E5kf\u00E5gel\uD83D\uDC26",
        rb"kr\xE5kf\xE5gel\U0001f426",
        rb"kr\xC3\xA5kf\xC3\xA5gel\xF0\x9F\x90\xA6",
        b"kr%c3%a5kf%c3%a5gel%f0%9f%90%a6",
        b"6B72C3A56B66C3A567656CF09F90A6",
    ],
)
def test_codes_in_the_other_case(held: bytes) -> None:
    """Codes are found with their letters in either case."""
    assert search(["kråkfågel🐦"], {"file": held})


def test_slashes() -> None:
    """A slash is found where JSON has another one before it."""
    assert search(["Kanarie/1.0"], {"file": rb'{"agent":"Kanarie\/1.0"}'})


@given(st.integers(2**32, 2**63 - 1), st.binary(max_size=9), st.sampled_from("<>"))
def test_packed_numbers(number: int, beside: bytes, order: str) -> None:
    """A number of somebody is found where only its eight bytes stand."""
    held = beside + struct.pack(f"{order}q", number) + beside

    assert search([str(number), f"+{number}"], {"file": held})


def test_packed_addresses() -> None:
    """An address is found where only its bytes stand, if there are enough of them."""
    assert search(
        ["2001:db8::7a3f"], {"file": socket.inet_pton(socket.AF_INET6, "2001:db8::7a3f")}
    )


@given(st.binary(max_size=200), NEEDLES)
def test_not_found(held: bytes, text: str) -> None:
    """What does not stand there in any way is not found."""
    stands = any(look in held for look in written(text))

    assert bool(search([text], {"file": held})) == stands


def test_at_the_edge_of_a_large_file() -> None:
    """What begins in one part of a large file and ends in the next is found."""
    for before in range((4 << 20) - 8, (4 << 20) + 2):
        assert search(["kanariefågel"], {"file": bytes(before) + "kanariefågel".encode()})


def test_each_word_by_itself() -> None:
    """Of what was torn apart each word is found, and where; but not of words that anybody uses."""
    canaries = Canaries()
    torn = canaries.let("kanarie fågeln🐦", "words", "")
    canaries.way_back("kanarie burken", "")
    hits = search(canaries.texts, {"a": b"xkanarie", "b": "fågeln🐦!".encode()})

    assert hits == [Hit("a", "UTF-8", "kanarie"), Hit("b", "UTF-8", "fågeln🐦")]
    assert [one.text for one in canaries.of(hits)] == [torn]
    assert search(canaries.texts, {"c": b"kanarie burken"})[1:] == [
        Hit("c", "UTF-8", "kanarie burken")
    ]


def test_names_of_files() -> None:
    """What a file is called is looked through as well."""
    assert search(["kanarie"], {"/srv/kanarie.txt": b""})


def test_too_short() -> None:
    """What would be found by chance cannot be looked for."""
    with pytest.raises(ValueError, match="cannot be looked for"):
        search(["Kim"], {})


def test_contents(tmp_path: Path) -> None:
    """All files are read, also those in folders, and of what is none its name."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"c")
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")

    assert {Path(name).name: held for name, held in contents(tmp_path).items()} == {
        "a": b"",
        "b": b"c",
        "nowhere": b"",
    }


async def test_not_blind() -> None:
    """All that stands in a store that does not pack is found, and hardly any where it packs."""
    found, count = await packs(packed=False)
    assert found == count

    found, count = await packs(packed=True)
    assert found < count
