"""Calls that are owed to nobody: a button that looks pressed, a word to a stranger."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from bot.delivery import not_owed

CLOSE_WITHIN: Final = 1.0  # seconds


class Asides:
    """Makes them without letting anybody wait."""

    def __init__(self) -> None:
        self._under_way: set[asyncio.Task[None]] = set()
        self._said: dict[int, float] = {}
        self._closed = False

    def soon(self, call: Callable[[], Awaitable[object]]) -> None:
        """Make a call by the way."""
        if self._closed:
            return
        task = asyncio.create_task(not_owed(call))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def seldom(self, chat: int, seconds: float, call: Callable[[], Awaitable[object]]) -> None:
        """Make a call by the way, unless a chat had one in the last so many seconds."""
        now = asyncio.get_running_loop().time()
        self._said = {one: at for one, at in self._said.items() if now - at < seconds}
        if chat not in self._said:
            self._said[chat] = now
            self.soon(call)

    async def close(self) -> None:
        """Let what is under way end, and begin nothing more."""
        self._closed = True
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=CLOSE_WITHIN)
            for task in late:
                task.cancel()
