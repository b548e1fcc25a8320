from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import attendance
from bot.rules.attendance import CANNOT, COMING, LATE
from bot.rules.notices import Day

DAY = Day("d1", 1, date(2026, 11, 10), time(8, 30), "America/New_York", 1, until=time(16, 30))
A_SECOND = timedelta(seconds=1)
people = st.sets(st.sampled_from("abcdefgh"))


@pytest.mark.parametrize(
    ("minutes", "is_open"), [(-16, False), (-15, True), (0, True), (60 * 24, True)]
)
def test_a_register_opens_a_quarter_of_an_hour_before_and_stays_open(
    minutes: int, is_open: bool
) -> None:
    assert attendance.is_open(DAY, DAY.starts_at + timedelta(minutes=minutes)) == is_open


def test_codes_are_taken_until_the_day_is_over() -> None:
    assert attendance.takes_codes(DAY, DAY.ends_at - A_SECOND)
    assert not attendance.takes_codes(DAY, DAY.ends_at)


def test_a_day_lasts_as_long_as_it_says_and_else_a_working_day() -> None:
    assert DAY.ends_at == replace(DAY, until=None).ends_at


@pytest.mark.parametrize(("reply", "expected"), [(COMING, True), (LATE, True), (CANNOT, False)])
def test_whoever_comes_late_is_filled_in_too(reply: str, expected: bool) -> None:
    assert attendance.is_expected(reply) == expected


@given(shown=people, kept=people, meanwhile=people)
def test_whoever_comes_in_meanwhile_is_no_correction(
    shown: set[str], kept: set[str], meanwhile: set[str]
) -> None:
    wanted = attendance.corrections(shown, kept)
    after = (shown | (meanwhile - shown) | wanted.came) - wanted.did_not

    assert kept <= after
    assert (meanwhile - shown) <= after
    assert (shown - kept).isdisjoint(after)


@pytest.mark.parametrize("typed", ["0123", " 0123", "01 23", "0123\n"])
def test_a_code_may_be_spaced_as_a_phone_likes(typed: str) -> None:
    assert attendance.same("0123", typed)


@pytest.mark.parametrize("typed", ["", "123", "01234", "0124", "o123"])
def test_another_code_is_another_code(typed: str) -> None:
    assert not attendance.same("0123", typed)
