"""Where a person is in the training, and what comes next. Never depends on an answer."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.rules import cadence
from bot.rules.cadence import Window
from content.model import CheckIn, Exercise, Library, Step


@dataclass(frozen=True, slots=True)
class Follower:
    """What the plan of one person after the training depends on."""

    last_training_day: date
    preferred_at: time | None
    zone: str
    checkins: bool
    exercises: bool


def steps_ahead(
    steps: Sequence[Step], follower: Follower, since: datetime
) -> Iterator[tuple[Step, Window]]:
    """Yield the steps this person wants whose last moment to be sent is after `since`."""
    wanted = {"check-in": follower.checkins, "exercise": follower.exercises}
    for step in steps:
        day = follower.last_training_day + timedelta(days=step.day)
        window = cadence.checkin(day, follower.preferred_at, follower.zone)
        if wanted[step.kind] and window.send_by > since:
            yield step, window


@dataclass(frozen=True, slots=True)
class Cohort:
    """A cohort as its releases see it: the Monday of its first week, and when it is asked."""

    id: str
    first_week: date
    asked_on: Sequence[date]

    def asked(self, monday: date, weeks: int = 1) -> int:
        """Return how many check-ins the curriculum brings in the `weeks` from `monday`."""
        return sum(monday <= day < monday + weeks * cadence.WEEK for day in self.asked_on)

    def listed_from(self, monday: date) -> date:
        """Return the day on which it was settled whom a period from `monday` on counts."""
        return cadence.block_of(monday, self.first_week) if monday >= self.first_week else monday

    def has_block(self, monday: date) -> bool:
        """Return whether four weeks of this cohort begin then. They never overlap."""
        return monday >= self.first_week and self.listed_from(monday) == monday


def followed_up(cohort_id: str, steps: Sequence[Step], last_training_day: date) -> Cohort | None:
    """Return a cohort as its releases see it; None when it is never asked anything."""
    days = [
        last_training_day + timedelta(days=step.day) for step in steps if step.kind == "check-in"
    ]
    return Cohort(cohort_id, cadence.week_of(min(days)), days) if days else None


def content_for(step: Step, library: Library, sent: Collection[str]) -> CheckIn | Exercise | None:
    """Return what to send for `step`: of its unit first, and nothing that was `sent`.

    The same inputs give the same content. None when everything of its kind was sent: a
    repeated question reads like a machine that forgot.
    """
    shelf: Mapping[str, CheckIn | Exercise] = (
        library.checkins if step.kind == "check-in" else library.exercises
    )
    fresh = (item for key, item in sorted(shelf.items()) if key not in sent)
    return min(fresh, key=lambda item: item.unit != step.unit, default=None)
