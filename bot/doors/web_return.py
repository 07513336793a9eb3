"""The page on which a relative is given words to come back by, and comes back by them."""

from aiohttp import web

from bot.doors.floodgate import FloodedError, Floodgate
from bot.doors.leaving import Leaving
from bot.doors.rendering import Rendering
from bot.doors.sessions import Cookie, Session, check_form, language_of, new_session
from bot.doors.web import event_id, html, problem, read_form, see_other, sentence
from bot.reception import Reception
from bot.return_codes import ReturnCodes
from bot.store.addresses import web_address
from bot.store.client import StoreError
from handlers.conversation import State
from handlers.errors import MessageError, SupportLineError
from handlers.return_code import read


class WebReturn:
    """Serves that page; the words stand on it once, and nowhere else."""

    def __init__(
        self,
        rendering: Rendering,
        reception: Reception,
        codes: ReturnCodes,
        *,
        cookie: Cookie,
        leaving: Leaving,
        floodgate: Floodgate,
    ) -> None:
        self._rendering = rendering
        self._reception = reception
        self._codes = codes
        self._cookie = cookie
        self._leaving = leaving
        self._floodgate = floodgate

    def add_to(self, app: web.Application) -> None:
        """Serve the routes of return codes; none of them to a browser that has left."""
        app.router.add_get("/code", self._leaving.unless_left(self._show))
        app.router.add_post("/code", self._leaving.unless_left(self._give))
        # Where somebody was refused, and loads the page anew by its address.
        app.router.add_get("/return", self._to_the_form)
        app.router.add_post("/return", self._leaving.unless_left(self._come_back))

    async def _to_the_form(self, _: web.Request) -> web.StreamResponse:
        return see_other("/code")

    async def _show(self, request: web.Request) -> web.StreamResponse:
        return await self._page(request, self._cookie.read(request) or new_session())

    async def _page(
        self,
        request: web.Request,
        session: Session,
        *,
        status: int = 200,
        words: tuple[str, ...] = (),
        typed: str = "",
        error: str = "",
    ) -> web.Response:
        conversation = await self._reception.conversation_of(web_address(session.secret))
        goes_on = conversation is not None and conversation.state is not State.ENDED
        page = html(
            self._rendering,
            "code.html",
            (conversation and conversation.leaning.known) or language_of(request, session),
            status,
            can_have=goes_on,
            words=words,
            typed=typed,
            error=error,
            token=session.token,
        )
        self._cookie.write(request, page, session)
        return page

    async def _give(self, request: web.Request) -> web.StreamResponse:
        session = self._cookie.read(request)
        fields = await read_form(request)
        try:
            session = check_form(request, session, fields)
            language = language_of(request, session)
            words = await self._codes.give(web_address(session.secret), language)
        except (SupportLineError, StoreError, OSError) as error:
            return self._refuse(request, session, error, fields)
        return await self._page(request, session, words=words)

    async def _come_back(self, request: web.Request) -> web.StreamResponse:
        session = self._cookie.read(request)
        fields = await read_form(request)
        typed = fields.get("text", "")
        try:
            session = check_form(request, session, fields)
            address = web_address(session.secret)
            if code := read(typed):
                self._floodgate.let_in(session, fields)
            await self._codes.come_back(code, address, event_id(request, fields))
        except MessageError as error:
            language = language_of(request, session)
            said = self._rendering.texts.say(language, error.key, **error.values)
            known = session or new_session()
            return await self._page(request, known, status=409, typed=typed, error=said)
        except (SupportLineError, StoreError, OSError) as error:
            return self._refuse(request, session, error, fields)
        return see_other("/")

    def _refuse(
        self,
        request: web.Request,
        session: Session | None,
        error: Exception,
        fields: dict[str, str],
    ) -> web.Response:
        if session and isinstance(error, FloodedError):
            return self._floodgate.ask(request, session, error, fields)
        language = language_of(request, session)
        answer = sentence(self._rendering, language, error)
        return problem(self._rendering, request, language, answer, {}, session=session)
