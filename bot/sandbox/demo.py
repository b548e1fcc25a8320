"""A hospital on your own machine: the workspace, the bot, and a story to begin with."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.sandbox.calendar import Calendar
from bot.sandbox.cast import Cast, gather
from bot.sandbox.clockwork import Bot, Clockwork
from bot.sandbox.elapsed import Timing
from bot.sandbox.habits import Habits
from bot.sandbox.narrator import Narrator, Say
from bot.sandbox.playing import Player
from bot.sandbox.programme import Suggestion
from bot.sandbox.server import Sandbox
from bot.sandbox.story import MONDAY_BEFORE, ZONE, Story

# The site file of the invented hospital, for the bot to read.
SITES = Path(__file__).parent / "hospital.toml"

# How many seconds the bot may think: whoever tries it may have a slow machine.
PATIENCE = 20.0

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
    sandbox = Sandbox(manifest, Calendar(MONDAY_BEFORE), timing=Timing.patient(PATIENCE))
    await sandbox.start(port)
    try:
        cast = gather(sandbox)
        _welcome(sandbox, cast, say)
        async with connect(sandbox.api_url, sandbox.calendar.now) as bot:
            await sandbox.wait_connected()
            player = await _play(sandbox, bot, cast, say)
            if stays:
                try:
                    _hand_over(sandbox, player, say)
                    await asyncio.Event().wait()
                finally:
                    await player.stop()
    finally:
        await sandbox.stop()


async def _play(sandbox: Sandbox, bot: Bot, cast: Cast, say: Say) -> Player:
    """Play the story; return who can play a further day."""
    sandbox.clockwork = Clockwork(sandbox.workspace, bot)
    habits = Habits(bot, (*cast.nurses, *cast.newcomers))
    narrator = Narrator(_twice(say, sandbox), ZONE.key, [actor.name for actor in sandbox.people])
    sandbox.watch(narrator)
    await Story(sandbox.clockwork, bot, cast, habits, narrator).play()
    narrator.live()
    return Player(sandbox.clockwork, habits, lambda: sandbox.programme.watched)


def _twice(say: Say, sandbox: Sandbox) -> Say:
    """Return what says everything in the terminal and on the page."""

    def both(words: str) -> None:
        say(words)
        sandbox.programme.told.append(words)

    return both


def _welcome(sandbox: Sandbox, cast: Cast, say: Say) -> None:
    """Say who is there, and let the page wait until the story so far has been played."""
    say("A hospital on your own machine. Nothing leaves it, and everybody in it is invented.")
    say(f"Open {sandbox.url}/ in a browser to be any of them:")
    say(f"  {cast.coordinator.name}, coordinator")
    say(f"  {' and '.join(trainer.name for trainer in cast.trainers)}, trainers")
    say(f"  {cast.nurses[0].actor.name} and {len(cast.nurses) - 1} others, the cohort")
    say(f"  {cast.newcomers[0].actor.name} and {len(cast.newcomers) - 1} others, the next one")
    sandbox.programme.hands_off = "The weeks so far are being played. It takes some seconds."
    sandbox.programme.suggestions = _suggestions(cast)


def _suggestions(cast: Cast) -> tuple[Suggestion, ...]:
    trainer, coordinator = cast.trainers[0], cast.coordinator
    return (
        Suggestion(
            cast.newcomers[0].actor.slack_id,
            "Be a nurse on nights",
            "Hana has been invited to a training. Read and choose, go on to the next message, and "
            "fill in her first questions; leave them half-way, and go on. A month after the "
            "training, /resiliency assessments shows her what has changed.",
        ),
        Suggestion(
            trainer.slack_id,
            "Be a trainer",
            "Tara has heard how her group is doing. Read it, ask with /resiliency progress, or "
            "make a further group with /resiliency cohort new.",
        ),
        Suggestion(
            coordinator.slack_id,
            "Be the coordinator",
            "Cora wants figures she can show. Ask with /resiliency participation.",
        ),
    )


def _hand_over(sandbox: Sandbox, player: Player, say: Say) -> None:
    """Let time go by itself, and let whoever opens the page do what they like."""
    sandbox.programme.player = player
    sandbox.programme.hands_off = ""
    sandbox.calendar.run()
    sandbox.workspace.pulse.beat()
    say("")
    say(f"Now it is your turn: open {sandbox.url}/ and be a nurse, a trainer or the coordinator.")
    say("Try /resiliency help, tap a button, move the clock. Ctrl-C ends it all.")
