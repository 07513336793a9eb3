"""Lets one process alone do what two would do twice, and another take over when it is gone."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator

from bot.background import in_background
from bot.store import keys
from bot.store.client import StoreError, Valkey

# A process that is gone is missed after the first time; one that lives says so every second one.
LIFE = 3.0  # seconds
RENEW = 1.0

_RENEW = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
"""
_RELEASE = "return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1]) or 0"


class Lease:
    """The right to do a work, as long as this process holds it."""

    def __init__(self, valkey: Valkey, work: str) -> None:
        self._valkey = valkey
        self._key = keys.lease(work)
        self._mine = secrets.token_hex(8)
        self._renew_script = valkey.register_script(_RENEW)
        self._release_script = valkey.register_script(_RELEASE)
        self._until = 0.0
        self._given = asyncio.Event()

    @property
    def is_held(self) -> bool:
        """Whether nobody else can have taken over."""
        return _now() < self._until

    async def ours(self) -> None:
        """Wait until it is held; what goes on after that has to look itself."""
        while not self.is_held:
            self._given.clear()
            await self._given.wait()

    @contextlib.asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Wait until the work is ours, and keep it while this is open."""
        try:
            while not await self._take():  # noqa: ASYNC110 - who holds it may be elsewhere
                await asyncio.sleep(RENEW)
            async with in_background(self._renew()):
                yield
        finally:
            # Also what was asked for a moment before the end may have been given.
            self._until = 0.0
            with contextlib.suppress(StoreError, OSError):
                await self._release_script(keys=[self._key], args=[self._mine])

    async def _take(self) -> bool:
        asked = _now()
        with contextlib.suppress(StoreError, OSError):
            if await self._valkey.set(self._key, self._mine, nx=True, px=int(LIFE * 1000)):
                self._until = asked + LIFE
                self._given.set()
                return True
        return False

    async def _renew(self) -> None:
        life = int(LIFE * 1000)
        while True:
            await asyncio.sleep(RENEW)
            asked = _now()
            with contextlib.suppress(StoreError, OSError):
                if await self._renew_script(keys=[self._key], args=[self._mine, life]):
                    self._until = asked + LIFE
                    self._given.set()
                else:
                    self._until = 0.0
                    await self._take()


def _now() -> float:
    return asyncio.get_running_loop().time()
