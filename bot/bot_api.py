"""Calls Telegram's Bot API by plain HTTP, where no library of its own is needed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

# How long an answer of Telegram may take.
ANSWER_WITHIN: Final = 10  # seconds


class TelegramError(Exception):
    """Telegram refused a call of ours, or answered what cannot be read.

    `status` is Telegram's own code, or 0 where there is none; `retry_after` is in seconds, or 0.
    """

    def __init__(self, method: str, status: int = 0, retry_after: int = 0) -> None:
        super().__init__(method, status, retry_after)
        self.method = method
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class BotAccess:
    """A bot of Telegram: its token, and the server to ask. Neither is ever logged."""

    token: str
    api: str

    @property
    def secret(self) -> str:
        """What Telegram says with each webhook, so that nobody else can say it."""
        return hashlib.sha256(f"webhook:{self.token}".encode()).hexdigest()

    def url(self, method: str) -> str:
        """Return the address of a method."""
        return f"{self.api}/bot{self.token}/{method}"

    async def call(
        self, session: aiohttp.ClientSession, method: str, given: Mapping[str, Any]
    ) -> Any:
        """Make a call and return its result.

        Raises TelegramError, and what aiohttp raises when there is no answer: that may quote the
        token, and must not be shown.
        """
        async with session.post(self.url(method), json=given) as answer:
            try:
                said = await answer.json(content_type=None)
            except (ValueError, RecursionError):  # a gateway's page, for instance
                raise TelegramError(method) from None
        if not isinstance(said, dict):
            raise TelegramError(method)
        if not said.get("ok"):
            raise TelegramError(method, _number(said, "error_code"), _retry_after(said))
        return said.get("result")


def _retry_after(said: dict[str, Any]) -> int:
    parameters = said.get("parameters")
    return _number(parameters, "retry_after") if isinstance(parameters, dict) else 0


def _number(part: dict[str, Any], name: str) -> int:
    number = part.get(name)
    return number if isinstance(number, int) else 0
