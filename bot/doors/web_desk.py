"""The counsellors' web desk: the queue, their chats, and who is on duty."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.doors.board import BoardView
from bot.doors.desk_access import Desk, DeskAccess
from bot.doors.rendering import Rendering
from bot.doors.sessions import language_of
from bot.doors.stream import Stream, stream
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
from bot.store.changes import EVERYTHING, Changes
from bot.store.client import StoreError
from bot.switchboard import Switchboard
from bot.texts import known_language
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

_ID = "{id:[0-9a-f]{32}}"


class WebDesk:
    """The pages of a counsellor. Nothing that it reads holds where a relative is reached."""

    def __init__(
        self,
        rendering: Rendering,
        switchboard: Switchboard,
        changes: Changes,
        access: DeskAccess,
    ) -> None:
        self._rendering = rendering
        self._switchboard = switchboard
        self._changes = changes
        self._access = access

    def add_to(self, app: web.Application) -> None:
        """Serve the desk's routes."""
        app.router.add_get("/desk", self._show)
        app.router.add_get(f"/desk/chat/{_ID}", self._show)
        app.router.add_get("/desk/events", self._stream, allow_head=False)
        app.router.add_post(f"/desk/take/{_ID}", self._take)
        app.router.add_post(f"/desk/say/{_ID}", self._say)
        app.router.add_post(f"/desk/hand-back/{_ID}", self._hand_back)
        app.router.add_post(f"/desk/end/{_ID}", self._end)

    # What a counsellor sees

    async def _show(self, request: web.Request) -> web.Response:
        desk = await self._access.at_desk(request)
        if desk is None:
            return html(self._rendering, "desk_signed_out.html", language_of(request, None))
        language = known_language(request.query.get("language", ""))
        if language:
            response = see_other(request.path)
            self._access.remember(request, response, desk.session._replace(language=language))
            return response
        return await self._page(request, desk, request.match_info.get("id", ""))

    async def _page(
        self,
        request: web.Request,
        desk: Desk,
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
        self._access.remember(request, page, desk.session)
        return page

    async def _held(self, desk: Desk, conversation_id: str) -> Conversation | None:
        """Return a conversation if it is with this counsellor, or was when it ended."""
        loaded = await self._switchboard.conversations.load(conversation_id)
        if loaded is None or not loaded.conversation.is_with(desk.me):
            return None
        return loaded.conversation

    async def _view(self, desk: Desk) -> BoardView:
        situation = await self._switchboard.situation("")
        return BoardView(self._rendering.texts, desk.language, desk.me, situation)

    async def _board(self, view: BoardView, open_chat: str) -> dict[str, Any]:
        board = await self._switchboard.queue.board()
        duty = await self._switchboard.counsellors.at_desks(view.situation.at)
        return view.show(board, duty, open_chat)

    async def _lines(
        self, desk: Desk, conversation: Conversation, after: int
    ) -> list[dict[str, Any]]:
        lines = await self._switchboard.conversations.lines(conversation.id, after)
        return self._rendering.lines(
            lines,
            after + 1,
            conversation.leaning.known or desk.language,
            desk.language,
            relative=conversation.code,
            tappable=(),
            pointed_at=await self._switchboard.conversations.pointed_at(conversation.id, lines),
        )

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        after = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        shown = _Shown(cursor(after))
        chat = request.query.get("chat", "")

        async def look(to: Stream) -> bool:
            return await self._tell(request, chat, shown, to)

        with self._changes.watch(EVERYTHING) as changed:
            return await stream(request, changed, look)

    async def _tell(
        self, request: web.Request, conversation_id: str, shown: "_Shown", to: Stream
    ) -> bool:
        # An open stream proves nobody: it outlives a lid that was closed. The page has to answer.
        desk = await self._access.signed_in(request)
        if desk is None:
            await to.send("signed-out", {})
            return False
        view = await self._view(desk)
        board = await self._board(view, conversation_id)
        part = self._html(desk, "board.html", board=board)
        danger = sum(1 for waiting in board["waiting"] if waiting["dangers"])
        count = len(board["waiting"]) + board["more"]
        queue = self._html(desk, "queue.html", board=board)
        await to.show("board", {"html": part, "waiting": count, "danger": danger, "queue": queue})
        if conversation_id:
            await self._tell_chat(desk, view, conversation_id, shown, to)
        return True

    async def _tell_chat(
        self, desk: Desk, view: BoardView, conversation_id: str, shown: "_Shown", to: Stream
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

    def _html(self, desk: Desk, template: str, **context: Any) -> str:
        return self._rendering.html(template, desk.language, token=desk.session.token, **context)

    # What a counsellor does

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
        fields = await read_form(request)
        desk = None
        try:
            desk = await self._access.sent_by(request, fields)
            happened = event(event_id(request, fields), desk.me, fields.get("text", ""))
            await self._switchboard.apply(conversation_id, happened)
        except (SupportLineError, StoreError, OSError) as error:
            return await self._refuse(request, desk, error, fields)
        if wants_json(request):
            return web.json_response({"ok": True})
        return see_other(f"/desk/chat/{conversation_id}")

    async def _refuse(
        self, request: web.Request, desk: Desk | None, error: Exception, fields: dict[str, str]
    ) -> web.Response:
        language = desk.language if desk else language_of(request, None)
        status, said = sentence(self._rendering, language, error)
        if wants_json(request):
            return web.json_response({"error": said}, status=status)
        draft, chat = fields.get("text", ""), request.match_info["id"]
        nowhere = desk is None or isinstance(error, StoreError | OSError)
        # A page without the conversation has no place for what was written to it.
        if desk is None or nowhere or (draft and await self._held(desk, chat) is None):
            return problem(self._rendering, request, language, (status, said), fields)
        return await self._page(request, desk, chat, status=status, draft=draft, error=said)


@dataclass
class _Shown:
    """How many lines the page shows already."""

    lines: int
