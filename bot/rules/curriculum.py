"""Where a person is in the training, and what comes next. Never depends on an answer.

Everybody of a cohort gets the same: what a step brings is found by going through the curriculum
from its start, whoever joined when. So they can speak of it, and the answers to a question are
laid down as one lot in which nobody stands alone. What a person got lately is passed over.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from bot.rules import cadence, occasions, shifts
from bot.rules.cadence import Window
from bot.rules.notices import Day
from bot.rules.shifts import Routine
from content import steps as rules
from content.model import CheckIn, Exercise, Library, Step

# Where somebody is when a message comes, as far as the hour tells; None where nobody knows.
Place = Literal["at_work", "after_shift"] | None

# Nothing comes twice within so many days.
FRESH_FOR = timedelta(days=14)
_DAY = timedelta(days=1)
# A day so long ago is over in every zone, and so is whatever came in its stead.
LONG_OVER = occasions.FURTHEST + 3 * _DAY
# Between two patients there is no more time.
MINUTES_AT_WORK = 2


@dataclass(frozen=True, slots=True)
class Follower:
    """What the plan of one person depends on; the training has at least one day."""

    days: Sequence[Day]
    routine: Routine
    checkins: bool
    exercises: bool


@dataclass(frozen=True, slots=True)
class Course:
    """What a cohort's content is drawn from: the library, its training days, what each teaches.

    `taught` has the units of a day by its number; of a day that is not in it, the units are
    those that come round when the ten are spread over the days in order.
    """

    library: Library
    days: Sequence[date]
    taught: Mapping[int, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class History:
    """What one person got, and when last; and what they have saved, which may come any time."""

    sent: Mapping[str, date] = field(default_factory=dict)
    saved: Collection[str] = ()


NOTHING = History()


def steps_ahead(
    steps: Sequence[Step], follower: Follower, since: datetime
) -> Iterator[tuple[Step, list[Window]]]:
    """Yield the steps this person wants, each with the windows in which it can come, best first.

    Windows whose last moment to be sent is not after `since` are left out, and so are steps
    without any.
    """
    wanted = {"check-in": follower.checkins, "exercise": follower.exercises}
    days = [day.on for day in follower.days]
    # Nobody knows from when to count what comes after a training of which a day has no date yet.
    if follower.days[0].is_unsure:
        return
    if follower.days[0].one_waits:
        steps = [step for step in steps if step.phase in {"before", "training"}]
    for step in steps:
        on = day_of(step, days)
        if on is None or not wanted[step.kind] or on < since.date() - LONG_OVER:
            continue
        if windows := [one for one in _windows(step, on, follower) if one.send_by > since]:
            yield step, windows


def sendable(library: Library) -> list[Step]:
    """Return the steps for which the library has something that may be sent.

    A hospital that has signed nothing for a phase sends nothing in it, and announces nothing.
    """
    return [step for step in library.curriculum.steps if any(_shelf(step, library))]


def content_for(
    step: Step, course: Course, history: History = NOTHING, place: Place = None
) -> CheckIn | Exercise | None:
    """Return what to send for `step`; the same inputs give the same.

    What fits the phase and the place; of that, what has not come yet before what came longest
    ago; of that, the unit of the step before those that follow it, around. Nothing that this
    person got in the last two weeks, unless they saved it. None when nothing is left.
    """
    on = day_of(step, course.days)
    if on is None:
        return None
    came = _came_before(step, course)
    for key, last in history.sent.items():
        # A question that all of them get is worth more to each than one that is new to one. And
        # an old question is known for longer of those who answered it: so nobody looks at that.
        if step.kind == "exercise" or _is_late(last, on):
            came[key] = max(last, came.get(key, last))
    return _chosen(step, course, on, History(came, history.saved), place or _place(step))


def planned(course: Course, steps: Sequence[Step]) -> list[tuple[Step, CheckIn | Exercise | None]]:
    """Return what each of `steps`, in order, brings to whoever gets them all; None for nothing."""
    came: dict[str, dict[str, date]] = {"check-in": {}, "exercise": {}}
    found: list[tuple[Step, CheckIn | Exercise | None]] = []
    for step in steps:
        on = day_of(step, course.days)
        history = History(came[step.kind])
        item = _chosen(step, course, on, history, _place(step)) if on else None
        if item and on:
            came[step.kind][item.id] = on
        found.append((step, item))
    return found


def day_of(step: Step, days: Sequence[date]) -> date | None:
    """Return the day of a step by the training days; None where there is no such training day."""
    if step.phase == "before":
        return days[0] - timedelta(days=step.day)
    if step.phase == "training":
        return days[step.day - 1] if step.day <= len(days) else None
    return days[-1] + timedelta(days=step.day)


def _windows(step: Step, on: date, follower: Follower) -> Iterator[Window]:
    if step.phase == "training":
        day = follower.days[step.day - 1]
        evening = cadence.evening(on, day.ends_at, day.zone)
        if evening and shifts.is_free(follower.routine, evening.due_at):
            yield evening
        return
    # What comes before the training stays clear of the day on which it is told about.
    latest = follower.days[0].on - 2 * _DAY if step.phase == "before" else date.max
    for window in occasions.near(on, follower.routine):
        if window.local_date == on or window.local_date <= latest:
            yield window


def _place(step: Step) -> Place:
    """Return where a step finds people; on other days than those of the training nobody knows."""
    return "after_shift" if step.phase == "training" else None


def _came_before(step: Step, course: Course) -> dict[str, date]:
    """Return what the steps of this kind before `step` bring to everybody, and when last."""
    steps = [other for other in course.library.curriculum.steps if other.kind == step.kind]
    earlier = steps[: steps.index(step)] if step in steps else []
    days = [(item, day_of(each, course.days)) for each, item in planned(course, earlier)]
    return {item.id: on for item, on in days if item and on}


def _chosen(
    step: Step, course: Course, on: date, history: History, place: Place
) -> CheckIn | Exercise | None:
    units = {key: number for number, key in enumerate(_units(step, course))}

    def rank(item: CheckIn | Exercise) -> tuple[bool, date, int, str]:
        came = history.sent.get(item.id, date.min)
        return not _fits_place(item, place), came, units[item.unit], item.id

    fresh = (item for item in _shelf(step, course.library) if _is_fresh(item, on, history))
    return min(fresh, key=rank, default=None)


def _shelf(step: Step, library: Library) -> Iterator[CheckIn | Exercise]:
    """Yield what may be sent in a step at all."""
    items = library.checkins if step.kind == "check-in" else library.exercises
    return (item for item in items.values() if rules.fits(step, item))


def _is_fresh(item: CheckIn | Exercise, on: date, history: History) -> bool:
    last = history.sent.get(item.id)
    return last is None or item.id in history.saved or not _is_late(last, on)


def _is_late(last: date, on: date) -> bool:
    """Return whether something came lately, or comes soon."""
    return abs(on - last) <= FRESH_FOR


def _fits_place(item: CheckIn | Exercise, place: Place) -> bool:
    """Return whether something can be done where somebody is: a question can be anywhere."""
    if isinstance(item, CheckIn) or place is None:
        return True
    short = place != "at_work" or item.minutes <= MINUTES_AT_WORK
    return short and item.setting in {place, "anywhere"}


def _units(step: Step, course: Course) -> list[str]:
    """Return every unit, in the order in which a step draws on them."""
    keys = [unit.key for unit in course.library.curriculum.units]
    first = [step.unit] if step.unit else _taught_by(step.day, course, keys)
    after = keys.index(first[0]) + 1 if first else 0
    return list(dict.fromkeys([*first, *keys[after:], *keys]))


def _taught_by(day: int, course: Course, keys: Sequence[str]) -> list[str]:
    """Return the units of a training day and those before it, what was just taught first."""
    each, days = len(keys), len(course.days)
    spread = {n: keys[(n - 1) * each // days : n * each // days] for n in range(1, days + 1)}
    taught = [key for n in range(1, day + 1) for key in course.taught.get(n, spread[n])]
    return taught[::-1]
