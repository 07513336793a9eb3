"""What tests begin with: the shipped line, moments of its week, conversations and situations."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.line_file import load_line
from bot.sealing import SealedError
from bot.store import keys
from bot.store.changes import Changes
from bot.store.client import Valkey, connect
from bot.store.conversations import Conversations
from bot.store.counsellors import Counsellors
from bot.store.queue import Queue
from bot.store.unlocking import unlock
from bot.switchboard import Switchboard
from handlers.conversation import Conversation, Counsellor, State
from handlers.decisions import Situation
from handlers.hours import STOCKHOLM

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = ROOT / "messages"
LINE = load_line(ROOT / "line.toml")

# What the store holds besides, when nothing is left of anybody.
LASTING = {keys.SECRET_KEY, keys.REMOVED}

# A Tuesday, and the line is open until 15.
OPEN = datetime(2026, 11, 24, 10, 0, tzinfo=STOCKHOLM)
EVENING = datetime(2026, 11, 24, 19, 30, tzinfo=STOCKHOLM)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

KIM = Counsellor("0c1", "Kim")
ROBIN = Counsellor("0c2", "Robin", ("sv",))


class SetClock(Clock):
    """A clock that stands until it is set."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        """Return the moment that it was set to."""
        return self.at


def switchboard_of(valkey: Valkey, clock: Clock) -> Switchboard:
    """Return a way to a store, as each process has one."""
    stores = Conversations(valkey, Changes(valkey)), Queue(valkey), Counsellors(valkey)
    return Switchboard(LINE, clock, *stores)


@asynccontextmanager
async def unlocked(url: str, key_file: Path) -> AsyncIterator[Valkey]:
    """Give a client of a store, and the key to what people wrote there."""
    async with connect(url) as valkey:
        await unlock(valkey, key_file)
        yield valkey


async def write_record(valkey: Valkey, conversation_id: str, record: str) -> None:
    """Put something in the place of a conversation's record, sealed as that is."""
    key = keys.conversation(conversation_id)
    seal = valkey.sealing.seal_of(conversation_id, str(await valkey.hget(key, "key")))
    await valkey.hset(key, "record", seal.close(record, "conversation"))


async def unsealed(valkey: Valkey) -> str:
    """Return all that is sealed of conversations, opened: the records and the lines."""
    ids = [str(key).rpartition(":")[2] for key in await valkey.keys(keys.conversation("*"))]
    found = []
    for one in ids:
        wrapped, record = await valkey.hmget(keys.conversation(one), ["key", "record"])
        if not wrapped or not record:
            continue  # it may be forgotten meanwhile
        seal = valkey.sealing.seal_of(one, str(wrapped))
        lines: Any = await valkey.lrange(keys.lines(one), 0, -1)
        for sealed, what in ((str(record), "conversation"), *((line, "line") for line in lines)):
            with suppress(SealedError):  # somebody has broken it
                found.append(seal.open(sealed, what))
    return "\n".join(found)


async def everything(valkey: Valkey) -> str:
    """Return all keys and values of the store, and what people wrote also as it reads."""
    reads: dict[str, Callable[[str], Any]] = {
        "string": valkey.get,
        "hash": valkey.hgetall,
        "list": lambda name: valkey.lrange(name, 0, -1),
        "set": valkey.smembers,
        "zset": lambda name: valkey.zrange(name, 0, -1, withscores=True),
    }
    found = []
    for name in {str(key) for key in await valkey.keys("*")}:
        kind = str(await valkey.type(name))
        if kind != "none":  # it may have run out meanwhile
            found.append((name, await reads[kind](name)))
    return f"{found!r}\n{await unsealed(valkey)}"


def always_open() -> str:
    """Return the shipped line's facts, with a line that is open day and night."""
    shipped = (ROOT / "line.toml").read_text(encoding="utf-8")
    always = re.sub(r"(?m)^(\w+day) = .*", r'\1 = ["00:00-24:00"]', shipped)
    return re.sub("(?m)^holidays = .*", "holidays = []", always)


def conversation(at: datetime = OPEN, **fields: Any) -> Conversation:
    """Return a conversation that began at `at`; any of its fields can be given."""
    given: dict[str, Any] = {"id": "c1", "code": "lönn 42", "started_at": at, "last_at": at}
    return Conversation(**given | fields)


def waiting(at: datetime = OPEN, **fields: Any) -> Conversation:
    """Return a conversation that joined the queue at `at`."""
    given: dict[str, Any] = {"state": State.WAITING, "joined_at": at, "reason": "reason-human"}
    return conversation(at, **given | fields)


def talking(counsellor: Counsellor = KIM, at: datetime = OPEN, **fields: Any) -> Conversation:
    """Return a conversation in which a counsellor talks."""
    return waiting(at, **{"state": State.TALKING, "counsellor": counsellor} | fields)


def situation(at: datetime = OPEN, **fields: Any) -> Situation:
    """Return a moment with nobody in the queue and one counsellor on duty."""
    given: dict[str, Any] = {"line": LINE, "on_duty": 1}
    return Situation(at=at, **given | fields)
