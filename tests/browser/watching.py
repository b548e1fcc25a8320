"""What a page must not do: write an error, throw, or ask for anything outside this machine."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    WebSocket,
)

_INSIDE = {"127.0.0.1", "localhost", "::1"}
# What has no host: a blank page, what a page makes itself, and a file on this machine.
_HOSTLESS = {"about", "blob", "data", "file"}


class StrayPageError(AssertionError):
    """A page did what it must not; the message says what."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is shown."""

    scheme: Literal["light", "dark"] = "light"
    width: int = 1280
    height: int = 900


@asynccontextmanager
async def watched(browser: Browser, look: Look) -> AsyncIterator[Page]:
    """Give a fresh page that knows nothing; StrayPageError at the end when it strayed."""
    context = await browser.new_context(
        color_scheme=look.scheme, viewport={"width": look.width, "height": look.height}
    )
    watch = Watch(context)
    yield await context.new_page()
    complaints = await watch.settled(context.pages)
    await context.close()
    if complaints:
        raise StrayPageError(f"The page {'; '.join(complaints)}")


class Watch:
    """Listens to every page of a context."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        context.on("console", self._console)
        context.on("weberror", self._thrown)
        context.on("request", self._requested)
        context.on("page", lambda page: page.on("websocket", self._connected))

    async def settled(self, pages: list[Page]) -> list[str]:
        """Return the complaints, once every page has told what it had to tell."""
        for page in pages:
            if not page.is_closed():
                await page.evaluate("() => new Promise(requestAnimationFrame)")
        return self.complaints

    def _console(self, message: ConsoleMessage) -> None:
        # A browser looks for this by itself, whether or not a page speaks of it.
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            self.complaints.append(f"wrote an error: {message.text}")

    def _thrown(self, error: WebError) -> None:
        self.complaints.append(f"threw: {error.error.message}")

    def _requested(self, request: Request) -> None:
        self.complaints += _outside(request.url)

    def _connected(self, socket: WebSocket) -> None:
        self.complaints += _outside(socket.url)


def _outside(address: str) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme not in _HOSTLESS and parts.hostname not in _INSIDE:
        yield f"asked for {address}"
