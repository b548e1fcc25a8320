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
    """Remove old versions of rows: one beside the other, they say who was followed by whom."""
    await tools.database.tidy_if_needed()


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
    due = []
    for site in tools.sites.values():
        night = keeping.last_night(site.zone, now)
        first = _first(tx, site)
        if first and first <= night:
            due.append((site, _over(tx, site, night)))
    return due


def _over(tx: Transaction, site: Site, night: date) -> list[Lot]:
    """Return the lots of a site whose weeks are over by a night."""
    return [
        lot
        for lot in inbox.lots(tx, "inbox")
        if lot.site_id == site.id and keeping.moves_on(lot.period, site.zone) <= night
    ]


def _next(tools: Tools, tx: Transaction) -> datetime | None:
    nights = [(_first(tx, site), site.zone) for site in tools.sites.values()]
    return min((keeping.comes_at(night, zone) for night, zone in nights if night), default=None)


def _first(tx: Transaction, site: Site) -> date | None:
    """Return the next night with something to move that was not taken, or None."""
    oldest = inbox.oldest(tx, site.id)
    if oldest is None:
        return None
    last = reports.last_round(tx, site.id, ROUND) or date.min
    return max(keeping.moves_on(oldest, site.zone), last + timedelta(days=1))
