"""Promises of opening the store: kept running while it is open, shared, and closed."""

import asyncio
import contextlib
import os
import signal
from pathlib import Path

import pytest
from privacy.scanner import in_the_files
from pydantic import SecretStr

from bot import opening
from bot.opening import open_store
from bot.settings import Settings
from bot.store import keys, traces
from bot.store.client import StoreError, Valkey, connect
from bot.store.server import EmbeddedServer, StoreStartError

WORDS = "kanarieord"


async def killed(valkey: Valkey) -> int:
    """Kill the server that is behind a client, as a lack of memory would; return its process."""
    process = int((await valkey.info("server"))["process_id"])
    os.kill(process, signal.SIGKILL)
    return process


async def another(valkey: Valkey, process: int) -> None:
    """Wait until another server than that process answers."""
    while True:
        with contextlib.suppress(StoreError, OSError):
            if (await valkey.info("server"))["process_id"] != process:
                return
        await asyncio.sleep(0.01)


async def ended(valkey: Valkey, sign: signal.Signals) -> None:
    """Let the server behind a client end by a signal."""
    process = int((await valkey.info("server"))["process_id"])
    os.kill(process, sign)
    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)


async def remove(valkey: Valkey) -> None:
    """Write something, and remove it again."""
    await valkey.set("k", WORDS)
    await valkey.delete("k")
    await valkey.incr(keys.REMOVED)


async def refused(log: Path, times: int) -> None:
    """Wait until a server has not started so many times."""
    while True:
        if log.read_text(encoding="utf-8").count("Can't open or create") >= times:
            return
        await asyncio.sleep(0.01)


async def test_own_server(valkey: Valkey, store_url: str, folder: Path) -> None:
    """A server of one's own is used as it is, and goes on afterwards; nothing is embedded."""
    settings = Settings(data=folder, redis_url=SecretStr(store_url))
    async with open_store(settings) as opened:
        await opened.set("k", "there")

    assert await valkey.get("k") == "there"
    assert [file.name for file in folder.iterdir()] == ["secret.key"]


async def test_embedded(folder: Path) -> None:
    """An embedded server ends with the store, and all that was written is there the next time."""
    async with open_store(Settings(data=folder)) as opened:
        await opened.set("k", "kept")
    async with connect(EmbeddedServer(folder).url) as client:
        with pytest.raises(StoreError):
            await client.ping()
    async with open_store(Settings(data=folder)) as opened:
        assert await opened.get("k") == "kept"


async def test_shared(folder: Path) -> None:
    """Another process uses the server that runs, when it asks to, and leaves it running."""
    settings = Settings(data=folder)
    async with open_store(settings) as first:
        async with open_store(settings) as second:
            await second.set("k", "there")
        assert await first.get("k") == "there"


async def test_passed_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the server may go first: another goes on with it, and nothing is lost."""
    monkeypatch.setattr(opening, "LOOK_EVERY", 0.01)
    settings = Settings(data=folder)
    async with contextlib.AsyncExitStack() as later:
        async with open_store(settings) as first:
            second = await later.enter_async_context(open_store(settings))
            await first.set("k", "kept")
            before = int((await first.info("server"))["process_id"])
        await another(second, before)

        assert await second.get("k") == "kept"


async def test_whoever_was_first_does_not_answer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another holds the folder and its server does not answer, that is said."""
    monkeypatch.setattr(opening, "LOOK_EVERY", 0.01)
    async with EmbeddedServer(folder) as server:
        async with connect(server.url) as client:
            with contextlib.suppress(StoreError):
                await client.shutdown(nosave=True)
        with pytest.raises(StoreStartError, match="does not answer"):
            async with open_store(Settings(data=folder)):
                pass


async def test_kept_running(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that dies is started again, with all that it had acknowledged."""
    monkeypatch.setattr(opening, "LOOK_EVERY", 0.01)
    async with open_store(Settings(data=folder)) as opened:
        for number in range(2):
            await opened.set(f"k{number}", "kept")
            await another(opened, await killed(opened))

        assert await opened.mget("k0", "k1") == ["kept", "kept"]


async def test_tried_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that cannot start is tried again until it can."""
    monkeypatch.setattr(opening, "LOOK_EVERY", 0.01)
    files, away = folder / "appendonlydir", folder / "away"
    async with open_store(Settings(data=folder)) as opened:
        await opened.set("k", "kept")
        files.rename(away)
        files.touch()
        process = await killed(opened)
        await refused(folder / "valkey.log", times=2)
        files.unlink()
        away.rename(files)
        await another(opened, process)

        assert await opened.get("k") == "kept"


async def test_nothing_stays_behind(folder: Path) -> None:
    """What was removed is gone from the files of a store that has ended."""
    async with open_store(Settings(data=folder)) as opened:
        await remove(opened)
        assert in_the_files(folder, WORDS)  # or the promise would be none

    assert not in_the_files(folder, WORDS)


async def test_nothing_stays_behind_in_a_server_of_ones_own(folder: Path, tmp_path: Path) -> None:
    """What was removed is gone from the files of a server of one's own when we leave it."""
    async with EmbeddedServer(tmp_path / "own") as server:
        settings = Settings(data=folder, redis_url=SecretStr(server.url))
        async with open_store(settings) as opened:
            await remove(opened)

        assert not in_the_files(server.folder, WORDS)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
async def test_nothing_stays_behind_when_all_is_ended(
    folder: Path, monkeypatch: pytest.MonkeyPatch, sign: signal.Signals
) -> None:
    """It is gone also where the server was told to end before we could see to it."""
    monkeypatch.setattr(opening, "LOOK_EVERY", 0.01)
    async with open_store(Settings(data=folder)) as opened:
        await remove(opened)
        await ended(opened, sign)

    assert not in_the_files(folder, WORDS)


async def test_nothing_stays_behind_when_it_ends_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is gone also where the server ended while we were seeing to it."""
    monkeypatch.setattr(opening, "LOOK_EVERY", 0.01)

    async def end(server: EmbeddedServer) -> None:
        async with connect(server.url) as valkey:
            while not (await valkey.info("persistence"))["aof_rewrite_in_progress"]:
                await asyncio.sleep(0.01)
            await ended(valkey, signal.SIGTERM)

    async with open_store(Settings(data=folder)) as opened:
        await opened.config_set("rdb-key-save-delay", 60_000_000)  # microseconds, until it ends
        await remove(opened)
        ending = asyncio.create_task(end(EmbeddedServer(folder)))
    await ending

    assert not in_the_files(folder, WORDS)


async def test_a_server_that_does_not_come_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the server cannot be started any more, we end all the same, and soon."""
    monkeypatch.setattr(opening, "BACK_WITHIN", 0.1)
    files = folder / "appendonlydir"
    async with open_store(Settings(data=folder)) as opened:
        await remove(opened)
        files.rename(folder / "away")
        files.touch()
        await ended(opened, signal.SIGKILL)

    assert capsys.readouterr().err == ""


async def test_a_server_that_does_not_let_us(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a server refuses to write its files anew, nobody waits, and it is said."""
    async with EmbeddedServer(tmp_path / "own") as server:
        async with open_store(Settings(data=folder, redis_url=SecretStr(server.url))) as opened:
            await opened.acl_setuser("default", enabled=True, commands=["-bgrewriteaof"])
            await remove(opened)

        assert "still in the store's files" in capsys.readouterr().err


async def test_a_server_that_takes_too_long(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where it takes very long, it is not waited for, and that is said."""
    monkeypatch.setattr(traces, "FINISH_WITHIN", 0.1)
    async with open_store(Settings(data=folder)) as opened:
        await opened.config_set("rdb-key-save-delay", 60_000_000)  # microseconds
        await remove(opened)

    assert "still in the store's files" in capsys.readouterr().err
