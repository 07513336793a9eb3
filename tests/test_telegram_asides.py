"""Promises of what is said by the way: it takes nothing from what is owed."""

import asyncio
from functools import partial

from bot.doors.telegram_asides import EVERY, LATEST, Asides


async def test_a_crowd_is_told_one_after_the_other() -> None:
    """However many come at once, one is told at once, and for nobody does a word wait for long."""
    asides = Asides()
    told: list[int] = []

    async def tell(chat: int) -> None:
        told.append(chat)

    waiting = len(asyncio.all_tasks())
    for chat in range(1000):
        asides.seldom(chat, 60, partial(tell, chat))
    waiting = len(asyncio.all_tasks()) - waiting
    while not told:
        await asyncio.sleep(0)
    await asides.close()

    assert told[:1] == [0]
    assert waiting == 1 + LATEST / EVERY


async def test_told_again_only_later() -> None:
    """Who was told a moment ago is not told again; somebody else is."""
    asides = Asides()
    told: list[int] = []

    async def tell(chat: int) -> None:
        told.append(chat)

    for chat in (1, 1, 2):
        asides.seldom(chat, 60, partial(tell, chat))
    while len(told) < 2:
        await asyncio.sleep(0.01)
    await asides.close()

    assert told == [1, 2]
