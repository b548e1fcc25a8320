import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import spans
from bot.rules.spans import SpanError

DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def test_the_examples_in_the_rules_are_true() -> None:
    found = doctest.testmod(spans)

    assert (found.failed, found.attempted > 0) == (0, True)


@given(DAYS, st.integers(0, 720))
def test_a_span_is_the_shortest_of_whole_weeks_that_holds_both_days(day: date, more: int) -> None:
    until = day + timedelta(days=more)
    span = spans.widened(day, until)

    assert (span.starts_on.weekday(), span.ends_on.weekday()) == (0, 6)
    assert span.starts_on <= day < span.starts_on + timedelta(days=7)
    assert span.ends_on - timedelta(days=7) < until <= span.ends_on


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (
            "2026-10-02",
            "2026-10-01",
            "The last day, 2026-10-01, is before the first, 2026-10-02: turn them round.",
        ),
        ("2020-01-01", "2026-01-01", "That is too long: ask for two years at most."),
    ],
)
def test_days_that_cannot_be_are_answered_with_what_can(since: str, until: str, said: str) -> None:
    with pytest.raises(SpanError, match=f"^{said}$"):
        spans.widened(date.fromisoformat(since), date.fromisoformat(until))


@pytest.mark.parametrize("text", ["2026", "Q4", "2026Q5", "26Q1", "yesteryear", "0000Q1", "Q" * 99])
def test_a_quarter_is_written_in_one_way(text: str) -> None:
    with pytest.raises(SpanError, match=r"^Write a quarter as 2026Q4\.$"):
        spans.quarter(text)


def test_quarters_follow_on_each_other_without_a_gap() -> None:
    found = [
        spans.quarter(f"{year}Q{number}") for year in range(2024, 2034) for number in (1, 2, 3, 4)
    ]

    assert [one.starts_on for one in found[1:]] == [
        one.ends_on + timedelta(days=1) for one in found[:-1]
    ]


@given(DAYS)
def test_every_day_lies_in_the_quarter_that_is_named(day: date) -> None:
    span = spans.quarter(spans.quarter_of(day))

    assert span.starts_on <= day <= span.ends_on
