"""When somebody works and sleeps, and whether a moment is left to write to them.

A shift belongs to the date on which it starts, also when it ends on the next. What somebody said
once is wall-clock time; what comes out are moments. All of it is pure: `now` is an argument.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Literal, get_args

from bot.rules import cadence

Pattern = Literal["days", "nights", "rotating", "clinic", "on_call"]
Slot = Literal["before_start", "mid_shift", "after_end", "day_off"]
PATTERNS: tuple[Pattern, ...] = get_args(Pattern)
SLOTS: tuple[Slot, ...] = get_args(Slot)

_DAY = timedelta(days=1)

# After a night shift: an hour for the way home, and then sleep.
SLEEP_AFTER, SLEEP_UNTIL = timedelta(hours=1), timedelta(hours=9)
# With less time than this between two shifts, all of it is for sleep.
QUICK_RETURN = timedelta(hours=11)
# Who works at this hour has a night shift, whatever it is called.
DEEP_NIGHT = time(3)

# For people on nights who have chosen no hour: they are up, and not at work yet.
NIGHTS_HOUR = time(17)

# How long a shift can be; on call, a day and a night.
LONGEST = timedelta(hours=16)
LONGEST_ON_CALL = timedelta(hours=24)
# Those who work by day do not work across midnight.
_BY_DAY: tuple[Pattern, ...] = ("days", "clinic")


@dataclass(frozen=True, slots=True)
class Hours:
    """From one time of day until another, which is on the next day unless it is later."""

    start: time
    end: time

    @property
    def crosses_midnight(self) -> bool:
        """Whether the end is on the day after the start."""
        return self.end <= self.start

    @property
    def length(self) -> timedelta:
        """How long it is on a day on which no clock is changed."""
        day = date(2000, 1, 1)
        end = datetime.combine(day + _DAY * self.crosses_midnight, self.end)
        return end - datetime.combine(day, self.start)


# What a night is, for people who have said that they are on nights and not from when to when.
USUAL_NIGHT = Hours(time(19), time(7))


@dataclass(frozen=True, slots=True)
class Routine:
    """What somebody has said of their time, and by which clock.

    `week` has the usual hours by weekday, Monday being 0. Until `nights_until` they are on nights.
    """

    zone: str
    preferred_at: time | None = None
    pattern: Pattern | None = None
    week: Mapping[int, Hours] = field(default_factory=lambda: MappingProxyType({}))
    slot: Slot | None = None
    quiet: Hours | None = None
    nights_until: date | None = None

    @property
    def knows_shifts(self) -> bool:
        """Whether anything is known of when they work."""
        return bool(self.week) or self.nights_until is not None

    @property
    def hour(self) -> time:
        """The hour at which to write when no shift says otherwise."""
        if self.preferred_at:
            return self.preferred_at
        return NIGHTS_HOUR if self.pattern == "nights" else cadence.USUAL_HOUR


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift, by the date on which it starts."""

    on: date
    starts_at: datetime
    ends_at: datetime
    is_night: bool

    @property
    def middle(self) -> datetime:
        """The moment at which half of it is over."""
        return self.starts_at + (self.ends_at - self.starts_at) / 2


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment until before another."""

    since: datetime
    until: datetime

    def holds(self, moment: datetime) -> bool:
        """Return whether a moment lies in it."""
        return self.since <= moment < self.until


class ImpossibleError(Exception):
    """No such shift can be. The message is one sentence with an example."""


def checked(hours: Hours, pattern: Pattern | None) -> Hours:
    """Return the hours of a shift that can be.

    Raises:
        ImpossibleError: It ends when it starts, before it starts, or is too long.
    """
    if hours.crosses_midnight and pattern in _BY_DAY:
        raise ImpossibleError("Choose an end after the start, for example 07:00 to 19:00.")
    if hours.length > (LONGEST_ON_CALL if pattern == "on_call" else LONGEST):
        raise ImpossibleError("Choose a shorter shift, for example 19:00 to 07:00.")
    return hours


def shifts(routine: Routine, first: date, last: date) -> Iterator[Shift]:
    """Yield the shifts that start on the days from `first` to `last`, in order."""
    day = first
    while day <= last:
        if hours := _hours_of(routine, day):
            yield _shift(day, hours, routine.zone)
        day += _DAY


def protected(routine: Routine, first: date, last: date) -> Iterator[Span]:
    """Yield when somebody sleeps or rests after the shifts of these days, and the days around."""
    if not routine.knows_shifts:
        return
    first, last = first - 2 * _DAY, last + 2 * _DAY
    known = list(shifts(routine, first, last))
    for shift in [*known, *_possible_nights(routine, first, last)]:
        if shift.is_night:
            yield Span(shift.ends_at + SLEEP_AFTER, shift.ends_at + SLEEP_UNTIL)
    for before, after in pairwise(known):
        if timedelta() < after.starts_at - before.ends_at < QUICK_RETURN:
            yield Span(before.ends_at, after.starts_at)


def quiet(routine: Routine, first: date, last: date) -> Iterator[Span]:
    """Yield the quiet hours of these days and the days around.

    Where the clocks are changed they are longer rather than shorter.
    """
    if routine.quiet is None:
        return
    day = first - _DAY
    while day <= last + _DAY:
        ends_on = day + _DAY * routine.quiet.crosses_midnight
        since, _ = cadence.moments(day, routine.quiet.start, routine.zone)
        _, until = cadence.moments(ends_on, routine.quiet.end, routine.zone)
        yield Span(since, until)
        day += _DAY


def is_free(routine: Routine, moment: datetime) -> bool:
    """Return whether somebody may be written to at a moment, by what they have said."""
    return _blocking(_closed_around(routine, moment), moment) is None


def next_free(routine: Routine, moment: datetime) -> datetime:
    """Return the first moment from `moment` on at which somebody may be written to."""
    # A week of nights with quiet hours between can leave nothing for days: further is soon enough.
    for _ in range(40):
        span = _blocking(_closed_around(routine, moment), moment)
        if span is None:
            return moment
        moment = span.until
    return moment


def end_of_week(day: date) -> date:
    """Return the Sunday of the week in which `day` lies: the last of "nights this week"."""
    return cadence.week_of(day) + 6 * _DAY


def _hours_of(routine: Routine, day: date) -> Hours | None:
    usual = routine.week.get(day.weekday())
    if not is_in_a_week_of_nights(routine, day):
        return usual
    if routine.week and usual is None:
        return None
    return usual if usual and usual.crosses_midnight else USUAL_NIGHT


def _possible_nights(routine: Routine, first: date, last: date) -> Iterator[Shift]:
    """Yield a night shift for each day of a week of nights: which days it has is never certain.

    Nor whether the night before it was one too: the week before may have been such a week.
    """
    if routine.nights_until is None:
        return
    day = first
    while day <= last:
        if any(is_in_a_week_of_nights(routine, on) for on in (day, day + _DAY)):
            yield _shift(day, USUAL_NIGHT, routine.zone)
        day += _DAY


def is_in_a_week_of_nights(routine: Routine, day: date) -> bool:
    """Return whether somebody has said that they are on nights in the week of a day."""
    return routine.nights_until is not None and _in_week_of(day, routine.nights_until)


def _in_week_of(day: date, last: date) -> bool:
    return cadence.week_of(last) <= day <= last


def _shift(day: date, hours: Hours, zone: str) -> Shift:
    span = _span(day, hours, zone)
    nights = (cadence.moment(on, DEEP_NIGHT, zone) for on in (day, day + _DAY))
    return Shift(day, span.since, span.until, any(map(span.holds, nights)))


def _span(day: date, hours: Hours, zone: str) -> Span:
    ends_on = day + _DAY * hours.crosses_midnight
    since = cadence.moment(day, hours.start, zone)
    return Span(since, max(cadence.moment(ends_on, hours.end, zone), since))


def _closed_around(routine: Routine, moment: datetime) -> Iterator[Span]:
    day = cadence.local_day(moment, routine.zone)
    yield from protected(routine, day, day)
    yield from quiet(routine, day, day)


def _blocking(spans: Iterator[Span], moment: datetime) -> Span | None:
    """Return of the spans in which a moment lies the one that ends last; None of none."""
    return max(
        (span for span in spans if span.holds(moment)), key=lambda span: span.until, default=None
    )
