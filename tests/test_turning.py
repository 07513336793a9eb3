"""Promises of another secret key: all goes on, also meanwhile, and the old one opens nothing."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import structlog
from builders import (
    DAY,
    LASTING,
    MINUTE,
    OPEN,
    SetClock,
    everything,
    switchboard_of,
    talking,
    unlocked,
)
from structlog.testing import capture_logs

from bot.reception import Reception
from bot.sealing import SealedError, Sealing, SecretKey
from bot.secret_key import changing_keys, new_key, read_keys
from bot.store import keys
from bot.store.addresses import Address, Addresses
from bot.store.changes import Changes
from bot.store.client import StoreError, Valkey, connect
from bot.store.conversations import Arrival, Conversations, Loaded, Moment, Outcome
from bot.store.counsellors import Counsellors
from bot.store.desk_chats import DeskChats, veiled
from bot.store.desk_outbox import DeskOutbox
from bot.store.outbox import Brought, Entry
from bot.store.queue import Queue
from bot.store.relatives_outbox import RelativesOutbox
from bot.store.turning import renew, rotate
from bot.timekeeper import Timekeeper
from handlers.choices import Choice
from handlers.conversation import Author, Line
from handlers.decisions import Decision
from handlers.events import (
    RelativeCameBack,
    RelativeChose,
    RelativeEvent,
    RelativeExited,
    RelativeTookCode,
    RelativeWrote,
)
from handlers.language import choose

ADDRESS = Address("telegram:77001")
SOON = Moment(OPEN, OPEN + DAY)
SWEDISH = choose("sv")
WAY_BACK = "what is kept of the words"
PLACES = ("web:1", "web:2", "web:3")


def put(path: Path, keys: Iterable[SecretKey]) -> None:
    """Put keys in the place of those that are in a file."""
    with changing_keys(path) as write:
        write(keys)


async def talk(valkey: Valkey) -> str:
    """Let somebody talk with Kim, who answers on a phone; return the id of the conversation."""
    counsellors = Counsellors(valkey)
    token = await counsellors.invite("Kim", ("sv",))
    assert await DeskChats(valkey).bind(token, 5)
    (kim,) = await counsellors.all()
    begun = talking(kim)
    words = Line(Author.RELATIVE, OPEN, text="min son")
    await Conversations(valkey, Changes(valkey)).commit(
        Loaded(begun), "e1", Decision(begun, (words,)), SOON, arrival=Arrival(ADDRESS, "")
    )
    return kim.id


async def brought(valkey: Valkey, counsellor_id: str) -> None:
    """Let something stand on a counsellor's phone."""
    outbox = DeskOutbox(valkey)
    owed = await outbox.look(Entry("c1", counsellor_id))
    await outbox.note(owed, Brought(notes={"chat": owed.where}, messages={"9": 1}), OPEN)


async def all_is_known(valkey: Valkey, counsellor_id: str) -> None:
    """See that the words, the addresses and the phones are all found."""
    assert await Addresses(valkey).conversation_of(ADDRESS) == "c1"
    (line,) = await Conversations(valkey, Changes(valkey)).lines("c1")
    assert line.text == "min son"
    relatives = RelativesOutbox(valkey)
    assert (await relatives.look(Entry("c1"))).to.chat == "77001"
    desks = DeskOutbox(valkey)
    owed = await desks.look(Entry("c1", counsellor_id))
    assert owed.to.chat == desks.chat_at(owed.notes["chat"]) == "5"
    assert owed.notes["chat"] == owed.where  # or all would be told anew
    seat = await DeskChats(valkey).seat(5)
    assert seat
    assert seat.counsellor.id == counsellor_id


async def test_rotation(valkey: Valkey, key_file: Path, store_url: str) -> None:
    """Under a new key all is found as before, whoever looks; the old one is of no use."""
    kim = await talk(valkey)
    await brought(valkey, kim)
    (old,) = read_keys(key_file)
    before = str(veiled(valkey.sealing, "4"))  # a phone that they had once
    await valkey.hset(keys.shown("c0", kim), "chat", before)
    removed = await valkey.get(keys.REMOVED)
    async with unlocked(store_url, key_file) as other:
        await rotate(other, key_file)
        (new,) = read_keys(key_file)

        assert new.id != old.id
        for process in (other, valkey):
            await all_is_known(process, kim)
        there = str(await valkey.hget(keys.shown("c0", kim), "chat"))
        assert DeskOutbox(valkey).chat_at(there) == "4"
        assert old.id not in await everything(valkey)
        assert ADDRESS.hidden(Sealing(lambda: [old], old.id)) not in await everything(valkey)
        assert await valkey.get(keys.REMOVED) != removed  # or the files would keep it


async def test_who_began_anew(valkey: Valkey, key_file: Path) -> None:
    """Of two conversations of one person, it is the later one that is found by their address."""
    await talk(valkey)
    later = talking(id="c2", code="al 11")
    step = Loaded(later), "e2", Decision(later), SOON
    conversations = Conversations(valkey, Changes(valkey))
    await conversations.commit(*step, arrival=Arrival(ADDRESS, replaces="c1"))
    await rotate(valkey, key_file)

    assert await Addresses(valkey).conversation_of(ADDRESS) == "c2"
    relatives = RelativesOutbox(valkey)
    chats = [(await relatives.look(Entry(one))).to.chat for one in ("c1", "c2")]
    assert chats == ["77001", "77001"]


async def test_nothing_to_seal_anew(valkey: Valkey, key_file: Path) -> None:
    """Also an empty store turns to a new key."""
    before = valkey.sealing.current_id
    await rotate(valkey, key_file)

    assert await valkey.get(keys.SECRET_KEY) == read_keys(key_file)[0].id != before


class People:
    """Those who write through a process that has not heard of a new key, and all their words."""

    def __init__(self, valkey: Valkey) -> None:
        self.clock = SetClock(OPEN)
        self.reception = Reception(switchboard_of(valkey, self.clock), Addresses(valkey))
        self.written: dict[str, list[str]] = {}
        self.sent = 0

    def _next(self) -> str:
        self.sent += 1
        self.clock.at += MINUTE  # or it would be a flood
        return f"e{self.sent}"

    async def write(self, place: str) -> None:
        """Let somebody write."""
        event = RelativeWrote(self._next(), f"ord {self.sent}")
        self.written.setdefault(place, []).append(event.text)
        assert await self.reception.receive(Address(place), event, SWEDISH)

    async def go_on(self) -> None:
        """Let all write who have written before."""
        for place in self.written:
            await self.write(place)

    async def begin(self) -> None:
        """Let somebody write for the first time."""
        await self.write("web:2")

    async def move(self) -> None:
        """Let somebody go on from elsewhere, by the words that they were given."""
        back = RelativeCameBack(self._next())
        assert await self.reception.come_back(WAY_BACK, Address("web:3"), back)
        self.written["web:3"] = self.written.pop("web:1")

    async def erase(self) -> None:
        """Let somebody erase what they wrote."""
        await self._end(RelativeChose(self._next(), Choice.ERASE))

    async def leave(self) -> None:
        """Let somebody leave at once."""
        await self._end(RelativeExited(self._next()))

    async def _end(self, event: RelativeEvent) -> None:
        assert await self.reception.receive(Address("web:1"), event, SWEDISH)
        del self.written["web:1"]


Deed = Callable[[], Awaitable[object]]


class Steps:
    """What happens within what a client does: something once, and more whenever it has written."""

    def __init__(self, valkey: Valkey, step: int, deed: Deed, more: Deed) -> None:
        self.happened = False
        self._left = step
        self._deed = deed
        self._more = more
        self._ask = valkey.execute_command
        valkey.execute_command = self._asked  # type: ignore[method-assign]

    async def _asked(self, *command: Any, **options: Any) -> Any:
        answer = await self._ask(*command, **options)
        self._left -= 1
        if self._left == 0:
            await self._deed()
            self.happened = True
        elif command[0] == "EVALSHA" and self.happened:
            await self._more()
        return answer


async def nothing() -> None:
    """Do nothing more."""


@asynccontextmanager
async def two(url: str, key_file: Path) -> AsyncIterator[tuple[People, Valkey, Valkey]]:
    """Give two processes at a store in which one person has a way to come back."""
    async with connect(url) as valkey:
        await valkey.flushall()
    async with unlocked(url, key_file) as theirs, unlocked(url, key_file) as other:
        people = People(theirs)
        await people.write("web:1")
        assert await people.reception.take_code(
            Address("web:1"), RelativeTookCode("took", WAY_BACK)
        )
        yield people, theirs, other


async def all_is_there(people: People, valkey: Valkey) -> None:
    """See that each has one conversation with all their words, and nobody else has any."""
    found = {place: await Addresses(valkey).conversation_of(Address(place)) for place in PLACES}
    assert {place for place in PLACES if found[place]} == set(people.written)
    for place, words in people.written.items():
        lines = await Conversations(valkey, Changes(valkey)).lines(found[place])
        assert [line.text for line in lines if line.author is Author.RELATIVE] == words
    assert await valkey.hlen(keys.ADDRESSES) == len(people.written)


@pytest.mark.parametrize("deed", [People.begin, People.move, People.erase])
async def test_people_write_meanwhile(
    key_file: Path, store_url: str, deed: Callable[[People], Awaitable[None]]
) -> None:
    """At each step of the change nobody's message is lost, nobody begins anew, and all can start.

    What the old key sealed meanwhile, it opens no more.
    """

    async def happens(people: People) -> None:
        await deed(people)
        async with unlocked(store_url, key_file) as new:
            await all_is_there(people, new)

    for step in itertools.count(1):
        async with two(store_url, key_file) as (people, theirs, other):
            before = theirs.sealing.current_id
            steps = Steps(other, step, partial(happens, people), people.go_on)
            await rotate(other, key_file)
            if not steps.happened:
                break
            await people.go_on()
            await all_is_there(people, other)
            assert before not in await everything(other)
    assert step > 1


@pytest.mark.parametrize("deed", [People.go_on, People.begin, People.move, People.leave])
async def test_turned_meanwhile(
    key_file: Path, store_url: str, deed: Callable[[People], Awaitable[None]]
) -> None:
    """Nor is anything lost where the key is changed at any step of what somebody does."""
    for step in itertools.count(1):
        async with two(store_url, key_file) as (people, theirs, other):
            steps = Steps(theirs, step, partial(rotate, other, key_file), nothing)
            await deed(people)
            if not steps.happened:
                break
            await people.go_on()
            await all_is_there(people, other)
    assert step > 1


async def test_many_conversations(valkey: Valkey, key_file: Path) -> None:
    """All is looked at in a moment, however many talk: whoever begins meanwhile begins it anew."""
    conversations = Conversations(valkey, Changes(valkey))
    for number in range(300):
        begun = talking(id=f"c{number}", code=f"al {number}")
        arrival = Arrival(Address(f"web:{number}"), "")
        step = Loaded(begun), f"e{number}", Decision(begun), SOON
        await conversations.commit(*step, arrival=arrival)
    before = (await valkey.info("stats"))["total_reads_processed"]
    await rotate(valkey, key_file)
    asked = (await valkey.info("stats"))["total_reads_processed"] - before

    assert asked < 100  # times; each takes the way to the store and back


async def test_who_runs_with_the_old_key(valkey: Valkey, key_file: Path, store_url: str) -> None:
    """Whoever has not heard of the new key begins nothing under the old one, and hears of it."""
    async with unlocked(store_url, key_file) as other:
        await rotate(other, key_file)
    begun = talking()
    conversations = Conversations(valkey, Changes(valkey))
    step = Loaded(begun), "e1", Decision(begun), SOON
    arrival = Arrival(ADDRESS, "")

    assert await conversations.commit(*step, arrival=arrival) is Outcome.STALE
    assert await conversations.commit(*step, arrival=arrival) is Outcome.DONE
    assert await Addresses(valkey).conversation_of(ADDRESS) == "c1"


async def test_a_phone_meanwhile(valkey: Valkey, key_file: Path, store_url: str) -> None:
    """A counsellor's link opens also where nobody has heard of the new key yet."""
    token = await Counsellors(valkey).invite("Kim", ("sv",))
    async with unlocked(store_url, key_file) as other:
        await rotate(other, key_file)

    assert await DeskChats(valkey).bind(token, 5)
    assert await DeskChats(valkey).seat(5)
    assert await DeskChats(valkey).seat(6) is None


async def test_a_counsellor_writes_meanwhile(
    valkey: Valkey, key_file: Path, store_url: str
) -> None:
    """A counsellor is known also where nobody has heard of the new key yet."""
    await talk(valkey)
    async with unlocked(store_url, key_file) as other:
        await rotate(other, key_file)

    assert await DeskChats(valkey).seat(5)


async def test_another_machine(
    valkey: Valkey, key_file: Path, store_url: str, tmp_path: Path
) -> None:
    """Where the new key has not come yet, people are not told that they are unknown."""
    elsewhere = tmp_path / "elsewhere"
    put(elsewhere, read_keys(key_file))
    async with unlocked(store_url, elsewhere) as other:
        await talk(valkey)
        await rotate(valkey, key_file)

        with pytest.raises(StoreError):
            await Addresses(other).conversation_of(ADDRESS)
        put(elsewhere, read_keys(key_file))
        assert await Addresses(other).conversation_of(ADDRESS) == "c1"


async def test_nothing_is_decided_without_the_key(
    valkey: Valkey, key_file: Path, store_url: str, tmp_path: Path
) -> None:
    """Where the new key has not come yet, nothing is put off or given up: the store is away."""
    elsewhere = tmp_path / "elsewhere"
    put(elsewhere, read_keys(key_file))
    async with unlocked(store_url, elsewhere) as other:
        kim = await talk(valkey)
        await brought(valkey, kim)
        await rotate(valkey, key_file)
        due = await valkey.zrange(keys.DUE, 0, -1, withscores=True)
        timekeeper = Timekeeper(switchboard_of(other, SetClock(OPEN)), structlog.get_logger())
        with capture_logs() as logged, pytest.raises(StoreError):
            await timekeeper.look()
        assert logged == []
        assert await valkey.zrange(keys.DUE, 0, -1, withscores=True) == due
        for looking in (
            Queue(other).board(),
            RelativesOutbox(other).look(Entry("c1")),
            DeskOutbox(other).look(Entry("c1", kim)),
            DeskOutbox(other).look(Entry("forgotten", kim)),
        ):
            with pytest.raises(StoreError):
                await looking

        put(elsewhere, read_keys(key_file))
        await timekeeper.look()
        assert await valkey.zrange(keys.DUE, 0, -1, withscores=True) == due
        await all_is_known(other, kim)
        assert (await DeskOutbox(other).look(Entry("forgotten", kim))).to.chat == "5"


@pytest.mark.parametrize("turned", [False, True], ids=["before the turn", "after it"])
async def test_killed_in_between(valkey: Valkey, key_file: Path, *, turned: bool) -> None:
    """Who was killed with both keys in the file has harmed nothing; the next time it is done."""
    kim = await talk(valkey)
    await brought(valkey, kim)
    before = read_keys(key_file)
    if turned:
        await rotate(valkey, key_file)
        put(key_file, (*read_keys(key_file), *before))
    else:
        put(key_file, (new_key(), *before))

    await all_is_known(valkey, kim)
    await rotate(valkey, key_file)
    await all_is_known(valkey, kim)
    assert len(read_keys(key_file)) == 1


async def test_what_cannot_be_opened(valkey: Valkey, key_file: Path) -> None:
    """What nobody can open is left as it is, and holds up nothing."""
    kim = await talk(valkey)
    await brought(valkey, kim)
    await valkey.hset(keys.conversation("c1"), "key", "nonsense")
    await valkey.hset(keys.shown("c9", kim), "chat", "desk:x nonsense")
    await valkey.hset(keys.DESK_CHATS, "nobody", "desk:y nonsense")
    await rotate(valkey, key_file)

    assert await valkey.hget(keys.conversation("c1"), "key") == "nonsense"
    assert await DeskChats(valkey).seat(5)
    conversations = Conversations(valkey, Changes(valkey))
    with pytest.raises(SealedError):
        await conversations.load("c1")
    await valkey.hdel(keys.conversation("c1"), "key")
    with pytest.raises(SealedError):
        await conversations.load("c1")


async def test_renewal(valkey: Valkey, key_file: Path) -> None:
    """When the key is lost, all that it sealed goes; counsellors and their desks stay."""
    kim = await talk(valkey)
    await brought(valkey, kim)
    session = await Counsellors(valkey).sign_in(kim)
    key_file.unlink()
    await renew(valkey, key_file)
    left = {keys.COUNSELLORS, *LASTING}

    assert {str(key) for key in await valkey.keys("*")} - left == {
        str(key) for key in await valkey.keys("{line}:desk-session*")
    }
    (new,) = read_keys(key_file)
    assert await valkey.get(keys.SECRET_KEY) == new.id
    assert await Counsellors(valkey).signed_in(session)
