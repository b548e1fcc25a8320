"""When each assessment of a training can be filled in: by the clock of the training, for all alike.

All of it is pure: `now` is nowhere, and what somebody said is nowhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from bot.rules import cadence
from bot.rules.notices import Day
from content.fields import TimePoint
from content.instruments import TIME_POINTS

Point = TimePoint
# In the order in which they come.
POINTS = TIME_POINTS

# Of our own measure, which is asked at every time point.
CORE = "strt_core"

# The second time before the training, which there is for our own measure's sake: only in its time.
AGAIN: Point = "baseline_2"

# What a delivery is called that asks somebody to fill one in, and its kind.
KIND = "assessment"

# Asks in the room, as the first day begins.
DAY_ONE = f"{KIND}/pre/day-one"

_DAY = timedelta(days=1)
PRE_OPENS = 14 * _DAY
# Twice under the same circumstances, so far apart that nobody remembers what they tapped.
AGAIN_AFTER, AGAIN_UNTIL = 7 * _DAY, 14 * _DAY
# In the first minutes of the first day, before the first unit, those who have not done it yet may.
PRE_CLOSES_AFTER = timedelta(minutes=10)
# While everybody is in one room still; the trainers step out.
END_OPENS_BEFORE = timedelta(minutes=20)
END_OPEN = timedelta(hours=72)
# Days after the last training day. The later ones are open for as long as month one: sixteen days
# hold a night block, a vacation week, and all three reminders.
_MONTHS: Mapping[Point, int] = MappingProxyType({"month_1": 28, "month_3": 90, "month_6": 180})
MONTH_OPEN = 16 * _DAY

# The shortest time before the end at which somebody may choose to be asked.
LAST_CHOICE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Opening:
    """When an assessment counts for its time point: from one moment until before another."""

    point: Point
    opens_at: datetime
    closes_at: datetime
    zone: str

    @property
    def closes_on(self) -> date:
        """The day on which it closes, by the clock of the training."""
        return cadence.local_day(self.closes_at, self.zone)

    def holds(self, moment: datetime) -> bool:
        """Return whether it can be filled in at a moment, for its time point."""
        return self.opens_at <= moment < self.closes_at


def openings(days: Sequence[Day], pre_answered_on: date | None = None) -> Iterator[Opening]:
    """Yield when each assessment of a training is open, in order; `days` are its days, in order.

    The second one before the training is there only for somebody who has answered the first.
    While a day waits for its new date there are none that are counted from the last day, and
    without the first day none at all.
    """
    first, last = days[0], days[-1]
    if first.is_unsure:
        return
    pre_closes_at = first.starts_at + PRE_CLOSES_AFTER
    yield Opening("pre", _midnight(first, first.on - PRE_OPENS), pre_closes_at, first.zone)
    if pre_answered_on and (again := _again(first, pre_answered_on)):
        yield again
    if last.one_waits:
        return
    end_opens_at = last.ends_at - END_OPENS_BEFORE
    yield Opening("end", end_opens_at, last.ends_at + END_OPEN, last.zone)
    for point, after in _MONTHS.items():
        opens_on = last.on + after * _DAY
        opens_at, closes_at = _midnight(last, opens_on), _midnight(last, opens_on + MONTH_OPEN)
        yield Opening(point, opens_at, closes_at, last.zone)


def step(point: Point, reminder: int = 0) -> str:
    """Return the name of the step that asks at a time point, or of one of its reminders."""
    return f"{KIND}/{point}/reminder-{reminder}" if reminder else f"{KIND}/{point}"


def point_of(of_step: str) -> Point | None:
    """Return the time point at which a step asks; None for a step of something else."""
    kind, _, rest = of_step.partition("/")
    name = rest.partition("/")[0]
    return next((point for point in POINTS if kind == KIND and point == name), None)


def reminds(of_step: str) -> bool:
    """Return whether a step is a reminder."""
    return "/reminder-" in of_step


def asks_in_the_room(step: str) -> bool:
    """Return whether a step asks those who are there as the first training day begins."""
    return step == DAY_ONE


def choosable(opening: Opening, moment: datetime) -> bool:
    """Return whether somebody may choose to be asked at this moment."""
    return opening.opens_at <= moment <= opening.closes_at - LAST_CHOICE


def _midnight(day: Day, on: date) -> datetime:
    return cadence.midnight(on, day.zone)


def _again(first: Day, pre_answered_on: date) -> Opening | None:
    """Return the window of the second time before the training; None where there is no room."""
    opens_at = _midnight(first, pre_answered_on + AGAIN_AFTER)
    closes_at = min(first.starts_at, _midnight(first, pre_answered_on + AGAIN_UNTIL + _DAY))
    if opens_at >= closes_at:
        return None
    return Opening("baseline_2", opens_at, closes_at, first.zone)
