"""Limits and bans of Telegram: nothing is lost or overtaken, and replies come first."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from builders import HOUR, MINUTE, OPEN, ROBIN
from telegram_standin import Person, StandInBot, Telegram

from chaos.apart import side_by_side
from chaos.line import RELATIVES_TOKEN, whole_line
from chaos.numbered import Came, Phone, at_a_pace, numbered, what_came
from chaos.table import Row
from chaos.waiting import PATIENCE, until
from handlers.events import CounsellorWrote

CLOSING = OPEN + 5 * HOUR
CLOSED = "Vi hann inte till dig innan vi stängde"


@dataclass(frozen=True, slots=True)
class Notices:
    """How long a reply took in the midst of notices, and all of these, in seconds.

    `after_it` are the notices that came after the reply, and `refused` how often it was refused.
    """

    reply: float
    all_notices: float
    after_it: int
    refused: int


async def storm(chats: int, each: int, burst: int, seconds: float) -> Came:
    """Send replies to many chats, and many messages to one counsellor, while all is refused."""
    async with whole_line(by_webhook=True) as line:
        people = line.people(chats)
        ids = await line.talk(people, ROBIN)
        (relative,) = line.people(1)
        await line.wait_in_line([relative])
        kim = await line.on_duty("Kim")
        await line.take(kim, relative)
        await line.by_the_limits()
        since = time.monotonic()
        for bot in (line.relatives, line.desk):
            bot.storm(seconds)
        for number in range(burst):
            relative.write(line.relatives, numbered(number))
        for number in range(each):
            for one in ids:
                reply = CounsellorWrote(f"{one}-{number}", ROBIN.id, numbered(number))
                await line.site.switchboard.apply(one, reply)
        over = since + seconds
        phones = [Phone(line.relatives, person, [over] * each) for person in people]
        return await what_came([*phones, Phone(line.desk, kim, [over] * burst)], since, PATIENCE)


async def storm_on_a_plain_bot(chats: int, each: int, burst: int, seconds: float) -> Came:
    """Send the same as aiogram does by itself: what is refused is an error, and gone."""
    async with _plain_bot(chats + 1) as (standin, people, bot):
        since = time.monotonic()
        standin.storm(seconds)

        async def send(person: Person, count: int) -> None:
            for number in range(count):
                with contextlib.suppress(TelegramRetryAfter):
                    await bot.send_message(person.id, numbered(number))

        counts = [each] * chats + [burst]
        await asyncio.gather(*map(send, people, counts))
        phones = [
            Phone(standin, person, [since + seconds] * count)
            for person, count in zip(people, counts, strict=True)
        ]
        return await what_came(phones, since, 0)


async def steady(per_second: float, seconds: float, chats: int) -> Came:
    """Reply at a steady pace, to one chat after the other."""
    async with whole_line(by_webhook=True) as line:
        people = line.people(chats)
        ids = await line.talk(people, ROBIN)
        await line.by_the_limits()
        since = time.monotonic()

        async def send(chat: int, number: int) -> None:
            reply = CounsellorWrote(f"{ids[chat]}-{number}", ROBIN.id, numbered(number))
            await line.site.switchboard.apply(ids[chat], reply)

        due = await at_a_pace(send, per_second, seconds, chats)
        phones = [Phone(line.relatives, one, at) for one, at in zip(people, due, strict=True)]
        return await what_came(phones, since, PATIENCE)


async def steady_on_a_plain_bot(per_second: float, seconds: float, chats: int) -> Came:
    """Send at a steady pace, without a thought of how much may be sent."""
    async with _plain_bot(chats) as (standin, people, bot):
        since = time.monotonic()
        async with asyncio.TaskGroup() as under_way:

            async def call(chat: int, number: int) -> None:
                with contextlib.suppress(TelegramRetryAfter):
                    await bot.send_message(people[chat].id, numbered(number))

            async def send(chat: int, number: int) -> None:
                under_way.create_task(call(chat, number))

            due = await at_a_pace(send, per_second, seconds, chats)
        phones = [Phone(standin, one, at) for one, at in zip(people, due, strict=True)]
        return await what_came(phones, since, 0)


async def notices(waiting: int, reply_after: float) -> Notices:
    """Close while many wait, and let a counsellor reply to somebody else by the staff bot."""
    async with whole_line(by_webhook=True) as line:
        line.clock.at = CLOSING - 20 * MINUTE
        relative, *people = line.people(1 + waiting)
        await line.wait_in_line([relative])
        await line.wait_in_line(people)
        kim = await line.on_duty("Kim")
        await line.take(kim, relative)
        # Whoever waits has a message with their place, which goes when it is no longer true.
        for one in people:
            await one.until(line.relatives, lambda shown: any(it.silent for it in shown), PATIENCE)
        await line.by_the_limits()
        line.clock.at = CLOSING
        start = time.monotonic()
        await line.site.timekeeper.look()
        await asyncio.sleep(start + reply_after - time.monotonic())
        wrote = time.monotonic()
        kim.write(line.desk, numbered(0))
        reply = Phone(line.relatives, relative, [wrote])
        came = await what_came([reply], wrote, PATIENCE)
        told = [await one.sees(line.relatives, CLOSED, patience=PATIENCE) for one in people]
        return _came_amid(reply, came, [one.at for one in told], start)


def _came_amid(reply: Phone, came: Came, told_at: Sequence[float], start: float) -> Notices:
    ((_, shown),) = reply.came()
    return Notices(
        came.within(1),
        max(told_at) - start,
        sum(at > shown.at for at in told_at),
        sum(
            call.status == 429
            for call in reply.bot.sent("sendMessage")
            if call.params["chat_id"] == reply.person.id
        ),
    )


async def notices_on_a_plain_bot(waiting: int) -> Notices:
    """Send the same in a loop that waits as long as it is told to, and so does the reply.

    The reply is written when the loop is told to wait for the first time.
    """
    async with _plain_bot(waiting + 1) as (standin, people, bot):
        relative, *others = people

        async def send(person: Person, text: str) -> None:
            while True:
                try:
                    await bot.send_message(person.id, text)
                except TelegramRetryAfter as error:
                    await asyncio.sleep(error.retry_after)
                else:
                    return

        async def all_notices() -> None:
            for person in others:
                await send(person, CLOSED)

        start = time.monotonic()
        async with asyncio.TaskGroup() as under_way:
            under_way.create_task(all_notices())
            await until(lambda: any(call.status == 429 for call in standin.calls))
            wrote = time.monotonic()
            await send(relative, numbered(0))
            reply = Phone(standin, relative, [wrote])
            came = await what_came([reply], wrote, 0)
        told = [await one.sees(standin, CLOSED) for one in others]
        return _came_amid(reply, came, [one.at for one in told], start)


@asynccontextmanager
async def _plain_bot(count: int) -> AsyncIterator[tuple[StandInBot, list[Person], Bot]]:
    """Give a bot as a library has it, and so many people who have written to it."""
    async with Telegram() as telegram:
        standin = telegram.add_bot(RELATIVES_TOKEN, "stodbot")
        people = [telegram.person(f"Nr {number}") for number in range(count)]
        for person in people:
            person.write(standin, "/start")
        session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
        async with Bot(RELATIVES_TOKEN, session=session) as bot:
            yield standin, people, bot


async def trial() -> AsyncIterator[Row]:
    """Try all of it as Telegram limits a bot, and the same on plain bots."""
    size = "429 to all for 6 s; 60 chats, 25 to one counsellor"
    came = await storm(60, 2, 25, 6)
    yield _stormy(size, came)
    yield _stormy(f"{size}: aiogram", await storm_on_a_plain_bot(60, 2, 25, 6), control=True)
    yield _paced("25/s for 30 s to 100 chats", await steady(25, 30, 100))
    plain = await steady_on_a_plain_bot(40, 5, 100)
    yield _paced("40/s for 5 s: aiogram without a pace", plain, control=True)
    tried = [partial(notices, 600, 5)] * 5 + [partial(notices_on_a_plain_bot, 600)]
    *runs, loop = [found async for found in side_by_side(tried)]
    worst = Notices(
        max(run.reply for run in runs),
        max(run.all_notices for run in runs),
        min(run.after_it for run in runs),
        max(run.refused for run in runs),
    )
    yield _noticed("reply amid 600 closing notices, worst of 5", worst)
    yield _noticed("the same: a loop that waits when refused", loop, control=True)


def _stormy(tried: str, came: Came, *, control: bool = False) -> Row:
    found = (
        f"{came.tally}, {came.one_chat} into ban, "
        f"p95 {came.within(0.95):.1f} s, last {came.within(1):.1f} s after"
    )
    holds = came.tally.came_once and came.one_chat <= 1
    return Row(tried, found, "0, 0, 0, ≤ 1 into ban a chat", holds, control)


def _paced(tried: str, came: Came, *, control: bool = False) -> Row:
    found = f"{came.refused} of {came.calls} answered 429, {came.tally.lost} lost"
    holds = came.refused * 100 <= came.calls
    return Row(tried, found, "≤ 1 in 100", holds, control)


def _noticed(tried: str, found: Notices, *, control: bool = False) -> Row:
    holds = found.reply <= 0.3 and found.all_notices <= 22
    told = f"reply {found.reply:.2f} s, all {found.all_notices:.1f} s"
    return Row(tried, told, "reply ≤ 0.3 s, all ≤ 22 s", holds, control)
