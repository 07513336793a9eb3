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
from bot.store.owing import milliseconds
from bot.store.plans import Reached, left, placed, planned, seen, sent_as
from bot.store.records import CONVERSATION, LINE, closed, opened
from bot.store.seals import Seals, caught_up
from handlers.conversation import Conversation, Line, State
from handlers.decisions import Decision

_COMMIT = files("bot.store").joinpath("lua", "commit.lua").read_text(encoding="utf-8")

# More than any line has at once: the one of which nothing was heard for longest is read anew.
_TALKS = 1000


class Outcome(StrEnum):
    """What became of a commit."""

    DONE = "done"
    SEEN = "seen"
    STALE = "stale"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A conversation as it was read; version 0 is one that is not yet stored."""

    conversation: Conversation
    version: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where the relative of a conversation is from now on, and which one they had there, or ""."""

    address: Reached
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
        self._seals = Seals(valkey)

    def recall(self, conversation_id: str) -> Loaded | None:
        """Return a talk as this process last left it; a commit finds out if others were faster.

        Of talks alone: their record holds no word of anybody.
        """
        return self._talks.get(conversation_id)

    async def load(self, conversation_id: str) -> Loaded | None:
        """Return a conversation, or None when it is forgotten."""
        found: Any = await self._valkey.hmget(
            keys.conversation(conversation_id), ["key", "record", "version"]
        )
        wrapped, record, version = found
        if record is None or version is None:
            return None
        seal = await self._seals.read(conversation_id, wrapped)
        return Loaded(opened(CONVERSATION, seal, record), int(version))

    async def replaced(self, conversation_id: str) -> list[str]:
        """Return the ids of those that its relative had before where they wrote or came back."""
        key = keys.conversation(conversation_id)
        return str(await self._valkey.hget(key, "replaces") or "").split()

    async def lines(self, conversation_id: str, after: int = 0) -> list[Line]:
        """Return the lines from number `after` + 1 on; numbers count from 1."""
        written: Any = await self._valkey.lrange(keys.lines(conversation_id), after, -1)
        seal = await self._seals.find(conversation_id) if written else None
        return [opened(LINE, seal, line) for line in written] if seal else []

    async def pointed_at(self, conversation_id: str, lines: Iterable[Line]) -> dict[int, Line]:
        """Return the lines that some lines quote or edit, by their numbers."""
        numbers = sorted({line.quotes or line.edits for line in lines} - {0})
        pipeline = self._valkey.pipeline(transaction=False)
        for number in numbers:
            pipeline.lindex(keys.lines(conversation_id), number - 1)
        found = await pipeline.execute() if numbers else []
        seal = await self._seals.find(conversation_id) if any(found) else None
        return {
            number: opened(LINE, seal, line)
            for number, line in zip(numbers, found, strict=True)
            if line and seal
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
        plan = {
            "id": conversation_id,
            "code": await self._leads_to(keys.CODES, conversation_id),
            "return_code": await self._leads_to(keys.RETURN_CODES, conversation_id),
            "version": 0,
            "wipe": True,
            "owed_desk": 0,
        }
        self._seals.forget(conversation_id)
        await self._run(conversation_id, plan, ())

    async def _leads_to(self, name: str, conversation_id: str) -> str:
        """Return the field of a hash that leads to a conversation, or ""."""
        found = await self._valkey.hgetall(name)
        return next((str(one) for one, whose in found.items() if whose == conversation_id), "")

    async def commit(
        self,
        before: Loaded,
        event_id: str,
        decision: Decision,
        moment: Moment,
        *,
        arrival: Arrival | None = None,
        at: Reached | None = None,
        source: Source | None = None,
    ) -> Outcome:
        """Make a decision true, whole or not at all.

        `arrival` goes with a conversation that is not yet stored, or goes on from elsewhere, `at`
        is the address where it was found, if by one, and `source` goes with an event that came as
        a message of Telegram. Raises StoreError when the store did not confirm.
        """
        conversation_id = before.conversation.id
        begins = before.version == 0
        known = None if begins else await self._seals.find(conversation_id)
        if known is None and not begins:
            return Outcome.STALE  # it is forgotten
        seal = known or self._seals.begin(conversation_id)
        plan = {"event": event_id, "version": before.version}
        plan |= planned(before.conversation, decision, moment.at, moment.look_again, seal)
        if at:
            plan["at"] = at.hidden(self._valkey.sealing)
        if source:
            plan |= sent_as(source.message, source.counsellor_id)
        if arrival:
            plan |= placed(self._valkey.sealing, arrival.address, arrival.replaces, seal)
        if arrival and not begins:
            where = str(await self._valkey.hget(keys.REACHED_BY, conversation_id) or "")
            plan["seen"] = seen(await self.lines(conversation_id))
            plan |= left(self._valkey.sealing, where, before.conversation, moment.at, seal)
        self._talks.pop(conversation_id, None)
        lines = (closed(LINE, seal, line) for line in decision.lines)
        outcome = await self._run(conversation_id, plan, lines)
        if outcome is Outcome.STALE and arrival:
            await caught_up(self._valkey)
        elif outcome is Outcome.ELSEWHERE and await caught_up(self._valkey):
            outcome = Outcome.STALE  # the address has another name by now
        self._remember(before, decision, outcome)
        return outcome

    def _remember(self, before: Loaded, decision: Decision, outcome: Outcome) -> None:
        after = decision.conversation
        if outcome is Outcome.DONE and after is not None and _holds_no_word(after):
            self._talks[after.id] = Loaded(after, before.version + 1)
            if len(self._talks) > _TALKS:
                del self._talks[next(iter(self._talks))]

    async def _run(
        self, conversation_id: str, plan: dict[str, Any], lines: Iterable[str]
    ) -> Outcome:
        left_id = plan.get("left", {}).get("id", "")
        outcome, changed = await self._commit(
            keys=[
                keys.conversation(conversation_id),
                keys.lines(conversation_id),
                keys.event(plan.get("event", "")),
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
                keys.messages(conversation_id, plan.get("from", "")),
                keys.SECRET_KEY,
                keys.REMOVED,
                keys.RETURN_CODES,
                keys.conversation(left_id),
                keys.shown(left_id),
                keys.messages(left_id),
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


def _holds_no_word(after: Conversation) -> bool:
    return after.state is State.TALKING and after.held is None
