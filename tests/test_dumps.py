"""Promises of a crash: no image of the memory is left by us or by the store."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

from bot.store.client import connect
from bot.store.server import EmbeddedServer

_CRASHES = """
import asyncio, contextlib, sys
from pathlib import Path
from bot.cli import main as command
from bot.store.client import connect
from bot.store.server import EmbeddedServer

async def main():
    with contextlib.redirect_stdout(sys.stderr):
        command(["hours", "--days", "1"])
    async with EmbeddedServer(Path(sys.argv[1])) as server, connect(server.url) as valkey:
        store = (await valkey.info("server"))["process_id"]
        for process in ("self", store):
            limits = Path(f"/proc/{process}/limits").read_text()
            print(next(line for line in limits.splitlines() if "core" in line).split()[4:6])

asyncio.run(main())
"""


async def _said(folder: Path, first: str = "") -> list[str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", first + _CRASHES, str(folder), stdout=PIPE, stderr=DEVNULL
    )
    said, _ = await process.communicate()
    return said.decode().splitlines()


async def test_no_image(folder: Path) -> None:
    """Neither what our command runs nor its store may write one, or hand one to a program."""
    assert await _said(folder) == ["['1', '1']"] * 2


async def test_where_none_is_given(folder: Path) -> None:
    """Where no image at all is allowed, it stays at that, and everything starts."""
    given = "import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0))"
    assert await _said(folder, first=given) == ["['0', '0']"] * 2


async def test_no_report_of_a_crash(folder: Path) -> None:
    """The store's own report of a crash, which would quote what it was at, is off."""
    async with EmbeddedServer(folder) as server, connect(server.url) as valkey:
        assert set((await valkey.config_get("crash-*-enabled")).values()) == {"no"}
