"""Processes of the embedded server, as the machine sees them."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Final

from bot.store.client import Valkey

_LISTENS: Final = "0A"  # TCP_LISTEN, as /proc/net/tcp has it
_LOOK_AGAIN: Final = 0.005  # seconds


async def process_of(valkey: Valkey) -> int:
    """Return the process of a server."""
    return int((await valkey.info("server"))["process_id"])


async def kill(process: int) -> None:
    """End a process and those that it has forked, with no time to do anything, and wait for it."""
    forked = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    os.killpg(process, signal.SIGKILL)
    for one in (process, *map(int, forked.split())):
        while _lives(one):
            await asyncio.sleep(_LOOK_AGAIN)


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.rpartition(") ")[2][0] != "Z"


def listens_to_the_net(process: int) -> bool:
    """Tell whether a process can be reached by TCP."""
    mine = {str(file.readlink()) for file in Path(f"/proc/{process}/fd").iterdir()}
    for table in ("tcp", "tcp6"):
        net = Path(f"/proc/{process}/net/{table}").read_text(encoding="ascii")
        for fields in map(str.split, net.splitlines()[1:]):
            if fields[3] == _LISTENS and f"socket:[{fields[9]}]" in mine:
                return True
    return False
