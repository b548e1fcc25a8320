from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules import notices
from bot.rules.cadence import Window
from bot.rules.notices import Day, Notice
from bot.rules.shifts import Routine

NEW_YORK = "America/New_York"
LONG_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)

A_WEEK, A_DAY, TWO_HOURS = "notice/7-days", "notice/1-day", "notice/2-hours"

moments = st.datetimes(
    datetime.fromisoformat("2026-01-01"),
    datetime.fromisoformat("2026-12-31"),
    timezones=st.just(UTC),
)
gaps = st.lists(st.integers(1, 20), min_size=1, max_size=4)
starts = st.sampled_from([time(0), time(1, 30), time(2, 30), time(8, 30), time(23)])
zones = st.sampled_from([NEW_YORK, "America/Nuuk", "Pacific/Chatham", "UTC"])


def training(
    *days: date, at: time = time(8, 30), zone: str = NEW_YORK, revision: int = 1
) -> list[Day]:
    return [
        Day(f"day-{number}", number, day, at, zone, revision)
        for number, day in enumerate(days, start=1)
    ]


def apart(first: date, days_between: list[int], at: time, zone: str) -> list[Day]:
    days = [first]
    for days_later in days_between:
        days.append(days[-1] + timedelta(days=days_later))
    return training(*days, at=at, zone=zone)


trainings = st.builds(apart, st.dates(date(2026, 2, 1), date(2026, 11, 1)), gaps, starts, zones)

THREE_IN_A_ROW = training(date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 12))


def told(days: list[Day], now: datetime) -> list[tuple[str, str]]:
    return [(notice.step, notice.occurrence) for notice in notices.notices(days, now)]


def planned(days: list[Day], now: datetime) -> dict[tuple[str, str], Window]:
    return {
        (notice.step, notice.occurrence): notice.window for notice in notices.notices(days, now)
    }


def site_time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(NEW_YORK))


def test_three_days_in_a_row_make_five_notices() -> None:
    assert told(THREE_IN_A_ROW, LONG_BEFORE) == [
        (A_WEEK, "day-1/1"),
        (A_DAY, "day-1/1"),
        (TWO_HOURS, "day-1/1"),
        (TWO_HOURS, "day-2/1"),
        (TWO_HOURS, "day-3/1"),
    ]


def test_days_a_week_apart_have_their_own_notices() -> None:
    days = training(date(2026, 11, 10), date(2026, 11, 17))
    assert told(days, LONG_BEFORE) == [
        (A_WEEK, "day-1/1"),
        (A_DAY, "day-1/1"),
        (A_WEEK, "day-2/1"),
        (A_DAY, "day-2/1"),
        (TWO_HOURS, "day-1/1"),
        (TWO_HOURS, "day-2/1"),
    ]


def test_days_six_days_apart_share_theirs() -> None:
    days = training(date(2026, 11, 10), date(2026, 11, 16))
    assert [notice for notice in told(days, LONG_BEFORE) if notice[0] != TWO_HOURS] == [
        (A_WEEK, "day-1/1"),
        (A_DAY, "day-1/1"),
    ]


def test_a_training_without_days_has_no_notices() -> None:
    assert told([], LONG_BEFORE) == []


def test_notices_come_at_ten_of_the_site_and_two_hours_before_the_start() -> None:
    assert list(notices.notices(THREE_IN_A_ROW[:1], LONG_BEFORE)) == [
        Notice(
            A_WEEK,
            "day-1/1",
            Window(
                local_date=date(2026, 11, 10),
                due_at=site_time("2026-11-03 10:00"),
                send_by=site_time("2026-11-04 00:00"),
                expires_at=site_time("2026-11-04 00:00"),
            ),
        ),
        Notice(
            A_DAY,
            "day-1/1",
            Window(
                local_date=date(2026, 11, 10),
                due_at=site_time("2026-11-09 10:00"),
                send_by=site_time("2026-11-10 00:00"),
                expires_at=site_time("2026-11-10 00:00"),
            ),
        ),
        Notice(
            TWO_HOURS,
            "day-1/1",
            Window(
                local_date=date(2026, 11, 10),
                due_at=site_time("2026-11-10 06:30"),
                send_by=site_time("2026-11-10 08:30"),
                expires_at=site_time("2026-11-10 08:30"),
            ),
        ),
    ]


def test_notices_of_days_ahead_come_at_the_readers_hour_in_their_zone() -> None:
    told_at = [
        notice.window.due_at
        for notice in notices.notices(
            THREE_IN_A_ROW[:1], LONG_BEFORE, Routine("Asia/Kolkata", time(22))
        )
    ]
    kolkata = ZoneInfo("Asia/Kolkata")
    assert told_at == [
        datetime(2026, 11, 3, 22, 0, tzinfo=kolkata),
        datetime(2026, 11, 9, 22, 0, tzinfo=kolkata),
        site_time("2026-11-10 06:30"),
    ]


def test_a_reader_without_an_hour_is_told_at_ten_of_their_own_clock() -> None:
    notice = next(notices.notices(THREE_IN_A_ROW, LONG_BEFORE, Routine("America/Chicago")))
    chicago = ZoneInfo("America/Chicago")
    assert notice.window.due_at == datetime(2026, 11, 3, 10, 0, tzinfo=chicago)


def test_midnight_is_an_hour_like_any_other() -> None:
    notice = next(notices.notices(THREE_IN_A_ROW, LONG_BEFORE, Routine(NEW_YORK, time(0))))
    assert notice.window.due_at == site_time("2026-11-03 00:00")


@given(trainings, st.none() | st.times(), zones)
@example(training(date(2026, 3, 29)), time(23, 30), "America/Nuuk")
def test_every_notice_is_due_before_it_is_too_late(
    days: list[Day], hour: time | None, zone: str
) -> None:
    windows = [notice.window for notice in notices.notices(days, LONG_BEFORE, Routine(zone, hour))]
    assert [window for window in windows if window.due_at >= window.send_by] == []


@given(trainings, st.none() | st.times(), zones)
def test_the_readers_hour_changes_no_notice_but_its_moment(
    days: list[Day], hour: time | None, zone: str
) -> None:
    at_their_hour = [
        (notice.step, notice.occurrence)
        for notice in notices.notices(days, LONG_BEFORE, Routine(zone, hour))
    ]
    assert at_their_hour == told(days, LONG_BEFORE)


def test_two_hours_are_two_real_hours_when_the_clocks_change() -> None:
    (day,) = training(date(2027, 3, 14))
    (notice,) = (n for n in notices.notices([day], LONG_BEFORE) if n.step == TWO_HOURS)
    assert notice.window.due_at.astimezone(ZoneInfo(NEW_YORK)).time() == time(6, 30)


def test_a_start_in_a_skipped_hour_moves_forward() -> None:
    (day,) = training(date(2027, 3, 14), at=time(2, 30))
    assert day.starts_at == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        pytest.param("2026-11-03 23:59:59", (A_WEEK, "day-1/1"), id="seven days before"),
        pytest.param("2026-11-04 00:00", (A_DAY, "day-1/1"), id="six days before"),
        pytest.param("2026-11-09 18:00", (A_DAY, "day-1/1"), id="made the day before"),
        pytest.param("2026-11-10 00:00", (TWO_HOURS, "day-1/1"), id="made the same night"),
        pytest.param("2026-11-10 08:29:59", (TWO_HOURS, "day-1/1"), id="a second before"),
        pytest.param("2026-11-10 08:30", (TWO_HOURS, "day-2/1"), id="when it starts"),
    ],
)
def test_a_late_cohort_is_told_only_what_is_still_true(now: str, first: tuple[str, str]) -> None:
    assert told(THREE_IN_A_ROW, site_time(now))[0] == first


def test_nothing_is_told_when_all_days_have_begun() -> None:
    assert told(THREE_IN_A_ROW, site_time("2026-11-12 08:30")) == []


def test_a_moved_training_is_told_anew() -> None:
    moved = training(date(2026, 11, 10), revision=2)
    assert {occurrence for _, occurrence in told(moved, LONG_BEFORE)} == {"day-1/2"}


@given(trainings, moments)
def test_no_notice_is_past(days: list[Day], now: datetime) -> None:
    assert [n for n in notices.notices(days, now) if n.window.send_by <= now] == []


@given(trainings, moments)
def test_no_notice_is_told_twice(days: list[Day], now: datetime) -> None:
    assert len(told(days, now)) == len(set(told(days, now)))


@given(trainings, moments, st.timedeltas(timedelta(), timedelta(days=40)))
def test_looking_again_finds_the_same_notices_but_those_that_are_past(
    days: list[Day], now: datetime, later: timedelta
) -> None:
    still = {
        name: window for name, window in planned(days, now).items() if window.send_by > now + later
    }
    assert planned(days, now + later) == still


@given(trainings)
def test_every_day_is_told_two_hours_ahead(days: list[Day]) -> None:
    ahead = {
        notice.occurrence: notice.window.due_at
        for notice in notices.notices(days, LONG_BEFORE)
        if notice.step == TWO_HOURS
    }
    assert ahead == {f"{day.id}/1": day.starts_at - timedelta(hours=2) for day in days}


@given(trainings, st.sampled_from([(A_WEEK, 7), (A_DAY, 1)]))
def test_a_notice_of_days_ahead_is_true_for_as_long_as_it_may_be_sent(
    days: list[Day], kind: tuple[str, int]
) -> None:
    step, ahead = kind
    on = {f"{day.id}/1": day for day in days}
    told_on = {
        (on[notice.occurrence].on - moment.astimezone(ZoneInfo(on[notice.occurrence].zone)).date())
        for notice in notices.notices(days, LONG_BEFORE)
        if notice.step == step
        for moment in (notice.window.due_at, notice.window.send_by - timedelta(seconds=1))
    }
    assert told_on == {timedelta(days=ahead)}


@given(trainings)
def test_a_day_shares_the_notice_of_the_one_before_within_a_week_only(days: list[Day]) -> None:
    own = {occurrence for step, occurrence in told(days, LONG_BEFORE) if step == A_WEEK}
    followers = {f"{day.id}/1" for before, day in pairwise(days) if (day.on - before.on).days >= 7}
    assert own == {"day-1/1"} | followers


def test_days_that_are_announced_together_are_one_run() -> None:
    days = training(date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 18))

    assert [day.id for day in notices.run_of(days, days[0])] == ["day-1", "day-2"]
    assert [day.id for day in notices.run_of(days, days[2])] == ["day-3"]


@pytest.mark.parametrize(
    ("told_at", "left_out"),
    [
        ("2026-11-02 12:00", set()),
        ("2026-11-02 23:00", {A_WEEK}),
        ("2026-11-08 12:00", set()),
        ("2026-11-08 23:00", {A_DAY}),
        ("2026-11-09 15:00", {A_DAY}),
        ("2026-11-10 06:25", {A_DAY, TWO_HOURS}),
    ],
)
def test_who_was_just_told_that_a_day_moved_is_not_told_of_it_again(
    told_at: str, left_out: set[str]
) -> None:
    (day,) = training(date(2026, 11, 10))
    moved = replace(day, told_at=site_time(told_at))
    before = {notice.step for notice in notices.notices([day], site_time(told_at))}
    after = {notice.step for notice in notices.notices([moved], site_time(told_at))}

    assert before - after == left_out & before
    assert after <= before
