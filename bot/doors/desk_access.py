"""Who sits at a desk: links that sign one in, coming on duty and going off it."""

import hmac
from dataclasses import dataclass

from aiohttp import web

from bot.doors.rendering import Rendering, Tryout
from bot.doors.sessions import (
    Cookie,
    Session,
    StaleFormError,
    check_form,
    language_of,
    new_session,
)
from bot.doors.web import html, read_form, see_other
from bot.handing_back import hand_all_back
from bot.store.keys import DESK_SESSION_LIFE
from bot.switchboard import Switchboard
from bot.texts import desk_language
from handlers.conversation import Counsellor
from handlers.language import Language


@dataclass(frozen=True, slots=True)
class Desk:
    """A counsellor at a desk that is signed in."""

    session: Session
    me: Counsellor

    @property
    def language(self) -> Language:
        """The language of the desk's own words."""
        return self.session.language or desk_language(self.me)


class DeskAccess:
    """Knows counsellors by their browsers' cookies, and serves the pages for coming and going."""

    def __init__(
        self,
        rendering: Rendering,
        switchboard: Switchboard,
        *,
        https: bool,
        tryout: Tryout | None = None,
    ) -> None:
        self._rendering = rendering
        self._switchboard = switchboard
        self._counsellors = switchboard.counsellors
        self._cookie = Cookie("desk", https=https, life=DESK_SESSION_LIFE)
        self._tryout = tryout

    def add_to(self, app: web.Application) -> None:
        """Serve the routes of coming and going."""
        app.router.add_get("/desk/here", self._here)
        app.router.add_get("/desk/join/{invite}", self._show_invite)
        app.router.add_post("/desk/join/{invite}", self._join)
        app.router.add_post("/desk/leave", self._leave)
        app.router.add_get("/desk/off-duty", self._show_off_duty)
        app.router.add_post("/desk/sign-out", self._sign_out)
        if self._tryout:
            app.router.add_get("/desk/try/{token}", self._try)

    async def at_desk(self, request: web.Request) -> Desk | None:
        """Return who is at this desk, and note that they are."""
        desk = await self.signed_in(request)
        if desk:
            now = self._switchboard.clock.now()
            await self._counsellors.heard_of(desk.me, desk.session.secret, now)
        return desk

    async def signed_in(self, request: web.Request) -> Desk | None:
        """Return whose desk this is, whether they are at it or not."""
        session = self._cookie.read(request)
        me = await self._counsellors.signed_in(session.secret) if session else None
        return Desk(session, me) if session and me else None

    async def sent_by(self, request: web.Request, fields: dict[str, str]) -> Desk:
        """Return the desk that a form came from; raises StaleFormError for none."""
        check_form(request, self._cookie.read(request), fields)
        desk = await self.at_desk(request)
        if desk is None:
            raise StaleFormError
        return desk

    def remember(
        self, request: web.Request, response: web.StreamResponse, session: Session
    ) -> None:
        """Let a browser stay signed in, in the language that it was set to."""
        self._cookie.write(request, response, session)

    # Coming and going

    async def _here(self, request: web.Request) -> web.Response:
        """Take the answer of a page to the pulse of its stream."""
        desk = await self.signed_in(request)
        if desk is None:
            raise StaleFormError
        now = self._switchboard.clock.now()
        await self._counsellors.heard_of(desk.me, desk.session.secret, now, begins=False)
        return web.Response(status=204)

    async def _show_invite(self, request: web.Request) -> web.Response:
        """Show whom a link is for; only the button uses it up, not a preview of the link."""
        session = self._cookie.read(request) or new_session()
        invited = await self._counsellors.invited(request.match_info["invite"])
        page = html(
            self._rendering,
            "desk_join.html",
            language_of(request, session),
            200 if invited else 410,
            invite_ok=invited is not None,
            alias=invited.alias if invited else "",
            token=session.token,
        )
        self._cookie.write(request, page, session)
        return page

    async def _join(self, request: web.Request) -> web.Response:
        before = check_form(request, self._cookie.read(request), await read_form(request))
        secret = await self._counsellors.join(request.match_info["invite"])
        if secret is None:
            return await self._show_invite(request)
        return self._sign_in(request, Session(secret, before.language))

    async def _try(self, request: web.Request) -> web.Response:
        tryout = self._tryout
        given = request.match_info["token"].encode()
        if tryout is None or not hmac.compare_digest(given, tryout.token.encode()):
            raise web.HTTPNotFound
        secret = await self._counsellors.sign_in(tryout.counsellor_id)
        return self._sign_in(request, Session(secret))

    def _sign_in(self, request: web.Request, session: Session) -> web.Response:
        response = see_other("/desk")
        self._cookie.write(request, response, session)
        return response

    async def _leave(self, request: web.Request) -> web.Response:
        """Go off duty; whoever was being talked with goes back to the head of the queue."""
        desk = await self.sent_by(request, await read_form(request))
        await hand_all_back(self._switchboard, desk.me.id)
        await self._counsellors.go_off_duty(desk.session.secret, desk.me)
        return see_other("/desk/off-duty")

    async def _show_off_duty(self, request: web.Request) -> web.Response:
        desk = await self.signed_in(request)
        if desk is None:
            return see_other("/desk")
        token = desk.session.token
        return html(self._rendering, "desk_off.html", desk.language, me=desk.me, token=token)

    async def _sign_out(self, request: web.Request) -> web.Response:
        desk = await self.sent_by(request, await read_form(request))
        await self._counsellors.sign_out(desk.session.secret, desk.me)
        response = see_other("/desk")
        self._cookie.end(request, response)
        return response
