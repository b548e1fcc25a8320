"""Answers while everything due goes out as fast as it can, against answers when nothing is due.

The taps, the stand-in and the bot are those of `answer`, and pacing is off.
"""

import asyncio
from datetime import timedelta

import content.load
from bot import app, clock
from tests.bench import disk, processes, seeding, taps
from tests.bench.answer import ANSWERS, JUDGED_AT_ONCE, WARM_UP, Round, Side, one_round
from tests.bench.due import Hospital
from tests.bench.lines import Compared, Target, remark, tell
from tests.bench.standin import NOWHERE, Standin

ROUNDS = 5
# More than go out while so many answer.
DRAINED = 3000
# A tick begins what is due; and the last of it may take as long as this on a busy machine.
TICK_SECONDS = 1.2
DRAIN_SECONDS = 120
# Due a while ago, as after a short outage.
AGO = timedelta(seconds=1)

TARGET = Target("<=", 2)


async def measure(rounds: int = ROUNDS) -> None:
    """Print how much longer an answer takes while everything goes out."""
    people = max(WARM_UP + 2 * rounds * ANSWERS, rounds * DRAINED)
    with disk.folder() as folder:
        disk.describe(folder)
        environment = seeding.environment(folder, NOWHERE)
        # A message that had come today would leave no room for another.
        questions = await seeding.seed(
            app.configured(environment), people, clock.wall(), opened=seeding.THE_DAY_BEFORE
        )
        checkin = seeding.checkin(content.load.library(()))
        hospital = Hospital(folder, environment)
        async with Standin() as slack:
            words, settings = ["bot", "run"], hospital.of(slack.api_url)
            async with processes.running(words, settings, folder) as bot:
                await slack.connected()
                waiting = (taps.tap(checkin, question) for question in questions)
                side = Side("bot", slack, bot, waiting)
                idle, busy = await _measured(side, hospital, rounds)
    compared = Compared([one.p99_ms for one in busy], [one.p99_ms for one in idle])
    tell("answer", f"p99 under a drain, {JUDGED_AT_ONCE} at once", compared, "ms", TARGET)


async def _measured(side: Side, hospital: Hospital, rounds: int) -> tuple[list[Round], list[Round]]:
    """Return the rounds in which nothing else happens, and those in which all goes out."""
    idle: list[Round] = []
    busy: list[Round] = []
    await one_round(side, JUDGED_AT_ONCE, WARM_UP)
    for _ in range(rounds):
        idle.append(await one_round(side, JUDGED_AT_ONCE, ANSWERS))
        busy.append(await _under_a_drain(side, hospital))
    return idle, busy


async def _under_a_drain(side: Side, hospital: Hospital) -> Round:
    before = len(side.slack.posts)
    await hospital.fall_due([clock.wall() - AGO] * DRAINED)
    await asyncio.sleep(TICK_SECONDS)
    measured = await one_round(side, JUDGED_AT_ONCE, ANSWERS)
    left = before + DRAINED - len(side.slack.posts)
    remark(f"when the last had answered, {left} of {DRAINED} messages were still to go out")
    async with asyncio.timeout(DRAIN_SECONDS):
        await side.slack.posted(before + DRAINED)
    return measured
