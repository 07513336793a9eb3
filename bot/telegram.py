"""Opens the doors of Telegram: what comes in is committed, what is owed is brought."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.background import in_background
from bot.bot_api import BotAccess
from bot.clock import Clock
from bot.delivery import Courier, Delivery
from bot.doors.telegram_asides import Asides
from bot.doors.telegram_updates import Door, Incoming
from bot.logs import Log
from bot.pacing import Limits
from bot.reach import Reach
from bot.reception import Reception
from bot.return_codes import ReturnCodes
from bot.settings import DoorName, Settings
from bot.store import keys
from bot.store.changes import Changes
from bot.store.client import StoreError, Valkey
from bot.store.desk_chats import DeskChats
from bot.store.desk_outbox import DeskOutbox
from bot.store.leases import Lease
from bot.store.outbox import Outbox, To
from bot.store.relatives_outbox import RelativesOutbox
from bot.store.tries import Tries
from bot.switchboard import Switchboard
from bot.texts import Texts
from handlers.decisions import Urgency

if TYPE_CHECKING:
    from bot.doors.telegram_desk import TelegramDesk

# A place in the queue is told no more often than this, and looked at this often without a push.
PLACES_EVERY = 3.0  # seconds
PLACES_AGAIN = 30.0

# How often it is looked whether somebody still waits, or a counsellor has gone.
RING_LOOK = 10.0


@dataclass(frozen=True, slots=True)
class House:
    """What the doors are put into."""

    settings: Settings
    texts: Texts
    clock: Clock
    log: Log
    valkey: Valkey
    switchboard: Switchboard
    changes: Changes
    limits: Limits | None = None


class OnTelegram:
    """A door of Telegram: `add_to` before the pages are served, and `open` after that."""

    def __init__(
        self,
        house: House,
        door: Door,
        access: BotAccess,
        outbox: Outbox[To],
        courier: Courier[To],
        *beside: Coroutine[Any, Any, None],
        setting: str,
    ) -> None:
        self._house = house
        self._lease = Lease(house.valkey, door.name)
        reach = Reach(setting, house.log)
        self._incoming = Incoming(door, access, Tries(house.valkey), reach, house.log)
        self._delivery = Delivery(
            outbox,
            courier,
            self._lease,
            clock=house.clock,
            log=house.log,
            limits=house.limits,
        )
        self._beside = beside

    def add_to(self, app: web.Application) -> None:
        """Serve the address that Telegram sends updates to, where we have one."""
        if self._house.settings.public_url:
            app.router.add_post(self._incoming.path, self._incoming.receive)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Take in and bring while this is open; whoever holds the lease does it for all."""
        url = self._house.settings.public_url
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(in_background(self._hold()))
            for work in (*self._beside, self._delivery.run(self._house.changes)):
                await stack.enter_async_context(in_background(work))
            stack.push_async_callback(self._delivery.stop)
            taking = self._incoming.announce(url) if url else self._incoming.poll(self._lease)
            await stack.enter_async_context(in_background(taking))
            yield

    async def _hold(self) -> None:
        async with self._lease.held():
            await asyncio.Event().wait()


def relatives_on_telegram(house: House, token: str, reception: Reception) -> OnTelegram:
    """Return the relatives' door."""
    # Imported here: aiogram takes seconds and much memory, and not every process needs it.
    from aiogram import Bot  # noqa: PLC0415
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415

    from bot.doors.relatives_phone import RelativesPhone  # noqa: PLC0415
    from bot.doors.telegram_relatives import TelegramRelatives  # noqa: PLC0415

    access = BotAccess(token, house.settings.telegram_api)
    session = AiohttpSession(api=TelegramAPIServer.from_base(access.api))
    bot = Bot(token, session=session)
    outbox = RelativesOutbox(house.valkey)
    phone = RelativesPhone(bot, house.switchboard, reception, outbox, house.texts)
    codes = ReturnCodes(reception, house.clock)
    door = TelegramRelatives(reception, codes, outbox, phone)
    setting = DoorName.TELEGRAM.setting
    beside = _tell_places(house, outbox)
    return OnTelegram(house, door, access, outbox, phone, beside, setting=setting)


def desk_on_telegram(house: House, token: str) -> OnTelegram:
    """Return the counsellors' door."""
    # Imported here: not every process needs python-telegram-bot.
    from bot.doors.desk_phone import DeskPhone  # noqa: PLC0415
    from bot.doors.staff_bot import StaffBot  # noqa: PLC0415
    from bot.doors.telegram_desk import TelegramDesk  # noqa: PLC0415

    access = BotAccess(token, house.settings.telegram_api)
    bot = StaffBot(access)
    chats = DeskChats(house.valkey)
    outbox = DeskOutbox(house.valkey)
    asides = Asides()
    phone = DeskPhone(
        bot, house.switchboard, chats, outbox, asides=asides, texts=house.texts, log=house.log
    )
    door = TelegramDesk(house.switchboard, chats, outbox, bot, asides=asides, texts=house.texts)
    setting = DoorName.DESK_TELEGRAM.setting
    beside = _ring(house, outbox, chats, door)
    return OnTelegram(house, door, access, outbox, phone, beside, setting=setting)


async def _ring(house: House, outbox: DeskOutbox, chats: DeskChats, door: "TelegramDesk") -> None:
    """Let alarms be rung again, and take off duty whoever has gone without saying so."""
    while True:
        await asyncio.sleep(RING_LOOK)
        with contextlib.suppress(StoreError, OSError):
            at = house.clock.now()
            on_duty = await chats.on_duty()
            await outbox.owe(await chats.waiting_for(*on_duty), Urgency.ANSWER, at)
            here = await house.switchboard.counsellors.on_duty(at)
            for counsellor_id in on_duty:
                if counsellor_id not in here:
                    await door.go_off_duty(counsellor_id)


async def _tell_places(house: House, outbox: RelativesOutbox) -> None:
    """Owe everybody in the queue a look at their place, whenever it may have changed."""
    with house.changes.watch(keys.QUEUE) as changed:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PLACES_AGAIN):
                    await changed.wait()
            changed.clear()
            with contextlib.suppress(StoreError, OSError):
                await outbox.owe(await outbox.waiting(), Urgency.GLANCE, house.clock.now())
            await asyncio.sleep(PLACES_EVERY)
