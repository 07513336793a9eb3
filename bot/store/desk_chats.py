"""Counsellors in the staff bot of Telegram: whose chat is whose, and who is on duty there."""

from datetime import datetime, timedelta

from bot.store import keys
from bot.store.client import Valkey
from bot.store.counsellors import Counsellors
from bot.store.outbox import Entry
from handlers.conversation import Counsellor

# A phone gives no sign that somebody is still at it. Who has done nothing for so long counts as
# gone: nobody must wait for them.
GONE_AFTER = timedelta(minutes=60)


class DeskChats:
    """The counsellors' chats with the staff bot."""

    def __init__(self, valkey: Valkey, counsellors: Counsellors) -> None:
        self._valkey = valkey
        self._counsellors = counsellors

    async def bind(self, token: str, chat: int) -> Counsellor | None:
        """Use a one-time link up, and return whose chat this is from now on."""
        counsellor = await self._counsellors.redeem(token)
        if counsellor is None:
            return None
        before = await self._valkey.hget(keys.DESK_CHATS, counsellor.id)
        pipeline = self._valkey.pipeline(transaction=True)
        if before:
            pipeline.hdel(keys.DESK_CHAT_OF, before)
        pipeline.hset(keys.DESK_CHATS, counsellor.id, str(chat))
        pipeline.hset(keys.DESK_CHAT_OF, str(chat), counsellor.id)
        await pipeline.execute()
        return counsellor

    async def whose(self, chat: int) -> Counsellor | None:
        """Return whose chat this is, or None for nobody of ours."""
        counsellor_id = await self._valkey.hget(keys.DESK_CHAT_OF, str(chat))
        return await self._counsellors.get(str(counsellor_id)) if counsellor_id else None

    async def is_on_duty(self, counsellor_id: str) -> bool:
        """Whether somebody is on duty in the staff bot."""
        return bool(await self._valkey.sismember(keys.AT_TELEGRAM, counsellor_id))

    async def on_duty(self) -> list[str]:
        """Return the ids of those who are on duty in the staff bot."""
        return sorted(str(one) for one in await self._valkey.smembers(keys.AT_TELEGRAM))

    async def come(self, counsellor: Counsellor, at: datetime) -> None:
        """Bring somebody on duty, or note that they still are."""
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.sadd(keys.AT_TELEGRAM, counsellor.id)
        until = (at + GONE_AFTER).timestamp()
        pipeline.zadd(keys.PRESENT, {counsellor.id: until}, gt=True)
        pipeline.publish(keys.CHANGES, counsellor.id)
        await pipeline.execute()

    async def go(self, counsellor_id: str) -> None:
        """Take somebody off duty."""
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.srem(keys.AT_TELEGRAM, counsellor_id)
        pipeline.zrem(keys.PRESENT, counsellor_id)
        pipeline.hdel(keys.DESK_CURRENT, counsellor_id)
        pipeline.publish(keys.CHANGES, counsellor_id)
        await pipeline.execute()

    async def current(self, counsellor_id: str) -> str:
        """Return the id of the conversation that they write to, or ""."""
        return str(await self._valkey.hget(keys.DESK_CURRENT, counsellor_id) or "")

    async def turn_to(self, counsellor_id: str, conversation_id: str) -> None:
        """Let what they write go to a conversation."""
        await self._valkey.hset(keys.DESK_CURRENT, counsellor_id, conversation_id)

    async def waiting(self) -> list[Entry]:
        """Return every conversation in the queue, for everybody who is on duty here."""
        ids = await self._valkey.zrange(keys.QUEUE, 0, SHOWN - 1)
        return [Entry(str(one), counsellor) for counsellor in await self.on_duty() for one in ids]


# As many alarms as a person can look through on a phone.
SHOWN = 20
