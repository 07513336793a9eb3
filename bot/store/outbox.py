"""What is owed to people on Telegram, and what stands on their phones already.

Nothing is stored twice: an entry names a conversation, and what is to be brought there is read
from its lines. It leaves the outbox only when the platform has confirmed all of it.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any, Generic, TypeVar

from bot.sealing import Seal
from bot.store import keys
from bot.store.client import Valkey
from bot.store.owing import rank
from bot.store.records import CONVERSATION, LINE, opened
from bot.store.seals import caught_up, seal_of
from handlers.conversation import Conversation, Line
from handlers.decisions import Urgency

_LUA = files("bot.store").joinpath("lua")

# As many as are looked at together; the rest is looked at when these are done.
MOST = 1000

# Whom something is brought to: each side reads its own people, and no other.
To = TypeVar("To")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something owed: to the relative of a conversation, or to one of its counsellors."""

    conversation_id: str
    counsellor_id: str = ""

    @property
    def member(self) -> str:
        """The entry as the store names it."""
        return f"{self.conversation_id} {self.counsellor_id}".strip()

    @property
    def phone(self) -> str:
        """What tells the phones apart: nothing overtakes anything on one of them."""
        return self.counsellor_id or self.conversation_id


@dataclass(frozen=True, slots=True)
class Owed(Generic[To]):
    """What is owed, as it stands in the store.

    `to` is whom it is brought to, and `where` their phone as it stands in the store, sealed.
    `lines` are those that were not brought yet; the first has the number `first`. `notes` are the
    courier's own. `brought` is how many lines the relative has, or None on the web.
    """

    entry: Entry
    to: To
    where: str
    conversation: Conversation | None
    version: int
    first: int
    lines: tuple[Line, ...]
    notes: Mapping[str, str]
    brought: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a courier did, as the platform confirmed it.

    `lines` is how many lines are there now; `messages` maps new messages to the numbers of their
    lines, or to -7 where line 7 is the last of several; `deleted` are messages that are gone, and
    `gone` notes that are. `done` says that nothing more was owed, `reply` that the counsellor
    wants to know, and without `called` no call was needed.
    """

    lines: int | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    messages: Mapping[str, int] = field(default_factory=dict)
    deleted: tuple[str, ...] = ()
    done: bool = False
    reply: bool = False
    called: bool = True


class Outbox(ABC, Generic[To]):
    """What is owed on one platform."""

    def __init__(self, valkey: Valkey, owed: str, chats: str) -> None:
        self._valkey = valkey
        self._owed = owed
        self._chats = chats
        self._look = valkey.register_script(_script("look.lua"))
        self._brought = valkey.register_script(_script("brought.lua"))
        self._remember = valkey.register_script(_script("remember.lua"))

    @property
    def name(self) -> str:
        """What those who watch are told when more is owed."""
        return self._owed

    async def entries(self) -> dict[Entry, int]:
        """Return what is owed by its rank, urgent first."""
        found: Any = await self._valkey.zrange(self._owed, 0, MOST - 1, withscores=True)
        return {Entry(*member.split()): int(owed_since) for member, owed_since in found}

    @staticmethod
    def told(news: str) -> tuple[Entry, int]:
        """Return what is owed, and its rank, as those who watch are told of it."""
        owed_since, *entry = news.split("|")
        return Entry(*entry), int(owed_since)

    async def owe(self, entries: Iterable[Entry], urgency: Urgency, at: datetime) -> None:
        """Owe something, unless it is owed already and more urgently; wake whoever brings it."""
        ranks: dict[Any, int] = {entry.member: rank(urgency, at) for entry in entries}
        if ranks:
            await self._valkey.zadd(self._owed, ranks, lt=True)
            await self._valkey.publish(keys.CHANGES, self._owed)

    async def look(self, entry: Entry) -> Owed[To]:
        """Return what is owed by an entry."""
        record, version, where, brought, shown, lines, counsellor, wrapped = await self._look(
            keys=[
                keys.conversation(entry.conversation_id),
                keys.lines(entry.conversation_id),
                keys.shown(entry.conversation_id, entry.counsellor_id),
                self._chats,
                keys.COUNSELLORS,
                keys.AT_TELEGRAM,
            ],
            args=[entry.counsellor_id or entry.conversation_id, entry.counsellor_id],
        )
        notes = dict(zip(shown[::2], shown[1::2], strict=True))
        seal = await seal_of(self._valkey, entry.conversation_id, wrapped) if record else None
        if seal is None:
            await caught_up(self._valkey)  # or a phone that is to be cleared would seem to be none
        return Owed(
            entry,
            self._to(where, seal, counsellor),
            where,
            opened(CONVERSATION, seal, record) if seal else None,
            int(version),
            int(notes.get("lines", 0)) + 1,
            tuple(opened(LINE, seal, line) for line in lines) if seal else (),
            notes,
            int(brought) if brought else None,
        )

    async def messages(self, entry: Entry) -> dict[str, int]:
        """Return the messages on a phone, each with its number, as in `Brought`."""
        found = await self._valkey.hgetall(
            keys.messages(entry.conversation_id, entry.counsellor_id)
        )
        return {
            str(message): int(number) for message, number in found.items() if message.isdigit()
        }

    async def line_of(self, entry: Entry, message: str) -> int | None:
        """Return the number of the last line of a message, or 0; None if it is not there."""
        key = keys.messages(entry.conversation_id, entry.counsellor_id)
        line = await self._valkey.hget(key, message)
        return None if line is None else abs(int(line))

    async def is_held(self, entry: Entry, message: str) -> bool:
        """Whether a message of a relative is the one that nobody has been shown yet."""
        key = keys.messages(entry.conversation_id, entry.counsellor_id)
        return bool(await self._valkey.hget(key, "held") == message)

    async def messages_of(self, entry: Entry, lines: Iterable[int]) -> dict[int, int]:
        """Return the messages that show one of some lines alone, by the numbers of these."""
        wanted = sorted(set(lines) - {0})
        if not wanted:
            return {}
        key = keys.messages(entry.conversation_id, entry.counsellor_id)
        found = await self._valkey.hmget(key, [f"line:{number}" for number in wanted])
        return {
            number: int(message) for number, message in zip(wanted, found, strict=True) if message
        }

    async def showing(self, entry: Entry, line: int) -> list[int]:
        """Return the messages that show a line alone: the pieces of it, in order."""
        found = await self.messages(entry)
        return sorted(int(message) for message, number in found.items() if number == line)

    async def remember(self, entry: Entry, message: str, name: str = "") -> None:
        """Note a message that shows no line, to take it away with the rest.

        By a name it can be found again until it is `forgotten`.
        """
        await self._remember(
            keys=[
                keys.conversation(entry.conversation_id),
                keys.messages(entry.conversation_id, entry.counsellor_id),
            ],
            args=[message, int(_life(entry).total_seconds()), name],
        )

    async def forgotten(self, entry: Entry, name: str) -> None:
        """Let a name be free for another message."""
        await self._valkey.hdel(keys.messages(entry.conversation_id, entry.counsellor_id), name)

    async def note(self, owed: Owed[To], brought: Brought, at: datetime) -> int | None:
        """Write down what a platform confirmed; return the rank of what is still owed, if any."""
        entry = owed.entry
        owed_since = await self._brought(
            keys=[
                keys.conversation(entry.conversation_id),
                keys.shown(entry.conversation_id, entry.counsellor_id),
                keys.messages(entry.conversation_id, entry.counsellor_id),
                self._owed,
                keys.OWED_DESK,
                self._chats,
                keys.AT_TELEGRAM,
            ],
            args=[json.dumps(_confirmed(owed, brought, at))],
        )
        return None if owed_since is None else int(owed_since)

    async def begin_anew(self, entry: Entry) -> None:
        """Forget what stands on a phone, and go on owing all of it."""
        await self._valkey.delete(
            keys.shown(entry.conversation_id, entry.counsellor_id),
            keys.messages(entry.conversation_id, entry.counsellor_id),
        )

    async def let_go(self, entry: Entry) -> None:
        """Forget where a phone is and what stands on it."""
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.delete(
            keys.shown(entry.conversation_id, entry.counsellor_id),
            keys.messages(entry.conversation_id, entry.counsellor_id),
        )
        if not entry.counsellor_id:
            pipeline.hdel(self._chats, entry.conversation_id)
        pipeline.incr(keys.REMOVED)
        pipeline.zrem(self._owed, entry.member)
        await pipeline.execute()

    @abstractmethod
    def _to(self, where: str, seal: Seal | None, counsellor: str) -> To:
        """Read whom something is brought to, from what the store holds of them, or ""."""


def _script(name: str) -> str:
    return _LUA.joinpath(name).read_text(encoding="utf-8")


def _confirmed(owed: Owed[Any], brought: Brought, at: datetime) -> dict[str, Any]:
    """Return what the script needs to know."""
    entry, conversation = owed.entry, owed.conversation
    done: dict[str, Any] = {
        "member": entry.member,
        "conversation": entry.conversation_id,
        "rank_now": rank(Urgency.REPLY, at),
        "version": owed.version,
        "all": brought.done,
        "counsellor": entry.counsellor_id,
        "chat": owed.where,
        "there": "" if owed.brought is None else str(owed.brought),
        "life": int(_life(entry).total_seconds()),
        "notes": dict(brought.notes),
        "gone": brought.gone,
        "messages": brought.messages,
        "deleted": brought.deleted,
    }
    if brought.lines is not None:
        done["notes"]["lines"] = str(brought.lines)
        if not entry.counsellor_id:
            done["brought"] = brought.lines
            if brought.lines == owed.first + len(owed.lines) - 1:
                # What is left is a place that is no longer true: no words wait for that.
                done["later"] = rank(Urgency.GLANCE, at)
    if brought.reply and conversation and conversation.counsellor:
        done |= {
            "tell": conversation.counsellor.id,
            "rank": rank(Urgency.ANSWER, at),
            "channel": keys.CHANGES,
        }
    return done


def _life(entry: Entry) -> timedelta:
    return keys.DESK_MESSAGES_LIFE if entry.counsellor_id else keys.SAFETY_NET
