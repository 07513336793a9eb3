"""Promises of the embedded server: one for a folder, private, durable, taken over after a kill."""

import asyncio
import contextlib
import os
import signal
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import client as client_module
from bot.store import server as server_module
from bot.store.client import StoreError, Valkey, connect
from bot.store.server import EmbeddedServer, StoreInUseError, StoreStartError

STARTS_AND_DIES = """
import asyncio, os, pathlib, signal, sys
from bot.store.server import EmbeddedServer
asyncio.run(EmbeddedServer(pathlib.Path(sys.argv[1])).start())
os.kill(os.getpid(), signal.SIGKILL)
"""


async def put(server: EmbeddedServer, value: str) -> None:
    """Write something that is to survive."""
    async with connect(server.url) as valkey:
        await valkey.set("k", value)


async def got(server: EmbeddedServer) -> object:
    """Read it again."""
    async with connect(server.url) as valkey:
        return await valkey.get("k")


async def pid(server: EmbeddedServer) -> int:
    """Return the process of the server."""
    async with connect(server.url) as valkey:
        return int((await valkey.info("server"))["process_id"])


async def test_told_to_stop_at_any_moment(folder: Path) -> None:
    """Whoever looks for the server and is told to stop meanwhile leaves no connection open."""
    async with EmbeddedServer(folder) as server, connect(server.url) as valkey:
        for moment in range(60):
            looking = asyncio.create_task(server.is_ready())
            for _ in range(moment):
                await asyncio.sleep(0)
            looking.cancel()
            await asyncio.wait({looking})
        await valkey.ping()  # the server lets go of who has gone between one round and the next

        assert len(await valkey.client_list()) == 1


async def test_told_to_stop_while_closing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever closes and is told to stop meanwhile closes first, once all has been answered."""
    monkeypatch.setattr(client_module, "CLOSE_WITHIN", 30)  # the answer comes when we say so
    async with EmbeddedServer(folder) as server, connect(server.url) as valkey:
        client = connect(server.url)
        asked = asyncio.ensure_future(client.blpop("an answer", timeout=0))
        while len(await valkey.client_list()) < 2:
            await asyncio.sleep(0)
        closing = asyncio.create_task(client.aclose())
        await asyncio.sleep(0)
        closing.cancel()
        await valkey.ping()
        assert not closing.done()
        await valkey.rpush("an answer", "kept")
        await asyncio.wait({closing})

        assert closing.cancelled()
        assert await asked == ("an answer", "kept")
        await valkey.ping()
        assert len(await valkey.client_list()) == 1


async def test_survives_a_restart(folder: Path) -> None:
    """What was written is there after the server was stopped and started again."""
    async with EmbeddedServer(folder) as server:
        await put(server, "kept")
    async with EmbeddedServer(folder) as server:
        assert await got(server) == "kept"


async def test_started_again_when_killed(folder: Path) -> None:
    """A server that was killed is started again with all that it had acknowledged."""
    async with EmbeddedServer(folder) as server:
        await put(server, "kept")
        killed = await pid(server)
        os.kill(killed, signal.SIGKILL)
        os.waitid(os.P_PID, killed, os.WEXITED | os.WNOWAIT)
        await server.ensure_running()

        assert await got(server) == "kept"


async def test_orphan_is_taken_over(folder: Path) -> None:
    """A server that a killed process left behind is used, and no second one started."""
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", STARTS_AND_DIES, folder)
    await killed.wait()
    orphan = EmbeddedServer(folder)
    before = await pid(orphan)
    async with orphan:
        assert await pid(orphan) == before


async def test_two_never_run_in_a_folder(folder: Path) -> None:
    """A second server is never started beside the first."""
    async with EmbeddedServer(folder):
        second = EmbeddedServer(folder)
        with pytest.raises(StoreInUseError):
            await second.start()
        assert not second.is_ours
        assert await second.is_ready()


@pytest.mark.parametrize("deep", [False, True], ids=["as usual", "long path"])
async def test_private(folder: Path, *, deep: bool) -> None:
    """Nobody else on the machine can reach the server or read its files, whatever was there."""
    data = folder / ("d" * 60) / ("e" * 60) if deep else folder
    data.mkdir(parents=True)
    data.chmod(0o777)
    async with EmbeddedServer(data) as server:
        socket = Path(server.url.removeprefix("unix://"))
        await put(server, "secret")
        paths = [data, *data.rglob("*"), socket.parent, socket]
        modes = {path: stat.S_IMODE(path.stat().st_mode) for path in paths}

        assert {path: mode for path, mode in modes.items() if mode & 0o077} == {}
        async with connect(server.url) as valkey:
            assert set((await valkey.config_get("*port")).values()) == {"0"}  # a port is no file


async def test_long_path(tmp_path: Path) -> None:
    """A folder whose path is too long for a socket works all the same."""
    deep = tmp_path / ("d" * 60) / ("e" * 60) / "var"
    async with EmbeddedServer(deep) as server:
        await put(server, "there")

        assert await got(server) == "there"


@contextlib.asynccontextmanager
async def kept_busy(server: EmbeddedServer) -> AsyncIterator[Valkey]:
    """Let a server do something without end while this is open; it answers others that it does."""
    async with connect(server.url) as valkey, connect(server.url) as other:
        await valkey.config_set("busy-reply-threshold", 1)
        endless = asyncio.ensure_future(valkey.eval("while true do end", 0))
        while True:
            try:
                await other.ping()
            except StoreError:
                break
        try:
            yield other
        finally:
            with contextlib.suppress(StoreError):
                await other.script_kill()
            with contextlib.suppress(StoreError):
                await endless


async def test_busy_is_not_gone(folder: Path) -> None:
    """A server that has no time to answer is waited for, and no second one started beside it."""
    async with EmbeddedServer(folder) as server:
        before = await pid(server)
        async with kept_busy(server) as other:
            waits = asyncio.create_task(server.ensure_running())
            done, _ = await asyncio.wait([waits], timeout=0.2)
            assert not done
            await other.script_kill()
            await waits

        assert await pid(server) == before


async def test_busy_for_too_long(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that has no time for as long as a start may take counts as not started."""
    monkeypatch.setattr(server_module, "START_WITHIN", 1)
    async with EmbeddedServer(folder) as server, kept_busy(server):
        with pytest.raises(StoreStartError):
            await server.ensure_running()


async def test_does_not_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that refuses to end is ended all the same, and has lost nothing."""
    monkeypatch.setattr(server_module, "STOP_WITHIN", 0.1)
    async with EmbeddedServer(folder) as server:
        await put(server, "kept")
        async with connect(server.url) as valkey:
            await valkey.config_set("save", "3600 1")
        # It cannot save there, and rather goes on than lose what it could not save.
        (folder / "dump.rdb").mkdir()
        process = await pid(server)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    (folder / "dump.rdb").rmdir()
    async with EmbeddedServer(folder) as server:
        assert await got(server) == "kept"


async def test_ending_what_was_never_started(folder: Path) -> None:
    """Where nothing was started there is nothing to end."""
    await EmbeddedServer(folder).stop()

    assert not folder.exists()


async def test_does_not_start(folder: Path) -> None:
    """A server that cannot start says where the reason stands."""
    folder.mkdir()
    (folder / "appendonlydir").write_text("not a folder", encoding="utf-8")
    with pytest.raises(StoreStartError, match=r"valkey\.log"):
        async with EmbeddedServer(folder):
            pass


async def test_cannot_write(folder: Path) -> None:
    """Where its log cannot be written, the server does not start, and the file is named."""
    (folder / "valkey.log").mkdir(parents=True)
    server = EmbeddedServer(folder)
    with pytest.raises(StoreStartError, match=r"valkey\.log: "):
        await server.start()

    assert not server.is_ours
