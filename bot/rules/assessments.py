"""When each assessment of a training can be filled in, and when somebody is asked to.

Windows go by the clock of the training, which is the same for a whole cohort; when to ask goes by
the clock of each person. All of it is pure: `now` is nowhere, and what somebody said is nowhere.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.rules import cadence
from bot.rules.cadence import Window
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

_NOON = timedelta(hours=12)
# How long after a window opens, or after the moment somebody chose, they are reminded. Those of
# `pre` keep clear of the notices a week and a day before; the later months remind once less,
# because the boosters write then as well.
_REMINDERS: Mapping[Point, tuple[timedelta, ...]] = MappingProxyType(
    {
        "pre": tuple(days * _DAY + _NOON for days in (4, 8, 12)),
        "baseline_2": (),
        "end": (timedelta(hours=24), timedelta(hours=60)),
        "month_1": tuple(days * _DAY + _NOON for days in (3, 7, 12)),
        "month_3": tuple(days * _DAY + _NOON for days in (4, 10)),
        "month_6": tuple(days * _DAY + _NOON for days in (4, 10)),
    }
)

# The hours at which somebody is reminded who has chosen none, after being asked at the usual one.
_PARTS_OF_THE_DAY = (time(14), time(18), time(12))
# Whoever has chosen an hour may be asleep some hours from it: as far away as a late check-in.
_AROUND = (timedelta(hours=2), timedelta(hours=-2), timedelta(hours=1))

# The shortest time in which it is still worth being asked: two minutes, and finding them.
LAST_CHANCE = timedelta(minutes=30)
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
        return self.closes_at.astimezone(ZoneInfo(self.zone)).date()

    def holds(self, moment: datetime) -> bool:
        """Return whether it can be filled in at a moment, for its time point."""
        return self.opens_at <= moment < self.closes_at


@dataclass(frozen=True, slots=True)
class Listener:
    """What it depends on when somebody is asked: their hour, their clock, the moment they chose."""

    preferred_at: time | None
    zone: str
    chosen: tuple[date, time] | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """One message that asks somebody to fill in an assessment, and the step of the plan it is."""

    point: Point
    step: str
    window: Window
    reminds: bool = False


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


def askings(opening: Opening, listener: Listener, taken: Collection[date] = ()) -> Iterator[Asking]:
    """Yield every message that asks somebody during a window: one, and then its reminders.

    No reminder falls on one of the `taken` days, on which something else comes. None at all for a
    window that does not have their hour: they are not woken for it.
    """
    asked = _asked_at(opening, listener, taken)
    if asked is None:
        return
    yield Asking(opening.point, step(opening.point), _until_closed(asked, listener.zone, opening))
    start = asked if listener.chosen else opening.opens_at
    last = asked.astimezone(ZoneInfo(listener.zone)).date()
    waits = zip(_reminders(opening, listener), _hours(listener.preferred_at), strict=False)
    for number, (wait, hour) in enumerate(waits, start=1):
        free = (one for one in _moments_in(opening, hour, listener.zone) if one[0] not in taken)
        if found := _nearest(start + wait, (one for one in free if one[0] > last)):
            last, due_at = found
            send_by = min(due_at + cadence.CHECKIN_TOO_LATE, opening.closes_at)
            window = Window(last, due_at, send_by, opening.closes_at)
            yield Asking(opening.point, step(opening.point, number), window, reminds=True)
    if opening.point == "pre":
        yield _on_day_one(opening, listener.zone)


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


def _on_day_one(opening: Opening, zone: str) -> Asking:
    """Return what asks in the room, as the first day begins, those who have not done it."""
    starts_at = opening.closes_at - PRE_CLOSES_AFTER
    day = starts_at.astimezone(ZoneInfo(zone)).date()
    window = Window(day, starts_at, opening.closes_at, opening.closes_at)
    return Asking(opening.point, DAY_ONE, window)


def _midnight(day: Day, on: date) -> datetime:
    return cadence.midnight(on, day.zone)


def _again(first: Day, pre_answered_on: date) -> Opening | None:
    """Return the window of the second time before the training; None where there is no room."""
    opens_at = _midnight(first, pre_answered_on + AGAIN_AFTER)
    closes_at = min(first.starts_at, _midnight(first, pre_answered_on + AGAIN_UNTIL + _DAY))
    if opens_at >= closes_at:
        return None
    return Opening("baseline_2", opens_at, closes_at, first.zone)


def _asked_at(opening: Opening, listener: Listener, taken: Collection[date]) -> datetime | None:
    """Return when somebody is first asked: at the moment they chose, or their first free hour."""
    if listener.chosen:
        chosen = cadence.moment(*listener.chosen, listener.zone)
        if choosable(opening, chosen):
            return chosen
    if opening.point == "end":
        # While everybody is in one room still, and takes their phone in their hand again.
        return opening.opens_at
    hour = listener.preferred_at or cadence.USUAL_HOUR
    inside = list(_moments_in(opening, hour, listener.zone))
    free = (due_at for day, due_at in inside if day not in taken)
    return next(free, inside[0][1] if inside else None)


def _moments_in(opening: Opening, hour: time, zone: str) -> Iterator[tuple[date, datetime]]:
    """Yield every day on which an hour falls into a window, with the moment."""
    day = opening.opens_at.astimezone(ZoneInfo(zone)).date()
    last = opening.closes_at - LAST_CHANCE
    while (due_at := cadence.moment(day, hour, zone)) <= last:
        if due_at >= opening.opens_at:
            yield day, due_at
        day += _DAY


def _nearest(
    moment: datetime, days: Iterable[tuple[date, datetime]]
) -> tuple[date, datetime] | None:
    """Return the day whose moment comes nearest to another; of two, the earlier; None of none."""
    return min(days, key=lambda found: abs(found[1] - moment), default=None)


def _reminders(opening: Opening, listener: Listener) -> tuple[timedelta, ...]:
    """Return how long after the start somebody is reminded; what would be too late is left out."""
    after = _REMINDERS[opening.point]
    if listener.chosen is None:
        return after
    start = cadence.moment(*listener.chosen, listener.zone)
    return tuple(wait for wait in after if start + wait < opening.closes_at)


def _hours(preferred_at: time | None) -> tuple[time, ...]:
    """Return at which hours somebody is reminded, each in another part of their day."""
    if preferred_at is None:
        return _PARTS_OF_THE_DAY
    chosen = datetime.combine(date.min + _DAY, preferred_at)
    return tuple((chosen + away).time() for away in _AROUND)


def _until_closed(due_at: datetime, zone: str, opening: Opening) -> Window:
    """Return the window of what asks first: somebody who comes late is asked late."""
    day = due_at.astimezone(ZoneInfo(zone)).date()
    return Window(day, due_at, opening.closes_at - LAST_CHANCE, opening.closes_at)
