"""A hospital on your own machine: the workspace, the bot, and a story to begin with."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.sandbox.calendar import Calendar
from bot.sandbox.cast import Cast, gather
from bot.sandbox.narrator import Narrator, Say
from bot.sandbox.server import Sandbox
from bot.sandbox.story import MONDAY_BEFORE, ZONE, Bot, Story

# The site file of the invented hospital, for the bot to read.
SITES = Path(__file__).parent / "hospital.toml"

# Given the address of the Web API and the calendar, connects the bot.
Connect = Callable[[str, Callable[[], datetime]], AbstractAsyncContextManager[Bot]]


async def run(
    connect: Connect,
    manifest: Mapping[str, Any],
    *,
    say: Say,
    port: int = 0,
    stays: bool = False,
) -> None:
    """Play the story with the bot; if it `stays`, let people try it until it is cancelled."""
    sandbox = Sandbox(manifest, Calendar(MONDAY_BEFORE))
    await sandbox.start(port)
    try:
        cast = gather(sandbox)
        narrator = Narrator(say, ZONE.key, [actor.name for actor in sandbox.people])
        sandbox.watch(narrator)
        async with connect(sandbox.api_url, sandbox.calendar.now) as bot:
            await sandbox.wait_connected()
            _welcome(sandbox, cast, say)
            story = Story(sandbox, bot, cast, narrator)
            await story.play()
            if stays:
                narrator.live()
                _hand_over(sandbox, story, say)
                await asyncio.Event().wait()
    finally:
        await sandbox.stop()


def _welcome(sandbox: Sandbox, cast: Cast, say: Say) -> None:
    say("A hospital on your own machine. Nothing leaves it, and everybody in it is invented.")
    say(f"Open {sandbox.url}/ in a browser to be any of them:")
    say(f"  {cast.coordinator.name}, coordinator")
    say(f"  {' and '.join(trainer.name for trainer in cast.trainers)}, trainers")
    say(f"  {cast.nurses[0].actor.name} and {len(cast.nurses) - 1} others, the cohort")


def _hand_over(sandbox: Sandbox, story: Story, say: Say) -> None:
    """Let time go by itself, and stop at whatever is due when somebody moves it."""
    sandbox.calendar.run()
    sandbox.travel = story.travel
    say("")
    say(f"Now it is your turn: open {sandbox.url}/ and be a nurse, a trainer or the coordinator.")
    say("Try /resiliency help, tap a button, move the clock. Ctrl-C ends it all.")
