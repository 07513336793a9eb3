"""When the next call to a platform may be made: its limits, its bans, and its failures."""

from collections import deque
from dataclasses import dataclass

# How long we wait: doubled by each failure in a row, up to the latest.
_SOONEST = 0.1  # seconds
_LATEST = 5.0
_DOUBLED = 10  # times

# So many failures in a row, whoever they are of, mean that the platform is away.
_MEANS_ALL = 3

# Of what a platform takes in a second, so much is left for what is held up on the way.
_BELOW = 2

# Of more chats than this, those that may take as much as ever are forgotten.
_MANY = 1000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform takes: calls a second of a bot, and messages a second to one chat.

    Telegram's own figures are 30 and 1 ("My bot is hitting limits", core.telegram.org/bots/faq);
    a chat takes a short burst. A little below them, nothing is refused.

    Calls go evenly, so that something urgent soon finds its turn. `burst` makes up for moments in
    which we were held up; in no second does the platform get more than two above `per_second`,
    wherever on the way a call is held up.

    `at_once` calls are under way at most: enough for that pace with a platform that answers in a
    seventh of a second. What a kill catches between an answer and its note is said again, so more
    would mean more that is said twice.
    """

    per_second: int = 28
    burst: float = 6.0
    chat_per_second: float = 0.95
    chat_burst: float = 3.0
    at_once: int = 4


class _Second:
    """So many within any second, at whatever moment between begin and answer they are taken."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._under_way = 0
        self._answered: deque[float] = deque()

    def begins(self) -> None:
        """Count one from now on."""
        self._under_way += 1

    def ended(self, now: float, *, made: bool) -> None:
        """Count it for one second more, if it was made."""
        self._under_way -= 1
        if made:
            self._answered.append(now)

    def free_at(self, now: float) -> float:
        """Return the moment at which one more may go."""
        answered = self._answered
        while answered and answered[0] + 1 <= now:
            answered.popleft()
        too_many = len(answered) + self._under_way - self._most
        return max(now, answered[too_many] + 1) if 0 <= too_many < len(answered) else now


@dataclass(slots=True)
class _Bucket:
    """So many at once, and then so many a second."""

    rate: float
    size: float
    left: float
    at: float

    def spend(self, now: float, count: float) -> None:
        """Take out of it what was used."""
        self.left = min(self.size, self.left + (now - self.at) * self.rate) - count
        self.at = now

    def free_at(self, now: float) -> float:
        """Return the moment at which one more may go."""
        left = min(self.size, self.left + (now - self.at) * self.rate)
        return now if left >= 1 else now + (1 - left) / self.rate


class Pacing:
    """Says when a call may be made; all moments are seconds of the event loop's clock.

    A ban tells neither whom it is for nor whether it is for all. So the chat that met it is
    left alone, one other call tries whether it is for all, and if that is refused too, everything
    waits.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._second = _Second(limits.per_second + _BELOW)
        self._bot = _Bucket(limits.per_second, limits.burst, limits.burst, 0.0)
        self._chats: dict[str, _Bucket] = {}
        self._banned: dict[str, float] = {}
        self._failed: dict[str, int] = {}
        self._again: dict[str, float] = {}
        self._all_until = 0.0
        self._failures = 0
        self._careful = False

    @property
    def at_once(self) -> int:
        """How many calls may be under way: one, as long as it is not known how things stand."""
        return 1 if self._careful else self._limits.at_once

    def free_at(self, now: float) -> float:
        """Return the moment at which any call may be made."""
        return max(self._all_until, self._second.free_at(now), self._bot.free_at(now))

    def chat_free_at(self, chat: str, now: float) -> float:
        """Return the moment at which a message may be sent to a chat."""
        bucket = self._chats.get(chat)
        return max(self.chat_hears_at(chat, now), bucket.free_at(now) if bucket else now)

    def chat_hears_at(self, chat: str, now: float) -> float:
        """Return the moment at which a call for a chat may be made that is no message."""
        return max(now, self._banned.get(chat, 0.0), self._again.get(chat, 0.0))

    def begins(self, now: float) -> None:
        """Note that a call begins."""
        self._second.begins()
        self._bot.spend(now, 1)

    def ended(self, now: float, *, made: bool) -> None:
        """Note that it has been answered, or that it was not made after all."""
        self._second.ended(now, made=made)
        if not made:
            self._bot.spend(now, -1)

    def went_through(self, chat: str, messages: int, now: float) -> None:
        """Note that a call was answered, and how many new messages came of it."""
        self._failures, self._careful = 0, False
        self._failed.pop(chat, None)
        self._banned.pop(chat, None)
        self._again.pop(chat, None)
        if messages:
            limits = self._limits
            bucket = self._chats.setdefault(
                chat, _Bucket(limits.chat_per_second, limits.chat_burst, limits.chat_burst, now)
            )
            bucket.spend(now, messages)
        if len(self._chats) > _MANY:
            self._forget(now)

    def was_refused(self, chat: str, seconds: float, now: float) -> None:
        """Note that a platform wants to be left alone for some time."""
        if any(until > now for other, until in self._banned.items() if other != chat):
            self._all_until = max(self._all_until, now + seconds)
        self._banned[chat] = now + seconds
        self._careful = True

    def failed(self, chat: str, now: float) -> int:
        """Note that a call failed or was not answered; return how often in a row for the chat."""
        tries = self._failed[chat] = self._failed.get(chat, 0) + 1
        self._failures += 1
        self._again[chat] = now + _backoff(tries)
        if self._failures >= _MEANS_ALL:
            self._all_until = max(self._all_until, now + _backoff(self._failures))
        self._careful = True
        return tries

    def _forget(self, now: float) -> None:
        self._chats = {
            chat: bucket
            for chat, bucket in self._chats.items()
            if bucket.left + (now - bucket.at) * bucket.rate < bucket.size
        }


def _backoff(tries: int) -> float:
    """Return how long to wait after so many failures; an outage of hours is no overflow."""
    return min(_SOONEST * 2.0 ** min(tries, _DOUBLED), _LATEST)
