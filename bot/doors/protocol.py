"""How the pages speak HTTP: what is no request, or never becomes one, is answered by us, too."""

import asyncio
from typing import Final

from aiohttp import web

from bot.doors.headers import dress
from bot.logs import Log, describe

# How long a connection may be idle, or a request take until its headers are there.
PATIENCE: Final = 75.0  # seconds

# Streams are open as long as their pages are; what was just sent is answered within this.
CLOSE_WITHIN: Final = 0.5  # seconds


class Runner(web.AppRunner):
    """Runs an application; `sorry` is said to what is no request."""

    def __init__(
        self, app: web.Application, log: Log, sorry: str, *, patience: float = PATIENCE
    ) -> None:
        super().__init__(app, shutdown_timeout=CLOSE_WITHIN)
        self._spoken = (log, sorry, patience)

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return _Server(made, *self._spoken)


class _Server(web.Server):
    """Serves what another server was made for, by our protocol."""

    def __init__(self, made: web.Server, log: Log, sorry: str, patience: float) -> None:
        super().__init__(made.request_handler, request_factory=made.request_factory)
        self._spoken = (log, sorry, patience)

    def __call__(self) -> web.RequestHandler:
        return _Protocol(self, *self._spoken)


class _Protocol(web.RequestHandler):
    """Speaks HTTP, and has a word of ours for what is none."""

    def __init__(self, server: web.Server, log: Log, sorry: str, patience: float) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            # It would hold addresses of people who must not be known.
            access_log=None,  # type: ignore[arg-type]  # that is how aiohttp keeps none
            keepalive_timeout=patience,
        )
        self._log = log
        self._sorry = sorry

    def handle_error(
        self,
        request: web.BaseRequest,  # noqa: ARG002 - nothing of it is said or logged
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - it quotes the request
    ) -> web.StreamResponse:
        """Answer what never came to the application."""
        if exc and status >= 500:  # noqa: PLR2004
            self._log.error("door_error", **describe(exc))
        response = web.Response(status=status, text=self._sorry)
        dress(response)
        response.force_close()
        return response
