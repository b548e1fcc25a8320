"""An empty workspace for a bot in another process: no story, nobody in it, a running calendar."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.sandbox.calendar import Calendar
from bot.sandbox.server import Sandbox


async def run(
    manifest: Mapping[str, Any], start: datetime, *, say: Callable[[str], None], port: int = 0
) -> None:
    """Be an empty workspace, whose calendar runs from `start`, until it is cancelled."""
    sandbox = Sandbox(manifest, Calendar(start, running=True))
    await sandbox.start(port)
    try:
        say(f"An empty workspace: {sandbox.url}")
        say(f"For the bot: SLACK_API_URL={sandbox.api_url}")
        say(f"For the bot: CLOCK_URL={sandbox.url}/control/calendar")
        await asyncio.Event().wait()
    finally:
        await sandbox.stop()
