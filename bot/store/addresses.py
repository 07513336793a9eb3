"""Where a relative is reached: the one secret, known to their own door alone."""

import hashlib
from typing import Self

from bot.sealing import Seal, Sealing, Veiled
from bot.store import keys
from bot.store.client import Valkey
from bot.store.records import ADDRESS
from bot.store.seals import caught_up

# More than any line has at once; who was found first is looked up anew.
_FOUND = 1000


class Address:
    """Where a relative is reached; a type of its own, so that no other text can be one.

    It says so to a courier alone, and neither when it is shown nor when it is written down.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Take "web:…" or "telegram:…"."""
        self._text = text

    @classmethod
    def opened(cls, seal: Seal, reached: str) -> Self:
        """Return an address from how it stands in the store; raises SealedError."""
        return cls(seal.open(Veiled.read(reached).sealed, ADDRESS))

    @property
    def chat(self) -> str:
        """The chat of Telegram that it is, or "" where it is none."""
        door, _, chat = self._text.partition(":")
        return chat if door == "telegram" else ""

    def hidden(self, sealing: Sealing) -> str:
        """Return the name by which the store knows it: no other outlives a message."""
        return sealing.hidden(self._text)

    def sealed(self, seal: Seal) -> str:
        """Return it sealed with the key of a conversation."""
        return seal.close(self._text, ADDRESS)


def web_address(session: str) -> Address:
    """Return the address of a browser: a hash, from which its session cannot be had back."""
    return Address("web:" + hashlib.sha256(session.encode()).hexdigest())


def telegram_address(chat: int) -> Address:
    """Return the address of a chat of Telegram."""
    return Address(f"telegram:{chat}")


class Addresses:
    """Which conversation is whose."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        self._found: dict[str, str] = {}

    def recall(self, address: Address) -> str:
        """Return what was last found of an address, or ""; it may have ended since."""
        return self._found.get(self.hidden(address), "")

    async def conversation_of(self, address: Address) -> str:
        """Return the id of the conversation of an address, or ""."""
        found = await self._look(address)
        if not found and await caught_up(self._valkey):
            found = await self._look(address)
        if found:
            self._found[self.hidden(address)] = found
            if len(self._found) > _FOUND:
                del self._found[next(iter(self._found))]
        return found

    async def conversation_by(self, code: str) -> str:
        """Return the id of the conversation that a return code leads to, as it is kept, or ""."""
        return str(await self._valkey.hget(keys.RETURN_CODES, code) or "")

    def hidden(self, address: Address) -> str:
        """Return the name by which the store knows an address now."""
        return address.hidden(self._valkey.sealing)

    async def _look(self, address: Address) -> str:
        return str(await self._valkey.hget(keys.ADDRESSES, self.hidden(address)) or "")
