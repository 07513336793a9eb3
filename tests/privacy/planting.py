"""A day on which canaries are let in through every door, and every conversation has its end."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum, auto
from itertools import cycle
from typing import Final

from builders import DAY, MINUTE, OPEN, SECOND

from handlers.choices import Choice
from privacy import troubles
from privacy.canaries import Canaries
from privacy.counsellors import AtDesk, Counsellor, OnPhone
from privacy.house import House
from privacy.relatives import OnTelegram, OnTheWeb, Relative, browser
from privacy.strangers import forge, know_secrets


class Door(StrEnum):
    """Where a relative comes in."""

    TELEGRAM = auto()
    SCRIPT = auto()
    PLAIN = auto()


class Fate(StrEnum):
    """What becomes of a conversation."""

    ENDED = auto()  # by its counsellor
    LEFT = auto()  # by its relative
    ERASED = auto()
    SILENT = auto()  # nobody writes any more, before anybody was asked for
    HANDED_BACK = auto()  # its counsellor went home, and nobody else took it
    CLOSED = auto()  # nobody answered when the line closed, nor did the relative
    KEPT = auto()  # its relative wanted it to be kept, and never came back


TALKS: Final = frozenset([Fate.ENDED, Fate.ERASED, Fate.HANDED_BACK])
WAITS: Final = TALKS | {Fate.CLOSED, Fate.KEPT}
OVER: Final = frozenset([Fate.ENDED, Fate.LEFT, Fate.ERASED])
CLOSING: Final = OPEN.replace(hour=15, second=5)


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation: whose it is, who takes it, and what is to become of it."""

    relative: Relative
    counsellor: Counsellor
    fate: Fate


@dataclass
class Day:
    """Who is there on a day; `known` is what the line knows of its counsellors."""

    house: House
    canaries: Canaries
    known: Canaries
    desk: AtDesk
    phone: OnPhone
    stack: AsyncExitStack
    chats: list[Chat] = field(default_factory=list)

    @property
    def counsellors(self) -> tuple[Counsellor, ...]:
        """Both of them."""
        return self.desk, self.phone

    async def come(self, doors: Sequence[Door], fates: Sequence[Fate]) -> None:
        """Let counsellors come, and at each door one relative for each fate."""
        know_secrets(self.canaries)
        await asyncio.gather(*(counsellor.come() for counsellor in self.counsellors))
        self.house.staying.append(self.desk.stay)
        await forge(self.house, self.canaries)
        counsellors = cycle(self.counsellors)
        for door in doors:
            for fate in fates:
                await self._comes(Chat(await self._relative(door), next(counsellors), fate))
        await self.house.is_quiet()

    async def _relative(self, door: Door) -> Relative:
        if door is Door.TELEGRAM:
            return OnTelegram(self.house, self.canaries)
        here = await self.stack.enter_async_context(
            browser(self.house, self.canaries, f"web, {door}")
        )
        return OnTheWeb(self.house, self.canaries, here, has_script=door is Door.SCRIPT)

    async def _comes(self, chat: Chat) -> None:
        await chat.relative.begin()
        if chat.fate in WAITS:
            await chat.relative.ask_for_a_person()
            await self.house.waits(chat.relative.id)
        if chat.fate in TALKS:
            await chat.counsellor.take(chat.relative.id)
            await chat.relative.answer()
        self.chats.append(chat)

    async def go_wrong(self) -> None:
        """Let everything go wrong that can."""
        quoted, told, refused = (OnTelegram(self.house, self.canaries) for _ in range(3))
        for relative in (quoted, told, refused):
            await relative.begin()
        troubles.from_nowhere(self.house, self.canaries)
        await troubles.unreadable(self.house, self.canaries, quoted)
        await troubles.telegram_refuses(self.house, self.canaries, told)
        async with browser(self.house, self.canaries, "a browser in trouble") as here:
            await troubles.store_refuses(self.house, self.canaries, refused, here)
        await self.house.is_quiet()
        await troubles.crash(self.house)

    async def end(self) -> None:
        """Let those end that are to end now, and six minutes pass."""
        for chat in self._of(OVER):
            match chat.fate:
                case Fate.ENDED:
                    await chat.counsellor.end(chat.relative.id)
                case Fate.LEFT:
                    await chat.relative.end()
                case _:
                    await chat.relative.erase()
        await self.house.is_quiet()
        await self.house.later(5 * MINUTE + 10 * SECOND)
        await self._forgotten(OVER)
        await self.house.later(50 * SECOND)

    async def close(self) -> None:
        """Let all go home, those who want it keep what they wrote, and a day pass."""
        self.house.staying.clear()
        for counsellor in self.counsellors:
            await counsellor.go()
        await self.house.later(CLOSING - self.house.at)
        for chat in self._of(WAITS - OVER):
            await chat.relative.is_asked(Choice.KEEP)
        for chat in self._of({Fate.KEPT}):
            await chat.relative.keep()
        await self.house.is_quiet()
        await self.house.later(DAY + MINUTE)
        await self._forgotten(set(Fate) - {Fate.KEPT})
        await self.house.later(MINUTE)

    async def pass_by(self) -> None:
        """Let so many days pass that nothing is kept any longer."""
        await self.house.later(6 * DAY)
        await self._forgotten(set(Fate))
        await self.house.later(MINUTE)

    async def leave(self) -> None:
        """Let the counsellors be none any more."""
        await asyncio.gather(*(counsellor.leave() for counsellor in self.counsellors))
        await self.house.is_quiet()
        await self.house.later(MINUTE)

    def _of(self, fates: Collection[Fate]) -> list[Chat]:
        return [chat for chat in self.chats if chat.fate in fates]

    async def _forgotten(self, fates: Collection[Fate]) -> None:
        await self.house.are_forgotten({chat.relative.id for chat in self._of(fates)})
        await self.house.is_quiet()


@asynccontextmanager
async def day(house: House) -> AsyncIterator[Day]:
    """Give a day on which nobody is there yet."""
    async with AsyncExitStack() as stack:
        canaries, known = Canaries(), Canaries()
        here = await stack.enter_async_context(browser(house, canaries, AtDesk.door))
        desk = AtDesk(house, canaries, known, here)
        yield Day(house, canaries, known, desk, OnPhone(house, canaries, known), stack)
