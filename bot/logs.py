"""Logs that anybody may read: our own events by fixed names, and of others only the place.

What a library or an exception has to say may quote a message, an address or a token. So nothing
that was formatted is ever written: a foreign record leaves its logger, level, file and line.
"""

import asyncio
import contextlib
import logging
import sys
import threading
import traceback
from pathlib import Path
from typing import Any, Final, Protocol

import structlog

# Everything that an event of ours may carry. All are numbers or names that we chose ourselves.
_FIELDS: Final = frozenset("timestamp level event logger error at listen setting".split())


class Log(Protocol):
    """What is needed of a logger: an event's fixed name, and fields from the allow-list."""

    def info(self, event: str, **fields: Any) -> Any:
        """Note that something happened."""

    def warning(self, event: str, **fields: Any) -> Any:
        """Note something that an operator may want to look at."""

    def error(self, event: str, **fields: Any) -> Any:
        """Note something that has to be mended."""


def start_logging() -> Log:
    """Send all logs of this process to standard error, and return our own."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_allowed,
            structlog.processors.KeyValueRenderer(
                key_order=["timestamp", "level", "event"], drop_missing=True
            ),
        ],
        logger_factory=lambda *_: _Printer(sys.stderr),
        cache_logger_on_first_use=False,
    )
    log: Log = structlog.get_logger()
    logging.basicConfig(handlers=[_Foreign(log)], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = lambda _kind, error, _trace: log.error("crashed", **describe(error))
    threading.excepthook = lambda failed: _unhandled(log, failed.exc_value)
    sys.unraisablehook = lambda failed: _unhandled(log, failed.exc_value)
    return log


def watch_loop(loop: asyncio.AbstractEventLoop, log: Log) -> None:
    """Let what nobody awaited be logged by the same rules."""

    def handle(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        _unhandled(log, context.get("exception"))

    loop.set_exception_handler(handle)


def describe(error: BaseException) -> dict[str, str]:
    """Return an exception's class and the last place in the code, and not a word it says."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
    return {"error": type(error).__name__, "at": place}


def _only_allowed(_logger: Any, _method: str, event: Any) -> Any:
    return {key: value for key, value in event.items() if key in _FIELDS}


def _unhandled(log: Log, error: BaseException | None) -> None:
    log.error("unhandled", **(describe(error) if error else {}))


class _Printer(structlog.PrintLogger):
    """Prints, unless nobody reads it or there is no room: that must keep nobody from an answer."""

    def msg(self, message: str) -> None:
        """Print a line if it can be."""
        with contextlib.suppress(OSError):
            super().msg(message)

    info = warning = error = msg


class _Foreign(logging.Handler):
    """Writes where a foreign record came from, and nothing that it says."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write the place of a record."""
        error = record.exc_info[1] if record.exc_info else None
        fields = {"at": f"{Path(record.pathname).name}:{record.lineno}"}
        if error:
            fields |= describe(error)
        self._log.warning("foreign", logger=record.name, **fields)
