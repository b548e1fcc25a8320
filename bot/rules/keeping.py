"""How long what is kept is kept: answers in the inbox, what was deleted in backups, all else."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.rules import cadence

# Backups older than this are to be deleted (README), so what is gone here is gone there too:
# long enough to notice damage over a holiday, and short enough to promise to people.
BACKUPS_KEPT = timedelta(days=30)

# Whoever deletes everything is found in older copies by their link key alone, so that is kept
# apart from backups, and for as long as it takes to notice that a machine broke.
KEY_FILES_KEPT = timedelta(days=7)

# Month six begins on day 180 after the training, and is open for as long as month one: from day
# 28 to day 44.
FOLLOWED_UP = timedelta(days=180 + 16)
# Time to look at one's own answers once more; then nobody finds them, not even the person.
LINK_KEYS_KEPT = FOLLOWED_UP + timedelta(days=30)
# Until then they may be counted; after that only the releases are left.
ANSWERS_KEPT = FOLLOWED_UP + timedelta(days=180)
# Six years: for as long a hospital must be able to show its consents.
LISTS_KEPT = FOLLOWED_UP + timedelta(days=6 * 366)
# Twelve months; then only numbers and each person's own record are left.
REGISTERS_KEPT = timedelta(days=365)
# Long enough to look into a complaint of last month.
DELIVERIES_KEPT = timedelta(days=90)
# Three times as long as any backup may be: should one be older, it forgets again all the same.
JOURNAL_KEPT = 3 * BACKUPS_KEPT

# Few people are at work on an answer, and those who look after the machine sleep.
NIGHT = time(3)

_WEEK, _POINT, _LATE = "week/", "point/", "late/"
# The kinds of period there are: weeks, time points, and what came too late for one.
PERIODS = (_WEEK, _POINT, _LATE)


def period_of(day: date) -> str:
    """Return the week in which a question fell due: as near as an answer's time is kept."""
    return f"{_WEEK}{cadence.week_of(day).isoformat()}"


def week_in(period: str) -> date:
    """Return the Monday of the week that a period is."""
    return date.fromisoformat(period.removeprefix(_WEEK))


def point_period(point: str, closes_on: date) -> str:
    """Return the time point of an assessment, which closes for everybody of a cohort on a day."""
    return f"{_POINT}{closes_on.isoformat()}/{point}"


def late_period(point: str, day: date) -> str:
    """Return what is kept of an assessment that came after its time point: the end of its week."""
    sunday = cadence.week_of(day) + timedelta(days=6)
    return f"{_LATE}{sunday.isoformat()}/{point}"


def is_late(period: str) -> bool:
    """Return whether an assessment came after its time point, so that no figure has it."""
    return period.startswith(_LATE)


def gone_on(deleted_on: date) -> date:
    """Return the day from which no backup has what was deleted."""
    return deleted_on + BACKUPS_KEPT


def answers_deleted_on(last_day: date) -> date:
    """Return the day in whose night the answers of a cohort go, by the last day of its training."""
    return last_day + ANSWERS_KEPT + timedelta(days=1)


def last_night(zone: str, now: datetime) -> date:
    """Return the day of the last night that has come by `now`."""
    today = cadence.local_day(now, zone)
    return today if comes_at(today, zone) <= now else today - timedelta(days=1)


def comes_at(night: date, zone: str) -> datetime:
    """Return the moment of a night at which answers move on."""
    return cadence.moment(night, NIGHT, zone)


def moves_on(period: str, zone: str) -> date:
    """Return the first night on which the answers of a period may move on.

    By then its week is released, and none of its questions can be answered or changed any
    more: a group of answers that stood in two places would tell by the day who is in which.
    Half-filled assessments are gone by then.
    """
    if not period.startswith(_WEEK):
        closes_on = date.fromisoformat(period.split("/")[1])
        return closes_on + timedelta(days=1)
    released_at = cadence.release_at(week_in(period), zone)
    return last_night(zone, released_at) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days before which something lies that is too old.

    Messages and the journal by their own day, registers by the day of closing; the rest by the
    last day of a training: the cohort's, or the last that somebody had in any cohort.
    """

    deliveries: date
    deletions: date
    link_keys: date
    answers: date
    lists: date
    registers: date


def bounds(today: date) -> Bounds:
    """Return before which days everything is too old on a day."""
    return Bounds(
        deliveries=today - DELIVERIES_KEPT,
        deletions=today - JOURNAL_KEPT,
        link_keys=today - LINK_KEYS_KEPT,
        answers=today - ANSWERS_KEPT,
        lists=today - LISTS_KEPT,
        registers=today - REGISTERS_KEPT,
    )
