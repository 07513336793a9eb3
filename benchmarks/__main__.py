"""Runs all benchmarks and prints their table: `make bench`.

Nothing is asserted: the table says which goals are met. Machines differ, and so do their minutes;
only the ratios, each measured beside its control in the same run, mean something elsewhere.
"""

import argparse
import time
from typing import Final

import uvloop

from benchmarks.growth import growth
from benchmarks.hearing import hearing
from benchmarks.reading import reading
from benchmarks.relay import relay
from benchmarks.start import start
from benchmarks.store import store
from benchmarks.table import Benchmark, heading, written
from benchmarks.waiting import queue

BENCHMARKS: Final[dict[str, Benchmark]] = {
    "relay": relay,
    "store": store,
    "queue": queue,
    "memory": growth,
    "start": start,
    "hearing": hearing,
    "reading": reading,
}


async def _run(names: list[str]) -> None:
    for name in names:
        print(f"{name}\n{heading()}", flush=True)
        began = time.monotonic()
        async for row in BENCHMARKS[name]():
            print(written(row), flush=True)
        print(f"({time.monotonic() - began:.0f} s)\n", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="BENCHMARK", help=", ".join(BENCHMARKS))
    uvloop.run(_run(parser.parse_args().names or list(BENCHMARKS)))
