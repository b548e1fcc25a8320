"""Whom the releases follow: when a cohort is asked, and whom a period counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules import cadence
from bot.rules.curriculum import Course, day_of, planned
from content.model import Step


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


def followed_up(cohort_id: str, course: Course) -> Cohort | None:
    """Return a cohort as its releases see it; None when it is never asked anything.

    Follow-up begins after the training. What nobody can be asked, because the library has
    nothing to ask, is no silence of anybody's.
    """
    asking = [step for step in course.library.curriculum.steps if step.kind == "check-in"]
    days = [
        day
        for step, item in planned(course, asking)
        if item and step.phase != "before" and (day := day_of(step, course.days))
    ]
    return Cohort(cohort_id, cadence.week_of(min(days)), days) if days else None


def days_after(steps: Sequence[Step]) -> Mapping[str, frozenset[int]]:
    """Return by kind how many days after the last training day something comes.

    What comes before that day is left out: only the cohort knows how many days its training has.
    """
    after = [step for step in steps if step.phase not in {"before", "training"}]
    return {
        kind: frozenset(step.day for step in after if step.kind == kind)
        for kind in ("check-in", "exercise")
    }
