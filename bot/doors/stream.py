"""Server-sent events: what a page shows, told again whenever it changes."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.store.client import StoreError

# The store is looked at this often also without a push, which can be missed while it is away.
# It also keeps the connection alive through whatever lies between.
PULSE = 10.0

# How soon a browser that lost the stream comes back, in milliseconds.
RETRY = 1000


class Stream:
    """An open stream; a part is sent only when it differs from what was sent before."""

    def __init__(self, response: web.StreamResponse) -> None:
        self._response = response
        self._sent: dict[str, str] = {}

    async def send(self, event: str, data: dict[str, Any], event_id: str = "") -> None:
        """Send an event; with an id the browser asks for what follows it when it reconnects."""
        mark = f"id: {event_id}\n" if event_id else ""
        await self._write(f"event: {event}\n{mark}data: {json.dumps(data)}\n\n")

    async def show(self, event: str, data: dict[str, Any]) -> None:
        """Send an event unless it is what the page shows already."""
        text = json.dumps(data)
        if self._sent.get(event) != text:
            self._sent[event] = text
            await self.send(event, data)

    async def pulse(self) -> None:
        """Keep the connection alive; whose page it is can answer that they are there."""
        await self.send("pulse", {})

    async def _write(self, text: str) -> None:
        await self._response.write(text.encode())


# Sends what is new; False when the stream has nothing more to say.
Look = Callable[[Stream], Awaitable[bool]]


async def stream(request: web.Request, changed: asyncio.Event, look: Look) -> web.StreamResponse:
    """Keep a page up to date until either side leaves.

    A store that is away ends it: the browser then comes back by itself.
    """
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    open_stream = Stream(response)
    with contextlib.suppress(ConnectionError, StoreError, OSError):
        await response.write(f"retry: {RETRY}\n\n".encode())
        while await _look(open_stream, changed, look):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), PULSE)
    return response


async def _look(open_stream: Stream, changed: asyncio.Event, look: Look) -> bool:
    changed.clear()
    going_on = await look(open_stream)
    await open_stream.pulse()
    return going_on
