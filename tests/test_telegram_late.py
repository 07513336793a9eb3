"""Promises of what is said by the way and comes late: it stands on no phone that was emptied."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram_line import TOKEN, OnTelegram, distance, limits, line, rates, way
from test_return_codes import NOWHERE, shown_words

from bot.doors import telegram_asides
from bot.doors.relatives_phone import RelativesPhone
from bot.reception import Reception
from bot.store.addresses import Addresses
from bot.store.relatives_outbox import RelativesOutbox

__all__ = ["distance", "limits", "line", "rates", "way"]

ERASED = "Det som gick att radera är raderat"
SAID = [("/kod", "på papper"), (NOWHERE, "Det gick inte att fortsätta")]


async def sent(line: OnTelegram, text: str) -> None:
    """Wait until the bot has sent something that has this in it."""

    async def is_sent() -> bool:
        await line.valkey.ping()
        calls = line.bot.sent("sendMessage")
        return any(text in call.params["text"] and call.status == 200 for call in calls)

    await line.until(is_sent)


@pytest.mark.parametrize(("asked", "said"), SAID, ids=["words", "refusal"])
async def test_erased_meanwhile(line: OnTelegram, asked: str, said: str) -> None:
    """What Telegram is slow to take is gone at once, if all was erased meanwhile."""
    await line.talk()
    came = line.bot.slow_next(said)
    await line.write(asked)
    await came.wait()
    await line.write("/radera")
    notice = await line.sees(ERASED)
    await line.nothing_is_owed()
    line.bot.release()
    await sent(line, said)

    await line.relative.until(line.bot, lambda shown: shown == [notice])


async def test_erased_and_begun_anew_meanwhile(line: OnTelegram) -> None:
    """Nor does it stay if they have begun anew by then: nothing of before is theirs any more."""
    asked, said = SAID[1]
    await line.talk()
    came = line.bot.slow_next(said)
    await line.write(asked)
    await came.wait()
    await line.write("/radera")
    await line.sees(ERASED)
    await line.write("det gäller min granne")
    line.bot.release()
    await sent(line, said)

    await line.relative.until(line.bot, lambda shown: not any(said in one.text for one in shown))


async def test_gone_on_elsewhere_meanwhile(line: OnTelegram) -> None:
    """So it is if somebody went on from another phone meanwhile: the old one stays empty."""
    await line.talk()
    words = await shown_words(line)
    came = line.bot.slow_next("Det gick inte att fortsätta")
    await line.write(NOWHERE)
    await came.wait()
    other = line.telegram.person("Bo", language_code="sv")
    await line.write(words, other)
    await line.relative.until(line.bot, lambda shown: not shown)
    line.bot.release()
    await sent(line, "Det gick inte att fortsätta")

    await line.relative.until(line.bot, lambda shown: not shown)


async def test_begun_anew_meanwhile(line: OnTelegram) -> None:
    """Who goes on after an end is told all the same, and it goes when they erase."""
    await line.talk()
    await line.write("/avsluta")
    await line.sees("Du har avslutat samtalet")
    came = line.bot.slow_next("Det gick inte att fortsätta")
    await line.write(NOWHERE)
    await came.wait()
    await line.write("det gäller min granne")
    line.bot.release()
    await line.sees("Det gick inte att fortsätta")
    await line.write("/radera")
    notice = await line.sees(ERASED)

    await line.relative.until(line.bot, lambda shown: shown == [notice])


async def test_not_noted(line: OnTelegram) -> None:
    """What could not be noted, and so could not be taken away later, is taken away at once."""
    await line.talk()
    came = line.bot.slow_next("på papper")
    await line.write("/kod")
    await came.wait()
    await line.nothing_is_owed()
    await line.valkey.acl_setuser("default", enabled=True, commands=["-hget"])
    try:
        line.bot.release()
        await sent(line, "på papper")
        await line.relative.until(
            line.bot, lambda shown: not [one for one in shown if "på papper" in one.text]
        )
    finally:
        await line.valkey.acl_setuser("default", enabled=True, commands=["+hget"])


@pytest.fixture
async def phone(
    line: OnTelegram, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[RelativesPhone]:
    """Give what brings things to the relative's phone, and waits for them when it is closed."""
    monkeypatch.setattr(telegram_asides, "CLOSE_WITHIN", 10)
    switchboard, valkey = line.site.switchboard, line.valkey
    bot = Bot(TOKEN, AiohttpSession(api=TelegramAPIServer.from_base(line.telegram.url)))
    reception = Reception(switchboard, Addresses(valkey))
    yield RelativesPhone(bot, switchboard, reception, RelativesOutbox(valkey), line.service.texts)
    await bot.session.close()


async def test_erased_before(line: OnTelegram, phone: RelativesPhone) -> None:
    """What is said only after all was erased is not said at all."""
    found = await line.talk()
    await line.write("/radera")
    await line.sees(ERASED)
    await line.nothing_is_owed()
    before = len(line.bot.calls)
    phone.show_code(line.relative.id, found.id, "sv", tuple(NOWHERE.split()))
    phone.tell(line.relative.id, found.id, "sv", "error-too-fast")
    await phone.close()

    assert [call for call in list(line.bot.calls)[before:] if call.method != "getUpdates"] == []
