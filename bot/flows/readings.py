"""Reads releases: the one way to a number about people, for every question and every letter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter

from bot.flows import releases
from bot.flows.tools import Tools
from bot.messages.reports import Line, OpenWeek
from bot.rules import cadence
from bot.rules.confirmations import Sight
from content.model import Site
from storage import reports
from storage.transactions import Transaction

# A site's releases (cohort None) and its cohorts', with the name each is shown under, in
# the order in which they are shown.
Names = Mapping[tuple[str, str | None], str]


@dataclass(frozen=True, slots=True)
class View:
    """Which groups somebody asks about, and what of their releases they may see."""

    names: Names
    sight: Sight


def lines(tx: Transaction, site: Site, view: View, kind: str, since: date) -> list[Line]:
    """Return what was released of a site's groups for periods that end since a day.

    Newest first; within a period in the order of the names.
    """
    places = {key: place for place, key in enumerate(view.names)}
    found = [
        (-release.starts_on.toordinal(), place, release)
        for release in reports.released(tx, [site.id], kind, since)
        if (place := places.get((release.site_id, release.cohort_id))) is not None
    ]
    found.sort(key=itemgetter(0, 1))
    names = list(view.names.values())
    return [
        Line(names[place], release.starts_on, release.ends_on, figures)
        for _, place, release in found
        if (figures := view.sight.shown(release, kind)) is not None
    ]


def open_weeks(
    tools: Tools, tx: Transaction, site: Site, names: Names, now: datetime
) -> Iterator[OpenWeek]:
    """Yield, group by group, the weeks that have begun, ask something, and are not released."""
    monday = cadence.last_closed_week(site.zone, now) + cadence.WEEK
    while cadence.midnight(monday, site.zone) <= now:
        asked = set(releases.asked_in_week(tools, tx, site, monday))
        released_at = cadence.release_at(monday, site.zone)
        for (site_id, cohort_id), name in names.items():
            # A site in which one cohort is asked has no release of its own.
            if site_id == site.id and (cohort_id in asked if cohort_id else len(asked) > 1):
                yield OpenWeek(name, monday, released_at, site.zone)
        monday += cadence.WEEK


def since(site: Site, weeks: int, now: datetime) -> date:
    """Return the first day of the last `weeks` that are released at a site."""
    return cadence.last_closed_week(site.zone, now) - timedelta(weeks=weeks - 1)
