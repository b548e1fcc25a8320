"""The sandbox: the workspace behind a web server on this machine."""

from types import TracebackType
from typing import Self

from aiohttp import web

from bot.sandbox import page
from bot.sandbox.control import Control
from bot.sandbox.errors import PortTakenError
from bot.sandbox.guard import is_loopback, own_only
from bot.sandbox.live import Live
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.stage import Stage
from bot.sandbox.uploads import Downloads, Uploads
from bot.sandbox.web_api import WebApi


class Sandbox(Stage):
    """A Slack workspace on your own machine, with one app installed from its manifest.

    What the bot reaches stands behind `url`; what a test needs is on the object itself.
    """

    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Start on a free port."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()

    @property
    def url(self) -> str:
        """Where the workspace is, without a slash at the end."""
        return self.workspace.url

    @property
    def api_url(self) -> str:
        """Where the Web API is, as Slack's clients want it."""
        return f"{self.url}/api/"

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Open the doors; ValueError unless `host` is this machine alone.

        Raises:
            PortTakenError: Nobody can listen on that port.
        """
        if not is_loopback(host):
            raise ValueError(f"The sandbox listens on this machine only, not on {host}.")
        self._runner = web.AppRunner(self._application(), shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except (OSError, OverflowError):
            await self.stop()
            raise PortTakenError(port) from None
        bound = self._runner.addresses[0][1]
        shown = f"[{host}]" if ":" in host else host
        self.workspace.url = f"http://{shown}:{bound}"

    async def stop(self) -> None:
        """Close the doors and let go of every connection."""
        await self.socket.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[own_only])
        live = Live(self)
        application.router.add_routes(
            [
                web.route("*", "/api/{method}", WebApi(self.workspace, self.faults).respond),
                web.post("/respond/{key}", ResponseUrls(self.workspace, self.faults).respond),
                web.post("/upload/{key}", Uploads(self.workspace, self.faults).respond),
                web.get("/files/{id}/{name}", Downloads(self.workspace).serve),
                web.get("/link/", self.socket.connect),
                *Control(self).routes(),
                *live.routes(),
                *page.routes(),
            ]
        )
        application.on_response_prepare.append(page.protect)
        application.on_shutdown.append(live.end)
        return application
