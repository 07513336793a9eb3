"""Counsellors in the staff bot of Telegram: whose chat is whose, and who is on duty there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files

from bot.store import keys
from bot.store.client import Valkey
from bot.store.counsellors import Counsellors
from bot.store.outbox import Entry
from bot.store.records import COUNSELLOR
from handlers.conversation import Counsellor

# A phone gives no sign that somebody is still at it. Who has done nothing for so long counts as
# gone: nobody must wait for them.
GONE_AFTER = timedelta(minutes=60)

# That somebody is still there is written down no more often.
NOTED_EVERY = timedelta(minutes=1)

_SEAT = files("bot.store").joinpath("lua", "seat.lua").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Seat:
    """A counsellor in the staff bot.

    `current` is the id of the conversation that they write to where no topics tell, or "".
    `talks` maps the id of each conversation that they have to its topic, or "".
    """

    counsellor: Counsellor
    on_duty: bool
    current: str
    talks: Mapping[str, str]


class DeskChats:
    """The counsellors' chats with the staff bot."""

    def __init__(self, valkey: Valkey, counsellors: Counsellors) -> None:
        self._valkey = valkey
        self._counsellors = counsellors
        self._seat = valkey.register_script(_SEAT)
        self._heard: dict[str, datetime] = {}  # by counsellor, to note it only now and then

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

    async def seat(self, chat: int) -> Seat | None:
        """Return who writes in a chat and what they have there, or None for nobody of ours."""
        found = await self._seat(
            keys=[
                keys.DESK_CHAT_OF,
                keys.COUNSELLORS,
                keys.AT_TELEGRAM,
                keys.DESK_CURRENT,
                keys.TALKING,
            ],
            args=[str(chat), keys.shown("%s", "%s")],
        )
        if not found:
            return None
        counsellor, on_duty, current, talks = found
        return Seat(
            COUNSELLOR.validate_json(counsellor),
            bool(on_duty),
            str(current),
            dict(zip(talks[::2], talks[1::2], strict=True)),
        )

    async def on_duty(self) -> list[str]:
        """Return the ids of those who are on duty in the staff bot."""
        return sorted(str(one) for one in await self._valkey.smembers(keys.AT_TELEGRAM))

    async def come(self, counsellor: Counsellor, at: datetime) -> None:
        """Bring somebody on duty."""
        self._heard[counsellor.id] = at
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.sadd(keys.AT_TELEGRAM, counsellor.id)
        until = (at + GONE_AFTER).timestamp()
        pipeline.zadd(keys.PRESENT, {counsellor.id: until}, gt=True)
        pipeline.publish(keys.CHANGES, counsellor.id)
        await pipeline.execute()

    async def heard_of(self, counsellor: Counsellor, at: datetime) -> None:
        """Note that somebody who is on duty has done something."""
        heard = self._heard.get(counsellor.id)
        if heard is None or at - heard >= NOTED_EVERY:
            await self.come(counsellor, at)

    async def go(self, counsellor_id: str) -> None:
        """Take somebody off duty."""
        self._heard.pop(counsellor_id, None)
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.srem(keys.AT_TELEGRAM, counsellor_id)
        pipeline.zrem(keys.PRESENT, counsellor_id)
        pipeline.hdel(keys.DESK_CURRENT, counsellor_id)
        pipeline.publish(keys.CHANGES, counsellor_id)
        await pipeline.execute()

    async def turn_to(self, counsellor_id: str, conversation_id: str) -> None:
        """Let what they write go to a conversation."""
        await self._valkey.hset(keys.DESK_CURRENT, counsellor_id, conversation_id)

    async def waiting(self) -> list[Entry]:
        """Return every conversation in the queue, for everybody who is on duty here."""
        ids = await self._valkey.zrange(keys.QUEUE, 0, SHOWN - 1)
        return [Entry(str(one), counsellor) for counsellor in await self.on_duty() for one in ids]


# As many alarms as a person can look through on a phone.
SHOWN = 20
