"""Counts in memory what is taken of an allowance: of one for all, or of one for each by name."""

from datetime import datetime
from typing import Final

from handlers.flood import Allowance, Bucket

# More than come within minutes when all is well; of whom nothing came for longest is forgotten.
_MANY: Final = 1000


class Share:
    """What is left of one allowance."""

    def __init__(self, allowance: Allowance, at: datetime) -> None:
        self._bucket = Bucket.full(allowance, at)

    def take(self, at: datetime, much: int = 1) -> bool:
        """Take so much, if there is as much."""
        self._bucket = self._bucket.now(at)
        left = self._bucket.without(much)
        self._bucket = left or self._bucket
        return left is not None


class Shares:
    """An allowance for each of many."""

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._shares: dict[str, Share] = {}

    def take(self, name: str, at: datetime) -> bool:
        """Take one of the allowance of a name, if there is one."""
        share = self._shares.pop(name, None) or Share(self._allowance, at)
        self._shares[name] = share
        if len(self._shares) > _MANY:
            del self._shares[next(iter(self._shares))]
        return share.take(at)
