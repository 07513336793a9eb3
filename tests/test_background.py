"""Promises of what goes on in the background."""

import asyncio

import pytest

from bot.background import in_background


async def test_ends_when_left() -> None:
    """What goes on has ended once it is left, even if it missed that it was asked to."""
    asked = 0

    async def hard_of_hearing() -> None:
        nonlocal asked
        while asked < 2:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                asked += 1

    async with in_background(hard_of_hearing()):
        await asyncio.sleep(0)

    assert asked == 2


async def test_what_it_raises() -> None:
    """An error in the background is not lost."""

    async def fails() -> None:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - it is the kind that counts here
        async with in_background(fails()):
            await asyncio.sleep(0)
