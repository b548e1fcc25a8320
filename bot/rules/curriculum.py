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


def follow_up_begins(steps: Sequence[Step], last_training_day: date) -> date | None:
    """Return the Monday of the first week in which a cohort is asked anything; None for never."""
    days = [step.day for step in steps if step.kind == "check-in"]
    return cadence.week_of(last_training_day + timedelta(days=min(days))) if days else None


def asked(steps: Sequence[Step], last_training_day: date, monday: date, weeks: int = 1) -> int:
    """Return how many check-ins fall into the `weeks` from `monday` for a cohort."""
    return sum(
        monday <= last_training_day + timedelta(days=step.day) < monday + weeks * cadence.WEEK
        for step in steps
        if step.kind == "check-in"
    )


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
