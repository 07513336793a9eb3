"""Many who talk at once while services and stores die: each message reaches whom it is for."""

import asyncio
import random
import re
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from telegram_chats import Shown
from telegram_standin import Person, StandInBot, Telegram

from bot.store import keys
from bot.store.addresses import Addresses, telegram_address
from chaos.last_word import last_word
from chaos.line import DESK_TOKEN, RELATIVES_TOKEN
from chaos.numbered import Tally, tally
from chaos.quick_site import End, QuickSite, quick_site
from chaos.table import Row
from chaos.waiting import LOOK_AGAIN, PATIENCE, all_is_brought, until
from handlers.choices import Choice
from handlers.conversation import BURST_MESSAGES, BURST_TIME
from handlers.events import CounsellorTook

# So many messages are on their way to each bot at most: what two batches bring.
ON_THE_WAY: Final = 200
# Within this a relative writes no more than is taken in of one person: Telegram tells of whole
# seconds only.
A_BURST: Final = BURST_TIME.total_seconds() + 2
WELCOME: Final = "stödtelefonens chatt"

_FOR: Final = re.compile(r"till chatt (\d+), nummer (\d+)")
_CODE: Final = re.compile(r"(\w+ \d+):\n")


@dataclass(frozen=True, slots=True)
class Crossed:
    """What came of messages, how many of them to a wrong chat, and in how many seconds."""

    wrong: int
    tally: Tally
    seconds: float

    @property
    def none(self) -> bool:
        """Whether each came to whom it was for, and none before an earlier one."""
        return not self.wrong and self.tally.is_whole

    def __str__(self) -> str:
        return f"{self.wrong} wrong, {self.tally}, {self.seconds:.0f} s"


@dataclass(frozen=True, slots=True)
class Bots:
    """Two bots behind which there is something else than the line."""

    relatives: StandInBot
    desk: StandInBot


@dataclass(slots=True)
class _Talk:
    """A relative and their counsellor; `place` is the topic, or the message to answer to."""

    number: int
    relative: Person
    counsellor: Person
    code: str
    place: int = 0
    by_relative: int = 0
    by_counsellor: int = 0
    latest: deque[float] = field(default_factory=lambda: deque(maxlen=BURST_MESSAGES))

    @property
    def is_in_a_rush(self) -> bool:
        """Whether the relative has just written as much as is taken in of one person."""
        return len(self.latest) == BURST_MESSAGES and time.monotonic() - self.latest[0] <= A_BURST


async def crosstalk(
    chats: int, counsellors: int, messages: int, *, topics: bool, ends: Sequence[End] = ()
) -> Crossed:
    """Let relatives and counsellors write at random, both by Telegram.

    The ends are spread over the messages. Counsellors have a topic for each talk, or answer to a
    message of it.
    """
    draw = random.Random(12)  # noqa: S311 - who writes to whom, the same each time
    async with quick_site(topics=topics) as here:
        talks = await _begin(here, chats, counsellors)
        await _find_places(here, talks, topics=topics)
        began = time.monotonic()
        every = messages // (len(ends) + 1)
        due = {every * (which + 1): end for which, end in enumerate(ends)}
        for number in range(messages):
            if number in due:
                await here.goes_through(due[number])
            await _write(here, talks, draw, topics=topics)
        await all_is_brought(here.valkey, here.relatives, here.desk)
        return _crossed(here, talks, time.monotonic() - began, topics=topics)


async def crosstalk_by_the_last_word(chats: int, counsellors: int, messages: int) -> Crossed:
    """Let them write to a bot that sends what a counsellor writes to whoever wrote last."""
    draw = random.Random(12)  # noqa: S311 - the same as above
    async with Telegram(limits=False, keep_calls=False) as telegram:
        here = Bots(telegram.add_bot(RELATIVES_TOKEN, "a"), telegram.add_bot(DESK_TOKEN, "b"))
        phones = [telegram.person(f"Nr {number}") for number in range(counsellors)]
        talks = []
        for number in range(chats):
            phone, person = phones[number % counsellors], telegram.person(f"Nr {number}")
            first = phone.write(here.desk, "hej").message_id
            talks.append(_Talk(number, person, phone, f"lönn {number}", first))
        desks = {talk.relative.id: (talk.counsellor.id, talk.code) for talk in talks}
        began = time.monotonic()
        async with last_word(telegram.url, desks):
            for talk in talks:
                _from_relative(here, talk)
            for _ in range(messages):
                await _write(here, talks, draw, topics=False)
            await until(
                lambda: not (here.relatives.updates.pending or here.desk.updates.pending), PATIENCE
            )
        return _crossed(here, talks, time.monotonic() - began, topics=False)


async def _write(
    here: Bots | QuickSite, talks: list[_Talk], draw: random.Random, *, topics: bool
) -> None:
    """Let somebody write to somebody, as soon as not too much is on its way."""
    talk = draw.choice(talks)
    if draw.random() < 0.5 and not talk.is_in_a_rush:
        _from_relative(here, talk)
    else:
        _from_counsellor(here, talk, topics=topics)
    for bot in (here.relatives, here.desk):
        await until(lambda bot=bot: len(bot.updates.pending) <= ON_THE_WAY)  # type: ignore[misc]


async def _begin(here: QuickSite, chats: int, counsellors: int) -> list[_Talk]:
    """Let everybody come, and each counsellor have as many talks as any other."""
    switchboard, telegram = here.switchboard, here.telegram
    people = [telegram.person(f"Nr {number}", language_code="sv") for number in range(chats)]
    for person in people:
        person.write(here.relatives, "/start")
    for person in people:
        await person.sees(here.relatives, WELCOME, patience=PATIENCE)
        person.press(here.relatives, Choice.HUMAN)
    async with asyncio.timeout(PATIENCE):
        while await here.valkey.zcard(keys.QUEUE) < chats:
            await asyncio.sleep(LOOK_AGAIN)
    names = [f"Nr {number}" for number in range(counsellors)]
    links = {name: await switchboard.counsellors.invite(name, ("sv",)) for name in names}
    desks = await switchboard.counsellors.all()
    phones = {desk.id: telegram.person(desk.alias) for desk in desks}
    talks = []
    for number, person in enumerate(people):
        desk = desks[number % counsellors]
        found = await Addresses(here.valkey).conversation_of(telegram_address(person.id))
        await switchboard.apply(found, CounsellorTook(f"take-{found}", desk))
        loaded = await switchboard.conversations.load(found)
        assert loaded
        talks.append(_Talk(number, person, phones[desk.id], loaded.conversation.code))
    for desk in desks:
        phones[desk.id].write(here.desk, f"/start {links[desk.alias]}")
    return talks


async def _find_places(here: QuickSite, talks: list[_Talk], *, topics: bool) -> None:
    """Wait until each talk stands on its counsellor's phone, and note where."""
    for talk in talks:
        shown = await talk.counsellor.sees(
            here.desk, f"Du har tagit {talk.code}", patience=PATIENCE
        )
        talk.place = (shown.thread or 0) if topics else shown.message_id


def _from_relative(here: Bots | QuickSite, talk: _Talk) -> None:
    talk.by_relative += 1
    talk.latest.append(time.monotonic())
    talk.relative.write(here.relatives, f"till chatt {talk.number}, nummer {talk.by_relative}")


def _from_counsellor(here: Bots | QuickSite, talk: _Talk, *, topics: bool) -> None:
    talk.by_counsellor += 1
    text = f"till chatt {talk.number}, nummer {talk.by_counsellor}"
    if topics:
        talk.counsellor.write(here.desk, text, thread=talk.place)
    else:
        talk.counsellor.write(here.desk, text, reply_to=talk.place)


def _crossed(
    here: Bots | QuickSite, talks: list[_Talk], seconds: float, *, topics: bool
) -> Crossed:
    """Count what stands on all phones."""
    wrong, counted = 0, Tally()
    places = {(talk.counsellor.id, talk.place if topics else talk.code): talk for talk in talks}
    at_desk: dict[int, list[int]] = {talk.number: [] for talk in talks}
    for counsellor in {talk.counsellor.id: talk.counsellor for talk in talks}.values():
        for shown in counsellor.phone(here.desk):
            code = _CODE.match(shown.text)
            place = shown.thread if topics else code and code[1]
            for chat, number in _numbers([shown]):
                talk = places.get((counsellor.id, place or 0))
                if talk and talk.number == chat:
                    at_desk[chat].append(number)
                else:
                    wrong += 1
    for talk in talks:
        found = list(_numbers(talk.relative.phone(here.relatives)))
        at_home = [number for chat, number in found if chat == talk.number]
        wrong += len(found) - len(at_home)
        counted += tally(talk.by_counsellor, at_home)
        counted += tally(talk.by_relative, at_desk[talk.number])
    return Crossed(wrong, counted, seconds)


def _numbers(there: Iterable[Shown]) -> list[tuple[int, int]]:
    """Return for which chat a bot's messages say that they are, and their numbers in it."""
    return [
        (int(chat), int(number))
        for shown in there
        if shown.from_bot
        for chat, number in _FOR.findall(shown.text)
    ]


async def trial() -> AsyncIterator[Row]:
    """Let two hundred relatives and ten counsellors write, with topics, and without."""
    ends = [End.STORE_KILLED, End.KILLED]
    for messages, topics, more in ((18_000, True, [End.STOPPED]), (2_000, False, [])):
        found = await crosstalk(200, 10, messages, topics=topics, ends=ends + more)
        yield Row(
            f"{messages} messages in 200 chats, {'topics' if topics else 'replies'}, "
            f"{len(ends + more)} ends",
            str(found),
            "0 wrong, lost or overtaken",
            holds=found.none,
        )
    found = await crosstalk_by_the_last_word(200, 10, 2_000)
    yield Row(
        "2000 messages by a bot that answers who wrote last",
        str(found),
        "0 wrong",
        holds=not found.wrong,
        is_control=True,
    )
