"""Runs the service as the command line does, but for its clock, which stands in a file.

As a control it can be run as it must never be: each flaw takes one protection away.
"""

import argparse
import os
import sys
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final

from bot import logs
from bot.clock import Clock


class Flaw(StrEnum):
    """What is taken away from the service."""

    PLAIN_LOG = "plain-log"
    UNSEALED = "unsealed"
    NOT_REWRITTEN = "not-rewritten"


class FileClock(Clock):
    """A clock that says what stands in a file."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def now(self) -> datetime:
        """Return the moment that stands there."""
        return datetime.fromisoformat(self._file.read_text(encoding="ascii"))


def set_clock(file: Path, at: datetime) -> None:
    """Let the file say a moment, and at no time half of one."""
    new = file.with_suffix(".new")
    new.write_text(at.isoformat(), encoding="ascii")
    os.replace(new, file)  # noqa: PTH105 - the name says what it does


def _log_plainly() -> None:
    """Log as most programs do, and what errors say as well."""
    from chaos.listening import plainly  # noqa: PLC0415 - of no use without the flaw

    logs.start_logging = plainly
    logs.describe = lambda error: {"error": repr(error)}


def _seal_nothing() -> None:
    """Write everything down as it reads, and know everybody by their address."""
    from bot.sealing import Seal, Sealing, SecretKey  # noqa: PLC0415 - of no use without the flaw

    Seal.close = Seal.open = Sealing.close = Sealing.open = _as_it_reads  # type: ignore[method-assign,assignment]
    SecretKey.hidden = lambda _, address: address  # type: ignore[method-assign,assignment]


def _as_it_reads(_: object, text: str, _what: str) -> str:
    return text


def _rewrite_nothing() -> None:
    """Leave in the store's files what was removed from the store."""
    from bot.store.traces import Traces  # noqa: PLC0415 - of no use without the flaw

    Traces.look = _nothing_to_do  # type: ignore[method-assign,assignment]


async def _nothing_to_do(_: object) -> bool:
    return True


_TAKE_AWAY: Final[Mapping[Flaw, Callable[[], None]]] = {
    Flaw.PLAIN_LOG: _log_plainly,
    Flaw.UNSEALED: _seal_nothing,
    Flaw.NOT_REWRITTEN: _rewrite_nothing,
}


def _run(clock: Path, flaws: Collection[Flaw]) -> int:
    # Before anything else is imported, for much of it is taken from there by its name.
    for flaw in flaws:
        _TAKE_AWAY[flaw]()
    from chaos.line import QUICK  # noqa: PLC0415

    from bot import cli, serving  # noqa: PLC0415

    # Telegram's stand-in sets no limits, and nobody here has to wait for them.
    serving.Service = partial(serving.Service, limits=QUICK)  # type: ignore[assignment,attr-defined]
    serving.Clock = partial(FileClock, clock)  # type: ignore[assignment,attr-defined]
    return cli.main(["run"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clock", type=Path)
    parser.add_argument("flaws", nargs="*", type=Flaw)
    asked = parser.parse_args()
    sys.exit(_run(asked.clock, asked.flaws))
