"""What happens at night: answers whose week is over move on, and old versions go."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from bot.flows.tools import Tools
from bot.rules import keeping
from content.model import Site
from storage import inbox, reports
from storage.inbox import Lot
from storage.transactions import Transaction

# The name of the nightly round, which one process takes.
ROUND = "shuffle/night"

# Lots moved in one transaction: some 150 answers of full cohorts, in well under the 20 ms
# that an answer should wait at most.
SLICE = 6


async def shuffle(tools: Tools, now: datetime) -> None:
    """Move on every answer whose week is over, once a night at each site; late if need be."""
    due = await tools.database.read(lambda tx: _due(tools, tx, now))
    for site, lots in due:
        await _move_on(tools, site, lots, now)
    if due:
        await tools.database.tidy()


async def tidy(tools: Tools) -> None:
    """Empty the log beside a SQLite file: page by page, it says who was followed by whom."""
    await tools.database.empty_log()


async def next_moment(tools: Tools) -> datetime | None:
    """Return when answers next move on, or None while none waits for it."""
    return await tools.database.read(lambda tx: _next(tools, tx))


async def _move_on(tools: Tools, site: Site, lots: Sequence[Lot], now: datetime) -> None:
    """Move on these lots, unless another process does."""
    night = keeping.last_night(site.zone, now)
    taken = await tools.database.run(
        partial(reports.take_round, site_id=site.id, kind=ROUND, starts_on=night, now=now)
    )
    # What is left when the bot stops moves on in the next night.
    while taken and lots and not tools.tasks.closing:
        await tools.database.run(partial(inbox.move_on, over=lots[:SLICE]))
        lots = lots[SLICE:]


def _due(tools: Tools, tx: Transaction, now: datetime) -> list[tuple[Site, list[Lot]]]:
    """Return every site with a night that was not taken, and the lots that move on in it."""
    waiting = inbox.lots(tx, "inbox")
    due = []
    for site in tools.sites.values():
        night = keeping.last_night(site.zone, now)
        over = [
            lot
            for lot in waiting
            if lot.site_id == site.id and keeping.moves_on(lot.period, site.zone) <= night
        ]
        if over and _last(tx, site) < night:
            due.append((site, over))
    return due


def _next(tools: Tools, tx: Transaction) -> datetime | None:
    waiting = inbox.lots(tx, "inbox")
    nights = [
        (max(keeping.moves_on(lot.period, site.zone), _last(tx, site) + timedelta(days=1)), site)
        for site in tools.sites.values()
        for lot in waiting
        if lot.site_id == site.id
    ]
    return min((keeping.comes_at(night, site.zone) for night, site in nights), default=None)


def _last(tx: Transaction, site: Site) -> date:
    """Return the last night that was taken at a site; the day before time when none was."""
    return reports.last_round(tx, site.id, ROUND) or date.min
