"""What happens at night: answers whose time is over move on; half-filled assessments go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from bot.flows.tools import Tools
from bot.rules import keeping
from content.model import Site
from storage import inbox, reports
from storage.inbox import Kept, Lot
from storage.transactions import Transaction

# The name of the nightly round, which one process takes.
ROUND = "shuffle/night"

# Lots moved in one transaction: some 150 answers of full cohorts, in well under the 20 ms
# that an answer should wait at most.
SLICE = 6

# What waits for a night: answers, and what was half-filled.
WAITING: tuple[Kept, ...] = ("inbox", "draft")


@dataclass(frozen=True, slots=True)
class _Night:
    """A night of a site, the lots that move on in it, and the half-filled ones that go."""

    site: Site
    of: date
    lots: Sequence[Lot]
    drafts: Sequence[Lot]


async def shuffle(tools: Tools, now: datetime) -> None:
    """Move on every answer whose time is over, once a night at each site; late if need be.

    What was half-filled then is deleted.
    """
    due = await tools.database.read(lambda tx: _due(tools, tx, now))
    for night in due:
        await _move_on(tools, night, now)
    if due:
        await tools.database.tidy()


async def tidy(tools: Tools) -> None:
    """Remove old versions of rows: one beside the other, they say who was followed by whom."""
    await tools.database.tidy_if_needed()


async def next_moment(tools: Tools) -> datetime | None:
    """Return when answers next move on, or None while none waits for it."""
    return await tools.database.read(lambda tx: _next(tools, tx))


async def _move_on(tools: Tools, night: _Night, now: datetime) -> None:
    """Do what is due in a night, unless another process does."""
    taken = await tools.database.run(
        partial(reports.take_round, site_id=night.site.id, kind=ROUND, starts_on=night.of, now=now)
    )
    if taken:
        await tools.database.run(partial(_forget, drafts=night.drafts))
    lots = night.lots
    # What is left when the bot stops moves on in the next night.
    while taken and lots and not tools.tasks.closing:
        await tools.database.run(partial(inbox.move_on, over=lots[:SLICE]))
        lots = lots[SLICE:]


def _due(tools: Tools, tx: Transaction, now: datetime) -> list[_Night]:
    """Return every site with a night that was not taken, and what is due in it."""
    due = []
    for site in tools.sites.values():
        of = keeping.last_night(site.zone, now)
        first = _first(tx, site)
        if first and first <= of:
            over = (_over(tx, site, of, kept) for kept in WAITING)
            due.append(_Night(site, of, *over))
    return due


def _forget(tx: Transaction, drafts: Sequence[Lot]) -> None:
    for lot in drafts:
        inbox.clear(tx, "draft", lot)


def _over(tx: Transaction, site: Site, night: date, kept: Kept) -> list[Lot]:
    """Return the lots of a site whose time is over by a night."""
    return [
        lot
        for lot in inbox.lots(tx, kept)
        if lot.site_id == site.id and keeping.moves_on(lot.period, site.zone) <= night
    ]


def _next(tools: Tools, tx: Transaction) -> datetime | None:
    nights = [(_first(tx, site), site.zone) for site in tools.sites.values()]
    return min((keeping.comes_at(night, zone) for night, zone in nights if night), default=None)


def _first(tx: Transaction, site: Site) -> date | None:
    """Return the next night with something to move that was not taken, or None."""
    oldest = (inbox.oldest(tx, site.id, kind, kept) for kind in keeping.PERIODS for kept in WAITING)
    nights = [keeping.moves_on(period, site.zone) for period in oldest if period]
    if not nights:
        return None
    last = reports.last_round(tx, site.id, ROUND) or date.min
    return max(min(nights), last + timedelta(days=1))
