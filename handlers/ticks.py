"""What the clock tells the bot, next to what Slack tells it."""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC
from time import monotonic
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.flows import (
    calls,
    deliveries,
    errands,
    exports,
    nights,
    plans,
    points,
    purging,
    reach,
    releases,
    renewals,
)
from bot.flows.tools import DRAIN_SECONDS, DatabaseUnavailableError, Now, Tools, failure

log = logging.getLogger(__name__)

# Often enough for "at 14:30", and an idle tick costs a few milliseconds.
EVERY_SECONDS = 1


class Metronome:
    """Calls what the clock makes happen, once a second; what is due stands in the database."""

    def __init__(self, tools: Tools, now: Now) -> None:
        self._tools = tools
        self._now = now
        self._one_at_a_time = asyncio.Lock()
        # What came to nothing because the database could not be used.
        self._undone: set[str] = set()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        # However late a tick comes, it comes once, and never beside another.
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=EVERY_SECONDS,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Tick from here on."""
        self._scheduler.start()

    async def stop(self, within: float = DRAIN_SECONDS) -> None:
        """Tick no more; a tick that runs has ended, unless it takes too long.

        What it leaves behind then, another process finds and looks up.
        """
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        # Shutting down cancels a tick that is half-way.
        with suppress(TimeoutError):
            async with asyncio.timeout(within), self._one_at_a_time:
                pass
        self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Do everything, one after the other, for which the time has come."""
        tools, now = self._tools, self._now
        async with self._one_at_a_time:
            began = monotonic()
            await self._do("plan", plans.plan(tools, now()))
            await self._do("release", releases.make(tools, now()))
            await self._do("release outcomes", points.make(tools, now()))
            await self._do("shuffle", nights.shuffle(tools, now()))
            await self._do("purge", purging.nightly(tools, now()))
            await self._do("certify", renewals.nightly(tools, now()))
            await self._do("tell", errands.look(tools, now()))
            await self._do("send", deliveries.send_due(tools, now))
            await self._do("call", calls.look_after(tools, now()))
            await self._do("close", deliveries.close_over(tools, now))
            await self._do("look up", reach.look_around(tools, now()))
            await self._do("clear", exports.clear(tools, now()))
            await self._do("tidy", nights.tidy(tools))
            tools.meters.ticked(monotonic() - began)

    async def _do(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        """Do one part of a tick; its failure is logged and keeps no other part from its turn.

        A database that is away would be told of many times a second: it is told of once.
        """
        try:
            await work
        except DatabaseUnavailableError as error:
            if not self._undone:
                log.error("%s: the database cannot be used: %s", what, error)  # noqa: TRY400 -- no words
            self._undone.add(what)
            return
        except Exception as error:  # noqa: BLE001 -- the next tick tries again
            log.error("%s failed: %s", what, failure(error))  # noqa: TRY400 -- no words
        if what in self._undone:
            self._undone.remove(what)
            if not self._undone:
                log.warning("the database can be used again")
