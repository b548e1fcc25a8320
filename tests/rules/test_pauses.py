from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import cadence, pauses
from bot.rules.asks import NotUnderstoodError

NEW_YORK = "America/New_York"
# A Thursday, ten in the evening in New York, where clocks go back on the first.
NOW = datetime(2026, 10, 30, 2, 0, tzinfo=UTC)
SECRET = "Zoe-in-room-12"


def problem(typed: str) -> str:
    with pytest.raises(NotUnderstoodError) as raised:
        pauses.read(typed, NOW, NEW_YORK)
    return str(raised.value)


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        pytest.param("1 day", timedelta(days=1), id="a day"),
        pytest.param("3 days", timedelta(days=3), id="days"),
        pytest.param("2 weeks", timedelta(days=14), id="weeks"),
        pytest.param("for 2 Weeks", timedelta(days=14), id="for so long"),
        pytest.param("a week.", timedelta(days=7), id="in words"),
        pytest.param("1 MONTH", timedelta(days=30), id="a month"),
        pytest.param("2 hours", timedelta(hours=2), id="hours"),
        pytest.param("a week \U0001f64f", timedelta(days=7), id="with a picture"),
        pytest.param("12 months", timedelta(days=360), id="twelve months"),
        pytest.param("365 days", timedelta(days=365), id="a year"),
    ],
)
def test_a_pause_has_the_length_that_is_asked_for(typed: str, length: timedelta) -> None:
    assert pauses.read(typed, NOW, NEW_YORK) == NOW + length


def test_a_pause_without_an_end_lasts_until_they_say_resume() -> None:
    assert pauses.read("", NOW, NEW_YORK) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        pytest.param("until Monday", date(2026, 11, 2), id="a weekday"),
        pytest.param("until thursday", date(2026, 11, 5), id="the weekday that is today"),
        pytest.param("till fri", date(2026, 10, 30), id="tomorrow, by its short name"),
        pytest.param("until next sunday", date(2026, 11, 1), id="the next one"),
        pytest.param("until tomorrow", date(2026, 10, 30), id="tomorrow"),
        pytest.param("until next week", date(2026, 11, 2), id="the week that comes"),
        pytest.param("until next month", date(2026, 11, 1), id="the month that comes"),
        pytest.param("until next year?", date(2027, 1, 1), id="the year that comes"),
        pytest.param("until Monday!! \u2764", date(2026, 11, 2), id="with a picture"),
        pytest.param("until 5 December", date(2026, 12, 5), id="a day of this year"),
        pytest.param("until Jan 6th", date(2027, 1, 6), id="a day of the next"),
        pytest.param("until the 3rd of May", date(2027, 5, 3), id="a day in many words"),
        pytest.param("until 2026-12-24", date(2026, 12, 24), id="a date"),
    ],
)
def test_a_pause_until_a_day_ends_as_the_day_begins_for_that_person(typed: str, day: date) -> None:
    assert pauses.read(typed, NOW, NEW_YORK) == cadence.midnight(day, NEW_YORK)


def test_a_pause_across_a_clock_change_still_ends_at_midnight() -> None:
    ends = pauses.read("until monday", NOW, NEW_YORK)
    assert ends is not None
    assert str(ends.astimezone(ZoneInfo(NEW_YORK))) == "2026-11-02 00:00:00-05:00"


@pytest.mark.parametrize(
    "typed", ["until yesterday", "until today", "until 2026-10-29", "until 2025-01-01",
              "until 2028-01-01", "until 29 February"],
)  # fmt: skip
def test_a_pause_until_a_day_that_is_no_day_to_come_within_a_year_is_refused(typed: str) -> None:
    assert problem(typed) == pauses.NOT_AHEAD


@pytest.mark.parametrize(
    "typed",
    ["0 days", "366 days", "53 weeks", "13 months", "1000 days", "-1 day", "1.5 weeks", "3", "days",
     "3 days please", "3 years", "until", "until then", "until 32 May", "until 30 February",
     "until 5 Foo", SECRET, f"3 days {SECRET}", f"until {SECRET}"],
)  # fmt: skip
def test_a_pause_that_cannot_be_is_answered_with_an_example(typed: str) -> None:
    assert problem(typed) == pauses.NOT_A_PAUSE


@given(st.text(), st.sampled_from(["", "until ", "for "]))
def test_any_words_about_a_pause_are_understood_or_not(typed: str, before: str) -> None:
    try:
        until = pauses.read(before + typed, NOW, NEW_YORK)
    except NotUnderstoodError:
        return
    assert until is None or NOW < until <= NOW + pauses.LONGEST_PAUSE
