"""Promises of the embedded server: one for a folder, private, durable, taken over after a kill."""

import asyncio
import os
import signal
import stat
import sys
from pathlib import Path

import pytest

from bot.store.client import connect
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


async def test_two_never_share_a_folder(folder: Path) -> None:
    """A second process is refused, with what to do."""
    async with EmbeddedServer(folder):
        with pytest.raises(StoreInUseError, match="STODCHATTEN_REDIS_URL"):
            await EmbeddedServer(folder).start()


async def test_private(folder: Path) -> None:
    """Nobody else on the machine can reach the server or read its files."""
    async with EmbeddedServer(folder) as server:
        socket = Path(server.url.removeprefix("unix://"))
        await put(server, "secret")
        modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [*folder.rglob("*"), socket]}

        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {path: mode for path, mode in modes.items() if mode & 0o077} == {}


async def test_long_path(tmp_path: Path) -> None:
    """A folder whose path is too long for a socket works all the same."""
    deep = tmp_path / ("d" * 60) / ("e" * 60) / "var"
    async with EmbeddedServer(deep) as server:
        await put(server, "there")

        assert await got(server) == "there"


async def test_does_not_start(folder: Path) -> None:
    """A server that cannot start says where the reason stands."""
    folder.mkdir()
    (folder / "appendonlydir").write_text("not a folder", encoding="utf-8")
    with pytest.raises(StoreStartError, match=r"valkey\.log"):
        async with EmbeddedServer(folder):
            pass
