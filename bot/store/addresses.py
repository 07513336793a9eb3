"""Where a relative is reached: the one secret, known to their own door alone."""

import hashlib

from bot.store import keys
from bot.store.client import Valkey


def web_address(session: str) -> str:
    """Return the address of a browser: a hash, from which its session cannot be had back."""
    return "web:" + hashlib.sha256(session.encode()).hexdigest()


class Addresses:
    """Which conversation is whose."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey

    async def conversation_of(self, address: str) -> str:
        """Return the id of the conversation of an address, or ""."""
        return str(await self._valkey.hget(keys.ADDRESSES, address) or "")
