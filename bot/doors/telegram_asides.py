"""Calls that are owed to nobody: a button that looks pressed, a word to a stranger."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from bot.delivery import (
    TRIES,
    HoldOffError,
    RefusedError,
    TransportError,
    UnreachableError,
)
from bot.store.client import StoreError

CLOSE_WITHIN: Final = 1.0  # seconds

# What is owed goes at 28 calls a second, of the 30 that Telegram takes of a bot; this is the rest.
EVERY: Final = 0.5
# A word that would come later than this is not said: so many strangers at once are a flood.
LATEST: Final = 60.0


class Asides:
    """Makes them without letting anybody wait."""

    def __init__(self) -> None:
        self._under_way: set[asyncio.Task[None]] = set()
        self._quiet_until: dict[object, float] = {}
        self._free_at = 0.0
        self._closed = False

    def soon(self, call: Callable[[], Awaitable[object]], wait: float = 0.0) -> None:
        """Make a call by the way, after so many seconds."""
        if self._closed:
            return
        task = asyncio.create_task(_after(wait, call))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def seldom(self, what: object, seconds: float, call: Callable[[], Awaitable[object]]) -> None:
        """Say something by the way, unless the same was said in the last so many seconds.

        A crowd is told one after the other, so that it takes nothing from what is owed.
        """
        now = asyncio.get_running_loop().time()
        self._quiet_until = {one: at for one, at in self._quiet_until.items() if now < at}
        at = max(now, self._free_at)
        if what not in self._quiet_until and at - now <= LATEST:
            self._quiet_until[what] = now + seconds
            self._free_at = at + EVERY
            self.soon(call, at - now)

    async def close(self) -> None:
        """Let what is under way end, and begin nothing more."""
        self._closed = True
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=CLOSE_WITHIN)
            for task in late:
                task.cancel()


async def _after(seconds: float, call: Callable[[], Awaitable[object]]) -> None:
    """Make a call after a while: again after a ban or a failure, but not for ever."""
    await asyncio.sleep(seconds)
    for attempt in range(1, TRIES + 1):
        try:
            await call()
        except HoldOffError as error:
            await asyncio.sleep(error.seconds)
        except TransportError:
            await asyncio.sleep(attempt)
        except (UnreachableError, RefusedError, StoreError, OSError):
            return
        else:
            return
