"""The ledger's size: what is due is found, and an idle tick ends, as fast in a long history.

Everything the metronome calls, in this process, on SQLite. What is due is taken as the bot takes
it, and given back, so that each round finds the same.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from bot import app, clock
from bot.flows import senders
from bot.flows.tools import Tools, new_id
from handlers.ticks import Metronome
from storage import claims, deliveries
from storage.claims import Holder
from storage.transactions import Transaction
from tests.bench import disk, due
from tests.bench.due import Hospital
from tests.bench.lines import Compared, Target, remark, tell
from tests.bench.seeding import Row

ROUNDS = 60
WARM_UP = 10
PEOPLE = 1_000
SMALL = "10k"
SIZES = {SMALL: 10_000, "100k": 100_000, "1M": 1_000_000}
# In one transaction: all at once would make a log as large as the database.
AT_ONCE = 50_000
# Much later than the history, so that it is over for everybody.
DUE_SOON = timedelta(hours=1)

JUDGED = "1M"
TARGET = Target("<=", 2)


class _GivenBackError(Exception):
    """What was claimed is not kept."""


@dataclass(frozen=True, slots=True)
class _Ledger:
    """A ledger of some size, in which a little is due at a moment, and nothing before."""

    tools: Tools
    metronome: Metronome
    due_at: datetime

    async def tick(self) -> None:
        """Do what an idle tick does."""
        await self.metronome.tick()

    async def claim(self) -> None:
        """Take what is due, and give it back."""
        try:
            await self.tools.database.run(self._take)
        except _GivenBackError:
            return

    def _take(self, tx: Transaction) -> None:
        by = Holder(self.tools.owner, new_id())
        taken = claims.claim(
            tx, by=by, now=self.due_at, claimed_at=self.due_at, limit=senders.AT_ONCE
        )
        assert len(taken) == senders.AT_ONCE, "less is due than was planned"
        raise _GivenBackError


async def measure(rounds: int = ROUNDS) -> None:
    """Print how much longer both take where the history is longer."""
    now = clock.wall()
    with disk.folder() as folder:
        async with AsyncExitStack() as opened:
            ledgers = {}
            for size, rows in SIZES.items():
                (folder / size).mkdir()
                ledgers[size] = await opened.enter_async_context(_ledger(folder / size, rows, now))
            for ledger in ledgers.values():
                for _ in range(WARM_UP):
                    await ledger.tick()
                    await ledger.claim()
            ticks, takings = await _measured(ledgers, rounds)
    _tell("idle tick", ticks)
    _tell("what is due", takings)


@asynccontextmanager
async def _ledger(folder: Path, rows: int, now: datetime) -> AsyncIterator[_Ledger]:
    """Yield a ledger with so many rows, at a moment that stands still."""
    hospital = await due.on_sqlite(folder, PEOPLE)
    due_at = now + DUE_SOON
    await hospital.fall_due([due_at] * senders.AT_ONCE)
    began = perf_counter()
    await _fill(hospital, rows - 3 * PEOPLE)
    remark(f"{rows} rows in {perf_counter() - began:.1f} s")
    tools = app.build(app.configured(hospital.environment))
    try:
        yield _Ledger(tools, Metronome(tools, lambda: now), due_at)
    finally:
        await app.close(tools)


async def _fill(hospital: Hospital, rows: int) -> None:
    """Add so many messages of former years, all of them over."""
    async with hospital.opened() as database:
        (over,) = await database.read(lambda tx: tx.all(due.OVER))
        history = _history(dict(over._mapping), rows)
        for start in range(0, rows, AT_ONCE):
            some = [next(history) for _ in range(min(AT_ONCE, rows - start))]
            await database.run(partial(_add, rows=some))


def _add(tx: Transaction, rows: Sequence[Row]) -> None:
    tx.run_many(deliveries.PLAN, rows)


def _history(over: Row, rows: int) -> Iterator[Row]:
    """Yield a row that is over, again and again, each of another time."""
    for number in range(rows):
        yield over | {
            "id": new_id(),
            "step": f"{over['step']}/{number}",
            "due_at": over["due_at"] - timedelta(minutes=number),
        }


async def _measured(
    ledgers: Mapping[str, _Ledger], rounds: int
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Return the milliseconds of each tick and each claim by size; the sizes take turns."""
    ticks: dict[str, list[float]] = {size: [] for size in ledgers}
    takings: dict[str, list[float]] = {size: [] for size in ledgers}
    for _ in range(rounds):
        for size, ledger in ledgers.items():
            for took, work in ((ticks, ledger.tick), (takings, ledger.claim)):
                began = perf_counter()
                await work()
                took[size].append((perf_counter() - began) * 1000)
    return ticks, takings


def _tell(what: str, took: Mapping[str, list[float]]) -> None:
    for size in SIZES:
        remark(f"{what} with {size} rows takes {median(took[size]):.2f} ms (median)")
        if size != SMALL:
            judged = TARGET if size == JUDGED else None
            compared = Compared(took[size], took[SMALL])
            tell("scale", f"{what}, {size}:{SMALL}", compared, "ms", judged)
