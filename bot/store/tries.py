"""Counts how often something could not be taken in, also over restarts."""

from bot.store import keys
from bot.store.client import Valkey


class Tries:
    """Counts for each event by itself."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey

    async def count(self, event_id: str) -> int:
        """Count one more, and return how many there were."""
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.incr(keys.tries(event_id))
        pipeline.expire(keys.tries(event_id), keys.EVENT_LIFE)
        count, _ = await pipeline.execute()
        return int(count)
