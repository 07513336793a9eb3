"""Every key in Valkey, with what it holds and how long it lives.

All keys carry the hash tag `{line}`: one script may touch them together, also in a cluster.
"""

from datetime import timedelta

from handlers.line import TELEGRAM_DELETES_WITHIN

_LINE = "{line}"

# Scores put the tiers apart: a tier is worth more than any number of milliseconds since 1970
# (1.7e12 now), and a handful of them stays below 2**53, up to where a score is exact.
TIER_STEP = 10_000_000_000_000

# The clock forgets what is due. Should it never run again, no word of anybody outlives this:
# longer than the longest time that the line's facts may keep a conversation.
SAFETY_NET = timedelta(days=15)

# A one-time link has to survive a night's sleep, and no more.
INVITE_LIFE = timedelta(hours=24)

# A desk stays signed in over a weekend or a week off, and is counted anew at each use.
DESK_SESSION_LIFE = timedelta(days=14)

# Telegram keeps what it could not hand over for a day; what comes again within that is known.
EVENT_LIFE = timedelta(hours=25)

# How to find messages is of no use for longer than they can be deleted.
DESK_MESSAGES_LIFE = TELEGRAM_DELETES_WITHIN

# As many measured waits as still speak of today's pace.
MEASURED_WAITS = 20

SECRET_KEY = f"{_LINE}:secret-key"  # id of the secret key by which the line seals
REMOVED = f"{_LINE}:removed"  # how often something was removed; the files may still hold it
REWRITTEN = f"{_LINE}:rewritten"  # the same number, as the files were last written anew
QUEUE = f"{_LINE}:queue"  # sorted set: conversation id by place
DUE = f"{_LINE}:due"  # sorted set: conversation id by the moment to look again, in ms
TALKING = f"{_LINE}:talking"  # hash: conversation id → counsellor id
CODES = f"{_LINE}:codes"  # hash: code ("lönn 42") → conversation id, while it is in use
MEASURED = f"{_LINE}:measured"  # list: finished waits, seconds a place, newest first
ADDRESSES = f"{_LINE}:addresses"  # hash: hidden address → conversation id
REACHED_BY = f"{_LINE}:reached-by"  # hash: conversation id → address, veiled
RETURN_CODES = f"{_LINE}:return-codes"  # hash: hidden code → conversation id, while it is kept
COUNSELLORS = f"{_LINE}:counsellors"  # hash: counsellor id → who that is
PRESENT = f"{_LINE}:present"  # sorted set: counsellor id by until when they count as here, in s
OWED_RELATIVES = f"{_LINE}:owed-relatives"  # sorted set: conversation id by urgency and time
OWED_DESK = f"{_LINE}:owed-desk"  # sorted set: "conversation id counsellor id", the same way
DESK_CHATS = f"{_LINE}:desk-chats"  # hash: counsellor id → chat with the staff bot, sealed
DESK_CHAT_OF = f"{_LINE}:desk-chat-of"  # hash: hidden chat with the staff bot → counsellor id
DESK_CURRENT = f"{_LINE}:desk-current"  # hash: counsellor id → conversation that they write to
AT_TELEGRAM = f"{_LINE}:at-telegram"  # set: ids of counsellors on duty in the staff bot
CHANGES = f"{_LINE}:changes"  # channel: who tells, and names of what changed, each with its news


def conversation(conversation_id: str) -> str:
    """Name the hash of a conversation's sealed record, its key and version; until forgotten.

    `key` is its own, wrapped by the secret key. `brought` is how many lines have reached a
    relative's phone, `replaces` the conversations that the same relative had where this one began
    or goes on, `left` the one by which a phone that was left is cleared, and `return_code` what
    is kept of the words by which they can come back.
    """
    return f"{_LINE}:conversation:{conversation_id}"


def lines(conversation_id: str) -> str:
    """Name the list of what was written, each line sealed; until forgotten or erased."""
    return f"{_LINE}:lines:{conversation_id}"


def event(event_id: str) -> str:
    """Name the mark of an event that was committed: a repeat changes nothing; EVENT_LIFE."""
    return f"{_LINE}:event:{event_id}"


def tries(event_id: str) -> str:
    """Name the number of times that something could not be taken in; EVENT_LIFE."""
    return f"{_LINE}:tries:{event_id}"


def shown(conversation_id: str, counsellor_id: str = "") -> str:
    """Name the hash of what stands on a phone: of the relative, or of a counsellor.

    `lines` is how many lines were brought there; other fields are the courier's own notes, as
    of a counsellor `chat`, sealed, where it stands: they may have another phone by now.
    """
    return f"{_LINE}:shown:{conversation_id}:{counsellor_id}"


def messages(conversation_id: str, counsellor_id: str = "") -> str:
    """Name the hash of the messages on a phone: message id → number of the line, 0 for none.

    It is -7 where line 7 is the last of several. The other way round, "line:7" → the first
    message that shows line 7 alone, "asked" → a question to the counsellor, and "held" → the
    message of the relative that nobody has been shown yet.
    """
    return f"{_LINE}:messages:{conversation_id}:{counsellor_id}"


def lease(work: str) -> str:
    """Name who does a work that only one process may do, as long as that process lives."""
    return f"{_LINE}:lease:{work}"


def invite(token_hash: str) -> str:
    """Name the counsellor id that a one-time link is for; INVITE_LIFE."""
    return f"{_LINE}:invite:{token_hash}"


def desk_session(token_hash: str) -> str:
    """Name the counsellor id that a desk's cookie stands for; DESK_SESSION_LIFE."""
    return f"{_LINE}:desk-session:{token_hash}"


def desk_sessions_of(counsellor_id: str) -> str:
    """Name the set of a counsellor's desk sessions and invites, to end them all at once."""
    return f"{_LINE}:desk-sessions-of:{counsellor_id}"
