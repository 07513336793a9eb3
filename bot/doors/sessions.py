"""Whose browser it is: a cookie that holds a secret, and forms that prove to be of our pages."""

import hashlib
import hmac
import re
import secrets
from datetime import timedelta
from typing import Final, NamedTuple

from aiohttp import web

from bot.doors.headers import by_onion
from bot.texts import known_language
from handlers.errors import SupportLineError
from handlers.language import Language

# With the prefix, browsers refuse a cookie unless it came from this very host by https.
_HOST: Final = "__Host-"

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")


class Session(NamedTuple):
    """A browser: a secret that only its cookie holds, and languages.

    `language` is the one that it was set to, and `spoken` that of the conversation as it was last
    shown there.
    """

    secret: str
    language: Language | None = None
    spoken: Language | None = None

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
        self._name = name
        self._https = https
        self._life = int(life.total_seconds()) if life else None

    def read(self, request: web.Request) -> Session | None:
        """Return the session that a browser has, or None."""
        secret, *languages = request.cookies.get(self._named(request), "").split(".")
        if not _SECRET.fullmatch(secret):
            return None
        return Session(secret, *map(known_language, languages[:2]))

    def write(self, request: web.Request, response: web.StreamResponse, session: Session) -> None:
        """Let the browser hold a session."""
        value = f"{session.secret}.{session.language or ''}.{session.spoken or ''}".rstrip(".")
        response.set_cookie(
            self._named(request),
            value,
            path="/",
            max_age=self._life,
            httponly=True,
            samesite="Lax",
            secure=self._secure(request),
        )

    def end(self, request: web.Request, response: web.StreamResponse, *also: str) -> None:
        """Let the browser forget its session, and whatever else it may have kept of it."""
        ours = {self._named(request), *also}
        for name in ours:
            response.del_cookie(name, path="/", secure=name.startswith(_HOST))
        # What others keep here is not ours to end: a counsellor may try the chat in their browser.
        alone = request.cookies.keys() <= ours
        kinds = ("cache", *(["cookies"] if alone else []), "storage")
        response.headers["Clear-Site-Data"] = ", ".join(f'"{kind}"' for kind in kinds)

    def beside(self, request: web.Request, name: str) -> frozenset[str]:
        """Return what a cookie that our own script sets may be called; no other host can set it.

        Without https no name tells who has set it.
        """
        return frozenset([f"{_HOST}{name}"] if self._secure(request) else [name, f"{_HOST}{name}"])

    def _named(self, request: web.Request) -> str:
        return f"{_HOST}{self._name}" if self._secure(request) else self._name

    def _secure(self, request: web.Request) -> bool:
        return self._https and not by_onion(request)


def language_of(request: web.Request, session: Session | None) -> Language:
    """Return the language of the page's own words: as before, as chosen, or as browsers ask."""
    if session and (known := session.spoken or session.language):
        return known
    asked = request.headers.get("Accept-Language", "").lower().split(",")
    found = (known_language(re.split("[-;]", tag.strip())[0]) for tag in asked)
    return next(filter(None, found), "sv")


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
