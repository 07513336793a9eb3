"""Counts tries of return codes, whoever made them: nobody is told from anybody else here."""

from datetime import datetime

from bot.store import keys
from bot.store.client import Valkey

# What the machine can spare: hashes of less than half a minute of one processor. It is not what
# makes words hard to guess, since at this pace nobody finds one of 2**66 in the age of the world;
# and whoever uses it up holds up all who come back. So it is more than a hundred accounts of
# Telegram have (`flood.TRIED`), or a flood that does the work of the web (`flood.WORKED`).
IN_A_MINUTE = 600


class Guesses:
    """Counts by the minute, for all processes together."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey

    async def may_try(self, at: datetime) -> bool:
        """Count one more, and return whether that is not too many in this minute."""
        key = keys.guesses(int(at.timestamp() // 60))
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.incr(key)
        pipeline.expire(key, keys.GUESSES_LIFE)
        count, _ = await pipeline.execute()
        return int(count) <= IN_A_MINUTE
