"""Numbers about people are made here, once, by the clock; everything else reads them."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.flows.tools import Tools, new_id
from bot.messages.reports import Line
from bot.rules import cadence, curriculum, privacy
from bot.rules.confirmations import Sight
from content.model import Site
from storage import deliveries, reports, trainings
from storage.deliveries import Message
from storage.reports import Made, Period
from storage.trainings import Group
from storage.transactions import Transaction

WEEKLY = "participation/week"


async def make(tools: Tools, now: datetime) -> None:
    """Make every weekly release that is due: each once, and late as it would have been on time."""
    for site, monday in await tools.database.read(lambda tx: _due(tools, tx, now)):
        await tools.database.run(partial(_make_week, tools, site=site, monday=monday, now=now))


async def next_moment(tools: Tools) -> datetime | None:
    """Return when the next releases are due, or None while no site has had a training."""
    return await tools.database.read(lambda tx: _next(tools, tx))


def latest(tx: Transaction, cohort: Group, sight: Sight) -> Line | None:
    """Return what was last released for a cohort, as this sight sees it; None for nothing yet."""
    for release in reports.released(tx, [cohort.site_id], WEEKLY, date.min):
        if release.cohort_id == cohort.id:
            shown = sight.shown(release, WEEKLY)
            return Line(cohort.name, release.starts_on, shown) if shown is not None else None
    return None


def asked_in_week(tools: Tools, tx: Transaction, site: Site, monday: date) -> list[str]:
    """Return the cohorts of a site whom the curriculum asks something in the week from `monday`."""
    steps = tools.library.curriculum.steps
    return [
        cohort_id
        for cohort_id, last_day in trainings.last_days(tx, site.id).items()
        if curriculum.asks_in_week(steps, last_day, monday)
    ]


def _due(tools: Tools, tx: Transaction, now: datetime) -> list[tuple[Site, date]]:
    """Return every site and week whose releases are due and not made."""
    return [
        (site, monday)
        for site in tools.sites.values()
        if (since := _since(tx, site))
        for monday in cadence.closed_weeks(since, site.zone, now)
    ]


def _next(tools: Tools, tx: Transaction) -> datetime | None:
    moments = [
        cadence.release_at(since, site.zone)
        for site in tools.sites.values()
        if (since := _since(tx, site))
    ]
    return min(moments, default=None)


def _since(tx: Transaction, site: Site) -> date | None:
    """Return the Monday of the first week of a site that is not released, or None."""
    if last := reports.last_round(tx, site.id, WEEKLY):
        return last + cadence.WEEK
    first = reports.first_training_day(tx, site.id)
    return cadence.week_of(first) if first else None


def _make_week(tools: Tools, tx: Transaction, *, site: Site, monday: date, now: datetime) -> None:
    """Make the releases of one site and week, unless another process has."""
    if not reports.take_round(tx, site_id=site.id, kind=WEEKLY, starts_on=monday, now=now):
        return
    asked = asked_in_week(tools, tx, site, monday)
    if not asked:
        return
    period = _period(monday, site.zone)
    for cohort_id in asked:
        _release(tx, site, [cohort_id], period, cohort_id=cohort_id)
    _release(tx, site, asked, period, cohort_id=None)
    # Weeks made up for after an outage are read on demand; nobody wants four letters at once.
    if now < cadence.release_at(monday + cadence.WEEK, site.zone):
        for cohort_id in asked:
            _plan_digests(tx, site, cohort_id, monday, now)


def _release(
    tx: Transaction, site: Site, cohort_ids: list[str], period: Period, *, cohort_id: str | None
) -> None:
    """Count once, decide what may be shown, and keep only that."""
    following, answered = reports.following(tx, cohort_ids, period)
    # A site in which one cohort is asked is that cohort, and gets no finer figure than it.
    group: privacy.Group = "site" if len(cohort_ids) > 1 else "cohort"
    shown = privacy.participation(group, answered=answered, following=following)
    reports.add(
        tx,
        Made(
            id=new_id(),
            site_id=site.id,
            kind=WEEKLY,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            cohort_id=cohort_id,
            definition=privacy.DEFINITION,
            shown=privacy.written(shown),
        ),
    )


def _period(monday: date, zone: str) -> Period:
    released_on = cadence.release_at(monday, zone).astimezone(ZoneInfo(zone)).date()
    return Period(
        starts_on=monday,
        ends_on=monday + timedelta(days=6),
        starts_at=cadence.midnight(monday, zone),
        released_on=released_on,
    )


def _plan_digests(tx: Transaction, site: Site, cohort_id: str, monday: date, now: datetime) -> None:
    """Have each trainer of a cohort told at their next hour."""
    deliveries.plan(
        tx,
        [
            Message(
                id=new_id(),
                site_id=site.id,
                cohort_id=cohort_id,
                person_id=leader.person_id,
                kind="digest",
                step=f"digest/{cohort_id}",
                occurrence=monday.isoformat(),
                **asdict(cadence.letter(now, leader.preferred_at, leader.zone)),
            )
            for leader in trainings.leaders(tx, cohort_id)
        ],
    )
