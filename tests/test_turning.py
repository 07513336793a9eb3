"""Promises of another secret key: all goes on, also meanwhile, and the old one opens nothing."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import pytest
from builders import (
    DAY,
    LASTING,
    OPEN,
    SetClock,
    everything,
    switchboard_of,
    talking,
    unlocked,
)

from bot.reception import Reception
from bot.sealing import Sealing, SecretKey
from bot.secret_key import changing_keys, new_key, read_keys
from bot.store import keys
from bot.store.addresses import Address, Addresses
from bot.store.changes import Changes
from bot.store.client import StoreError, Valkey
from bot.store.conversations import Arrival, Conversations, Loaded, Moment, Outcome
from bot.store.counsellors import Counsellors
from bot.store.desk_chats import DeskChats, veiled
from bot.store.desk_outbox import DeskOutbox
from bot.store.outbox import Brought, Entry
from bot.store.relatives_outbox import RelativesOutbox
from bot.store.turning import renew, rotate
from handlers.conversation import Author, Line
from handlers.decisions import Decision
from handlers.events import RelativeWrote
from handlers.language import choose

ADDRESS = Address("telegram:77001")
SOON = Moment(OPEN, OPEN + DAY)
SWEDISH = choose("sv")


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


async def test_people_write_meanwhile(valkey: Valkey, key_file: Path, store_url: str) -> None:
    """While the key is changed nobody's message is lost, and nobody begins anew by it."""
    async with unlocked(store_url, key_file) as other:
        board = switchboard_of(valkey, SetClock(OPEN))
        reception = Reception(board, Addresses(valkey))

        async def write(number: int) -> None:
            for part in range(4):
                event = RelativeWrote(f"e-{number}-{part}", f"ord {part}")
                await reception.receive(Address(f"web:{number}"), event, SWEDISH)

        await asyncio.gather(*(write(number) for number in range(40)), rotate(other, key_file))

        for number in range(40):
            found = await Addresses(other).conversation_of(Address(f"web:{number}"))
            lines = await Conversations(other, Changes(other)).lines(found)
            texts = [line.text for line in lines if line.author is Author.RELATIVE]
            assert texts == [f"ord {part}" for part in range(4)]
        assert await valkey.hlen(keys.ADDRESSES) == 40


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
