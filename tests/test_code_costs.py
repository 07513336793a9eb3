"""Promises of what words to come back by may cost: nobody waits behind very many others."""

import asyncio
import hashlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from builders import MINUTE, OPEN, SetClock, switchboard_of
from telegram_line import DANGER, OnTelegram, distance, limits, line, rates, way

from bot import allowances
from bot.allowances import Shares
from bot.reception import Reception
from bot.return_codes import MOST_AT_ONCE, ReturnCodes
from bot.store.addresses import Address, Addresses
from bot.store.client import Valkey
from handlers.errors import NoSuchCodeError, TooManyCodesError
from handlers.events import RelativeWrote
from handlers.flood import Allowance
from handlers.language import choose

__all__ = ["distance", "limits", "line", "rates", "way"]

TRIED = "abborre ackord akacia akleja akrobat akustik"
HERE = Address("web:a")


class Held:
    """Holds up the hashes of the words that are tried, until they may go on."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.may = threading.Event()
        self._scrypt = hashlib.scrypt

    def __call__(self, code: bytes, **how: Any) -> bytes:
        """Hash, as hashlib does."""
        if code == TRIED.encode():
            self.begun.set()
            self.may.wait()
        return self._scrypt(code, **how)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """Hold up hashes in a test."""
    held = Held()
    monkeypatch.setattr(hashlib, "scrypt", held)
    yield held
    held.may.set()


async def test_behind_very_many(valkey: Valkey, held: Held) -> None:
    """Who would wait for long is told so at once, and words are given all the while."""
    clock = SetClock(OPEN)
    reception = Reception(switchboard_of(valkey, clock), Addresses(valkey))
    codes = ReturnCodes(reception, clock)
    await reception.receive(HERE, RelativeWrote("w", "hej"), choose("sv"))
    tries = [
        asyncio.create_task(codes.come_back(TRIED, Address(f"telegram:{number}"), f"b{number}"))
        for number in range(MOST_AT_ONCE + 1)
    ]
    # All but one wait for the first.
    (refused,), waiting = await asyncio.wait(tries, return_when=asyncio.FIRST_COMPLETED)
    assert isinstance(refused.exception(), TooManyCodesError)
    assert len(await codes.give(HERE, "sv")) == 6

    held.may.set()
    for one in waiting:
        with pytest.raises(NoSuchCodeError):
            await one
    # Then there is room again.
    with pytest.raises(NoSuchCodeError):
        await codes.come_back(TRIED, Address("telegram:77001"), "later")


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_danger_meanwhile(line: OnTelegram, held: Held) -> None:
    """While the words that one person tries are hashed, the danger of another is answered."""
    tried = line.relative.write(line.bot, TRIED)
    await asyncio.to_thread(held.begun.wait)
    other = line.telegram.person("Bo", language_code="sv")
    other.write(line.bot, DANGER)
    await other.sees(line.bot, "ring 112")

    assert tried.update_id in line.bot.updates.pending


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
