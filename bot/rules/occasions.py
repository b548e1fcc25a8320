"""When a message of the companion comes, by what somebody has said of their time.

A slot is a moment in a shift, or on a day without one. All of it is pure.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from bot.rules import cadence, shifts
from bot.rules.cadence import Window
from bot.rules.shifts import Routine

_DAY = timedelta(days=1)

BEFORE_START = timedelta(hours=1)
# Most of the hour in which people are on their way home is over, and sleep has not begun.
AFTER_END = timedelta(minutes=45)
# By day, on a day off; and on one on which a night shift has ended.
DAY_OFF, AFTER_A_NIGHT = time(10, 30), time(17)

# A message goes to another day of its week if its own does not fit, but to none so far away.
FURTHEST = 3 * _DAY
LONGEST_OPEN = timedelta(hours=72)


def near(day: date, routine: Routine) -> Iterator[Window]:
    """Yield the windows for a message meant for `day`, the best first: all in that day's week.

    Somebody who has said nothing of their shifts gets it at their hour on that day, or near it.
    """
    for on in _days_near(day):
        due_at = _due_on(on, routine)
        if due_at is not None and shifts.is_free(routine, due_at):
            yield _window(on, due_at, routine)


def moved(window: Window, routine: Routine, until: datetime) -> Window | None:
    """Return a window that opens when somebody is free; None when that is not before `until`.

    It keeps its day, and the time there is to send it.
    """
    due_at = shifts.next_free(routine, window.due_at)
    if due_at == window.due_at:
        return window
    if due_at >= until:
        return None
    send_by = min(max(window.send_by, due_at + cadence.CHECKIN_TOO_LATE), until)
    return Window(window.local_date, due_at, send_by, max(window.expires_at, send_by))


def _days_near(day: date) -> Sequence[date]:
    """Return the days of a week on which something meant for one of them may come, it first."""
    week = [cadence.week_of(day) + n * _DAY for n in range(7)]
    # Of two days as near, the later: what comes sooner than meant may come too soon.
    return sorted(
        (on for on in week if abs(on - day) <= FURTHEST), key=lambda on: (abs(on - day), on < day)
    )


def _due_on(day: date, routine: Routine) -> datetime | None:
    """Return when to write on a day; None when the moment somebody chose is not in it."""
    if routine.slot is None or not routine.knows_shifts:
        return cadence.moment(day, routine.hour, routine.zone)
    shift = next(shifts.shifts(routine, day, day), None)
    if routine.slot == "day_off":
        return None if shift else _on_a_day_off(day, routine)
    if shift is None:
        return None
    return {
        "before_start": shift.starts_at - BEFORE_START,
        "mid_shift": shift.middle,
        "after_end": shift.ends_at + AFTER_END,
    }[routine.slot]


def _on_a_day_off(day: date, routine: Routine) -> datetime:
    yesterday = next(shifts.shifts(routine, day - _DAY, day - _DAY), None)
    was_a_night = yesterday is not None and yesterday.is_night
    may_be_one = shifts.is_in_a_week_of_nights(routine, day)
    hour = AFTER_A_NIGHT if was_a_night or may_be_one else routine.preferred_at or DAY_OFF
    return cadence.moment(day, hour, routine.zone)


def _window(day: date, due_at: datetime, routine: Routine) -> Window:
    following = next(
        (s.starts_at for s in shifts.shifts(routine, day, day + 3 * _DAY) if s.starts_at > due_at),
        due_at,
    )
    # Until the next shift at least, for whoever answers at work; but not for days on end.
    open_until = min(max(due_at + cadence.CHECKIN_OPEN, following), due_at + LONGEST_OPEN)
    return Window(day, due_at, due_at + cadence.CHECKIN_TOO_LATE, open_until)
