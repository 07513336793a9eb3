"""Promises of the pace at which a platform is called; all moments are made up."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.pacing import Limits, Pacing

START = 1000.0
LIMITS = Limits()


def calls(pacing: Pacing, count: int, start: float = START) -> list[float]:
    """Make calls, each as soon as any may be made; return when they began."""
    made, now = [], start
    for _ in range(count):
        now = pacing.free_at(now)
        pacing.begins(now)
        pacing.ended(now, made=True)
        made.append(now)
    return made


def messages(pacing: Pacing, chat: str, count: int) -> list[float]:
    """Bring messages to a chat, each as soon as it may be; return when."""
    made, now = [], START
    for _ in range(count):
        now = pacing.chat_free_at(chat, now)
        pacing.went_through(chat, 1, now)
        made.append(now)
    return made


def most_within(moments: Iterable[float], seconds: float) -> int:
    """Return how many of some moments lie within the busiest so many seconds."""
    known = list(moments)
    return max(sum(first <= at < first + seconds for at in known) for first in known)


def test_never_faster_than_the_platform_takes() -> None:
    """However much is owed, in no second more calls are made than Telegram's 30."""
    made = calls(Pacing(LIMITS), 500)

    assert most_within(made, 1.0) <= 30
    assert most_within(made, 10.0) <= LIMITS.per_second * 10 + LIMITS.burst


def test_not_slower_than_it_could_be() -> None:
    """What is owed to five hundred people is brought in the time that the limits leave for it."""
    made = calls(Pacing(LIMITS), 500)

    assert made[-1] - START <= 500 / LIMITS.per_second


def test_a_rest_saves_up_no_more_than_a_burst() -> None:
    """After an hour without a call, no more go at once than after a second."""
    pacing = Pacing(LIMITS)
    calls(pacing, 10)

    assert calls(pacing, 10, START + 3600).count(START + 3600) == LIMITS.burst


def test_lost_time_is_caught_up() -> None:
    """Who was held up for a moment is no later in the end, and yet never too fast."""
    pacing = Pacing(LIMITS)
    made = calls(pacing, 100)
    made += calls(pacing, 100, made[-1] + 0.2)

    assert made[-1] - START <= 200 / LIMITS.per_second
    assert most_within(made, 1.0) <= 30


def test_what_is_held_up_on_the_way() -> None:
    """Whenever the platform gets what is under way, it gets no more than 30 in that second."""
    pacing = Pacing(replace(LIMITS, burst=100))
    for _ in range(4):
        pacing.begins(START)
    made = calls(pacing, 100, START + 5)

    assert most_within(made, 1.0) <= 30 - 4


def test_something_urgent_soon_finds_its_turn() -> None:
    """However much is owed, the next call is never far off."""
    made = calls(Pacing(LIMITS), 500)

    assert max(late - early for early, late in pairwise(made)) < 0.25


def test_what_needed_no_call_costs_nothing() -> None:
    """A call that was not made after all leaves the next one its time, and no more than that."""
    pacing = Pacing(LIMITS)
    for _ in range(int(LIMITS.burst)):
        pacing.begins(START)
    assert pacing.free_at(START) > START
    pacing.ended(START, made=False)
    assert pacing.free_at(START) == START
    for _ in range(int(LIMITS.burst) - 1):
        pacing.ended(START, made=False)

    assert calls(pacing, 10).count(START) == LIMITS.burst


def test_a_chat_has_a_burst_and_then_its_rate() -> None:
    """One chat gets a few messages at once, and then not quite one a second."""
    made = messages(Pacing(LIMITS), "a", 10)

    assert made[:3] == [START] * 3
    steps = [late - early for early, late in pairwise(made[2:])]
    assert steps == [pytest.approx(1 / LIMITS.chat_per_second)] * 7


def test_a_full_chat_holds_up_no_other() -> None:
    """Of chats with much to come, none waits for another, nor do edits count as messages."""
    pacing = Pacing(LIMITS)
    messages(pacing, "a", 10)
    pacing.went_through("b", 0, START)

    assert pacing.chat_free_at("a", START) > START
    assert pacing.chat_free_at("b", START) == START
    assert pacing.free_at(START) == START


def test_a_ban_for_one_chat() -> None:
    """A chat that is refused is left alone for so long, and all others go on."""
    pacing = Pacing(LIMITS)
    pacing.was_refused("a", 30, START)
    pacing.went_through("b", 1, START)

    assert pacing.chat_free_at("a", START) == START + 30
    assert pacing.chat_free_at("b", START + 1) == START + 1
    assert pacing.free_at(START + 1) == START + 1
    assert pacing.chat_free_at("a", START + 30) == START + 30


def test_a_ban_for_all() -> None:
    """When a second chat is refused while the first one is, everything waits for the longer."""
    pacing = Pacing(LIMITS)
    pacing.was_refused("a", 5, START)
    pacing.was_refused("b", 30, START + 1)
    pacing.was_refused("c", 2, START + 2)

    assert pacing.free_at(START + 3) == START + 31
    assert pacing.free_at(START + 31) == START + 31


@pytest.mark.parametrize(("chat", "later"), [("a", 1.0), ("b", 6.0)])
def test_no_ban_for_all(chat: str, later: float) -> None:
    """The same chat refused again, or another one after that, says nothing of all."""
    pacing = Pacing(LIMITS)
    pacing.was_refused("a", 5, START)
    pacing.was_refused(chat, 30, START + later)

    assert pacing.free_at(START + later) == START + later


def test_careful_until_something_goes_through() -> None:
    """After a refusal or a failure one call at a time tries how things stand."""
    pacing = Pacing(LIMITS)
    assert pacing.at_once == LIMITS.at_once
    pacing.was_refused("a", 5, START)
    assert pacing.at_once == 1
    pacing.went_through("b", 1, START)
    assert pacing.at_once == LIMITS.at_once
    pacing.failed("a", START)
    assert pacing.at_once == 1


def test_failures_back_off() -> None:
    """What fails is tried again soon, then less often, and never less than every five seconds."""
    pacing = Pacing(LIMITS)
    waits, now = [], START
    for number in range(1, 9):
        assert pacing.failed("a", now) == number
        waits.append(pacing.chat_free_at("a", now) - now)
        now = pacing.chat_free_at("a", now)

    assert waits == pytest.approx([0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5])


def test_one_failure_is_no_outage() -> None:
    """Two failures hold up their own chats only; from the third on, everything waits."""
    pacing = Pacing(LIMITS)
    for chat in "ab":
        pacing.failed(chat, START)
        assert pacing.free_at(START) == START
    pacing.failed("c", START)

    assert pacing.free_at(START) > START


def test_back_after_an_outage() -> None:
    """Once something goes through again, failures count from the beginning."""
    pacing = Pacing(LIMITS)
    for number in range(100):
        pacing.failed(f"c{number}", START)
    assert START < pacing.free_at(START) <= START + 5
    pacing.went_through("c0", 1, START + 5)

    assert pacing.free_at(START + 5) == START + 5
    assert pacing.chat_free_at("c0", START + 5) == START + 5
    assert pacing.failed("c0", START + 5) == 1
    assert pacing.free_at(START + 5) == START + 5


def test_chats_that_rest_are_forgotten() -> None:
    """Of thousands of chats only those are remembered that still have to wait."""
    pacing = Pacing(LIMITS)
    for number in range(5000):
        pacing.went_through(f"c{number}", 1, START + number)
    pacing.went_through("last", 3, START + 5000)

    assert len(pacing._chats) <= 1001  # noqa: SLF001 - memory is seen nowhere else
    assert pacing.chat_free_at("last", START + 5000) > START + 5000


def test_a_long_outage() -> None:
    """However long nothing goes through, it is tried again every five seconds."""
    pacing, now = Pacing(LIMITS), START
    for _ in range(5000):
        pacing.failed("a", now)
        now = max(pacing.free_at(now), pacing.chat_free_at("a", now))

    assert pacing.free_at(now) == now
    pacing.failed("a", now)
    assert pacing.chat_free_at("a", now) == now + 5


def test_a_failure_is_no_ban() -> None:
    """That another chat was not answered does not make a ban for one chat a ban for all."""
    pacing = Pacing(LIMITS)
    pacing.failed("a", START)
    pacing.was_refused("b", 30, START)

    assert pacing.free_at(START) == START


def test_a_failure_ends_no_ban() -> None:
    """While all are left alone, what fails meanwhile makes the time no shorter."""
    pacing = Pacing(LIMITS)
    pacing.was_refused("a", 30, START)
    pacing.was_refused("b", 30, START)
    for chat in "cdef":
        pacing.failed(chat, START)

    assert pacing.free_at(START) == START + 30
