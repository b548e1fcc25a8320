"""A tick with nothing due, in hospitals of three sizes: a larger one must not cost more.

Everything the metronome calls, in this process: plan, release, send, close.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from bot import app, clock
from handlers.ticks import Metronome
from tests.bench import disk, seeding
from tests.bench.lines import Compared, Target, remark, tell
from tests.bench.standin import NOWHERE

ROUNDS = 60
WARM_UP = 10
SMALL = "1k"
SIZES = {SMALL: 1_000, "10k": 10_000, "100k": 100_000}

JUDGED = "100k"
TARGET = Target("<=", 2)


async def measure(rounds: int = ROUNDS) -> None:
    """Print how much longer a tick takes where there are more people."""
    now = clock.wall()
    with disk.folder() as folder:
        async with AsyncExitStack() as opened:
            for size in SIZES:
                (folder / size).mkdir()
            metronomes = {
                size: await opened.enter_async_context(_hospital(folder / size, people, now))
                for size, people in SIZES.items()
            }
            await _ticks(metronomes, WARM_UP)
            took = await _ticks(metronomes, rounds)
    for size in SIZES:
        remark(f"a tick with {size} people takes {median(took[size]):.2f} ms (median)")
        if size != SMALL:
            judged = TARGET if size == JUDGED else None
            tell("tick", f"{size}:{SMALL}", Compared(took[size], took[SMALL]), "ms", judged)


@asynccontextmanager
async def _hospital(folder: Path, people: int, now: datetime) -> AsyncIterator[Metronome]:
    """Yield the metronome of a hospital with so many people, at a moment that stands still."""
    config = app.configured(seeding.environment(folder, NOWHERE))
    began = perf_counter()
    await seeding.seed(config, people, now)
    remark(f"seeded {people} people in {perf_counter() - began:.1f} s")
    tools = app.build(config)
    try:
        yield Metronome(tools, lambda: now)
    finally:
        await app.close(tools)


async def _ticks(metronomes: Mapping[str, Metronome], rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of each tick by size; the sizes take turns."""
    took: dict[str, list[float]] = {size: [] for size in metronomes}
    for _ in range(rounds):
        for size, metronome in metronomes.items():
            began = perf_counter()
            await metronome.tick()
            took[size].append((perf_counter() - began) * 1000)
    return took
