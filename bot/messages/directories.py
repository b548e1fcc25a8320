"""Cohorts, trainers, training days and roles, as tables; of participants no name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.messages import tables
from bot.messages.certifications import NOT_RECORDED, Stands
from bot.messages.parts import Message
from bot.messages.tables import EMPTY, Cell, Table, Users
from bot.rules.cohorts import Stage

LEFT_OUT = (
    "The rest does not fit here. To see one hospital alone, write its name after the command."
)
NOTHING = "There is nothing to show here yet."
LISTS = "On the list: how many people, whatever they chose. What anybody chose stands nowhere here."
STAGES = (
    "Planned: nobody is invited yet. Recruiting: the list is open. Ready: the list is complete. "
    "Running: the training has begun. Follow-up: the training is over, the companion goes on. "
    "Closed: it is over."
)
LADDER = (
    "Where trainers stand a coordinator confirms: `/resiliency certification`. "
    "`/resiliency trainers add @somebody` names one."
)
REGISTERS = (
    "Registers open 15 minutes before a day, and its trainers close them. How many were there is "
    "known when it is closed."
)
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
    stage: Stage
    listed: int
    leaders: Sequence[str]


@dataclass(frozen=True, slots=True)
class TrainerLine:
    """A trainer, since when, where they stand if that was confirmed, and the cohorts they lead."""

    slack_id: str
    site: str
    since: date
    stands: Stands | None
    cohorts: Sequence[str]


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One day of a cohort's training; `day` is None while it waits for a date.

    Of a closed register, `present` of `listed` people were there.
    """

    cohort: str
    site: str
    number: int
    day: date | None
    is_cancelled: bool = False
    has_begun: bool = False
    is_over: bool = False
    is_open: bool = False
    present: int | None = None
    listed: int | None = None


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
        (line.name, line.site, _days(line.days), _stage(line), str(line.listed), _all(line.leaders))
        for line in lines
    ]
    head = ("Cohort", "Hospital", "Training days", "Now", "On the list", "Led by")
    return tables.message(_table("Cohorts", head, rows, [STAGES, LISTS]))


def trainers(lines: Sequence[TrainerLine]) -> Message:
    """Return the trainers as a table."""
    rows = [
        (
            Users([line.slack_id]),
            line.site,
            day(line.since),
            NOT_RECORDED if line.stands is None else str(line.stands),
            ", ".join(line.cohorts) or EMPTY,
        )
        for line in lines
    ]
    head = ("Trainer", "Hospital", "Trainer since", "Certification", "Leads")
    return tables.message(_table("Trainers", head, rows, [LADDER]))


def sessions(lines: Sequence[SessionLine]) -> Message:
    """Return the training days as a table."""
    rows = [
        (
            line.cohort,
            line.site,
            f"day {line.number}",
            EMPTY if line.day is None else day(line.day),
            _now(line),
            _register(line),
        )
        for line in lines
    ]
    head = ("Cohort", "Hospital", "Training session", "On", "Now", "Register")
    return tables.message(_table("Training sessions", head, rows, [REGISTERS]))


def people(lines: Sequence[PersonLine]) -> Message:
    """Return who has which role."""
    rows = [(Users([line.slack_id]), line.role, line.site, line.about or EMPTY) for line in lines]
    head = ("Who", "Role", "Hospital", "Leads")
    return tables.message(_table("People with a role", head, rows, [ROLES]))


def _table(
    title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]], notes: Sequence[str]
) -> Table:
    return Table(title, head, rows, NOTHING, notes, left_out=LEFT_OUT)


def day(on: date) -> str:
    """Return a day, e.g. `9 Nov 2026`."""
    return f"{on.day} {on:%b} {on.year}"


def _stage(line: CohortLine) -> str:
    return line.stage.value.replace("_", "-")


def _now(line: SessionLine) -> str:
    if line.is_cancelled:
        return "cancelled"
    if line.day is None:
        return "waits for a date"
    if line.has_begun:
        return "over" if line.is_over else "under way"
    return "ahead"


def _register(line: SessionLine) -> str:
    if line.present is not None:
        return f"closed: {line.present} of {line.listed} were there"
    if line.is_open:
        return "open"
    return "never opened" if line.is_over and not line.is_cancelled else EMPTY


def _days(found: Sequence[date]) -> str:
    if not found:
        return EMPTY
    return day(found[0]) if len(found) == 1 else f"{day(found[0])} to {day(found[-1])}"


def _all(leaders: Sequence[str]) -> str | Users:
    """Return who leads a cohort."""
    return Users(leaders) if leaders else EMPTY
