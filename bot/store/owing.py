"""What a decision makes us owe to people who are not looking at a page of ours."""

from datetime import datetime
from typing import Any

from bot.store import keys
from handlers.conversation import Conversation, State
from handlers.decisions import Decision, Urgency


def owed(before: Conversation, decision: Decision, at: datetime) -> dict[str, Any]:
    """Return the part of a commit's plan that says to whom something is owed, and how urgently.

    `owed` is the rank for the relative, `owed_desk` that for the counsellors `desks`; the script
    knows who of them is reached by Telegram.
    """
    after = decision.conversation
    desks = {side.counsellor.id for side in (before, after) if side and side.counsellor}
    plan: dict[str, Any] = {"owed_desk": rank(Urgency.REPLY, at), "desks": sorted(desks)}
    if _concerns_relative(before, decision):
        plan["owed"] = rank(_urgency(after, decision), at)
    return plan


def rank(urgency: Urgency, at: datetime) -> int:
    """Return the place to sort what is owed by: urgent first, then what is owed longest."""
    return urgency * keys.TIER_STEP + milliseconds(at)


def is_erasure(rank: int) -> bool:
    """Whether something is owed so urgently because it is to be taken away."""
    return rank < (Urgency.ERASURE + 1) * keys.TIER_STEP


def milliseconds(at: datetime) -> int:
    """Return a moment as whole milliseconds since 1970."""
    return int(at.timestamp() * 1000)


def _concerns_relative(before: Conversation, decision: Decision) -> bool:
    after = decision.conversation
    told = any(line.is_for_relative for line in decision.lines)
    back = after is not None and before.unreachable and not after.unreachable
    return told or decision.wipe or back or after is None or after.state is not before.state


def _urgency(after: Conversation | None, decision: Decision) -> Urgency:
    """Put first what is to go, then what people write to each other, and the card with numbers."""
    if after is not None and after.erased:
        return Urgency.ERASURE
    if after is not None and after.state is State.TALKING:
        return Urgency.REPLY
    if after is not None and after.dangers and decision.urgency is Urgency.ANSWER:
        return Urgency.REPLY
    return decision.urgency
