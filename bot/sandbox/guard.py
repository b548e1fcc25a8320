"""Keeps out other pages that are open in the same browser."""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def own_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site's page sends here, under its name or under one made for it.

    A browser says which page a request comes from (`Origin`), and which name it thinks this
    machine has (`Host`); programs send the first to nobody and a loopback address as the second.
    """
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    if foreign or not is_loopback(urlsplit(f"//{request.host}").hostname or ""):
        raise web.HTTPForbidden(text="The sandbox talks to its own page on this machine only.")
    return await handler(request)


def is_loopback(host: str) -> bool:
    """Return whether `host` is this machine, and nothing that can be reached from elsewhere."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
