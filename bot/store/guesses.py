"""Counts return codes that led nowhere, whoever tried them: nobody is told from anybody else."""

from datetime import datetime

from bot.store import keys
from bot.store.client import Valkey

# People mistype a few times; at this pace nobody finds one of 2**66 in the age of the world.
IN_A_MINUTE = 60


class Guesses:
    """Counts by the minute, for all processes together."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey

    async def are_too_many(self, at: datetime) -> bool:
        """Whether no more may be tried in this minute."""
        return int(await self._valkey.get(_key(at)) or 0) >= IN_A_MINUTE

    async def count(self, at: datetime) -> None:
        """Count one more."""
        pipeline = self._valkey.pipeline(transaction=True)
        pipeline.incr(_key(at))
        pipeline.expire(_key(at), keys.GUESSES_LIFE)
        await pipeline.execute()


def _key(at: datetime) -> str:
    return keys.guesses(int(at.timestamp() // 60))
