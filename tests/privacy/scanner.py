"""Whether a text stands in bytes, in whichever way it may have been written down."""

import base64
import ipaddress
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

# What is shorter would be found by chance.
SHORTEST: Final = 6  # bytes

_HEX: Final = re.compile(rb"(?<=%)[0-9A-F]{2}|(?<=\\u)[0-9a-f]{4}|(?<=\\x)[0-9a-f]{2}")
_SIX: Final = np.uint64((1 << 48) - 1)
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_SHIFT: Final = np.uint64(44)
_AT_ONCE: Final = 4 << 20  # bytes
_NUMBER: Final = re.compile(r"\+?[0-9]{10,19}")


Heads = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A text that was found: in which place, and in which way it is written there."""

    place: str
    way: str
    text: str


def _utf8(text: str) -> Iterable[bytes]:
    return [text.encode()]


def _utf16(text: str) -> Iterable[bytes]:
    return [text.encode("utf-16-le"), text.encode("utf-16-be")]


def _json(text: str) -> Iterable[bytes]:
    """Write it as JSON does, with the slash escaped as well, as Lua has it."""
    written = json.dumps(text)[1:-1].encode(), json.dumps(text, ensure_ascii=False)[1:-1].encode()
    for one in (*written, *(one.replace(b"/", rb"\/") for one in written)):
        yield from _both_cases(one)


def _escaped(text: str) -> Iterable[bytes]:
    """Write it as Python shows a text or bytes, and Valkey an argument."""
    yield from _both_cases(text.encode("unicode_escape"))
    yield from _both_cases(repr(text.encode())[2:-1].encode())


def _percent(text: str) -> Iterable[bytes]:
    for safe in ("", "/", "/:@+"):
        yield from _both_cases(quote(text, safe=safe).encode())


def _hex(text: str) -> Iterable[bytes]:
    plain = text.encode().hex()
    return [plain.encode(), plain.upper().encode()]


def _base64(text: str) -> Iterable[bytes]:
    """Write it as in the middle of something; what depends on its neighbours is left out."""
    plain = text.encode()
    for before in range(3):
        coded = base64.b64encode(bytes(before) + plain).rstrip(b"=")
        whole = coded[-(-before * 8 // 6) : (before + len(plain)) * 8 // 6]
        yield from (whole, whole.translate(bytes.maketrans(b"+/", b"-_")))


def _packed(text: str) -> Iterable[bytes]:
    """Write it as the store packs a whole number, and a network an address."""
    if _NUMBER.fullmatch(text) and 2**32 <= int(text) < 2**63:
        yield from (int(text).to_bytes(8, "little"), int(text).to_bytes(8, "big"))
    with suppress(ValueError):
        yield ipaddress.ip_address(text).packed


WAYS: Final[Mapping[str, Callable[[str], Iterable[bytes]]]] = {
    "UTF-8": _utf8,
    "UTF-16": _utf16,
    "JSON": _json,
    "escaped": _escaped,
    "percent": _percent,
    "hex": _hex,
    "base64": _base64,
    "packed": _packed,
}


@cache
def written(text: str) -> Mapping[bytes, str]:
    """Return all that a text may look like, each with the first way in which it does.

    Raises ValueError for a text that is so short that it could stand anywhere.
    """
    if len(text.encode()) < SHORTEST:
        raise ValueError(f"a text of less than {SHORTEST} bytes cannot be looked for")
    looks: dict[bytes, str] = {}
    for way, write in WAYS.items():
        for look in write(text):
            if len(look) >= SHORTEST:
                looks.setdefault(look, way)
    return looks


def search(texts: Iterable[str], places: Mapping[str, bytes]) -> list[Hit]:
    """Return where which of the texts stand; the name of a place is a place, too."""
    looks = _Looks(set(texts))
    found = set()
    for place, held in places.items():
        for named in (held, place.encode(errors="surrogateescape")):
            found |= {Hit(place, way, text) for way, text in looks.within(named)}
    return sorted(found)


def contents(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder now, and in the folders in it; of some there is only a name."""
    found = {}
    for path in folder.rglob("*"):
        with suppress(OSError):  # it has gone just now, or is another's
            found[str(path)] = path.read_bytes() if path.is_file() else b""
    return found


def in_the_files(folder: Path, words: str) -> bool:
    """Whether the files in a folder hold some words as they are; there have to be files."""
    files = contents(folder)
    assert any(files.values())
    return any(words.encode() in held for held in files.values())


class _Looks:
    """All that some words may look like, to be looked for in one go.

    There are tens of thousands. So where none of them can begin is passed over first, by the
    six bytes that stand there.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._by_head: defaultdict[int, list[tuple[bytes, str, str]]] = defaultdict(list)
        for word in words:
            for look, way in written(word).items():
                head = int.from_bytes(look[:SHORTEST], "little")
                self._by_head[head].append((look, way, word))
        self._heads = np.array(sorted(self._by_head), np.uint64)
        self._may_begin = np.zeros(1 << 20, np.bool_)
        self._may_begin[_short(self._heads)] = True

    def within(self, held: bytes) -> Iterator[tuple[str, str]]:
        """Yield each word that stands there, with the way in which it is written."""
        for begin in range(0, len(held), _AT_ONCE):
            padded = held[begin : begin + _AT_ONCE + 8] + bytes(8)
            count = min(_AT_ONCE, len(held) - begin)
            # What begins at each byte, as a number.
            heads = np.ndarray(count, np.dtype("<u8"), padded, 0, 1) & _SIX
            at = np.flatnonzero(self._may_begin[_short(heads)])
            at = at[np.isin(heads[at], self._heads)]
            for place, head in zip(at.tolist(), heads[at].tolist(), strict=True):
                for look, way, word in self._by_head[head]:
                    if held.startswith(look, begin + place):
                        yield way, word


def _short(heads: Heads) -> Heads:
    """Return twenty bits of each, well mixed."""
    return (heads * _MIX) >> _SHIFT


def _both_cases(look: bytes) -> Iterable[bytes]:
    """Return it with its codes as they are, and with them in the other case."""
    yield look
    yield _HEX.sub(lambda code: code[0].swapcase(), look)
