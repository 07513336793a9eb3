"""Promises of a return code in the store: it leads back from anywhere, for as long as it may."""

from pathlib import Path

import pytest
import structlog
from builders import (
    KIM,
    LASTING,
    LINE,
    MINUTE,
    OPEN,
    SetClock,
    switchboard_of,
    unlocked,
)

from bot import reception as reception_module
from bot.reception import Reception
from bot.store import keys
from bot.store.addresses import Address, Addresses
from bot.store.client import Valkey
from bot.store.conversations import Source
from bot.store.outbox import Brought, Entry
from bot.store.relatives_outbox import RelativesOutbox
from bot.store.turning import rotate
from bot.switchboard import BusyError
from bot.timekeeper import Timekeeper
from handlers.choices import Choice
from handlers.conversation import Conversation, State
from handlers.events import (
    CounsellorTook,
    CounsellorWrote,
    RelativeCameBack,
    RelativeChose,
    RelativeExited,
    RelativeTookCode,
    RelativeWrote,
)
from handlers.language import choose

SWEDISH = choose("sv")
WEB, TAB = Address("web:a"), Address("web:b")
PHONE, OTHER = Address("telegram:77001"), Address("telegram:77002")
CODE = "what is kept of the words"


class Line:
    """A line whose relatives move."""

    def __init__(self, valkey: Valkey) -> None:
        self.valkey = valkey
        self.clock = SetClock(OPEN)
        self.switchboard = switchboard_of(valkey, self.clock)
        self.reception = Reception(self.switchboard, Addresses(valkey))
        self.relatives = RelativesOutbox(valkey)
        self.sent = 0

    async def write(self, address: Address, text: str = "jag vill prata med en människa") -> None:
        """Let somebody write."""
        self.sent += 1
        source = Source(str(self.sent)) if address.chat else None
        event = RelativeWrote(f"w{self.sent}", text)
        await self.reception.receive(address, event, SWEDISH, source)

    async def of(self, address: Address) -> Conversation:
        """Return the conversation that there must be."""
        found = await self.reception.conversation_of(address)
        assert found
        return found

    async def begin(self, address: Address) -> Conversation:
        """Let somebody wait for a person, with a code to come back by."""
        await self.write(address)
        assert await self.reception.take_code(address, RelativeTookCode("t", CODE))
        return await self.of(address)

    async def comes_back(self, address: Address, code: str = CODE) -> bool:
        """Let somebody come back by a code."""
        self.sent += 1
        event = RelativeCameBack(f"b{self.sent}")
        return await self.reception.come_back(code, address, event)

    async def texts(self, conversation_id: str) -> list[str]:
        """Return what stands in a conversation: words, or keys of texts."""
        lines = await self.switchboard.conversations.lines(conversation_id)
        return [line.text or line.key for line in lines]


@pytest.fixture
def line(valkey: Valkey) -> Line:
    """Give such a line."""
    return Line(valkey)


@pytest.mark.parametrize("there", [WEB, PHONE], ids=["web", "phone"])
@pytest.mark.parametrize("here", [TAB, OTHER], ids=["tab", "other phone"])
async def test_from_anywhere_to_anywhere(line: Line, there: Address, here: Address) -> None:
    """The same conversation goes on at the new place, and at the old one it is over."""
    before = await line.begin(there)
    assert await line.comes_back(here)

    assert (await line.of(here)).id == before.id
    assert await line.reception.conversation_of(there) is None
    assert (await line.relatives.look(Entry(before.id))).to.chat == here.chat
    await line.write(here, "jag är här nu")
    assert {"came-back", "jag är här nu"} <= set(await line.texts(before.id))
    await line.write(there, "hej")
    assert (await line.of(there)).id != before.id


async def test_a_counsellor_is_told(line: Line) -> None:
    """Whoever talks with somebody who leaves and comes back hears of both, and talks on."""
    before = await line.begin(WEB)
    await line.switchboard.apply(before.id, CounsellorTook("k", KIM))
    await line.reception.receive(WEB, RelativeExited("x"), SWEDISH)
    assert await line.reception.conversation_of(WEB) is None
    assert await line.comes_back(PHONE)

    texts = await line.texts(before.id)
    assert texts.index("relative-left-for-now") < texts.index("relative-came-back")
    assert (await line.of(PHONE)).state is State.TALKING


async def test_a_phone_that_is_left(line: Line) -> None:
    """What stands on a phone that is left is owed to be taken from there, and nothing is said."""
    before = await line.begin(PHONE)
    owed = await line.relatives.look(Entry(before.id))
    await line.relatives.note(owed, Brought(lines=2, messages={"900": 2}), OPEN)
    assert await line.comes_back(WEB)
    entries = [one for one in await line.relatives.entries() if one.conversation_id != before.id]

    (stays,) = [await line.relatives.look(one) for one in entries]
    assert stays.to.chat == "77001"
    assert stays.conversation
    assert stays.conversation.erased
    assert stays.notes["erased"]
    assert set(await line.relatives.messages(stays.entry)) == {"1", "900"}
    assert await line.relatives.messages(Entry(before.id)) == {}
    await line.relatives.let_go(stays.entry)
    line.clock.at += LINE.retention.ended
    await Timekeeper(line.switchboard, structlog.get_logger()).look()
    assert await line.switchboard.conversations.load(stays.entry.conversation_id) is None


async def test_what_a_new_phone_is_told(line: Line) -> None:
    """What they have seen is not told again, and what came after they had left is not lost."""
    before = await line.begin(WEB)
    await line.switchboard.apply(before.id, CounsellorTook("k", KIM))
    await line.switchboard.apply(before.id, CounsellorWrote("k1", KIM.id, "jag läser"))
    await line.write(WEB, "mitt sista ord")
    await line.reception.receive(WEB, RelativeExited("x"), SWEDISH)
    await line.switchboard.apply(before.id, CounsellorWrote("k2", KIM.id, "är du kvar?"))
    assert await line.comes_back(PHONE)

    owed = await line.relatives.look(Entry(before.id))
    told = [one.text or one.key for one in owed.lines if one.is_for_relative]
    assert told == ["är du kvar?", "came-back", "status-talking"]


async def test_brought_to_the_old_phone_meanwhile(line: Line) -> None:
    """What was just being brought to the old phone is not noted as standing on the new one."""
    before = await line.begin(PHONE)
    owed = await line.relatives.look(Entry(before.id))
    assert await line.comes_back(OTHER)
    await line.relatives.note(owed, Brought(lines=9, messages={"900": 2}, done=True), OPEN)

    assert await line.relatives.messages(Entry(before.id)) == {}
    assert (await line.relatives.look(Entry(before.id))).notes["lines"] != "9"
    # It goes from the old one with all the rest.
    (stays,) = [one for one in await line.relatives.entries() if one.conversation_id != before.id]
    assert "900" in await line.relatives.messages(stays)


async def test_again_and_again(line: Line) -> None:
    """The words work as long as it is kept; from where somebody is already they do nothing."""
    before = await line.begin(WEB)
    for address in (TAB, PHONE, WEB, WEB):
        assert await line.comes_back(address)
        assert (await line.of(address)).id == before.id
    assert (await line.texts(before.id)).count("came-back") == 3


async def test_new_words(line: Line) -> None:
    """Who is given new words comes back by these alone."""
    await line.begin(WEB)
    assert await line.reception.take_code(WEB, RelativeTookCode("t2", "other words"))

    assert not await line.comes_back(PHONE)
    assert await line.comes_back(PHONE, "other words")


async def test_what_they_had_there(line: Line) -> None:
    """What they waited for at the new place has ended, and is erased with the rest."""
    before = await line.begin(WEB)
    await line.write(PHONE)
    other = await line.of(PHONE)
    assert await line.comes_back(PHONE)

    assert (await line.of(PHONE)).id == before.id
    loaded = await line.switchboard.conversations.load(other.id)
    assert loaded
    assert loaded.conversation.state is State.ENDED
    await line.reception.receive(PHONE, RelativeChose("r", Choice.ERASE), SWEDISH)
    for conversation_id in (before.id, other.id):
        assert await line.texts(conversation_id) == []


async def test_over_while_they_talk(line: Line) -> None:
    """Words of what has ended change nothing where they are typed: that talk goes on."""
    await line.begin(WEB)
    await line.reception.receive(WEB, RelativeChose("e", Choice.END), SWEDISH)
    await line.write(PHONE)
    other = await line.of(PHONE)
    await line.switchboard.apply(other.id, CounsellorTook("k", KIM))
    assert not await line.comes_back(PHONE)

    assert (await line.of(PHONE)).state is State.TALKING


async def test_all_that_was_on_the_way_is_erased(line: Line) -> None:
    """Who goes on here and there and erases then has erased what they wrote at each place."""
    await line.begin(WEB)
    stories = []
    for address in (TAB, PHONE, OTHER):
        await line.write(address, "min son har förändrats helt")
        stories.append((await line.of(address)).id)
        assert await line.comes_back(address)
    await line.reception.receive(OTHER, RelativeChose("r", Choice.ERASE), SWEDISH)

    for conversation_id in stories:
        assert await line.texts(conversation_id) == []
    assert await line.valkey.keys(keys.lines("*")) == []


async def test_who_had_only_said_hello(line: Line) -> None:
    """Who has said hello before they write their words goes on all the same."""
    before = await line.begin(WEB)
    await line.write(PHONE, "hej")
    assert await line.comes_back(PHONE)

    assert (await line.of(PHONE)).id == before.id
    assert await line.valkey.keys(keys.lines("*")) == [keys.lines(before.id)]


@pytest.mark.parametrize("end", [Choice.END, Choice.ERASE])
async def test_over(line: Line, end: Choice) -> None:
    """What has ended or was erased cannot be come back to, and nothing is left of the words."""
    await line.begin(WEB)
    await line.reception.receive(WEB, RelativeChose("e", end), SWEDISH)
    assert not await line.comes_back(PHONE)
    assert await line.reception.conversation_of(PHONE) is None
    line.clock.at += LINE.retention.ended + MINUTE
    await Timekeeper(line.switchboard, structlog.get_logger()).look()

    left = set(await line.valkey.keys("*")) - set(await line.valkey.keys(keys.event("*")))
    assert left == LASTING


async def test_no_words_for_nothing(line: Line) -> None:
    """Who has written nothing has nothing to come back to."""
    assert not await line.reception.take_code(WEB, RelativeTookCode("t", CODE))
    assert not await line.comes_back(WEB)
    assert await line.valkey.keys("*") == [keys.SECRET_KEY]


async def test_words_of_something_forgotten(line: Line) -> None:
    """Where a record has run out its words lead nowhere."""
    before = await line.begin(WEB)
    await line.valkey.delete(keys.conversation(before.id))

    assert not await line.comes_back(PHONE)


async def test_exit_without_a_code(line: Line) -> None:
    """Who leaves at once without words has ended it."""
    await line.write(WEB)
    before = await line.of(WEB)
    await line.reception.receive(WEB, RelativeExited("x"), SWEDISH)

    loaded = await line.switchboard.conversations.load(before.id)
    assert loaded
    assert loaded.conversation.state is State.ENDED


async def test_while_the_secret_key_turns(line: Line, key_file: Path, store_url: str) -> None:
    """Somebody comes back also where the line has just turned to another secret key."""
    before = await line.begin(WEB)
    async with unlocked(store_url, key_file) as other:
        await rotate(other, key_file)
    assert await line.comes_back(PHONE)

    assert (await line.of(PHONE)).id == before.id


async def test_somebody_is_always_faster(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is never let through is told to try again, and nothing was changed."""
    before = await line.begin(WEB)

    monkeypatch.setattr(reception_module, "ROUNDS", 0)
    with pytest.raises(BusyError):
        await line.comes_back(PHONE)
    assert await line.of(WEB) == before
    assert await line.reception.conversation_of(PHONE) is None
