"""What stands in the chats of a stand-in bot: the messages as people see them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Params = dict[str, Any]
PATIENCE = 5.0


class Refused(Exception):  # noqa: N818  # what Telegram says is no fault of ours
    """A call that Telegram does not carry out."""

    def __init__(self, status: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after


def bad(what: str) -> Refused:
    """Say what is wrong with a call in Telegram's way."""
    return Refused(400, f"Bad Request: {what}")


@dataclass(slots=True)
class Shown:
    """A message as it stands, or stood, on a phone."""

    message_id: int
    from_bot: bool
    text: str
    raw: Params
    kind: str = "text"
    reply_markup: Params | None = None
    reply_to: int | None = None
    thread: int | None = None
    edited: int = 0
    deleted: bool = False
    silent: bool = False
    at: float = 0.0
    reaction: list[Params] = field(default_factory=list)

    @property
    def buttons(self) -> list[Params]:
        """Return the inline buttons, row by row, for whoever wants to press one."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    @property
    def labels(self) -> list[str]:
        """Return what stands on the buttons, also on those of a reply keyboard."""
        rows = (self.reply_markup or {}).get("keyboard", [])
        typed = [key if isinstance(key, str) else key["text"] for row in rows for key in row]
        return [button["text"] for button in self.buttons] + typed


class Chat:
    """A chat between one bot and a person or a group, with all that was ever in it."""

    def __init__(self, info: Params, *, forum: bool = False) -> None:
        self.info = info
        self.forum = forum
        self.id: int = info["id"]
        self.private = info["type"] == "private"
        self.reachable = not self.private  # a person has to write first
        self.blocked = False
        self.messages: dict[int, Shown] = {}
        self.topics: dict[int, Params] = {}
        self.actions: list[str] = []
        self.last_id = 0
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def visible(self) -> list[Shown]:
        """Return what stands there now, in order; notes of the chat itself are left out."""
        return [m for m in self.messages.values() if not m.deleted and m.kind != "service"]

    def next_id(self) -> int:
        """Give an id that neither side of the chat has used."""
        self.last_id += 1
        return self.last_id

    def add(self, shown: Shown) -> None:
        """Put a message at the end, and wake whoever waits for it."""
        self.messages[shown.message_id] = shown
        if self._waiting:
            self.changed()

    def find(self, message_id: object, what: str) -> Shown:
        """Return a message that still stands, or say that there is none to be treated so."""
        shown = self.messages.get(message_id) if isinstance(message_id, int) else None
        if shown is None or shown.deleted:
            raise bad(f"message {what} not found")
        return shown

    def changed(self) -> None:
        """Wake whoever waits for something to stand on the phone."""
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(
        self, wanted: Callable[[list[Shown]], Any], patience: float = PATIENCE
    ) -> list[Shown]:
        """Wait until what stands on the phone is as wanted, or say what stands there instead."""
        try:
            async with asyncio.timeout(patience):
                while not wanted(self.visible):
                    future = asyncio.get_running_loop().create_future()
                    self._waiting.append(future)
                    await future
        except TimeoutError:
            there = [shown.text for shown in self.visible]
            raise AssertionError(f"it never came; what stands there: {there}") from None
        return self.visible
