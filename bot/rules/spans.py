"""Which weeks a report covers: whole ones, as releases are."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules import cadence

# Two years of weeks; more would not fit a page, and nobody has asked for it.
MOST_WEEKS = 105


class SpanError(Exception):
    """The days asked for cannot be. The message says what to ask for instead."""


@dataclass(frozen=True, slots=True)
class Span:
    """Whole weeks, from a Monday to a Sunday."""

    starts_on: date
    ends_on: date


def widened(since: date, until: date) -> Span:
    """Return the whole weeks in which these days lie.

    >>> widened(date(2026, 10, 1), date(2026, 12, 31))
    Span(starts_on=datetime.date(2026, 9, 28), ends_on=datetime.date(2027, 1, 3))

    Raises:
        SpanError: The last day is before the first, or it is too long.
    """
    if until < since:
        raise SpanError(f"The last day, {until}, is before the first, {since}: turn them round.")
    span = Span(cadence.week_of(since), cadence.week_of(until) + timedelta(days=6))
    if (span.ends_on - span.starts_on) // cadence.WEEK >= MOST_WEEKS:
        raise SpanError("That is too long: ask for two years at most.")
    return span


def quarter(text: str) -> Span:
    """Return the weeks of a quarter such as `2026Q4`: those whose Sunday lies in it.

    So each week is in one quarter, and none in two.

    >>> quarter("2026q4")
    Span(starts_on=datetime.date(2026, 9, 28), ends_on=datetime.date(2026, 12, 27))

    Raises:
        SpanError: It is none.
    """
    year, _, number = text.strip().upper().replace("-", "").partition("Q")
    is_one = year.isascii() and year.isdecimal() and len(year) == 4 and number in {*"1234"}
    if not is_one or not 2000 <= int(year) <= 2999:
        raise SpanError("Write a quarter as 2026Q4.")
    first = date(int(year), 3 * int(number) - 2, 1)
    following = date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)
    return Span(cadence.week_of(first), cadence.week_of(following) - timedelta(days=1))


def quarter_of(day: date) -> str:
    """Return the quarter in which the Sunday of a day's week lies.

    >>> quarter_of(date(2026, 12, 27)), quarter_of(date(2026, 12, 28))
    ('2026Q4', '2027Q1')
    """
    sunday = cadence.week_of(day) + timedelta(days=6)
    return f"{sunday.year}Q{(sunday.month + 2) // 3}"
