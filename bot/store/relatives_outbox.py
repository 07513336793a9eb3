"""What is owed to relatives on Telegram: here alone it is read where they are reached."""

from bot.sealing import Seal
from bot.store import keys
from bot.store.addresses import Address
from bot.store.client import Valkey
from bot.store.outbox import MOST, Entry, Outbox

_NOWHERE = Address("")


class RelativesOutbox(Outbox[Address]):
    """What is owed to relatives."""

    def __init__(self, valkey: Valkey) -> None:
        super().__init__(valkey, keys.OWED_RELATIVES, keys.REACHED_BY)

    async def waiting(self) -> list[Entry]:
        """Return the relatives in the queue, who want to know their place in it."""
        ids = [str(one) for one in await self._valkey.zrange(keys.QUEUE, 0, MOST - 1)]
        chats = await self._valkey.hmget(self._chats, ids) if ids else []
        return [
            Entry(conversation_id)
            for conversation_id, chat in zip(ids, chats, strict=True)
            if str(chat).startswith("telegram:")
        ]

    def _to(self, where: str, seal: Seal | None, _counsellor: str) -> Address:
        return Address.opened(seal, where) if seal and where else _NOWHERE
