"""The time until the service is ready, beside the time that its imports alone take."""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Final

from benchmarks.processes import STOP_WITHIN
from benchmarks.table import Row, over_rounds

ROUNDS: Final = 3

_SERVING: Final = ("bot.cli", "bot.serving")
_RELATIVES: Final = (
    "aiogram.client.session.aiohttp",
    "bot.doors.relatives_phone",
    "bot.doors.telegram_relatives",
)
_DESK: Final = ("bot.doors.desk_phone", "bot.doors.staff_bot", "bot.doors.telegram_desk")

# What a process serves, by how it is started and what it has to import for that.
KINDS: Final[Mapping[str, tuple[Sequence[str], Sequence[str]]]] = {
    "pages alone": (("--only", "web"), _SERVING),
    "counsellors alone": (("--only", "desk-telegram"), (*_SERVING, *_DESK)),
    "relatives alone": (("--only", "telegram"), (*_SERVING, *_RELATIVES)),
    "all": ((), (*_SERVING, *_DESK, *_RELATIVES)),
}

# Who waits for these must not wait for aiogram.
WITHOUT_AIOGRAM: Final = ("pages alone", "counsellors alone")

# Commands that answer and end.
COMMANDS: Final[Mapping[str, Sequence[str]]] = {
    "ask": ("ask", "hej"),
    "hours": ("hours",),
    "check": ("check",),
}

# Python tells on standard error what it imports.
_TELLING: Final = ("-X", "importtime", "-m", "bot")

LIBRARIES: Final = ("aiogram", "telegram", "aiohttp", "redis")


async def start() -> AsyncIterator[Row]:
    """Measure each kind of process, and say what else they import."""
    for kind, (arguments, modules) in KINDS.items():
        rounds = []
        for _ in range(ROUNDS):
            ready, _ = await _until_ready("-m", "bot", "run", *arguments)
            rounds.append((ready, await _imports(modules)))
        yield over_rounds(f"{kind}: ready", "s", rounds, 1.2)
    for kind in WITHOUT_AIOGRAM:
        _, said = await _until_ready(*_TELLING, "run", *KINDS[kind][0])
        print(f"  {kind}: imports {_found(said)}")
    for command, arguments in COMMANDS.items():
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-X",
            "importtime",
            "-m",
            "bot",
            *arguments,
            stdout=DEVNULL,
            stderr=PIPE,
        )
        _, errors = await process.communicate()
        print(f"  {command}: imports {_found(errors.decode())}")


async def _until_ready(*arguments: str) -> tuple[float, str]:
    """Return how long it took until a service was ready, and all that it said till then."""
    with tempfile.TemporaryDirectory(prefix="stodchatten-") as folder:
        environment = {
            "STODCHATTEN_DATA": folder,
            "STODCHATTEN_LISTEN": "127.0.0.1:0",
            "STODCHATTEN_TELEGRAM_TOKEN": "1:benchmark",
            "STODCHATTEN_DESK_TELEGRAM_TOKEN": "2:benchmark",
            # Nobody is there, and to be ready takes nobody.
            "STODCHATTEN_TELEGRAM_API": "http://127.0.0.1:9",
        }
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env={**os.environ, **environment}, stderr=PIPE
        )
        assert process.stderr
        said = ""
        while line := (await process.stderr.readline()).decode():
            said += line
            if "event='ready'" in line:
                break
        took = time.perf_counter() - began
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_WITHIN):
            await process.communicate()
    return took, said


async def _imports(modules: Sequence[str]) -> float:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", f"import {', '.join(modules)}"
    )
    await process.wait()
    return time.perf_counter() - began


def _found(said: str) -> str:
    """Return which of the libraries were imported."""
    imported = {line.rpartition("|")[2].strip() for line in said.splitlines() if "|" in line}
    return ", ".join(library for library in LIBRARIES if library in imported) or "none of them"
