"""Promises of what a decision makes us owe, and of how urgent it is."""

from dataclasses import replace

import pytest
from builders import DAY, KIM, OPEN, ROBIN, SECOND, conversation, talking, waiting

from bot.store.addresses import Address
from bot.store.changes import Changes
from bot.store.client import Valkey
from bot.store.conversations import Arrival, Conversations, Loaded, Moment
from bot.store.outbox import Entry
from bot.store.owing import is_erasure, owed, rank
from bot.store.relatives_outbox import RelativesOutbox
from handlers.conversation import Author, Conversation, Line, State
from handlers.danger import Danger
from handlers.decisions import Decision, Urgency

SAID = Line(Author.BOT, OPEN, key="thanks")
WROTE = Line(Author.RELATIVE, OPEN, text="hej")
REPLIED = Line(Author.COUNSELLOR, OPEN, text="hej", alias="Kim")
ENDED = conversation(state=State.ENDED, ended_at=OPEN)


@pytest.mark.parametrize(
    ("before", "decision"),
    [
        pytest.param(talking(), Decision(talking(), (REPLIED,)), id="a reply"),
        pytest.param(talking(), Decision(talking(), (WROTE, SAID)), id="a text of ours"),
        pytest.param(waiting(), Decision(talking()), id="another state"),
        pytest.param(ENDED, Decision(replace(ENDED, erased=True), wipe=True), id="erased"),
        pytest.param(waiting(), Decision(None), id="forgotten"),
        pytest.param(talking(unreachable=True), Decision(talking()), id="reachable again"),
    ],
)
def test_what_concerns_a_relative(before: Conversation, decision: Decision) -> None:
    """A relative is owed whatever changes what should stand on their phone."""
    assert "owed" in owed(before, decision, OPEN)


@pytest.mark.parametrize(
    ("before", "decision"),
    [
        pytest.param(waiting(), Decision(waiting(), (WROTE,)), id="their own words"),
        pytest.param(
            talking(), Decision(talking(), (replace(SAID, for_desk=True),)), id="for the desk"
        ),
        pytest.param(talking(), Decision(talking(unreachable=True)), id="not reachable"),
        pytest.param(
            talking(unreachable=True), Decision(talking(unreachable=True)), id="still not"
        ),
    ],
)
def test_what_does_not(before: Conversation, decision: Decision) -> None:
    """Nobody is called for what changes nothing on a relative's phone."""
    assert "owed" not in owed(before, decision, OPEN)


@pytest.mark.parametrize(
    ("decision", "urgency"),
    [
        pytest.param(Decision(talking(), (REPLIED,)), Urgency.REPLY, id="a person's words"),
        pytest.param(
            Decision(talking(), (SAID,), urgency=Urgency.NOTICE), Urgency.REPLY, id="in a talk"
        ),
        pytest.param(
            Decision(replace(ENDED, erased=True), wipe=True), Urgency.ERASURE, id="an erasure"
        ),
        pytest.param(
            Decision(waiting(dangers=(Danger.HOME,)), (SAID,)), Urgency.REPLY, id="in danger"
        ),
        pytest.param(
            Decision(waiting(dangers=(Danger.HOME,)), (SAID,), urgency=Urgency.NOTICE),
            Urgency.NOTICE,
            id="closing time for somebody in danger",
        ),
        pytest.param(Decision(waiting(), (SAID,)), Urgency.ANSWER, id="an answer"),
        pytest.param(Decision(None), Urgency.ANSWER, id="forgotten"),
    ],
)
def test_how_urgent(decision: Decision, urgency: Urgency) -> None:
    """An erasure goes first, then what people write to each other and the card with numbers."""
    assert owed(waiting(), decision, OPEN)["owed"] == rank(urgency, OPEN)


def test_urgent_before_old() -> None:
    """No wait is so long that a notice passes a reply; among equals who waits longest is first."""
    years = 3650 * DAY

    assert rank(Urgency.REPLY, OPEN + years) < rank(Urgency.ANSWER, OPEN - years)
    assert rank(Urgency.REPLY, OPEN) < rank(Urgency.REPLY, OPEN + SECOND)
    assert is_erasure(rank(Urgency.ERASURE, OPEN + years))
    assert not is_erasure(rank(Urgency.REPLY, OPEN - years))


@pytest.mark.parametrize(
    ("before", "after", "desks"),
    [
        pytest.param(waiting(), waiting(), [], id="nobody's"),
        pytest.param(waiting(), talking(), [KIM.id], id="taken"),
        pytest.param(talking(), waiting(), [KIM.id], id="handed back"),
        pytest.param(talking(), None, [KIM.id], id="forgotten"),
        pytest.param(talking(), talking(ROBIN), [KIM.id, ROBIN.id], id="from one to another"),
    ],
)
def test_which_counsellors(
    before: Conversation, after: Conversation | None, desks: list[str]
) -> None:
    """Who talks in it, and who has talked in it until now, is owed what it has become."""
    assert owed(before, Decision(after), OPEN)["desks"] == desks


async def test_a_notice_does_not_put_off_a_reply(valkey: Valkey) -> None:
    """What is owed urgently stays so, though less urgent things are owed to the same phone."""
    conversations = Conversations(valkey, Changes(valkey))
    moment, later = Moment(OPEN, OPEN + DAY), Moment(OPEN + SECOND, OPEN + DAY)
    for one in (talking(), waiting(id="c2", code="ek 12")):
        arrival = Arrival(Address(f"telegram:{one.id}"), "")
        await conversations.commit(
            Loaded(one), one.id, Decision(one, (SAID,)), moment, arrival=arrival
        )
    notice = Decision(waiting(), (SAID,), urgency=Urgency.NOTICE)
    await conversations.commit(Loaded(talking(), 1), "e", notice, later)
    entries = await RelativesOutbox(valkey).entries()

    assert list(entries) == [Entry("c1"), Entry("c2")]
