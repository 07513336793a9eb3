"""Promises of a work that one process does for all, on a real server."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from bot.store import keys, leases
from bot.store.client import Valkey, connect
from bot.store.leases import Lease
from bot.store.server import EmbeddedServer
from bot.store.tries import Tries


async def test_one_holder(valkey: Valkey) -> None:
    """Of two who want a work, one has it; the other takes over as soon as it is let go."""
    first, second = Lease(valkey, "x"), Lease(valkey, "x")
    async with first.held():
        assert first.is_held
        waiting = asyncio.create_task(_hold(second))
        await asyncio.sleep(0)
        assert not second.is_held
    assert not first.is_held
    await waiting


async def _hold(lease: Lease) -> None:
    async with lease.held():
        assert lease.is_held


async def test_a_lost_lease_is_taken_again(valkey: Valkey) -> None:
    """Whose lease ran out while the store was away has it again, if nobody took it."""
    lease = Lease(valkey, "x")
    async with lease.held():
        await valkey.delete(keys.lease("x"))
        while not await valkey.exists(keys.lease("x")):
            await asyncio.sleep(0.01)

        assert lease.is_held


async def test_a_lease_that_others_took(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sees that another has taken a work stops at once, and leaves it to the other."""
    monkeypatch.setattr(leases, "LIFE", 3600.0)
    monkeypatch.setattr(leases, "RENEW", 0.01)
    lease = Lease(valkey, "x")
    async with lease.held():
        await valkey.set(keys.lease("x"), "another")
        while lease.is_held:
            await asyncio.sleep(0.01)

    assert await valkey.get(keys.lease("x")) == "another"


async def test_who_is_gone_is_missed(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process that is gone held is free for another as soon as its time has run out."""
    monkeypatch.setattr(leases, "RENEW", 0.01)
    await valkey.set(keys.lease("x"), "gone", px=int(leases.LIFE * 1000))
    lease = Lease(valkey, "x")
    waiting = asyncio.create_task(_hold(lease))
    await valkey.pexpire(keys.lease("x"), 1)

    await waiting


async def test_store_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who cannot reach the store no longer counts on a work when another may have taken it."""
    monkeypatch.setattr(leases, "LIFE", 0.1)
    monkeypatch.setattr(leases, "RENEW", 0.01)
    async with EmbeddedServer(folder) as server, connect(server.url) as valkey:
        lease = Lease(valkey, "x")
        async with lease.held():
            os.kill((await valkey.info("server"))["process_id"], signal.SIGKILL)
            while lease.is_held:
                await asyncio.sleep(0.01)
            await server.ensure_running()
            await lease.ours()
            assert lease.is_held


async def test_renewed(valkey: Valkey) -> None:
    """A lease that is held does not run out."""
    lease = Lease(valkey, "x")
    async with lease.held():
        await valkey.pexpire(keys.lease("x"), 2000)
        while await valkey.pttl(keys.lease("x")) <= 2000:
            await asyncio.sleep(0.01)

        assert lease.is_held


async def test_tries_are_counted_each_by_itself(valkey: Valkey) -> None:
    """How often something failed is known, also to another process, and for a day."""
    assert [await Tries(valkey).count("a") for _ in range(2)] == [1, 2]
    assert await Tries(valkey).count("b") == 1
    assert 0 < await valkey.ttl(keys.tries("a")) <= keys.EVENT_LIFE.total_seconds()
