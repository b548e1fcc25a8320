from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.rules import assessments, cadence, reminders
from bot.rules.assessments import POINTS, Opening, Point
from bot.rules.notices import Day
from bot.rules.reminders import Asking, Listener

NEW_YORK = "America/New_York"
A_DAY = timedelta(days=1)
LAST = date(2026, 11, 5)

# Zones that change their clocks north and south of the equator, by an hour and by half of one.
zones = st.sampled_from(
    [NEW_YORK, "Europe/Dublin", "Australia/Lord_Howe", "Pacific/Auckland", "UTC"]
)
# Every hour there is, those that a clock skips or shows twice too.
hours = st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0))


def training(first: date, zone: str = NEW_YORK) -> list[Day]:
    return [
        Day(f"day-{n}", n, first + (n - 1) * A_DAY, time(8, 30), zone, revision=1)
        for n in (1, 2, 3)
    ]


trainings = st.builds(training, st.dates(date(2026, 1, 1), date(2027, 12, 31)), zones)
listeners = st.builds(Listener, hours, zones)


def opening(point: Point, days: list[Day] | None = None, pre: date | None = None) -> Opening:
    found = {
        one.point: one for one in assessments.openings(days or training(LAST - 2 * A_DAY), pre)
    }
    return found[point]


def local(moment: datetime, zone: str = NEW_YORK) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def asked(point: Point, listener: Listener, taken: set[date] | None = None) -> list[str]:
    found = reminders.askings(opening(point), listener, taken or set())
    return [local(one.window.due_at, listener.zone) for one in found]


@pytest.mark.parametrize(
    ("point", "opens", "closes"),
    [
        pytest.param("pre", "2026-10-20 00:00", "2026-11-03 08:40", id="before unit one"),
        pytest.param("end", "2026-11-05 16:10", "2026-11-08 16:30", id="72 hours from the close"),
        pytest.param("month_1", "2026-12-03 00:00", "2026-12-19 00:00", id="days 28 to 44"),
        pytest.param("month_3", "2027-02-03 00:00", "2027-02-19 00:00", id="from day 90"),
        pytest.param("month_6", "2027-05-04 00:00", "2027-05-20 00:00", id="from day 180"),
    ],
)
def test_each_assessment_has_its_window(point: Point, opens: str, closes: str) -> None:
    found = opening(point)

    assert (local(found.opens_at), local(found.closes_at)) == (opens, closes)


def test_the_second_time_opens_a_week_after_the_first_and_closes_a_week_later() -> None:
    found = opening("baseline_2", pre=date(2026, 10, 14))

    assert (local(found.opens_at), local(found.closes_at)) == (
        "2026-10-21 00:00",
        "2026-10-29 00:00",
    )


def test_the_second_time_ends_with_the_first_training_day() -> None:
    assert local(opening("baseline_2", pre=date(2026, 10, 25)).closes_at) == "2026-11-03 08:30"


@pytest.mark.parametrize("pre", [None, date(2026, 10, 28), date(2026, 11, 20)])
def test_there_is_no_second_time_without_a_first_or_without_a_week(pre: date | None) -> None:
    points = [one.point for one in assessments.openings(training(LAST - 2 * A_DAY), pre)]

    assert points == ["pre", "end", "month_1", "month_3", "month_6"]


def test_somebody_who_chose_no_hour_is_asked_in_the_morning_and_reminded_at_other_times() -> None:
    assert asked("month_1", Listener(None, NEW_YORK)) == [
        "2026-12-03 10:00",
        "2026-12-06 14:00",
        "2026-12-10 18:00",
        "2026-12-15 12:00",
    ]


def test_somebody_who_chose_an_hour_is_never_asked_far_from_it() -> None:
    assert asked("month_1", Listener(time(3), NEW_YORK)) == [
        "2026-12-03 03:00",
        "2026-12-06 05:00",
        "2026-12-10 01:00",
        "2026-12-15 04:00",
    ]


def test_at_the_end_everybody_is_asked_at_once_and_reminded_by_day() -> None:
    assert asked("end", Listener(None, NEW_YORK)) == [
        "2026-11-05 16:10",
        "2026-11-06 14:00",
        "2026-11-07 18:00",
    ]


def test_as_the_first_day_begins_whoever_has_not_answered_is_asked_in_the_room() -> None:
    (*_, last) = reminders.askings(opening("pre"), Listener(time(3), "Europe/Dublin"))

    assert (local(last.window.due_at), local(last.window.send_by)) == (
        "2026-11-03 08:30",
        "2026-11-03 08:40",
    )


def test_while_a_day_waits_for_its_date_nothing_is_asked_that_counts_from_the_last() -> None:
    waiting = [replace(day, one_waits=True) for day in training(LAST - 2 * A_DAY)]

    assert [one.point for one in assessments.openings(waiting[:2])] == ["pre"]
    assert list(assessments.openings(waiting[1:])) == []


def test_somebody_who_chose_a_moment_is_asked_then_and_reminded_after_it() -> None:
    chosen = (date(2026, 12, 12), time(19))

    assert asked("month_1", Listener(time(10, 30), NEW_YORK, chosen)) == [
        "2026-12-12 19:00",
        "2026-12-16 12:30",
    ]


def test_a_day_on_which_something_else_comes_is_left_to_it() -> None:
    taken = {date(2026, 12, 3), date(2026, 12, 10)}
    days = [moment[:10] for moment in asked("month_1", Listener(None, NEW_YORK), taken)]

    assert taken.isdisjoint(date.fromisoformat(day) for day in days)
    assert len(days) == 4


def test_a_window_without_somebodys_hour_wakes_them_for_nothing() -> None:
    night_before = Opening(
        "baseline_2",
        cadence.midnight(date(2026, 11, 3), NEW_YORK),
        cadence.moment(date(2026, 11, 3), time(8, 30), NEW_YORK),
        NEW_YORK,
    )

    assert list(reminders.askings(night_before, Listener(time(10), NEW_YORK))) == []


@given(days=trainings, listener=listeners, point=st.sampled_from(POINTS))
def test_whoever_is_asked_is_asked_inside_the_window(
    days: list[Day], listener: Listener, point: Point
) -> None:
    for one in _askings(days, listener, point):
        found = opening(point, days, days[0].on - 12 * A_DAY)
        assert found.opens_at <= one.window.due_at <= one.window.send_by <= found.closes_at
        assert one.window.expires_at == found.closes_at


@given(days=trainings, listener=listeners, point=st.sampled_from(POINTS))
def test_there_are_three_reminders_at_most_and_no_two_messages_a_day(
    days: list[Day], listener: Listener, point: Point
) -> None:
    found = _askings(days, listener, point)
    dates = [one.window.local_date for one in found]

    assert [one.reminds for one in found] == [False, *[True] * (len(found) - 1)][: len(found)]
    assert len(found) <= 4
    assert all(earlier < later for earlier, later in pairwise(dates))


@given(days=trainings, listener=listeners, point=st.sampled_from(POINTS))
def test_each_message_comes_in_another_part_of_the_day(
    days: list[Day], listener: Listener, point: Point
) -> None:
    # An hour that a clock skips moves onto the next.
    assume(point != "end")
    wanted = [listener.preferred_at or time(10), *reminders._hours(listener.preferred_at)]
    found = _askings(days, listener, point)
    zone = ZoneInfo(listener.zone)

    assert len(set(wanted)) == 4
    for moment in [one.window.due_at for one in found]:
        # Compared in UTC: an hour that comes twice equals none of another zone (PEP 495).
        day = moment.astimezone(zone).date()
        nominal = [cadence.moment(day, hour, listener.zone) for hour in wanted]
        assert moment in nominal


@given(days=trainings, zone=zones)
def test_windows_of_one_training_follow_each_other(days: list[Day], zone: str) -> None:
    found = list(assessments.openings(days))

    assert [one.point for one in found] == ["pre", "end", "month_1", "month_3", "month_6"]
    for earlier, later in pairwise(found):
        assert earlier.opens_at < earlier.closes_at <= later.opens_at


@given(days=trainings, listener=listeners, after=st.integers(0, 20), at=st.times())
def test_a_chosen_moment_counts_only_inside_the_month(
    days: list[Day], listener: Listener, after: int, at: time
) -> None:
    found = opening("month_1", days)
    day = found.opens_at.astimezone(ZoneInfo(listener.zone)).date() + after * A_DAY
    chosen = Listener(listener.preferred_at, listener.zone, (day, at))
    first = next(reminders.askings(found, chosen))
    moment = cadence.moment(day, at, listener.zone)

    assert (first.window.due_at == moment) or not assessments.choosable(found, moment)


@pytest.mark.parametrize("point", POINTS)
def test_a_step_names_its_time_point(point: Point) -> None:
    assert assessments.point_of(assessments.step(point)) == point
    assert assessments.point_of(assessments.step(point, 2)) == point


@pytest.mark.parametrize("step", ["active/week-1/check-in", "notice/7-days", "assessment/other"])
def test_a_step_of_something_else_names_none(step: str) -> None:
    assert assessments.point_of(step) is None


def _askings(days: list[Day], listener: Listener, point: Point) -> list[Asking]:
    """Return what asks somebody, but for the one in the room, which is for those who have not."""
    found = opening(point, days, days[0].on - 12 * A_DAY)
    asking = reminders.askings(found, listener)
    return [one for one in asking if not one.step.endswith("/day-one")]
