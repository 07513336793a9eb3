"""Waits for what has to come in the end, and fails when it does not."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Final

from telegram_standin import StandInBot

from bot.store import keys
from bot.store.client import StoreError, Valkey

# What comes, comes within this, or never: on a busy machine a start takes long.
PATIENCE: Final = 60.0  # seconds
LOOK_AGAIN: Final = 0.02  # seconds


async def until(wanted: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until something is as wanted.

    Raises TimeoutError after so many seconds.
    """
    async with asyncio.timeout(patience):
        while not wanted():
            await asyncio.sleep(LOOK_AGAIN)


async def all_is_brought(valkey: Valkey, *bots: StandInBot, patience: float = PATIENCE) -> None:
    """Wait until Telegram has nothing more for us, and we owe nothing more to anybody.

    Raises TimeoutError after so many seconds.
    """
    async with asyncio.timeout(patience):
        while any(bot.updates.pending for bot in bots) or await _owes(valkey):
            await asyncio.sleep(LOOK_AGAIN)


async def _owes(valkey: Valkey) -> bool:
    """Tell whether more is owed than alarms, which ring until one is taken."""
    with contextlib.suppress(StoreError, OSError):  # what it owes is not known without a store
        waiting = set(await valkey.zrange(keys.QUEUE, 0, -1))
        owed = await valkey.zrange(keys.OWED_DESK, 0, -1)
        rings = all(str(member).split()[0] in waiting for member in owed)
        return bool(await valkey.zcard(keys.OWED_RELATIVES)) or not rings
    return True
