"""Two counsellors who take the same conversation at the same moment: one has it, one is told."""

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from builders import KIM, OPEN, ROBIN, SetClock, switchboard_of, unlocked

from bot.reception import Reception
from bot.store import keys
from bot.store.addresses import Address, Addresses
from bot.store.client import Valkey
from bot.store.server import EmbeddedServer
from bot.switchboard import Switchboard
from chaos.table import Row
from handlers.choices import Choice
from handlers.conversation import Counsellor
from handlers.errors import AlreadyTakenError
from handlers.events import CounsellorTook, RelativeChose
from handlers.language import choose

SOON: Final = 1.0  # seconds

# So many conversations are fought for at the same moment: more than any line has counsellors.
AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class Claims:
    """What became of conversations that two took at once.

    `double` are those that both believe to have, or that another has than who was told so;
    `unclaimed` those that nobody has. `told` are the seconds until the slower one was told, at
    most.
    """

    double: int
    unclaimed: int
    told: float


@dataclass(frozen=True, slots=True)
class _Desk:
    """A counsellor, with a way to the store of their own."""

    who: Counsellor
    switchboard: Switchboard


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a counsellor was told of a conversation, and after how many seconds."""

    who: Counsellor
    succeeded: bool
    seconds: float


@asynccontextmanager
async def _two_clients() -> AsyncIterator[tuple[Valkey, Valkey]]:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = await stack.enter_async_context(EmbeddedServer(Path(folder)))
        key_file = server.folder / "secret.key"
        first = await stack.enter_async_context(unlocked(server.url, key_file))
        second = await stack.enter_async_context(unlocked(server.url, key_file))
        yield first, second


def _desk(valkey: Valkey, who: Counsellor) -> _Desk:
    return _Desk(who, switchboard_of(valkey, SetClock(OPEN)))


async def claims(count: int) -> Claims:
    """Let two counsellors take so many conversations, each at the same moment."""
    draw = random.Random(6)  # noqa: S311 - who asks first, the same each time
    double = unclaimed = 0
    told = 0.0
    async with _two_clients() as (valkey, other):
        desks = [_desk(valkey, KIM), _desk(other, ROBIN)]
        reception = Reception(desks[0].switchboard, Addresses(valkey))
        for first in range(0, count, AT_ONCE):
            await valkey.flushall()
            await valkey.set(keys.SECRET_KEY, valkey.sealing.current_id)
            numbers = range(first, first + AT_ONCE)
            ids = await asyncio.gather(*(_join(reception, number) for number in numbers))
            claimed = await asyncio.gather(*(_fight(draw.sample(desks, 2), one) for one in ids))
            holders = await asyncio.gather(*(_holder(desks[0], one) for one in ids))
            for both, holder in zip(claimed, holders, strict=True):
                believe = [claim.who for claim in both if claim.succeeded]
                double += holder is not None and believe != [holder]
                unclaimed += holder is None
                told = max([told, *(claim.seconds for claim in both if not claim.succeeded)])
    return Claims(double, unclaimed, told)


async def _join(reception: Reception, number: int) -> str:
    """Let a relative ask for a person, and return the id of the conversation."""
    address = Address(f"web:{number}")
    await reception.receive(address, RelativeChose(f"web:{number}", Choice.HUMAN), choose("sv"))
    return await reception.id_of(address)


async def _fight(desks: list[_Desk], conversation_id: str) -> list[_Claim]:
    return await asyncio.gather(*(_take(desk, conversation_id) for desk in desks))


async def _take(desk: _Desk, conversation_id: str) -> _Claim:
    began = time.monotonic()
    event = CounsellorTook(f"{conversation_id}-{desk.who.id}", desk.who)
    succeeded = True
    try:
        await desk.switchboard.apply(conversation_id, event)
    except AlreadyTakenError:
        succeeded = False
    return _Claim(desk.who, succeeded, time.monotonic() - began)


async def _holder(desk: _Desk, conversation_id: str) -> Counsellor | None:
    loaded = await desk.switchboard.conversations.load(conversation_id)
    return loaded.conversation.counsellor if loaded else None


async def claims_in_two_steps(count: int) -> Claims:
    """Do the same as it is often done: look whether somebody has it, and if not, take it."""
    double = unclaimed = 0
    async with _two_clients() as (valkey, other):
        for _ in range(0, count, AT_ONCE):
            await valkey.flushall()
            names = [f"holder:{number}" for number in range(AT_ONCE)]
            claimed = await asyncio.gather(
                *(_look_and_take(one, key) for key in names for one in (valkey, other))
            )
            double += sum(map(all, zip(claimed[::2], claimed[1::2], strict=True)))
            unclaimed += AT_ONCE - await valkey.dbsize()
    return Claims(double, unclaimed, 0.0)


async def _look_and_take(valkey: Valkey, key: str) -> bool:
    if await valkey.get(key):
        return False
    await valkey.set(key, "mine")
    return True


async def trial() -> AsyncIterator[Row]:
    """Let two counsellors take ten thousand conversations at once, our way and the usual one."""
    found = await claims(10_000)
    yield Row(
        "two take the same conversation at once x 10,000",
        f"{found.double} double, {found.unclaimed} unclaimed, told in {found.told:.2f} s",
        f"0, 0, below {SOON:.0f} s",
        holds=not found.double and not found.unclaimed and found.told < SOON,
    )
    found = await claims_in_two_steps(10_000)
    yield Row(
        "the same in two steps, GET and SET",
        f"{found.double} double, {found.unclaimed} unclaimed",
        "0, 0",
        holds=not found.double,
        is_control=True,
    )
