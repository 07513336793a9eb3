"""Promises of what is owed: urgent first, never twice, and gone only when it was confirmed."""

from dataclasses import replace

import pytest
from builders import DAY, KIM, LASTING, OPEN, SECOND, conversation, talking, waiting

from bot.store import keys
from bot.store.addresses import Address
from bot.store.changes import Changes
from bot.store.client import Valkey
from bot.store.conversations import (
    Arrival,
    Conversations,
    Loaded,
    Moment,
    Outcome,
    Source,
)
from bot.store.desk_chats import veiled
from bot.store.desk_outbox import DeskOutbox
from bot.store.outbox import Brought, Entry
from bot.store.relatives_outbox import RelativesOutbox
from handlers.conversation import Author, Conversation, Line
from handlers.danger import Danger
from handlers.decisions import Decision, Urgency

SOON = Moment(OPEN, OPEN + DAY)
SAID = Line(Author.BOT, OPEN, key="thanks")
WROTE = Line(Author.RELATIVE, OPEN, text="hej")
REPLIED = Line(Author.COUNSELLOR, OPEN, text="hej", alias="Kim")
HERS = Entry("c1", KIM.id)


@pytest.fixture
def relatives(valkey: Valkey) -> RelativesOutbox:
    """Give what is owed to relatives."""
    return RelativesOutbox(valkey)


@pytest.fixture
def desks(valkey: Valkey) -> DeskOutbox:
    """Give what is owed to counsellors."""
    return DeskOutbox(valkey)


async def store(
    valkey: Valkey,
    one: Conversation,
    *lines: Line,
    version: int = 0,
    address: str = "telegram:7",
    urgency: Urgency = Urgency.ANSWER,
    message: str = "",
) -> None:
    """Store a conversation as it is."""
    await Conversations(valkey, Changes(valkey)).commit(
        Loaded(one, version),
        f"{one.id}-{version}",
        Decision(one, lines, urgency=urgency),
        SOON,
        arrival=Arrival(Address(address), "") if version == 0 else None,
        source=Source(message) if message else None,
    )


async def test_owed_by_a_commit(valkey: Valkey, relatives: RelativesOutbox) -> None:
    """What the bot says is owed to whoever is reached by Telegram, and to nobody on the web."""
    await store(valkey, conversation(), WROTE, SAID, message="11")
    await store(valkey, conversation(id="c2", code="ek 12"), SAID, address="web:a")

    assert list(await relatives.entries()) == [Entry("c1")]
    owed = await relatives.look(Entry("c1"))
    assert (owed.to.chat, owed.first, owed.lines) == ("7", 1, (WROTE, SAID))
    assert await relatives.line_of(Entry("c1"), "11") == 1
    assert await relatives.line_of(Entry("c1"), "12") is None


async def test_their_own_words_are_not_owed(valkey: Valkey, relatives: RelativesOutbox) -> None:
    """What a relative wrote, and what is for the counsellor alone, is owed to no relative."""
    await store(valkey, talking(), WROTE)
    await store(valkey, talking(), Line(Author.BOT, OPEN, key="x", for_desk=True), version=1)

    assert list(await relatives.entries()) == []


async def test_urgent_first(valkey: Valkey, relatives: RelativesOutbox) -> None:
    """People's own words and the card with the numbers go first, then answers, then notices."""
    for name, one, urgency in (
        ("notice", waiting(dangers=(Danger.VIOLENCE,)), Urgency.NOTICE),
        ("answer", conversation(), Urgency.ANSWER),
        ("danger", waiting(dangers=(Danger.VIOLENCE,)), Urgency.ANSWER),
        ("reply", talking(), Urgency.ANSWER),
    ):
        await store(
            valkey,
            replace(one, id=name, code=name),
            SAID,
            address=f"telegram:{name}",
            urgency=urgency,
        )

    names = [entry.conversation_id for entry in await relatives.entries()]
    assert set(names[:2]) == {"danger", "reply"}
    assert names[2:] == ["answer", "notice"]


async def test_confirmed(valkey: Valkey, relatives: RelativesOutbox) -> None:
    """What was confirmed is owed no longer, and where it stands is known."""
    await store(valkey, conversation(), WROTE, SAID)
    owed = await relatives.look(Entry("c1"))
    await relatives.note(owed, Brought(lines=2, messages={"5": 2}, done=True), OPEN)

    assert list(await relatives.entries()) == []
    assert (await relatives.look(Entry("c1"))).lines == ()
    assert await relatives.messages(Entry("c1")) == {"5": 2}


async def test_no_words_wait_for_a_place(valkey: Valkey, relatives: RelativesOutbox) -> None:
    """Once all words are there, what else is to be made true waits for the words to others."""
    for name in ("c1", "c2"):
        one = conversation(id=name, code=name)
        await store(valkey, one, SAID, SAID, address=f"telegram:{name}", urgency=Urgency.NOTICE)
    before = await relatives.entries()
    some = await relatives.look(Entry("c1"))
    assert await relatives.note(some, Brought(lines=1), OPEN) == before[Entry("c1")]
    the_rest = await relatives.look(Entry("c1"))
    rank = await relatives.note(the_rest, Brought(lines=2), OPEN)

    after = await relatives.entries()
    assert list(after) == [Entry("c2"), Entry("c1")]
    assert after[Entry("c1")] == rank


async def test_more_came_meanwhile(valkey: Valkey, relatives: RelativesOutbox) -> None:
    """What was committed while something was under way is still owed."""
    await store(valkey, conversation(), SAID)
    owed = await relatives.look(Entry("c1"))
    await store(valkey, conversation(), SAID, version=1)
    await relatives.note(owed, Brought(lines=1, done=True), OPEN)

    assert list(await relatives.entries()) == [Entry("c1")]
    assert len((await relatives.look(Entry("c1"))).lines) == 1


async def test_forgotten_meanwhile(valkey: Valkey, relatives: RelativesOutbox) -> None:
    """What was forgotten while something was under way does not come back."""
    await store(valkey, conversation(), SAID)
    owed = await relatives.look(Entry("c1"))
    decision = Decision(None, wipe=True)
    never = Moment(OPEN, None)
    await Conversations(valkey, Changes(valkey)).commit(
        Loaded(conversation(), 1), "f", decision, never
    )
    await relatives.note(owed, Brought(lines=1, messages={"5": 1}, done=True), OPEN)

    assert (await relatives.look(Entry("c1"))).conversation is None
    assert set(await valkey.keys("*")) == {*await valkey.keys(keys.event("*")), *LASTING}


async def test_forgotten(valkey: Valkey, relatives: RelativesOutbox) -> None:
    """What is forgotten is owed nothing more, and nobody knows any more where it was."""
    await store(valkey, conversation(), WROTE, SAID, message="11")
    owed = await relatives.look(Entry("c1"))
    await relatives.note(owed, Brought(lines=1, messages={"12": 1}), OPEN)
    decision = Decision(None, wipe=True)
    never = Moment(OPEN, None)
    await Conversations(valkey, Changes(valkey)).commit(
        Loaded(conversation(), 1), "f", decision, never
    )

    assert list(await relatives.entries()) == []
    assert set(await valkey.keys("*")) == {*await valkey.keys(keys.event("*")), *LASTING}


async def test_known_again_after_erasing(valkey: Valkey) -> None:
    """What Telegram sends again is known, also when its conversation was erased or forgotten."""
    conversations = Conversations(valkey, Changes(valkey))
    await store(valkey, conversation(), WROTE)
    erased = Decision(conversation(erased=True), wipe=True)
    await conversations.commit(Loaded(conversation(), 1), "e", erased, SOON)
    await conversations.commit(
        Loaded(conversation(), 2), "f", Decision(None, wipe=True), Moment(OPEN, None)
    )
    new = conversation(id="c2")
    decision = Decision(new, (WROTE,))
    again = await conversations.commit(
        Loaded(new), "c1-0", decision, SOON, arrival=Arrival(Address("telegram:7"), "")
    )

    assert again is Outcome.SEEN
    assert await conversations.load("c2") is None
    for event in ("c1-0", "e", "f"):
        assert 24 * 3600 < await valkey.ttl(keys.event(event)) <= 25 * 3600


async def test_erased(valkey: Valkey, relatives: RelativesOutbox) -> None:
    """Of what was erased it is known where it stands, until it is gone from there, too."""
    await store(valkey, conversation(), WROTE, message="11")
    erased = conversation(erased=True)
    await Conversations(valkey, Changes(valkey)).commit(
        Loaded(conversation(), 1), "e", Decision(erased, wipe=True), SOON, source=Source("12")
    )
    owed = await relatives.look(Entry("c1"))
    assert (owed.to.chat, owed.lines) == ("7", ())
    assert await relatives.messages(Entry("c1")) == {"11": 1, "12": 0}
    await relatives.note(owed, Brought(deleted=("11", "12"), gone=("place",)), OPEN)
    assert await relatives.messages(Entry("c1")) == {}
    await relatives.let_go(Entry("c1"))

    assert (await relatives.look(Entry("c1"))).to.chat == ""
    assert list(await relatives.entries()) == []


async def test_refused_messages_are_remembered(valkey: Valkey, relatives: RelativesOutbox) -> None:
    """Also a message that shows no line is known, as long as its conversation is."""
    await store(valkey, conversation(), SAID)
    await relatives.remember(Entry("c1"), "44")
    await relatives.remember(Entry("c2"), "45")

    assert await relatives.messages(Entry("c1")) == {"44": 0}
    assert await relatives.messages(Entry("c2")) == {}


async def test_counsellors(valkey: Valkey, desks: DeskOutbox, relatives: RelativesOutbox) -> None:
    """A counsellor on duty at a phone is owed what is written to them, and when theirs arrived."""
    await valkey.sadd(keys.AT_TELEGRAM, KIM.id)
    await store(valkey, talking(), WROTE, REPLIED)
    assert list(await desks.entries()) == [HERS]
    hers = await desks.look(HERS)
    await desks.note(hers, Brought(lines=2, notes={"topic": "3"}, done=True), OPEN)
    assert list(await desks.entries()) == []
    owed = await relatives.look(Entry("c1"))
    await relatives.note(owed, Brought(lines=2, done=True, reply=True), OPEN)

    assert list(await desks.entries()) == [HERS]
    assert (await desks.look(HERS)).brought == 2
    assert (await desks.look(HERS)).notes["topic"] == "3"
    await desks.let_go(HERS)
    assert await relatives.look(Entry("c1")) != owed


async def test_arrived_for_a_web_desk(
    valkey: Valkey, desks: DeskOutbox, relatives: RelativesOutbox
) -> None:
    """A counsellor at the web desk is owed nothing on a phone, where nobody would take it away."""
    await store(valkey, talking(), WROTE, REPLIED)
    owed = await relatives.look(Entry("c1"))
    await relatives.note(owed, Brought(lines=2, done=True, reply=True), OPEN)

    assert await desks.entries() == {}


async def test_it_arrived_meanwhile(
    valkey: Valkey, desks: DeskOutbox, relatives: RelativesOutbox
) -> None:
    """A counsellor is still owed that theirs arrived, if it did while their phone was called."""
    await valkey.sadd(keys.AT_TELEGRAM, KIM.id)
    await store(valkey, talking(), WROTE, REPLIED)
    hers = await desks.look(HERS)
    owed = await relatives.look(Entry("c1"))
    await relatives.note(owed, Brought(lines=2, done=True, reply=True), OPEN)
    await desks.note(hers, Brought(lines=2, done=True), OPEN)

    assert list(await desks.entries()) == [HERS]


async def test_a_counsellors_own_messages(valkey: Valkey, desks: DeskOutbox) -> None:
    """Where a counsellor's words stand is known as long as they can be deleted, and no longer."""
    await store(valkey, talking(), WROTE)
    await Conversations(valkey, Changes(valkey)).commit(
        Loaded(talking(), 1),
        "e",
        Decision(talking(), (REPLIED,)),
        SOON,
        source=Source("9", KIM.id),
    )
    key = keys.messages("c1", KIM.id)

    assert await desks.line_of(HERS, "9") == 2
    assert await desks.messages_of(HERS, [0, 1, 2]) == {2: 9}
    assert await desks.line_of(Entry("c1"), "9") is None
    assert 0 < await valkey.ttl(key) <= keys.DESK_MESSAGES_LIFE.total_seconds()


async def test_own_words_stand_there_already(valkey: Valkey, desks: DeskOutbox) -> None:
    """A counsellor whose phone shows all that there is is owed nothing for what they write there.

    That it has arrived is owed at once on the web, and otherwise once it has.
    """
    await valkey.sadd(keys.AT_TELEGRAM, KIM.id)
    conversations, wrote = Conversations(valkey, Changes(valkey)), Decision(talking(), (REPLIED,))
    for name, address in (("c1", "telegram:7"), ("c2", "web:a")):
        one = talking(id=name, code=name)
        await store(valkey, one, WROTE, address=address)
        hers = Entry(name, KIM.id)
        await desks.note(await desks.look(hers), Brought(lines=1, done=True), OPEN)
        decision = replace(wrote, conversation=one)
        await conversations.commit(
            Loaded(one, 1), f"k{name}", decision, SOON, source=Source("9", KIM.id)
        )
        assert (await desks.look(hers)).lines == ()

    assert list(await desks.entries()) == [Entry("c2", KIM.id)]


async def test_off_duty(valkey: Valkey, desks: DeskOutbox) -> None:
    """Who is not on duty there is owed nothing but to have taken away what stands there."""
    await store(valkey, talking(), WROTE)
    assert list(await desks.entries()) == []
    await valkey.hset(keys.shown("c1", KIM.id), "lines", "1")
    await store(valkey, talking(), WROTE, version=1)

    assert list(await desks.entries()) == [HERS]


async def test_the_queue_moves(
    valkey: Valkey, desks: DeskOutbox, relatives: RelativesOutbox
) -> None:
    """All who are on duty are owed news of the queue, and all who wait there their place."""
    await valkey.sadd(keys.AT_TELEGRAM, "a", "b")
    await store(valkey, waiting(), SAID)
    await store(valkey, waiting(id="c2", code="ek 12"), SAID, address="web:a")

    owed = {entry.member for entry in await desks.entries()}
    assert owed == {"c1 a", "c1 b", "c2 a", "c2 b"}
    assert await relatives.waiting() == [Entry("c1")]
    await valkey.delete(keys.QUEUE)
    assert await relatives.waiting() == []


async def test_owed_by_hand(relatives: RelativesOutbox) -> None:
    """What is owed already stays as urgent as it was."""
    await relatives.owe([], Urgency.REPLY, OPEN)
    await relatives.owe([Entry("a")], Urgency.REPLY, OPEN + SECOND)
    await relatives.owe([Entry("b")], Urgency.NOTICE, OPEN)
    await relatives.owe([Entry("a")], Urgency.GLANCE, OPEN)

    assert list(await relatives.entries()) == [Entry("a"), Entry("b")]
    assert relatives.name == keys.OWED_RELATIVES


async def test_what_lines_point_at(valkey: Valkey) -> None:
    """The line that another quotes or edits is found by its number, if it is there."""
    await store(valkey, talking(), WROTE, REPLIED)
    conversations = Conversations(valkey, Changes(valkey))
    quoting = [Line(Author.RELATIVE, OPEN, text="ja", quotes=2), Line(Author.BOT, OPEN, edits=9)]

    assert await conversations.pointed_at("c1", quoting) == {2: REPLIED}
    assert await conversations.pointed_at("c1", [WROTE]) == {}


async def test_another_phone_meanwhile(valkey: Valkey, desks: DeskOutbox) -> None:
    """What was confirmed on a phone that is theirs no longer goes on being owed, to go from there.

    Once nothing is known of where it stood, it is still owed.
    """
    await store(valkey, talking())
    there, here = (str(veiled(valkey.sealing, chat)) for chat in "56")
    await valkey.hset(keys.DESK_CHATS, KIM.id, there)
    await desks.owe([HERS], Urgency.REPLY, OPEN)
    owed = await desks.look(HERS)
    await valkey.hset(keys.DESK_CHATS, KIM.id, here)
    await desks.note(owed, Brought(notes={"chat": there}, messages={"8": 0}, done=True), OPEN)
    assert list(await desks.entries()) == [HERS]
    await desks.begin_anew(HERS)

    again = await desks.look(HERS)
    assert (again.to.chat, again.notes, await desks.messages(HERS)) == ("6", {}, {})
    await desks.note(again, Brought(done=True), OPEN)
    assert await desks.entries() == {}


async def test_a_message_with_a_name(valkey: Valkey, desks: DeskOutbox) -> None:
    """A message can be found by a name, goes with the rest, and gives the name free again."""
    await store(valkey, talking())
    await desks.remember(HERS, "8", "asked")
    name = keys.messages("c1", KIM.id)
    assert await valkey.hget(name, "asked") == "8"
    assert await desks.messages(HERS) == {"8": 0}
    await desks.forgotten(HERS, "asked")

    assert await valkey.hgetall(name) == {"8": "0"}
