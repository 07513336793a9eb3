"""Counts tries of return codes, whoever made them: nobody is told from anybody else."""

from datetime import datetime

from bot.store import keys
from bot.store.client import Valkey

# More than all relatives of a line make in a minute. At this pace nobody finds one of 2**66 in the
# age of the world, and what the tries cost is no burden.
IN_A_MINUTE = 120


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
