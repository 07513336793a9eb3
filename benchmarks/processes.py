"""Processes that are measured: on a core of their own, with their time and memory."""

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

READY = "ready"
READY_WITHIN = 30  # seconds
STOP_WITHIN = 20


def cores() -> tuple[int, int]:
    """Return the core for what drives a benchmark, and the one for what is measured."""
    ours = sorted(os.sched_getaffinity(0))
    return ours[0], ours[-1]


@contextlib.contextmanager
def on_core(core: int) -> Iterator[None]:
    """Keep this process, and what it starts meanwhile, on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextlib.asynccontextmanager
async def ready(*arguments: str, environment: Mapping[str, str]) -> AsyncIterator[Process]:
    """Run Python on the core for what is measured, from when it says that it is ready."""
    _, core = cores()
    with on_core(core):
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env={**os.environ, **environment}, stdout=PIPE
        )
    try:
        await _says_ready(process)
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(STOP_WITHIN):
            await process.wait()


async def _says_ready(process: Process) -> None:
    assert process.stdout
    async with asyncio.timeout(READY_WITHIN):
        while line := await process.stdout.readline():
            if line.decode().strip() == READY:
                return
    raise ChildProcessError("what was to be measured has ended before it was ready")


def cpu(pid: int) -> float:
    """Return the processor time that a process has used, in seconds (proc(5), stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    user, system = int(fields[11]), int(fields[12])
    return (user + system) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Return the memory that a process has now, in MB (proc(5), status)."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)
