"""Decides which counsellors are called to somebody who waits, and when again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.conversation import Conversation, Counsellor
from handlers.decisions import Situation

# Whoever waits is announced again this often until somebody takes them.
AGAIN = timedelta(minutes=2)


def is_to_be_called(
    me: Counsellor,
    on_duty: Iterable[Counsellor],
    conversation: Conversation,
    called_at: datetime | None,
    situation: Situation,
) -> bool:
    """Whether a counsellor is to be called now, who was called last at `called_at`, if at all.

    First come those who speak the language, and if nobody has come by then, all. Nobody is called
    while the line is closed: whoever waits then was told so, and who forgot to go off duty sleeps.
    """
    if not situation.is_open:
        return False
    since = called_at or conversation.joined_at or situation.at
    if situation.at - since >= AGAIN:
        return True
    numbers_said_at = conversation.numbers_said_at
    if called_at and numbers_said_at and called_at < numbers_said_at:
        return True  # they were called to less than there is now
    known = conversation.leaning.known
    speaks = known is None or known in me.languages
    return called_at is None and (speaks or not any(known in other.languages for other in on_duty))
