"""Hands all of a counsellor's conversations back: they are going off duty, or for good."""

import contextlib
import secrets

from bot.switchboard import Switchboard
from handlers.errors import ConversationError
from handlers.events import CounsellorHandedBack


async def hand_all_back(switchboard: Switchboard, counsellor_id: str) -> int:
    """Bring their conversations back to the head of the queue, and return how many went."""
    returned = 0
    for conversation_id, holder in (await switchboard.conversations.talking()).items():
        if holder == counsellor_id:
            event = CounsellorHandedBack(secrets.token_hex(8), counsellor_id)
            # It has just ended; or it cannot be read, and the others must not stay for that.
            with contextlib.suppress(ConversationError, ValueError):
                await switchboard.apply(conversation_id, event)
                returned += 1
    return returned
