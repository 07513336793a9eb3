"""The keys of conversations as they stand in the store, and the turn to another secret key."""

import contextlib

from bot.sealing import Seal, SealedError, SecretKeyError
from bot.store import keys
from bot.store.client import StoreError, Valkey

# More than any line has at once: the one that was used longest ago is read anew.
_REMEMBERED = 1000


class Seals:
    """The keys of conversations, remembered since they never change while these are kept."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        self._seals: dict[str, Seal] = {}

    def begin(self, conversation_id: str) -> Seal:
        """Return a new key for a conversation that begins."""
        return self._remember(conversation_id, self._valkey.sealing.new_seal(conversation_id))

    async def read(self, conversation_id: str, wrapped: str | None) -> Seal:
        """Return a key that was read with what it opens; raises as `seal_of` does."""
        known = self._seals.pop(conversation_id, None)
        if known is None:
            known = await seal_of(self._valkey, conversation_id, wrapped)
        return self._remember(conversation_id, known)

    async def find(self, conversation_id: str) -> Seal | None:
        """Return the key of a conversation, or None if that is forgotten.

        Raises as `seal_of` does.
        """
        if conversation_id in self._seals:
            return self._seals[conversation_id]
        wrapped = await self._valkey.hget(keys.conversation(conversation_id), "key")
        return await self.read(conversation_id, str(wrapped)) if wrapped else None

    def forget(self, conversation_id: str) -> None:
        """Let a key go."""
        self._seals.pop(conversation_id, None)

    def _remember(self, conversation_id: str, seal: Seal) -> Seal:
        self._seals[conversation_id] = seal
        if len(self._seals) > _REMEMBERED:
            del self._seals[next(iter(self._seals))]
        return seal


async def seal_of(valkey: Valkey, conversation_id: str, wrapped: str | None) -> Seal:
    """Return the key of a conversation as it was read.

    Raises SealedError if it cannot be opened, and StoreError as `caught_up` does: all is well with
    the conversation then, and nothing may be decided about it here.
    """
    if not wrapped:
        raise SealedError
    with contextlib.suppress(SealedError):
        return valkey.sealing.seal_of(conversation_id, wrapped)
    await caught_up(valkey)
    return valkey.sealing.seal_of(conversation_id, wrapped)


async def caught_up(valkey: Valkey) -> bool:
    """Turn to the key by which the line seals now, and return whether it was another before.

    What is looked up and not found may stand under another name by now. Raises StoreError where
    the file of the key does not hold it yet: nothing can be looked up or opened then.
    """
    current = str(await valkey.get(keys.SECRET_KEY))
    if current == valkey.sealing.current_id:
        return False
    try:
        valkey.sealing.turn_to(current)
    except SecretKeyError as error:
        raise StoreError(str(error)) from None
    return True
