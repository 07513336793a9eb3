"""How long erasing takes: until nothing stands on either phone, in the queue or in the store."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from builders import SECOND
from chaos.apart import side_by_side
from chaos.line import HUMAN, WholeLine, whole_line
from chaos.table import Row
from chaos.waiting import LOOK_AGAIN, PATIENCE
from telegram_standin import Person
from visitors import Browser, new_session

from bot.store import keys

GOAL: Final = 2.0  # seconds
MESSAGES: Final = 500

# What a call to Telegram takes, there and back.
DISTANCE: Final = 1 / 7  # seconds

# So many are written between two pauses: nobody writes much more at once.
_AT_ONCE: Final = 20
_PAUSE: Final = 11 * SECOND

Write = Callable[[str], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Erased:
    """How many messages stood on both phones, and after how many seconds none did."""

    stood: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Talk:
    """A conversation with a counsellor on a phone; `before` is what stood there without it."""

    line: WholeLine
    id: str
    counsellor: Person
    before: frozenset[int]
    write: Write
    relative: Person | None = None

    async def go_on(self, messages: int) -> None:
        """Let both write in turn, each when the other has read it."""
        heading = await self.counsellor.sees(self.line.desk, "Du har tagit")
        for number in range(0, messages, 2):
            if number % _AT_ONCE == 0:
                self.line.clock.at += _PAUSE
            await self.write(f"fråga {number}.")
            await self.counsellor.sees(self.line.desk, f"fråga {number}.")
            answer = f"svar {number}."
            sent = self.counsellor.write(self.line.desk, answer, reply_to=heading.message_id)
            await self.line.desk.taken(sent.update_id)
            if self.relative:
                await self.relative.sees(self.line.relatives, answer)

    def stands(self) -> int:
        """Return how many messages of it stand on phones, but for the word that it is erased."""
        theirs = self.relative.phone(self.line.relatives) if self.relative else []
        mine = [
            shown
            for shown in self.counsellor.phone(self.line.desk)
            if shown.message_id not in self.before
        ]
        return len(theirs) + len(mine)

    async def erased(self, erase: Callable[[], Awaitable[object]]) -> Erased:
        """Erase it, and wait until it is gone from everywhere."""
        stood, began = self.stands(), time.monotonic()
        await erase()
        said = 2 if self.relative else 1  # to each that it is erased
        async with asyncio.timeout(PATIENCE):
            while self.stands() != said or await self._is_kept():
                await asyncio.sleep(LOOK_AGAIN)
        return Erased(stood, time.monotonic() - began)

    async def _is_kept(self) -> bool:
        """Whether the store has a word of it, a way to anybody, or something that is owed."""
        valkey = self.line.valkey
        begins = keys.shown(self.id), keys.messages(self.id), keys.lines(self.id)
        there = [await valkey.keys(f"{begin}*") for begin in begins]
        owed = [await valkey.zrange(key, 0, -1) for key in (keys.OWED_RELATIVES, keys.OWED_DESK)]
        owed.append(await valkey.zrange(keys.QUEUE, 0, -1))
        owes = any(self.id in str(member) for members in owed for member in members)
        way = await valkey.hexists(keys.REACHED_BY, self.id)
        return any(there) or owes or bool(way)


async def on_telegram(messages: int = MESSAGES) -> Erased:
    """Let somebody erase on Telegram, by the limits that are there in earnest."""
    async with whole_line() as line:
        (relative,) = line.people(1)
        await line.wait_in_line([relative])

        async def write(text: str) -> None:
            await line.relatives.taken(relative.write(line.relatives, text).update_id)

        talk = await _begin(line, await line.id_of(relative), write, relative)
        return await _by_the_limits(talk, messages, partial(write, "/radera"))


async def on_the_web(messages: int = MESSAGES) -> Erased:
    """Let somebody erase in a browser, while their counsellor is on Telegram."""
    async with whole_line() as line, new_session("sv-SE") as session:
        browser = Browser(session, "")

        async def send(path: str, **fields: str) -> None:
            browser.base = line.site.chat.rstrip("/")
            await browser.get("/")
            assert await browser.post(path, None, **fields) == 200

        async def write(text: str) -> None:
            await send("/say", text=text)

        await write(HUMAN)
        line.clock.at += 4 * SECOND
        while not (waiting := await line.valkey.zrange(keys.QUEUE, 0, -1)):
            await line.site.timekeeper.look()
        talk = await _begin(line, str(waiting[0]), write)
        return await _by_the_limits(talk, messages, partial(send, "/choose", choice="erase"))


async def _begin(
    line: WholeLine, found: str, write: Write, relative: Person | None = None
) -> _Talk:
    for bot in (line.relatives, line.desk):
        bot.now = lambda: line.clock.now().timestamp()
    kim = await line.on_duty("Kim")
    before = frozenset(shown.message_id for shown in kim.phone(line.desk))
    await kim.until(line.desk, lambda shown: any(one.buttons for one in shown))
    kim.press(line.desk, f"take:{found}")
    return _Talk(line, found, kim, before, write, relative)


async def _by_the_limits(
    talk: _Talk, messages: int, erase: Callable[[], Awaitable[object]]
) -> Erased:
    await talk.go_on(messages - 2)
    await talk.line.by_the_limits()
    talk.line.telegram.distance = DISTANCE
    await talk.go_on(2)  # whoever erases has just been written to
    return await talk.erased(erase)


async def trial() -> AsyncIterator[Row]:
    """Erase a long conversation, and tell how long it took: that depends on the machine, too."""
    ways = {"Telegram": on_telegram, "the web": on_the_web}
    erased = side_by_side(ways.values(), at_once=1)
    for way in ways:
        took = await anext(erased)
        yield Row(
            f"erasing on {way}, {MESSAGES} messages, counsellor on Telegram",
            f"{took.stood} on phones, gone in {took.seconds:.1f} s",
            f"below {GOAL:.0f} s",
            took.seconds < GOAL,
        )
