"""Whether anything that tells who somebody is comes to a counsellor, a log, or the store."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import urlsplit

import aiohttp
import telegram as ptb
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from builders import SECOND, write_record
from telegram.ext import Application, MessageHandler
from telegram_oddities import SHAPES, from_chat
from telegram_standin import Person, StandInBot, Telegram

from bot.bot_api import BotAccess
from bot.logs import Log, start_logging
from bot.store import keys
from chaos.apart import side_by_side
from chaos.generated import KINDS
from chaos.identity import Told, forwarded, relayed
from chaos.line import DESK_TOKEN, RELATIVES_TOKEN, WholeLine, whole_line
from chaos.listening import overheard, plainly
from chaos.table import Row
from chaos.waiting import until

WAYS: Final = ("polling", "webhook")
LEVELS: Final = (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR)

# What somebody is, and what they write; none of it may stand in a log.
SECRET_WORDS: Final = "kanarieord"
RELATIVE: Final = (7_700_000_000_123, "kanariefornamn", "kanarieefternamn", "kanariekonto")
COUNSELLOR: Final = (7_700_000_000_456, "kanariekollega", "kanariepost", "kanariestaff")
PHONE: Final = "+46709998877"


def secrets() -> dict[str, list[str]]:
    """Return what may stand in no log, by its kind."""
    tokens = (RELATIVES_TOKEN, DESK_TOKEN)
    return {
        "words": [SECRET_WORDS],
        "user id": [str(RELATIVE[0]), str(COUNSELLOR[0])],
        "name": [*RELATIVE[1:3], *COUNSELLOR[1:3]],
        "username": [RELATIVE[3], COUNSELLOR[3]],
        "phone": [PHONE],
        "token": [token.partition(":")[2] for token in tokens],
        "secret": [BotAccess(token, "").secret for token in tokens],
        "address": ["from 127.0.0.1"],
    }


def found_in(log: str) -> set[str]:
    """Return the kinds of secrets that stand in a log."""
    low = log.casefold()
    return {
        kind
        for kind, all_of_it in secrets().items()
        if any(s.casefold() in low for s in all_of_it)
    }


@dataclass
class Watched:
    """A line of which everything is logged, with somebody on each side."""

    line: WholeLine
    relative: Person
    kim: Person
    found: str

    async def goes_on(self) -> None:
        """Wait until both sides are heard by each other again."""
        for writer, bot, reader, other in (
            (self.relative, self.line.relatives, self.kim, self.line.desk),
            (self.kim, self.line.desk, self.relative, self.line.relatives),
        ):
            before = reader.chat(other).last_id
            writer.write(bot, SECRET_WORDS)
            await reader.sees(other, SECRET_WORDS, after=before, patience=15)
        self.line.clock.at += 30 * SECOND


async def _as_usual(watched: Watched) -> None:
    """Let both sides write, also what is held at first, and nothing go wrong."""
    line, relative = watched.line, watched.relative
    sent = relative.write(line.relatives, f"{SECRET_WORDS} {PHONE}")
    await line.relatives.taken(sent.update_id)
    await relative.sees(line.relatives, "Det ser ut att stå ett telefonnummer")
    relative.press(line.relatives, "send")
    await watched.kim.sees(line.desk, f"{SECRET_WORDS} {PHONE}")


async def _raising(watched: Watched) -> None:
    """Let what comes, what goes, the clock and a page meet a record that quotes somebody."""
    line = watched.line
    (other,) = line.people(1)
    await line.relatives.taken(other.write(line.relatives, SECRET_WORDS).update_id)
    key = keys.conversation(await line.id_of(other))
    record = f'{{"{SECRET_WORDS}": "{PHONE}"}}'
    await write_record(line.valkey, key.rpartition(":")[2], record)
    sent = other.write(line.relatives, f"{SECRET_WORDS} {PHONE}")
    await until(lambda: sent.update_id not in line.relatives.updates.pending, 15)
    await line.valkey.zadd(keys.DUE, {key.rpartition(":")[2]: 0})
    await line.site.timekeeper.look()


async def _refused(watched: Watched) -> None:
    """Let Telegram ask to be left alone, and say of whom."""
    for bot in (watched.line.relatives, watched.line.desk):
        told = {"ok": False, "error_code": 400, "description": f"Bad Request: {SECRET_WORDS}"}
        bot.fail_next(1, status=400, body=json.dumps(told), method="sendMessage")
        told = {
            "ok": False,
            "error_code": 429,
            "description": f"Flood control on chat {RELATIVE[0]}",
            "parameters": {"retry_after": 1},
        }
        bot.fail_next(1, status=429, body=json.dumps(told), method="sendMessage")
    await _write_to_each_other(watched)


async def _undecodable(watched: Watched) -> None:
    """Let updates come that are none, and batches that are none."""
    line = watched.line
    for bot, person in ((line.relatives, watched.relative), (line.desk, watched.kim)):
        broken = {"update_id": SECRET_WORDS, "message": {"from": person.user}}
        body = json.dumps({"ok": True, "result": [broken]})
        bot.fail_next(1, status=200, method="getUpdates", body=body)
        # A command that is carried out would end the conversation.
        shapes = [shape for name, shape in SHAPES.items() if "command" not in name]
        for update in [one for shape in shapes for one in shape]:
            text = json.dumps(from_chat(update, person.info)).replace("hemligt", SECRET_WORDS)
            bot.inject(json.loads(text))


async def _unknown(watched: Watched) -> None:
    """Let kinds of updates come that nobody has heard of."""
    line = watched.line
    for bot, person in ((line.relatives, watched.relative), (line.desk, watched.kim)):
        about = {"from": person.user, "chat": person.info, "message_id": 1, "date": 1}
        for kind in ("something_of_next_year", *KINDS):
            bot.inject({kind: about | {"text": SECRET_WORDS, "contact": {"phone_number": PHONE}}})


async def _away(watched: Watched) -> None:
    """Let Telegram be away, cut what is under way, and answer with a page."""
    for bot in (watched.line.relatives, watched.line.desk):
        bot.reset_next(1)
        bot.fail_next(1, body=f"<html>{SECRET_WORDS} {PHONE}</html>")
        bot.reset_next(1, method="getUpdates")
    await _write_to_each_other(watched)


async def _forged(watched: Watched) -> None:
    """Let somebody else say that they are Telegram, and ask the pages for what is none."""
    base = watched.line.site.chat.rstrip("/")
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET_WORDS, "User-Agent": PHONE}
    async with aiohttp.ClientSession() as session:
        for path in ("/telegram/relatives", "/telegram/desk", "/say", f"/{SECRET_WORDS}"):
            async with session.post(base + path, data=SECRET_WORDS, headers=headers):
                pass
        async with session.get(f"{base}/{SECRET_WORDS * 1000}", headers=headers):
            pass
    there = urlsplit(base)
    _, writer = await asyncio.open_connection(there.hostname, there.port)
    writer.write(f"{SECRET_WORDS} {PHONE}\r\n\r\n".encode())
    await writer.drain()
    writer.close()


async def _write_to_each_other(watched: Watched) -> None:
    watched.relative.write(watched.line.relatives, SECRET_WORDS)
    watched.kim.write(watched.line.desk, SECRET_WORDS)
    await until(lambda: not watched.line.relatives.updates.pending, 15)


SITUATIONS: Final[Mapping[str, Callable[[Watched], Awaitable[None]]]] = {
    "as usual": _as_usual,
    "what raises": _raising,
    "a 429 and a refusal": _refused,
    "undecodable updates": _undecodable,
    "unknown updates": _unknown,
    "Telegram away": _away,
    "forged and broken requests": _forged,
}


async def logged(level: int, ways: Sequence[str] = WAYS) -> Mapping[str, set[str]]:
    """Return the kinds of secrets that the line's own logs hold after each situation."""
    leaked: dict[str, set[str]] = {}
    with overheard(start_logging, level) as (log, heard):
        await asyncio.gather(
            *(_watch(log, heard, leaked, by_webhook=way == "webhook") for way in ways)
        )
        assert "event='set_aside'" in heard.getvalue(), "nothing was logged, so nothing was found"
        leaked["at the end"] = found_in(heard.getvalue())
    return {name: kinds for name, kinds in leaked.items() if kinds}


async def _watch(
    log: Log, heard: io.StringIO, leaked: dict[str, set[str]], *, by_webhook: bool
) -> None:
    async with whole_line(by_webhook=by_webhook, log=log) as line:
        relative, kim = _people(line.telegram)
        await line.wait_in_line([relative])
        await line.come_on_duty(kim)
        watched = Watched(line, relative, kim, await line.take(kim, relative))
        relative.send_media(line.relatives, "contact", phone_number=PHONE)
        for name, situation in SITUATIONS.items():
            await situation(watched)
            await watched.goes_on()
            leaked.setdefault(name, set()).update(found_in(heard.getvalue()))


async def logged_by_aiogram(level: int) -> set[str]:
    """Return the kinds of secrets in the log of a bot as aiogram has it, with plain logging."""
    with overheard(plainly, level) as (_, heard):
        async with Telegram(limits=False) as telegram:
            standin = telegram.add_bot(RELATIVES_TOKEN, "stodbot")
            session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
            async with Bot(RELATIVES_TOKEN, session=session) as bot:
                dispatcher = Dispatcher()

                @dispatcher.message()
                async def _(message: Message) -> None:
                    raise LookupError(message.text)

                polling = asyncio.create_task(
                    dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
                )
                await _go_wrong(telegram, standin)
                await dispatcher.stop_polling()
                await polling
        return found_in(heard.getvalue())


async def logged_by_ptb(level: int) -> set[str]:
    """Return the kinds of secrets in the log of a bot as python-telegram-bot has it."""
    with overheard(plainly, level) as (_, heard):
        async with Telegram(limits=False) as telegram:
            standin = telegram.add_bot(RELATIVES_TOKEN, "stodbot")
            bot = ptb.Bot(RELATIVES_TOKEN, base_url=f"{telegram.url}/bot")
            application = Application.builder().bot(bot).build()

            async def handle(update: object, _: object) -> None:
                assert isinstance(update, ptb.Update)
                raise LookupError(update.message and update.message.text)

            application.add_handler(MessageHandler(None, handle))
            async with application:
                assert application.updater
                await application.updater.start_polling()
                await application.start()
                await _go_wrong(telegram, standin)
                await application.updater.stop()
                await application.stop()
        return found_in(heard.getvalue())


async def _go_wrong(telegram: Telegram, bot: StandInBot) -> None:
    """Let a handler raise, and an update come that cannot be decoded."""
    relative, _ = _people(telegram)
    await bot.taken(relative.write(bot, SECRET_WORDS).update_id)
    bot.inject({"message": {"from": relative.user, "chat": 5, "text": SECRET_WORDS}})
    calls = len(bot.sent("getUpdates"))
    await until(lambda: len(bot.sent("getUpdates")) > calls + 1, 5)
    bot.updates.pending.clear()  # or neither would ever end


def _people(telegram: Telegram) -> tuple[Person, Person]:
    return tuple(  # type: ignore[return-value]
        telegram.person(first, id=number, last_name=last, username=username)
        for number, first, last, username in (RELATIVE, COUNSELLOR)
    )


async def trial() -> AsyncIterator[Row]:
    """Listen to all logs at all levels, and look for what tells of anybody wherever it may be."""
    leaked = [found async for found in side_by_side(partial(logged, level) for level in LEVELS)]
    situations = len(SITUATIONS)
    for level, found in zip(LEVELS, leaked, strict=True):
        name = logging.getLevelName(level)
        yield _logged(f"our log at {name}: {situations} situations, both ways", found)
    for library, listen in (("aiogram", logged_by_aiogram), ("PTB", logged_by_ptb)):
        found = {logging.getLevelName(level): await listen(level) for level in LEVELS}
        yield _logged(f"{library} with plain logging at all levels", found, control=True)
    canaries = (partial(relayed, seed, 5_000, 20) for seed in range(2))
    parts = [found async for found in side_by_side(canaries)]
    yield _told("10,000 updates with all that Telegram can tell", parts)
    yield _told("200 of them by a relay that forwards", [await forwarded(0, 200)], control=True)


def _logged(tried: str, found: Mapping[str, set[str]], *, control: bool = False) -> Row:
    kinds = set().union(*found.values())
    told = f"{len(kinds)} kinds of secrets {', '.join(sorted(kinds))}".rstrip()
    return Row(tried, told, "0", not kinds, control)


def _told(tried: str, parts: Sequence[Told], *, control: bool = False) -> Row:
    counts = {
        "to counsellors": sum(len(part.to_counsellors) for part in parts),
        "logged": sum(len(part.logged) for part in parts),
        "stored": sum(len(part.stored) for part in parts),
        "forwarded": sum(part.forwarded for part in parts),
    }
    fields = len(set().union(*(part.fields for part in parts)))
    said = sum(part.said for part in parts)
    told = ", ".join(f"{count} {where}" for where, count in counts.items())
    found = f"{told} ({fields} fields; {said} texts read)"
    return Row(tried, found, "0 of each", not any(counts.values()) and said > 0, control)
