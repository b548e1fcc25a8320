"""When something falls due, and when it is too late.

Intent is wall-clock time and a zone; what comes out is a moment. All of it is pure:
`now` is an argument.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# The hour for people who have chosen none: after the morning's hand-over and rounds.
USUAL_HOUR = time(10)
# Outside these hours nobody is written to who has not chosen an hour.
DAYTIME = (time(9), time(20))

# After a training day: the way home, and a while of nothing.
AFTER_A_DAY = timedelta(hours=2)

# A check-in that could not be sent for this long is dropped: at three in the afternoon
# it would wake somebody who asked for the morning after a night shift.
CHECKIN_TOO_LATE = timedelta(hours=2)
# Long enough for the next shift; momentary windows of minutes do not fit a ward.
CHECKIN_OPEN = timedelta(hours=36)
# An invitation and a digest can wait for a bot that was down over a long weekend.
LETTER_TOO_LATE = timedelta(days=4)

RELEASE_WEEKDAY = 3  # Thursday: every check-in of the week before has closed by then.
RELEASE_HOUR = time(8)
WEEK = timedelta(days=7)
# For as long the people whom a cohort's releases count stay the same.
WEEKS_OF_A_BLOCK = 4
BLOCK = WEEKS_OF_A_BLOCK * WEEK


@dataclass(frozen=True, slots=True)
class Window:
    """When a message falls due, the last moment to send it, and when it closes."""

    local_date: date
    due_at: datetime
    send_by: datetime
    expires_at: datetime

    def named(self) -> dict[str, Any]:
        """Return its times by name; `asdict` would copy each, and take sixty times as long."""
        return {name: getattr(self, name) for name in self.__slots__}


def moment(day: date, at: time, zone: str) -> datetime:
    """Return the moment at which clocks in `zone` show `at` on `day`, in UTC.

    An hour that the clocks skip moves forward by the skipped hour (RFC 5545, 3.3.5);
    one that they show twice means the first time.
    """
    local = datetime.combine(day, at, ZoneInfo(zone)).replace(fold=0)
    return local.astimezone(UTC)


def moments(day: date, at: time, zone: str) -> tuple[datetime, datetime]:
    """Return the first and the last moment that may be meant by `at` on `day`, in UTC.

    They differ for an hour that the clocks show twice, and for one that they skip.
    """
    local = datetime.combine(day, at, ZoneInfo(zone))
    either = [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    return min(either), max(either)


def local_day(moment: datetime, zone: str) -> date:
    """Return the day that clocks in `zone` show at a moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def shown_instead(day: date, at: time, zone: str) -> time | None:
    """Return what clocks in `zone` show on `day` instead of `at`, which they skip; None if not."""
    there = moment(day, at, zone).astimezone(ZoneInfo(zone)).time()
    return None if there == at else there


def usable_zone(zone: str, otherwise: str) -> str:
    """Return `zone` where this machine knows it, else `otherwise`."""
    try:
        return ZoneInfo(zone).key
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return otherwise


def evening(day: date, ends_at: datetime, zone: str) -> Window | None:
    """Return the window of the evening of a training day; None when it ends too late for one."""
    due_at = ends_at + AFTER_A_DAY
    local = due_at.astimezone(ZoneInfo(zone))
    if local.date() != day or local.time() >= DAYTIME[1]:
        return None
    return Window(day, due_at, due_at + CHECKIN_TOO_LATE, due_at + CHECKIN_OPEN)


def letter(now: datetime, preferred_at: time | None, zone: str) -> Window:
    """Return the window of something to be told at somebody's next hour from `now` on."""
    today = local_day(now, zone)
    hour = preferred_at or USUAL_HOUR
    due_at = next(
        due for day in (today, today + timedelta(days=1)) if (due := moment(day, hour, zone)) >= now
    )
    local_date = local_day(due_at, zone)
    return Window(local_date, due_at, due_at + LETTER_TOO_LATE, due_at + LETTER_TOO_LATE)


def invitation(now: datetime, zone: str) -> Window:
    """Return the window of a first message: at once by day, else the next morning."""
    local = now.astimezone(ZoneInfo(zone))
    opens, shuts = DAYTIME
    if opens <= local.time() < shuts:
        due_at = now
    else:
        day = local.date() + timedelta(days=local.time() >= shuts)
        due_at = moment(day, opens, zone)
    local_date = local_day(due_at, zone)
    return Window(local_date, due_at, due_at + LETTER_TOO_LATE, due_at + LETTER_TOO_LATE)


def week_of(day: date) -> date:
    """Return the Monday of the week in which `day` lies."""
    return day - timedelta(days=day.weekday())


def midnight(day: date, zone: str) -> datetime:
    """Return the moment at which a day begins."""
    return moment(day, time(0), zone)


def release_at(monday: date, zone: str, weeks: int = 1) -> datetime:
    """Return when the releases of the `weeks` from `monday` are made: the Thursday after them."""
    thursday = monday + weeks * WEEK + timedelta(days=RELEASE_WEEKDAY)
    return moment(thursday, RELEASE_HOUR, zone)


def closed_periods(since: date, weeks: int, zone: str, now: datetime) -> Iterator[date]:
    """Yield the Monday of every period of `weeks`, from `since` on, that is due by `now`."""
    monday = week_of(since)
    while release_at(monday, zone, weeks) <= now:
        yield monday
        monday += WEEK


def block_of(monday: date, first: date) -> date:
    """Return the first Monday of the four weeks, counted from `first`, in which `monday` lies."""
    return first + (monday - first) // BLOCK * BLOCK


def last_closed_week(zone: str, now: datetime) -> date:
    """Return the Monday of the last week whose releases are due by `now`."""
    monday = week_of(local_day(now, zone)) - WEEK
    return monday if release_at(monday, zone) <= now else monday - WEEK


def next_release(zone: str, now: datetime) -> datetime:
    """Return when the next week's releases are made: after `now`, and within a week."""
    return release_at(last_closed_week(zone, now) + WEEK, zone)
