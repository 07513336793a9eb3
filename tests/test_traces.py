"""Promises of the store's files: what was removed is gone from them within a minute."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog
from builders import DAY, MINUTE, OPEN, SECOND, SetClock, talking
from privacy.scanner import in_the_files
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.app import Service, running
from bot.background import in_background
from bot.settings import Listen, Settings
from bot.store import keys, traces
from bot.store.addresses import Address
from bot.store.changes import Changes
from bot.store.client import Valkey, connect
from bot.store.conversations import Arrival, Conversations, Loaded, Moment
from bot.store.counsellors import Counsellors
from bot.store.desk_chats import DeskChats
from bot.store.outbox import Entry
from bot.store.relatives_outbox import RelativesOutbox
from bot.store.server import EmbeddedServer
from bot.store.traces import REWRITE_EVERY, Traces
from bot.store.turning import renew
from bot.store.unlocking import unlock
from bot.texts import Texts
from handlers.decisions import Decision
from handlers.line import Line

WORDS = "kanarieord"
SOON = Moment(OPEN, OPEN + DAY)


@dataclass
class Written:
    """A store of one's own with its files, and what sees to them."""

    server: EmbeddedServer
    valkey: Valkey
    clock: SetClock
    kept: int = 0  # how often it was said that something was kept

    def __post_init__(self) -> None:
        self.traces = self.another()

    def another(self) -> Traces:
        """Return what sees to them in another process."""
        return Traces(self.valkey, self.clock, self._count)

    def _count(self) -> None:
        self.kept += 1

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self.server.folder

    def hold(self, words: str) -> bool:
        """Whether the files hold some words."""
        return in_the_files(self.folder, words)

    async def removed(self, words: str = WORDS) -> None:
        """Write something, and remove it again."""
        await self.valkey.set("k", words)
        await self.valkey.delete("k")
        await self.valkey.incr(keys.REMOVED)

    async def settled(self) -> None:
        """Look until there is nothing more to do."""
        while not await self.traces.look():
            await asyncio.sleep(0.01)

    async def processes(self) -> tuple[int, int]:
        """Return the process of the server, and the one that writes its files anew."""
        server = int((await self.valkey.info("server"))["process_id"])
        child = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii")
        return server, int(child)

    async def not_under_way(self) -> None:
        """Wait until the server writes nothing anew."""
        while (await self.valkey.info("persistence"))["aof_rewrite_in_progress"]:
            await asyncio.sleep(0.01)


@pytest.fixture
async def store(folder: Path, clock: SetClock) -> AsyncIterator[Written]:
    """Give such a store."""
    async with EmbeddedServer(folder) as server, connect(server.url) as valkey:
        yield Written(server, valkey, clock)


async def test_gone_from_the_files(store: Written) -> None:
    """What was removed is gone from the files; what is there stays, and can be found in them."""
    await store.valkey.set("living", "kanariefågel")
    await store.removed()
    assert store.hold(WORDS)  # or the promise would be none
    await store.settled()

    assert not store.hold(WORDS)
    assert store.hold("kanariefågel")
    assert await store.valkey.get("living") == "kanariefågel"


async def _another_phone(store: Written) -> None:
    """Let a counsellor take another phone."""
    await DeskChats(store.valkey).bind(await Counsellors(store.valkey).invite("Kim", ("sv",)), 8)


async def _no_phone(store: Written) -> None:
    """Take a counsellor's phone from them."""
    (kim,) = await Counsellors(store.valkey).all()
    await DeskChats(store.valkey).part(kim.id)


async def _cleared(store: Written) -> None:
    """Let go of a relative's phone, on which nothing stands any more."""
    await RelativesOutbox(store.valkey).let_go(Entry("c1"))


async def _left(store: Written) -> None:
    """Let a relative leave at once."""
    before = Loaded(talking(), version=1)
    decision = Decision(before.conversation, part=True)
    await Conversations(store.valkey, Changes(store.valkey)).commit(before, "e2", decision, SOON)


async def _begun_anew(store: Written) -> None:
    """Begin with a new key, without what the one that is lost had sealed."""
    await renew(store.valkey, store.folder / "secret.key")


REMOVE = [_another_phone, _no_phone, _cleared, _left, _begun_anew]


@pytest.mark.parametrize("remove", REMOVE, ids=lambda remove: remove.__name__.strip("_"))
async def test_where_somebody_was_reached(
    store: Written, remove: Callable[[Written], Awaitable[None]]
) -> None:
    """Where somebody was reached, and is no more, is gone from the files as words are."""
    await unlock(store.valkey, store.folder / "secret.key")
    await DeskChats(store.valkey).bind(await Counsellors(store.valkey).invite("Kim", ("sv",)), 7)
    step = Loaded(talking()), "e1", Decision(talking()), SOON
    arrival = Arrival(Address("telegram:77001"), "")
    await Conversations(store.valkey, Changes(store.valkey)).commit(*step, arrival=arrival)
    reached = {*await _all_reached(store.valkey)}
    assert all(store.hold(where) for where in reached)
    await remove(store)
    gone = reached - {*await _all_reached(store.valkey)}
    await store.settled()

    assert gone
    assert not [where for where in gone if store.hold(where)]


async def _all_reached(valkey: Valkey) -> list[str]:
    phones, relatives = keys.DESK_CHATS, keys.REACHED_BY
    return [str(one) for key in (phones, relatives) for one in await valkey.hvals(key)]


async def test_nothing_was_removed(store: Written) -> None:
    """As long as nothing is removed the files are left alone."""
    await store.valkey.set("k", WORDS)

    assert await store.traces.look()
    assert store.hold(WORDS)


async def test_within_a_minute(store: Written) -> None:
    """Much that is removed costs a rewrite now and then, and is gone within a minute."""
    await store.removed()
    await store.settled()
    await store.removed("strax efter")
    store.clock.at += REWRITE_EVERY - SECOND
    assert not await store.traces.look()
    assert store.hold("strax efter")
    store.clock.at += SECOND
    await store.settled()

    assert not store.hold("strax efter")
    assert REWRITE_EVERY + traces.LOOK_EVERY * SECOND < MINUTE


async def test_clock_set_back(store: Written) -> None:
    """A clock that was set back keeps nothing in the files."""
    await store.removed()
    await store.settled()
    store.clock.at -= 60 * MINUTE
    await store.removed("strax efter")
    await store.settled()

    assert not store.hold("strax efter")


async def test_removed_while_it_is_written(store: Written) -> None:
    """What is removed while the files are being written anew goes with the next time."""
    await store.removed()
    await store.traces.look()
    await store.removed("strax efter")
    await store.not_under_way()
    assert await store.traces.look()  # the first was done, and not more
    assert store.hold("strax efter")
    assert not await store.traces.look()
    store.clock.at += REWRITE_EVERY
    await store.settled()

    assert not store.hold("strax efter")


async def test_one_at_a_time(store: Written) -> None:
    """As long as the files are being written anew, it is not begun again, and not called done."""
    await store.valkey.config_set("rdb-key-save-delay", 60_000_000)  # microseconds
    await store.valkey.set("living", "kanariefågel")
    await store.removed()
    await store.traces.look()
    store.clock.at += REWRITE_EVERY

    assert not await store.traces.look()
    assert (await store.valkey.info("persistence"))["aof_rewrite_in_progress"] == 1
    assert await store.valkey.get(keys.REWRITTEN) is None
    assert store.kept == 0


async def test_two_at_once(store: Written) -> None:
    """Of two processes that begin at the same moment one does, and nothing is amiss."""
    await store.removed()
    other = store.another()
    await asyncio.gather(store.traces.look(), other.look())
    await store.settled()

    assert await other.look()
    assert store.kept == 0
    assert not store.hold(WORDS)


async def test_a_rewrite_that_fails(store: Written) -> None:
    """What was not written anew after all is not called done: it is said, and tried again."""
    await store.valkey.config_set("rdb-key-save-delay", 60_000_000)  # microseconds
    await store.removed()
    await store.traces.look()
    _, child = await store.processes()
    os.kill(child, signal.SIGKILL)
    await store.not_under_way()
    await store.traces.look()
    assert store.kept == 1
    assert store.hold(WORDS)
    await store.valkey.config_set("rdb-key-save-delay", 0)
    store.clock.at += REWRITE_EVERY
    await store.settled()

    assert not store.hold(WORDS)


async def test_the_server_dies_meanwhile(store: Written) -> None:
    """What a server that died had begun to write anew is not called done by the next one."""
    await store.valkey.config_set("rdb-key-save-delay", 60_000_000)  # microseconds
    await store.removed()
    await store.traces.look()
    server, child = await store.processes()
    for process in (server, child):
        os.kill(process, signal.SIGKILL)
    os.waitid(os.P_PID, server, os.WEXITED | os.WNOWAIT)
    await store.server.ensure_running()
    await store.traces.look()
    assert await store.valkey.get(keys.REWRITTEN) is None
    assert store.kept == 1
    store.clock.at += REWRITE_EVERY
    await store.settled()

    assert not store.hold(WORDS)


async def test_who_leaves_waits_for_what_was_removed(store: Written) -> None:
    """Who leaves the store waits until all is gone that was removed by then, whoever began it."""
    await store.removed()
    await store.traces.look()
    await store.removed("strax efter")
    await store.traces.finish()

    assert not store.hold(WORDS)
    assert not store.hold("strax efter")
    assert store.kept == 0


async def test_killed_meanwhile(store: Written) -> None:
    """Another process does what one that was killed had begun."""
    await store.removed()
    await store.traces.look()
    store.traces = store.another()
    await store.settled()

    assert not store.hold(WORDS)


async def test_no_room(store: Written) -> None:
    """Where the files cannot be written anew it is said once, and tried again until they are."""
    await store.removed()
    blocked = store.folder / "appendonlydir"
    moved = blocked.rename(store.folder / "moved")
    blocked.touch()
    for _ in range(2):
        await store.traces.look()
        await store.not_under_way()
        await store.traces.look()
        store.clock.at += REWRITE_EVERY
    assert store.kept == 1
    blocked.unlink()
    moved.rename(blocked)
    await store.settled()

    assert not store.hold(WORDS)


async def test_a_server_that_does_not_let_us(store: Written) -> None:
    """Where a server of one's own refuses to write its files anew, the log says so."""
    await store.valkey.acl_setuser("default", enabled=True, commands=["-bgrewriteaof"])
    await store.removed()
    await store.traces.look()

    assert store.kept == 1


@pytest.mark.parametrize("meanwhile", [True, False], ids=["while it runs", "as it ends"])
async def test_said_in_the_log(
    store: Written,
    texts: Texts,
    line_facts: Line,
    monkeypatch: pytest.MonkeyPatch,
    *,
    meanwhile: bool,
) -> None:
    """The service says in its log that something was kept, while it runs and as it ends."""
    monkeypatch.setattr(traces, "LOOK_EVERY", 0.01 if meanwhile else 3600)
    settings = Settings(
        data=store.folder, redis_url=SecretStr(store.server.url), listen=Listen("127.0.0.1", 0)
    )
    service = Service(settings, line_facts, texts, store.clock, structlog.get_logger())
    await store.valkey.acl_setuser("default", enabled=True, commands=["-bgrewriteaof"])
    kept = {"event": "traces_kept", "log_level": "warning"}
    with capture_logs() as logged:
        async with running(service):
            await store.removed()
            while meanwhile and kept not in logged:
                await asyncio.sleep(0.01)

    assert kept in logged


async def test_a_server_without_such_files(store: Written) -> None:
    """Where a server keeps no such file there is none to write."""
    await store.valkey.config_set("appendonly", "no")
    await store.removed()

    assert await store.traces.look()
    assert (await store.valkey.info("persistence"))["aof_rewrite_in_progress"] == 0
    assert store.kept == 0


async def test_by_itself(store: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """It happens by itself, also after the store did not let anybody in for a while."""
    monkeypatch.setattr(traces, "LOOK_EVERY", 0.01)
    await store.removed()
    await store.valkey.acl_setuser("default", enabled=True, commands=["-mget"])
    async with in_background(store.traces.run()):
        while not await store.valkey.acl_log():
            await asyncio.sleep(0.01)
        await store.valkey.acl_setuser("default", enabled=True, commands=["+mget"])
        while store.hold(WORDS):
            await asyncio.sleep(0.01)


async def test_what_a_kill_left(folder: Path) -> None:
    """What a server had begun to write anew when it was killed is removed at the next start."""
    folder.mkdir()
    half = folder / "temp-rewriteaof-bg-77.aof"
    half.write_text(WORDS)
    async with EmbeddedServer(folder):
        assert not half.exists()
