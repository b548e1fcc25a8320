import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot import app
from bot.sandbox import demo


@pytest.fixture
async def page(tmp_path: Path, settings: dict[str, str]):
    """The address of a demo whose story is over, and which goes on by itself."""
    said: list[str] = []

    def connect(api_url, now):
        config = app.configured(settings | {"SLACK_API_URL": api_url, "SITES": str(demo.SITES)})
        app.prepare(config)
        return app.opened(config, now)

    running = asyncio.create_task(demo.run(connect, app.manifest(), say=said.append, stays=True))
    while not any(line.startswith("Now it is your turn") for line in said):
        await asyncio.sleep(0.05)
        assert not running.done()
    yield next(line.split()[1] for line in said if line.startswith("Open "))
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_the_demo_can_be_moved_a_week_and_nothing_that_was_due_is_left_out(page: str) -> None:
    async with aiohttp.ClientSession() as browser:
        form = {"person": "U000000005", "hours": timedelta(days=7) // timedelta(hours=1)}
        async with browser.post(f"{page}calendar", data=form) as answer:
            shown = await answer.text()

        assert answer.status == 200
        # Week three is silent: what moved in between is the end of week two.
        assert shown.count("Closed. Nothing is left to do.") == 4
