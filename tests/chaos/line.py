"""A whole line in this process: pages, both bots on a stand-in for Telegram, its own store."""

import contextlib
import socket
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import randbelow
from typing import Any

from builders import LINE, MESSAGES, OPEN, SECOND, SetClock
from pydantic import SecretStr
from telegram_standin import Person, StandInBot, Telegram

from bot.app import Running, Service, running
from bot.logs import Log
from bot.pacing import Limits
from bot.settings import Listen, Settings
from bot.store import keys
from bot.store.addresses import Addresses, telegram_address
from bot.store.client import Valkey, connect
from bot.store.server import EmbeddedServer
from bot.store.unlocking import unlock
from bot.texts import Texts, load_texts
from chaos.waiting import all_is_brought
from handlers.conversation import Counsellor
from handlers.events import CounsellorTook
from handlers.line import facts

RELATIVES_TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
DESK_TOKEN = "210201543:AAEoT2vWcH9yGQJxkSmofLAs1K7PNBDtqz"
HUMAN = "jag vill prata med en människa"

# Where it does not matter how fast Telegram is, it is fast.
QUICK = Limits(per_second=1000, burst=100, chat_per_second=1000, chat_burst=100)

# What keeps a port for this process.
_HELD: list[socket.socket] = []


@dataclass(slots=True)
class Noted:
    """A log that keeps the names of its events."""

    events: list[str] = field(default_factory=list)

    def info(self, event: str, **_: Any) -> None:
        """Keep a name."""
        self.events.append(event)

    warning = error = info


@dataclass
class WholeLine:
    """A line that runs, and can be run again with other limits."""

    telegram: Telegram
    relatives: StandInBot
    desk: StandInBot
    valkey: Valkey
    clock: SetClock
    settings: Settings
    texts: Texts
    log: Log
    _site: list[Running] = field(default_factory=list)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def site(self) -> Running:
        """What runs now."""
        return self._site[-1]

    async def start(self, limits: Limits | None) -> None:
        """Start the service, by default with the limits that it has by itself."""
        service = Service(
            self.settings, LINE, self.texts, self.clock, self.log, tryout=True, limits=limits
        )
        self._site.append(await self._stack.enter_async_context(running(service)))

    async def stop(self) -> None:
        """Stop the service, as on SIGTERM."""
        await self._stack.aclose()

    async def by_the_limits(self) -> None:
        """Go on as in earnest: Telegram limits the bots, and the line holds itself to its own."""
        await self.nothing_is_owed()
        await self.stop()
        for bot in (self.relatives, self.desk):
            bot.limits.on = True
        await self.start(None)

    async def nothing_is_owed(self) -> None:
        """Wait until all that came was taken in, and what was owed was brought or given up."""
        await all_is_brought(self.valkey, self.relatives, self.desk)

    def people(self, count: int) -> list[Person]:
        """Return so many relatives, of whom nobody has heard yet."""
        return [self.telegram.person(f"Nr {n}", language_code="sv") for n in range(count)]

    async def id_of(self, person: Person) -> str:
        """Return the id of a relative's conversation."""
        return await Addresses(self.valkey).conversation_of(telegram_address(person.id))

    async def wait_in_line(self, people: Iterable[Person]) -> list[str]:
        """Let relatives ask for a person, and return the ids of their conversations."""
        mine = list(people)
        before = await self.valkey.zcard(keys.QUEUE)
        sent = [person.write(self.relatives, HUMAN) for person in mine]
        for one in sent:
            await self.relatives.taken(one.update_id)
        self.clock.at += 4 * SECOND
        while await self.valkey.zcard(keys.QUEUE) < before + len(mine):
            await self.site.timekeeper.look()
        return [await self.id_of(person) for person in mine]

    async def talk(self, people: Iterable[Person], with_whom: Counsellor) -> list[str]:
        """Let a counsellor talk with relatives, and return the ids of their conversations."""
        ids = await self.wait_in_line(people)
        for one in ids:
            await self.site.switchboard.apply(one, CounsellorTook(f"take-{one}", with_whom))
        return ids

    async def on_duty(self, alias: str) -> Person:
        """Return a counsellor who has come on duty in the staff bot."""
        person = self.telegram.person(alias)
        await self.come_on_duty(person, alias)
        return person

    async def come_on_duty(self, person: Person, alias: str = "Kim") -> None:
        """Let somebody come on duty in the staff bot, by a link."""
        token = await self.site.switchboard.counsellors.invite(alias, ("sv", "en"))
        person.write(self.desk, f"/start {token}")
        await person.sees(self.desk, "Du är i tjänst")

    async def take(self, counsellor: Person, relative: Person) -> str:
        """Let a counsellor take a relative by the alarm, and return the conversation's id."""
        found = await self.id_of(relative)
        await counsellor.until(
            self.desk, lambda shown: any(_has(one.buttons, f"take:{found}") for one in shown)
        )
        counsellor.press(self.desk, f"take:{found}")
        await counsellor.sees(self.desk, "Du har tagit")
        return found


@asynccontextmanager
async def whole_line(
    *, by_webhook: bool = False, log: Log | None = None
) -> AsyncIterator[WholeLine]:
    """Give a line that is quick; nothing of it is left afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        async with EmbeddedServer(Path(folder)) as server:
            store = {"redis_url": SecretStr(server.url), "data": Path(folder)}
            async with line_at(server.url, by_webhook=by_webhook, log=log, **store) as line:
                yield line


@asynccontextmanager
async def line_at(
    url: str, *, by_webhook: bool = False, log: Log | None = None, **store: Any
) -> AsyncIterator[WholeLine]:
    """Give a line that is quick; its store is at an address, by the settings `store`."""
    port = free_port() if by_webhook else 0
    async with (
        contextlib.aclosing(connect(url)) as valkey,
        Telegram(limits=False, backoff=0.01) as telegram,
    ):
        settings = Settings(
            listen=Listen("127.0.0.1", port),
            public_url=f"http://127.0.0.1:{port}" if by_webhook else None,
            telegram_token=SecretStr(RELATIVES_TOKEN),
            desk_telegram_token=SecretStr(DESK_TOKEN),
            telegram_api=telegram.url,
            **store,
        )
        line = WholeLine(
            telegram,
            telegram.add_bot(RELATIVES_TOKEN, "stodbot", check="telegram"),
            telegram.add_bot(DESK_TOKEN, "personalbot", check="aiogram"),
            valkey,
            SetClock(OPEN),
            settings,
            load_texts(MESSAGES, facts(LINE), strict=True),
            log or Noted(),
        )
        await line.start(QUICK)
        await unlock(valkey, settings.key_file)
        try:
            yield line
        finally:
            await line.stop()


def _has(buttons: list[dict[str, str]], data: str) -> bool:
    return any(button.get("callback_data") == data for button in buttons)


def free_port() -> int:
    """Return a port at which nobody listens, and that no connection is given by chance.

    It is held until this process ends: only who reuses addresses, as servers do, gets it as well.
    """
    while True:
        port = 20_000 + randbelow(12_000)
        held = socket.socket()
        with contextlib.suppress(OSError):
            held.bind(("127.0.0.1", port))
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            _HELD.append(held)
            return port
        held.close()
