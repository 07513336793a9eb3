"""What both web doors share: forms, pages, and a clear answer to every mishap."""

import asyncio
import hashlib
import re
import secrets
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, Final, TypeVar

from aiohttp import web

from bot.doors.headers import Dresser
from bot.doors.rendering import Rendering
from bot.doors.sessions import Cookie, Session, StaleFormError, language_of
from bot.logs import Log, describe
from bot.store.client import StoreError
from bot.switchboard import BusyError
from handlers.errors import ConversationError, MessageError
from handlers.incoming import MESSAGE_LIMIT
from handlers.language import Language

# What is longer than a message but shorter than this is read, so that its writer gets it back
# with a sentence.
LARGEST_FORM: Final = 1024 * 1024

# Whoever holds a connection open without sending what they announced is let go of.
READ_WITHIN: Final = 30.0  # seconds

STATIC: Final = Path(__file__).parent / "static"

_CURSOR: Final = re.compile("[0-9]{1,9}")

Read = TypeVar("Read")


async def in_time(reading: Awaitable[Read]) -> Read:
    """Return what is read of a request; raises HTTPRequestTimeout for one that never comes."""
    try:
        async with asyncio.timeout(READ_WITHIN):
            return await reading
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


async def read_form(request: web.Request) -> dict[str, str]:
    """Return the fields of a form; raises HTTPException for what is none."""
    # Other alphabets can take the square of a text's length in time, or hide half letters.
    if (request.charset or "utf-8").lower() not in {"utf-8", "utf8"}:
        raise web.HTTPUnsupportedMediaType
    try:
        fields = await in_time(request.post())
    except web.HTTPException:
        raise
    except Exception:  # noqa: BLE001 - whatever a library makes of a form that is none
        raise web.HTTPBadRequest from None
    return {
        name: value.encode(errors="replace").decode()
        for name, value in fields.items()
        if isinstance(value, str)
    }


def event_id(request: web.Request, fields: dict[str, str]) -> str:
    """Return an id that is the same when the same form is sent again, and only then.

    Somebody may go back, write something else, and send the form of before: that is new.
    """
    if not fields.get("client_id"):
        return secrets.token_hex(16)
    said = ("token", "client_id", "text", "choice")
    sent = "\0".join((request.path, *(fields.get(name, "") for name in said)))
    return hashlib.sha256(sent.encode(errors="surrogatepass")).hexdigest()[:32]


def cursor(number: str) -> int:
    """Return how many lines a page shows already; what is no number is none."""
    return int(number) if _CURSOR.fullmatch(number) else 0


def see_other(path: str) -> web.Response:
    """Send a browser on, after a form or a choice of language."""
    return web.Response(status=303, headers={"Location": path})


def wants_json(request: web.Request) -> bool:
    """Whether the page's script asks, and not a form."""
    return "application/json" in request.headers.get("Accept", "")


def sentence(
    rendering: Rendering, language: Language, error: BaseException, *, sent: bool = True
) -> tuple[int, str]:
    """Return the status and the sentence for whoever meets an error; `sent` is if they sent."""
    match error:
        case MessageError() | ConversationError():
            return 409, rendering.texts.say(language, error.key, **error.values)
        case StaleFormError():
            return 403, rendering.texts.say(language, "error-stale")
        case StoreError() | OSError() | BusyError():
            # Who only looks has lost nothing: what they sent just before may well be there.
            return 503, rendering.texts.say(
                language, "error-store" if sent else "error-unexpected"
            )
        case web.HTTPRequestEntityTooLarge():
            return 413, rendering.texts.say(language, "error-too-long", limit=MESSAGE_LIMIT)
        case web.HTTPException():
            late = isinstance(error, web.HTTPRequestTimeout)
            key = "error-unexpected" if late else "error-not-found"
            return error.status, rendering.texts.say(language, key)
        case _:
            return 500, rendering.texts.say(language, "error-unexpected")


def problem(
    rendering: Rendering,
    request: web.Request,
    language: Language,
    answer: tuple[int, str],
    fields: dict[str, str],
    *,
    session: Session | None = None,
) -> web.Response:
    """Return a page that needs no store; what was written stands there, to be sent again."""
    status, said = answer
    page = {
        "sentence": said,
        "draft": fields.get("text", ""),
        "action": request.path,
        "token": session.token if session else fields.get("token", ""),
        "client_id": fields.get("client_id", ""),
        "desk": _at_desk(request),
    }
    return html(rendering, "problem.html", language, status, **page)


def _at_desk(request: web.Request) -> bool:
    return request.path.startswith("/desk")


def new_app(rendering: Rendering, log: Log, relatives: Cookie, onion: str) -> web.Application:
    """Return an application that answers any mishap clearly, and always with our headers.

    Whatever is not the desk's is for relatives, whom `relatives` knows.
    """

    @web.middleware
    async def answer_mishaps(request: web.Request, handler: Any) -> web.StreamResponse:
        try:
            response: web.StreamResponse = await handler(request)
        except Exception as error:  # noqa: BLE001 - the edge: no word of it may reach anybody
            session = None if _at_desk(request) else relatives.read(request)
            language, sent = language_of(request, session), request.method == "POST"
            status, said = sentence(rendering, language, error, sent=sent)
            if status >= 500:  # noqa: PLR2004
                log.warning("door_error", **describe(error))
            if request.writer.output_size:
                # What was begun cannot become another answer: who is cut off comes back.
                request.protocol.force_close()
                return web.Response()
            if wants_json(request):
                response = web.json_response({"error": said}, status=status)
            else:
                answer = (status, said)
                response = problem(rendering, request, language, answer, {}, session=session)
            if isinstance(error, web.HTTPMethodNotAllowed):
                response.headers["Allow"] = error.headers["Allow"]
        return response

    app = web.Application(client_max_size=LARGEST_FORM, middlewares=[answer_mishaps])
    app.on_response_prepare.append(Dresser(onion))
    app.router.add_static("/static", STATIC)
    return app


def html(
    rendering: Rendering, template: str, language: Language, code: int = 200, **context: Any
) -> web.Response:
    """Return a page as an answer."""
    page = rendering.html(template, language, **context)
    return web.Response(text=page, content_type="text/html", status=code)
