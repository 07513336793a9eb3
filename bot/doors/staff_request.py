"""Carries the calls of python-telegram-bot by aiohttp, which carries all others of ours.

The library's own carrier costs several times as much for each call, and it writes every address
that it calls, with the bot's token in it, to the log.
"""

from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.bot_api import ANSWER_WITHIN


class AiohttpRequest(BaseRequest):
    """One session for all calls of one bot, opened at the first of them."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How long an answer may take, in seconds."""
        return ANSWER_WITHIN

    async def initialize(self) -> None:
        """Do nothing: the session needs a running loop, and opens by itself."""

    async def shutdown(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """Make a call, and return the status and the body of the answer.

        Raises TimedOut or NetworkError. None of our calls carries a file.
        """
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
            self._session = aiohttp.ClientSession(timeout=timeout)
        body = request_data.url_encoded_parameters().encode() if request_data else b""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            async with self._session.request(method, url, data=body, headers=headers) as answer:
                return answer.status, await answer.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError):
            raise NetworkError("no answer") from None
