"""The shipped line at a moment at which it is open, whenever it is measured."""

from datetime import UTC, datetime

from bot.clock import Clock
from bot.line_file import load_line
from bot.settings import ROOT
from bot.store.changes import Changes
from bot.store.client import Valkey
from bot.store.conversations import Conversations
from bot.store.counsellors import Counsellors
from bot.store.queue import Queue
from bot.switchboard import Switchboard

LINE = load_line(ROOT / "line.toml")

HUMAN = "jag vill prata med en människa"


def opened() -> Clock:
    """Return a clock that begins when the line last opened, with a whole day ahead."""
    return Clock(LINE.hours.last_opening(datetime.now(UTC)))


def switchboard(valkey: Valkey) -> Switchboard:
    """Return what makes decisions true in a store."""
    return Switchboard(
        LINE, opened(), Conversations(valkey, Changes(valkey)), Queue(valkey), Counsellors(valkey)
    )
