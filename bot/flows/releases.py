"""Numbers about people are made here, once, by the clock; everything else reads them.

Each Thursday the week before is released, and the four weeks that ended with it. A release
is late after an outage, and says what it would have said on time, but for what people have
deleted meanwhile.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from itertools import groupby

from bot.flows import plans, zones
from bot.flows.tools import DatabaseUnavailableError, Tools, failure, new_id
from bot.rules import cadence, digests, followup, privacy
from bot.rules.curriculum import Course
from bot.rules.figures import Figures, read, written
from bot.rules.followup import Cohort
from bot.rules.privacy import Group
from bot.rules.shown import Band, Shown
from content.model import Library, Site
from storage import counts, reports, trainings
from storage.counts import Period
from storage.reports import Made
from storage.transactions import Transaction

log = logging.getLogger(__name__)

WEEK, FOUR_WEEKS = "week", "four-weeks"
# The kinds of release, and how many weeks each covers.
KINDS: Mapping[str, int] = {WEEK: 1, FOUR_WEEKS: cadence.WEEKS_OF_A_BLOCK}


async def make(tools: Tools, now: datetime) -> None:
    """Make every release that is due: each once, and late as it would have been on time.

    When a round fails, the later ones of its site wait with it for the next tick: where the
    next round begins is read off the last one that was made.
    """
    due = await tools.database.read(lambda tx: list(_due(tools, tx, now)))
    for _, rounds in groupby(due, key=lambda one: one.site.id):
        try:
            for one in rounds:
                await tools.database.run(partial(_make, tools, due=one, now=now))
        except DatabaseUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 -- one site keeps no other from its turn
            log.error("a release cannot be made: %s", failure(error))  # noqa: TRY400 -- no words


async def next_moment(tools: Tools) -> datetime | None:
    """Return when the next releases are due, or None while nobody is on a list."""
    return await tools.database.read(lambda tx: min(_next(tools, tx), default=None))


def asked_in_week(tools: Tools, tx: Transaction, site: Site, monday: date) -> list[str]:
    """Return the cohorts of a site whom the curriculum asks something in the week from `monday`."""
    return [cohort.id for cohort in _cohorts(tools, tx, site) if cohort.asked(monday)]


@dataclass(frozen=True, slots=True)
class Due:
    """A round of releases that is to be made: of a site, for the weeks from a Monday on."""

    site: Site
    kind: str
    monday: date

    @property
    def weeks(self) -> int:
        """How many weeks it covers."""
        return KINDS[self.kind]

    @property
    def ends_on(self) -> date:
        """The last day it covers."""
        return self.monday + self.weeks * cadence.WEEK - timedelta(days=1)

    @property
    def made_at(self) -> datetime:
        """When it is made, unless the bot is down."""
        return cadence.release_at(self.monday, self.site.zone, self.weeks)


def _due(tools: Tools, tx: Transaction, now: datetime) -> Iterator[Due]:
    """Yield every round that is due and not made, site by site, the weeks before their fours."""
    for site in tools.sites.values():
        for kind, weeks in KINDS.items():
            if since := _since(tx, site, kind):
                for monday in cadence.closed_periods(since, weeks, site.zone, now):
                    yield Due(site, kind, monday)


def _next(tools: Tools, tx: Transaction) -> Iterator[datetime]:
    for site in tools.sites.values():
        for kind in KINDS:
            if since := _since(tx, site, kind):
                yield Due(site, kind, since).made_at


def _since(tx: Transaction, site: Site, kind: str) -> date | None:
    """Return the Monday of the first period of a site that is not released, or None."""
    if last := reports.last_round(tx, site.id, kind):
        return last + cadence.WEEK
    first = reports.first_listed(tx, site.id)
    return cadence.week_of(cadence.local_day(first, site.zone)) if first else None


def _cohorts(tools: Tools, tx: Transaction, site: Site) -> list[Cohort]:
    same = _Same(tools.library)
    return [
        replace(cohort, id=cohort_id)
        for cohort_id, days in trainings.days_of_site(tx, site.id).items()
        if (cohort := _followed(same, tuple(days)))
    ]


class _Same:
    """A library that counts as equal to itself alone, so that it can be remembered by."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __hash__(self) -> int:
        return id(self.library)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.library is self.library


# What the curriculum brings on which day is the same every time: it takes milliseconds for each
# cohort, and every question about participation asks it of all.
@lru_cache(maxsize=2_000)
def _followed(same: _Same, days: tuple[date, ...]) -> Cohort | None:
    return followup.followed_up("", Course(same.library, days))


def _make(tools: Tools, tx: Transaction, *, due: Due, now: datetime) -> None:
    """Make the releases of one round, unless another process has."""
    if not reports.take_round(
        tx, site_id=due.site.id, kind=due.kind, starts_on=due.monday, now=now
    ):
        return
    if due.kind == FOUR_WEEKS:
        _make_four_weeks(tools, tx, due)
        return
    _make_week(tools, tx, due)
    # Weeks made up for after an outage are read on demand; nobody wants four letters at once.
    if now < due.made_at + cadence.WEEK:
        for cohort_id in _written_to(tools, tx, due):
            plans.plan_digests(tx, due.site.id, cohort_id, due.monday, now)


def _written_to(tools: Tools, tx: Transaction, due: Due) -> list[str]:
    """Return the cohorts whose trainers get a digest: asked in the week, or trained before long."""
    since = cadence.local_day(due.made_at, due.site.zone)
    until = since + digests.WELCOME_FROM
    ahead = [
        cohort_id
        for cohort_id, days in trainings.days_of_site(tx, due.site.id).items()
        if any(since <= day <= until for day in days)
    ]
    return list(dict.fromkeys([*asked_in_week(tools, tx, due.site, due.monday), *ahead]))


def _make_week(tools: Tools, tx: Transaction, due: Due) -> None:
    """Release a week: who takes part in each cohort and how many answered, and of the site."""
    asked: list[Group] = []
    for cohort in _cohorts(tools, tx, due.site):
        if checkins := cohort.asked(due.monday, due.weeks):
            following, keeping = _groups(tx, due, cohort)
            asked.append(following)
            # How many keep the companion is told once, as four weeks begin.
            begins = cohort.has_block(due.monday)
            figures = Figures(
                participation=privacy.participation([following], tools.limits),
                asked=checkins,
                consent=privacy.participation([keeping], tools.limits) if begins else None,
            )
            _keep(tx, due, figures, cohort.id)
    # A site in which one cohort is asked is that cohort.
    if len(asked) > 1:
        _keep(tx, due, Figures(privacy.participation(asked, tools.limits)), None)


def _make_four_weeks(tools: Tools, tx: Transaction, due: Due) -> None:
    """Release four weeks of each cohort whose own four weeks these are."""
    shown = _weeks_shown(tx, due)
    for cohort in _cohorts(tools, tx, due.site):
        checkins = cohort.asked(due.monday, due.weeks)
        if not checkins or not cohort.has_block(due.monday):
            continue
        figures = _four_weeks(tools, tx, due, cohort, shown.get(cohort.id, {}))
        _keep(tx, due, replace(figures, asked=checkins), cohort.id)


def _four_weeks(
    tools: Tools, tx: Transaction, due: Due, cohort: Cohort, weeks: Mapping[date, Shown]
) -> Figures:
    """Return what may be shown of a cohort's four weeks, beside what is shown of its `weeks`."""
    group, _ = _groups(tx, due, cohort)
    period = _period(due, cohort.listed_from(due.monday))
    zoned = zones.weeks(tools, counts.questions(tx, cohort.id, period))
    better, scored = zones.counted(tools, tx, counts.answered(tx, cohort.id, period))
    return Figures(
        participation=_no_less(privacy.participation([group], tools.limits), weeks.values()),
        zones=privacy.score(
            group,
            [shown for monday, shown in weeks.items() if monday in zoned],
            better=better,
            scored=scored,
            limits=tools.limits,
        ),
    )


def _no_less(shown: Shown, weeks: Iterable[Shown]) -> Shown:
    """Return what is shown of four weeks, which is no less than was shown of any of them.

    It could be less when somebody has deleted an answer meanwhile, and would tell so.
    """
    order = list(Band)
    bands = [week for week in weeks if isinstance(week, Band)]
    return max([shown, *bands], key=order.index) if isinstance(shown, Band) else shown


def _weeks_shown(tx: Transaction, due: Due) -> dict[str, dict[date, Shown]]:
    """Return what was shown of how many answered, by cohort and by each of these weeks."""
    weeks: dict[str, dict[date, Shown]] = {}
    for release in reports.released(tx, [due.site.id], WEEK, due.monday):
        if release.cohort_id and release.starts_on < due.monday + cadence.BLOCK:
            shown = read(release.figures).participation
            if shown is not None:
                weeks.setdefault(release.cohort_id, {})[release.starts_on] = shown
    return weeks


def _groups(tx: Transaction, due: Due, cohort: Cohort) -> tuple[Group, Group]:
    """Count a cohort's people: those who follow and answered, and those who keep the companion."""
    found = counts.counted(tx, cohort.id, _period(due, cohort.listed_from(due.monday)))
    return (
        Group(found.listed, found.following, found.answered, found.gone),
        Group(found.listed, found.listed, found.keeping, found.gone),
    )


def _keep(tx: Transaction, due: Due, figures: Figures, cohort_id: str | None) -> None:
    """Keep what may be shown of a cohort, or of the site (None)."""
    kept, definitions = written(figures)
    reports.add(
        tx,
        Made(
            id=new_id(),
            site_id=due.site.id,
            kind=due.kind,
            starts_on=due.monday,
            ends_on=due.ends_on,
            cohort_id=cohort_id,
            figures=kept,
            definitions=definitions,
        ),
    )


def _period(due: Due, listed_from: date) -> Period:
    zone = due.site.zone
    return Period(
        starts_on=due.monday,
        ends_on=due.ends_on,
        listed_before=cadence.midnight(listed_from, zone),
        starts_at=cadence.midnight(due.monday, zone),
        released_on=cadence.local_day(due.made_at, zone),
        released_at=due.made_at,
    )
