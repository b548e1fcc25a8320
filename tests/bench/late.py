"""How late messages arrive: four a second for minutes, and two hundred due at one moment.

The bot paces as it is shipped. There is no baseline: the promise is made to people.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from statistics import quantiles
from time import perf_counter

from bot import clock
from tests.bench import disk, due, processes
from tests.bench.lines import Target, remark, tell_alone
from tests.bench.standin import Standin

ROUNDS = 1
# What the promise is about is ten.
MINUTES = 2
PER_SECOND = 4
AT_ONE_MOMENT = 200
HEAD_START = timedelta(seconds=12)
# After the last is due, before somebody looks what is wrong.
PATIENCE_SECONDS = 300

STEADY = Target("<=", 2)
WAVE = Target("<=", 60)


async def measure(rounds: int = ROUNDS, minutes: int = MINUTES) -> None:
    """Print how late messages are that are due one by one, and those of one moment."""
    steady = [timedelta(seconds=number / PER_SECOND) for number in range(minutes * 60 * PER_SECOND)]
    wave = [timedelta()] * AT_ONE_MOMENT
    late: dict[str, list[list[float]]] = {"steady": [], "wave": []}
    for _ in range(rounds):
        late["steady"].append(await _late(steady))
        late["wave"].append(await _late(wave))
    case = f"p99, {PER_SECOND}/s for {minutes} minutes"
    tell_alone("late", case, [_percentile(one, 99) for one in late["steady"]], "s", STEADY)
    case = f"p95, {AT_ONE_MOMENT} due at once"
    tell_alone("late", case, [_percentile(one, 95) for one in late["wave"]], "s", WAVE)


async def _late(offsets: Sequence[timedelta]) -> list[float]:
    """Return by how many seconds each message was late that fell due then."""
    with disk.folder() as folder:
        hospital = await due.on_sqlite(folder, len(offsets))
        begins, wall = perf_counter() + HEAD_START.total_seconds(), clock.wall() + HEAD_START
        moments = await hospital.fall_due([wall + offset for offset in offsets])
        seconds = max(offsets).total_seconds()
        async with Standin() as slack:
            settings = {**hospital.of(slack.api_url), "PACING": "slack"}
            async with processes.running(["bot", "run"], settings, folder):
                await slack.connected()
                assert perf_counter() < begins, "the bot was not there when the first was due"
                async with asyncio.timeout(seconds + PATIENCE_SECONDS):
                    await slack.posted(len(offsets))
            return _lateness(slack.posts, moments, wall, begins)


def _lateness(
    posts: Sequence[tuple[str, float]],
    moments: Mapping[str, datetime],
    wall: datetime,
    begins: float,
) -> list[float]:
    """Return how late each post was; both clocks agree on `wall` and `begins`."""
    return [at - begins - (moments[name] - wall).total_seconds() for name, at in posts]


def _percentile(seconds: Sequence[float], percent: int) -> float:
    cut = quantiles(seconds, n=100)
    remark(f"late: p50 {cut[49]:.2f} s, p99 {cut[98]:.2f} s, longest {max(seconds):.2f} s")
    return cut[percent - 1]
