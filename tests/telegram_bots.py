"""One bot of the stand-in: whom it can reach, what it said, and what is to go wrong for it."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from telegram_chats import Chat, Params, Refused, Shown, bad
from telegram_checks import Check
from telegram_delivery import Updates
from telegram_limits import Clock, Limits

BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
KEPT_CALLS = 100_000


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call; it may have been carried out all the same.

    What is slow is carried out and answered, but only once it is let go.
    """

    kind: Literal["status", "hold", "reset", "slow"]
    accepted: bool
    method: str | None
    status: int = 500
    body: str = ""
    text: str = ""
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def meets(self, method: str, text: str) -> bool:
        """Tell whether it is for this call; a poll has to be meant by name."""
        meant = method == self.method if self.method else method != "getUpdates"
        return meant and self.text in text


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was made, and the status it was answered with."""

    method: str
    params: Params
    at: float
    status: int


class StandInBot:
    """A bot as Telegram has it."""

    def __init__(
        self,
        token: str,
        user: Params,
        known: dict[int, Params],
        *,
        limits: Limits,
        updates: Updates,
        now: Clock,
        check: Check | None,
        keep_calls: bool,
    ) -> None:
        self.token = token
        self.user = user
        self.known = known  # everybody whom Telegram knows, also those who never wrote
        self.limits = limits
        self.updates = updates
        self.now = now
        self.check = check
        self.keep_calls = keep_calls
        self.chats: dict[int, Chat] = {}
        self.calls: deque[Call] = deque(maxlen=KEPT_CALLS)
        self.violations: list[str] = []
        self.forwarded: list[Call] = []
        self.answers: dict[str, Params] = {}
        self.presses: dict[str, float] = {}
        self.commands: dict[tuple[str, str], list[Params]] = {}
        self.profile = {("name", ""): str(user["first_name"])}
        self.one_keeps_all = False  # of the messages to delete together; the Bot API says neither
        self._faults: deque[Fault] = deque()
        self._held = asyncio.Event()

    def inject(self, raw: Params) -> int:
        """Keep an update of any shape for the bot, and return its number."""
        return self.updates.inject(raw)

    async def taken(self, update_id: int) -> None:
        """Wait until an update is no longer pending."""
        await self.updates.taken(update_id)

    def storm(self, seconds: float) -> None:
        """Refuse whatever is limited for so long."""
        self.limits.storm_until = self.limits.clock() + seconds

    def fail_next(
        self,
        n: int = 1,
        *,
        status: int = 502,
        body: str = BAD_GATEWAY,
        method: str | None = None,
        accepted: bool = False,
    ) -> None:
        """Answer the next calls as a broken gateway does."""
        self._faults.extend([Fault("status", accepted, method, status, body)] * n)

    def reset_next(self, n: int = 1, *, method: str | None = None, accepted: bool = False) -> None:
        """Cut the connection instead of answering, before or after the call was carried out."""
        self._faults.extend([Fault("reset", accepted, method)] * n)

    def hold_next(self, n: int = 1, *, method: str | None = None, accepted: bool = False) -> None:
        """Never answer, or not until `release`; the connection is cut then."""
        self._faults.extend([Fault("hold", accepted, method)] * n)

    def slow_next(self, text: str) -> asyncio.Event:
        """Send what has this in it only after `release`; return what tells that it was to be."""
        fault = Fault("slow", accepted=True, method="sendMessage", text=text)
        self._faults.append(fault)
        return fault.came

    def heal(self) -> None:
        """Let nothing go wrong any more, and no storm rage."""
        self._faults.clear()
        self.limits.storm_until = 0.0

    def release(self) -> None:
        """Let go of the calls that are held."""
        self._held.set()
        self._held = asyncio.Event()

    async def held(self) -> None:
        """Wait as long as calls are held."""
        await self._held.wait()

    def fault(self, method: str, text: str = "") -> Fault | None:
        """Take what is to go wrong with this call."""
        if self._faults:
            for fault in self._faults:
                if fault.meets(method, text):
                    self._faults.remove(fault)
                    return fault
        return None

    def sent(self, *methods: str) -> list[Call]:
        """Return the calls of some methods, in their order."""
        return [call for call in self.calls if call.method in methods]

    def chat(self, info: Params, *, forum: bool = False) -> Chat:
        """Return the chat with a person or a group, a new one if there was none."""
        if (chat := self.chats.get(info["id"])) is None:
            chat = self.chats[info["id"]] = Chat(info, forum=forum)
        return chat

    def reach(self, params: Params, *, quietly: bool = False) -> Chat:
        """Return the chat of a call, or refuse it; what stands with who blocked can be tidied."""
        chat_id = params.get("chat_id")
        if not isinstance(chat_id, int):
            raise bad("chat_id is empty" if chat_id is None else "chat not found")
        chat = self.chats.get(chat_id)
        if chat is None or not chat.reachable:
            if chat_id in self.known:
                raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
            raise bad("chat not found")
        if chat.blocked and not quietly:
            if chat.private:
                raise Refused(403, "Forbidden: bot was blocked by the user")
            raise Refused(403, "Forbidden: bot is not a member of the supergroup chat")
        return chat

    def message(self, chat: Chat, sender: Params, content: Params) -> Params:
        """Make a message in Telegram's shape."""
        return {
            "message_id": chat.next_id(),
            "from": sender,
            "chat": chat.info,
            "date": int(self.now()),
            **content,
        }

    def show(self, chat: Chat, text: str, params: Params, content: Params) -> Params:
        """Put what the bot says on the phone, and return it as Telegram does."""
        markup: Any = params.get("reply_markup")
        if markup and "inline_keyboard" in markup:
            content["reply_markup"] = markup
        raw = self.message(chat, self.user, content)
        thread = params.get("message_thread_id")
        if thread is not None:
            raw |= {"message_thread_id": thread, "is_topic_message": True}
        reply_to = content.get("reply_to_message")
        shown = Shown(
            raw["message_id"],
            from_bot=True,
            text=text,
            raw=raw,
            reply_markup=markup or None,
            reply_to=reply_to and reply_to["message_id"],
            thread=thread,
            silent=bool(params.get("disable_notification")),
            at=self.limits.clock(),
        )
        chat.add(shown)
        return raw


Method = Callable[[StandInBot, Params], Any]
