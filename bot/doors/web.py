"""What both web doors share: headers, sessions, forms, and a clear answer to every mishap."""

import hashlib
import hmac
import re
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from aiohttp import web

from bot.doors.rendering import Rendering
from bot.logs import Log, describe
from bot.store.client import StoreError
from bot.switchboard import BusyError
from bot.texts import known_language
from handlers.errors import ConversationError, MessageError, SupportLineError
from handlers.incoming import MESSAGE_LIMIT
from handlers.language import Language

# What is longer than a message but shorter than this is read, so that its writer gets it back
# with a sentence.
LARGEST_FORM: Final = 1024 * 1024

STATIC: Final = Path(__file__).parent / "static"

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
_CURSOR: Final = re.compile("[0-9]{1,9}")

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
)
# Everything is ours, nothing is kept, nothing is told to the next site, nobody may frame us.
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY + "frame-ancestors 'none'",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# The one frame is the page's own transcript, for browsers without JavaScript.
FRAMED: Final = {"Content-Security-Policy": _POLICY + "frame-ancestors 'self'"}


class Session(NamedTuple):
    """A browser: a secret that only its cookie holds, and the language that it was set to."""

    secret: str
    language: Language | None = None

    @property
    def token(self) -> str:
        """What every form of this browser carries, to tell it from a forged one."""
        return hashlib.sha256(f"form:{self.secret}".encode()).hexdigest()


def new_session(language: Language | None = None) -> Session:
    """Return a session for a browser that has none."""
    return Session(secrets.token_urlsafe(24), language)


class StaleFormError(SupportLineError):
    """A form that did not come from our own page, or from a session that is over."""


class Cookie:
    """The one cookie of a door: it lives until the browser is closed, or for `life`."""

    def __init__(self, name: str, *, https: bool, life: timedelta | None = None) -> None:
        # With the prefix, browsers refuse it unless it came from this very host by https.
        self._name = f"__Host-{name}" if https else name
        self._https = https
        self._life = int(life.total_seconds()) if life else None

    def read(self, request: web.Request) -> Session | None:
        """Return the session that a browser has, or None."""
        secret, _, language = request.cookies.get(self._name, "").partition(".")
        if not _SECRET.fullmatch(secret):
            return None
        return Session(secret, known_language(language))

    def write(self, response: web.StreamResponse, session: Session) -> None:
        """Let the browser hold a session."""
        value = f"{session.secret}.{session.language}" if session.language else session.secret
        response.set_cookie(
            self._name,
            value,
            path="/",
            max_age=self._life,
            httponly=True,
            samesite="Lax",
            secure=self._https,
        )

    def drop(self, response: web.StreamResponse) -> None:
        """Let the browser forget its session."""
        response.del_cookie(self._name, path="/", secure=self._https)


def language_of(request: web.Request, session: Session | None) -> Language:
    """Return the language of the page's own words: as chosen, or as the browser asks for."""
    if session and session.language:
        return session.language
    asked = request.headers.get("Accept-Language", "").lower().split(",")
    found = (known_language(re.split("[-;]", tag.strip())[0]) for tag in asked)
    return next(filter(None, found), "sv")


async def read_form(request: web.Request) -> dict[str, str]:
    """Return the fields of a form; raises HTTPException for what is none."""
    # Other alphabets can take the square of a text's length in time, or hide half letters.
    if (request.charset or "utf-8").lower() not in {"utf-8", "utf8"}:
        raise web.HTTPUnsupportedMediaType
    try:
        fields = await request.post()
    except web.HTTPException:
        raise
    except Exception:  # noqa: BLE001 - whatever a library makes of a form that is none
        raise web.HTTPBadRequest from None
    return {
        name: value.encode(errors="replace").decode()
        for name, value in fields.items()
        if isinstance(value, str)
    }


def check_form(request: web.Request, session: Session | None, fields: dict[str, str]) -> Session:
    """Return the session, for a form of our own page; raises StaleFormError for any other.

    Under `no-referrer` browsers send no useful Origin, so it is the form's token that counts,
    and Sec-Fetch-Site where the browser sends it (Fetch Metadata, W3C).
    """
    from_us = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    token = fields.get("token", "").encode()
    if session is None or not from_us or not hmac.compare_digest(token, session.token.encode()):
        raise StaleFormError
    return session


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
            return error.status, rendering.texts.say(language, "error-not-found")
        case _:
            return 500, rendering.texts.say(language, "error-unexpected")


def problem(
    rendering: Rendering,
    request: web.Request,
    language: Language,
    answer: tuple[int, str],
    fields: dict[str, str],
) -> web.Response:
    """Return a page that needs no store; what was written stands there, to be sent again."""
    status, said = answer
    again = {name: fields.get(name, "") for name in ("token", "client_id")}
    page = {"sentence": said, "draft": fields.get("text", ""), "action": request.path, **again}
    page["desk"] = "1" if request.path.startswith("/desk") else ""
    return html(rendering, "problem.html", language, status, **page)


def new_app(rendering: Rendering, log: Log) -> web.Application:
    """Return an application that answers any mishap clearly, and always with our headers."""

    @web.middleware
    async def answer_mishaps(request: web.Request, handler: Any) -> web.StreamResponse:
        try:
            response: web.StreamResponse = await handler(request)
        except web.HTTPRedirection:
            raise
        except Exception as error:  # noqa: BLE001 - the edge: no word of it may reach anybody
            language, sent = language_of(request, None), request.method == "POST"
            status, said = sentence(rendering, language, error, sent=sent)
            if status >= 500:  # noqa: PLR2004
                log.warning("door_error", **describe(error))
            if wants_json(request):
                return web.json_response({"error": said}, status=status)
            return problem(rendering, request, language, (status, said), {})
        return response

    app = web.Application(client_max_size=LARGEST_FORM, middlewares=[answer_mishaps])
    app.on_response_prepare.append(_add_headers)
    app.router.add_static("/static", STATIC)
    return app


def html(
    rendering: Rendering, template: str, language: Language, code: int = 200, **context: Any
) -> web.Response:
    """Return a page as an answer."""
    page = rendering.html(template, language, **context)
    return web.Response(text=page, content_type="text/html", status=code)


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = "web"
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
