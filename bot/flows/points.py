"""Outcomes are released here: once for each lot of cohorts and time point, a week after it closes.

A cohort waits until the lists of those that wait are long enough; whether they are, everybody
knows. Then they are looked at together, once. A lot that is shown is never counted again, and
one that is not shown waits for another cohort.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, partial

from bot.flows import opened_points, outlooks, signing
from bot.flows.tools import DatabaseUnavailableError, Tools, failure, new_id
from bot.rules import assessments, cadence, measured, point_figures, points, splits
from bot.rules.assessments import CORE, Opening, Point
from bot.rules.point_figures import Figures, Released
from bot.rules.points import Asked, People, Person
from bot.rules.splits import Lot, Waiting
from content.model import Site
from storage import lots, reports
from storage.lots import Listed, Moments
from storage.reports import Made
from storage.transactions import Transaction

log = logging.getLogger(__name__)

# The time points of which something is released; the second before the training is for the
# measure's own sake.
POINTS: tuple[Point, ...] = ("end", "month_1", "month_3", "month_6")
# The daily look for what has closed; an idle tick asks for nothing else.
LOOK = "outcome/look"
# Time for what was begun in the last hour, and for whoever wants theirs deleted again.
AFTER = timedelta(days=7)
# Days looked at in one transaction; on most of them there is nothing to release.
AT_ONCE = 8
# So long a later lot waits for more cohorts, of which more can be told.
PATIENCE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Closed:
    """A cohort of which a time point has closed, and when that counts."""

    cohort_id: str
    opening: Opening
    trained_at: datetime

    @property
    def released_at(self) -> datetime:
        """When it is released, unless the bot is down: at the hour of all releases."""
        day = self.opening.closes_on + AFTER
        return cadence.moment(day, cadence.RELEASE_HOUR, self.opening.zone)


def kind(point: str) -> str:
    """Return the kind of the releases of a time point."""
    return f"outcome/{point}"


async def make(tools: Tools, now: datetime) -> None:
    """Make every release of outcomes that is due, each once."""
    for site in tools.sites.values():
        try:
            today = _last_hour(site, now)
            due = await tools.database.read(partial(_due, site=site, today=today, now=now))
            if due is None:
                continue
            for start in range(0, len(due), AT_ONCE):
                some = due[start : start + AT_ONCE]
                await tools.database.run(partial(_make_some, tools, site=site, due=some, now=now))
            await _note_looked(tools, site, today, now)
        except DatabaseUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 -- one site keeps no other from its turn
            log.error("outcomes cannot be released: %s", failure(error))  # noqa: TRY400 -- no words


async def next_moment(tools: Tools, now: datetime) -> datetime | None:
    """Return when outcomes are released next, or None."""

    def look(tx: Transaction) -> datetime | None:
        each = (
            closed.released_at for site in tools.sites.values() for closed in _closing(tx, site)
        )
        return min((moment for moment in each if moment > now), default=None)

    return await tools.database.read(look)


def released(tx: Transaction, site_id: str, point: str) -> list[Released]:
    """Return the releases of a site's time point that are as they were signed, oldest first."""
    found = reports.released(tx, [site_id], kind(point), date.min)
    return [
        Released(one.site_id, one.starts_on, point_figures.read(one.figures))
        for one in reversed(found)
        if one.cohort_id is None
        and signing.verified(tx, site_id, text(site_id, point, one), one.signature)
    ]


def medians(tx: Transaction, site_id: str) -> list[Released]:
    """Return what each cohort of a site said of its training at the end of it."""
    return [
        Released(one.site_id, one.starts_on, point_figures.read(one.figures))
        for one in reports.released(tx, [site_id], kind("end"), date.min)
        if one.cohort_id and signing.verified(tx, site_id, text(site_id, "end", one), one.signature)
    ]


def text(site_id: str, point: str, release: Made | reports.Released) -> str:
    """Return what is signed of a release."""
    return "\n".join([site_id, kind(point), str(release.starts_on), release.figures])


def _last_hour(site: Site, now: datetime) -> date:
    """Return the last day on which the hour of releases has come."""
    today = cadence.local_day(now, site.zone)
    come = cadence.moment(today, cadence.RELEASE_HOUR, site.zone) <= now
    return today if come else today - timedelta(days=1)


async def _note_looked(tools: Tools, site: Site, today: date, now: datetime) -> None:
    """Look no more before the next day."""

    def note(tx: Transaction) -> None:
        reports.take_round(tx, site_id=site.id, kind=LOOK, starts_on=today, now=now)

    await tools.database.run(note)


def _due(
    tx: Transaction, *, site: Site, today: date, now: datetime
) -> list[tuple[Point, date]] | None:
    """Return the time points of a site that are due and not released, by the day they closed.

    None when it was looked at today, or nobody is on a list: an idle tick asks nothing else.
    """
    looked_on = reports.last_round(tx, site.id, LOOK) or date.min
    if looked_on >= today or reports.first_listed(tx, site.id) is None:
        return None
    closed = _closed(tx, site, now)
    return [
        (point, day)
        for point in POINTS
        for day in sorted(_days(one for one in closed if one.opening.point == point))
        if day <= today - AFTER and day > (reports.last_round(tx, site.id, kind(point)) or date.min)
    ]


def _days(closed: Iterable[Closed]) -> set[date]:
    """Return the days on which there is something to look at: when a wait ends, too."""
    return {
        day for one in closed for day in (one.opening.closes_on, one.opening.closes_on + PATIENCE)
    }


def _closing(tx: Transaction, site: Site) -> Iterator[Closed]:
    """Yield every time point of every cohort of a site, closed or not."""
    for cohort_id, days in outlooks.training_days_of_site(tx, site.id).items():
        for opening in assessments.openings(days):
            if opening.point in POINTS:
                yield Closed(cohort_id, opening, days[-1].ends_at)


def _closed(tx: Transaction, site: Site, now: datetime) -> list[Closed]:
    return [one for one in _closing(tx, site) if one.released_at <= now]


def _make_some(
    tools: Tools, tx: Transaction, *, site: Site, due: Sequence[tuple[Point, date]], now: datetime
) -> None:
    for point, day in due:
        _make(tools, tx, site=site, point=point, day=day, now=now)


def _make(
    tools: Tools, tx: Transaction, *, site: Site, point: Point, day: date, now: datetime
) -> None:
    """Look at the cohorts that wait, unless another process has or their lists are too short."""
    if not reports.take_round(tx, site_id=site.id, kind=kind(point), starts_on=day, now=now):
        return
    before = released(tx, site.id, point)
    done = {cohort for one in before if one.figures.is_shown for cohort in one.figures.cohorts}
    waiting = [
        one
        for one in _closed(tx, site, now)
        if one.opening.point == point and one.opening.closes_on <= day and one.cohort_id not in done
    ]
    lists = {one.cohort_id: _listed(tx, one) for one in waiting}

    @cache
    def said(cohort_id: str) -> list[Person]:
        follow = [one for one in lists[cohort_id] if one.follows]
        return opened_points.people(tools, tx, follow, cohort_id, point)

    for one in waiting:
        if point == "end" and one.opening.closes_on == day:
            medians = _medians(tools, site, one, len(lists[one.cohort_id]), said(one.cohort_id))
            _keep(tools, tx, site, day, medians, one.cohort_id)
    wait = _wait(lists, waiting, before, day)
    needed = tools.limits.step if wait.is_later else tools.limits.pairs
    if not splits.may_look(wait, needed, tools.limits):
        return
    follow = sum(one.follows for found in lists.values() for one in found)
    lot = Lot(wait.listed, follow, needed)
    people = People(lot, [one for cohort in lists for one in said(cohort)])
    figures = points.figures(point, list(lists), people, asked(tools, site, point), tools.limits)
    _keep(tools, tx, site, day, figures)


def _wait(
    lists: Mapping[str, Sequence[Listed]],
    waiting: Sequence[Closed],
    before: Sequence[Released],
    day: date,
) -> Waiting:
    """Return what everybody knows of the cohorts that wait: by it alone they are looked at."""
    looked_at = {cohort for one in before for cohort in one.figures.cohorts}
    return Waiting(
        listed=sum(map(len, lists.values())),
        new=sum(len(found) for cohort, found in lists.items() if cohort not in looked_at),
        is_later=any(one.figures.is_shown for one in before),
        has_waited=any(day >= one.opening.closes_on + PATIENCE for one in waiting),
    )


def asked(tools: Tools, site: Site, point: Point) -> Asked:
    """Return what everybody is asked at a time point."""
    instrument = tools.library.instruments.get(CORE) or tools.written.instruments.get(CORE)
    if instrument is None:
        return Asked({})
    return measured.asked(instrument, site, point)


def _listed(tx: Transaction, closed: Closed) -> list[Listed]:
    """Return everybody on a cohort's list whom a release concerns."""
    moments = Moments(closed.trained_at, closed.opening.closes_at, closed.released_at)
    return lots.people(tx, closed.cohort_id, moments)


def _medians(
    tools: Tools, site: Site, closed: Closed, listed: int, found: Sequence[Person]
) -> Figures:
    """Return what a cohort said of its training, at the end of it."""
    lot = Lot(listed, len(found), tools.limits.medians)
    said = {
        name: points.cohort_median(
            [one.later[name] for one in found if name in one.later], lot, tools.limits
        )
        for name in asked(tools, site, "end").ratings
    }
    return Figures("end", (closed.cohort_id,), medians=said)


def _keep(
    tools: Tools,
    tx: Transaction,
    site: Site,
    day: date,
    figures: Figures,
    cohort_id: str | None = None,
) -> None:
    kept, definitions = point_figures.written(figures)
    made = Made(
        id=new_id(),
        site_id=site.id,
        kind=kind(figures.point),
        starts_on=day,
        ends_on=day,
        cohort_id=cohort_id,
        figures=kept,
        definitions=definitions,
    )
    signature = signing.sign(tools, tx, site.id, text(site.id, figures.point, made))
    reports.add(tx, replace(made, signature=signature))
