"""Cohorts, trainers, training days and roles, as tables; of participants no name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.messages import tables
from bot.messages.parts import Message
from bot.messages.tables import EMPTY, Table, Users

NOTHING = "There is nothing to show here yet."
LISTS = "On the list: how many people, whatever they chose. What anybody chose stands nowhere here."
ROLES = (
    "Trainers know by name who is on the lists of their own cohorts. Nobody here can see who keeps "
    "the companion, or what anybody answered."
)


@dataclass(frozen=True, slots=True)
class CohortLine:
    """A cohort: its days, where it is, how many are on its list, and who leads it."""

    name: str
    site: str
    days: Sequence[date]
    stage: str
    listed: int
    leaders: Sequence[str]


@dataclass(frozen=True, slots=True)
class TrainerLine:
    """A trainer, since when, and the cohorts they lead."""

    slack_id: str
    site: str
    since: date
    cohorts: Sequence[str]


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One day of a cohort's training."""

    cohort: str
    site: str
    number: int
    day: date
    is_over: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody with a role, and what it is about."""

    slack_id: str
    role: str
    site: str
    about: str


def cohorts(lines: Sequence[CohortLine]) -> Message:
    """Return the cohorts as a table."""
    rows = [
        (line.name, line.site, _days(line.days), line.stage, str(line.listed), _all(line.leaders))
        for line in lines
    ]
    head = ("Cohort", "Hospital", "Training days", "Now", "On the list", "Led by")
    return tables.message(Table("Cohorts", head, rows, NOTHING, [LISTS]))


def trainers(lines: Sequence[TrainerLine]) -> Message:
    """Return the trainers as a table."""
    rows = [
        (Users([line.slack_id]), line.site, day(line.since), ", ".join(line.cohorts) or EMPTY)
        for line in lines
    ]
    head = ("Trainer", "Hospital", "Trainer since", "Leads")
    name = "`/resiliency trainers add @somebody` names one."
    return tables.message(Table("Trainers", head, rows, NOTHING, [name]))


def sessions(lines: Sequence[SessionLine]) -> Message:
    """Return the training days as a table."""
    rows = [
        (
            line.cohort,
            line.site,
            f"day {line.number}",
            day(line.day),
            "over" if line.is_over else "ahead",
        )
        for line in lines
    ]
    head = ("Cohort", "Hospital", "Training session", "On", "Now")
    return tables.message(Table("Training sessions", head, rows, NOTHING))


def people(lines: Sequence[PersonLine]) -> Message:
    """Return who has which role."""
    rows = [(Users([line.slack_id]), line.role, line.site, line.about or EMPTY) for line in lines]
    head = ("Who", "Role", "Hospital", "Leads")
    return tables.message(Table("People with a role", head, rows, NOTHING, [ROLES]))


def day(on: date) -> str:
    """Return a day, e.g. `9 Nov 2026`."""
    return f"{on.day} {on:%b} {on.year}"


def _days(found: Sequence[date]) -> str:
    if not found:
        return EMPTY
    return day(found[0]) if len(found) == 1 else f"{day(found[0])} to {day(found[-1])}"


def _all(leaders: Sequence[str]) -> str | Users:
    """Return who leads a cohort."""
    return Users(leaders) if leaders else EMPTY
