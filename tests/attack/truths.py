"""What is true in a world, and what is seen of it: values only."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.rules.figures import Figures
from bot.rules.privacy import LIMITS, Limits
from content.model import HelpRoute, Hours, Site

# A Thursday: the last training day of every cohort.
LAST_DAY = date(2026, 11, 5)

FIRST_MONDAY = date(2026, 11, 9)

ZONE = "America/New_York"

BETTER = frozenset({"green", "yellow"})


def site(number: int) -> Site:
    """Return an invented site with a coordinator."""
    route = HelpRoute(name="Line", reach="555-0100", hours=Hours("always"), checked_on=LAST_DAY)
    return Site(
        id=f"site-{number}",
        name=f"Site {number} (invented)",
        zone=ZONE,
        coordinators=(f"U0COORD{number}",),
        help_routes=(route,),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """From how many people on something is shown, and whom the attacker knows the truth about."""

    limits: Limits
    known: int
    sizes: tuple[tuple[int, ...], ...]


# With forty people in four cohorts, the true limits leave two cohorts that are shown.
TRUE = Scale(LIMITS, known=3, sizes=((18, 2), (18, 2)))

# Lowered in proportion to one known person, so that every cohort matters.
LOWERED = Scale(
    Limits(room=2, list=8, thirds=10, part=4, rounding=10, scored=6),
    known=1,
    sizes=((12, 10), (10, 8)),
)


@dataclass(slots=True)
class Answer:
    """The zone somebody named, or none, to which question; and when they deleted it, if so."""

    zone: str
    question: str
    deleted_at: datetime | None = None


@dataclass(slots=True)
class Truth:
    """What one person did; nobody but the harness knows all of it."""

    # The cohorts whose list they came onto, and when.
    enrolled: list[tuple[str, datetime]] = field(default_factory=list)
    # Each yes or no to the companion, and when.
    decided: list[tuple[bool, datetime]] = field(default_factory=list)
    # What they answered to each week's question, by cohort and Monday.
    answers: dict[tuple[str, date], Answer] = field(default_factory=dict)

    def answered(self, cohort: str, monday: date, at: datetime) -> Answer | None:
        """Return what they answered and had not deleted by a moment, or None."""
        answer = self.answers.get((cohort, monday))
        gone = answer and answer.deleted_at and answer.deleted_at < at
        return None if gone else answer

    def keeps(self, before: datetime) -> bool:
        """Whether they keep the companion just before a moment."""
        made = [yes for yes, at in self.decided if at < before]
        return bool(made) and made[-1]


@dataclass(frozen=True, slots=True)
class About:
    """What a release is about: a cohort, or a site (cohort None), and so many weeks."""

    site: str
    cohort: str | None
    weeks: int
    monday: date


@dataclass(frozen=True, slots=True)
class Seen:
    """What a release said when somebody asked."""

    figures: Figures
    at: datetime


@dataclass(slots=True)
class Cohort:
    """A cohort, as its trainers know it."""

    id: str
    name: str
    site: str
    leader: str
    # The first Monday of its follow-up.
    first: date
