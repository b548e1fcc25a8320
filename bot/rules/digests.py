"""What a trainer reads once a week beside the figures: what comes, and one idea to share.

All of it follows from the calendar of the training and from the library, which everybody knows:
nothing here depends on what anybody answered, opened or chose.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.rules import assessments, cadence, curriculum
from bot.rules.assessments import Opening
from bot.rules.notices import Day
from content.model import Exercise, Library, Step

# A trainer plans a month ahead; more would bury what is near.
LOOKS_AHEAD = timedelta(weeks=4)
MOST_COMING = 5

# Before the training, when a word of welcome is of use.
WELCOME_FROM = timedelta(days=21)
# A button below an older digest than this brings no idea: the cohort is elsewhere by then.
STILL_OF_USE = 2 * cadence.WEEK
# An idea draws on what came this week or, where nothing did, shortly before.
REMEMBERED_FOR = timedelta(weeks=4)

# What can be done between two tasks, in a channel that everybody reads.
MINUTES_TO_SHARE = 2

IdeaKind = Literal["welcome", "together"]


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that comes for a cohort: a training day, or a window of a self-assessment."""

    at: datetime
    of: Day | Opening


@dataclass(frozen=True, slots=True)
class Idea:
    """Something to share with a whole cohort on a day or soon after, an exercise if it is one.

    `unit` is the title of the unit it is about.
    """

    kind: IdeaKind
    on: date
    unit: str = ""
    exercise: Exercise | None = None

    @property
    def step(self) -> str:
        """The step of the plan that it would be, if it is shared."""
        return f"post/{self.kind}"

    @property
    def occurrence(self) -> str:
        """What keeps one from the next: a welcome is said once, a minute is shared each week."""
        return "once" if self.kind == "welcome" else cadence.week_of(self.on).isoformat()


def coming(days: Sequence[Day], now: datetime) -> list[Coming]:
    """Return what comes for a cohort in the next weeks, in order; `days` are its training days."""
    if not days:
        return []
    # While a day waits for its date nobody knows what is counted from the last.
    windows = () if days[0].one_waits else assessments.openings(days)
    ahead = [
        *(Coming(day.starts_at, day) for day in days),
        *(Coming(opening.opens_at, opening) for opening in windows),
    ]
    near = [one for one in ahead if now < one.at <= now + LOOKS_AHEAD]
    return sorted(near, key=lambda one: one.at)[:MOST_COMING]


def idea(library: Library, days: Sequence[date], on: date) -> Idea | None:
    """Return what a trainer might share on a day, or None for nothing.

    `days` are the training days. The same inputs give the same, so that the button below a digest
    brings what it spoke of.
    """
    if not days:
        return None
    if on < days[0] <= on + WELCOME_FROM:
        return Idea("welcome", on)
    sunday = cadence.week_of(on) + cadence.WEEK - timedelta(days=1)
    came = list(_came(library, days, sunday - REMEMBERED_FOR, sunday))
    if not came or on <= days[-1]:
        return None
    unit = came[-1].unit
    shared = _to_share(library, unit or "", on)
    return Idea("together", on, _title(library, unit), shared) if shared else None


def units(library: Library, cohorts: Sequence[Sequence[date]], monday: date) -> list[str]:
    """Return the titles of the units on whose exercises the four weeks before `monday` drew.

    `cohorts` have the training days of each. It is what the calendar brought to everybody; whether
    somebody opened it is kept nowhere.
    """
    since, until = monday - cadence.BLOCK, monday - timedelta(days=1)
    found = {step.unit for days in cohorts if days for step in _came(library, days, since, until)}
    return [unit.title for unit in library.curriculum.units if unit.key in found]


def _came(library: Library, days: Sequence[date], since: date, until: date) -> Iterator[Step]:
    """Yield the exercises that the calendar brought from one day to another, in order."""
    for step in curriculum.sendable(library):
        on = curriculum.day_of(step, days)
        if step.kind == "exercise" and step.unit and on and since <= on <= until:
            yield step


def _to_share(library: Library, unit: str, on: date) -> Exercise | None:
    """Return an exercise of a unit that is fit for a channel, another one each week."""
    fit = sorted(
        (
            one
            for one in library.exercises.values()
            if one.unit == unit
            # Nobody can leave a channel as they can close a window.
            and not one.inward
            and not one.hard_shift
            and one.setting != "after_shift"
            and one.minutes <= MINUTES_TO_SHARE
        ),
        key=lambda one: one.id,
    )
    return fit[on.isocalendar().week % len(fit)] if fit else None


def _title(library: Library, unit: str | None) -> str:
    return next((one.title for one in library.curriculum.units if one.key == unit), "")
