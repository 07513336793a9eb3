"""Rewrites the store's files once something was removed: until then they still hold it.

An append-only file keeps what was deleted until it is written anew, which by itself happens only
when it is large: on a small line, never.
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from redis.exceptions import ResponseError

from bot.clock import Clock
from bot.store import keys
from bot.store.client import StoreError, Valkey

LOOK_EVERY = 1.0  # seconds

# A manager of services gives up on who takes 90 seconds to end.
FINISH_WITHIN = 30  # seconds
FINISH_LOOKS_EVERY = 0.05  # seconds

# A minute after it was removed, nothing of it is in the files: a rewrite takes well below the
# rest of that minute, and far less work than so many messages.
REWRITE_EVERY = timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class _Rewrite:
    """What had been removed when it began, and by which run of the server it was begun."""

    removed: str
    server: str


class Traces:
    """Sees to it that what was removed is gone from the files, too.

    `kept` is called when they could not be written anew, once until they could.
    """

    def __init__(self, valkey: Valkey, clock: Clock, kept: Callable[[], object]) -> None:
        self._valkey = valkey
        self._clock = clock
        self._say_kept = kept
        self._began: datetime | None = None
        self._under_way: _Rewrite | None = None
        self._kept = False

    async def run(self) -> None:
        """Look again and again until cancelled."""
        while True:
            # Whether it is away is said by the timekeeper.
            with contextlib.suppress(StoreError, OSError):
                await self.look()
            await asyncio.sleep(LOOK_EVERY)

    async def finish(self) -> None:
        """Wait until nothing is in the files that was removed by now; raises StoreError."""
        self._began = self._under_way = None
        until = monotonic() + FINISH_WITHIN
        while monotonic() < until:
            if await self.look() or self._kept:
                return
            await asyncio.sleep(FINISH_LOOKS_EVERY)
        self._keeps()

    async def look(self) -> bool:
        """Do what is due, and return whether the files are written anew.

        Then the files hold nothing that had been removed when they began to be written anew.
        """
        removed, rewritten = await self._valkey.mget(keys.REMOVED, keys.REWRITTEN)
        if removed == rewritten:
            return True
        state = await self._valkey.info()
        if not state["aof_enabled"]:
            return True
        if state["aof_rewrite_in_progress"] or state["aof_rewrite_scheduled"]:
            return False
        if self._under_way is not None:
            # One that has died meanwhile and runs anew has begun nothing, and calls that "ok".
            same = state["run_id"] == self._under_way.server
            well = bool(same and state["aof_last_bgrewrite_status"] == "ok")
            await self._ended(self._under_way, well=well)
            return well
        if self._may_begin():
            await self._begin(_Rewrite(str(removed), state["run_id"]))
        return False

    def _may_begin(self) -> bool:
        now = self._clock.now()
        # A clock that was set back is no reason to wait.
        return self._began is None or not timedelta() <= now - self._began < REWRITE_EVERY

    async def _begin(self, rewrite: _Rewrite) -> None:
        try:
            await self._valkey.bgrewriteaof()
        except ResponseError as error:
            if "in progress" in str(error):
                return  # another process was a moment faster
            self._keeps()  # a server of one's own may not let us
        else:
            self._under_way = rewrite
        self._began = self._clock.now()

    async def _ended(self, rewrite: _Rewrite, *, well: bool) -> None:
        self._under_way = None
        if well:
            self._kept = False
            await self._valkey.set(keys.REWRITTEN, rewrite.removed)
        else:
            self._keeps()

    def _keeps(self) -> None:
        if not self._kept:
            self._say_kept()
        self._kept = True
