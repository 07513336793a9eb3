"""Lets in canaries through every door, searches every file, and prints a table: `make privacy`.

Every control has to fail. The status is 1 if anything came out otherwise than it must.
"""

import asyncio
import logging
import sys
from typing import Final

from chaos.table import Trial, heading, outcome, verdict

from privacy import erasing, trial

TRIALS: Final[dict[str, Trial]] = {
    "days": trial.days,
    "controls": trial.controls,
    "erasing": erasing.trial,
}


async def _run() -> bool:
    print(heading(), flush=True)
    right = True
    for name, one in TRIALS.items():
        found = await outcome(name, one)
        right &= found.is_right
        print(found, flush=True)
    print(verdict(right=right))
    return right


if __name__ == "__main__":
    # What libraries log of what goes wrong on purpose is no part of the table.
    logging.getLogger().addHandler(logging.NullHandler())
    sys.exit(0 if asyncio.run(_run()) else 1)
