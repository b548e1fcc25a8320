from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.rules import cadence, keeping, receipts

NEW_YORK = "America/New_York"
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(DAYS)
def test_an_answer_is_counted_on_the_day_on_which_its_week_is_released(day: date) -> None:
    released_at = cadence.release_at(cadence.week_of(day), NEW_YORK)
    released_on = released_at.astimezone(ZoneInfo(NEW_YORK)).date()

    assert receipts.of_checkin(day, day, counts=True).counted_on == released_on


@given(DAYS)
def test_an_answer_that_no_figure_has_is_counted_on_no_day(day: date) -> None:
    assert receipts.of_checkin(day, day, counts=False).counted_on is None


@given(DAYS)
def test_an_answer_goes_in_the_first_night_in_which_it_is_too_old(last_day: date) -> None:
    deleted_on = receipts.of_checkin(last_day, last_day, counts=True).deleted_on
    too_old = [
        last_day < keeping.bounds(night).answers
        for night in (deleted_on - timedelta(days=1), deleted_on)
    ]

    assert too_old == [False, True]
