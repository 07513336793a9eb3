"""Promises of odd updates and of poison at both bots, as `make chaos` tries in every way."""

from chaos.broken import (
    ODD,
    odd_to_a_plain_bot,
    odd_to_desk_bot,
    odd_to_relatives_bot,
    poison_of_counsellor,
    poison_of_relative,
)


async def test_odd_to_relatives_bot() -> None:
    """Whatever comes fails nowhere and stops nobody, and its sender reads why if there is one."""
    taken = await odd_to_relatives_bot(ODD, by_webhook=True)

    assert taken.failed == []
    assert taken.unanswered == []


async def test_odd_to_desk_bot() -> None:
    """The same is true of what counsellors send."""
    taken = await odd_to_desk_bot(ODD, by_webhook=False)

    assert taken.failed == []
    assert taken.unanswered == []


async def test_odd_to_a_plain_bot() -> None:
    """A bot as a library has it answers some with an error, and logs the words of some."""
    plain = await odd_to_a_plain_bot(ODD)

    assert plain.failed > 0
    assert plain.logged > 0


async def test_poison_of_relative() -> None:
    """What fails each time is set aside, both sides are told, and the next is brought."""
    assert (await poison_of_relative(by_webhook=True)).is_well


async def test_poison_of_counsellor() -> None:
    """What a counsellor sent in vain is told to them, and what they send next is brought."""
    assert (await poison_of_counsellor(by_webhook=True)).is_well
