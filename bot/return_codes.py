"""Gives relatives words by which they can come back, and lets them come back by these."""

import asyncio
import hashlib
import secrets
from typing import Final

from bot.allowances import Share, Shares
from bot.clock import Clock
from bot.reception import Reception
from bot.store.addresses import Address
from bot.store.conversations import Source
from handlers import flood
from handlers.errors import NoSuchCodeError, TooManyCodesError
from handlers.events import RelativeCameBack, RelativeTookCode
from handlers.language import Language
from handlers.return_code import BITS, words_of

# What is kept of the words (scrypt, RFC 7914): 16 MiB and some 40 ms for each try. They are random
# and need no salt of their own, and nobody could look them up if they had one.
_SALT: Final = b"stodchatten return code"
_COST: Final = {"n": 2**14, "r": 8, "p": 1}

# Nobody waits behind more than these, which is about a third of a second.
MOST_AT_ONCE: Final = 8


class ReturnCodes:
    """The return codes of the line: shown once, kept hashed, and hard to guess.

    To hash costs us much more than to ask for it. So it is the last step, and who comes back is
    not behind those who are given words.
    """

    def __init__(self, reception: Reception, clock: Clock) -> None:
        self._reception = reception
        self._clock = clock
        self._given = Shares(flood.GIVEN)
        self._tried = Shares(flood.TRIED)
        self._giving = _Hashing(clock)
        self._trying = _Hashing(clock)

    async def give(self, address: Address, language: Language) -> tuple[str, ...]:
        """Return new words for the conversation of an address, or none if there is none.

        Words that were given before are of no use any more. Raises TooManyCodesError or
        TooFastError for more than a person asks for.
        """
        if not await self._reception.is_in_conversation(address):
            return ()
        self._take(self._given, address)
        words = words_of(secrets.randbits(BITS), language)
        hidden = await self._giving.hidden(" ".join(words))
        event = RelativeTookCode(secrets.token_hex(16), hidden)
        return words if await self._reception.take_code(address, event) else ()

    async def come_back(
        self, code: str | None, address: Address, event_id: str, source: Source | None = None
    ) -> None:
        """Let the conversation of a code, as `return_code.read` reads it, go on at an address.

        What is none leads nowhere, and is no guess. Raises NoSuchCodeError, TooManyCodesError, or
        what `Reception.come_back` raises.
        """
        if code is None:
            raise NoSuchCodeError
        self._take(self._tried, address)
        hidden = await self._trying.hidden(code)
        event = RelativeCameBack(event_id)
        if not await self._reception.come_back(hidden, address, event, source):
            raise NoSuchCodeError

    def _take(self, shares: Shares, address: Address) -> None:
        if not shares.take(self._reception.name_of(address), self._clock.now()):
            raise TooManyCodesError


class _Hashing:
    """Hashes one code after the other, so that neither memory nor the chat itself feels it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._of_all = Share(flood.HASHED, clock.now())
        self._one = asyncio.Lock()
        self._asked = 0

    async def hidden(self, code: str) -> str:
        """Return what is kept of a code.

        Raises TooManyCodesError for more than all may ask for, and rather than wait for long.
        """
        if self._asked == MOST_AT_ONCE or not self._of_all.take(self._clock.now()):
            raise TooManyCodesError
        self._asked += 1
        try:
            async with self._one:
                return await asyncio.to_thread(_hidden, code)
        finally:
            self._asked -= 1


def _hidden(code: str) -> str:
    return hashlib.scrypt(code.encode(), salt=_SALT, **_COST).hex()
