"""A workspace and the bot in it, both with the patience that a busy machine needs.

Few tests are about being late, and a machine that others use too now and then stands still for
seconds. Those that are about it say how long they wait.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from bot import app
from bot.app import Bot
from bot.sandbox import Calendar, Sandbox, Timing
from storage.database import sqlite_file
from tests import databases

# How many seconds the bot may think.
PATIENCE = 20.0


def workspace(moment: datetime, patience: float = PATIENCE) -> Sandbox:
    """Return a workspace, yet to be entered, whose calendar stands still at a moment."""
    return Sandbox(app.manifest(), Calendar(moment), timing=Timing.patient(patience))


@asynccontextmanager
async def connected(
    sandbox: Sandbox, settings: Mapping[str, str], **seconds: float
) -> AsyncIterator[Bot]:
    """Yield a bot that the sandbox knows; where there is no database yet, it begins with one.

    `seconds` are those of `app.opened`, where a test is about them.
    """
    config = app.configured({**settings, "SLACK_API_URL": sandbox.api_url})
    file = sqlite_file(config.database_url)
    if file and not file.exists():
        databases.on_sqlite(file)
    waits = {"answers_within": PATIENCE, **seconds}
    async with app.opened(config, sandbox.calendar.now, **waits) as bot:
        await sandbox.wait_connected()
        yield bot
