"""How long what is kept is kept: answers in the inbox, and what was deleted in backups."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules import cadence

# Backups older than this are to be deleted (README), so what is gone here is gone there too:
# long enough to notice damage over a holiday, and short enough to promise to people.
BACKUPS_KEPT = timedelta(days=30)

# Few people are at work on an answer, and those who look after the machine sleep.
NIGHT = time(3)

_WEEK = "week/"


def period_of(day: date) -> str:
    """Return the week in which a question fell due: as near as an answer's time is kept."""
    return f"{_WEEK}{cadence.week_of(day).isoformat()}"


def week_in(period: str) -> date:
    """Return the Monday of the week that a period is."""
    return date.fromisoformat(period.removeprefix(_WEEK))


def gone_on(deleted_on: date) -> date:
    """Return the day from which no backup has what was deleted."""
    return deleted_on + BACKUPS_KEPT


def last_night(zone: str, now: datetime) -> date:
    """Return the day of the last night that has come by `now`."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return today if comes_at(today, zone) <= now else today - timedelta(days=1)


def comes_at(night: date, zone: str) -> datetime:
    """Return the moment of a night at which answers move on."""
    return cadence.moment(night, NIGHT, zone)


def moves_on(period: str, zone: str) -> date:
    """Return the first night on which the answers of a period may move on.

    By then its week is released, and none of its questions can be answered or changed any
    more: a group of answers that stood in two places would tell by the day who is in which.
    """
    released_at = cadence.release_at(week_in(period), zone)
    return last_night(zone, released_at) + timedelta(days=1)
