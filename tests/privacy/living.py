"""A control beside the canaries: what does stand in the store, in each way, and must be found."""

from collections.abc import Mapping

from bot.store.client import Valkey
from privacy.canaries import Canaries, word
from privacy.scanner import WAYS, search

# Long, and alike: a store that packs what it writes would pack these.
_BESIDE = b"levande " * 12


class Living:
    """Texts that stand in the store in the clear, each in one of the ways a text can look."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}
        for way in WAYS:
            for number, _ in enumerate(WAYS[way](_text(way))):
                text = _text(way)
                self.values[text] = list(WAYS[way](text))[number]
        self.number = _number()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.values) + 1

    async def come(self, valkey: Valkey) -> None:
        """Put them into the store, and a number where the store itself packs it."""
        for which, look in enumerate(self.values.values()):
            await valkey.set(f"control:{which}", _BESIDE + look + _BESIDE)
        await valkey.hset("control", self.number, self.number)

    def found(self, files: Mapping[str, bytes]) -> int:
        """Return how many of them are found."""
        hits = search([*self.values, self.number], files)
        return len({hit.text for hit in hits})


def _text(way: str) -> str:
    return _number() if way == "packed" else word().split()[1]


def _number() -> str:
    return str(Canaries().user_id("a control"))
