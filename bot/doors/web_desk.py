"""The counsellors' web desk: the queue, their chats, and who is on duty."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.doors.board import BoardView
from bot.doors.rendering import Rendering, Tryout
from bot.doors.stream import Stream, stream
from bot.doors.web import (
    Cookie,
    Session,
    StaleFormError,
    check_form,
    event_id,
    html,
    known_language,
    language_of,
    new_session,
    read_form,
    see_other,
    sentence,
    wants_json,
)
from bot.store.changes import EVERYTHING, Changes
from bot.store.keys import DESK_SESSION_LIFE
from bot.switchboard import Switchboard
from handlers.conversation import Conversation, Counsellor
from handlers.errors import SupportLineError
from handlers.events import (
    CounsellorEnded,
    CounsellorEvent,
    CounsellorHandedBack,
    CounsellorTook,
    CounsellorWrote,
)
from handlers.incoming import clean
from handlers.language import Language, Spoken

_ID = "{id:[0-9a-f]{32}}"


@dataclass(frozen=True, slots=True)
class _Desk:
    """A counsellor at a desk that is signed in."""

    session: Session
    me: Counsellor

    @property
    def language(self) -> Language:
        """The language of the desk's own words."""
        return self.session.language or known_language(self.me.languages[0]) or "sv"


class WebDesk:
    """The pages of a counsellor. Nothing that it reads holds where a relative is reached."""

    def __init__(
        self,
        rendering: Rendering,
        switchboard: Switchboard,
        changes: Changes,
        *,
        https: bool,
        tryout: Tryout | None = None,
    ) -> None:
        self._rendering = rendering
        self._switchboard = switchboard
        self._counsellors = switchboard.counsellors
        self._changes = changes
        self._cookie = Cookie("desk", https=https, life=DESK_SESSION_LIFE)
        self._tryout = tryout

    def add_to(self, app: web.Application) -> None:
        """Serve the desk's routes."""
        app.router.add_get("/desk", self._show)
        app.router.add_get(f"/desk/chat/{_ID}", self._show)
        app.router.add_get("/desk/events", self._stream, allow_head=False)
        app.router.add_get("/desk/here", self._here)
        app.router.add_get("/desk/join/{invite}", self._show_invite)
        app.router.add_post("/desk/join/{invite}", self._join)
        app.router.add_post("/desk/leave", self._leave)
        app.router.add_get("/desk/off-duty", self._show_off_duty)
        app.router.add_post("/desk/sign-out", self._sign_out)
        app.router.add_post(f"/desk/take/{_ID}", self._take)
        app.router.add_post(f"/desk/say/{_ID}", self._say)
        app.router.add_post(f"/desk/hand-back/{_ID}", self._hand_back)
        app.router.add_post(f"/desk/end/{_ID}", self._end)
        if self._tryout:
            app.router.add_get("/desk/try/{token}", self._try)

    # Coming and going

    async def _desk(self, request: web.Request) -> _Desk | None:
        """Return who is at this desk, and note that they are."""
        desk = await self._signed_in(request)
        if desk:
            now = self._switchboard.clock.now()
            await self._counsellors.heard_of(desk.me, desk.session.secret, now)
        return desk

    async def _signed_in(self, request: web.Request) -> _Desk | None:
        """Return whose desk this is, whether they are at it or not."""
        session = self._cookie.read(request)
        me = await self._counsellors.signed_in(session.secret) if session else None
        return _Desk(session, me) if session and me else None

    async def _here(self, request: web.Request) -> web.Response:
        """Take the answer of a page to the pulse of its stream."""
        if await self._desk(request) is None:
            raise StaleFormError
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
        self._cookie.write(page, session)
        return page

    async def _join(self, request: web.Request) -> web.Response:
        before = check_form(request, self._cookie.read(request), await read_form(request))
        secret = await self._counsellors.join(request.match_info["invite"])
        if secret is None:
            return await self._show_invite(request)
        return self._sign_in(Session(secret, before.language))

    async def _try(self, request: web.Request) -> web.Response:
        tryout = self._tryout
        given = request.match_info["token"].encode()
        if tryout is None or not hmac.compare_digest(given, tryout.token.encode()):
            raise web.HTTPNotFound
        return self._sign_in(Session(await self._counsellors.sign_in(tryout.counsellor_id)))

    def _sign_in(self, session: Session) -> web.Response:
        response = see_other("/desk")
        self._cookie.write(response, session)
        return response

    async def _leave(self, request: web.Request) -> web.Response:
        """Go off duty; whoever was being talked with goes back to the head of the queue."""
        desk, _ = await self._form(request)
        talking = await self._switchboard.conversations.talking()
        for conversation_id, counsellor_id in talking.items():
            if counsellor_id == desk.me.id:
                event = CounsellorHandedBack(secrets.token_hex(8), desk.me.id)
                await self._switchboard.apply(conversation_id, event)
        await self._counsellors.go_off_duty(desk.session.secret, desk.me)
        return see_other("/desk/off-duty")

    async def _show_off_duty(self, request: web.Request) -> web.Response:
        desk = await self._signed_in(request)
        if desk is None:
            return see_other("/desk")
        token = desk.session.token
        return html(self._rendering, "desk_off.html", desk.language, me=desk.me, token=token)

    async def _sign_out(self, request: web.Request) -> web.Response:
        desk, _ = await self._form(request)
        await self._counsellors.sign_out(desk.session.secret, desk.me)
        response = see_other("/desk")
        self._cookie.drop(response)
        return response

    # What a counsellor sees

    async def _show(self, request: web.Request) -> web.Response:
        desk = await self._desk(request)
        if desk is None:
            return html(self._rendering, "desk_signed_out.html", language_of(request, None))
        language = known_language(request.query.get("language", ""))
        if language:
            response = see_other(request.path)
            self._cookie.write(response, desk.session._replace(language=language))
            return response
        return await self._page(desk, request.match_info.get("id", ""))

    async def _page(
        self,
        desk: _Desk,
        conversation_id: str,
        *,
        status: int = 200,
        draft: str = "",
        error: str = "",
    ) -> web.Response:
        conversation = await self._held(desk, conversation_id)
        if conversation_id and not conversation and not error:
            return see_other("/desk")
        view = await self._view(desk)
        chat = None
        if conversation:
            lines = await self._lines(desk, conversation, 0)
            chat = view.chat(conversation) | {"lines": lines, "after": len(lines)}
        page = html(
            self._rendering,
            "desk.html",
            desk.language,
            status,
            me=desk.me,
            board=await self._board(view, conversation_id),
            chat=chat,
            error=error,
            draft=draft,
            token=desk.session.token,
            client_id=secrets.token_hex(8),
        )
        self._cookie.write(page, desk.session)
        return page

    async def _held(self, desk: _Desk, conversation_id: str) -> Conversation | None:
        """Return a conversation if it is with this counsellor, or was when it ended."""
        loaded = await self._switchboard.conversations.load(conversation_id)
        if loaded is None or loaded.conversation.counsellor != desk.me:
            return None
        return loaded.conversation

    async def _view(self, desk: _Desk) -> BoardView:
        situation = await self._switchboard.situation("")
        return BoardView(self._rendering.texts, desk.language, desk.me, situation)

    async def _board(self, view: BoardView, open_chat: str) -> dict[str, Any]:
        board = await self._switchboard.queue.board()
        return view.show(board, await self._counsellors.at_desks(view.situation.at), open_chat)

    async def _lines(
        self, desk: _Desk, conversation: Conversation, after: int
    ) -> list[dict[str, Any]]:
        heard = conversation.leaning.language
        spoken: Spoken = desk.language if heard == "unsure" else heard
        return self._rendering.lines(
            await self._switchboard.conversations.lines(conversation.id, after),
            after + 1,
            spoken,
            desk.language,
            relative=conversation.code,
            tappable=(),
        )

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        after = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        shown = _Shown(int(after) if after.isascii() and after.isdigit() else 0)
        chat = request.query.get("chat", "")

        async def look(to: Stream) -> bool:
            return await self._tell(request, chat, shown, to)

        with self._changes.watch(EVERYTHING) as changed:
            return await stream(request, changed, look)

    async def _tell(
        self, request: web.Request, conversation_id: str, shown: "_Shown", to: Stream
    ) -> bool:
        # An open stream proves nobody: it outlives a lid that was closed. The page has to answer.
        desk = await self._signed_in(request)
        if desk is None:
            await to.send("signed-out", {})
            return False
        view = await self._view(desk)
        board = await self._board(view, conversation_id)
        part = self._html(desk, "board.html", board=board)
        danger = sum(1 for waiting in board["waiting"] if waiting["danger"])
        count = len(board["waiting"]) + board["more"]
        await to.show("board", {"html": part, "waiting": count, "danger": danger})
        if conversation_id:
            await self._tell_chat(desk, view, conversation_id, shown, to)
        return True

    async def _tell_chat(
        self, desk: _Desk, view: BoardView, conversation_id: str, shown: "_Shown", to: Stream
    ) -> None:
        conversation = await self._held(desk, conversation_id)
        if conversation is None:
            await to.show("chat", {"state": "gone", "html": ""})
            return
        for line in await self._lines(desk, conversation, shown.lines):
            shown.lines = line["number"]
            part = self._html(desk, "line.html", line=line)
            await to.send("line", {"number": shown.lines, "html": part}, str(shown.lines))
        chat = view.chat(conversation)
        part = self._html(desk, "chat_header.html", chat=chat)
        await to.show("chat", {"state": chat["state"], "html": part})

    def _html(self, desk: _Desk, template: str, **context: Any) -> str:
        return self._rendering.html(template, desk.language, token=desk.session.token, **context)

    # What a counsellor does

    async def _form(self, request: web.Request) -> tuple[_Desk, dict[str, str]]:
        fields = await read_form(request)
        check_form(request, self._cookie.read(request), fields)
        desk = await self._desk(request)
        if desk is None:
            raise StaleFormError
        return desk, fields

    async def _take(self, request: web.Request) -> web.Response:
        return await self._do(request, lambda sent_id, me, _: CounsellorTook(sent_id, me))

    async def _say(self, request: web.Request) -> web.Response:
        return await self._do(
            request,
            lambda sent_id, me, text: CounsellorWrote(sent_id, me.id, clean(text)),
        )

    async def _hand_back(self, request: web.Request) -> web.Response:
        return await self._do(request, lambda sent_id, me, _: CounsellorHandedBack(sent_id, me.id))

    async def _end(self, request: web.Request) -> web.Response:
        return await self._do(request, lambda sent_id, me, _: CounsellorEnded(sent_id, me.id))

    async def _do(
        self, request: web.Request, event: Callable[[str, Counsellor, str], CounsellorEvent]
    ) -> web.Response:
        """Let a counsellor's step happen, or say why it cannot and give back what was written."""
        conversation_id = request.match_info["id"]
        desk, fields = await self._form(request)
        text = fields.get("text", "")
        try:
            happened = event(event_id(request, fields), desk.me, text)
            await self._switchboard.apply(conversation_id, happened)
        except SupportLineError as error:
            status, said = sentence(self._rendering, desk.language, error)
            if wants_json(request):
                return web.json_response({"error": said}, status=status)
            return await self._page(desk, conversation_id, status=status, draft=text, error=said)
        if wants_json(request):
            return web.json_response({"ok": True})
        return see_other(f"/desk/chat/{conversation_id}")


@dataclass
class _Shown:
    """How many lines the page shows already."""

    lines: int
