"""The page in the browser: static files, which talk to the control API and listen to `/live`."""

from collections.abc import Iterator
from pathlib import Path

from aiohttp import web

FILES = Path(__file__).parent / "browser"

# The page loads nothing from elsewhere and runs no script but its own, whatever a message says.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # Whoever works on the page sees what they changed.
    "Cache-Control": "no-cache",
}


def routes() -> Iterator[web.AbstractRouteDef]:
    """Yield where each request goes."""
    yield web.get("/", _index)
    yield web.static("/browser", FILES)


async def protect(request: web.Request, response: web.StreamResponse) -> None:
    """Have the browser hold the page to its own files."""
    if request.path == "/" or request.path.startswith("/browser/"):
        response.headers.update(_HEADERS)


async def _index(request: web.Request) -> web.FileResponse:
    return web.FileResponse(FILES / "index.html")
