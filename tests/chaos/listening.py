"""Hears all that a process says, whichever way its logs are set up."""

import contextlib
import io
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from bot.logs import Log


@contextmanager
def overheard(start: Callable[[], Log], level: int) -> Iterator[tuple[Log, io.StringIO]]:
    """Give all that this process says while it logs at a level, set up in some way."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    everything_said = io.StringIO()
    with (
        contextlib.redirect_stdout(everything_said),
        contextlib.redirect_stderr(everything_said),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("always")
        try:
            log = start()
            root.setLevel(level)
            yield log, everything_said
        finally:
            sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
            logging.captureWarnings(capture=False)
            root.handlers[:], root.level = before
            structlog.reset_defaults()


def plainly() -> Log:
    """Log as most programs do."""
    logging.basicConfig(level=logging.DEBUG, force=True)
    log: Log = structlog.get_logger()
    return log
