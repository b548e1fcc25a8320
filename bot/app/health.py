"""Says on this machine whether the bot is well: /healthz in words, /metrics in numbers."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from errno import EADDRINUSE

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import Metric

from bot.app.readiness import NotReadyError
from bot.app.vitals import Vitals
from bot.clock import Now
from bot.flows.tools import DatabaseUnavailableError
from storage import metrics
from storage.metrics import Queue

# Nobody else on the network may ask: see docs/privacy.md.
HOST = "127.0.0.1"
# Whoever asks for numbers waits no longer for those of the database.
PATIENCE_SECONDS = 2.0


@dataclass(eq=False, slots=True)
class _Numbers:
    """Numbers as prometheus_client wants to collect them."""

    families: list[Metric]

    def collect(self) -> Iterable[Metric]:
        return self.families


class Health:
    """Answers both questions."""

    def __init__(self, vitals: Vitals, now: Now) -> None:
        self._vitals = vitals
        self._now = now
        self._asking: asyncio.Task[Queue] | None = None

    async def healthz(self, _request: web.Request) -> web.Response:
        """Return 200 when all is well and 503 when not, with a word or two for each thing."""
        status = 200 if self._vitals.well() else 503
        return web.json_response(self._vitals.words(), status=status)

    async def metrics(self, _request: web.Request) -> web.Response:
        """Return what is measured, as Prometheus reads it."""
        families = list(self._vitals.numbers(await self._queue(), self._now()))
        registry = CollectorRegistry()
        registry.register(_Numbers(families))
        # Their constant names a character set, which aiohttp wants apart.
        headers = {"Content-Type": CONTENT_TYPE_LATEST}
        return web.Response(body=generate_latest(registry), headers=headers)

    async def _queue(self) -> Queue | None:
        """Return what waits; None when the database does not say in time.

        However often it is asked meanwhile, one question is under way.
        """
        if self._asking is None:
            now = self._now()
            question = self._vitals.database.read(lambda tx: metrics.queue(tx, now))
            self._asking = asyncio.create_task(question)
        asking = self._asking
        await asyncio.wait({asking}, timeout=PATIENCE_SECONDS)
        if not asking.done():
            return None
        self._asking = None
        try:
            return asking.result()
        except DatabaseUnavailableError:
            return None


@asynccontextmanager
async def served(vitals: Vitals, port: int, now: Now) -> AsyncIterator[None]:
    """Answer on a port of this machine, and of no other.

    Raises:
        NotReadyError: The port is taken.
    """
    health = Health(vitals, now)
    application = web.Application()
    application.router.add_get("/healthz", health.healthz)
    application.router.add_get("/metrics", health.metrics)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=PATIENCE_SECONDS)
    await runner.setup()
    try:
        await _listen(runner, port)
        yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int) -> None:
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError as error:
        why = "is taken" if error.errno == EADDRINUSE else f"cannot be had ({error.strerror})"
        raise NotReadyError(f"HEALTH_PORT {port} {why}: choose another one.") from None
