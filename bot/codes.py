"""Codes by which people call a conversation: a word and a number, easy to say and to hear."""

import secrets

# Swedish trees, birds and things of the shore: short, and none is like another on the phone.
_WORDS = (
    "alm ask asp bok björk brunn båt duva ek fasan fjäll fura gran hassel havre hök idegran "
    "jasmin kaja klippa klöver lilja lärka lönn mossa måne näktergal ormbunke "
    "pil pion rönn råg siska skata sparv stare strand svala säl sädesärla tall "
    "tuja udde uggla vass vik våg äng ödla öring"
).split()

# There are at least so many codes for each that is in use: to find a free one takes no time.
_ROOM = 4


def new_code(in_use: int) -> str:
    """Return a code such as "lönn 42"; whether it is in use only the store can tell.

    Where very many are, the number is longer.
    """
    numbers = 90
    while len(_WORDS) * numbers < _ROOM * in_use:
        numbers *= 10
    return f"{secrets.choice(_WORDS)} {secrets.randbelow(numbers) + 10}"
