"""Everybody's message at once, from the ledger or from a scheduler with a job for each person.

Run as `python -m tests.bench.wave ledger|jobs FOLDER COUNT`; the settings are those of the bot.
What it measured of itself is in a file of FOLDER when all is posted.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from time import perf_counter

import aiohttp
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import create_engine, event

from bot import app, clock, settings
from bot.flows.senders import AT_ONCE
from bot.flows.tools import Tools
from bot.settings import Settings
from handlers.ticks import EVERY_SECONDS, Metronome
from storage import claims
from tests.bench import posting

LEDGER, JOBS = SIDES = ("ledger", "jobs")
TOLD = "told.json"
ZONE = "America/New_York"
# How finely a standstill is seen.
BEAT_SECONDS = 0.001


async def main(side: str, folder: str, count: str) -> None:
    """Send everybody's message, and say how long the loop stood still."""
    config = app.configured(settings.environment())
    send = _from_ledger if side == LEDGER else _from_jobs
    told = await send(config, Path(folder), int(count))
    # Seen only when it is whole.
    written = Path(folder) / f"{TOLD}.new"
    written.write_text(json.dumps(told), encoding="utf-8")
    written.rename(Path(folder) / TOLD)


async def _from_ledger(config: Settings, _folder: Path, _count: int) -> dict[str, float]:
    """Send what is due as the bot does, tick after tick."""
    tools = app.build(config)
    app.keep()
    try:
        return await _observed(partial(_ticked, tools))
    finally:
        await app.close(tools)


async def _ticked(tools: Tools) -> None:
    """Return when nothing is due any more, and what was is noted."""
    metronome = Metronome(tools, clock.wall)
    began = perf_counter()
    await metronome.tick()
    while await tools.database.read(lambda tx: claims.is_due(tx, clock.wall())):
        # The next tick comes with the next second.
        await asyncio.sleep((began - perf_counter()) % EVERY_SECONDS)
        await metronome.tick()


async def _from_jobs(config: Settings, folder: Path, count: int) -> dict[str, float]:
    """Send with a weekly job for each person, all of which are due."""
    scheduler = _scheduler(folder, count)
    async with aiohttp.ClientSession() as session:
        posts = _Posts(AsyncWebClient("xoxb-bench", base_url=config.api_url, session=session))
        _POSTS.append(posts)

        async def send() -> None:
            scheduler.resume()
            await posts.all_made(count)

        return await _observed(send)


class _Posts:
    """Makes the posts of all jobs, a few at once."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._made = 0
        self._another = asyncio.Event()

    async def make(self, number: int) -> None:
        """Post the message of one person."""
        async with self._turn:
            await posting.post(self._client, number)
        self._made += 1
        self._another.set()

    async def all_made(self, count: int) -> None:
        """Return when so many are."""
        while self._made < count:
            self._another.clear()
            await self._another.wait()


# A job is kept as a name and arguments, so this is where it finds what it needs.
_POSTS: list[_Posts] = []


def _scheduler(folder: Path, count: int) -> AsyncIOScheduler:
    """Return a scheduler that waits to be let go, with a job for each person that is due."""
    scheduler = AsyncIOScheduler(jobstores={"default": _store(folder)})
    scheduler.start(paused=True)
    weekly = CronTrigger(day_of_week="tue", hour=10, minute=30, timezone=ZONE)
    for number in range(count):
        scheduler.add_job(
            job, weekly, args=[number], misfire_grace_time=None, next_run_time=clock.wall()
        )
    return scheduler


async def job(number: int) -> None:
    """Be the job of one person."""
    await _POSTS[0].make(number)


def _store(folder: Path) -> SQLAlchemyJobStore:
    """Return where the jobs are kept: a file as the bot has it, but quicker to write to."""
    engine = create_engine(f"sqlite:///{folder / 'jobs.db'}")

    @event.listens_for(engine, "connect")
    def prepare(connection: object, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]  # sqlite3's

    return SQLAlchemyJobStore(engine=engine)


async def _observed(send: Callable[[], Awaitable[None]]) -> dict[str, float]:
    """Return when sending began, and for how long at most the loop stood still meanwhile."""
    began = perf_counter()
    longest = 0.0

    async def beat() -> None:
        nonlocal longest
        last = perf_counter()
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            last, before = perf_counter(), last
            longest = max(longest, last - before - BEAT_SECONDS)

    beating = asyncio.create_task(beat())
    # It beats before anything is sent.
    await asyncio.sleep(BEAT_SECONDS)
    await send()
    beating.cancel()
    return {"began": began, "block": longest}


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
