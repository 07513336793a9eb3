"""The queue as it stands in the store: who waits, who talks, and how long waits have been."""

import contextlib
from dataclasses import dataclass

from bot.store import keys
from bot.store.client import Valkey
from bot.store.records import CONVERSATION, opened
from bot.store.seals import seal_of
from handlers.conversation import Conversation, Tier

# What a person can look through. The number of all is told beside it.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision has to know of the queue; the fields are those of `Situation`."""

    waiting: tuple[int, int, int]
    place: int | None
    measured: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What the counsellors see: the head of the queue, its length, and who talks with whom."""

    waiting: tuple[Conversation, ...]
    length: int
    talking: tuple[Conversation, ...]


class Queue:
    """Reads the queue; it is changed only by a commit."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey

    async def standing(self, conversation_id: str) -> Standing:
        """Return where a conversation stands, in one round trip."""
        pipeline = self._valkey.pipeline(transaction=False)
        pipeline.zrank(keys.QUEUE, conversation_id)
        pipeline.lrange(keys.MEASURED, 0, -1)
        for tier in Tier:
            first = tier * keys.TIER_STEP
            pipeline.zcount(keys.QUEUE, first, f"({first + keys.TIER_STEP}")
        place, measured, *counts = await pipeline.execute()
        returned, danger, usual = counts
        return Standing((returned, danger, usual), place, tuple(int(wait) for wait in measured))

    async def length(self) -> int:
        """Return how many wait."""
        return int(await self._valkey.zcard(keys.QUEUE))

    async def board(self) -> Board:
        """Return what the counsellors see now, read from the store."""
        pipeline = self._valkey.pipeline(transaction=False)
        pipeline.zrange(keys.QUEUE, 0, SHOWN - 1)
        pipeline.zcard(keys.QUEUE)
        pipeline.hkeys(keys.TALKING)
        waiting, length, talking = await pipeline.execute()
        return Board(await self._records(waiting), length, await self._records(talking))

    async def _records(self, ids: list[str]) -> tuple[Conversation, ...]:
        pipeline = self._valkey.pipeline(transaction=False)
        for conversation_id in ids:
            pipeline.hmget(keys.conversation(conversation_id), ["key", "record"])
        found = []
        for conversation_id, (wrapped, record) in zip(ids, await pipeline.execute(), strict=True):
            # One record that cannot be read must not hide all others; the clock logs it.
            with contextlib.suppress(ValueError):
                seal = await seal_of(self._valkey, conversation_id, wrapped)
                found.append(opened(CONVERSATION, seal, record))
        return tuple(found)
