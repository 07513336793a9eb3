"""How updates reach a stand-in bot: kept until they are confirmed, by polling or by webhook."""

import asyncio
import json
import re
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from telegram_chats import Params, Refused, bad
from telegram_limits import Clock

ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
SECRET = "X-Telegram-Bot-Api-Secret-Token"
OTHER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


@dataclass
class Webhook:
    """Where updates are posted to, and what last went wrong there."""

    url: str
    secret: str | None
    connections: asyncio.Semaphore
    most: int
    session: aiohttp.ClientSession
    carriers: dict[object, asyncio.Task[None]] = field(default_factory=dict)
    lanes: dict[object, deque[int]] = field(default_factory=dict)
    error: str = ""
    error_at: int = 0


class Updates:
    """The updates of one bot."""

    def __init__(self, now: Clock, backoff: float) -> None:
        self.pending: OrderedDict[int, str] = OrderedDict()
        self.hook: Webhook | None = None
        self.delivered = 0  # how often a webhook was posted to
        self._lane_of: dict[int, object] = {}
        self._allowed: frozenset[str] | None = None
        self._last_id = 100_000
        self._now = now
        self._backoff = backoff
        self._poll: asyncio.Future[None] | None = None
        self._gone = asyncio.Event()

    async def taken(self, update_id: int) -> None:
        """Wait until an update was acknowledged."""
        async with asyncio.timeout(5):
            while update_id in self.pending:
                await self._gone.wait()

    def put(self, kind: str, what: Params, lane: object) -> int:
        """Keep an update for the bot, unless it is of a kind that it did not ask for."""
        update_id = self._last_id + 1
        if not self._wants(kind):
            self._last_id = update_id
            return update_id
        return self.put_raw({"update_id": update_id, kind: what}, lane)

    def put_raw(self, update: Any, lane: object) -> int:
        """Keep whatever this is for the bot; only its number is ours."""
        self._last_id += 1
        update_id = self._last_id
        self.pending[update_id] = json.dumps(update)
        self._lane_of[update_id] = lane
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
        if self.hook:
            self._carry(self.hook, update_id)
        return update_id

    def inject(self, update: Params) -> int:
        """Keep an update that may be of any shape; it is numbered if it has no number."""
        return self.put_raw({"update_id": self._last_id + 1} | update, object())

    async def get(self, params: Params) -> str:
        """Answer getUpdates, at once or when there is something, as JSON."""
        if self.hook:
            raise Refused(409, ACTIVE)
        self._end_poll(OTHER)
        self._allow(params)
        self._confirm(params.get("offset", 0))
        timeout = params.get("timeout", 0)
        if not self.pending and timeout > 0:
            self._poll = mine = asyncio.get_running_loop().create_future()
            await asyncio.wait([mine], timeout=timeout)
            if self._poll is mine:
                self._poll = None
            if mine.done():
                mine.result()
        return f"[{','.join(self._first(params.get('limit', 100)))}]"

    def _first(self, limit: int) -> list[str]:
        if not 1 <= limit <= 100:
            limit = 100
        return [update for update, _ in zip(self.pending.values(), range(limit), strict=False)]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.pending) > -offset:
                self._forget(next(iter(self.pending)))
        while self.pending and next(iter(self.pending)) < offset:
            self._forget(next(iter(self.pending)))

    def _forget(self, update_id: int) -> None:
        self.pending.pop(update_id, None)
        self._lane_of.pop(update_id, None)
        self._gone.set()
        self._gone = asyncio.Event()

    def _allow(self, params: Params) -> None:
        if (allowed := params.get("allowed_updates")) is not None:
            self._allowed = frozenset(allowed) or None

    def _wants(self, kind: str) -> bool:
        return kind not in ONLY_WHEN_ASKED if self._allowed is None else kind in self._allowed

    def _end_poll(self, why: str) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_exception(Refused(409, why))
        self._poll = None

    async def set_webhook(self, params: Params) -> bool:
        """Post what is pending, and what comes, to an address."""
        if not re.fullmatch("[A-Za-z0-9_-]{0,256}", params.get("secret_token") or ""):
            raise bad("secret token contains unallowed characters")
        await self.close()
        self._end_poll("Conflict: terminated by setWebhook request")
        self._allow(params)
        if params.get("drop_pending_updates"):
            self._confirm(self._last_id + 1)
        if url := params.get("url"):
            most = params.get("max_connections", 40)
            session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
            secret = params.get("secret_token")
            self.hook = Webhook(url, secret, asyncio.Semaphore(most), most, session)
            for update_id in self.pending:
                self._carry(self.hook, update_id)
        return True

    async def close(self) -> None:
        """Stop posting; what was not accepted stays."""
        hook, self.hook = self.hook, None
        if hook:
            for task in hook.carriers.values():
                task.cancel()
            await asyncio.gather(*hook.carriers.values(), return_exceptions=True)
            await hook.session.close()

    def info(self) -> Params:
        """Return what getWebhookInfo says."""
        hook = self.hook
        told: Params = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending),
        }
        if hook:
            told |= {"max_connections": hook.most, "ip_address": "127.0.0.1"}
        if hook and hook.error:
            told |= {"last_error_message": hook.error, "last_error_date": hook.error_at}
        if self._allowed is not None:
            told["allowed_updates"] = sorted(self._allowed)
        return told

    def _carry(self, hook: Webhook, update_id: int) -> None:
        lane = self._lane_of[update_id]
        if lane in hook.lanes:
            hook.lanes[lane].append(update_id)
            return
        hook.lanes[lane] = deque([update_id])
        hook.carriers[lane] = asyncio.create_task(self._carry_lane(hook, lane))

    async def _carry_lane(self, hook: Webhook, lane: object) -> None:
        waiting = hook.lanes[lane]
        while waiting:
            async with hook.connections:
                error = await self._post(hook, self.pending[waiting[0]])
            if error:
                hook.error, hook.error_at = error, int(self._now())
                await asyncio.sleep(self._backoff)
            else:
                self._forget(waiting.popleft())
        del hook.lanes[lane], hook.carriers[lane]

    async def _post(self, hook: Webhook, update: str) -> str:
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers[SECRET] = hook.secret
        self.delivered += 1
        try:
            async with hook.session.post(hook.url, data=update, headers=headers) as answer:
                if answer.ok:
                    return ""
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return f"Connection failed: {error}"
