"""Promises of the stored conversations, on a real server."""

import asyncio
from datetime import timedelta

import pytest
from builders import (
    DAY,
    KIM,
    LASTING,
    OPEN,
    conversation,
    situation,
    talking,
    unsealed,
    waiting,
)

from bot.store import conversations as stored
from bot.store import keys, seals
from bot.store.addresses import Address
from bot.store.changes import Changes
from bot.store.client import StoreError, Valkey
from bot.store.conversations import Arrival, Conversations, Loaded, Moment, Outcome, Source
from bot.store.outbox import Brought, Entry
from bot.store.relatives_outbox import RelativesOutbox
from handlers import from_relative
from handlers.conversation import Author, Conversation, Counsellor, Held, Line, State
from handlers.decisions import Decision
from handlers.events import RelativeWrote
from handlers.language import Leaning

ADDRESS = Address("web:somewhere")
ELSEWHERE = Address("web:elsewhere")
PHONE = Address("telegram:77001")
LATER = OPEN + DAY
SOON = Moment(OPEN, LATER)
NEVER = Moment(OPEN, None)


async def begin(
    valkey: Valkey, begun: Conversation | None = None, address: Address = ADDRESS
) -> Conversations:
    """Store a conversation as it begins."""
    conversations = Conversations(valkey, Changes(valkey))
    begun = begun or conversation()
    line = Line(Author.RELATIVE, OPEN, text="hej")
    outcome = await conversations.commit(
        Loaded(begun), "e1", Decision(begun, (line,)), SOON, arrival=Arrival(address, "")
    )
    assert outcome is Outcome.DONE
    return conversations


async def begin_with_all(valkey: Valkey, begun: Conversation, address: Address) -> Conversations:
    """Store a conversation of which there is all that there can be: after it, version 2."""
    conversations = await begin(valkey, begun, address)
    told = Line(Author.BOT, OPEN, key="queued")
    decision = Decision(begun, (Line(Author.RELATIVE, OPEN, text="hej"), told), way_back="hidden")
    source = Source("7") if address.chat else None
    await conversations.commit(Loaded(begun, 1), "e0", decision, SOON, source=source)
    if address.chat:
        relatives = RelativesOutbox(valkey)
        brought = Brought(lines=3, messages={"8": 3}, notes={"greeted": "1"})
        await relatives.note(await relatives.look(Entry("c1")), brought, OPEN)
    return conversations


async def test_commit_keeps_all(valkey: Valkey) -> None:
    """What was committed is read again as it was."""
    begun = waiting(leaning=Leaning(2.5), said=frozenset(["queued"]), counsellor=KIM)
    conversations = await begin(valkey, begun)
    line = Line(Author.BOT, OPEN, key="x", values={"ahead": 2, "why": {"sv": "a", "en": "b"}})
    await conversations.commit(Loaded(begun, 1), "e2", Decision(begun, (line,)), SOON)

    assert await conversations.load("c1") == Loaded(begun, 2)
    assert await conversations.lines("c1", after=1) == [line]


async def test_only_so_many_talks_are_remembered(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of very many talks, that of which nothing was heard for longest is read anew."""
    monkeypatch.setattr(stored, "_TALKS", 1)
    conversations = Conversations(valkey, Changes(valkey))
    for name in ("c1", "c2"):
        talk = talking(id=name, code=name)
        arrives = Arrival(Address(f"web:{name}"), "")
        decision = Decision(talk, (Line(Author.RELATIVE, OPEN, text="hej"),))
        await conversations.commit(Loaded(talk), name, decision, SOON, arrival=arrives)

    assert conversations.recall("c1") is None
    assert conversations.recall("c2") == Loaded(talking(id="c2", code="c2"), 1)


async def test_a_talk_with_words_in_it_is_not_remembered(valkey: Valkey) -> None:
    """A process keeps in mind no word of anybody, also not what is held."""
    held = talking(held=Held("hej", LATER))
    conversations = await begin(valkey, held)
    assert conversations.recall("c1") is None
    await conversations.commit(Loaded(held, 1), "e2", Decision(talking()), SOON)

    assert conversations.recall("c1") == Loaded(talking(), 2)


async def test_repeat_changes_nothing(valkey: Valkey) -> None:
    """An event that is sent again is seen, and writes nothing."""
    conversations = await begin(valkey)
    again = await conversations.commit(
        Loaded(conversation(), 1), "e1", Decision(conversation(), (Line(Author.BOT, OPEN),)), SOON
    )

    assert again is Outcome.SEEN
    assert await conversations.seen("e1")
    assert not await conversations.seen("e2")
    assert len(await conversations.lines("c1")) == 1


async def test_stale_changes_nothing(valkey: Valkey) -> None:
    """A decision from what is no longer so is refused whole."""
    conversations = await begin(valkey)
    outcome = await conversations.commit(
        Loaded(conversation(), 7), "e2", Decision(waiting(), (Line(Author.BOT, OPEN),)), SOON
    )

    assert outcome is Outcome.STALE
    assert await valkey.zcard(keys.QUEUE) == 0
    assert len(await conversations.lines("c1")) == 1


async def test_two_tabs_begin_one(valkey: Valkey) -> None:
    """Of two tabs that begin at once, one begins and the other is to look again."""
    conversations = await begin(valkey)
    second = conversation(id="c2", code="al 11")
    outcome = await conversations.commit(
        Loaded(second), "e9", Decision(second), SOON, arrival=Arrival(ADDRESS, "")
    )

    assert outcome is Outcome.STALE
    assert await conversations.load("c2") is None


async def test_code_in_use_is_not_given_twice(valkey: Valkey) -> None:
    """Two living conversations never share the code that people call them by."""
    conversations = await begin(valkey)
    second = conversation(id="c2")
    outcome = await conversations.commit(
        Loaded(second), "e9", Decision(second), SOON, arrival=Arrival(ELSEWHERE, "")
    )

    assert outcome is Outcome.STALE


@pytest.mark.parametrize("before", [waiting(), talking()], ids=lambda one: one.state.value)
@pytest.mark.parametrize("address", [ADDRESS, PHONE], ids=["web", "phone"])
async def test_forgetting_leaves_nothing(
    valkey: Valkey, address: Address, before: Conversation
) -> None:
    """A conversation that is forgotten leaves no key and no field behind."""
    conversations = await begin_with_all(valkey, before, address)
    await conversations.commit(Loaded(before, 2), "e2", Decision(None, wipe=True), NEVER)

    assert set(await valkey.keys("*")) == {*await valkey.keys(keys.event("*")), *LASTING}


async def test_forgetting_what_ran_out(valkey: Valkey) -> None:
    """Also when its record has run out, what points to a conversation can be removed."""
    conversations = await begin(valkey, waiting())
    await valkey.delete(keys.conversation("c1"))
    await conversations.forget("c1")
    await conversations.forget("nobody")

    assert set(await valkey.keys("*")) == {*await valkey.keys(keys.event("*")), *LASTING}


async def test_forgetting_a_way_back_that_ran_out(valkey: Valkey) -> None:
    """Also the words by which somebody could come back go with a record that has run out."""
    conversations = await begin(valkey)
    taken = Decision(conversation(can_return=True), way_back="hidden")
    await conversations.commit(Loaded(conversation(), 1), "e2", taken, SOON)
    await valkey.delete(keys.conversation("c1"))
    await conversations.forget("c1")

    assert set(await valkey.keys("*")) == {*await valkey.keys(keys.event("*")), *LASTING}


async def test_what_was_held_is_counted_as_removed(valkey: Valkey) -> None:
    """Words that were held and are masked now are not left in the store's files."""
    held = talking(held=Held("070-174 06 05", OPEN))
    conversations = await begin(valkey, held)
    before = await valkey.get(keys.REMOVED)
    await conversations.commit(Loaded(held, 1), "e2", Decision(talking()), SOON)

    assert (before, await valkey.get(keys.REMOVED)) == (None, "1")


@pytest.mark.parametrize("address", [ADDRESS, PHONE], ids=["web", "phone"])
async def test_erasing_wipes_lines_and_address_at_once(valkey: Valkey, address: Address) -> None:
    """Erased words and the ways to the relative are gone while the record says that it ended.

    Only where a phone is stays, sealed, until all is taken from there.
    """
    before = talking(held=Held("hemligt", LATER), unanswered="hemligt", can_return=True)
    conversations = await begin_with_all(valkey, before, address)
    assert "hemligt" in await unsealed(valkey)
    decision = from_relative.decide(before, RelativeWrote("e2", "radera"), situation())
    await conversations.commit(Loaded(before, 2), "e2", decision, SOON)

    loaded = await conversations.load("c1")
    assert loaded
    assert loaded.conversation.erased
    assert "hemligt" not in await unsealed(valkey)
    assert await conversations.lines("c1") == []
    assert await valkey.exists(keys.ADDRESSES, keys.RETURN_CODES) == 0
    assert await valkey.hlen(keys.REACHED_BY) == bool(address.chat)


async def test_parting_leaves_only_the_words(valkey: Valkey) -> None:
    """Who parts leaves no way behind, in the same step, and what they wrote until its time."""
    conversations = await begin(valkey, talking())
    await conversations.commit(
        Loaded(talking(), 1), "e2", Decision(talking(state=State.ENDED), part=True), SOON
    )

    assert await valkey.exists(keys.ADDRESSES, keys.REACHED_BY) == 0
    assert len(await conversations.lines("c1")) == 1
    await conversations.commit(Loaded(talking(), 2), "e3", Decision(None, wipe=True), NEVER)
    assert set(await valkey.keys("*")) == {*await valkey.keys(keys.event("*")), *LASTING}


async def test_parting_from_the_old_leaves_the_new(valkey: Valkey) -> None:
    """When somebody has begun anew, parting from the old conversation does not cut the new one."""
    conversations = await begin(valkey)
    new = conversation(id="c2", code="al 11")
    await conversations.commit(
        Loaded(new), "e9", Decision(new), SOON, arrival=Arrival(ADDRESS, replaces="c1")
    )
    await conversations.commit(
        Loaded(conversation(), 1), "e2", Decision(conversation(), part=True), SOON
    )

    assert await valkey.hgetall(keys.ADDRESSES) == {ADDRESS.hidden(valkey.sealing): "c2"}
    assert await valkey.hkeys(keys.REACHED_BY) == ["c2"]


async def test_wiping_the_old_leaves_the_new(valkey: Valkey) -> None:
    """When somebody has begun anew, forgetting the old conversation does not cut the new one."""
    conversations = await begin(valkey)
    new = conversation(id="c2", code="al 11")
    await conversations.commit(
        Loaded(new), "e9", Decision(new), SOON, arrival=Arrival(ADDRESS, replaces="c1")
    )
    await conversations.commit(Loaded(conversation(), 1), "e2", Decision(None, wipe=True), NEVER)

    assert await valkey.hgetall(keys.ADDRESSES) == {ADDRESS.hidden(valkey.sealing): "c2"}


async def test_due_in_time(valkey: Valkey) -> None:
    """The clock finds a conversation when its time has come, and not before."""
    conversations = await begin(valkey)

    assert await conversations.due(LATER - timedelta(milliseconds=1)) == []
    assert await conversations.due(LATER) == ["c1"]


async def test_who_talks(valkey: Valkey) -> None:
    """Who talks with whom is known until they no longer do."""
    conversations = await begin(valkey, talking())
    assert await conversations.talking() == {"c1": KIM.id}
    await conversations.commit(Loaded(talking(), 1), "e2", Decision(waiting()), SOON)

    assert await conversations.talking() == {}


async def test_measured_waits_are_the_newest(valkey: Valkey) -> None:
    """Of the measured waits only as many are kept as still speak of today."""
    conversations = await begin(valkey)
    for wait in range(keys.MEASURED_WAITS + 5):
        loaded = Loaded(conversation(), wait + 1)
        await conversations.commit(
            loaded, f"w{wait}", Decision(conversation(), measured=wait), SOON
        )

    kept = await valkey.lrange(keys.MEASURED, 0, -1)
    assert kept == [str(wait) for wait in range(keys.MEASURED_WAITS + 4, 4, -1)]


async def test_one_of_a_hundred_takes_wins(valkey: Valkey) -> None:
    """Of a hundred takes from the same reading, committed at once, exactly one is done."""
    conversations = await begin(valkey, waiting())
    loaded = await conversations.load("c1")
    assert loaded

    async def take(number: int) -> Outcome:
        decision = Decision(talking(Counsellor(str(number), f"Nr {number}")))
        return await conversations.commit(loaded, f"t{number}", decision, SOON)

    outcomes = await asyncio.gather(*map(take, range(100)))
    assert sorted(outcomes) == [Outcome.DONE] + [Outcome.STALE] * 99


async def test_all_keys_run_out(valkey: Valkey) -> None:
    """Should the clock never run again, what people wrote runs out all the same."""
    await begin_with_all(valkey, waiting(held=Held("hej", LATER)), PHONE)
    names = [keys.conversation("c1"), keys.lines("c1"), keys.shown("c1"), keys.messages("c1")]

    for key in (*names, keys.event("e1"), keys.event("e0")):
        assert 0 < await valkey.ttl(key) <= timedelta(days=15).total_seconds()
    # What is left names it, and holds no word.
    assert {str(key) for key in await valkey.keys("*c1*")} == set(names)


async def test_all_keys_share_the_tag(valkey: Valkey) -> None:
    """All keys are of one slot, so that one script may touch them in a cluster."""
    await begin(valkey, waiting())
    await valkey.zadd(keys.PRESENT, {"x": 1})

    assert all(str(key).startswith("{line}:") for key in await valkey.keys("*"))


async def test_full_store_refuses(valkey: Valkey) -> None:
    """A store without memory refuses loudly, and what was there is still there."""
    conversations = await begin(valkey)
    await valkey.config_set("maxmemory", "1mb")
    try:
        with pytest.raises(StoreError):
            await conversations.commit(Loaded(conversation(), 1), "e2", Decision(waiting()), SOON)
    finally:
        await valkey.config_set("maxmemory", "0")

    assert await conversations.load("c1") == Loaded(conversation(), 1)


async def test_committing_to_what_is_forgotten(valkey: Valkey) -> None:
    """Whoever still decides about a conversation that is forgotten meanwhile changes nothing."""
    conversations = Conversations(valkey, Changes(valkey))
    line = Line(Author.RELATIVE, OPEN, text="hej")
    decision = Decision(conversation(), (line,))

    assert await conversations.commit(Loaded(conversation(), 3), "e", decision, SOON) is (
        Outcome.STALE
    )
    assert await valkey.keys("*") == [keys.SECRET_KEY]


async def test_only_so_many_keys_are_remembered(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of very many conversations, the key of the one that was longest at rest is read anew."""
    monkeypatch.setattr(seals, "_REMEMBERED", 1)
    conversations = Conversations(valkey, Changes(valkey))
    for name in ("c1", "c2"):
        begun = conversation(id=name, code=name)
        decision = Decision(begun, (Line(Author.RELATIVE, OPEN, text=name),))
        arrival = Arrival(Address(f"web:{name}"), "")
        await conversations.commit(Loaded(begun), name, decision, SOON, arrival=arrival)

    for name in ("c1", "c2"):
        (line,) = await conversations.lines(name)
        assert line.text == name
