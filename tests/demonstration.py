"""The demo, as `make demo` starts it, in the event loop of a test."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

from bot import app
from bot.sandbox import demo


@asynccontextmanager
async def demonstration(settings: Mapping[str, str]) -> AsyncIterator[str]:
    """Give the address of a demo whose story has been played; it ends with the block."""
    said: list[str] = []

    def connect(api_url, now):
        config = app.configured({**settings, "SLACK_API_URL": api_url, "SITES": str(demo.SITES)})
        app.prepare(config)
        return app.opened(config, now, answers_within=demo.PATIENCE)

    running = asyncio.create_task(demo.run(connect, app.manifest(), say=said.append, stays=True))
    while not any(line.startswith("Now it is your turn") for line in said):
        await asyncio.sleep(0.05)
        if running.done():
            # It says itself why it has ended.
            running.result()
    yield next(line.split()[1] for line in said if line.startswith("Open "))
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
