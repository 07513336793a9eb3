"""Where a relative is reached: the one secret, known to their own door alone."""

import hashlib
import secrets

from bot.store import keys
from bot.store.client import Valkey

# More than any line has at once; who was found first is looked up anew.
_FOUND = 1000


def web_address(session: str) -> str:
    """Return the address of a browser: a hash, from which its session cannot be had back."""
    return "web:" + hashlib.sha256(session.encode()).hexdigest()


class Addresses:
    """Which conversation is whose."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        # By a hash whose key dies with the process: no address outlives its message in memory.
        self._key = secrets.token_bytes(32)
        self._found: dict[bytes, str] = {}

    def recall(self, address: str) -> str:
        """Return what was last found of an address, or ""; it may have ended since."""
        return self._found.get(self._hidden(address), "")

    async def conversation_of(self, address: str) -> str:
        """Return the id of the conversation of an address, or ""."""
        found = str(await self._valkey.hget(keys.ADDRESSES, address) or "")
        if found:
            self._found[self._hidden(address)] = found
            if len(self._found) > _FOUND:
                del self._found[next(iter(self._found))]
        return found

    def _hidden(self, address: str) -> bytes:
        return hashlib.blake2b(address.encode(), key=self._key).digest()
