"""How updates of Telegram come in: each is kept by Telegram until it is committed."""

import asyncio
import hmac
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final, Protocol

import aiohttp
from aiohttp import web

from bot.bot_api import ANSWER_WITHIN, BotAccess, TelegramError
from bot.doors.web import in_time
from bot.logs import Log, describe
from bot.reach import Reach
from bot.store.client import StoreError
from bot.store.leases import Lease
from bot.store.tries import Tries
from bot.switchboard import BusyError

Update = dict[str, Any]

# How long Telegram may hold a request until something comes.
POLL: Final = 25  # seconds
AGAIN_AFTER: Final = 0.5

# What fails so often is set aside, so that it does not stop what comes after it.
TRIES: Final = 5

# What this door understands; Telegram sends nothing else.
KINDS: Final = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "message_reaction",
)


class Door(Protocol):
    """What comes in is handed to a door."""

    name: str

    async def take(self, update: Update) -> None:
        """Take an update in; once this returns, it is committed."""

    async def set_aside(self, update: Update) -> None:
        """Tell both sides that something could not be taken in."""


class Lanes:
    """Takes updates in, one after the other in each chat; what takes long holds up no other chat.

    An update is acknowledged by asking for what follows it. So what is asked for next begins with
    the first that is not in the store; what is behind that and has been taken in is known.
    """

    def __init__(
        self, take: Callable[[Update], Awaitable[bool]], tasks: asyncio.TaskGroup
    ) -> None:
        self._take = take
        self._tasks = tasks
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._done: set[int] = set()

    async def bring(self, updates: list[Update]) -> int:
        """Take in what can be for a moment; return the number from which to ask again."""
        for chat, theirs in _by_chat(updates).items():
            if chat not in self._busy:
                self._busy[chat] = self._tasks.create_task(self._in_order(chat, theirs))
        await asyncio.wait(self._busy.values(), timeout=AGAIN_AFTER)
        numbers = {update["update_id"] for update in updates}
        missing = numbers - self._done
        if missing and not self._busy:
            await asyncio.sleep(AGAIN_AFTER)  # something failed
        first = min(missing, default=max(numbers) + 1)
        self._done = {number for number in self._done if number > first}
        return int(first)

    async def _in_order(self, chat: int, updates: Iterable[Update]) -> None:
        try:
            for update in updates:
                number = update["update_id"]
                if number not in self._done:
                    if not await self._take(update):
                        return
                    self._done.add(number)
        finally:
            del self._busy[chat]


class Incoming:
    """Lets updates come in, asked for or by webhook; what was not committed comes again."""

    def __init__(
        self, door: Door, access: BotAccess, tries: Tries, reach: Reach, log: Log
    ) -> None:
        self._door = door
        self._access = access
        self._tries = tries
        self._reach = reach
        self._log = log

    async def poll(self, lease: Lease) -> None:
        """Ask for updates until cancelled, as long as this process holds the lease."""
        timeout = aiohttp.ClientTimeout(total=POLL + ANSWER_WITHIN)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as tasks:
            await self._until_done(session, "deleteWebhook", {"drop_pending_updates": False})
            lanes = Lanes(self._take, tasks)
            offset = 0
            while True:
                await lease.ours()
                offset = await self._batch(session, lanes, offset)

    async def announce(self, url: str) -> None:
        """Let Telegram send updates to an address of ours."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            hook = {
                "url": f"{url}{self.path}",
                "secret_token": self._access.secret,
                "allowed_updates": KINDS,
                "drop_pending_updates": False,
            }
            await self._until_done(session, "setWebhook", hook)

    @property
    def path(self) -> str:
        """Where Telegram sends updates to."""
        return f"/telegram/{self._door.name}"

    async def receive(self, request: web.Request) -> web.Response:
        """Take one update in; anything but 200 lets Telegram send it again."""
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        # As bytes: it may hold anything.
        known = hmac.compare_digest(
            given.encode(errors="surrogateescape"), self._access.secret.encode()
        )
        if not known:
            return web.Response(status=401)
        try:
            update = await in_time(request.json())
        except (ValueError, RecursionError):
            update = None
        if _number(update) is None:
            # It would be as unreadable the next time.
            self._log.warning("update_unreadable")
            return web.Response()
        done = await self._take(update)
        return web.Response(status=200 if done else 503)

    async def _batch(self, session: aiohttp.ClientSession, lanes: Lanes, offset: int) -> int:
        """Take in what there is, and return from where to ask next."""
        ask = {"offset": offset, "timeout": POLL, "allowed_updates": KINDS}
        try:
            found = await self._access.call(session, "getUpdates", ask)
            if not isinstance(found, list):
                raise TelegramError("getUpdates")  # noqa: TRY301 - as for whatever it cannot mean
        except (aiohttp.ClientError, TimeoutError, TelegramError, OSError) as error:
            await self._reach.fails(error)
            return offset
        self._reach.works()
        if found == []:
            return offset
        updates = [update for update in found if _number(update) is not None]
        if not updates:
            await asyncio.sleep(AGAIN_AFTER)
            return offset
        return await lanes.bring(updates)

    async def _take(self, update: Update) -> bool:
        """Take one in; False if it has to come again."""
        try:
            await self._door.take(update)
        except (StoreError, OSError, BusyError):
            return False
        except Exception as error:  # noqa: BLE001 - one that cannot be taken must not stop all
            self._log.error("door_error", **describe(error))
            return await self._set_aside(update)
        return True

    async def _set_aside(self, update: Update) -> bool:
        try:
            if await self._tries.count(f"{self._door.name}-{update['update_id']}") < TRIES:
                return False
        except (StoreError, OSError):
            return False  # how often it was tried cannot be known
        try:
            await self._door.set_aside(update)
        except Exception as error:  # noqa: BLE001 - it was tried, and the rest has to go on
            self._log.error("door_error", **describe(error))
        self._log.error("set_aside")
        return True

    async def _until_done(
        self, session: aiohttp.ClientSession, method: str, given: dict[str, Any]
    ) -> None:
        while True:
            try:
                await self._access.call(session, method, given)
            except (aiohttp.ClientError, TimeoutError, TelegramError, OSError) as error:
                await self._reach.fails(error)
            else:
                self._reach.works()
                return


def _chat_of(update: Update) -> int:
    """Return the chat that an update is from, or 0, for any shape of it."""
    for part in update.values():
        if not isinstance(part, dict):
            continue
        message = part.get("message") if isinstance(part.get("message"), dict) else part
        chat = message.get("chat") if isinstance(message, dict) else None
        number = chat.get("id") if isinstance(chat, dict) else None
        if isinstance(number, int):
            return number
    return 0


def _by_chat(updates: Iterable[Update]) -> dict[int, list[Update]]:
    chats: defaultdict[int, list[Update]] = defaultdict(list)
    for update in updates:
        chats[_chat_of(update)].append(update)
    return chats


def _number(update: Any) -> int | None:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else None
