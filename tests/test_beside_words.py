"""Promises of what relatives send that is no message: what begins by it, and what it is about."""

import pytest
from builders import (
    EVENING,
    KIM,
    OPEN,
    SECOND,
    SetClock,
    conversation,
    situation,
    switchboard_of,
    talking,
)

from bot.reception import Reception
from bot.store.addresses import Address, Addresses
from bot.store.client import Valkey
from bot.switchboard import Switchboard
from handlers import from_counsellor, from_relative
from handlers.conversation import Author, Line, State
from handlers.errors import ConversationEndedError
from handlers.events import (
    CounsellorTook,
    CounsellorWrote,
    LeftOut,
    RelativeEdited,
    RelativeEvent,
    RelativeLeft,
    RelativeMissed,
    RelativeReacted,
    RelativeReturned,
    RelativeSent,
    RelativeWrote,
)
from handlers.language import choose

ADDRESS = Address("telegram:7")
BESIDE: list[RelativeEvent] = [
    RelativeEdited("x", 1, "hej"),
    RelativeReacted("x", 1, "👍"),
    RelativeLeft("x"),
    RelativeReturned("x"),
    RelativeMissed("x", 1),
]


@pytest.fixture
def switchboard(valkey: Valkey) -> Switchboard:
    """Give the middle of a line with an empty store."""
    return switchboard_of(valkey, SetClock(OPEN))


@pytest.fixture
def reception(switchboard: Switchboard, valkey: Valkey) -> Reception:
    """Give where relatives come in."""
    return Reception(switchboard, Addresses(valkey))


async def keys_of(switchboard: Switchboard, conversation_id: str) -> list[str]:
    """Return the keys of the lines of a conversation; words have none."""
    return [line.key for line in await switchboard.conversations.lines(conversation_id)]


@pytest.mark.parametrize("event", BESIDE)
async def test_begins_nothing(reception: Reception, event: RelativeEvent) -> None:
    """A mark, an edit, or a bot that is blocked begins no conversation, and is no error."""
    await reception.receive(ADDRESS, event, choose("sv"))

    assert await reception.conversation_of(ADDRESS) is None


async def test_a_picture_first(reception: Reception, switchboard: Switchboard) -> None:
    """Who begins with a picture is told that it is not taken; of it nothing is kept."""
    await reception.receive(ADDRESS, RelativeSent("p", LeftOut.PICTURE), choose("sv"))

    assert await keys_of(switchboard, await reception.id_of(ADDRESS)) == ["left-out"]


async def test_an_album_is_taken_once(reception: Reception, switchboard: Switchboard) -> None:
    """Of ten pictures with one line of words, the words are there and one refusal."""
    words = RelativeWrote("p0", "se här", more_may_follow=True, left_out=LeftOut.PICTURE)
    await reception.receive(ADDRESS, words, choose("sv"))
    for number in range(1, 10):
        event = RelativeSent(f"p{number}", LeftOut.PICTURE)
        await reception.receive(ADDRESS, event, choose("sv"))

    assert await keys_of(switchboard, await reception.id_of(ADDRESS)) == ["", "left-out"]


async def test_what_a_counsellor_sees(reception: Reception, switchboard: Switchboard) -> None:
    """Edits, marks and a shut door stand in the transcript, each after what it is about."""
    human = RelativeWrote("w", "jag vill prata med en människa")
    await reception.receive(ADDRESS, human, choose("sv"))
    conversation_id = await reception.id_of(ADDRESS)
    await switchboard.apply(conversation_id, CounsellorTook("t", KIM))
    before = len(await switchboard.conversations.lines(conversation_id))
    events = (
        RelativeEdited("e", 1, "jag vill prata med någon"),
        RelativeReacted("r", before, "👍"),
        RelativeLeft("l"),
        RelativeLeft("l2"),
        RelativeReturned("b"),
        RelativeMissed("m", before),
    )
    for event in events:
        await reception.receive(ADDRESS, event, choose("sv"))
    edited, *marks = await switchboard.conversations.lines(conversation_id, before)

    assert (edited.author, edited.edits) == (Author.RELATIVE, 1)
    assert [line.key for line in marks] == [
        "reacted", "relative-unreachable", "relative-reachable", "relative-missed",
    ]  # fmt: skip
    assert all(line.for_desk for line in marks)
    assert [marks[0].quotes, marks[-1].quotes] == [before, before]


def test_quotes() -> None:
    """What somebody answers to is kept with their answer, on both sides."""
    asked = from_relative.decide(talking(), RelativeWrote("e", "ja", quotes=4), situation())
    told = from_counsellor.decide(
        talking(), CounsellorWrote("e", KIM.id, "bra", quotes=5), situation()
    )

    assert asked.lines == (Line(Author.RELATIVE, OPEN, text="ja", quotes=4),)
    assert told.lines == (Line(Author.COUNSELLOR, OPEN, text="bra", alias="Kim", quotes=5),)


def test_an_edit_is_no_new_message() -> None:
    """Who mends a word of an earlier message gets no answer to it again, by day or night."""
    for at in (OPEN, EVENING):
        event = RelativeEdited("e", 1, "jag vill prata med en människa")
        decision = from_relative.decide(conversation(), event, situation(at))
        assert decision.conversation
        assert decision.conversation.state is State.ANSWERING
        assert [line.edits for line in decision.lines] == [1]


def test_danger_in_an_edit_to_a_counsellor() -> None:
    """Danger that is told by an edit while a counsellor talks is marked, and the bot is silent."""
    event = RelativeEdited("e", 1, "han ska döda mig")
    decision = from_relative.decide(talking(), event, situation())

    assert decision.conversation
    assert decision.conversation.dangers
    assert len(decision.lines) == 1


@pytest.mark.parametrize("event", [*BESIDE, RelativeSent("x", LeftOut.FILE)])
def test_after_the_end(event: RelativeEvent) -> None:
    """What has ended is no longer changed, whatever is sent."""
    ended = talking(state=State.ENDED, ended_at=OPEN)
    with pytest.raises(ConversationEndedError):
        from_relative.decide(ended, event, situation(OPEN + SECOND))
