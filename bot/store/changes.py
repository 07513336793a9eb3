"""Tells those who watch that something changed; what people see is read from the store.

On the channel, a change is the words of `tell`, with those of a commit behind the id of the
process that made it. A word is a name, or a name with news of it: "name|news".
"""

import asyncio
import contextlib
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import AbstractAsyncContextManager

from bot.background import in_background
from bot.store import keys
from bot.store.client import StoreError, Valkey

# How long to wait before listening again when the store is away.
AGAIN_AFTER = 0.5

EVERYTHING = "*"


class Changed(asyncio.Event):
    """Is set whenever something changed; `news` is what was told of it, "" if nothing was."""

    def __init__(self) -> None:
        super().__init__()
        self.news: set[str] = set()

    def tell(self, news: str) -> None:
        """Wake whoever waits."""
        self.news.add(news)
        self.set()

    def take(self) -> set[str]:
        """Return what was told since the last time, and begin anew."""
        self.clear()
        news, self.news = self.news, set()
        return news


class Changes:
    """One subscription for the whole process, shared by all who watch."""

    def __init__(self, valkey: Valkey) -> None:
        # What this process committed it knows at once, and does not have to hear of again.
        self.me = secrets.token_hex(8)
        self._valkey = valkey
        self._watched: defaultdict[str, set[Changed]] = defaultdict(set)

    @property
    def watched(self) -> int:
        """How much is watched now; what that is, only those who watch it know."""
        return len(self._watched)

    @contextlib.contextmanager
    def watch(self, *what: str, also: Changed | None = None) -> Iterator[Changed]:
        """Give an event that is set whenever one of these ids changes: a new one, or `also`.

        A push can be missed while the store is away: whoever watches also looks from time to
        time without one.
        """
        changed = also or Changed()
        for name in what:
            self._watched[name].add(changed)
        try:
            yield changed
        finally:
            for name in what:
                self._watched[name].discard(changed)
                if not self._watched[name]:
                    del self._watched[name]

    def listening(self) -> AbstractAsyncContextManager[None]:
        """Listen to the store while this is open."""
        return in_background(self._listen())

    async def _listen(self) -> None:
        while True:
            with contextlib.suppress(StoreError, OSError):
                await self._relay()
            self._wake(list(self._watched))
            await asyncio.sleep(AGAIN_AFTER)

    async def _relay(self) -> None:
        async with self._valkey.pubsub(ignore_subscribe_messages=True) as channel:
            await channel.subscribe(keys.CHANGES)
            # Something may have changed before we listened.
            self._wake(list(self._watched))
            async for message in channel.listen():
                told = str(message["data"]).split()
                if told[:1] != [self.me]:
                    self.tell(*told)

    def tell(self, *told: str) -> None:
        """Wake those in this process who watch names, each told as it would be by a push."""
        self._wake([*told, EVERYTHING])

    def _wake(self, names: Iterable[str]) -> None:
        for told in names:
            name, _, news = told.partition("|")
            for changed in self._watched.get(name, ()):
                changed.tell(news)
