"""Whether a counsellor, a log or the store learns who somebody is, whatever Telegram tells."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

import aiohttp
from builders import SECOND, everything
from telegram_bots import Call
from telegram_standin import Person, Telegram
from visitors import HUMAN, Browser, new_session

from bot.logs import start_logging
from bot.store import keys
from chaos.generated import Maker, said, telling
from chaos.line import DESK_TOKEN, WholeLine, whole_line
from chaos.listening import overheard
from chaos.waiting import until

FORBIDDEN = {"forwardMessage", "forwardMessages", "copyMessage", "copyMessages"}
AT_ONCE = 250  # updates that come together


@dataclass(frozen=True, slots=True)
class Told:
    """What tells of somebody, by where it was found; and whether anything came there at all.

    `forwarded` counts calls that pass on a message as it is, `fields` are the fields of a message
    that were filled, and `said` is how many texts of relatives were read at the counsellor's.
    """

    to_counsellors: set[str] = field(default_factory=set)
    logged: set[str] = field(default_factory=set)
    stored: set[str] = field(default_factory=set)
    forwarded: int = 0
    fields: set[str] = field(default_factory=set)
    said: int = 0


async def relayed(seed: int, updates: int, people: int) -> Told:
    """Send updates that tell everything to a line on which all of the people talk."""
    maker = Maker(seed)
    with overheard(start_logging, logging.WARNING) as (log, heard):
        async with whole_line(log=log) as line:
            relatives = [maker.person() for _ in range(people)]
            await line.wait_in_line(relatives)
            kim = await line.on_duty("Kim")
            ids = [await line.take(kim, relative) for relative in relatives]
            for some in _batches(updates):
                await _send(line, maker, relatives, some)
            places = {*await _visited(line), *await _reached_by(line)}
            pages = await _pages(line, [*ids, *await line.valkey.zrange(keys.QUEUE, 0, -1)])
            await line.nothing_is_owed()
            brought = _calls(line.desk.calls)
            stored = await everything(line.valkey)
            forbidden = [*line.desk.calls, *line.relatives.calls]
        logged = heard.getvalue()
    return Told(
        telling(brought + pages) | {place for place in places if place in brought + pages},
        telling(logged),
        telling(stored),
        sum(call.method in FORBIDDEN for call in forbidden),
        maker.fields,
        min(len(said(brought)), len(said(pages)), len(said(stored))),
    )


async def forwarded(seed: int, updates: int) -> Told:
    """Send such updates through a relay that passes on what it gets, as many do."""
    maker, told = Maker(seed), ""
    async with Telegram(limits=False) as telegram, aiohttp.ClientSession() as session:
        bot = telegram.add_bot(DESK_TOKEN, "personalbot")
        kim, relative = telegram.person("Kim"), maker.person()
        kim.write(bot, "/start")
        relative.write(bot, "/start")
        url = f"{telegram.url}/bot{DESK_TOKEN}"
        for _ in range(updates):
            message = maker.update(relative, [1]).get("message")
            if message:
                sender = message["chat"].get("username", "")
                text = f"{sender}: {message.get('text', '')}"
                told += f"{message}\n"
                passed_on = {"chat_id": kim.id, "from_chat_id": relative.id, "message_id": 1}
                await session.post(f"{url}/forwardMessage", json=passed_on)
                await session.post(f"{url}/sendMessage", json={"chat_id": kim.id, "text": text})
        brought = _calls(bot.calls)
        methods = sum(call.method in FORBIDDEN for call in bot.calls)
    return Told(telling(brought), telling(told), set(), methods, maker.fields, len(said(brought)))


async def _visited(line: WholeLine) -> set[str]:
    """Let somebody ask for a person in a browser, and return by what it is known."""
    async with new_session("sv-SE") as session:
        browser = Browser(session, line.site.chat.rstrip("/"))
        await browser.get("/")
        await browser.post("/say", text=HUMAN)
        (cookie,) = session.cookie_jar
        return {browser.field("token"), cookie.value}


async def _reached_by(line: WholeLine) -> set[str]:
    """Return all by which the store knows where people are: hidden, and sealed."""
    reached = await line.valkey.hvals(keys.REACHED_BY)
    return {part for where in reached for part in str(where).split()}


def _batches(updates: int) -> Iterable[int]:
    while updates > 0:
        yield min(AT_ONCE, updates)
        updates -= AT_ONCE


async def _send(line: WholeLine, maker: Maker, people: list[Person], count: int) -> None:
    """Let so many come at once, and wait until they are taken."""
    last = 0
    for number in range(count):
        person = people[number % len(people)]
        chat = person.chat(line.relatives)
        new = chat.next_id()
        last = line.relatives.inject(maker.update(person, [new, new, *list(chat.messages)[-3:]]))
    await until(lambda: last not in line.relatives.updates.pending)
    line.clock.at += 20 * SECOND


async def _pages(line: WholeLine, ids: list[str]) -> str:
    """Return all that a counsellor's browser is given: each page, and each stream."""
    base = line.site.chat.rstrip("/")
    given = ""
    async with new_session("sv-SE") as session:
        browser = Browser(session, base)
        await browser.get(line.site.desk.removeprefix(base))
        for path in ("/desk", *(f"/desk/chat/{one}" for one in ids)):
            await browser.get(path)
            given += browser.page
        for one in ids:
            given += await _streamed(session, f"{base}/desk/events?chat={one}")
    return given


async def _streamed(session: aiohttp.ClientSession, url: str) -> str:
    given = b""
    async with session.get(url) as answer:
        async for line in answer.content:
            given += line
            if line.startswith(b"event: pulse"):
                break
    return given.decode()


def _calls(calls: Iterable[Call]) -> str:
    return json.dumps([call.params for call in calls if call.method != "getUpdates"])
