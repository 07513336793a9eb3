"""Updates and requests of every broken kind: no failure, nothing stops, and a kind answer."""

import io
import logging
import time
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from telegram_oddities import SHAPES, WORDS, from_chat
from telegram_standin import Person, StandInBot, Telegram

from bot.doors.telegram_updates import TRIES
from bot.store import keys
from chaos import requests
from chaos.line import RELATIVES_TOKEN, Noted, WholeLine, free_port, whole_line
from chaos.requests import Asked
from chaos.table import Row

DANGER: Final = "han ska döda mig"
SOON: Final = 1.0  # seconds

# Lets somebody send something odd to a bot.
Send = Callable[[Person, StandInBot], object]


@dataclass(frozen=True, slots=True)
class Odd:
    """Something odd that can be sent, and what each of the bots answers, if it answers."""

    send: Send
    to_relative: str = ""
    to_counsellor: str = ""


@dataclass(slots=True)
class Taken:
    """What became of odd things: failures, answers that never came, and the slowest after one."""

    sent: int = 0
    failed: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    slowest: float = 0.0

    @property
    def is_well(self) -> bool:
        """Tell whether nothing failed, all were answered, and the next was heard soon."""
        return not self.failed and not self.unanswered and self.slowest <= SOON

    async def send(self, name: str, person: Person, bot: StandInBot, answer: str) -> None:
        """Send something odd, and wait for the answer to it, if there is to be one."""
        self.sent += 1
        before = person.chat(bot).last_id
        person.chat(bot).reachable = True
        ODD[name].send(person, bot)
        if answer and not await _sees(person, bot, answer, before):
            self.unanswered.append(name)

    async def hear(self, person: Person, bot: StandInBot, text: str, answer: str) -> None:
        """Write something good, and measure how soon it is answered."""
        began, before = time.monotonic(), person.chat(bot).last_id
        person.write(bot, text)
        if not await _sees(person, bot, answer, before):
            self.failed.append("the next was not heard")
        self.slowest = max(self.slowest, time.monotonic() - began)

    @contextmanager
    def watching(self, name: str, bot: StandInBot) -> Iterator[None]:
        """Note what Telegram was answered while something odd was taken in."""
        yield
        if bot.updates.hook and bot.updates.hook.error:
            self.failed.append(f"{name}: {bot.updates.hook.error}")
            bot.updates.hook.error = ""

    async def close(self, line: WholeLine, log: Noted) -> None:
        """Note what was tried again, or was an error."""
        self.failed += [str(key) for key in await line.valkey.keys(keys.tries("*"))]
        self.failed += log.events + line.telegram.violations


async def _sees(person: Person, bot: StandInBot, told: str, after: int = 0) -> bool:
    try:
        await person.sees(bot, told, after=after)
    except AssertionError:
        return False
    return True


def _media(kind: str, **given: Any) -> Send:
    return lambda person, bot: person.send_media(bot, kind, **given)


def _text(text: str) -> Send:
    return lambda person, bot: person.write(bot, text)


def _broken(updates: list[dict[str, Any]]) -> Send:
    def send(person: Person, bot: StandInBot) -> None:
        for update in updates:
            bot.inject(from_chat(update, person.info))

    return send


def _kind(kind: str) -> Send:
    def send(person: Person, bot: StandInBot) -> None:
        bot.inject({kind: {"chat": person.info, "message_id": 5, "date": 1, "text": WORDS}})

    return send


def _to_a_group(person: Person, bot: StandInBot) -> None:
    group = Telegram().group("Familjen")
    person.add_to_group(bot, group)
    person.write(bot, WORDS, group=group)


def _edit_of_what_is_not_known(person: Person, bot: StandInBot) -> None:
    bot.inject(
        {"edited_message": {"chat": person.info, "message_id": 2**40, "date": 1, "text": WORDS}}
    )


def _button_of_another(person: Person, bot: StandInBot) -> None:
    message = {"chat": person.info, "message_id": 1, "date": 1, "text": "?"}
    query = {"id": "99", "from": person.user, "chat_instance": "1", "message": message}
    bot.inject({"callback_query": query | {"data": f"end:{'0' * 32}"}})


PICTURE, SOUND, FILE = "Bilder och filmer", "Röstmeddelanden", "Filer kan vi"
ONLY_TEXT, NOBODY = "bara att skicka text", "har inte skickats"
TOO_LONG = "för långt"

ODD: Final[Mapping[str, Odd]] = {
    **{name: Odd(_broken(updates)) for name, updates in SHAPES.items()},
    "4,097 characters": Odd(_text("a" * 4097), TOO_LONG),
    "text that turns round": Odd(_text("\u202eabc\u2066 שלום"), "", NOBODY),
    "NUL among the words": Odd(_text(f"{WORDS}\x00?"), "", NOBODY),
    "a sticker": Odd(_media("sticker"), "", NOBODY),
    "a voice": Odd(_media("voice"), SOUND, ONLY_TEXT),
    "a picture with words": Odd(_media("photo", caption=WORDS), PICTURE, ONLY_TEXT),
    "a file": Odd(_media("document"), FILE, ONLY_TEXT),
    "a contact": Odd(_media("contact"), "Kontakter", ONLY_TEXT),
    "a position": Odd(_media("location"), "Positioner", ONLY_TEXT),
    "a poll": Odd(_media("poll"), "Det där kan vi inte", ONLY_TEXT),
    "a forward": Odd(
        lambda person, bot: person.forward(bot, WORDS, "Någon"), "Vidarebefordrade", ONLY_TEXT
    ),
    "an edit of what is not known": Odd(_edit_of_what_is_not_known),
    "a button of another chat": Odd(_button_of_another),
    "a group": Odd(_to_a_group),
    "a post of a channel": Odd(_kind("channel_post")),
    "a kind of next year": Odd(_kind("something_of_next_year")),
}


async def odd_to_relatives_bot(names: Iterable[str], *, by_webhook: bool) -> Taken:
    """Send what is odd to the relatives' bot; somebody in danger is heard after each."""
    log, taken = Noted(), Taken()
    async with whole_line(by_webhook=by_webhook, log=log) as line:
        for name in names:
            odd, good = line.people(2)
            with taken.watching(name, line.relatives):
                await taken.send(name, odd, line.relatives, ODD[name].to_relative)
                await taken.hear(good, line.relatives, DANGER, "ring 112")
        await taken.close(line, log)
    return taken


async def odd_to_desk_bot(names: Iterable[str], *, by_webhook: bool) -> Taken:
    """Send what is odd to the staff bot; the same counsellor is heard after each."""
    log, taken = Noted(), Taken()
    async with whole_line(by_webhook=by_webhook, log=log) as line:
        kim = await line.on_duty("Kim")
        for name in names:
            with taken.watching(name, line.desk):
                await taken.send(name, kim, line.desk, ODD[name].to_counsellor)
                await taken.hear(kim, line.desk, "/tjanst", "Du är i tjänst")
        await taken.close(line, log)
    return taken


@dataclass(frozen=True, slots=True)
class SetAside:
    """How often a poison was tried, which side was told of it, and whether the next came."""

    tries: int
    told: Mapping[str, bool]
    goes_on: bool

    @property
    def is_well(self) -> bool:
        """Tell whether it was given up in time, and known to all, and nothing else was."""
        return self.tries == TRIES and all(self.told.values()) and self.goes_on


async def poison_of_relative(*, by_webhook: bool) -> SetAside:
    """Let a relative quote a message of which the store holds nothing that can be read."""
    async with whole_line(by_webhook=by_webhook, log=Noted()) as line:
        relative, kim, found = await _talk(line)
        welcome = relative.phone(line.relatives)[-1]
        mine = keys.messages(found)
        await line.valkey.hset(mine, str(welcome.message_id), "garbage")
        poison = relative.write(line.relatives, WORDS, reply_to=welcome.message_id)
        words = "det du nyss skickade kom inte fram"
        told = {
            "relative": await _sees(relative, line.relatives, words),
            "counsellor": await _sees(kim, line.desk, words),
        }
        relative.write(line.relatives, "och det här?")
        goes_on = await _sees(kim, line.desk, "och det här?")
        tries = await line.valkey.get(keys.tries(f"relatives-{poison.update_id}"))
        return SetAside(int(tries or 0), told, goes_on)


async def poison_of_counsellor(*, by_webhook: bool) -> SetAside:
    """Let a counsellor quote a message of which the store holds nothing that can be read.

    The relative never knew of it, so there is nobody else to be told.
    """
    async with whole_line(by_webhook=by_webhook, log=Noted()) as line:
        relative, kim, found = await _talk(line)
        (me,) = await line.site.switchboard.counsellors.all()
        heading = await kim.sees(line.desk, "Du har tagit")
        mine = keys.messages(found, me.id)
        await line.valkey.hset(mine, str(heading.message_id), "garbage")
        poison = kim.write(line.desk, WORDS, reply_to=heading.message_id)
        told = {"counsellor": await _sees(kim, line.desk, "Något gick fel hos oss")}
        kim.write(line.desk, "och det här?")
        goes_on = await _sees(relative, line.relatives, "och det här?")
        tries = await line.valkey.get(keys.tries(f"desk-{poison.update_id}"))
        return SetAside(int(tries or 0), told, goes_on)


async def _talk(line: WholeLine) -> tuple[Person, Person, str]:
    (relative,) = line.people(1)
    await line.wait_in_line([relative])
    kim = await line.on_duty("Kim")
    found = await line.take(kim, relative)
    await relative.sees(line.relatives, "Nu är Kim")
    # What stands on a phone is noted a moment later, and would put right what is made poison.
    await line.nothing_is_owed()
    return relative, kim, found


@dataclass(frozen=True, slots=True)
class Plainly:
    """What a bot as libraries have it answers to what is odd, and what it logs."""

    sent: int
    failed: int
    logged: int


async def odd_to_a_plain_bot(names: Iterable[str]) -> Plainly:
    """Post what is odd to a webhook of aiogram, whose handler passes on what somebody wrote."""
    sent = failed = logged = 0
    async with _plain_webhook() as (standin, post):
        for name in names:
            person = _somebody(standin)
            ODD[name].send(person, standin)
            updates = list(standin.updates.pending.values())
            standin.updates.pending.clear()
            with _log() as log:
                statuses = [await post(update) for update in updates]
            sent += 1
            failed += any(status >= 500 for status in statuses)
            logged += WORDS in log.getvalue()
    return Plainly(sent, failed, logged)


def _somebody(bot: StandInBot) -> Person:
    return Person(len(bot.chats) + 500_001, "Nr")


@asynccontextmanager
async def _plain_webhook() -> AsyncIterator[tuple[StandInBot, Callable[[str], Awaitable[int]]]]:
    """Give a bot, and what posts an update to it and returns the status."""
    async with Telegram(limits=False) as telegram, aiohttp.ClientSession() as session:
        standin = telegram.add_bot(RELATIVES_TOKEN, "stodbot")
        api = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
        async with Bot(RELATIVES_TOKEN, session=api) as bot:
            dispatcher = Dispatcher()

            @dispatcher.message()
            async def _(message: Message) -> None:
                await message.answer(f"{message.chat.full_name}: {message.text}")

            app = web.Application()
            hook = SimpleRequestHandler(dispatcher, bot, handle_in_background=False)
            hook.register(app, "/")
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            port = free_port()
            await web.TCPSite(runner, "127.0.0.1", port).start()

            async def post(update: str) -> int:
                kind = {"Content-Type": "application/json"}
                async with session.post(
                    f"http://127.0.0.1:{port}/", data=update, headers=kind
                ) as answer:
                    return answer.status

            try:
                yield standin, post
            finally:
                await runner.cleanup()


@contextmanager
def _log() -> Iterator[io.StringIO]:
    """Give what is logged at the level that is usual where nobody has thought of it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging.getLogger().addHandler(handler)
    logging.captureWarnings(capture=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            yield written
    finally:
        logging.captureWarnings(capture=False)
        logging.getLogger().removeHandler(handler)


async def trial() -> AsyncIterator[Row]:
    """Try everything odd at both bots, in both ways, and at the pages; and poison."""
    for by_webhook in (False, True):
        way = "webhook" if by_webhook else "polling"
        yield _odd(
            f"relatives' bot, {way}", await odd_to_relatives_bot(ODD, by_webhook=by_webhook)
        )
        yield _odd(f"staff bot, {way}", await odd_to_desk_bot(ODD, by_webhook=by_webhook))
    names = list(requests.BAD)
    yield _asked("bad requests to the chat", await requests.bad_to_chat(names))
    yield _asked("bad requests to the desk", await requests.bad_to_desk(names))
    yield _asked("small posts at once", await requests.flood(10_000))
    plain = await odd_to_a_plain_bot(ODD)
    yield Row(
        f"{plain.sent} odd updates: aiogram's webhook",
        f"{plain.failed} answered 5xx, words of {plain.logged} logged",
        "0 and 0",
        not plain.failed and not plain.logged,
        is_control=True,
    )
    for by_webhook in (False, True):
        way = "webhook" if by_webhook else "polling"
        yield _poison(f"of a relative, {way}", await poison_of_relative(by_webhook=by_webhook))
        yield _poison(f"of a counsellor, {way}", await poison_of_counsellor(by_webhook=by_webhook))


def _odd(where: str, taken: Taken) -> Row:
    wrong = f" ({'; '.join(taken.failed + taken.unanswered)})" if not taken.is_well else ""
    found = (
        f"{len(taken.failed)} failed, {len(taken.unanswered)} unanswered, "
        f"slowest {taken.slowest:.2f} s{wrong}"
    )
    wanted = f"0, 0, ≤ {SOON:.0f} s"
    return Row(f"{taken.sent} kinds of odd updates at the {where}", found, wanted, taken.is_well)


def _asked(what: str, asked: Asked) -> Row:
    wrong = f" ({'; '.join(asked.wrong)})" if asked.wrong else ""
    found = f"{len(asked.wrong)} answered wrongly, slowest {asked.slowest:.2f} s{wrong}"
    holds = not asked.wrong and asked.slowest <= SOON
    return Row(f"{asked.asked} {what}", found, f"0, ≤ {SOON:.0f} s", holds)


def _poison(where: str, found: SetAside) -> Row:
    told, all_sides = sum(found.told.values()), len(found.told)
    said = f"{found.tries} tries, {told} told, {'goes on' if found.goes_on else 'stops'}"
    return Row(f"poison {where}", said, f"5 tries, {all_sides} told, goes on", found.is_well)
