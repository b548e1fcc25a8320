"""When everybody on a roster is told about a training session.

Seven days and one day before, and two hours before each day. Days less than a week apart
share the first two, so that three days in a row mean five messages and not nine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.rules import cadence, shifts
from bot.rules.cadence import Window
from bot.rules.shifts import Routine

# Days closer than this are told of together.
SHARED_WITHIN = timedelta(days=7)
TWO_HOURS = timedelta(hours=2)
A_MOMENT = timedelta(minutes=10)
# So close to a session it matters more than quiet.
A_DAY_AHEAD = timedelta(hours=24)
# Who was told that a day has moved is not told of it again so soon.
HALF_A_DAY = timedelta(hours=12)
# How long a training day takes: a working day.
A_DAY = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Day:
    """One training session: a day of the training in the site's wall-clock time."""

    id: str
    number: int
    on: date
    at: time
    zone: str
    revision: int
    until: time | None = None
    room: str | None = None
    # When everybody was last told that it changed.
    told_at: datetime | None = None
    # Whether another day of the training waits for its new date: then nobody knows the last.
    one_waits: bool = False

    @property
    def is_unsure(self) -> bool:
        """Whether it stands first only because the first day waits for its new date."""
        return self.one_waits and self.number > 1

    @property
    def starts_at(self) -> datetime:
        """The moment it starts, in UTC."""
        return cadence.moment(self.on, self.at, self.zone)

    @property
    def ends_at(self) -> datetime:
        """The moment it is over, in UTC."""
        if self.until is None:
            return self.starts_at + A_DAY
        return cadence.moment(self.on, self.until, self.zone)


@dataclass(frozen=True, slots=True)
class Notice:
    """One message about the training session it is named after, and those it shares."""

    step: str
    occurrence: str
    window: Window


def notices(days: Sequence[Day], now: datetime, routine: Routine | None = None) -> Iterator[Notice]:
    """Yield every notice of `days` (in order) that can still be sent at `now`.

    Those a week and a day ahead come at the reader's hour by their clock, or when their sleep
    is over, so that they wake nobody; for a channel, at the usual hour of the site. Within a day
    of the session they come all the same.
    """
    for day in _first_of_each_run(days):
        yield from _advance(day, now, routine or Routine(day.zone))
    for day in days:
        due_at = day.starts_at - TWO_HOURS
        if day.starts_at > now and not _is_news(day, due_at, A_MOMENT):
            yield _notice(day, "notice/2-hours", due_at, day.starts_at)


def run_of(days: Sequence[Day], first: Day) -> list[Day]:
    """Return the days that are announced together with `first`, from it on."""
    run = [first]
    for day in days:
        if day.on > run[-1].on and day.on - run[-1].on < SHARED_WITHIN:
            run.append(day)
    return run


def _first_of_each_run(days: Sequence[Day]) -> Iterator[Day]:
    for before, day in zip((None, *days), days, strict=False):
        if before is None or day.on - before.on >= SHARED_WITHIN:
            yield day


def _advance(day: Day, now: datetime, routine: Routine) -> Iterator[Notice]:
    """Yield the notices a week and a day ahead; each is true on its own day only."""
    for step, ahead in (("notice/7-days", 7), ("notice/1-day", 1)):
        eve = day.on - timedelta(days=ahead)
        planned_at = cadence.moment(eve, routine.hour, routine.zone)
        # An hour that the clocks skip can fall on the day after.
        midnight = cadence.midnight(eve + timedelta(days=1), routine.zone)
        send_by = max(midnight, planned_at + A_MOMENT)
        due_at = shifts.next_free(routine, planned_at)
        if due_at >= send_by:
            if planned_at < day.starts_at - A_DAY_AHEAD:
                continue
            due_at = planned_at
        if send_by > now and not _is_news(day, due_at, HALF_A_DAY):
            yield _notice(day, step, due_at, send_by)


def _is_news(day: Day, due_at: datetime, apart: timedelta) -> bool:
    """Return whether everybody has just been told of the day: the same twice helps nobody."""
    return day.told_at is not None and due_at < day.told_at + apart


def _notice(day: Day, step: str, due_at: datetime, send_by: datetime) -> Notice:
    window = Window(day.on, due_at, send_by, send_by)
    return Notice(step, f"{day.id}/{day.revision}", window)
