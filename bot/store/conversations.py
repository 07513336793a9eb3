"""Conversations in Valkey: read whole, committed in one atomic step."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.resources import files
from typing import Any

from bot.store import keys
from bot.store.client import Valkey
from bot.store.records import CONVERSATION, LINE, write
from handlers.conversation import Conversation, Line, State
from handlers.decisions import Decision

_COMMIT = files("bot.store").joinpath("lua", "commit.lua").read_text(encoding="utf-8")


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


class Conversations:
    """The stored conversations of the line."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        self._commit = valkey.register_script(_COMMIT)

    async def load(self, conversation_id: str) -> Loaded | None:
        """Return a conversation, or None when it is forgotten."""
        record, version = await self._valkey.hmget(
            keys.conversation(conversation_id), ["record", "version"]
        )
        if record is None or version is None:
            return None
        return Loaded(CONVERSATION.validate_json(record), int(version))

    async def lines(self, conversation_id: str, after: int = 0) -> list[Line]:
        """Return the lines from number `after` + 1 on; numbers count from 1."""
        written = await self._valkey.lrange(keys.lines(conversation_id), after, -1)
        return [LINE.validate_json(line) for line in written]

    async def due(self, at: datetime, most: int = 100) -> list[str]:
        """Return the ids of conversations that the clock has to look at by now."""
        found = await self._valkey.zrange(
            keys.DUE, "-inf", _milliseconds(at), byscore=True, offset=0, num=most
        )
        return [str(conversation_id) for conversation_id in found]

    async def look_later(self, conversation_id: str, at: datetime) -> None:
        """Let the clock look at a conversation no earlier than at a moment."""
        await self._valkey.zadd(keys.DUE, {conversation_id: _milliseconds(at)}, xx=True)

    async def talking(self) -> dict[str, str]:
        """Return the ids of the counsellors who talk, by the id of the conversation."""
        talking = await self._valkey.hgetall(keys.TALKING)
        return {str(conversation): str(holder) for conversation, holder in talking.items()}

    async def seen(self, conversation_id: str, event_id: str) -> bool:
        """Whether an event was committed before."""
        return bool(await self._valkey.sismember(keys.events(conversation_id), event_id))

    async def forget(self, conversation_id: str) -> None:
        """Remove what is left of a conversation, if its record has run out."""
        codes = await self._valkey.hgetall(keys.CODES)
        plan = {
            "id": conversation_id,
            "code": next((code for code, whose in codes.items() if whose == conversation_id), ""),
            "event": "",
            "version": 0,
            "wipe": True,
        }
        await self._run(conversation_id, plan, ())

    async def commit(
        self,
        before: Loaded,
        event_id: str,
        decision: Decision,
        look_again: datetime | None,
        beginning: Beginning | None = None,
    ) -> Outcome:
        """Make a decision true, whole or not at all.

        `look_again` is when the clock has to look at it next; `beginning` goes with a
        conversation that is not yet stored. Raises StoreError when the store did not confirm.
        """
        conversation_id = before.conversation.id
        plan = _plan(before, event_id, decision, look_again) | _begin(beginning)
        lines = (write(LINE, line) for line in decision.lines)
        return Outcome(await self._run(conversation_id, plan, lines))

    async def _run(self, conversation_id: str, plan: dict[str, Any], lines: Iterable[str]) -> str:
        done: str = await self._commit(
            keys=[
                keys.conversation(conversation_id),
                keys.lines(conversation_id),
                keys.events(conversation_id),
                keys.QUEUE,
                keys.DUE,
                keys.TALKING,
                keys.CODES,
                keys.MEASURED,
                keys.ADDRESSES,
                keys.REACHED_BY,
            ],
            args=[keys.CHANGES, json.dumps(plan), *lines],
        )
        return done


def _plan(
    before: Loaded, event_id: str, decision: Decision, look_again: datetime | None
) -> dict[str, Any]:
    """Return what the script needs to know; what is absent does not happen."""
    after = decision.conversation
    plan: dict[str, Any] = {
        "id": before.conversation.id,
        "code": before.conversation.code,
        "event": event_id,
        "version": before.version,
        "wipe": decision.wipe,
        "safety_net": int(keys.SAFETY_NET.total_seconds()),
    }
    if decision.measured is not None:
        plan |= {"measured": decision.measured, "measured_waits": keys.MEASURED_WAITS}
    if after is not None and look_again is not None:
        plan |= {"record": write(CONVERSATION, after), "due": _milliseconds(look_again)}
        plan |= _places(after)
    return plan


def _places(after: Conversation) -> dict[str, Any]:
    """Return where a conversation stands: in the queue, or with a counsellor, or neither."""
    if after.rank is not None:
        tier, joined_at = after.rank
        return {"rank": tier * keys.TIER_STEP + _milliseconds(joined_at)}
    if after.state is State.TALKING and after.counsellor is not None:
        return {"counsellor": after.counsellor.id}
    return {}


def _begin(beginning: Beginning | None) -> dict[str, Any]:
    if beginning is None:
        return {}
    return {"address": beginning.address, "replaces": beginning.replaces}


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
