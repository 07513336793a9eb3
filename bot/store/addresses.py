"""Where a relative is reached: the one secret, known to their own door alone."""

import hashlib

from bot.store import keys
from bot.store.client import Valkey
from bot.store.seals import has_turned

# More than any line has at once; who was found first is looked up anew.
_FOUND = 1000


def web_address(session: str) -> str:
    """Return the address of a browser: a hash, from which its session cannot be had back."""
    return "web:" + hashlib.sha256(session.encode()).hexdigest()


class Addresses:
    """Which conversation is whose."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        self._found: dict[str, str] = {}

    def recall(self, address: str) -> str:
        """Return what was last found of an address, or ""; it may have ended since."""
        return self._found.get(self.hidden(address), "")

    async def conversation_of(self, address: str) -> str:
        """Return the id of the conversation of an address, or ""."""
        found = await self._look(address)
        if not found and await has_turned(self._valkey):
            found = await self._look(address)
        if found:
            self._found[self.hidden(address)] = found
            if len(self._found) > _FOUND:
                del self._found[next(iter(self._found))]
        return found

    async def conversation_by(self, code: str) -> str:
        """Return the id of the conversation that a return code leads to, as it is kept, or ""."""
        return str(await self._valkey.hget(keys.RETURN_CODES, code) or "")

    def hidden(self, address: str) -> str:
        """Return the name by which the store knows an address: no other outlives a message."""
        return self._valkey.sealing.hidden(address)

    async def _look(self, address: str) -> str:
        return str(await self._valkey.hget(keys.ADDRESSES, self.hidden(address)) or "")
