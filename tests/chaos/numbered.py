"""Numbered messages, and what of them came to whom: lost, doubled, overtaken, late."""

import asyncio
import contextlib
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from telegram_chats import Shown
from telegram_standin import Person, StandInBot

from chaos.waiting import until

_NUMBER = re.compile(r"nummer (\d+)")


def numbered(number: int) -> str:
    """Return the words of a message that can be told from all others to the same phone."""
    return f"nummer {number}"


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone on which so many numbered messages are to come, none before its moment."""

    bot: StandInBot
    person: Person
    due: Sequence[float]

    def came(self) -> list[tuple[int, Shown]]:
        """Return the numbers as they stand there, with the messages that brought them."""
        there = [one for one in self.person.phone(self.bot) if one.from_bot]
        return [(int(found), one) for one in there for found in _NUMBER.findall(one.text)]

    def has_all(self) -> bool:
        """Tell whether nothing is missing."""
        return len({number for number, _ in self.came()}) == len(self.due)


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of messages that were numbered in the order in which they were sent.

    `overtaken` are those before which a later one came, and `doubled` how often one came again.
    """

    sent: int = 0
    lost: int = 0
    overtaken: int = 0
    doubled: int = 0

    @property
    def is_whole(self) -> bool:
        """Tell whether each came, and none before an earlier one."""
        return not (self.lost or self.overtaken)

    @property
    def came_once(self) -> bool:
        """Tell whether each also came no more than once."""
        return self.is_whole and not self.doubled

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.sent + other.sent,
            self.lost + other.lost,
            self.overtaken + other.overtaken,
            self.doubled + other.doubled,
        )

    def __str__(self) -> str:
        return (
            f"{self.lost} of {self.sent:,} lost, {self.overtaken} overtaken, {self.doubled} twice"
        )


def tally(sent: int, came: Iterable[int]) -> Tally:
    """Count what came, by its numbers in the order in which they stand there."""
    there = list(came)
    first = list(dict.fromkeys(there))
    overtaken = sum(later < sooner for sooner, later in pairwise(first))
    return Tally(sent, sent - len(first), overtaken, len(there) - len(first))


@dataclass(frozen=True, slots=True)
class Came:
    """What came of numbered messages, and when.

    `late` are the seconds from when they were due until they came, shortest first. `calls` are
    those that were made and `refused` those that met a limit or a ban; `one_chat` is how many
    of these were for the same chat, at most.
    """

    tally: Tally
    late: Sequence[float]
    calls: int
    refused: int
    one_chat: int

    def within(self, share: float) -> float:
        """Return the seconds within which this share of what came had come."""
        return self.late[min(int(len(self.late) * share), len(self.late) - 1)] if self.late else 0


async def what_came(phones: Sequence[Phone], since: float, patience: float) -> Came:
    """Wait until nothing is missing, or for so many seconds; count all calls since a moment."""
    with contextlib.suppress(TimeoutError):  # what is missing then is lost
        await until(lambda: all(phone.has_all() for phone in phones), patience)
    came = [(phone, phone.came()) for phone in phones]
    counted = (tally(len(phone.due), (number for number, _ in there)) for phone, there in came)
    late = [shown.at - phone.due[number] for phone, there in came for number, shown in there]
    bots = {id(phone.bot): phone.bot for phone in phones}.values()
    calls = [(bot, one) for bot in bots for one in bot.calls if one.at >= since]
    limited = [(bot, one) for bot, one in calls if "chat_id" in one.params]
    refused = Counter(one.params["chat_id"] for _, one in limited if one.status == 429)
    return Came(
        sum(counted, Tally()),
        sorted(late),
        len(limited),
        refused.total(),
        max(refused.values(), default=0),
    )


async def at_a_pace(
    send: Callable[[int, int], Awaitable[None]], per_second: float, seconds: float, chats: int
) -> list[list[float]]:
    """Send to one chat after the other; return for each chat when each was due.

    `send` gets the number of the chat, and that of the message in it.
    """
    start = time.monotonic()
    due: list[list[float]] = [[] for _ in range(chats)]
    for chat, at in _turns(start, per_second, seconds, chats):
        await asyncio.sleep(at - time.monotonic())
        due[chat].append(at)
        await send(chat, len(due[chat]) - 1)
    return due


def _turns(
    start: float, per_second: float, seconds: float, chats: int
) -> Iterator[tuple[int, float]]:
    for turn in range(int(per_second * seconds)):
        yield turn % chats, start + turn / per_second
