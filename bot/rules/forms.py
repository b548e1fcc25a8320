"""What was filled in -> what is wanted, or a sentence at each field that cannot be."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bot.rules import cadence
from bot.rules.asks import NotUnderstoodError, cohort_name
from bot.rules.assessments import Opening, choosable
from bot.rules.cohorts import FEWEST_PLACES, FURTHEST_AHEAD, MOST_PLACES, UNSPOKEN

# As much as it takes to find a room, or as long as a link to a meeting is.
LONGEST_ROOM = 200
TOO_MANY = (
    "These are {people} people, and there are {places} places. "
    "Choose fewer; invite the others later, onto the waiting list."
)


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
    places: int = MOST_PLACES
    room: str | None = None
    public_is_fine: bool = False


@dataclass(frozen=True, slots=True)
class CohortChange:
    """What a trainer wants a cohort to be from here on."""

    name: str
    places: int
    channel: str | None
    public_is_fine: bool


def new_cohort(filled: Mapping[str, Any], today: date, zone: str = "UTC") -> NewCohort:
    """Return the cohort described in the form, whose fields are named as in `NewCohort`.

    `confirmed` is what the trainer ticks about everybody chosen; `zone` is the site's.

    Raises:
        FieldsError: Something cannot be; it has a sentence for each field.
    """
    problems: dict[str, str] = {}
    days = _training_days([filled.get(f"day{number}") for number in (1, 2, 3)], today, problems)
    with _noting(problems, "name"):
        name = _quiet(cohort_name(filled.get("name") or ""))
    with _noting(problems, "places"):
        places = _places(filled.get("places"))
    with _noting(problems, "starts_at"):
        starts_at = hour(filled.get("starts_at"))
        _require_shown(days, starts_at, zone)
    with _noting(problems, "room"):
        room = _room(filled.get("room"))
    people = tuple(dict.fromkeys(filled.get("people") or ()))
    if "places" not in problems and len(people) > places:
        problems["people"] = TOO_MANY.format(people=len(people), places=places)
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
        places=places,
        room=room,
        public_is_fine=bool(filled.get("public")),
    )


def cohort_change(filled: Mapping[str, Any]) -> CohortChange:
    """Return what a cohort is to be from here on.

    Raises:
        FieldsError: Something cannot be; it has a sentence for each field.
    """
    problems: dict[str, str] = {}
    with _noting(problems, "name"):
        name = _quiet(cohort_name(filled.get("name") or ""))
    with _noting(problems, "places"):
        places = _places(filled.get("places"))
    if problems:
        raise FieldsError(problems)
    return CohortChange(name, places, filled.get("channel"), bool(filled.get("public")))


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


def _quiet(name: str) -> str:
    """Return a name that may stand on a locked phone."""
    if UNSPOKEN in name.casefold():
        raise NotUnderstoodError(f"Choose a name without “{UNSPOKEN}”: phones show it when locked.")
    return name


def _places(chosen: str | None) -> int:
    try:
        places = int(chosen or MOST_PLACES)
    except ValueError:
        places = 0
    if not FEWEST_PLACES <= places <= MOST_PLACES:
        raise NotUnderstoodError(f"Choose {FEWEST_PLACES} to {MOST_PLACES} places.")
    return places


def _room(typed: str | None) -> str | None:
    room = " ".join((typed or "").split())
    if len(room) > LONGEST_ROOM:
        raise NotUnderstoodError(f"That is too long; {LONGEST_ROOM} characters are enough.")
    return room or None


def _require_shown(days: Sequence[date], at: time, zone: str) -> None:
    """Return when the clocks of a site show this hour on all of these days."""
    for day in days:
        if shown := cadence.shown_instead(day, at, zone):
            raise NotUnderstoodError(
                f"The clocks skip {at:%H:%M} on {day.day} {day:%B}. "
                f"Choose {shown:%H:%M} or another hour."
            )


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
        elif on > today + FURTHEST_AHEAD:
            problems[f"day{number}"] = "That is more than two years ahead. Please look at the year."
        before = max(before, on)
        chosen.append(on)
    return tuple(chosen)
