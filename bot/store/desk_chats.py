"""Counsellors in the staff bot of Telegram: whose chat is whose, and who is on duty there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from bot.sealing import Sealing, Veiled
from bot.store import keys
from bot.store.client import Valkey
from bot.store.counsellors import hashed
from bot.store.outbox import Entry
from bot.store.records import COUNSELLOR, DESK_CHAT
from bot.store.seals import caught_up
from handlers.conversation import Counsellor

# A phone gives no sign that somebody is still at it. Who has done nothing for so long counts as
# gone: nobody must wait for them.
GONE_AFTER = timedelta(minutes=60)

# That somebody is still there is written down no more often.
NOTED_EVERY = timedelta(minutes=1)

# As many alarms as a person can look through on a phone.
ALARMS = 20

_LUA = files("bot.store").joinpath("lua")


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation on a phone: its topic, or 0.

    `asked` is the message that asks its counsellor whether to end it, and `heading` the one that
    heads it, or 0.
    """

    topic: int
    asked: int
    heading: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A counsellor in the staff bot.

    `current` is the id of the conversation that they write to where no topics tell, or "".
    `talks` has each conversation of theirs by its id, but for those that still stand on a phone
    that they had before.
    """

    counsellor: Counsellor
    on_duty: bool
    current: str
    talks: Mapping[str, Talk]


class DeskChats:
    """The counsellors' chats with the staff bot."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        self._seat = valkey.register_script(_script("seat.lua"))
        self._bind = valkey.register_script(_script("bind.lua"))
        self._come = valkey.register_script(_script("come.lua"))
        self._heard: dict[str, datetime] = {}  # by counsellor, to note it only now and then

    async def bind(self, token: str, chat: int) -> bool:
        """Use a one-time link up, and let the chat be that of its counsellor from now on.

        Whose chat it was has none any more, and what stands in another one that its counsellor
        had is owed to be taken from there (`standing`).
        """
        outcome = await self._bind_once(token, chat)
        if outcome is None and await caught_up(self._valkey):
            outcome = await self._bind_once(token, chat)
        return bool(outcome)

    async def _bind_once(self, token: str, chat: int) -> int | None:
        sealing = self._valkey.sealing
        bound: int | None = await self._bind(
            keys=[
                keys.invite(hashed(token)),
                keys.COUNSELLORS,
                keys.DESK_CHATS,
                keys.DESK_CHAT_OF,
                keys.SECRET_KEY,
                keys.REMOVED,
            ],
            args=[str(veiled(sealing, str(chat))), sealing.current_id],
        )
        return bound

    async def part(self, counsellor_id: str) -> str:
        """Take somebody's chat from them, and return which it was, or ""."""
        where = str(await self._valkey.hget(keys.DESK_CHATS, counsellor_id) or "")
        chat = Veiled.read(where)
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.hdel(keys.DESK_CHATS, counsellor_id)
        pipeline.hdel(keys.DESK_CHAT_OF, chat.hidden)
        pipeline.incr(keys.REMOVED)
        await pipeline.execute()
        await self.go(counsellor_id)
        return self._valkey.sealing.open(chat.sealed, DESK_CHAT) if where else ""

    async def seat(self, chat: int) -> Seat | None:
        """Return who writes in a chat and what they have there, or None for nobody of ours."""
        found = await self._look(chat)
        if not found and await caught_up(self._valkey):
            found = await self._look(chat)
        if not found:
            return None
        counsellor, on_duty, current, talks = found
        return Seat(
            COUNSELLOR.validate_json(counsellor),
            bool(on_duty),
            str(current),
            {
                talk: Talk(int(topic or 0), int(asked or 0), int(heading or 0))
                for talk, topic, asked, heading in zip(
                    talks[::4], talks[1::4], talks[2::4], talks[3::4], strict=True
                )
            },
        )

    async def _look(self, chat: int) -> Any:
        return await self._seat(
            keys=[
                keys.DESK_CHAT_OF,
                keys.COUNSELLORS,
                keys.AT_TELEGRAM,
                keys.DESK_CURRENT,
                keys.TALKING,
                keys.DESK_CHATS,
            ],
            args=[
                _hidden(self._valkey.sealing, str(chat)),
                keys.shown("%s", "%s"),
                keys.messages("%s", "%s"),
            ],
        )

    async def on_duty(self) -> list[str]:
        """Return the ids of those who are on duty in the staff bot."""
        return sorted(str(one) for one in await self._valkey.smembers(keys.AT_TELEGRAM))

    async def come(self, counsellor: Counsellor, at: datetime) -> None:
        """Bring somebody on duty, unless they were removed meanwhile."""
        self._heard[counsellor.id] = at
        await self._come(
            keys=[keys.COUNSELLORS, keys.AT_TELEGRAM, keys.PRESENT],
            args=[counsellor.id, (at + GONE_AFTER).timestamp(), keys.CHANGES],
        )

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

    async def waiting_for(self, *counsellors: str) -> list[Entry]:
        """Return the head of the queue, for each of some counsellors."""
        ids = await self._valkey.zrange(keys.QUEUE, 0, ALARMS - 1)
        return [Entry(str(one), counsellor) for counsellor in counsellors for one in ids]

    async def standing(self, counsellor_id: str) -> list[Entry]:
        """Return every conversation of which something stands on a counsellor's phone.

        One that is forgotten is owed already.
        """
        ids = [str(one) for one in await self._valkey.hvals(keys.CODES)]
        pipeline = self._valkey.pipeline(transaction=False)
        for one in ids:
            pipeline.exists(keys.shown(one, counsellor_id), keys.messages(one, counsellor_id))
        found = await pipeline.execute()
        return [Entry(one, counsellor_id) for one, there in zip(ids, found, strict=True) if there]


def veiled(sealing: Sealing, chat: str) -> Veiled:
    """Return how a chat with the staff bot stands in the store."""
    return Veiled(_hidden(sealing, chat), sealing.close(chat, DESK_CHAT))


def _hidden(sealing: Sealing, chat: str) -> str:
    return sealing.hidden(f"desk:{chat}")


def _script(name: str) -> str:
    return _LUA.joinpath(name).read_text(encoding="utf-8")
