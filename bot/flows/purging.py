"""What is too old goes, once a night; nobody decides about a person.

How long everything is kept says `bot.rules.keeping`, and `docs/privacy.md` says why. Nothing is
too old before the releases that count it are made.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.flows import operators, releases
from bot.flows.tools import Tools
from bot.rules import budget, cadence, keeping
from storage import purging, reports, routines
from storage.transactions import Transaction

# The name of the nightly round, which one process takes.
ROUND = "purge/night"
ACT = "purge"
# Rows removed in one transaction: less than 20 ms for the writer (measured, both databases).
SLICE = 50
# Rows looked up at once, by a reader, which keeps nobody waiting.
BATCH = 10_000

# Somewhere it may still be yesterday.
_A_DAY = timedelta(days=1)

# How many rows of each table; none of a table that has none.
Counts = Mapping[str, int]


async def nightly(tools: Tools, now: datetime) -> None:
    """Remove what is too old, once a night; late if need be."""
    zone, every = _zone(tools), operators.EVERY_SITE
    night = keeping.last_night(zone, now)
    last = await tools.database.read(lambda tx: reports.last_round(tx, every, ROUND))
    if last is not None and last >= night:
        return
    taken = await tools.database.run(
        partial(reports.take_round, site_id=every, kind=ROUND, starts_on=night, now=now)
    )
    if not taken:
        return
    today = cadence.local_day(now, zone)
    lately = today - budget.TOO_MUCH_WITHIN
    await tools.database.run(
        partial(routines.forget_past, now=now, today=today - _A_DAY, lately=lately)
    )
    if await too_old(tools, now):
        await operators.note(tools, ACT, now, operators.BOT)
        await purge(tools, now)


async def too_old(tools: Tools, now: datetime) -> Counts:
    """Return how many rows of each table are too old."""
    before = await _before(tools, now)

    def count(tx: Transaction) -> Counts:
        found = {table: len(purging.find(tx, table, before)) for table in purging.TABLES}
        return {table: number for table, number in found.items() if number}

    return await tools.database.read(count)


async def purge(tools: Tools, now: datetime) -> Counts:
    """Remove what is too old, and return how many rows of each table that was.

    What is left when the process ends goes the next time. One thing may have kept another: so
    a little more can go than was too old before.
    """
    before = await _before(tools, now)
    gone = {table: await _purge(tools, table, before) for table in purging.TABLES}
    await tools.database.tidy()
    return {table: number for table, number in gone.items() if number}


def is_over(tools: Tools, tx: Transaction, person_id: str, now: datetime) -> bool:
    """Return whether this person's answers are so old that nobody may find them any more."""
    today = now.astimezone(ZoneInfo(_zone(tools))).date()
    return purging.is_over(tx, person_id, keeping.bounds(today).link_keys)


async def _purge(tools: Tools, table: str, before: Mapping[str, date]) -> int:
    gone = 0
    while not tools.tasks.closing:
        keys = await tools.database.read(partial(_find, table=table, before=before))
        for start in range(0, len(keys), SLICE):
            some = keys[start : start + SLICE]
            gone += await tools.database.run(
                partial(purging.remove, table=table, before=before, keys=some)
            )
        if len(keys) < BATCH:
            break
    return gone


def _find(tx: Transaction, table: str, before: Mapping[str, date]) -> list[str]:
    return purging.find(tx, table, before, BATCH)


async def _before(tools: Tools, now: datetime) -> Mapping[str, date]:
    """Return the days before which things are too old, by now or when releases last came along."""
    waiting = await releases.next_moment(tools)
    as_of = min(now, waiting) if waiting else now
    return asdict(keeping.bounds(as_of.astimezone(ZoneInfo(_zone(tools))).date()))


def _zone(tools: Tools) -> str:
    """Return the zone by whose clock it is night: of the first site, as all are of one hospital."""
    return next(iter(tools.sites.values())).zone
