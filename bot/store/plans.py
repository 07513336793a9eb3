"""What the commit's script needs to know of a decision; what is absent does not happen."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.sealing import Seal, Sealing, Veiled
from bot.store import keys
from bot.store.owing import milliseconds, owed, rank
from bot.store.records import ADDRESS, CONVERSATION, closed
from handlers.conversation import Author, Conversation, Line, State
from handlers.decisions import Decision, Urgency


class Reached(Protocol):
    """Where a relative is reached, as the store takes it: nobody on this side can read it."""

    def hidden(self, sealing: Sealing) -> str:
        """Return the name under which it is looked up."""

    def sealed(self, seal: Seal) -> str:
        """Return it sealed with the key of a conversation."""


def planned(
    before: Conversation, decision: Decision, at: datetime, look_again: datetime | None, seal: Seal
) -> dict[str, Any]:
    """Return what becomes of a conversation, and what is owed to whom by it."""
    after = decision.conversation
    plan: dict[str, Any] = {
        "id": before.id,
        "code": before.code,
        "wipe": decision.wipe,
        "part": decision.part,
        "safety_net": int(keys.SAFETY_NET.total_seconds()),
        "event_life": int(keys.EVENT_LIFE.total_seconds()),
    }
    if decision.way_back:
        plan["way_back"] = decision.way_back
    plan |= _messages(before, decision)
    if decision.measured is not None:
        plan |= {"measured": decision.measured, "measured_waits": keys.MEASURED_WAITS}
    if after is not None and look_again is not None:
        plan |= {"record": closed(CONVERSATION, seal, after), "due": milliseconds(look_again)}
        plan |= _stands(after)
    return plan | owed(before, decision, at)


def _stands(after: Conversation) -> dict[str, Any]:
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
    is held, and has no line yet, and `unheld` that what was held is held no longer.
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
        "unheld": before.held is not None and held != before.held,
    }


def sent_as(message: str, counsellor_id: str) -> dict[str, Any]:
    """Return as which message of Telegram the event came, and from which counsellor, or ""."""
    life = keys.DESK_MESSAGES_LIFE if counsellor_id else keys.SAFETY_NET
    return {
        "message": message,
        "message_life": int(life.total_seconds()),
        "from": counsellor_id,
    }


def placed(sealing: Sealing, address: Reached, replaces: str, seal: Seal) -> dict[str, Any]:
    """Return where its relative is reached from now on, and which one they had there."""
    reached = Veiled(address.hidden(sealing), address.sealed(seal))
    return {
        "secret_key": sealing.current_id,
        "key": seal.wrapped,
        "address": reached.hidden,
        "reached": str(reached),
        "replaces": replaces,
    }


def seen(lines: Sequence[Line]) -> int:
    """Return how many lines a relative has seen for sure: up to the last that they wrote."""
    theirs = [number for number, line in enumerate(lines, 1) if line.author is Author.RELATIVE]
    return theirs[-1] if theirs else 0


def left(
    sealing: Sealing, where: str, leaves: Conversation, at: datetime, seal: Seal
) -> dict[str, Any]:
    """Return what is to be known of a phone that a conversation leaves, to clear it.

    That is a conversation of its own, erased, which nobody has but the one who clears. `where` is
    as it stands in the store.
    """
    if not where.startswith("telegram:"):
        return {}
    stays = Conversation(
        id=secrets.token_hex(16),
        code="",
        started_at=leaves.started_at,
        last_at=at,
        state=State.ENDED,
        ended_at=at,
        erased=True,
    )
    own = sealing.new_seal(stays.id)
    reached = Veiled.read(where)
    reached = reached._replace(sealed=seal.sealed_anew(reached.sealed, ADDRESS, own))
    return {
        "left": {
            "id": stays.id,
            "key": own.wrapped,
            "record": closed(CONVERSATION, own, stays),
            "reached": str(reached),
            "owed": rank(Urgency.ERASURE, at),
            "due": milliseconds(at),
        }
    }
