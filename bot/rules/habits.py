"""What somebody fills in about their time -> what to keep, or a sentence at the field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from bot.rules import cadence, forms, shifts
from bot.rules.asks import NotUnderstoodError
from bot.rules.forms import FieldsError
from bot.rules.shifts import Hours, ImpossibleError, Routine

# Six hours are left in which a message can come.
LONGEST_QUIET_HOURS = 18


class Question(StrEnum):
    """One question about somebody's time; the value names it, and its first field."""

    PATTERN = "pattern"
    HOURS = "hours"
    DAYS_OFF = "days_off"
    SLOT = "slot"
    QUIET = "quiet"
    ZONE = "zone"
    HIDE = "hide"


# The fields beside the first.
START, END, HOUR = "start", "end", "hour"
# Of the slot: not by the shift, but by the clock.
AT_MY_HOUR = "at_my_hour"
HIDDEN, SHOWN = "hidden", "shown"


@dataclass(frozen=True, slots=True)
class Change:
    """What to keep: habits by their names, the hours of some weekdays, or days off."""

    habits: Mapping[str, Any] = field(default_factory=dict)
    weekdays: tuple[int, ...] = ()
    hours: Hours | None = None


def read(question: Question, filled: Mapping[str, Any], routine: Routine) -> Change:
    """Return what the answer to a question changes.

    Raises:
        FieldsError: It cannot be; it has a sentence with an example for the field.
    """
    return _READERS[question](filled, routine)


def this_week(zone: str, now: datetime) -> date:
    """Return the last day of the week of nights that somebody is in.

    Said on a Sunday, it is the week that begins: of the old one there is one night left.
    """
    return shifts.end_of_week(cadence.local_day(now, zone) + timedelta(days=1))


def over(routine: Routine, now: datetime) -> datetime:
    """Return when a day off is over: with the day, or with the night shift that began on it."""
    today = cadence.local_day(now, routine.zone)
    tomorrow = cadence.midnight(today + timedelta(days=1), routine.zone)
    # What comes in the night, or when it is over, belongs to the day on which the shift starts.
    nights = (shift.ends_at + shifts.SLEEP_AFTER for shift in shifts.shifts(routine, today, today))
    return max([tomorrow, *nights])


def _pattern(filled: Mapping[str, Any], _routine: Routine) -> Change:
    chosen = filled.get(Question.PATTERN)
    if chosen not in shifts.PATTERNS:
        raise FieldsError({Question.PATTERN: "Choose one, for example Nights."})
    return Change({"pattern": chosen})


def _hours(filled: Mapping[str, Any], routine: Routine) -> Change:
    problems: dict[str, str] = {}
    weekdays = _weekdays(filled.get(Question.HOURS))
    if not weekdays:
        problems[Question.HOURS] = "Choose at least one day, for example Monday."
    start, end = (_time(filled, name, problems) for name in (START, END))
    if problems or start is None or end is None:
        raise FieldsError(problems)
    try:
        hours = shifts.checked(Hours(start, end), routine.pattern)
    except ImpossibleError as error:
        raise FieldsError({END: str(error)}) from None
    return Change(weekdays=weekdays, hours=hours)


def _days_off(filled: Mapping[str, Any], _routine: Routine) -> Change:
    return Change(weekdays=_weekdays(filled.get(Question.DAYS_OFF)))


def _slot(filled: Mapping[str, Any], routine: Routine) -> Change:
    chosen = filled.get(Question.SLOT)
    problems: dict[str, str] = {}
    if chosen == AT_MY_HOUR:
        hour = _time(filled, HOUR, problems)
        if hour and _is_in(hour, routine.quiet):
            problems[HOUR] = "Choose an hour outside your quiet hours, for example 10:30."
        if problems:
            raise FieldsError(problems)
        return Change({"slot": None, "preferred_at": hour})
    if chosen not in shifts.SLOTS:
        raise FieldsError({Question.SLOT: "Choose one, for example On a day off."})
    if not routine.knows_shifts:
        raise FieldsError({Question.SLOT: "Tell me your usual hours first, or choose My hour."})
    return Change({"slot": chosen})


def _quiet(filled: Mapping[str, Any], routine: Routine) -> Change:
    if not filled.get(Question.QUIET) and not filled.get(END):
        return Change({"quiet_from": None, "quiet_until": None})
    problems: dict[str, str] = {}
    since, until = (_time(filled, name, problems) for name in (Question.QUIET, END))
    if problems or since is None or until is None:
        raise FieldsError(problems)
    quiet = Hours(since, until)
    if quiet.length.total_seconds() > LONGEST_QUIET_HOURS * 3600:
        problems[END] = "Leave me some hours of the day, for example quiet from 21:00 to 07:00."
    elif routine.slot is None and _is_in(routine.hour, quiet):
        at = f"{routine.hour:%H:%M}"
        problems[END] = f"I write at {at}. Choose quiet hours without it, or another hour first."
    if problems:
        raise FieldsError(problems)
    return Change({"quiet_from": since, "quiet_until": until})


def _zone(filled: Mapping[str, Any], _routine: Routine) -> Change:
    typed = str(filled.get(Question.ZONE) or "").strip()
    if not typed:
        return Change({"zone_chosen": False})
    if cadence.usable_zone(typed, "") != typed:
        raise FieldsError({Question.ZONE: "I do not know that time zone; try America/Denver."})
    return Change({"zone": typed, "zone_chosen": True})


def _hide(filled: Mapping[str, Any], _routine: Routine) -> Change:
    return Change({"hides_questions": filled.get(Question.HIDE) == HIDDEN})


def _weekdays(ticked: Sequence[str] | None) -> tuple[int, ...]:
    return tuple(sorted({int(day) for day in ticked or () if day in "0123456"}))


def _time(filled: Mapping[str, Any], name: str, problems: dict[str, str]) -> time | None:
    try:
        return forms.hour(filled.get(name))
    except NotUnderstoodError as error:
        problems[name] = str(error)
        return None


def _is_in(at: time, hours: Hours | None) -> bool:
    if hours is None:
        return False
    if hours.crosses_midnight:
        return at >= hours.start or at < hours.end
    return hours.start <= at < hours.end


_READERS = {
    Question.PATTERN: _pattern,
    Question.HOURS: _hours,
    Question.DAYS_OFF: _days_off,
    Question.SLOT: _slot,
    Question.QUIET: _quiet,
    Question.ZONE: _zone,
    Question.HIDE: _hide,
}
