"""How much a stand-in bot may send: per bot, per chat, and what happens to those who go on."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram_chats import Refused

Clock = Callable[[], float]
ROUNDING = 1e-6  # whoever waited as long as they were told is not refused for a rounding


class Window:
    """No more than so many within a stretch of time."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Return for how long the next one has to wait."""
        times, since = self._times, now - self.seconds
        while times and times[0] <= since:
            times.popleft()
        return times[0] - since if len(times) >= self.most else 0.0

    def count(self, now: float) -> None:
        """Count one that went through."""
        self._times.append(now)


class Bucket:
    """A steady pace with a short burst."""

    def __init__(self, burst: float, refill: float) -> None:
        self.burst = burst
        self.refill = refill
        self._tokens = burst
        self._at = 0.0

    def wait(self, now: float) -> float:
        """Return for how long the next one has to wait."""
        self._tokens = min(self.burst, self._tokens + (now - self._at) * self.refill)
        self._at = now
        return max(0.0, (1 - self._tokens) / self.refill)

    def count(self, now: float) -> None:
        """Count one that went through."""
        self.wait(now)
        self._tokens -= 1


@dataclass(frozen=True)
class Rates:
    """What Telegram allows, as its FAQ has it."""

    per_second: int = 30
    burst: float = 4
    refill: float = 1
    group_per_minute: int = 20


@dataclass(slots=True)
class Ban:
    """A time in which every call is refused; a client knows of it once the refusal was there."""

    until: float
    known: float


@dataclass
class Limits:
    """The limits of one bot, and how often it ran into them."""

    clock: Clock
    rates: Rates = field(default_factory=Rates)
    on: bool = True
    travel: float = 0.0  # a refusal is on its way for so long, there and back
    calls: int = 0
    refused: int = 0
    into_ban: int = 0
    storm_until: float = 0.0

    def __post_init__(self) -> None:
        self._bot = Window(self.rates.per_second, 1)
        self._chats: dict[int, Bucket | Window] = {}
        self._bans: dict[int | None, Ban] = {}

    def admit(self, chat_id: int | None, *, sends: bool) -> None:
        """Count a call, or refuse it and whatever comes until the time that is told."""
        self.calls += 1
        now = self.clock()
        self._stand_by_bans(chat_id, now)
        if self.storm_until > now:
            self._ban(None, now, self.storm_until - now)
        if not self.on:
            return
        if (wait := self._bot.wait(now)) > ROUNDING:
            self._ban(None, now, wait)
        if sends and chat_id is not None:
            chat = self._chat(chat_id)
            if (wait := chat.wait(now)) > ROUNDING:
                self._ban(chat_id, now, wait)
            chat.count(now)
        self._bot.count(now)

    def _chat(self, chat_id: int) -> Bucket | Window:
        if (limit := self._chats.get(chat_id)) is None:
            rates = self.rates
            group = chat_id < 0
            limit = (
                Window(rates.group_per_minute, 60) if group else Bucket(rates.burst, rates.refill)
            )
            self._chats[chat_id] = limit
        return limit

    def _stand_by_bans(self, chat_id: int | None, now: float) -> None:
        if not self._bans:
            return
        for banned in {None, chat_id}:
            ban = self._bans.get(banned)
            if ban and ban.until > now:
                self.into_ban += now >= ban.known
                self._refuse(ban.until - now)
            if ban:
                del self._bans[banned]

    def _ban(self, banned: int | None, now: float, wait: float) -> None:
        seconds = max(1, math.ceil(wait))
        self._bans[banned] = Ban(now + seconds, now + self.travel)
        self._refuse(seconds)

    def _refuse(self, wait: float) -> None:
        self.refused += 1
        seconds = max(1, math.ceil(wait))
        raise Refused(429, f"Too Many Requests: retry after {seconds}", seconds)
