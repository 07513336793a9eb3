"""Canaries: words and marks of people who do not exist, each unlike anything else there is."""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from privacy.scanner import Hit

# No digit, so that nothing takes it for a number or a day; and no vowel, so that it is no word.
_LETTERS: Final = "bcdfghjklmnpqrstvwxz"
_FOREIGN: Final = "åäöÅÄÖéüçß🐦🕊🦜"

_WAY_BACK: Final = "words to come back by"

_BIRTHDAYS: Final = ((30, 60), (1, 12), (1, 28))


@dataclass(frozen=True, slots=True)
class Canary:
    """Something that may stand nowhere, what it is of somebody, and how it was let in."""

    text: str
    kind: str
    way: str

    @property
    def parts(self) -> list[str]:
        """What is looked for: each of its words, but for those that anybody may use."""
        return [self.text] if self.kind == _WAY_BACK else self.text.split()


@dataclass
class Canaries:
    """All that were let in; each is made once, and of each it is known how."""

    all: list[Canary] = field(default_factory=list)

    def let(self, text: str, kind: str, way: str) -> str:
        """Look for a text from now on, and return it."""
        self.all.append(Canary(text, kind, way))
        return text

    def words(self, way: str) -> str:
        """Return something that somebody writes."""
        return self.let(word(), "words", way)

    def name(self, way: str) -> str:
        """Return a name, as somebody gives it to Telegram."""
        return self.let(word("Kan"), "name", way)

    def username(self, way: str) -> str:
        """Return the name of an account."""
        return self.let(_plain("kan"), "username", way)

    def user_id(self, way: str) -> int:
        """Return the number of an account, too large for the store to write it any shorter."""
        number = 7_000_000_000_000 + secrets.randbelow(10**12)
        return int(self.let(str(number), "user id", way))

    def phone(self, way: str) -> str:
        """Return a number at which somebody is called."""
        return self.let(f"+4670{secrets.randbelow(10**7):07}", "phone", way)

    def personal_number(self, way: str) -> str:
        """Return a number by which the state knows somebody who was born in the last century."""
        year, month, day = (first + secrets.randbelow(many) for first, many in _BIRTHDAYS)
        number = f"19{year}{month:02}{day:02}-{secrets.randbelow(10**4):04}"
        return self.let(number, "personal number", way)

    def mailbox(self, way: str) -> str:
        """Return an address to which somebody's letters go."""
        return self.let(f"{_plain('kan')}@example.org", "mailbox", way)

    def address(self, way: str) -> str:
        """Return an address of this machine from which nobody else comes (RFC 1122, 127/8)."""
        parts = (127, *(100 + secrets.randbelow(150) for _ in range(3)))
        return self.let(".".join(map(str, parts)), "address", way)

    def far_address(self, way: str) -> str:
        """Return an address that is nobody's (RFC 3849)."""
        parts = (f"{secrets.randbelow(0xEFFF) + 0x1000:x}" for _ in range(6))
        return self.let("2001:db8:" + ":".join(parts), "address", way)

    def agent(self, way: str) -> str:
        """Return what a browser calls itself."""
        return self.let(_plain("Kanarie/"), "user agent", way)

    def token(self, way: str) -> str:
        """Return a secret that somebody sends, and that opens nothing."""
        return self.let(_plain("kan-"), "token", way)

    def way_back(self, words: str, way: str) -> str:
        """Look for words that the line gives, as they stand behind each other, and return them."""
        return self.let(words, _WAY_BACK, way)

    @property
    def texts(self) -> list[str]:
        """All that is looked for."""
        return [part for one in self.all for part in one.parts]

    def of(self, hits: Iterable[Hit]) -> set[Canary]:
        """Return those of which something was found."""
        found = {hit.text for hit in hits}
        return {one for one in self.all if found & set(one.parts)}


def word(begin: str = "") -> str:
    """Return a word of our letters, and one that each way of writing writes otherwise."""
    return f"{_plain(begin)} {''.join(secrets.choice(_FOREIGN) for _ in range(12))}"


def counted(canaries: Collection[Canary]) -> str:
    """Say how many there are of each kind."""
    kinds = Counter(one.kind for one in canaries)
    return ", ".join(f"{many} {kind}" for kind, many in sorted(kinds.items()))


def _plain(begin: str) -> str:
    return begin + "".join(secrets.choice(_LETTERS) for _ in range(14))
