"""Who was employed on a day and still is a year later: totals that a personnel office gave.

It is a rate of everybody, told only of many: so few leave a small group that a rate would be
about persons. And it is never said that anybody was retained *by* something: nobody knows.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.rules.intervals import wilson
from bot.rules.shown import WITHHELD, Withheld

# Raised whenever what the rate means changes.
VERSION = 1

# Fewer people, or fewer who left, and a rate would say more than there is.
FEWEST_EMPLOYED = 50
FEWEST_LEFT = 11


class Staff(StrEnum):
    """Of whom the totals are."""

    TOOK_PART = "took-part"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Totals:
    """How many were employed on the first day, and how many of them had left by the last one."""

    staff: Staff
    starts_on: date
    ends_on: date
    employed: int
    left: int
    source: str
    source_on: date


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of those employed on day one were still there, with the interval of their share."""

    stayed: int
    employed: int

    @property
    def percent(self) -> float:
        """Their share, in per cent."""
        return 100 * self.stayed / self.employed

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of that share, in per cent."""
        low, high = wilson(self.stayed, self.employed)
        return 100 * low, 100 * high


def rate(totals: Totals) -> Rate | Withheld:
    """Return the rate at which people stayed, unless they are too few for one.

    >>> rate(Totals(Staff.ALL, DAY, LATER, 100, 12, "", DAY))
    Rate(stayed=88, employed=100)
    >>> rate(Totals(Staff.ALL, DAY, LATER, 49, 12, "", DAY))
    Withheld()
    >>> rate(Totals(Staff.ALL, DAY, LATER, 100, 10, "", DAY))
    Withheld()
    """
    stayed = totals.employed - totals.left
    if totals.employed < FEWEST_EMPLOYED or min(totals.left, stayed) < FEWEST_LEFT:
        return WITHHELD
    return Rate(stayed, totals.employed)


def is_long_enough(starts_on: date, ends_on: date) -> bool:
    """Return whether there are twelve months, at least, from a day to the end of another.

    >>> is_long_enough(date(2026, 1, 1), date(2026, 12, 31))
    True
    >>> is_long_enough(date(2026, 1, 1), date(2026, 12, 30))
    False
    """
    return ends_on >= last_of_year(starts_on)


def last_of_year(starts_on: date) -> date:
    """Return the last day of the twelve months from a day on."""
    return year_after(starts_on) - timedelta(days=1)


def year_after(day: date) -> date:
    """Return the same day a year later; the last of February stays the last.

    >>> year_after(date(2028, 2, 29))
    datetime.date(2029, 2, 28)
    """
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
