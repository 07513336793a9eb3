"""Promises of who learns who somebody is: nobody, as `make chaos` tries at length."""

import logging

from chaos.identity import forwarded, relayed
from chaos.leaks import logged, logged_by_aiogram, logged_by_ptb


async def test_our_log() -> None:
    """Whatever goes wrong, at the level that says the most, our log names and quotes nobody."""
    assert await logged(logging.DEBUG, ["webhook"]) == {}


async def test_log_of_aiogram() -> None:
    """A bot as aiogram has it names and quotes people as soon as something goes wrong."""
    assert await logged_by_aiogram(logging.WARNING) >= {"words", "name", "user id"}


async def test_log_of_ptb() -> None:
    """One of python-telegram-bot also logs its token."""
    assert await logged_by_ptb(logging.INFO) >= {"words", "name", "user id", "token"}


async def test_all_that_telegram_tells() -> None:
    """Of what Telegram tells of people, a counsellor, the log and the store learn nothing."""
    told = await relayed(seed=1, updates=120, people=3)

    assert not told.to_counsellors
    assert not told.logged
    assert not told.stored
    assert told.forwarded == 0
    assert told.said


async def test_a_relay_that_forwards() -> None:
    """A relay that passes on what it gets tells everything."""
    told = await forwarded(seed=1, updates=50)

    assert told.to_counsellors
    assert told.logged
    assert told.forwarded
