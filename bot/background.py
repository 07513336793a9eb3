"""Lets something go on while something else is done, and surely ends it afterwards."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from typing import Any

# Until Python 3.12, `asyncio.wait_for` can swallow a cancellation that comes at the moment when
# what it waits for is done (python/cpython#86296); the store's client uses it for all it sends.
ASK_AGAIN = 0.2  # seconds


@contextlib.asynccontextmanager
async def in_background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let something go on while this is open; raises at the end what it raised."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        while not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=ASK_AGAIN)
        if not task.cancelled():
            task.result()
