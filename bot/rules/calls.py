"""Who of a site may be asked for a call now, and by when they have promised to answer."""

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from content.model import Caller, Site

# By then a call that nobody took is no help any more, and who asked for it is nobody's business.
KEPT = timedelta(hours=24)


def open_now(site: Site, now: datetime, without: Collection[str]) -> tuple[Caller, ...]:
    """Return who can be asked now, but for those `without`: whoever asks, and who manages them.

    Somebody whose hours end before they would have to answer is asked no more.
    """
    return tuple(
        caller
        for caller in site.callers
        if caller.slack_id not in without and _keeps(caller, site, now)
    )


def answer_by(caller: Caller, now: datetime) -> datetime:
    """Return by when somebody has promised to answer who is asked now."""
    return now + timedelta(minutes=caller.within_minutes)


def _keeps(caller: Caller, site: Site, now: datetime) -> bool:
    zone = ZoneInfo(site.zone)
    moments = (now, answer_by(caller, now))
    return all(caller.hours.open_at(moment.astimezone(zone)) for moment in moments)
