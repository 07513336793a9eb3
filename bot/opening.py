"""Opens the store: a server of one's own, or the embedded one, kept running."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from bot.background import in_background
from bot.settings import Settings
from bot.store.client import Valkey, connect
from bot.store.server import EmbeddedServer, StoreInUseError, StoreStartError

# How soon an embedded server that died is started again, in seconds.
LOOK_EVERY = 1.0


@contextlib.asynccontextmanager
async def open_store(settings: Settings, *, share: bool = False) -> AsyncIterator[Valkey]:
    """Give a client of the store while this is open.

    With `share`, an embedded server that another process runs is used as it is. Raises
    StoreInUseError or StoreStartError.
    """
    async with contextlib.AsyncExitStack() as stack:
        url = settings.redis_url.get_secret_value() if settings.redis_url else None
        if url is None:
            url = await stack.enter_async_context(_embedded(settings, share=share))
        valkey = connect(url)
        stack.push_async_callback(valkey.aclose)
        yield valkey


@contextlib.asynccontextmanager
async def _embedded(settings: Settings, *, share: bool) -> AsyncIterator[str]:
    server = EmbeddedServer(settings.data)
    try:
        await server.start()
    except StoreInUseError:
        if not share:
            raise
        yield server.url
        return
    try:
        async with in_background(_keep_running(server)):
            yield server.url
    finally:
        await server.stop()


async def _keep_running(server: EmbeddedServer) -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY)
        with contextlib.suppress(StoreStartError):
            await server.ensure_running()
