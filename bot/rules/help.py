"""In which order help routes stand on the card."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from content.model import HelpRoute, Site

# Numbers change; one that nobody has tried for a quarter stands behind the national ones.
STALE_AFTER = timedelta(days=90)


def is_stale(route: HelpRoute, today: date) -> bool:
    """Return whether nobody has checked this route lately; `today` is the site's."""
    return route.checked_on is not None and today - route.checked_on > STALE_AFTER


def in_order(
    site: Site, national: Sequence[HelpRoute], now: datetime
) -> Iterable[tuple[HelpRoute, bool]]:
    """Return the routes of a site and the national ones, each with whether it is open now.

    Open ones come first; the site's own before the national ones, unless stale.
    """
    local = now.astimezone(ZoneInfo(site.zone))
    fresh = [route for route in site.help_routes if not is_stale(route, local.date())]
    stale = [route for route in site.help_routes if is_stale(route, local.date())]
    routes = [(route, route.hours.open_at(local)) for route in (*fresh, *national, *stale)]
    return sorted(routes, key=lambda entry: not entry[1])
