import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import intervals, retention
from bot.rules.outcomes import shares
from bot.rules.retention import Rate, Staff, Totals
from bot.rules.shown import WITHHELD

DAY, LATER = date(2026, 1, 1), date(2026, 12, 31)


def totals(employed: int, left: int) -> Totals:
    return Totals(Staff.TOOK_PART, DAY, LATER, employed, left, "invented", LATER)


def test_the_examples_in_the_rules_are_true() -> None:
    names = {"DAY": DAY, "LATER": LATER, "date": date}
    found = [doctest.testmod(module, extraglobs=names) for module in (retention, intervals)]

    assert [(one.failed, one.attempted > 0) for one in found] == [(0, True), (0, True)]


def test_the_rate_is_of_everybody_employed_on_the_first_day() -> None:
    found = retention.rate(totals(100, 12))

    assert isinstance(found, Rate)
    assert (found.percent, [round(end, 2) for end in found.interval]) == (88, [80.19, 93.0])


@pytest.mark.parametrize(
    ("employed", "left"),
    [(49, 11), (50, 10), (500, 0), (50, 40)],
    ids=["few people", "few who left", "nobody left", "few who stayed"],
)
def test_no_rate_is_told_of_few(employed: int, left: int) -> None:
    assert retention.rate(totals(employed, left)) is WITHHELD


@pytest.mark.parametrize(("employed", "left"), [(50, 11), (51, 40)])
def test_from_fifty_people_and_eleven_who_left_on_there_is_a_rate(employed: int, left: int) -> None:
    assert retention.rate(totals(employed, left)) == Rate(employed - left, employed)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "enough"),
    [
        ("2026-01-01", "2026-12-31", True),
        ("2026-01-01", "2026-12-30", False),
        ("2026-03-15", "2027-03-14", True),
        ("2028-02-29", "2029-02-27", True),
        ("2026-12-31", "2026-01-01", False),
    ],
)
def test_a_rate_of_a_year_needs_a_year(starts_on: str, ends_on: str, *, enough: bool) -> None:
    days = date.fromisoformat(starts_on), date.fromisoformat(ends_on)

    assert retention.is_long_enough(*days) is enough


@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_the_one_that_outcomes_have(counted: tuple[int, int]) -> None:
    assert intervals.wilson(*counted) == pytest.approx(shares.Share(*counted).wilson95, abs=1e-9)
