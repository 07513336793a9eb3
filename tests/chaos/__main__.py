"""Runs all trials at full size and prints their table: `make chaos`.

Every control has to fail. The status is 1 if anything came out otherwise than it must.
"""

import argparse
import asyncio
import logging
import sys
import time
from collections.abc import Sequence
from functools import partial
from typing import Final

from chaos import broken, claims, crosstalk, flooding, full, kills, leaks, power, restarts, storms
from chaos.apart import side_by_side
from chaos.table import Trial, heading, outcome, verdict

# Kills take longest, and mostly wait: the others go on beside them.
BESIDE_OTHERS: Final[dict[str, Trial]] = {
    "kills": kills.trial,
    "crosstalk": crosstalk.trial,
    "leaks": leaks.trial,
    "claims": claims.trial,
    "broken": broken.trial,
    "power": power.trial,
    "full": full.trial,
}

# What these find is a matter of tenths of a second, so they have the machine to themselves.
ALONE: Final[dict[str, Trial]] = {
    "restarts": restarts.trial,
    "storms": storms.trial,
    "flooding": flooding.trial,
}

TRIALS: Final = BESIDE_OTHERS | ALONE


async def _run(names: Sequence[str]) -> bool:
    began = time.monotonic()
    print(heading(), flush=True)
    right = True
    for lane, at_once in ((BESIDE_OTHERS, 2), (ALONE, 1)):
        tried = [name for name in lane if name in names]
        found = side_by_side([partial(outcome, name, lane[name]) for name in tried], at_once)
        async for one in found:
            right &= one.is_right
            print(one, flush=True)
    print(f"       (all: {time.monotonic() - began:.0f} s)", flush=True)
    print(verdict(right=right))
    return right


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="TRIAL", help=", ".join(TRIALS))
    # What libraries log of what goes wrong on purpose is no part of the table.
    logging.getLogger().addHandler(logging.NullHandler())
    sys.exit(0 if asyncio.run(_run(parser.parse_args().names or list(TRIALS))) else 1)
