"""Runs all trials at full size and prints their table: `make chaos`.

Every control has to fail. The status is 1 if anything came out otherwise than it must.
"""

import argparse
import asyncio
import logging
import sys
import time
from typing import Final

from chaos import broken, claims, crosstalk, full, kills, leaks, power, restarts, storms
from chaos.table import Trial, heading, written

TRIALS: Final[dict[str, Trial]] = {
    "broken": broken.trial,
    "claims": claims.trial,
    "crosstalk": crosstalk.trial,
    "full": full.trial,
    "kills": kills.trial,
    "leaks": leaks.trial,
    "power": power.trial,
    "restarts": restarts.trial,
    "storms": storms.trial,
}


async def _run(names: list[str]) -> bool:
    print(heading(), flush=True)
    right = True
    for name in names:
        began = time.monotonic()
        async for row in TRIALS[name]():
            right &= row.is_right
            print(written(row), flush=True)
        print(f"       ({name}: {time.monotonic() - began:.0f} s)", flush=True)
    return right


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="TRIAL", help=", ".join(TRIALS))
    # What libraries log of what goes wrong on purpose is no part of the table.
    logging.getLogger().addHandler(logging.NullHandler())
    asked = parser.parse_args().names or list(TRIALS)
    sys.exit(0 if asyncio.run(_run(asked)) else 1)
