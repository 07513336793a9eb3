"""Codes by which people call a conversation: a word and a number, easy to say and to hear."""

import secrets

# Swedish trees, birds and things of the shore: short, and none is like another on the phone.
_WORDS = (
    "alm ask asp bok björk brunn båt duva ek fasan fjäll fura gran hassel havre hök idegran "
    "jasmin kaja klippa klöver lilja lärka lönn mossa måne näktergal ormbunke "
    "pil pion rönn råg siska skata sparv stare strand svala säl sädesärla tall "
    "tuja udde uggla vass vik våg äng ödla öring"
).split()

# After this many codes that were in use, there are so many chats that a longer number is needed.
_TRIES = 8


def new_code(attempt: int = 0) -> str:
    """Return a code such as "lönn 42"; whether it is in use only the store can tell."""
    return f"{secrets.choice(_WORDS)} {secrets.randbelow(90 * 10 ** (attempt // _TRIES)) + 10}"
