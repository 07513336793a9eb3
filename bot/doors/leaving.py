"""The quick way out: a relative is let go at once, and their browser knows nothing of it."""

import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from bot.doors.rendering import Rendering
from bot.doors.sessions import Cookie, Session, StaleFormError, check_form, language_of
from bot.doors.web import html, read_form
from bot.logs import Log, describe
from bot.reception import Reception
from bot.store.addresses import web_address
from bot.store.client import StoreError
from bot.switchboard import BusyError
from handlers.events import RelativeExited
from handlers.language import Leaning

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# Set by the page's script as somebody leaves: should their goodbye be lost, the next request of
# the browser says it. The name tells nothing; the script knows it, too.
_DONE: Final = "done"

# What a browser that leaves has sent may arrive after its goodbye: moments later, if at all.
_LEFT: Final = 1000


class Leaving:
    """Ends what a browser has with us."""

    def __init__(
        self, rendering: Rendering, reception: Reception, cookie: Cookie, log: Log
    ) -> None:
        self._rendering = rendering
        self._reception = reception
        self._cookie = cookie
        self._log = log
        self._left: deque[str] = deque(maxlen=_LEFT)

    async def take_goodbye(self, request: web.Request) -> web.Response:
        """End it for a form of our own; for any other change nothing, but let them go as well."""
        session = self._cookie.read(request)
        if self._has_left(request, session):
            return await self._end(request, session)
        try:
            session = check_form(request, session, await read_form(request))
        except (StaleFormError, web.HTTPException):
            return self._way_out(request, 403 if session else 200)
        return await self._end(request, session)

    def unless_left(self, handler: Handler) -> Handler:
        """Let a handler show nothing to a browser that has left, and begin nothing for it."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            session = self._cookie.read(request)
            if self._has_left(request, session):
                return await self._end(request, session)
            response = await handler(request)
            if response.prepared or not self._has_left(request, session):
                return response
            # It came before their goodbye, but was not done until after it.
            return await self._end(request, session)

        return guarded

    def clear(self, request: web.Request, response: web.StreamResponse) -> None:
        """Let a browser forget all that is ours in it."""
        self._cookie.end(request, response, *self._done(request))

    def _has_left(self, request: web.Request, session: Session | None) -> bool:
        return bool((session and session.token in self._left) or self._done(request))

    def _done(self, request: web.Request) -> frozenset[str]:
        return self._cookie.beside(request, _DONE) & request.cookies.keys()

    async def _end(self, request: web.Request, session: Session | None) -> web.Response:
        """Cut the way to whatever a session leads to; nobody is held up by what goes wrong."""
        if session and session.token not in self._left:
            self._left.append(session.token)
        try:
            if session:
                goodbye = RelativeExited(secrets.token_hex(16))
                await self._reception.receive(web_address(session.secret), goodbye, Leaning())
        except (StoreError, OSError, BusyError) as error:
            self._log.warning("door_error", **describe(error))
            page = self._way_out(request, 503)
            # The browser keeps the goodbye, and says it again before it is shown anything.
            name = max(self._cookie.beside(request, _DONE))
            secure = name != _DONE
            page.set_cookie(name, "1", path="/", samesite="Lax", httponly=True, secure=secure)
            return page
        except Exception as error:  # noqa: BLE001 - whoever leaves meets no page of ours
            # Said again, it would come to no more: their conversation cannot be read.
            self._log.warning("door_error", **describe(error))
        page = self._way_out(request)
        self.clear(request, page)
        return page

    def _way_out(self, request: web.Request, status: int = 200) -> web.Response:
        """Return a page without a word, which goes on to another site by itself."""
        language = language_of(request, self._cookie.read(request))
        return html(self._rendering, "leave.html", language, status)
