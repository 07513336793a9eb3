"""The headers of every answer: everything is ours, nothing is kept, nobody else hears of it."""

from typing import Final

from aiohttp import web

_CSP: Final = "Content-Security-Policy"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
)
# No Strict-Transport-Security: browsers keep a list of the sites that sent it, and nothing that a
# relative or we can do takes us off it.
HEADERS: Final = {
    "Cache-Control": "no-store",
    _CSP: _POLICY + "frame-ancestors 'none'",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Server": "web",
    "X-Content-Type-Options": "nosniff",
}
# The one frame is the page's own transcript, for browsers without JavaScript.
FRAMED: Final = {_CSP: _POLICY + "frame-ancestors 'self'"}


def dress(response: web.StreamResponse) -> None:
    """Give an answer our headers, whatever it says itself; only a frame of ours is framed."""
    framed = response.headers.get(_CSP) == FRAMED[_CSP]
    response.headers.update(HEADERS | (FRAMED if framed else {}))


class Dresser:
    """Gives every answer of an application our headers, and pages the way to our onion address."""

    def __init__(self, onion: str) -> None:
        self._onion = onion

    async def __call__(self, request: web.Request, response: web.StreamResponse) -> None:
        """Dress an answer on its way out."""
        dress(response)
        # Somebody who has just sent something would lose it by being led elsewhere.
        page = request.method == "GET" and response.content_type == "text/html"
        if self._onion and page and not by_onion(request):
            response.headers["Onion-Location"] = self._onion + request.rel_url.raw_path


def by_onion(request: web.BaseRequest) -> bool:
    """Whether a browser came by an onion address, where Tor does what https does elsewhere."""
    return request.host.partition(":")[0].rstrip(".").lower().endswith(".onion")
