"""The relatives' web chat: a form that works anywhere, and a stream that makes it live."""

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.doors.chat_view import NONE_YET, ChatView
from bot.doors.floodgate import FloodedError, Floodgate
from bot.doors.headers import FRAMED
from bot.doors.leaving import Handler, Leaving
from bot.doors.rendering import Rendering
from bot.doors.sessions import (
    Cookie,
    Session,
    StaleFormError,
    check_form,
    language_of,
    new_session,
)
from bot.doors.stream import Stream, stream
from bot.doors.streams import Streams
from bot.doors.web import (
    cursor,
    event_id,
    html,
    problem,
    read_form,
    see_other,
    sentence,
    wants_json,
)
from bot.reception import Reception
from bot.return_codes import ReturnCodes
from bot.store.addresses import web_address
from bot.store.changes import Changes
from bot.store.client import StoreError
from bot.store.keys import QUEUE
from bot.switchboard import Switchboard
from bot.texts import known_language
from handlers.answers import welcome
from handlers.choices import Choice
from handlers.conversation import State
from handlers.errors import SupportLineError
from handlers.events import RelativeChose, RelativeEvent, RelativeWrote
from handlers.incoming import clean
from handlers.language import Language, Leaning, choose, hint
from handlers.return_code import read as read_code


class WebChat:
    """The pages of a relative; a browser is known by its session's cookie alone."""

    def __init__(
        self,
        rendering: Rendering,
        reception: Reception,
        switchboard: Switchboard,
        changes: Changes,
        *,
        codes: ReturnCodes,
        cookie: Cookie,
        leaving: Leaving,
        floodgate: Floodgate,
    ) -> None:
        self._rendering = rendering
        self._reception = reception
        self._switchboard = switchboard
        self._changes = changes
        self._codes = codes
        self._cookie = cookie
        self._leaving = leaving
        self._floodgate = floodgate
        self._streams = Streams()

    def add_to(self, app: web.Application) -> None:
        """Serve the chat's routes; none of them to a browser that has left."""
        pages = {
            "/": self._show,
            "/lines": self._show_lines,
            "/events": self._stream,
            "/erase": self._show_erase,
            "/erased": self._show_erased,
            "/integritet": self._show_privacy("sv"),
            "/privacy": self._show_privacy("en"),
        }
        for path, page in pages.items():
            guarded = self._leaving.unless_left(page)
            app.router.add_get(path, guarded, allow_head=page != self._stream)
        app.router.add_post("/say", self._leaving.unless_left(self._say))
        app.router.add_post("/choose", self._leaving.unless_left(self._choose))
        app.router.add_post("/leave", self._leaving.take_goodbye)

    # What a browser sees

    async def _show(self, request: web.Request) -> web.StreamResponse:
        session = self._cookie.read(request) or new_session()
        language = known_language(request.query.get("language", ""))
        if language is None or _is_foreign(request):
            return await self._page(request, session)
        await self._switch(session, language)
        response = see_other("/")
        self._cookie.write(request, response, session._replace(language=language, spoken=None))
        return response

    async def _switch(self, session: Session, language: Language) -> None:
        """Let a conversation that there is go on in the language that was chosen."""
        address = web_address(session.secret)
        if await self._reception.conversation_of(address):
            choice = Choice.SVENSKA if language == "sv" else Choice.ENGLISH
            event = RelativeChose(secrets.token_hex(8), choice)
            await self._reception.receive(address, event, choose(language))

    async def _page(
        self,
        request: web.Request,
        session: Session,
        *,
        status: int = 200,
        draft: str = "",
        error: str = "",
    ) -> web.Response:
        chat = await self._chat(request, session)
        lines = await self._lines(chat, 0)
        after = f"{chat.tag}.{lines[-1]['number'] if lines else 0}"
        if chat.conversation is None:
            lines = chat.lines([welcome(chat.situation).line(chat.situation.at)], 0)
        page = html(
            self._rendering,
            "chat.html",
            chat.language,
            status,
            lines=lines,
            after=after,
            draft=draft,
            error=error,
            token=session.token,
            client_id=secrets.token_hex(8),
            **chat.choices(),
            **chat.state(),
        )
        spoken = chat.conversation and chat.conversation.leaning.known
        self._cookie.write(request, page, session._replace(spoken=spoken or session.spoken))
        return page

    async def _show_lines(self, request: web.Request) -> web.Response:
        """Show the transcript alone, in a frame that loads itself anew without JavaScript."""
        session = self._cookie.read(request) or new_session()
        chat = await self._chat(request, session)
        page = html(
            self._rendering,
            "lines.html",
            chat.language,
            lines=await self._lines(chat, 0),
            token=session.token,
            **chat.state(),
        )
        page.headers.update(FRAMED)
        return page

    async def _show_erase(self, request: web.Request) -> web.Response:
        """Show what is erased before it is; that needs no store."""
        session = self._cookie.read(request) or new_session()
        language = language_of(request, session)
        page = html(self._rendering, "erase.html", language, token=session.token)
        self._cookie.write(request, page, session)
        return page

    async def _show_erased(self, request: web.Request) -> web.Response:
        """Say that it is gone, and let the browser forget; but not what has begun since."""
        session = self._cookie.read(request)
        if session and await self._reception.conversation_of(web_address(session.secret)):
            return see_other("/")
        # Their language is all that goes on, should they begin again.
        chosen = session.language if session else None
        language = language_of(request, session)
        page = html(self._rendering, "erased.html", language, chosen=chosen)
        if not _is_foreign(request):
            self._leaving.clear(request, page)
        return page

    def _show_privacy(self, language: Language) -> Handler:
        async def show(request: web.Request) -> web.StreamResponse:
            # No session is begun and the store is not asked: who reads this leaves nothing here.
            session = self._cookie.read(request)
            token = session.token if session else ""
            return html(self._rendering, "privacy.html", language, token=token)

        return show

    async def _chat(self, request: web.Request, session: Session) -> ChatView:
        conversation = await self._reception.conversation_of(web_address(session.secret))
        situation = await self._switchboard.situation(conversation.id if conversation else "")
        known = conversation.leaning.known if conversation else None
        language = known or language_of(request, session)
        return ChatView(self._rendering, conversation, situation, language)

    async def _lines(self, chat: ChatView, after: int) -> list[dict[str, Any]]:
        if chat.conversation is None:
            return []
        lines = await self._switchboard.conversations.lines(chat.conversation.id, after)
        about = await self._switchboard.conversations.pointed_at(chat.conversation.id, lines)
        return chat.lines(lines, after + 1, about)

    # What a browser is told without asking again

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        session = self._cookie.read(request)
        cursor = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        shown = _Shown(*_cursor(cursor))
        if session is None:
            if shown.tag == NONE_YET:
                raise StaleFormError
            # Another tab has left or erased it, and the browser has forgotten it since.
            return await stream(request, asyncio.Event(), _begin_anew)
        address = web_address(session.secret)
        is_newcomer = not await self._reception.is_in_conversation(address)
        if not self._streams.has_room(is_newcomer=is_newcomer):
            # The page asks again in a moment, and what it is for works without.
            return web.Response(status=429)

        async def look(to: Stream) -> bool:
            if place.gave_way or not await self._tell(request, session, shown, to):
                return False
            if shown.tag != NONE_YET and not shown.in_line:
                # Who has not begun has no place in the queue to be told of, and may be very many.
                # By its id it is known also once the line seals by another key.
                shown.in_line = True
                stack.enter_context(self._changes.watch(QUEUE, shown.tag, also=changed))
                changed.set()  # it may have changed since it was looked at
            return True

        mine = self._reception.name_of(address)
        with contextlib.ExitStack() as stack:
            changed = stack.enter_context(self._changes.watch(mine))
            place = stack.enter_context(
                self._streams.place(mine, changed.set, is_newcomer=is_newcomer)
            )
            return await stream(request, changed, look)

    async def _tell(
        self, request: web.Request, session: Session, shown: "_Shown", to: Stream
    ) -> bool:
        chat = await self._chat(request, session)
        if shown.tag not in {chat.tag, NONE_YET}:
            # It was erased or forgotten, goes on elsewhere, or another tab has begun a new one.
            gone = chat.conversation is None and await self._is_gone(shown.tag)
            await to.send("gone" if gone else "reload", {})
            return False
        shown.tag = chat.tag
        for line in await self._lines(chat, shown.lines):
            shown.lines = line["number"]
            part = self._rendering.html("line.html", chat.language, line=line, token=session.token)
            await to.send(
                "line", {"number": shown.lines, "html": part}, f"{chat.tag}.{shown.lines}"
            )
        state = chat.state()
        part = self._rendering.html("status.html", chat.language, token=session.token, **state)
        await to.show("status", {"html": part, "state": state["state"]})
        part = self._rendering.html(
            "choices.html",
            chat.language,
            token=session.token,
            **chat.choices(),
            **state,
        )
        await to.show("choices", {"html": part})
        return True

    async def _is_gone(self, conversation_id: str) -> bool:
        loaded = await self._switchboard.conversations.load(conversation_id)
        return loaded is None or loaded.conversation.state is State.ENDED

    # What a browser sends

    async def _say(self, request: web.Request) -> web.Response:
        return await self._receive(request, _wrote)

    async def _choose(self, request: web.Request) -> web.Response:
        return await self._receive(request, _chosen)

    async def _receive(
        self, request: web.Request, event: Callable[[str, dict[str, str]], RelativeEvent]
    ) -> web.Response:
        session = self._cookie.read(request)
        fields = await read_form(request)
        try:
            session = check_form(request, session, fields)
            address = web_address(session.secret)
            sent_id = event_id(request, fields)
            if code := read_code(fields.get("text", "")):
                self._floodgate.let_in(session, fields)
                await self._codes.come_back(code, address, sent_id)
            else:
                happened = event(sent_id, fields)
                async with self._floodgate.beginning(session, fields, happened):
                    await self._reception.receive(address, happened, _leaning(request, session))
            there = await self._reception.conversation_of(address)
        except (SupportLineError, StoreError, OSError) as error:
            return await self._refuse(request, session, error, fields)
        if wants_json(request):
            return web.json_response({"ok": True})
        return see_other("/" if there else "/erased")

    async def _refuse(
        self,
        request: web.Request,
        session: Session | None,
        error: Exception,
        fields: dict[str, str],
    ) -> web.Response:
        """Say what went wrong, and give back what was written."""
        if session and isinstance(error, FloodedError):
            return self._floodgate.ask(request, session, error, fields)
        language = language_of(request, session)
        status, said = sentence(self._rendering, language, error)
        if wants_json(request):
            return web.json_response({"error": said}, status=status)
        if isinstance(error, StoreError | OSError):
            answer = (status, said)
            return problem(self._rendering, request, language, answer, fields, session=session)
        session = session or new_session()
        draft = fields.get("text", "")
        return await self._page(request, session, status=status, draft=draft, error=said)


def _is_foreign(request: web.Request) -> bool:
    """Whether another site's page asks: by a link there, nothing here must change."""
    return request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}


async def _begin_anew(to: Stream) -> bool:
    await to.send("reload", {})
    return False


@dataclass
class _Shown:
    """What the page shows already, and whether it is told of the queue."""

    tag: str
    lines: int
    in_line: bool = False


def _cursor(text: str) -> tuple[str, int]:
    tag, _, number = text.partition(".")
    return tag or NONE_YET, cursor(number)


def _wrote(sent_id: str, fields: dict[str, str]) -> RelativeWrote:
    return RelativeWrote(sent_id, clean(fields.get("text", "")))


def _chosen(sent_id: str, fields: dict[str, str]) -> RelativeChose:
    try:
        return RelativeChose(sent_id, Choice(fields.get("choice", "")))
    except ValueError:
        raise web.HTTPBadRequest from None


def _leaning(request: web.Request, session: Session) -> Leaning:
    if session.language:
        return choose(session.language)
    return hint(request.headers.get("Accept-Language", "").partition(",")[0])
