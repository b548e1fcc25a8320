from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import cadence, keeping
from tests.rules.windows import checkin

NEW_YORK = "America/New_York"
ZONES = st.sampled_from([NEW_YORK, "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"])
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def test_the_time_of_an_answer_is_kept_as_its_week() -> None:
    week = {keeping.period_of(date(2026, 11, day)) for day in range(2, 9)}

    assert week == {"week/2026-11-02"}


@given(DAYS)
def test_a_period_says_its_week(day: date) -> None:
    assert keeping.week_in(keeping.period_of(day)) == cadence.week_of(day)


def test_what_is_deleted_is_gone_from_backups_thirty_days_later() -> None:
    assert keeping.gone_on(date(2026, 11, 10)) == date(2026, 12, 10)


@pytest.mark.parametrize(
    ("now", "night"),
    [
        pytest.param(datetime(2026, 11, 13, 7, 59, tzinfo=UTC), date(2026, 11, 12), id="before"),
        pytest.param(datetime(2026, 11, 13, 8, 0, tzinfo=UTC), date(2026, 11, 13), id="at three"),
        pytest.param(datetime(2026, 11, 14, 4, 0, tzinfo=UTC), date(2026, 11, 13), id="evening"),
    ],
)
def test_a_night_comes_at_three_by_the_clock_of_the_site(now: datetime, night: date) -> None:
    assert keeping.last_night(NEW_YORK, now) == night


def test_a_week_moves_on_in_the_night_after_its_release() -> None:
    # The week from Monday 2 November is released on Thursday 12.
    assert keeping.moves_on("week/2026-11-02", NEW_YORK) == date(2026, 11, 13)


@given(DAYS, ZONES, ZONES)
def test_a_week_moves_on_when_nobody_can_answer_it_any_more(
    day: date, at_home: str, at_the_site: str
) -> None:
    # Somebody may live by another clock than the site's, and may have chosen any hour.
    closed = checkin(day, datetime.max.time(), at_home).expires_at
    night = keeping.moves_on(keeping.period_of(day), at_the_site)

    assert keeping.comes_at(night, at_the_site) - closed > timedelta(hours=24)


@given(DAYS, ZONES)
def test_a_week_moves_on_after_its_release(day: date, zone: str) -> None:
    night = keeping.moves_on(keeping.period_of(day), zone)

    assert keeping.comes_at(night, zone) > cadence.release_at(cadence.week_of(day), zone)


@pytest.mark.parametrize(
    ("kept", "days"),
    [
        pytest.param("link_keys", 180 + 16 + 30, id="30 days after the window of month six"),
        pytest.param("answers", 180 + 16 + 180, id="180 days after the last follow-up"),
        pytest.param("deliveries", 90, id="90 days"),
        pytest.param("registers", 365, id="twelve months after a register is closed"),
    ],
)
def test_what_is_too_old_lies_before_a_day(kept: str, days: int) -> None:
    today = date(2027, 6, 30)

    assert getattr(keeping.bounds(today), kept) == today - timedelta(days=days)


def test_lists_are_kept_for_six_years_after_the_last_follow_up() -> None:
    assert keeping.bounds(date(2033, 5, 20)).lists <= date(2026, 11, 5)


@given(DAYS)
def test_an_answer_outlives_the_key_and_a_list_outlives_the_answer(today: date) -> None:
    bounds = keeping.bounds(today)

    assert bounds.lists < bounds.answers < bounds.link_keys < bounds.deliveries


def test_the_journal_outlives_every_backup() -> None:
    assert keeping.JOURNAL_KEPT > keeping.BACKUPS_KEPT


def test_an_assessment_moves_on_in_the_night_after_its_window_closed() -> None:
    period = keeping.point_period("pre", date(2026, 11, 3))

    assert keeping.moves_on(period, "America/New_York") == date(2026, 11, 4)


def test_what_came_too_late_moves_on_when_its_week_is_over() -> None:
    period = keeping.late_period("pre", date(2026, 11, 4))

    assert keeping.moves_on(period, "America/New_York") == date(2026, 11, 9)
    assert [keeping.is_late(one) for one in (period, keeping.period_of(date(2026, 11, 4)))] == [
        True,
        False,
    ]
