"""Every key in Valkey, with what it holds and how long it lives.

All keys carry the hash tag `{line}`: one script may touch them together, also in a cluster.
"""

from datetime import timedelta

_LINE = "{line}"

# Scores put the tiers apart: a tier is worth more than any number of milliseconds since 1970
# (1.7e12 now), and three of them stay below 2**53, up to where a score is exact.
TIER_STEP = 10_000_000_000_000

# The clock forgets what is due. Should it never run again, no word of anybody outlives this:
# longer than the longest time that the line's facts may keep a conversation.
SAFETY_NET = timedelta(days=15)

# A one-time link has to survive a night's sleep, and no more.
INVITE_LIFE = timedelta(hours=24)

# A desk stays signed in over a weekend or a week off, and is counted anew at each use.
DESK_SESSION_LIFE = timedelta(days=14)

# As many measured waits as still speak of today's pace.
MEASURED_WAITS = 20

QUEUE = f"{_LINE}:queue"  # sorted set: conversation id by place
DUE = f"{_LINE}:due"  # sorted set: conversation id by the moment to look again, in ms
TALKING = f"{_LINE}:talking"  # hash: conversation id → counsellor id
CODES = f"{_LINE}:codes"  # hash: code ("lönn 42") → conversation id, while it is in use
MEASURED = f"{_LINE}:measured"  # list: finished waits, seconds a place, newest first
ADDRESSES = f"{_LINE}:addresses"  # hash: address → conversation id
REACHED_BY = f"{_LINE}:reached-by"  # hash: conversation id → address, to forget it by
COUNSELLORS = f"{_LINE}:counsellors"  # hash: counsellor id → who that is
PRESENT = f"{_LINE}:present"  # sorted set: counsellor id by when last heard of, in ms
CHANGES = f"{_LINE}:changes"  # channel: the id of what changed


def conversation(conversation_id: str) -> str:
    """Name the hash of a conversation's record and version; until forgotten."""
    return f"{_LINE}:conversation:{conversation_id}"


def lines(conversation_id: str) -> str:
    """Name the list of what was written, oldest first; until forgotten or erased."""
    return f"{_LINE}:lines:{conversation_id}"


def events(conversation_id: str) -> str:
    """Name the set of the events' ids that were committed, so that a repeat changes nothing."""
    return f"{_LINE}:events:{conversation_id}"


def invite(token_hash: str) -> str:
    """Name the counsellor id that a one-time link is for; INVITE_LIFE."""
    return f"{_LINE}:invite:{token_hash}"


def desk_session(token_hash: str) -> str:
    """Name the counsellor id that a desk's cookie stands for; DESK_SESSION_LIFE."""
    return f"{_LINE}:desk-session:{token_hash}"


def desk_sessions_of(counsellor_id: str) -> str:
    """Name the set of a counsellor's desk sessions and invites, to end them all at once."""
    return f"{_LINE}:desk-sessions-of:{counsellor_id}"
