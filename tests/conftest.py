"""Real parts for the tests: a Valkey server of our own, started once and emptied for each test."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from builders import LINE, MESSAGES, OPEN, SetClock, unlocked
from pydantic import SecretStr

from bot.app import Running, Service, running
from bot.settings import Listen, Settings
from bot.store import keys
from bot.store.client import Valkey, connect
from bot.store.server import EmbeddedServer
from bot.texts import Texts, load_texts
from handlers.line import Line, facts

pytest_plugins = ["browsers", "visitors"]


@pytest.fixture(scope="session")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a server that only this run of the tests knows."""
    server = EmbeddedServer(tmp_path_factory.mktemp("store"))
    asyncio.run(server.start())
    yield server.url
    asyncio.run(server.stop())


@pytest.fixture
async def valkey(store_url: str, key_file: Path) -> AsyncIterator[Valkey]:
    """Give a client of an empty store, unlocked by the key that a service there finds."""
    async with connect(store_url) as client:
        await client.flushall()
    async with unlocked(store_url, key_file) as client:
        yield client


@pytest.fixture(scope="session")
def texts() -> Texts:
    """Give the real texts; what cannot be said is an error here."""
    return load_texts(MESSAGES, facts(LINE), strict=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder for a store of one's own."""
    return tmp_path / "var"


@pytest.fixture
def key_file(folder: Path) -> Path:
    """Give the file of the secret key by which the store is sealed."""
    return folder / "secret.key"


@pytest.fixture
def clock() -> SetClock:
    """Give a clock that stands in the middle of an open day."""
    return SetClock(OPEN)


@pytest.fixture
def line_facts() -> Line:
    """Give the facts of the shipped line."""
    return LINE


@pytest.fixture
async def site(  # noqa: PLR0917 - fixtures
    valkey: Valkey,
    store_url: str,
    key_file: Path,
    texts: Texts,
    clock: SetClock,
    line_facts: Line,
) -> AsyncIterator[Running]:
    """Give a try-out that runs in this process, with an empty store."""
    assert await valkey.keys("*") == [keys.SECRET_KEY]
    settings = Settings(
        redis_url=SecretStr(store_url),
        secret_key_file=key_file,
        listen=Listen("127.0.0.1", 0),
    )
    service = Service(settings, line_facts, texts, clock, structlog.get_logger(), tryout=True)
    async with running(service) as here:
        yield here
