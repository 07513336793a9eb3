"""Promises of the changes that wake those who watch."""

import asyncio
from pathlib import Path

from bot.store.changes import EVERYTHING, Changes
from bot.store.client import Valkey, connect
from bot.store.keys import CHANGES
from bot.store.server import EmbeddedServer


async def test_only_who_watches_is_woken(valkey: Valkey) -> None:
    """A change wakes those who watch it and those who watch everything."""
    changes = Changes(valkey)
    async with changes.listening():
        with (
            changes.watch("a") as a,
            changes.watch("a") as a_too,
            changes.watch("b") as b,
            changes.watch(EVERYTHING) as everything,
        ):
            await first_wake(a, b, everything, a_too)
            await valkey.publish(CHANGES, "a")
            await asyncio.gather(a.wait(), a_too.wait(), everything.wait())

            assert not b.is_set()


async def first_wake(*events: asyncio.Event) -> None:
    """Wait until the listener is there: it wakes everybody once, for what it may have missed."""
    for event in events:
        await event.wait()
        event.clear()


async def test_nobody_is_left_behind(valkey: Valkey) -> None:
    """Who has stopped watching is forgotten."""
    changes = Changes(valkey)
    with changes.watch("a") as outer:
        with changes.watch("a", "b"):
            pass
        async with changes.listening():
            await outer.wait()

    assert changes.watched == 0


async def test_store_away(folder: Path) -> None:
    """When the store comes back after it was away, everybody looks again."""
    async with EmbeddedServer(folder) as server:
        valkey = connect(server.url)
        changes = Changes(valkey)
        async with changes.listening():
            with changes.watch("a") as a:
                await first_wake(a)
                await server.stop()
                await first_wake(a)
                await server.start()
                await first_wake(a)
                await asyncio.sleep(0)
                await published(valkey, a)
        await valkey.aclose()


async def published(valkey: Valkey, event: asyncio.Event) -> None:
    """Publish until somebody listens, and see that it wakes them."""
    while not await valkey.publish(CHANGES, "a"):
        await event.wait()
        event.clear()
    await event.wait()
