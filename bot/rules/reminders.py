"""When somebody is asked to fill in an assessment, and reminded: by their own clock and hour.

All of it is pure: `now` is nowhere, and what somebody said is nowhere.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from bot.rules import cadence
from bot.rules.assessments import DAY_ONE, PRE_CLOSES_AFTER, Opening, Point, choosable, step
from bot.rules.cadence import Window

_DAY = timedelta(days=1)
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
    last = cadence.local_day(asked, listener.zone)
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


def _on_day_one(opening: Opening, zone: str) -> Asking:
    """Return what asks in the room, as the first day begins, those who have not done it."""
    starts_at = opening.closes_at - PRE_CLOSES_AFTER
    day = cadence.local_day(starts_at, zone)
    window = Window(day, starts_at, opening.closes_at, opening.closes_at)
    return Asking(opening.point, DAY_ONE, window)


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
    day = cadence.local_day(opening.opens_at, zone)
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
    day = cadence.local_day(due_at, zone)
    return Window(day, due_at, opening.closes_at - LAST_CHANCE, opening.closes_at)
