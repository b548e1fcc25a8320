import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot import clock
from bot.clock import Followed
from bot.sandbox import Sandbox

A_DAY = timedelta(days=1)
# Long enough for what was read to be old.
OLD_SECONDS = clock.FRESH_SECONDS * 1.5


@pytest.fixture
async def followed(sandbox: Sandbox) -> Followed:
    """The calendar of the sandbox, asked from a thread: the sandbox needs this loop to answer."""
    return await asyncio.to_thread(Followed, f"{sandbox.url}/control/calendar")


async def now(followed: Followed) -> datetime:
    """Return what a clock says once what it had read is old."""
    await asyncio.sleep(OLD_SECONDS)
    return await asyncio.to_thread(followed)


def test_the_wall_clock_tells_a_moment_in_utc() -> None:
    assert clock.wall().tzinfo is UTC


async def test_a_followed_calendar_begins_at_the_sandboxs_moment(
    sandbox: Sandbox, followed: Followed
) -> None:
    assert followed() == sandbox.calendar.now()


async def test_a_followed_calendar_jumps_with_the_sandboxs(
    sandbox: Sandbox, followed: Followed
) -> None:
    sandbox.calendar.move_by(A_DAY)

    assert await now(followed) == sandbox.calendar.now()


async def test_a_followed_moment_is_in_utc(sandbox: Sandbox, followed: Followed) -> None:
    sandbox.calendar.move_by(A_DAY)

    assert (await now(followed)).tzinfo is UTC


async def test_a_followed_calendar_keeps_its_moment_when_the_sandbox_is_gone(
    sandbox: Sandbox, followed: Followed
) -> None:
    before = sandbox.calendar.now()
    sandbox.calendar.move_by(A_DAY)
    await sandbox.stop()

    assert [await now(followed), await now(followed)] == [before, before]


async def test_a_followed_calendar_goes_on_when_the_sandbox_is_back(
    sandbox: Sandbox, followed: Followed
) -> None:
    port = int(sandbox.url.rpartition(":")[2])
    await sandbox.stop()
    await now(followed)
    sandbox.calendar.move_by(A_DAY)
    await sandbox.start(port)

    assert await now(followed) == sandbox.calendar.now()


async def hello(_request: web.Request) -> web.Response:
    return web.Response(text="hello")


@pytest.fixture
async def stranger(sandbox: Sandbox, followed: Followed) -> AsyncIterator[Followed]:
    """A followed calendar at whose address something else answers by now."""
    port = int(sandbox.url.rpartition(":")[2])
    await sandbox.stop()
    application = web.Application()
    application.router.add_get("/control/calendar", hello)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield followed
    await runner.cleanup()


async def test_a_followed_calendar_keeps_its_moment_when_something_else_answers(
    sandbox: Sandbox, stranger: Followed
) -> None:
    assert await now(stranger) == sandbox.calendar.now()
