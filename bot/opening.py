"""Opens the store: a server of one's own, or the embedded one, kept running."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from time import monotonic

from bot.background import in_background
from bot.clock import Clock
from bot.settings import PREFIX, Settings
from bot.store.client import StoreError, Valkey, connect
from bot.store.server import EmbeddedServer, StoreInUseError, StoreStartError
from bot.store.traces import Traces
from bot.store.unlocking import unlock

# How soon an embedded server that died is started again, in seconds.
LOOK_EVERY = 1.0

# A server that another process has just begun may have a long file to read.
TRIES = 30

# How long it is looked for as the store is left, should it die just then.
BACK_WITHIN = 10  # seconds
BACK_LOOKS_EVERY = 0.05  # seconds


def say_kept() -> None:
    """Say that the store's files hold what is to be gone from them."""
    sys.stderr.write(
        "What was removed is still in the store's files: they could not be written anew. "
        "That is tried again as soon as the chat runs.\n"
    )


@contextlib.asynccontextmanager
async def open_store(
    settings: Settings, kept: Callable[[], object] = say_kept
) -> AsyncIterator[Valkey]:
    """Give a client of the store, unlocked, while this is open.

    Raises StoreStartError or SecretKeyError. `kept` as in `locked_store`.
    """
    async with locked_store(settings, kept) as valkey:
        with answering():
            await unlock(valkey, settings.key_file)
        yield valkey


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """Ask something of the store; raises StoreStartError where it does not answer."""
    try:
        yield
    except (StoreError, OSError) as error:
        why = f"the store does not answer ({type(error).__name__}); try again"
        raise StoreStartError(why) from None


@contextlib.asynccontextmanager
async def locked_store(
    settings: Settings, kept: Callable[[], object] = say_kept
) -> AsyncIterator[Valkey]:
    """Give a client of the store while this is open, without the key to what people wrote.

    Any number of processes share one embedded server: one of them runs it, and when that ends,
    another does. At the end, what was removed leaves the files; `kept` is called if it cannot.
    Raises StoreStartError.
    """
    async with contextlib.AsyncExitStack() as stack:
        server = None
        if settings.redis_url:
            url = settings.redis_url.get_secret_value()
        else:
            server = await stack.enter_async_context(_embedded(settings))
            url = server.url
        valkey = connect(url)
        stack.push_async_callback(valkey.aclose)
        stack.push_async_callback(_leave_no_traces, Traces(valkey, Clock(), kept), server)
        yield valkey


@contextlib.asynccontextmanager
async def _embedded(settings: Settings) -> AsyncIterator[EmbeddedServer]:
    server = EmbeddedServer(settings.data)
    try:
        await _find_or_start(server)
    except StoreStartError as error:
        needed = "a folder that this user can write to, on a disk that has room"
        raise StoreStartError(f"{error}. {PREFIX}DATA has to name {needed}") from None
    try:
        async with in_background(_keep_running(server)):
            yield server
    finally:
        if server.is_ours:
            await server.stop()


async def _find_or_start(server: EmbeddedServer) -> None:
    """Wait until there is a server: ours, or that of whoever was first, who may just be ending."""
    for _ in range(TRIES):
        with contextlib.suppress(StoreInUseError):
            await server.start()
            return
        if await server.is_ready():
            return
        await asyncio.sleep(LOOK_EVERY)
    raise StoreStartError(
        f"another process holds {server.folder}, and the server there does not answer"
    )


async def _keep_running(server: EmbeddedServer) -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY)
        with contextlib.suppress(StoreInUseError, StoreStartError):
            await (server.ensure_running() if server.is_ours else server.start())


async def _leave_no_traces(traces: Traces, server: EmbeddedServer | None) -> None:
    """Wait until what was removed is gone from the files.

    Where the store is away, whoever starts it again sees to that: one that we run may have been
    told to end as we were, and is started again.
    """
    until = monotonic() + BACK_WITHIN
    while True:
        with contextlib.suppress(StoreError, OSError):
            await traces.finish()
            return
        if server is None or not server.is_ours or monotonic() >= until:
            return
        await asyncio.sleep(BACK_LOOKS_EVERY)
