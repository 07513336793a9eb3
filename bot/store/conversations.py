"""Conversations in Valkey: read whole, committed in one atomic step."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.resources import files
from typing import Any

from bot.store import keys
from bot.store.changes import Changes
from bot.store.client import Valkey
from bot.store.owing import milliseconds, owed
from bot.store.records import CONVERSATION, LINE, write
from handlers.conversation import Author, Conversation, Line, State
from handlers.decisions import Decision

_COMMIT = files("bot.store").joinpath("lua", "commit.lua").read_text(encoding="utf-8")

# More than any line has at once: the one of which nothing was heard for longest is read anew.
_TALKS = 1000


class Outcome(StrEnum):
    """What became of a commit."""

    DONE = "done"
    SEEN = "seen"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A conversation as it was read; version 0 is one that is not yet stored."""

    conversation: Conversation
    version: int = 0


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where the relative of a new conversation is reached, and which ended one it replaces."""

    address: str
    replaces: str


@dataclass(frozen=True, slots=True)
class Source:
    """The message of Telegram that an event came as, and of which counsellor, if of one."""

    message: str
    counsellor_id: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a decision was made, and when the clock has to look at what it is about next."""

    at: datetime
    look_again: datetime | None


class Conversations:
    """The stored conversations of the line."""

    def __init__(self, valkey: Valkey, changes: Changes) -> None:
        self._valkey = valkey
        self._changes = changes
        self._commit = valkey.register_script(_COMMIT)
        self._talks: dict[str, Loaded] = {}

    def recall(self, conversation_id: str) -> Loaded | None:
        """Return a talk as this process last left it; a commit finds out if others were faster.

        Of talks alone: their record holds no word of anybody.
        """
        return self._talks.get(conversation_id)

    async def load(self, conversation_id: str) -> Loaded | None:
        """Return a conversation, or None when it is forgotten."""
        record, version = await self._valkey.hmget(
            keys.conversation(conversation_id), ["record", "version"]
        )
        if record is None or version is None:
            return None
        return Loaded(CONVERSATION.validate_json(record), int(version))

    async def ended_before(self, conversation_id: str) -> str:
        """Return the id of the one that had ended when a conversation began, or ""."""
        key = keys.conversation(conversation_id)
        return str(await self._valkey.hget(key, "replaces") or "")

    async def lines(self, conversation_id: str, after: int = 0) -> list[Line]:
        """Return the lines from number `after` + 1 on; numbers count from 1."""
        written = await self._valkey.lrange(keys.lines(conversation_id), after, -1)
        return [LINE.validate_json(line) for line in written]

    async def pointed_at(self, conversation_id: str, lines: Iterable[Line]) -> dict[int, Line]:
        """Return the lines that some lines quote or edit, by their numbers."""
        numbers = sorted({line.quotes or line.edits for line in lines} - {0})
        pipeline = self._valkey.pipeline(transaction=False)
        for number in numbers:
            pipeline.lindex(keys.lines(conversation_id), number - 1)
        found = await pipeline.execute() if numbers else []
        return {
            number: LINE.validate_json(line)
            for number, line in zip(numbers, found, strict=True)
            if line
        }

    async def due(self, at: datetime, most: int = 100) -> list[str]:
        """Return the ids of conversations that the clock has to look at by now."""
        found = await self._valkey.zrange(
            keys.DUE, "-inf", milliseconds(at), byscore=True, offset=0, num=most
        )
        return [str(conversation_id) for conversation_id in found]

    async def look_later(self, conversation_id: str, at: datetime) -> None:
        """Let the clock look at a conversation no earlier than at a moment."""
        await self._valkey.zadd(keys.DUE, {conversation_id: milliseconds(at)}, xx=True)

    async def talking(self) -> dict[str, str]:
        """Return the ids of the counsellors who talk, by the id of the conversation."""
        talking = await self._valkey.hgetall(keys.TALKING)
        return {str(conversation): str(holder) for conversation, holder in talking.items()}

    async def codes_in_use(self) -> int:
        """Return how many conversations there are that have a code."""
        return int(await self._valkey.hlen(keys.CODES))

    async def seen(self, event_id: str) -> bool:
        """Whether an event was committed before."""
        return bool(await self._valkey.exists(keys.event(event_id)))

    async def forget(self, conversation_id: str) -> None:
        """Remove what is left of a conversation, if its record has run out."""
        codes = await self._valkey.hgetall(keys.CODES)
        plan = {
            "id": conversation_id,
            "code": next((code for code, whose in codes.items() if whose == conversation_id), ""),
            "version": 0,
            "wipe": True,
            "owed_desk": 0,
        }
        await self._run(conversation_id, "", plan, ())

    async def commit(
        self,
        before: Loaded,
        event_id: str,
        decision: Decision,
        moment: Moment,
        *,
        beginning: Beginning | None = None,
        source: Source | None = None,
    ) -> Outcome:
        """Make a decision true, whole or not at all.

        `beginning` goes with a conversation that is not yet stored, and `source` with an event
        that came as a message of Telegram. Raises StoreError when the store did not confirm.
        """
        conversation_id = before.conversation.id
        plan = _plan(before, event_id, decision, moment) | _begin(beginning)
        plan |= owed(before.conversation, decision, moment.at)
        counsellor_id = ""
        if source:
            counsellor_id = source.counsellor_id
            life = keys.DESK_MESSAGES_LIFE if counsellor_id else keys.SAFETY_NET
            plan |= {
                "message": source.message,
                "message_life": int(life.total_seconds()),
                "from": counsellor_id,
            }
        lines = (write(LINE, line) for line in decision.lines)
        self._talks.pop(conversation_id, None)
        outcome = await self._run(conversation_id, event_id, plan, lines, counsellor_id)
        after = decision.conversation
        if outcome is Outcome.DONE and after is not None and _holds_no_word(after):
            self._talks[conversation_id] = Loaded(after, before.version + 1)
            if len(self._talks) > _TALKS:
                del self._talks[next(iter(self._talks))]
        return outcome

    async def _run(
        self,
        conversation_id: str,
        event_id: str,
        plan: dict[str, Any],
        lines: Iterable[str],
        counsellor_id: str = "",
    ) -> Outcome:
        outcome, changed = await self._commit(
            keys=[
                keys.conversation(conversation_id),
                keys.lines(conversation_id),
                keys.event(event_id),
                keys.QUEUE,
                keys.DUE,
                keys.TALKING,
                keys.CODES,
                keys.MEASURED,
                keys.ADDRESSES,
                keys.REACHED_BY,
                keys.OWED_RELATIVES,
                keys.OWED_DESK,
                keys.AT_TELEGRAM,
                keys.shown(conversation_id),
                keys.messages(conversation_id),
                keys.messages(conversation_id, counsellor_id),
            ],
            args=[keys.CHANGES, self._changes.me, json.dumps(plan), *lines],
        )
        told = changed.split()
        if outcome == Outcome.SEEN:
            # It may have been committed without our hearing of it.
            told = [conversation_id, keys.OWED_RELATIVES, keys.OWED_DESK]
        if told:
            self._changes.tell(*told)
        return Outcome(outcome)


def _plan(before: Loaded, event_id: str, decision: Decision, moment: Moment) -> dict[str, Any]:
    """Return what the script needs to know; what is absent does not happen."""
    after, look_again = decision.conversation, moment.look_again
    plan: dict[str, Any] = {
        "id": before.conversation.id,
        "code": before.conversation.code,
        "event": event_id,
        "version": before.version,
        "wipe": decision.wipe,
        "safety_net": int(keys.SAFETY_NET.total_seconds()),
        "event_life": int(keys.EVENT_LIFE.total_seconds()),
    }
    if decision.measured is not None:
        plan |= {"measured": decision.measured, "measured_waits": keys.MEASURED_WAITS}
    plan |= _messages(before.conversation, decision)
    if after is not None and look_again is not None:
        plan |= {"record": write(CONVERSATION, after), "due": milliseconds(look_again)}
        plan |= _places(after)
    return plan


def _places(after: Conversation) -> dict[str, Any]:
    """Return where a conversation stands: in the queue, or with a counsellor, or neither."""
    if after.rank is not None:
        tier, joined_at = after.rank
        return {"rank": tier * keys.TIER_STEP + milliseconds(joined_at)}
    if after.state is State.TALKING and after.counsellor is not None:
        return {"counsellor": after.counsellor.id}
    return {}


def _messages(before: Conversation, decision: Decision) -> dict[str, Any]:
    """Return which lines are whose message: what was held has one, and what has just come.

    `line_of_held` and `line_of_theirs` count the new lines from 1; `holds` says that what has come
    is held, and has no line yet.
    """
    after, lines = decision.conversation, decision.lines
    held = after.held if after else None
    theirs = [number for number, line in enumerate(lines, 1) if line.author is not Author.BOT]
    if before.held and held != before.held and theirs[:1] == [1]:
        line_of_held, *theirs = theirs
    else:
        line_of_held = 0
    return {
        "line_of_held": line_of_held,
        "line_of_theirs": theirs[0] if theirs else 0,
        "holds": held is not None and held != before.held,
    }


def _holds_no_word(after: Conversation) -> bool:
    return after.state is State.TALKING and after.held is None


def _begin(beginning: Beginning | None) -> dict[str, Any]:
    if beginning is None:
        return {}
    return {"address": beginning.address, "replaces": beginning.replaces}
