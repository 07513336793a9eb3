"""Promises of the queue as it stands in the store."""

from datetime import timedelta

from builders import DAY, MINUTE, OPEN, talking, waiting

from bot.store import keys
from bot.store import queue as queue_module
from bot.store.addresses import Address
from bot.store.changes import Changes
from bot.store.client import Valkey
from bot.store.conversations import Arrival, Conversations, Loaded, Moment
from bot.store.queue import Queue, Standing
from handlers.conversation import Conversation, Keep
from handlers.danger import Danger
from handlers.decisions import Decision


async def store(valkey: Valkey, *conversations: Conversation) -> Queue:
    """Store conversations as they are."""
    for number, one in enumerate(conversations):
        arrival = Arrival(Address(f"web:{number}"), "")
        moment = Moment(OPEN, OPEN + DAY)
        decision = Decision(one, measured=number)
        await Conversations(valkey, Changes(valkey)).commit(
            Loaded(one), f"e{one.id}", decision, moment, arrival=arrival
        )
    return Queue(valkey)


def joined(name: str, minutes: int, **fields: object) -> Conversation:
    """Return a conversation that joined some minutes after opening."""
    return waiting(OPEN + minutes * MINUTE, id=name, code=name, **fields)


async def test_order_of_the_queue(valkey: Valkey) -> None:
    """Who was returned comes first, then danger, then who has waited longest."""
    queue = await store(
        valkey,
        joined("second", 5),
        joined("first", 1),
        joined("danger", 9, dangers=(Danger.VIOLENCE,)),
        joined("returned", 8, returned=True),
        joined("asked", 0, keep=Keep.ASKED),
        talking(id="talks", code="talks"),
    )
    board = await queue.board()

    assert [one.id for one in board.waiting] == ["returned", "danger", "first", "second"]
    assert board.length == 4
    assert [one.id for one in board.talking] == ["talks"]


async def test_standing(valkey: Valkey) -> None:
    """A conversation knows how many wait in each tier and how many are ahead of it."""
    queue = await store(
        valkey, joined("a", 1), joined("b", 2), joined("d", 3, dangers=(Danger.HOME,))
    )

    assert await queue.standing("b") == Standing((0, 1, 2), 2, (2, 1, 0))
    assert await queue.standing("nobody") == Standing((0, 1, 2), None, (2, 1, 0))


async def test_long_queue_is_cut_but_counted(valkey: Valkey) -> None:
    """Of a queue longer than a person can look through, the head is shown and all are counted."""
    many = queue_module.SHOWN + 3
    queue = await store(valkey, *(joined(f"c{number}", number) for number in range(many)))
    board = await queue.board()

    assert [one.id for one in board.waiting] == [f"c{n}" for n in range(queue_module.SHOWN)]
    assert board.length == many
    assert await queue.length() == many


async def test_a_record_that_ran_out_is_left_out(valkey: Valkey) -> None:
    """The board shows what is there, also when a record has just been forgotten."""
    queue = await store(valkey, joined("a", 1), joined("b", 2))
    await valkey.delete("{line}:conversation:a")

    assert [one.id for one in (await queue.board()).waiting] == ["b"]


async def test_same_moment_keeps_tiers_apart(valkey: Valkey) -> None:
    """No wait is so long that it passes a tier."""
    years = timedelta(days=3650)
    old = waiting(OPEN - years, id="old", code="old")
    queue = await store(valkey, old, joined("danger", 1, dangers=(Danger.VIOLENCE,)))

    assert [one.id for one in (await queue.board()).waiting] == ["danger", "old"]


async def test_a_record_that_cannot_be_read_is_left_out(valkey: Valkey) -> None:
    """One record that cannot be read hides nobody else from the counsellors."""
    queue = await store(valkey, joined("a", 1), joined("b", 2))
    await valkey.hset(keys.conversation("a"), "record", "{")

    assert [one.id for one in (await queue.board()).waiting] == ["b"]
