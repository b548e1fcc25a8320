"""The memory a bot takes up at rest, against bare Bolt without a handler."""

import asyncio
from pathlib import Path

from bot import app
from tests.bench import disk, processes, seeding
from tests.bench.lines import Compared, Target, tell
from tests.bench.standin import NOWHERE, Standin

ROUNDS = 3
REST_SECONDS = 3
TARGET = Target("<=", 2.2)


async def measure(rounds: int = ROUNDS) -> None:
    """Print what each takes up a few seconds after it has connected."""
    ours: list[float] = []
    bare: list[float] = []
    with disk.folder() as folder:
        # A first start also brings in what makes the tables; every other start does not.
        app.prepare(app.configured(seeding.environment(folder, NOWHERE)))
        for _ in range(rounds):
            ours.append(await _at_rest(folder, ours=True))
            bare.append(await _at_rest(folder, ours=False))
    tell("rss", "at rest", Compared(ours, bare), "MiB", TARGET)


async def _at_rest(folder: Path, *, ours: bool) -> float:
    """Return the MiB of a bot that has just been started."""
    async with Standin() as slack:
        words = ["bot", "run"] if ours else ["tests.bench.bare", slack.api_url]
        environment = seeding.environment(folder, slack.api_url) if ours else {}
        async with processes.running(words, environment, folder) as bot:
            await slack.connected()
            await asyncio.sleep(REST_SECONDS)
            return bot.resident_mib()
