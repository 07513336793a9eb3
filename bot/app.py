"""Wires everything: opens the store, the clock and the doors in order, and closes them in turn."""

import asyncio
import contextlib
import errno
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import web

from bot.background import in_background
from bot.clock import Clock
from bot.doors.desk_access import DeskAccess
from bot.doors.floodgate import Floodgate
from bot.doors.leaving import Leaving
from bot.doors.protocol import Runner
from bot.doors.rendering import Rendering, Tryout
from bot.doors.sessions import Cookie
from bot.doors.web import new_app
from bot.doors.web_chat import WebChat
from bot.doors.web_desk import WebDesk
from bot.doors.web_return import WebReturn
from bot.logs import Log, watch_loop
from bot.opening import open_store
from bot.pacing import Limits
from bot.reception import Reception
from bot.return_codes import ReturnCodes
from bot.settings import PREFIX, DoorName, Listen, Settings
from bot.store.addresses import Addresses
from bot.store.changes import Changes
from bot.store.client import Valkey
from bot.store.conversations import Conversations
from bot.store.counsellors import Counsellors
from bot.store.queue import Queue
from bot.store.traces import Traces
from bot.switchboard import Switchboard
from bot.telegram import House, OnTelegram, desk_on_telegram, relatives_on_telegram
from bot.texts import LANGUAGES, Texts
from bot.timekeeper import Timekeeper
from handlers.errors import SupportLineError
from handlers.line import Line


class ListenError(SupportLineError):
    """The pages cannot be served there: it is taken, or not an address of this machine."""


@dataclass(frozen=True, slots=True)
class Service:
    """What the service is made of; a try-out has a desk that is signed in already.

    Of all doors, `only` one is served, if it is given.
    """

    settings: Settings
    line: Line
    texts: Texts
    clock: Clock
    log: Log
    tryout: bool = False
    only: DoorName | None = None
    limits: Limits | None = None

    def serves(self, door: DoorName) -> bool:
        """Whether this process serves a door."""
        return self.only in {None, door} and self.settings.opens(door)

    def say_kept(self) -> None:
        """Say that the store's files hold what is to be gone from them."""
        self.log.warning("traces_kept")


@dataclass(frozen=True, slots=True)
class Running:
    """A service that answers: the addresses of its pages, and what is behind them."""

    chat: str
    desk: str
    doors: web.Application
    switchboard: Switchboard
    timekeeper: Timekeeper


@contextlib.asynccontextmanager
async def running(service: Service) -> AsyncIterator[Running]:
    """Run the service while this is open.

    Raises ListenError or StoreStartError before anybody is let in.
    """
    watch_loop(asyncio.get_running_loop(), service.log)
    async with contextlib.AsyncExitStack() as stack:
        valkey = await stack.enter_async_context(open_store(service.settings, service.say_kept))
        changes = Changes(valkey)
        switchboard = Switchboard(
            service.line,
            service.clock,
            Conversations(valkey, changes),
            Queue(valkey),
            Counsellors(valkey),
        )
        tryout = await _tryout(switchboard.counsellors) if service.tryout else None
        await stack.enter_async_context(changes.listening())
        timekeeper = Timekeeper(switchboard, service.log)
        await stack.enter_async_context(in_background(timekeeper.run()))
        traces = Traces(valkey, service.clock, service.say_kept)
        await stack.enter_async_context(in_background(traces.run()))
        doors = _doors(service, switchboard, valkey, changes, tryout)
        on_telegram = _on_telegram(service, switchboard, valkey, changes)
        for door in on_telegram:
            door.add_to(doors)
        listen = service.settings.listen
        # Who only asks Telegram for what is new needs no address, and takes nobody else's.
        if service.serves(DoorName.WEB) or service.settings.public_url:
            listen = await stack.enter_async_context(_listening(service, doors, listen))
        for door in on_telegram:
            await stack.enter_async_context(door.open())
        address = service.settings.model_copy(update={"listen": listen}).address
        desk = f"{address}/desk/try/{tryout.token}" if tryout else f"{address}/desk"
        yield Running(f"{address}/", desk, doors, switchboard, timekeeper)


def _doors(
    service: Service,
    switchboard: Switchboard,
    valkey: Valkey,
    changes: Changes,
    tryout: Tryout | None,
) -> web.Application:
    rendering = Rendering(service.texts, service.line, service.clock, tryout)
    https = (service.settings.public_url or "").startswith("https:")
    cookie = Cookie("chat", https=https)
    doors = new_app(rendering, service.log, cookie, service.settings.onion_url or "")
    if not service.serves(DoorName.WEB):
        return doors
    reception = Reception(switchboard, Addresses(valkey))
    leaving = Leaving(rendering, reception, cookie, service.log)
    codes = ReturnCodes(reception, service.clock)
    floodgate = Floodgate(rendering, reception, service.clock, service.log)
    WebReturn(
        rendering, reception, codes, cookie=cookie, leaving=leaving, floodgate=floodgate
    ).add_to(doors)
    WebChat(
        rendering, reception, switchboard, changes,
        codes=codes, cookie=cookie, leaving=leaving, floodgate=floodgate,
    ).add_to(doors)  # fmt: skip
    access = DeskAccess(rendering, switchboard, https=https, tryout=tryout)
    access.add_to(doors)
    WebDesk(rendering, switchboard, changes, access).add_to(doors)
    return doors


def _on_telegram(
    service: Service, switchboard: Switchboard, valkey: Valkey, changes: Changes
) -> list[OnTelegram]:
    settings = service.settings
    house = House(
        settings, service.texts, service.clock, service.log, valkey, switchboard, changes,
        service.limits,
    )  # fmt: skip
    doors = []
    if settings.telegram_token and service.serves(DoorName.TELEGRAM):
        token = settings.telegram_token.get_secret_value()
        reception = Reception(switchboard, Addresses(valkey))
        doors.append(relatives_on_telegram(house, token, reception))
    if settings.desk_telegram_token and service.serves(DoorName.DESK_TELEGRAM):
        doors.append(desk_on_telegram(house, settings.desk_telegram_token.get_secret_value()))
    return doors


async def _tryout(counsellors: Counsellors) -> Tryout:
    await counsellors.invite("Kim", ("sv", "en"))
    (counsellor,) = await counsellors.all()
    return Tryout(secrets.token_urlsafe(16), counsellor.id)


@contextlib.asynccontextmanager
async def _listening(
    service: Service, doors: web.Application, listen: Listen
) -> AsyncIterator[Listen]:
    """Serve the doors; port 0 becomes a free one."""
    sorry = "\n\n".join(service.texts.say(language, "safe-sentence") for language in LANGUAGES)
    runner = Runner(doors, service.log, sorry)
    await runner.setup()
    try:
        await _begin(runner, listen)
        yield listen._replace(port=runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _begin(runner: web.AppRunner, listen: Listen) -> None:
    try:
        await web.TCPSite(runner, listen.host, listen.port).start()
    except UnicodeError:
        raise ListenError(f"{PREFIX}LISTEN: {listen.host} is no address") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            problem = (
                f"port {listen.port} is taken: stop what uses it, or choose another "
                f"by {PREFIX}LISTEN or, for a try-out, by --port"
            )
        else:
            where = f"{listen.host}, port {listen.port}"
            problem = f"{PREFIX}LISTEN: cannot listen at {where}: {error.strerror}"
        raise ListenError(problem) from None
