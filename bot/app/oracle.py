"""Judges when people were written to, by what was drawn of their lives and nothing else.

It imports none of the rules that it judges: whoever worked or slept in a minute, that minute
stands in a set.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
# Asked as the training begins, of those in the room who have not answered yet. It is told as
# notices are: whoever had it would be known by what yields to it.
_IN_THE_ROOM = "assessment/pre/day-one"


@dataclass(frozen=True, slots=True)
class Worked:
    """A shift by the clock on the wall, from one moment until another."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Came:
    """A message that came: when, what kind, and how long before a session, if it is of one."""

    at: datetime
    kind: str
    step: str
    ahead: timedelta | None = None

    @property
    def is_notice(self) -> bool:
        """Whether it comes to everybody on a list, whatever they chose."""
        return self.kind == "notice"

    @property
    def is_own(self) -> bool:
        """Whether the companion began it by itself, and it counts for the budget."""
        return not self.is_notice and self.step != _IN_THE_ROOM

    @property
    def is_close_to_its_session(self) -> bool:
        """Whether its session is so near that it may come at any hour."""
        return self.ahead is not None and self.ahead <= _DAY


@dataclass(frozen=True, slots=True)
class Lived:
    """What was drawn of somebody's life, and what came to them."""

    zone: str
    worked: Sequence[Worked]
    quiet: tuple[time, time] | None
    came: Sequence[Came]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many messages came when none should have; and how many came in each week."""

    in_quiet_hours: int = 0
    in_protected_sleep: int = 0
    over_budget: int = 0
    weeks: Mapping[date, int] = field(default_factory=dict)


def judged(lived: Lived, first: date, days: int) -> Verdict:
    """Return how somebody was treated in so many days from `first` on."""
    asleep = set(_asleep(lived))
    quiet = set(_quiet(lived, first, days))
    may_disturb = [one for one in lived.came if not one.is_close_to_its_session]
    return Verdict(
        in_quiet_hours=sum(_number(one.at) in quiet for one in may_disturb),
        in_protected_sleep=sum(_number(one.at) in asleep for one in may_disturb),
        over_budget=_over_budget(lived),
        weeks=_weeks(lived, first, days),
    )


def _asleep(lived: Lived) -> Iterator[int]:
    """Yield the minutes in which somebody sleeps after a night, or rests between two shifts."""
    zone = ZoneInfo(lived.zone)
    shifts = sorted((_moment(w.starts, zone), _moment(w.ends, zone), w) for w in lived.worked)
    for _, ended, shift in shifts:
        if _was_at_work_at_three(shift):
            yield from _minutes(ended + 60 * _MINUTE, ended + 9 * 60 * _MINUTE)
    for (_, ended, _), (starts, _, _) in pairwise(shifts):
        if timedelta() < starts - ended < timedelta(hours=11):
            yield from _minutes(ended, starts)


def _was_at_work_at_three(shift: Worked) -> bool:
    three = datetime.combine(shift.starts.date(), time(3))
    return any(shift.starts <= at < shift.ends for at in (three, three + _DAY))


def _quiet(lived: Lived, first: date, days: int) -> Iterator[int]:
    """Yield the minutes of every quiet hour, minute by minute as the clock shows them."""
    if lived.quiet is None:
        return
    since, until = lived.quiet
    zone = ZoneInfo(lived.zone)
    for number in range(-2, days + 2):
        day = first + number * _DAY
        ends = day + _DAY if until <= since else day
        start = _moment(datetime.combine(day, since), zone)
        yield from _minutes(start, _moment(datetime.combine(ends, until), zone))


def _over_budget(lived: Lived) -> int:
    """Return how many messages came too soon, or as one too many of a day or a week."""
    zone = ZoneInfo(lived.zone)
    own = sorted(one.at for one in lived.came if one.is_own)
    days = [at.astimezone(zone).date() for at in own]
    too_many_of_a_day = len(days) - len(set(days))
    too_many_of_a_week = sum(
        later - sooner < 7 * _DAY for sooner, later in zip(days, days[3:], strict=False)
    )
    too_soon = sum(later - sooner < timedelta(hours=12) for sooner, later in pairwise(own))
    notices = [one.at for one in lived.came if one.is_notice]
    beside = [one.at for one in lived.came if one.is_own and not _is_of_a_training_day(one)]
    beside_a_notice = sum(_is_beside(at, notices) for at in beside)
    return too_many_of_a_day + too_many_of_a_week + too_soon + beside_a_notice


def _is_of_a_training_day(one: Came) -> bool:
    """Return whether a message is part of the day between two notices of a training."""
    return one.step == "assessment/end" or one.step.startswith("training/")


def _is_beside(at: datetime, notices: Collection[datetime]) -> bool:
    return any(abs(at - notice) < timedelta(hours=12) for notice in notices)


def _weeks(lived: Lived, first: date, days: int) -> dict[date, int]:
    """Return how many messages of the companion came in each week, those without any too."""
    monday = first - first.weekday() * _DAY
    weeks = {monday + n * 7 * _DAY: 0 for n in range((days + 6) // 7)}
    for one in lived.came:
        day = one.at.astimezone(ZoneInfo(lived.zone)).date()
        week = day - day.weekday() * _DAY
        if one.is_own and week in weeks:
            weeks[week] += 1
    return weeks


def _moment(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _minutes(since: datetime, until: datetime) -> range:
    return range(_number(since), _number(until))


def _number(moment: datetime) -> int:
    return (moment - _EPOCH) // _MINUTE
