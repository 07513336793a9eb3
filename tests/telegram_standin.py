"""A stand-in for Telegram's Bot API, so that real clients can be tried without Telegram."""

import asyncio
import json
import socket
import struct
import time
from itertools import count
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import parse_qsl

from aiohttp import web
from telegram_bots import Call, Fault, StandInBot
from telegram_chats import Chat, Params, Refused, Shown, bad
from telegram_checks import Library, checker
from telegram_delivery import Updates
from telegram_limits import Clock, Limits, Rates
from telegram_methods import FREE, METHODS, SENDING
from telegram_people import Group, Person, Sent

__all__ = [
    "Chat",
    "Group",
    "Person",
    "Rates",
    "Refused",
    "Sent",
    "Shown",
    "StandInBot",
    "Telegram",
]

JSON = {"Content-Type": "application/json"}
NUMBERS = (
    "chat_id from_chat_id message_id message_thread_id offset limit timeout max_connections "
    "icon_color cache_time direct_messages_topic_id reply_to_message_id"
).split()
OBJECTS = (
    "reply_markup reply_parameters allowed_updates message_ids commands scope entities "
    "link_preview_options reaction disable_notification protect_content drop_pending_updates "
    "show_alert is_big allow_paid_broadcast allow_sending_without_reply"
).split()
DECODERS: dict[str, Any] = dict.fromkeys(NUMBERS, int) | dict.fromkeys(OBJECTS, json.loads)
STATUS_TEXT = {401: "Unauthorized", 404: "Not Found"}


class Telegram:
    """The server with its bots and people, in the loop of whoever uses it."""

    def __init__(
        self,
        *,
        limits: bool = True,
        rates: Rates | None = None,
        check: Library | None = None,
        distance: float = 0.0,
        backoff: float = 0.1,
        keep_calls: bool = True,
        now: Clock = time.time,
        clock: Clock = time.monotonic,
    ) -> None:
        """Take `now` for dates, and `clock` for limits, so that a test can set both."""
        self.url = ""
        self.bots: dict[str, StandInBot] = {}
        self.known: dict[int, Params] = {}
        self.distance = distance
        self._limits = limits
        self._rates = rates or Rates()
        self._check = check
        self._backoff = backoff
        self._keep_calls = keep_calls
        self._now = now
        self._clock = clock
        self._ids = count(500_001)
        self._runner = web.ServerRunner(
            web.Server(self._answer, access_log=None), shutdown_timeout=0.5
        )

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=4096)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None
    ) -> None:
        for bot in self.bots.values():
            bot.release()
            await bot.updates.set_webhook({})
        await self._runner.cleanup()

    @property
    def violations(self) -> list[str]:
        """Return what was wrong with the calls of all bots."""
        return [violation for bot in self.bots.values() for violation in bot.violations]

    def add_bot(
        self,
        token: str,
        username: str,
        *,
        has_topics_enabled: bool = False,
        check: Library | None = None,
    ) -> StandInBot:
        """Add a bot, whose calls can be checked by another library than those of the others."""
        user = {
            "id": int(token.partition(":")[0]) if token.partition(":")[0].isdigit() else 1,
            "is_bot": True,
            "first_name": username,
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": has_topics_enabled,
            "allows_users_to_create_topics": False,
        }
        library = check or self._check
        bot = self.bots[token] = StandInBot(
            token,
            user,
            self.known,
            limits=Limits(self._clock, self._rates, self._limits, self.distance),
            updates=Updates(self._now, self._backoff),
            now=self._now,
            check=checker(library) if library else None,
            keep_calls=self._keep_calls,
        )
        return bot

    def person(self, first_name: str = "Kim", **fields: Any) -> Person:
        """Give somebody whom Telegram knows, but who has written to no bot yet."""
        person = Person(fields.pop("id", None) or next(self._ids), first_name, **fields)
        self.known[person.id] = person.user
        return person

    def group(self, title: str, *, forum: bool = False) -> Group:
        """Give a group; a person has to add a bot to it."""
        return Group(-1_001_000_000_000 - next(self._ids), title, forum)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        bot_path, _, method = request.path.rpartition("/")
        bot = self.bots.get(bot_path.removeprefix("/bot"))
        try:
            params = await _params(request)
        except (ValueError, TypeError):
            return _refusal(bad("can't parse the parameters"))
        if bot is None:
            return _refusal(Refused(401, STATUS_TEXT[401]))
        if not self.distance:
            return await self._handle(request, bot, method, params)
        await asyncio.sleep(self.distance / 2)
        answer = await self._handle(request, bot, method, params)
        await asyncio.sleep(self.distance / 2)
        return answer

    async def _handle(
        self, request: web.BaseRequest, bot: StandInBot, method: str, params: Params
    ) -> web.Response:
        fault = bot.fault(method, str(params.get("text", "")))
        if fault and fault.kind == "slow":
            fault.came.set()
            await bot.held()
            fault = None
        if fault and not fault.accepted:
            answer = web.Response(status=fault.status, text=fault.body, content_type="text/html")
        else:
            answer = await _carry_out(bot, method, params)
        if bot.keep_calls:
            status = answer.status if not fault or fault.kind == "status" else 0
            bot.calls.append(Call(method, params, self._clock(), status))
        return await _broken(request, bot, fault) if fault else answer


async def _carry_out(bot: StandInBot, method: str, params: Params) -> web.Response:
    try:
        if bot.check and (wrong := bot.check(method, params)):
            bot.violations += wrong
            raise bad(wrong[0])
        return _done(await _result(bot, method, params))
    except Refused as refused:
        return _refusal(refused)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        bot.violations.append(f"{method}: {error!r}")
        return _refusal(bad("can't parse the parameters"))


async def _result(bot: StandInBot, method: str, params: Params) -> str:
    if method == "getUpdates":
        return await bot.updates.get(params)
    if method in {"setWebhook", "deleteWebhook"}:
        await bot.updates.set_webhook(params)
        return "true"
    carry_out = METHODS.get(method)
    if carry_out is None:
        bot.violations.append(f"{method}: not a method of the stand-in")
        raise Refused(404, STATUS_TEXT[404])
    if method not in FREE:
        chat_id = params.get("chat_id")
        bot.limits.admit(chat_id if isinstance(chat_id, int) else None, sends=method in SENDING)
    return json.dumps(carry_out(bot, params))


async def _params(request: web.BaseRequest) -> Params:
    params: Params = dict(request.query) if request.query_string else {}
    kind = request.content_type
    if kind == "application/json":
        params |= json.loads(await request.read() or b"{}")
    elif kind == "multipart/form-data":
        params |= {name: _plain(part) for name, part in (await request.post()).items()}
    elif request.can_read_body:
        params |= parse_qsl((await request.read()).decode(), keep_blank_values=True)
    for name, value in params.items():
        if isinstance(value, str) and (decode := DECODERS.get(name)):
            params[name] = decode(value) if value or decode is int else None
    return params


def _plain(part: str | bytes | bytearray | web.FileField) -> str:
    if isinstance(part, web.FileField):
        part.file.close()
        return f"attach://{part.filename}"
    return part if isinstance(part, str) else part.decode()


def _done(result: str) -> web.Response:
    return web.Response(body=f'{{"ok":true,"result":{result}}}'.encode(), headers=JSON)


def _refusal(refused: Refused) -> web.Response:
    told: Params = {
        "ok": False,
        "error_code": refused.status,
        "description": refused.description,
    }
    if refused.retry_after:
        told["parameters"] = {"retry_after": refused.retry_after}
    return web.Response(status=refused.status, body=json.dumps(told).encode(), headers=JSON)


async def _broken(request: web.BaseRequest, bot: StandInBot, fault: Fault) -> web.Response:
    """Answer as a broken gateway, late, or not at all."""
    if fault.kind == "status":
        return web.Response(status=fault.status, text=fault.body, content_type="text/html")
    if fault.kind == "hold":
        await bot.held()
    transport = request.transport
    if transport is not None:
        # Without lingering the connection is reset, as by a machine that fell over.
        wire = cast("socket.socket", transport.get_extra_info("socket"))
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()
