"""Promises of what words to come back by may cost: nobody waits behind very many others."""

import asyncio
import hashlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from builders import MINUTE, OPEN, SetClock, switchboard_of

from bot import allowances
from bot.allowances import Shares
from bot.reception import Reception
from bot.return_codes import MOST_AT_ONCE, ReturnCodes
from bot.store.addresses import Address, Addresses
from bot.store.client import Valkey
from bot.store.guesses import Guesses
from handlers.errors import NoSuchCodeError, TooManyCodesError
from handlers.events import RelativeWrote
from handlers.flood import Allowance
from handlers.language import choose

TRIED = "abborre ackord akacia akleja akrobat akustik"
HERE = Address("web:a")


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Give what each hash of the words that are tried waits for."""
    go_on, scrypt = threading.Event(), hashlib.scrypt

    def wait(code: bytes, **how: Any) -> bytes:
        if code == TRIED.encode():
            go_on.wait()
        return scrypt(code, **how)

    monkeypatch.setattr(hashlib, "scrypt", wait)
    yield go_on
    go_on.set()


async def test_behind_very_many(valkey: Valkey, held: threading.Event) -> None:
    """Who would wait for long is told so at once, and words are given all the while."""
    clock = SetClock(OPEN)
    reception = Reception(switchboard_of(valkey, clock), Addresses(valkey))
    codes = ReturnCodes(reception, Guesses(valkey), clock)
    await reception.receive(HERE, RelativeWrote("w", "hej"), choose("sv"))
    tries = [
        asyncio.create_task(codes.come_back(TRIED, Address(f"telegram:{number}"), f"b{number}"))
        for number in range(MOST_AT_ONCE + 1)
    ]
    # All but one wait for the first.
    (refused,), waiting = await asyncio.wait(tries, return_when=asyncio.FIRST_COMPLETED)
    assert isinstance(refused.exception(), TooManyCodesError)
    assert len(await codes.give(HERE, "sv")) == 6

    held.set()
    for one in waiting:
        with pytest.raises(NoSuchCodeError):
            await one
    # Then there is room again.
    with pytest.raises(NoSuchCodeError):
        await codes.come_back(TRIED, Address("telegram:77001"), "later")


def test_each_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has an allowance of their own, which comes back with time; few names are kept."""
    monkeypatch.setattr(allowances, "_MANY", 2)
    shares = Shares(Allowance(at_once=1, a_minute=1))
    assert shares.take("a", OPEN)
    assert not shares.take("a", OPEN)
    assert shares.take("b", OPEN)
    assert shares.take("a", OPEN + MINUTE)

    assert shares.take("c", OPEN + MINUTE)
    assert not shares.take("a", OPEN + MINUTE)
    assert shares.take("d", OPEN + MINUTE)
    assert shares.take("c", OPEN + MINUTE)  # it was forgotten
