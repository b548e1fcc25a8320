"""A scheduler with a job for each person, which one would write otherwise, against the ledger.

Both have ten thousand messages due at once, keep them in a SQLite file, and post them to a
stand-in of the same kind, as many at once. What counts is how long the loop stands still, on
which people wait for answers; how long the first message takes, and how long all of them.
`tests/bench/wave.py` is either of them.
"""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from bot import clock
from tests.bench import disk, due, processes, wave
from tests.bench.lines import Compared, Target, tell
from tests.bench.standin import Standin

ROUNDS = 1
MESSAGES = 10_000
# Both look at once when they are let go; this is when the messages were due.
AGO = timedelta(seconds=1)
# A scheduler with so many jobs needs a minute or two to take them in.
ROUND_SECONDS = 600

# Twenty times better.
TARGET = Target("<=", 0.05)

FIGURES = {"block": "ms", "first": "ms", "all": "s"}

Figures = Mapping[str, float]


async def measure(rounds: int = ROUNDS) -> None:
    """Print how long the loop stands still, and how long the first message takes, and all."""
    found: dict[str, list[Figures]] = {side: [] for side in wave.SIDES}
    with disk.folder() as folder:
        hospital = await due.on_sqlite(folder, MESSAGES)
        for number in range(rounds):
            for side in wave.SIDES if number % 2 else wave.SIDES[::-1]:
                place = folder / f"{side}-{number}"
                place.mkdir()
                copy = due.copied(hospital, "")
                await copy.fall_due([clock.wall() - AGO] * MESSAGES)
                found[side].append(await _round(side, place, copy))
    for figure, unit in FIGURES.items():
        ours, jobs = ([one[figure] for one in found[side]] for side in wave.SIDES)
        tell("apscheduler", figure, Compared(ours, jobs), unit, TARGET)


async def _round(side: str, folder: Path, hospital: due.Hospital) -> Figures:
    """Return how one side fared: by its own beat, and by when its posts arrived."""
    words = ["tests.bench.wave", side, str(folder), str(MESSAGES)]
    async with (
        Standin() as slack,
        asyncio.timeout(ROUND_SECONDS),
        processes.running(words, hospital.of(slack.api_url), folder),
    ):
        await slack.posted(MESSAGES)
        told = await _told(folder)
    # On one machine, the clock is the same in both processes.
    began, arrivals = told["began"], [at for _, at in slack.posts]
    return {
        "block": told["block"] * 1000,
        "first": (arrivals[0] - began) * 1000,
        "all": arrivals[-1] - began,
    }


async def _told(folder: Path) -> Mapping[str, float]:
    """Return what a side has written down, once it has."""
    while not (folder / wave.TOLD).exists():  # noqa: ASYNC110 -- another process writes it
        await asyncio.sleep(0.1)
    told: Mapping[str, float] = json.loads((folder / wave.TOLD).read_text(encoding="utf-8"))
    return told
