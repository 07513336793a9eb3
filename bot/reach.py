"""Whether a bot's calls reach Telegram: said once when that ends, once when it is so again."""

import asyncio
from typing import Final

from bot.bot_api import TelegramError
from bot.logs import Log

# How soon it is tried again. What is written while Telegram is away must not wait once it is back;
# a token that it does not know needs somebody's hand, and the pause doubles up to a minute.
AGAIN_AFTER: Final = 0.5  # seconds
AT_MOST: Final = 60.0

# Telegram's codes for a token that it does not know, and for a shape that it does not look at.
UNKNOWN_TOKEN: Final = frozenset([401, 404])


class Reach:
    """Says what keeps a bot from Telegram, and waits before the next try."""

    def __init__(self, setting: str, log: Log) -> None:
        """Take the name of the setting that holds the bot's token; the token is never said."""
        self._setting = setting
        self._log = log
        # None while calls go through.
        self._unknown: bool | None = None
        self._pause = AGAIN_AFTER

    def works(self) -> None:
        """Note that a call went through."""
        if self._unknown is not None:
            self._log.info("telegram_back", setting=self._setting)
        self._unknown = None
        self._pause = AGAIN_AFTER

    async def fails(self, error: Exception) -> None:
        """Say why a call did not go through, if that is new, and wait."""
        unknown = isinstance(error, TelegramError) and error.status in UNKNOWN_TOKEN
        if self._unknown is not unknown:
            self._unknown = unknown
            if unknown:
                self._log.error("telegram_token_unknown", setting=self._setting)
            else:
                self._log.warning("telegram_away", setting=self._setting)
        pause = self._pause if unknown else AGAIN_AFTER
        self._pause = min(pause * 2, AT_MOST) if unknown else AGAIN_AFTER
        await asyncio.sleep(pause)
