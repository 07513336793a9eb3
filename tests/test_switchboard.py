"""Promises of the way through: reception, switchboard and timekeeper on a real store."""

import asyncio
import os
import signal
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from builders import (
    DAY,
    EVENING,
    HOUR,
    KIM,
    LASTING,
    LINE,
    MINUTE,
    OPEN,
    ROBIN,
    SetClock,
    switchboard_of,
    unlocked,
)

from bot import reception as reception_module
from bot import switchboard as switchboard_module
from bot import timekeeper as timekeeper_module
from bot.background import in_background
from bot.reception import Reception
from bot.store import keys
from bot.store.addresses import Address, Addresses
from bot.store.client import Valkey
from bot.store.counsellors import LOST_AFTER
from bot.store.server import EmbeddedServer
from bot.switchboard import BusyError
from bot.timekeeper import Timekeeper
from handlers.choices import Choice
from handlers.conversation import Author, Conversation, Counsellor, State
from handlers.errors import AlreadyTakenError, ConversationEndedError, NotYoursError
from handlers.events import (
    CounsellorEnded,
    CounsellorHandedBack,
    CounsellorTook,
    CounsellorWrote,
    RelativeChose,
    RelativeExited,
    RelativeWrote,
)
from handlers.hours import SpecialDay
from handlers.language import Leaning, choose

SWEDISH = choose("sv")
ONE, OTHER = Address("web:a"), Address("web:b")


class House:
    """A line with its store, its clock, and one relative who may come in."""

    def __init__(self, valkey: Valkey) -> None:
        self.clock = SetClock(OPEN)
        self.switchboard = switchboard_of(valkey, self.clock)
        self.reception = Reception(self.switchboard, Addresses(valkey))
        self.timekeeper = Timekeeper(self.switchboard, structlog.get_logger())
        self.sent = 0

    async def write(self, text: str, address: Address = ONE) -> None:
        """Let a relative write."""
        self.sent += 1
        event = RelativeWrote(f"w{self.sent}", text)
        await self.reception.receive(address, event, SWEDISH)

    async def choose(self, choice: Choice, address: Address = ONE) -> None:
        """Let a relative press a button."""
        self.sent += 1
        await self.reception.receive(address, RelativeChose(f"c{self.sent}", choice), Leaning())

    async def leave(self, address: Address = ONE) -> None:
        """Let a relative leave at once."""
        self.sent += 1
        await self.reception.receive(address, RelativeExited(f"x{self.sent}"), Leaning())

    async def conversation(self, address: Address = ONE) -> Conversation:
        """Return the conversation that there must be."""
        found = await self.reception.conversation_of(address)
        assert found
        return found

    async def keys_said(self, address: Address = ONE) -> list[str]:
        """Return the keys of all that the bot said."""
        conversation = await self.conversation(address)
        lines = await self.switchboard.conversations.lines(conversation.id)
        return [line.key for line in lines if line.author is Author.BOT]

    async def is_told(self, key: str) -> None:
        """Wait until the bot has said something."""
        while True:
            if key in await self.keys_said():
                return
            await asyncio.sleep(0.01)

    async def wait_until(self, at: datetime) -> None:
        """Let time pass and the timekeeper look, a minute at a time."""
        while self.clock.at < at:
            self.clock.at = min(at, self.clock.at + MINUTE)
            await self.timekeeper.look()


@pytest.fixture
def house(valkey: Valkey) -> House:
    """Give a line in an empty store."""
    return House(valkey)


async def test_from_first_word_to_the_end(house: House) -> None:
    """Somebody asks for a person, waits, is picked up, is heard, and it ends."""
    await house.write("jag vill prata med en människa")
    waiting = await house.conversation()
    assert waiting.state is State.WAITING

    await house.switchboard.apply(waiting.id, CounsellorTook("t", KIM))
    await house.write("hej")
    await house.switchboard.apply(waiting.id, CounsellorWrote("k", KIM.id, "Hej, jag heter Kim."))
    assert (await house.conversation()).state is State.TALKING
    await house.switchboard.apply(waiting.id, CounsellorEnded("e", KIM.id))

    assert (await house.conversation()).state is State.ENDED
    assert (await house.keys_said())[-2:] == ["picked-up", "ended"]


async def test_two_processes(house: House, valkey: Valkey) -> None:
    """What a process remembers of a talk never counts more than what another did to it."""
    other = House(valkey).switchboard
    await house.write("jag vill prata med en människa")
    talk = (await house.conversation()).id
    await house.switchboard.apply(talk, CounsellorTook("t", KIM))
    await other.apply(talk, CounsellorHandedBack("b", KIM.id))
    await other.apply(talk, CounsellorTook("t2", ROBIN))
    with pytest.raises(NotYoursError):
        await house.switchboard.apply(talk, CounsellorWrote("k", KIM.id, "hej"))
    await house.switchboard.apply(talk, CounsellorWrote("r", ROBIN.id, "hej"))
    await other.apply(talk, CounsellorEnded("e", ROBIN.id))
    await house.switchboard.apply(talk, CounsellorWrote("r", ROBIN.id, "hej"))  # a repeat
    with pytest.raises(ConversationEndedError):
        await house.switchboard.apply(talk, CounsellorWrote("r2", ROBIN.id, "hej"))

    words = [line.text for line in await other.conversations.lines(talk) if line.alias == "Robin"]
    assert words == ["hej"]


async def test_repeat_after_the_end_begins_nothing(house: House) -> None:
    """A message that was committed and is sent again after the end does not come twice."""
    event = RelativeWrote("same", "jag vill prata med en människa")
    await house.reception.receive(ONE, event, SWEDISH)
    first = await house.conversation()
    await house.choose(Choice.END)
    await house.reception.receive(ONE, event, SWEDISH)

    assert (await house.conversation()).id == first.id


async def test_writing_after_the_end_begins_anew(house: House) -> None:
    """Who writes after the end has a new conversation, and the old one is still forgotten."""
    await house.write("hej")
    old = await house.conversation()
    await house.choose(Choice.END)
    await house.write("hej igen")
    new = await house.conversation()
    assert new.id != old.id

    await house.wait_until(house.clock.at + LINE.retention.ended + MINUTE)
    assert await house.switchboard.conversations.load(old.id) is None
    assert (await house.conversation()).id == new.id


@pytest.mark.parametrize("choice", [Choice.END, Choice.ERASE, Choice.KEEP])
async def test_nothing_to_end(house: House, choice: Choice) -> None:
    """Whoever has no conversation can press a button of one, and nothing happens."""
    await house.choose(choice)

    assert await house.reception.conversation_of(ONE) is None


async def test_erasing_after_the_end(house: House) -> None:
    """What has ended a moment ago can still be erased at once."""
    await house.write("hej")
    conversation = await house.conversation()
    await house.choose(Choice.END)
    await house.choose(Choice.ERASE)

    assert await house.reception.conversation_of(ONE) is None
    assert await house.switchboard.conversations.lines(conversation.id) == []


async def test_erasing_with_what_had_ended(house: House, valkey: Valkey) -> None:
    """Who erases, erases also what had ended just before; what is forgotten is no hindrance."""
    began = []
    for words in ("hej", "hej igen", "och en gång till", "och nu"):
        await house.write(words)
        began.append((await house.conversation()).id)
        await house.choose(Choice.END)
    await valkey.delete(keys.conversation(began[0]))
    await house.switchboard.conversations.forget(began[0])
    await house.choose(Choice.ERASE)

    assert await valkey.keys(keys.lines("*")) == []


@pytest.mark.parametrize("by_another_process", [False, True])
async def test_erasing_what_began_anew(
    house: House, valkey: Valkey, *, by_another_process: bool
) -> None:
    """Who erases after beginning anew, here or in another process, erases what there is now."""
    other = House(valkey)
    await house.write("hej")
    await house.choose(Choice.END)
    beginner = other if by_another_process else house
    await beginner.reception.receive(ONE, RelativeWrote("anew", "hej igen"), SWEDISH)
    new = await other.conversation()  # here, to look would be to find it
    await house.choose(Choice.ERASE)

    assert await house.switchboard.conversations.lines(new.id) == []


async def test_leaving_at_once(house: House) -> None:
    """Who had to leave at once comes back to nothing; what they write then begins anew."""
    await house.write("jag vill prata med en människa")
    left = (await house.conversation()).id
    await house.switchboard.apply(left, CounsellorTook("t", KIM))
    await house.leave()
    assert await house.reception.conversation_of(ONE) is None
    with pytest.raises(ConversationEndedError):
        await house.switchboard.apply(left, CounsellorWrote("k", KIM.id, "hej"))
    await house.leave()  # there is nothing to leave any more

    await house.write("hej")
    assert (await house.conversation()).id != left
    await house.wait_until(house.clock.at + LINE.retention.ended + MINUTE)
    assert await house.switchboard.conversations.load(left) is None


async def test_leaving_while_only_the_bot_answers(house: House) -> None:
    """Who leaves at once before any person has read it leaves no word, also not of before."""
    began = []
    for words in ("hej", "hej igen"):
        await house.choose(Choice.END)
        await house.write(words)
        began.append((await house.conversation()).id)
    await house.leave()

    for conversation_id in began:
        assert await house.switchboard.conversations.lines(conversation_id) == []


async def test_two_tabs(house: House) -> None:
    """Two first messages at the same moment come into one conversation, both."""
    await asyncio.gather(house.write("hej"), house.write("min son är 16"))
    conversation = await house.conversation()
    lines = await house.switchboard.conversations.lines(conversation.id)

    written = {line.text for line in lines if line.author is Author.RELATIVE}
    assert written == {"hej", "min son är 16"}


async def test_hundred_takes(house: House) -> None:
    """Of a hundred counsellors who take a conversation at once, one has it; all know who."""
    await house.choose(Choice.HUMAN)
    conversation = await house.conversation()

    async def take(number: int) -> str:
        counsellor = Counsellor(str(number), f"Nr {number}")
        try:
            await house.switchboard.apply(
                conversation.id, CounsellorTook(f"t{number}", counsellor)
            )
        except AlreadyTakenError as error:
            return error.alias
        return "taken"

    told = await asyncio.gather(*map(take, range(100)))
    holder = (await house.conversation()).counsellor
    assert holder
    assert sorted(told) == [holder.alias] * 99 + ["taken"]


async def test_too_busy(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """When others are faster each time, it is said, and nothing is half done."""
    await house.write("hej")
    conversation = await house.conversation()
    monkeypatch.setattr(switchboard_module, "ROUNDS", 0)

    with pytest.raises(BusyError):
        await house.switchboard.apply(conversation.id, CounsellorTook("t", KIM))
    monkeypatch.setattr(reception_module, "ROUNDS", 0)
    with pytest.raises(BusyError):
        await house.write("hej igen")


async def test_unknown_conversation(house: House) -> None:
    """What there is not (any more) has ended."""
    with pytest.raises(ConversationEndedError):
        await house.switchboard.apply("nobody", CounsellorTook("t", KIM))


async def test_not_yours(house: House) -> None:
    """Nobody speaks in a conversation of somebody else."""
    await house.choose(Choice.HUMAN)
    conversation = await house.conversation()
    await house.switchboard.apply(conversation.id, CounsellorTook("t", KIM))

    with pytest.raises(NotYoursError):
        await house.switchboard.apply(conversation.id, CounsellorWrote("w", ROBIN.id, "hej"))


async def test_day_of_somebody_who_waits(house: House) -> None:
    """Told after a while, before closing and at closing; kept; in the queue again next morning."""
    house.clock.at = OPEN.replace(hour=14, minute=0)
    await house.choose(Choice.HUMAN)
    await house.wait_until(OPEN.replace(hour=15, minute=1))
    assert await house.keys_said() == [
        "queued", "nobody-on-duty", "long-wait", "closing-soon", "closed-waiting",
    ]  # fmt: skip
    assert (await house.switchboard.queue.board()).length == 0

    await house.choose(Choice.KEEP)
    assert (await house.switchboard.queue.board()).length == 1
    house.clock.at = (OPEN + DAY).replace(hour=9)
    await house.wait_until(house.clock.at + 16 * MINUTE)

    assert (await house.keys_said())[-2:] == ["kept", "long-wait"]
    assert (await house.switchboard.queue.board()).length == 1


async def test_silence_at_closing_deletes(house: House, valkey: Valkey) -> None:
    """Who does not answer at closing time is forgotten within the line's time, and wholly."""
    house.clock.at = OPEN.replace(hour=14, minute=59)
    await house.choose(Choice.HUMAN)
    await house.wait_until(OPEN.replace(hour=15, minute=0))
    house.clock.at += LINE.retention.abandoned
    await house.timekeeper.look()

    # What stays for a day are marks of what was committed: numbers that stand for nobody.
    assert set(await valkey.keys("*")) == {*await valkey.keys(keys.event("*")), *LASTING}


async def test_hours_shorter_than_before(house: House, valkey: Valkey) -> None:
    """Who waits as the line starts again with shorter hours is told at once that it has closed."""
    house.clock.at = OPEN
    await house.choose(Choice.HUMAN)
    house.clock.at = OPEN + MINUTE
    shorter = replace(LINE.hours, special={OPEN.date(): SpecialDay((), {})})
    switchboard = switchboard_of(valkey, house.clock)
    switchboard.line = replace(LINE, hours=shorter)
    await Timekeeper(switchboard, structlog.get_logger()).look()

    assert (await house.keys_said())[-1] == "closed-waiting"


async def test_running_chat_is_finished_after_closing(house: House) -> None:
    """A chat that runs at closing time goes on."""
    house.clock.at = OPEN.replace(hour=14, minute=50)
    await house.choose(Choice.HUMAN)
    conversation = await house.conversation()
    await house.switchboard.apply(conversation.id, CounsellorTook("t", KIM))
    await house.wait_until(OPEN.replace(hour=15, minute=30))
    await house.switchboard.apply(conversation.id, CounsellorWrote("w", KIM.id, "hej"))

    assert (await house.conversation()).state is State.TALKING


async def test_counsellor_lost(house: House) -> None:
    """Who vanishes for a minute loses their chats: head of the queue, and the relative is told."""
    await house.choose(Choice.HUMAN)
    await house.choose(Choice.HUMAN, OTHER)
    conversation = await house.conversation(OTHER)
    counsellors = house.switchboard.counsellors
    await counsellors.heard_of(KIM, "session", house.clock.now())
    await house.switchboard.apply(conversation.id, CounsellorTook("t", KIM))

    house.clock.at += LOST_AFTER
    await house.timekeeper.miss_counsellors()
    assert (await house.conversation(OTHER)).state is State.TALKING
    house.clock.at += timedelta(seconds=1)
    await house.timekeeper.miss_counsellors()

    assert (await house.keys_said(OTHER))[-1] == "counsellor-lost"
    head, _ = (await house.switchboard.queue.board()).waiting
    assert head.id == conversation.id


async def test_lost_counsellor_is_noticed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it has listened for long enough, the clock itself notices who has vanished."""
    await house.choose(Choice.HUMAN)
    conversation = await house.conversation()
    await house.switchboard.apply(conversation.id, CounsellorTook("t", KIM))
    monkeypatch.setattr(timekeeper_module, "LOST_AFTER", timedelta())
    await house.timekeeper.look()

    assert (await house.conversation()).state is State.WAITING


async def test_lost_counsellor_is_told_once(house: House, valkey: Valkey) -> None:
    """Where two clocks miss a counsellor at the same moment, the relative is told once."""
    await house.choose(Choice.HUMAN)
    conversation = await house.conversation()
    await house.switchboard.apply(conversation.id, CounsellorTook("t", KIM))
    await asyncio.gather(*(valkey.ping() for _ in range(5)))  # all are connected before they race
    await asyncio.gather(*(house.timekeeper.miss_counsellors() for _ in range(5)))

    assert (await house.keys_said()).count("counsellor-lost") == 1
    assert (await house.switchboard.queue.board()).length == 1


class Heard:
    """A log that is waited for."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.warned = asyncio.Event()

    def info(self, event: str, **fields: Any) -> None:
        """Note an event."""
        self.events.append(" ".join((event, *fields)))

    error = info

    def warning(self, event: str, **fields: Any) -> None:
        """Note an event, and wake who waits."""
        self.info(event, **fields)
        self.warned.set()


async def test_store_away(folder: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the store was away what is due happens, and counsellors have all their time again."""
    running = 0.0
    monkeypatch.setattr(timekeeper_module, "monotonic", lambda: running)
    monkeypatch.setattr(timekeeper_module, "EVERY", 0.01)
    log = Heard()
    async with EmbeddedServer(folder) as server, unlocked(server.url, key_file) as valkey:
        house = House(valkey)
        house.clock.at = OPEN.replace(hour=14, minute=59)
        await house.choose(Choice.HUMAN)
        await house.choose(Choice.HUMAN, OTHER)
        talked_with = await house.conversation(OTHER)
        await house.switchboard.apply(talked_with.id, CounsellorTook("t", KIM))
        timekeeper = Timekeeper(house.switchboard, log)
        running = LOST_AFTER.total_seconds() - 1
        async with in_background(timekeeper.run()):
            os.kill((await valkey.info("server"))["process_id"], signal.SIGKILL)
            await log.warned.wait()
            running += 2
            house.clock.at += MINUTE
            await server.ensure_running()
            await house.is_told("closed-waiting")
        await timekeeper.look()

        assert (await house.conversation(OTHER)).state is State.TALKING
    assert set(log.events) == {"store_away"}


async def test_a_restart_leaves_chats_with_their_counsellor(house: House) -> None:
    """A process that has just started has heard of nobody yet, and takes no chat away for it."""
    await house.choose(Choice.HUMAN)
    conversation = await house.conversation()
    await house.switchboard.apply(conversation.id, CounsellorTook("t", KIM))
    house.clock.at += HOUR
    await house.timekeeper.look()

    assert (await house.conversation()).state is State.TALKING


async def test_unreadable_record_stops_nobody_else(house: House, valkey: Valkey) -> None:
    """One record that cannot be read does not keep the clock from all others."""
    house.clock.at = OPEN.replace(hour=14, minute=59)
    await house.choose(Choice.HUMAN)
    broken = await house.conversation()
    await house.choose(Choice.HUMAN, OTHER)
    await valkey.hset(keys.conversation(broken.id), "record", "{")
    await house.wait_until(OPEN.replace(hour=15))

    assert (await house.keys_said(OTHER))[-1] == "closed-waiting"


async def test_what_ran_out_is_forgotten(house: House, valkey: Valkey) -> None:
    """What points to a record that has run out goes as soon as the clock looks."""
    await house.choose(Choice.HUMAN)
    conversation = await house.conversation()
    await valkey.delete(keys.conversation(conversation.id))
    await house.wait_until(OPEN + HOUR)

    assert (await house.switchboard.queue.board()).length == 0
    assert await house.switchboard.conversations.due(OPEN + DAY) == []


async def test_out_of_hours(house: House) -> None:
    """Who asks for a person at night is told when, may leave it for the morning, and is there."""
    house.clock.at = EVENING
    await house.choose(Choice.HUMAN)
    assert await house.keys_said() == ["closed-offer"]
    await house.choose(Choice.KEEP)

    assert (await house.keys_said())[-1] == "kept"
    assert (await house.conversation()).state is State.WAITING


async def test_handed_back(house: House) -> None:
    """Who was handed back is first, and a counsellor who takes them has all that was written."""
    await house.choose(Choice.HUMAN)
    conversation = await house.conversation()
    await house.switchboard.apply(conversation.id, CounsellorTook("t", KIM))
    await house.switchboard.apply(conversation.id, CounsellorHandedBack("h", KIM.id))
    await house.switchboard.apply(conversation.id, CounsellorTook("t2", ROBIN))

    assert (await house.conversation()).counsellor == ROBIN
