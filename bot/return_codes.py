"""Gives relatives words by which they can come back, and lets them come back by these."""

import asyncio
import hashlib
import secrets
from typing import Final

from bot.clock import Clock
from bot.reception import Reception
from bot.store.addresses import Address
from bot.store.conversations import Source
from bot.store.guesses import Guesses
from handlers.errors import NoSuchCodeError, TooManyCodesError
from handlers.events import RelativeCameBack, RelativeTookCode
from handlers.language import Language
from handlers.return_code import BITS, words_of

# What is kept of the words (scrypt, RFC 7914): 16 MiB and some 40 ms for each try. They are random
# and need no salt of their own, and nobody could look them up if they had one.
_SALT: Final = b"stodchatten return code"
_COST: Final = {"n": 2**14, "r": 8, "p": 1}


class ReturnCodes:
    """The return codes of the line: shown once, kept hashed, and hard to guess."""

    def __init__(self, reception: Reception, guesses: Guesses, clock: Clock) -> None:
        self._reception = reception
        self._guesses = guesses
        self._clock = clock
        self._at_once = asyncio.Semaphore(2)

    async def give(self, address: Address, language: Language) -> tuple[str, ...]:
        """Return new words for the conversation of an address, or none if there is none.

        Words that were given before are of no use any more. Raises TooFastError for more than a
        person asks for.
        """
        words = words_of(secrets.randbits(BITS), language)
        hidden = await self._hidden(" ".join(words))
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
        if not await self._guesses.may_try(self._clock.now()):
            raise TooManyCodesError
        event = RelativeCameBack(event_id)
        if not await self._reception.come_back(await self._hidden(code), address, event, source):
            raise NoSuchCodeError

    async def _hidden(self, code: str) -> str:
        # So many at once that neither memory nor the chat itself feels it.
        async with self._at_once:
            return await asyncio.to_thread(_hidden, code)


def _hidden(code: str) -> str:
    return hashlib.scrypt(code.encode(), salt=_SALT, **_COST).hex()
