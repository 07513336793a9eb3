"""Promises of the logs: our own events by fixed names, and of everything else only the place."""

import ast
import asyncio
import gc
import logging
import os
import re
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from datetime import datetime

import pytest
import structlog
from builders import ROOT

from bot.logs import describe, start_logging, watch_loop

WORDS = "hemligt-0701234567"

Said = pytest.CaptureFixture[str]


class Saying:
    """Something whose every form holds words of somebody."""

    def __str__(self) -> str:
        return WORDS

    __repr__ = __str__


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Leave the logging of this process as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    yield
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def told(said: Said) -> list[str]:
    """Return the lines of the log, which stands on standard error alone and quotes nobody."""
    out, log = said.readouterr()
    assert out == ""
    assert WORDS not in log
    return log.splitlines()


def test_our_own(capsys: Said) -> None:
    """An event has its time in UTC, its level and its name."""
    start_logging().info("ready", listen="http://127.0.0.1:8080/")

    (line,) = told(capsys)
    at, rest = line.removeprefix("timestamp='").split("Z' ")
    assert datetime.fromisoformat(at)
    assert rest == "level='info' event='ready' listen='http://127.0.0.1:8080/'"


def test_fields_that_nobody_allowed(capsys: Said) -> None:
    """A field that is not on the list is left out, whatever it holds and whoever bound it."""
    start_logging()
    log = structlog.get_logger().bind(alias=WORDS)
    log.warning("door_error", text=WORDS, at="web.py:1", exc_info=ValueError(WORDS), stack=WORDS)

    (line,) = told(capsys)
    assert line.endswith("level='warning' event='door_error' at='web.py:1'")


# What may be handed to a log beside the name of an event; whoever adds to it has to know that it
# quotes nobody.
HANDED = {
    "**describe(error)",
    "**describe(error) if error else {}",
    "**describe(exc)",
    "**fields",  # of the handler for foreign records, which makes them
    "listen=here.chat",
    "logger=record.name",
    "setting=self._setting",
}


def calls(code: str) -> Iterator[ast.Call]:
    """Yield all that a file hands to a log."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            to, level = ast.unparse(node.func.value), node.func.attr
            if re.search(r"\blog(ger)?$|_log$", to) and hasattr(logging, level.upper()):
                yield node


def test_all_that_is_handed_to_it() -> None:
    """Nothing is handed to a log but the name of an event, and what is known to quote nobody."""
    files = [file for room in ("bot", "handlers") for file in (ROOT / room).glob("**/*.py")]
    found = [call for file in files for call in calls(file.read_text(encoding="utf-8"))]
    events = [argument for call in found for argument in call.args]
    handed = {ast.unparse(keyword) for call in found for keyword in call.keywords}

    assert len(events) == len(found)
    assert [ast.unparse(event) for event in events if not isinstance(event, ast.Constant)] == []
    assert handed == HANDED


LEVELS = [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL]


@pytest.mark.parametrize("level", LEVELS, ids=logging.getLevelName)
def test_foreign(capsys: Said, level: int) -> None:
    """Of what a library logs, at whatever level, no word is written."""
    start_logging()
    foreign = logging.getLogger("foreign")
    foreign.setLevel(logging.DEBUG)
    try:
        foreign.log(level, WORDS)
        foreign.log(level, "%s and %(a)s", {"a": WORDS}, extra={"text": WORDS})
        foreign.log(level, Saying(), stack_info=True)
        foreign.log(level, "no place for it", WORDS)
    finally:
        foreign.setLevel(logging.NOTSET)

    places = [line.partition("event=")[2] for line in told(capsys)]
    assert len(places) == 4
    assert all(place.startswith("'foreign' logger='foreign' at='test_logs") for place in places)


def test_foreign_that_is_only_chatter(capsys: Said) -> None:
    """What a library says below a warning is not worth a line."""
    start_logging()
    logging.getLogger("chatter").info(WORDS)

    assert told(capsys) == []


def test_foreign_error(capsys: Said) -> None:
    """Of an exception that a library logs its class and last place are written."""
    start_logging()
    try:
        int(WORDS)
    except ValueError:
        logging.getLogger("foreign").exception(WORDS)
    logging.getLogger("foreign").error(WORDS, exc_info=(None, None, None))

    with_error, without = told(capsys)
    assert "event='foreign' logger='foreign' at='test_logs.py:" in with_error
    assert with_error.endswith("error='ValueError'")
    assert "event='foreign' logger='foreign' at='test_logs.py:" in without


def test_warning(capsys: Said) -> None:
    """A warning is one line that does not say what it warns of."""
    start_logging()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(WORDS, stacklevel=1)

    (line,) = told(capsys)
    assert "event='foreign' logger='py.warnings'" in line


def test_loop_error(capsys: Said) -> None:
    """Of what fails in the loop, and nobody waits for, only class and place are written."""

    async def nobody_waits() -> None:
        watch_loop(asyncio.get_running_loop(), start_logging())
        asyncio.get_running_loop().call_soon(int, WORDS)
        failed = asyncio.create_task(fail(), name=WORDS)
        await asyncio.wait([failed])
        del failed
        gc.collect()
        asyncio.get_running_loop().call_exception_handler({"message": WORDS})

    async def fail() -> None:
        raise LookupError(WORDS)

    asyncio.run(nobody_waits())

    called, awaited, said = told(capsys)
    assert "level='error' event='unhandled' error='ValueError' at='" in called
    assert "event='unhandled' error='LookupError' at='test_logs.py:" in awaited
    assert said.endswith("event='unhandled'")


# Each fails in its own way, as nothing of ours should, with words that nobody may read.
UNHANDLED = {
    "raised": "raise ValueError(words)",
    "raised while another was handled": """
try:
    raise KeyError(words)
except KeyError as error:
    error.add_note(words)
    raise ValueError(words) from error
""",
    "raised in a thread": """
import threading
thread = threading.Thread(target=int, args=[words], name=words)
thread.start()
thread.join()
raise ValueError
""",
    "raised where nothing can be raised": """
class Unraisable:
    def __del__(self):
        raise ValueError(words)
Unraisable()
raise ValueError
""",
}


@pytest.mark.parametrize("code", UNHANDLED.values(), ids=UNHANDLED)
def test_unhandled(code: str) -> None:
    """A process that fails tells the class and the place of it, and nothing that it says."""
    before = "import sys; from bot.logs import start_logging; start_logging(); words = sys.argv[1]"
    ended = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", f"{before}\n{code}", WORDS],
        capture_output=True,
        check=False,
        text=True,
    )

    assert ended.returncode == 1
    assert "event='crashed' error='ValueError' at='<string>:" in ended.stderr
    assert WORDS not in ended.stdout + ended.stderr


def test_nobody_reads_it() -> None:
    """Where the log can be written no more, what is done goes on all the same."""
    code = "from bot.logs import start_logging as s; s().error('unhandled'); print('goes on')"
    reads, writes = os.pipe()
    os.close(reads)
    try:
        ended = subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-c", code], stderr=writes, stdout=subprocess.PIPE, check=False
        )
    finally:
        os.close(writes)

    assert (ended.returncode, ended.stdout) == (0, b"goes on\n")


def test_describe_what_was_never_raised() -> None:
    """An exception that was made and not raised has a class and no place."""
    assert describe(ValueError(WORDS)) == {"error": "ValueError", "at": "unknown"}
