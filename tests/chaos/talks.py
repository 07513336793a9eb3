"""Conversations by numbered messages, in both directions, and what of them came where."""

import asyncio
import re
import time
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from builders import switchboard_of
from telegram_standin import Person, Shown, StandInBot

from bot.clock import Clock
from bot.store.addresses import Addresses, telegram_address
from bot.store.changes import Changes
from bot.store.client import Valkey
from bot.store.conversations import Conversations
from bot.store.unlocking import unlock
from chaos.numbered import Tally, tally
from chaos.waiting import LOOK_AGAIN, PATIENCE, all_is_brought
from chaos.workers import Site
from handlers.events import CounsellorTook

_NUMBER = re.compile(r"nr (\d+)\.(\d+)")


@dataclass(eq=False)
class Direction:
    """What one side of a talk has written, and the phone on which it is to come."""

    bot: StandInBot
    reader: Person
    name: int
    sent: int = 0

    def next(self) -> str:
        """Return the words of the next message, that can be told from all others."""
        self.sent += 1
        return f"nr {self.name}.{self.sent}"

    def came(self) -> list[tuple[int, Shown]]:
        """Return the numbers as they stand on the phone, with the messages that brought them."""
        return [
            (int(number), one)
            for one in self.reader.phone(self.bot)
            if one.from_bot
            for name, number in _NUMBER.findall(one.text)
            if int(name) == self.name
        ]


@dataclass(eq=False)
class Talk:
    """A relative and a counsellor who talk.

    `heading` stands over the conversation on the counsellor's phone, and opens its topic.
    """

    relative: Person
    counsellor: Person
    heading: Shown
    to_counsellor: Direction
    to_relative: Direction

    def ask(self) -> None:
        """Let the relative write."""
        self.relative.write(self.to_relative.bot, self.to_counsellor.next())

    def reply(self, to: Shown | None = None) -> str:
        """Let the counsellor write in the conversation, or answer a message of it."""
        thread = self.heading.thread
        answered = to or (None if thread else self.heading)
        words = self.to_relative.next()
        self.counsellor.write(
            self.to_counsellor.bot,
            words,
            thread=thread,
            reply_to=answered.message_id if answered else None,
        )
        return words


@dataclass(frozen=True, slots=True)
class Found:
    """What came of numbered messages.

    `again` counts the messages on all phones that say again what was said there: those before
    the first blow, and those after each.
    """

    tally: Tally
    again: Sequence[int]

    @property
    def doubled(self) -> int:
        """How many said something again."""
        return sum(self.again)

    @property
    def at_most(self) -> int:
        """How many did so after one blow."""
        return max(self.again)

    def __str__(self) -> str:
        return f"{self.tally}, in {self.doubled} messages (after one blow {self.at_most})"


def found(directions: Iterable[Direction], blows: Sequence[float]) -> Found:
    """Count what stands on the phones; `blows` are the moments of what was done to us."""
    counted = Tally()
    again: dict[int, Shown] = {}
    for one in directions:
        came = one.came()
        counted += tally(one.sent, (number for number, _ in came))
        said: set[int] = set()
        for number, shown in came:
            if number in said:
                again[id(shown)] = shown
            said.add(number)
    after = Counter(bisect(blows, shown.at) for shown in again.values())
    return Found(counted, [after[number] for number in range(len(blows) + 1)])


@dataclass
class Talks:
    """All talks at a site, and the traffic in them."""

    site: Site
    all: list[Talk] = field(default_factory=list)

    @property
    def directions(self) -> list[Direction]:
        """Both directions of all talks."""
        return [one for talk in self.all for one in (talk.to_counsellor, talk.to_relative)]

    def came(self) -> int:
        """Return how many messages have come, and what came twice but once."""
        return sum(len({number for number, _ in one.came()}) for one in self.directions)

    async def flow(self, per_second: float, asked_for_each_reply: int) -> None:
        """Let so many messages a second be written until cancelled, in one talk after another."""
        start, written = time.monotonic(), 0
        asking, replying = cycle(self.all), cycle(self.all)
        while True:
            await asyncio.sleep(start + written / per_second - time.monotonic())
            written += 1
            if written % (asked_for_each_reply + 1):
                next(asking).ask()
            else:
                next(replying).reply()

    async def drained(self) -> None:
        """Wait until Telegram has nothing more for us, and we owe nothing more to anybody."""
        site = self.site
        async with site.store() as valkey:
            await all_is_brought(valkey, site.relatives, site.desk, patience=4 * PATIENCE)


async def begin_talks(site: Site, many: int, counsellors: int) -> Talks:
    """Let relatives ask for a person, and counsellors talk with them who come on duty then."""
    async with site.store() as valkey:
        await unlock(valkey, site.data / "secret.key")
        relatives = [site.telegram.person(language_code="sv") for _ in range(many)]
        await asyncio.gather(*(_wait_in_line(site, one) for one in relatives))
        waiting = [await _conversation_of(valkey, one) for one in relatives]
        phones = [
            await _come(site, valkey, waiting[n::counsellors], n) for n in range(counsellors)
        ]
    talks = Talks(site)
    for number, (relative, (_, code)) in enumerate(zip(relatives, waiting, strict=True)):
        counsellor = phones[number % counsellors]
        heading = await counsellor.sees(site.desk, f"tagit {code}", patience=PATIENCE)
        await relative.sees(site.relatives, "Nu är", patience=PATIENCE)
        talks.all.append(
            Talk(
                relative,
                counsellor,
                heading,
                Direction(site.desk, counsellor, 2 * number),
                Direction(site.relatives, relative, 2 * number + 1),
            )
        )
    await talks.drained()
    return talks


async def _wait_in_line(site: Site, relative: Person) -> None:
    relative.write(site.relatives, "/start")
    await relative.until(site.relatives, lambda shown: shown[-1].buttons, PATIENCE)
    relative.press(site.relatives, "human")


async def _conversation_of(valkey: Valkey, relative: Person) -> tuple[str, str]:
    """Return the id and the code of a conversation, as soon as it waits."""
    async with asyncio.timeout(PATIENCE):
        while True:
            known = await Addresses(valkey).conversation_of(telegram_address(relative.id))
            loaded = await Conversations(valkey, Changes(valkey)).load(known) if known else None
            if loaded and loaded.conversation.rank is not None:
                return known, loaded.conversation.code
            await asyncio.sleep(LOOK_AGAIN)


async def _come(
    site: Site, valkey: Valkey, waiting: Sequence[tuple[str, str]], number: int
) -> Person:
    """Let a new counsellor take some conversations and come on duty."""
    switchboard = switchboard_of(valkey, Clock())
    alias = f"Nr {number}"
    token = await switchboard.counsellors.invite(alias, ("sv", "en"))
    (me,) = [one for one in await switchboard.counsellors.all() if one.alias == alias]
    for conversation_id, _ in waiting:
        await switchboard.apply(conversation_id, CounsellorTook(f"take-{conversation_id}", me))
    person = site.telegram.person(alias)
    person.write(site.desk, f"/start {token}")
    return person
