"""Processes that are killed and stopped in the midst of work, and started again at once."""

import asyncio
import contextlib
import os
import random
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from telegram_standin import Shown, Telegram

from bot.background import in_background
from chaos.line import RELATIVES_TOKEN
from chaos.table import Row
from chaos.talks import Direction, Found, Talks, begin_talks, found
from chaos.waiting import PATIENCE, until
from chaos.workers import Site, open_site

PER_SECOND: Final = 40
# A relative's phone takes one message a second, and the bot 28: in the time that is left between
# two kills so many replies can come, and what relatives write is brought together.
ASKED_FOR_EACH_REPLY: Final = 7
LONGEST_WORK: Final = 1.0  # seconds that a worker goes on after it was seen working
FAR: Final = 0.05  # seconds to Telegram and back
STOP_WITHIN: Final = 10.0
MOST_TWICE: Final = 10
TWICE_OF_BACKLOG: Final = 6
PLAIN_RELAY: Final = Path(__file__).with_name("plain_relay.py")


@dataclass(slots=True)
class Blows:
    """What is to be done to a site, and what was done.

    Of so many ends of a worker by a signal, each nth takes the store's process along, and after
    each nth the store's process is killed alone. `took` are the seconds that each worker took to
    end.
    """

    sign: signal.Signals
    many: int
    store_at_each: int = 0
    moments: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    stores: int = 0

    async def rain(self, site: Site, chance: random.Random) -> None:
        """Do it, to one worker after the other, and only to those that are seen working."""
        for number in range(1, self.many + 1):
            worker = site.workers[(number - 1) % len(site.workers)]
            await self._work(site, chance)
            if self._takes_store(number, 0):
                await self._kill_store(site)
            self.moments.append(time.monotonic())
            self.took.append(await worker.end(self.sign))
            await worker.start()
            if self._takes_store(number, self.store_at_each // 2):
                await self._work(site, chance)
                await self._kill_store(site)
        await site.is_seen_working()

    async def _work(self, site: Site, chance: random.Random) -> None:
        await site.is_seen_working()
        await asyncio.sleep(chance.uniform(0, LONGEST_WORK))

    def _takes_store(self, number: int, rest: int) -> bool:
        return bool(self.store_at_each) and number % self.store_at_each == rest

    async def _kill_store(self, site: Site) -> None:
        self.stores += 1
        self.moments.append(time.monotonic())
        os.kill(await site.store_process(), signal.SIGKILL)


async def under_traffic(
    *blows: Blows,
    chats: int,
    per_second: float = PER_SECOND,
    processes: int = 1,
    by_webhook: bool = False,
) -> Found:
    """Let people talk while blows fall, and count when all is quiet again."""
    async with open_site(processes=processes, by_webhook=by_webhook) as site:
        await site.start()
        talks = await begin_talks(site, chats, max(1, chats // 2))
        async with in_background(talks.flow(per_second, ASKED_FOR_EACH_REPLY)):
            for one in blows:
                await one.rain(site, random.Random(chats))  # noqa: S311 - no secret
        await talks.drained()
        return found(talks.directions, [at for one in blows for at in one.moments])


# What waited, and what came before


@dataclass(frozen=True, slots=True)
class Backlog:
    """What came of what had waited, and of answers to what had come before a kill."""

    waiting: int
    came_before: int
    found: Found
    replies: int
    replies_lost: int


async def backlog(chats: int, each: int, replies: int) -> Backlog:
    """Kill a worker when it has brought a third of what waited for it.

    `each` is how many messages are written in each talk, all in one moment: two by the relative
    for each reply. At the end counsellors answer so many messages that came before the kill.
    """
    async with open_site(topics=False, distance=FAR) as site:
        await site.start()
        talks = await begin_talks(site, chats, max(1, chats // 2))
        for number in range(each):
            for talk in talks.all:
                if number % 3:
                    talk.ask()
                else:
                    talk.reply()
        waiting = chats * each
        await until(lambda: talks.came() >= waiting // 3)
        (worker,) = site.workers
        killed_at = time.monotonic()
        await worker.end(signal.SIGKILL)
        came_before = talks.came()
        await worker.start()
        await talks.drained()
        counted = found(talks.directions, [killed_at])
        lost = await _answer(talks, replies, killed_at)
        return Backlog(waiting, came_before, counted, replies, lost)


async def _answer(talks: Talks, many: int, before: float) -> int:
    """Let counsellors answer messages of before a moment; return how many did not come."""
    old = [
        (talk, shown)
        for talk in talks.all
        for shown in {one.message_id: one for _, one in talk.to_counsellor.came()}.values()
        if shown.at < before
    ][:many]
    assert len(old) == many
    written = [(talk, talk.reply(shown)) for talk, shown in old]
    await talks.drained()
    lost = 0
    for talk, words in written:
        there = talk.relative.phone(talk.to_relative.bot)
        lost += not any(words in one.text for one in there)
    return lost


async def plain_backlog(chats: int, each: int, replies: int) -> Backlog:
    """Do the same to a relay as a newcomer writes it, with all that waits for its staff."""
    async with Telegram(limits=False, distance=FAR) as telegram:
        bot = telegram.add_bot(RELATIVES_TOKEN, "stodbot")
        staff = telegram.person("Kim")
        staff.chat(bot).reachable = True
        writers = [telegram.person() for _ in range(chats)]
        asked = [Direction(bot, staff, name) for name in range(chats)]
        for _ in range(each):
            for writer, direction in zip(writers, asked, strict=True):
                writer.write(bot, direction.next())
        waiting = chats * each

        def came() -> list[tuple[int, Shown]]:
            return [one for direction in asked for one in direction.came()]

        async with _plain_relay(telegram.url, staff.id):
            # They come a hundred at once: by the time it is dead, a third has come.
            await staff.until(bot, lambda there: len(there) >= waiting // 6, PATIENCE)
        killed_at, before = time.monotonic(), came()
        async with _plain_relay(telegram.url, staff.id):
            for number, (_, shown) in enumerate(before[:replies]):
                staff.write(bot, f"svar {number}", reply_to=shown.message_id)
            # What is handled in turn has been handled when the last of all has come.
            telegram.person().write(bot, "sist")
            await until(lambda: any(one.text == "sist" for one in staff.phone(bot)))
        there = {one.text for writer in writers for one in writer.phone(bot)}
        lost = sum(f"svar {number}" not in there for number in range(replies))
        return Backlog(waiting, len(before), found(asked, [killed_at]), replies, lost)


@contextlib.asynccontextmanager
async def _plain_relay(api: str, staff: int) -> AsyncIterator[None]:
    """Run the relay in a process of its own, and kill it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(PLAIN_RELAY), api, RELATIVES_TOKEN, str(staff),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        process.kill()
        await process.wait()


# At full size


async def trial() -> AsyncIterator[Row]:
    """Kill and stop workers under traffic, and in a backlog.

    A start takes seconds, most of them for imports. So several sites are there at once; in some,
    the relatives' bot has a process of its own, and what else there is starts faster.
    """
    killed = await asyncio.gather(_kills(20, 1), _kills(30, 2))
    for row, _ in killed:
        yield row
    yield _twice("50 kills", [came for _, came in killed])
    (row, came), *stopped = await asyncio.gather(
        _kills(10, 1, by_webhook=True), _stops(20, 1), _stops(30, 2)
    )
    yield row
    yield _twice("10 kills, webhook", [came])
    for row, _ in stopped:
        yield row
    for row in _waited("", await backlog(20, 15, 10)):
        yield row
    for row in _waited("a plain relay: ", await plain_backlog(20, 15, 10), is_control=True):
        yield row


async def _kills(many: int, processes: int, *, by_webhook: bool = False) -> tuple[Row, Found]:
    blows = Blows(signal.SIGKILL, many, store_at_each=10 if many > 10 else 5)
    came = await under_traffic(blows, chats=20, processes=processes, by_webhook=by_webhook)
    way = "webhook" if by_webhook else "polling"
    tried = f"{many} kills of {_workers(processes)}, {blows.stores} of the store; {way}"
    return Row(tried, str(came), "0 lost, 0 overtaken", came.tally.is_whole), came


def _twice(what: str, came: Sequence[Found]) -> Row:
    in_all, after_one = sum(one.doubled for one in came), max(one.at_most for one in came)
    return Row(
        f"{what}: messages that came twice",
        f"{in_all}, {after_one} after one kill",
        f"<= {MOST_TWICE}, <= 1",
        in_all <= MOST_TWICE and after_one <= 1,
    )


async def _stops(many: int, processes: int) -> tuple[Row, Found]:
    blows = Blows(signal.SIGTERM, many)
    came = await under_traffic(blows, chats=20, processes=processes)
    longest = max(blows.took)
    row = Row(
        f"{many} stops of {_workers(processes)}; longest {longest:.1f} s",
        str(came),
        f"0, 0, 0; < {STOP_WITHIN:.0f} s",
        came.tally.is_whole and not came.doubled and longest < STOP_WITHIN,
    )
    return row, came


def _workers(processes: int) -> str:
    return "the one worker" if processes == 1 else f"{processes} workers in turn"


def _waited(what: str, came: Backlog, *, is_control: bool = False) -> list[Row]:
    return [
        Row(
            f"{what}{came.waiting} waited, killed after {came.came_before}",
            str(came.found),
            f"0, 0, <= {TWICE_OF_BACKLOG}",
            came.found.tally.is_whole and came.found.doubled <= TWICE_OF_BACKLOG,
            is_control=is_control,
        ),
        Row(
            f"{what}{came.replies} replies to messages of before the kill",
            f"{came.replies_lost} lost",
            "0",
            not came.replies_lost,
            is_control=is_control,
        ),
    ]
