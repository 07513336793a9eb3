"""Codes by which people call a conversation: a word and a number, easy to say and to hear."""

import secrets

# Swedish trees, birds and things of the shore: short, and none is like another on the phone.
_WORDS = tuple(
    "alm ask asp bok björk brunn båt duva ek fasan fjäll fura gran gök hassel havre hök idegran "
    "jasmin kaja klippa klöver korp lind lilja lärka lönn mossa måne mås näktergal ormbunke "
    "orre pil pion rönn råg siska skata sparv stare strand svala svan sälg sädesärla tall "
    "tinar trana tuja udde uggla vass vide vik våg äng ödla öring".split()
)


def new_code() -> str:
    """Return a code such as "lönn 42"; whether it is in use only the store can tell."""
    return f"{secrets.choice(_WORDS)} {secrets.randbelow(90) + 10}"
