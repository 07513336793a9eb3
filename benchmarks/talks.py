"""Relatives and counsellors who talk on the stand-in for Telegram, through ours or the control."""

import asyncio
import contextlib
import json
import re
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

from builders import unlocked
from telegram_standin import Person, StandInBot, Telegram

from benchmarks.line import HUMAN, switchboard
from benchmarks.processes import cores, on_core, ready
from bot.reception import Reception
from bot.store import keys
from bot.store.addresses import Addresses, telegram_address
from bot.store.client import Valkey
from bot.store.server import EmbeddedServer
from handlers.events import CounsellorTook

# A relative may write thirty messages in ten seconds: with so many, nobody has to.
PAIRS = 50
PATIENCE = 120  # seconds
LOOK = 0.02

WORDS = "hon kommer hem sent och säger inget om var hon har varit, det är så varje kväll nu"

_MARK = re.compile(r"#(\d+)\b")


class Way:
    """One direction: from phones at one bot to those at another, and when words arrived."""

    def __init__(
        self, here: StandInBot, there: StandInBot, people: list[tuple[Person, Person]]
    ) -> None:
        self.written: dict[int, float] = {}
        self.arrived: dict[int, float] = {}
        self._here = here
        self._writers = [writer for writer, _ in people]
        self._phones = [reader.chat(there) for _, reader in people]
        self._looked_at = [0] * len(people)
        self._marks = count()

    def write(self) -> int:
        """Let the next of the people write, and return the mark of what they wrote."""
        mark = next(self._marks)
        self.written[mark] = time.monotonic()
        self._writers[mark % len(self._writers)].write(self._here, f"{WORDS} #{mark}")
        return mark

    async def all_is_there(self) -> None:
        """Wait until all that was written has arrived."""
        async with asyncio.timeout(PATIENCE):
            while len(self.arrived) < len(self.written):
                await asyncio.sleep(LOOK)
                self._look()

    def took(self, marks: range) -> list[float]:
        """Return how long some were under way, in seconds."""
        return [self.arrived[mark] - self.written[mark] for mark in marks]

    def _look(self) -> None:
        for number, phone in enumerate(self._phones):
            for shown in islice(phone.messages.values(), self._looked_at[number], None):
                self._looked_at[number] += 1
                if shown.from_bot:
                    for mark in _MARK.findall(shown.text):
                        self.arrived.setdefault(int(mark), shown.at)


@dataclass
class Side:
    """A relay that runs, and the two directions through it."""

    process: Process
    to_desk: Way
    to_relatives: Way

    @property
    def ways(self) -> tuple[Way, Way]:
        """Both directions."""
        return self.to_desk, self.to_relatives


@dataclass
class Stage:
    """The stand-in with its people, on the core that drives."""

    telegram: Telegram
    folder: Path
    bots: "count[int]" = field(default_factory=lambda: count(1))

    @contextlib.asynccontextmanager
    async def bare(self) -> AsyncIterator[Side]:
        """Run the control."""
        line, desk = self._bot(), self._bot()
        pairs = self._pairs(PAIRS)
        for relative, counsellor in pairs:
            for person, bot in ((relative, line), (counsellor, desk)):
                person.write(bot, "/start")
                bot.updates.pending.clear()
        chats = json.dumps([(relative.id, counsellor.id) for relative, counsellor in pairs])
        arguments = ("-m", "benchmarks.bare", self.telegram.url, line.token, desk.token, chats)
        async with ready(*arguments, environment={}) as process:
            yield _side(process, line, desk, pairs)

    @contextlib.asynccontextmanager
    async def ours(
        self, *arguments: str, pairs_of_people: int = PAIRS
    ) -> AsyncIterator[tuple[Side, Valkey]]:
        """Run the service, with everybody in a talk of their own."""
        line, desk = self._bot(), self._bot()
        pairs = self._pairs(pairs_of_people)
        async with contextlib.AsyncExitStack() as stack:
            server = await stack.enter_async_context(EmbeddedServer(self.folder))
            key_file = self.folder / "secret.key"
            valkey = await stack.enter_async_context(unlocked(server.url, key_file))
            environment = {
                "STODCHATTEN_SECRET_KEY_FILE": str(key_file),
                "STODCHATTEN_REDIS_URL": server.url,
                "STODCHATTEN_LISTEN": "127.0.0.1:0",
                "STODCHATTEN_TELEGRAM_API": self.telegram.url,
                "STODCHATTEN_TELEGRAM_TOKEN": line.token,
                "STODCHATTEN_DESK_TELEGRAM_TOKEN": desk.token,
            }
            process = await stack.enter_async_context(
                ready("-m", "benchmarks.service", *arguments, environment=environment)
            )
            await _talk(line, desk, pairs, valkey)
            yield _side(process, line, desk, pairs), valkey

    def _bot(self) -> StandInBot:
        number = next(self.bots)
        return self.telegram.add_bot(f"{number}:benchmark", f"bot{number}")

    def _pairs(self, number: int) -> list[tuple[Person, Person]]:
        return [(self.telegram.person(), self.telegram.person()) for _ in range(number)]


def _side(
    process: Process, line: StandInBot, desk: StandInBot, pairs: list[tuple[Person, Person]]
) -> Side:
    back = [(counsellor, relative) for relative, counsellor in pairs]
    return Side(process, Way(line, desk, pairs), Way(desk, line, back))


@contextlib.asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Give a stand-in without limits, on the core that drives; stores are there, too."""
    core, _ = cores()
    with on_core(core), tempfile.TemporaryDirectory(prefix="stodchatten-") as folder:
        async with Telegram(limits=False, keep_calls=False) as telegram:
            yield Stage(telegram, Path(folder))


async def _talk(
    line: StandInBot, desk: StandInBot, pairs: list[tuple[Person, Person]], valkey: Valkey
) -> None:
    """Let each relative ask for a person, and the counsellor beside them take the conversation."""
    board = switchboard(valkey)
    reception = Reception(board, Addresses(valkey))
    for relative, _ in pairs:
        relative.write(line, HUMAN)
    await _until(lambda: valkey.zcard(keys.QUEUE), len(pairs))
    links = []
    for number, (relative, _) in enumerate(pairs):
        links.append(token := await board.counsellors.invite(f"Kim {number}", ("sv", "en")))
        me = await board.counsellors.invited(token)
        conversation = await reception.conversation_of(telegram_address(relative.id))
        assert me
        assert conversation
        await board.apply(conversation.id, CounsellorTook(f"took-{number}", me))
    # On duty only now, so that no phone is called for anybody.
    for (_, counsellor), token in zip(pairs, links, strict=True):
        counsellor.write(desk, f"/start {token}")
    for number, (relative, counsellor) in enumerate(pairs):
        await relative.sees(line, f"Kim {number}", patience=PATIENCE)
        await counsellor.sees(desk, HUMAN, patience=PATIENCE)
    await _until(lambda: valkey.zcard(keys.OWED_RELATIVES), 0)
    await _until(lambda: valkey.zcard(keys.OWED_DESK), 0)


async def _until(look: Callable[[], Awaitable[int]], wanted: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while await look() != wanted:
            await asyncio.sleep(LOOK)
