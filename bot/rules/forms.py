"""What was filled in -> what is wanted, or a sentence at each field that cannot be."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bot.rules import cadence
from bot.rules.asks import NotUnderstoodError, cohort_name
from bot.rules.assessments import Opening, choosable


class FieldsError(Exception):
    """What somebody filled in cannot be; `problems` has a sentence for each field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class NewCohort:
    """A cohort that a trainer wants to make."""

    name: str
    people: tuple[str, ...]
    days: tuple[date, ...]
    starts_at: time
    channel: str | None
    site: str
    second_trainer: str | None = None


def new_cohort(filled: Mapping[str, Any], today: date) -> NewCohort:
    """Return the cohort described in the form, whose fields are named as in `NewCohort`.

    `confirmed` is what the trainer ticks about everybody chosen.

    Raises:
        FieldsError: Something cannot be; it has a sentence for each field.
    """
    problems: dict[str, str] = {}
    days = _training_days([filled.get(f"day{number}") for number in (1, 2, 3)], today, problems)
    with _noting(problems, "name"):
        name = cohort_name(filled.get("name") or "")
    with _noting(problems, "starts_at"):
        starts_at = hour(filled.get("starts_at"))
    people = tuple(dict.fromkeys(filled.get("people") or ()))
    if not people:
        problems["people"] = "Choose at least one person."
    if not filled.get("confirmed"):
        problems["confirmed"] = "Tick this, or let a colleague make this cohort."
    if problems:
        raise FieldsError(problems)
    return NewCohort(
        name=name,
        people=people,
        days=days,
        starts_at=starts_at,
        channel=filled.get("channel"),
        site=filled["site"],
        second_trainer=filled.get("second_trainer"),
    )


def hour(text: str | None) -> time:
    """Return the hour somebody picked as `HH:MM`.

    Raises:
        NotUnderstoodError: It is not a time of day.
    """
    try:
        return datetime.strptime(text or "", "%H:%M").time()  # noqa: DTZ007 -- a wall-clock time
    except ValueError:
        raise NotUnderstoodError("Choose a time of day, for example 14:30.") from None


def moment(opening: Opening, day: str | None, at: str | None, zone: str) -> tuple[date, time]:
    """Return the day and hour of a window that somebody picked, by their own clock.

    Raises:
        FieldsError: It is none of that window; it has a sentence for each field.
    """
    problems: dict[str, str] = {}
    try:
        on = date.fromisoformat(day or "")
    except ValueError:
        raise FieldsError({"day": "Choose a date."}) from None
    with _noting(problems, "hour"):
        picked = hour(at)
    if problems:
        raise FieldsError(problems)
    if not choosable(opening, cadence.moment(on, picked, zone)):
        raise FieldsError({"day": "Choose a day inside the time that is named above."})
    return on, picked


@contextmanager
def _noting(problems: dict[str, str], field: str) -> Iterator[None]:
    """Note what cannot be understood as the problem of a field."""
    try:
        yield
    except NotUnderstoodError as error:
        problems[field] = str(error)


def _training_days(
    days: Sequence[str | None], today: date, problems: dict[str, str]
) -> tuple[date, ...]:
    """Return the days of a training in order; each must be later than the one before."""
    chosen: list[date] = []
    before = today
    for number, day in enumerate(days, start=1):
        try:
            on = date.fromisoformat(day or "")
        except ValueError:
            problems[f"day{number}"] = "Choose a date."
            continue
        if on <= before:
            problems[f"day{number}"] = (
                "Choose a date after today." if before == today else "Choose a later date."
            )
        before = max(before, on)
        chosen.append(on)
    return tuple(chosen)
