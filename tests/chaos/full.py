"""A store without room: what cannot be kept is refused loudly, and comes once there is room."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiogram import Bot, Dispatcher
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from telegram_standin import StandInBot, Telegram
from visitors import Browser
from visitors import full as without_memory

from bot.store.client import connect
from bot.store.server import EmbeddedServer
from chaos.disk import MISSING, Disk
from chaos.line import RELATIVES_TOKEN, free_port
from chaos.own_store import Talks, talks
from chaos.table import Row
from chaos.waiting import LOOK_AGAIN, PATIENCE, until

AT_HOME: Final = "Hemma"
ON_DUTY: Final = "I tjänst"
NOT_SENT: Final = "det du skickade kom inte fram"

# So often a form is sent before there is room again.
TRIES: Final = 3

_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Full:
    """What became of messages that were sent while there was no room.

    `acknowledged` are those that were taken all the same: none of them may be lost. `unsaid` are
    refusals of a page that did not say so, or did not give back what was written.
    """

    sent: int
    acknowledged: int
    unsaid: int
    lost: int
    doubled: int

    @property
    def all_kept(self) -> bool:
        """Whether all came once, and nobody was told anything else meanwhile."""
        return not (self.acknowledged or self.unsaid or self.lost or self.doubled)

    def __str__(self) -> str:
        return (
            f"{self.lost} of {self.sent} lost, {self.doubled} twice, "
            f"{self.acknowledged} acknowledged, {self.unsaid} unsaid"
        )


@dataclass
class _Page:
    """Somebody at a page without a script, who sends a form again as often as it is refused."""

    browser: Browser
    path: str
    text: str
    acknowledged: int = 0
    unsaid: int = 0

    async def send(self) -> bool:
        """Send what is written, and tell whether it was taken."""
        return await self.browser.post(self.path, text=self.text) == _OK

    async def send_in_vain(self) -> None:
        """Send what is written while it cannot be taken."""
        self.acknowledged += await self.send()
        given_back = f"{self.text}</textarea>" in self.browser.page
        self.unsaid += not (given_back and NOT_SENT in self.browser.page)


async def full(count: int, *, by_webhook: bool, on_disk: bool) -> Full:
    """Let two people write so many messages each on Telegram, and two on the web, without room.

    What ran out is the disk, or else the memory. When there is room again, the forms are sent
    again; on Telegram nobody does anything.
    """
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        disk = Disk(folder / "disk")
        if on_disk:
            stack.enter_context(disk.beneath())
        here = await stack.enter_async_context(talks(folder / "var", by_webhook=by_webhook))
        await here.line.nothing_is_owed()
        await here.seen()  # the pages with their forms
        pages = [
            _Page(here.browser, "/say", "Sidan 0."),
            _Page(here.desk, f"/desk/say/{here.chat}", "Skrivbordet 0."),
        ]
        async with disk.full() if on_disk else without_memory(here.line.valkey):
            acknowledged = await _write_in_vain(here, pages, count)
        async with asyncio.timeout(PATIENCE):
            for page in pages:
                while not await page.send():
                    await asyncio.sleep(LOOK_AGAIN)
        await here.line.nothing_is_owed()
        sent = [[f"{who} {number}." for number in range(count)] for who in (AT_HOME, ON_DUTY)]
        sent += [[page.text] for page in pages]
        seen = zip(sent, await here.seen(), strict=True)
        came = [sight.count(text) for texts, sight in seen for text in texts]
        return Full(
            len(came),
            acknowledged,
            sum(page.unsaid for page in pages),
            sum(times == 0 for times in came),
            sum(times > 1 for times in came),
        )


async def _write_in_vain(here: Talks, pages: list[_Page], count: int) -> int:
    """Let all write while nothing can be taken, and return how much was acknowledged."""
    bots = (here.line.relatives, here.line.desk)
    before = [_handed_over(bot) for bot in bots]
    for number in range(count):
        here.relative.write(here.line.relatives, f"{AT_HOME} {number}.")
        here.counsellor.write(here.line.desk, f"{ON_DUTY} {number}.")
    await until(
        lambda: all(_handed_over(bot) > had for bot, had in zip(bots, before, strict=True))
    )
    for _ in range(TRIES):
        for page in pages:
            await page.send_in_vain()
    on_telegram = sum(count - len(bot.updates.pending) for bot in bots)
    return on_telegram + sum(page.acknowledged for page in pages)


def _handed_over(bot: StandInBot) -> int:
    """Return how often Telegram has handed over what was pending."""
    return len(bot.sent("getUpdates")) + bot.updates.delivered


async def full_behind_a_hasty_door(count: int) -> Full:
    """Let somebody write to a webhook of aiogram, which by itself answers before it has stored."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = await stack.enter_async_context(EmbeddedServer(Path(folder)))
        valkey = await stack.enter_async_context(aclosing(connect(server.url)))
        telegram = await stack.enter_async_context(Telegram(limits=False, backoff=0.01))
        standin = telegram.add_bot(RELATIVES_TOKEN, "hasty")
        dispatcher = Dispatcher()

        tried: list[str] = []

        @dispatcher.message()
        async def keep(message: Message) -> None:
            text = str(message.text)
            try:
                await valkey.rpush("texts", text)
            finally:
                tried.append(text)

        app, port = web.Application(), free_port()
        bot = Bot(RELATIVES_TOKEN)
        SimpleRequestHandler(dispatcher, bot).register(app, "/hook")
        runner = web.AppRunner(app)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await standin.updates.set_webhook({"url": f"http://127.0.0.1:{port}/hook"})
        person = telegram.person("Nr 1")
        async with without_memory(valkey):
            sent = [person.write(standin, f"Hemma {number}.") for number in range(count)]
            await standin.taken(sent[-1].update_id)
            await until(lambda: len(tried) == count)
        kept = await valkey.lrange("texts", 0, -1)
        return Full(count, count - len(standin.updates.pending), 0, count - len(kept), 0)


async def trial() -> AsyncIterator[Row]:
    """Take away memory and disk, with both ways in which Telegram hands over."""
    for on_disk, by_webhook in ((False, False), (False, True), (True, False), (True, True)):
        tried = f"no room {'on the disk' if on_disk else 'in memory'}, " + (
            "webhook" if by_webhook else "polling"
        )
        if on_disk and MISSING:
            yield Row(tried, MISSING, "a C compiler", holds=False)
            continue
        found = await full(12, by_webhook=by_webhook, on_disk=on_disk)
        yield Row(tried, str(found), "0, 0, 0, 0", holds=found.all_kept)
    found = await full_behind_a_hasty_door(12)
    yield Row(
        "no room in memory, aiogram's webhook as it is by itself",
        str(found),
        "0 lost",
        holds=not found.lost,
        is_control=True,
    )
