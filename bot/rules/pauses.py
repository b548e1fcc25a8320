"""How long somebody wants quiet, as they write it: a length of time, or until a day."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from bot.rules import cadence
from bot.rules.asks import NotUnderstoodError

# Whoever means longer than a year means to stop.
LONGEST_PAUSE = timedelta(days=365)

NOT_A_PAUSE = (
    "I can pause for some days, weeks or months, or until a day, for example: "
    "/resiliency pause 2 weeks, or: pause until Monday"
)
NOT_AHEAD = "The end of a pause must be a day to come, within a year, for example: until Monday"

_UNITS = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_LENGTH = re.compile(r"(?:for )?(\d{1,3}|an?|one|two|three) (hour|day|week|month)s?")
_UNTIL = re.compile(r"(?:until|till|til) (.+)")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_A_DAY = timedelta(days=1)
# Days that are named by today's.
_NAMED: Mapping[str, Callable[[date], date]] = {
    "yesterday": lambda today: today - _A_DAY,
    "today": lambda today: today,
    "tomorrow": lambda today: today + _A_DAY,
    "next week": lambda today: cadence.week_of(today) + cadence.WEEK,
    "next month": lambda today: (today.replace(day=1) + timedelta(days=31)).replace(day=1),
    "next year": lambda today: date(today.year + 1, 1, 1),
}
# Both ways of writing a day: "3 December" and "Dec 3".
_DAY = re.compile(r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<month>[a-z]{3,})")
_MONTH = re.compile(r"(?P<month>[a-z]{3,}) (?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?")
_FEWEST_LETTERS = 3
# What stands around words; a day may be written with hyphens.
_SIGNS = re.compile(r"[^\w-]+")


def read(text: str, now: datetime, zone: str) -> datetime | None:
    """Return when the pause ends that `text` asks for; None until they say resume.

    A day ends it as it begins where the person is.

    Raises:
        NotUnderstoodError: No length of time and no day, one that has gone by, or over a year.
    """
    asked = " ".join(_SIGNS.sub(" ", text.lower()).split())
    if not asked:
        return None
    if match := _UNTIL.fullmatch(asked):
        today = cadence.local_day(now, zone)
        until = cadence.midnight(_day(match[1], today), zone)
        wrong = NOT_AHEAD
    elif match := _LENGTH.fullmatch(asked):
        until = now + _length(match)
        wrong = NOT_A_PAUSE
    else:
        raise NotUnderstoodError(NOT_A_PAUSE)
    if not now < until <= now + LONGEST_PAUSE:
        raise NotUnderstoodError(wrong)
    return until


def _length(match: re.Match[str]) -> timedelta:
    number = _NUMBERS.get(match[1]) or int(match[1])
    return number * _UNITS[match[2]]


def _day(words: str, today: date) -> date:
    """Return the day that is named, of a weekday or a date without a year the next one."""
    if named := _NAMED.get(words):
        return named(today)
    if (weekday := _place(words.removeprefix("next "), _WEEKDAYS)) is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if match := _DAY.fullmatch(words) or _MONTH.fullmatch(words):
        return _next(match["day"], match["month"], today)
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise NotUnderstoodError(NOT_A_PAUSE) from None


def _next(day: str, month: str, today: date) -> date:
    """Return the next day of this name after today."""
    place = _place(month, _MONTHS)
    if place is None:
        raise NotUnderstoodError(NOT_A_PAUSE)
    # Four years have every day there is.
    for year in range(today.year, today.year + 5):
        try:
            found = date(year, place + 1, int(day))
        except ValueError:
            continue
        if found > today:
            return found
    raise NotUnderstoodError(NOT_A_PAUSE)


def _place(word: str, names: tuple[str, ...]) -> int | None:
    """Return the place of the name that `word` is, or is short for."""
    if len(word) < _FEWEST_LETTERS:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(word)), None)
