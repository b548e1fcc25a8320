from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules import cadence
from bot.rules.cadence import Window
from tests.rules.windows import checkin

NEW_YORK = "America/New_York"
PHOENIX = "America/Phoenix"
KOLKATA = "Asia/Kolkata"
# Twice a year by an hour, by half an hour, by two, around midnight, four times a year, never.
ZONES = [
    NEW_YORK,
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "America/Nuuk",
    "Africa/Casablanca",
    "Pacific/Chatham",
    PHOENIX,
    KOLKATA,
    "UTC",
]

EVERY_ZONE = available_timezones()
YEARS = [str(date(2026, 1, 1) + timedelta(days=day)) for day in range(731)]

MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
# Clocks change by two hours at most (Troll), so the same hour comes again within this.
A_DAY_AND_A_CHANGE = DAY + timedelta(hours=2)

zones = st.sampled_from(ZONES)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))
moments = st.datetimes(
    datetime.fromisoformat("2026-01-01"),
    datetime.fromisoformat("2027-12-31"),
    timezones=st.just(UTC),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(moment: datetime, zone: str) -> datetime:
    """What clocks in `zone` show; nothing here ever goes from a wall time to a moment."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


class Change(NamedTuple):
    """The moment from which clocks show another offset."""

    at: datetime
    before: timedelta
    after: timedelta


class Shown(NamedTuple):
    """A wall time in a week of change, the first moment that shows it, and what is skipped."""

    zone: str
    wanted: datetime
    first: datetime | None
    skipped: timedelta


def offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    shown = moment.astimezone(zone).utcoffset()
    assert shown is not None
    return shown


def changes(zone: ZoneInfo) -> Iterator[Change]:
    """Yield every change of 2026 and 2027, to the minute."""
    shown = [(day, offset(zone, day)) for day in map(utc, YEARS)]
    for (day, before), (following, after) in pairwise(shown):
        if before != after:
            minutes = range(int((following - day) / MINUTE))
            minute = bisect_left(
                minutes, x=True, key=lambda at: offset(zone, day + at * MINUTE) != before
            )
            yield Change(day + minute * MINUTE, before, after)


@cache
def zones_by_changes() -> dict[tuple[Change, ...], str]:
    """Return one zone for all that change alike, because in those weeks they are alike."""
    alike = {tuple(changes(ZoneInfo(zone))): zone for zone in sorted(EVERY_ZONE)}
    return {found: zone for found, zone in alike.items() if found}


def shown_around(zone: str, change: Change) -> Iterator[Shown]:
    """Yield every quarter of an hour of the days around a change, shown by clocks or not."""
    first: dict[datetime, datetime] = {}
    for step in range(-3 * 96, 3 * 96):
        moment = change.at + step * QUARTER
        first.setdefault(wall(moment, zone), moment)
    wanted = min(first)
    while wanted < max(first):
        yield Shown(zone, wanted, first.get(wanted), change.after - change.before)
        wanted += QUARTER


@cache
def weeks_of_change() -> list[Shown]:
    return [
        shown
        for found, zone in zones_by_changes().items()
        for change in found
        for shown in shown_around(zone, change)
    ]


def planned(shown: Shown) -> datetime:
    return cadence.moment(shown.wanted.date(), shown.wanted.time(), shown.zone)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        pytest.param("2027-03-14", "02:30", NEW_YORK, "2027-03-14 07:30", id="a gap hour"),
        pytest.param("2027-03-14", "01:59", NEW_YORK, "2027-03-14 06:59", id="just before a gap"),
        pytest.param("2027-03-14", "03:00", NEW_YORK, "2027-03-14 07:00", id="just after a gap"),
        pytest.param("2026-11-01", "01:30", NEW_YORK, "2026-11-01 05:30", id="an hour shown twice"),
        pytest.param("2026-11-01", "02:00", NEW_YORK, "2026-11-01 07:00", id="after the second"),
        pytest.param("2027-03-15", "00:00", NEW_YORK, "2027-03-15 04:00", id="a Monday's start"),
        pytest.param("2027-03-14", "02:30", PHOENIX, "2027-03-14 09:30", id="no change in Phoenix"),
        pytest.param("2026-11-01", "01:30", PHOENIX, "2026-11-01 08:30", id="nor in autumn"),
        pytest.param("2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-03 15:45", id="half"),
        pytest.param("2027-03-27", "23:30", "America/Nuuk", "2027-03-28 01:30", id="over midnight"),
    ],
)
def test_a_wall_time_is_one_moment(day: str, at: str, zone: str, expected: str) -> None:
    assert cadence.moment(date.fromisoformat(day), time.fromisoformat(at), zone) == utc(expected)


def test_many_clocks_change_in_many_ways() -> None:
    assert len(zones_by_changes()) > 20


def test_a_wall_time_is_the_first_moment_that_shows_it_in_every_zone() -> None:
    exists = [shown for shown in weeks_of_change() if shown.first]
    assert [shown for shown in exists if planned(shown) != shown.first] == []


def test_a_wall_time_that_no_clock_shows_moves_forward_by_what_is_skipped() -> None:
    skipped = [shown for shown in weeks_of_change() if shown.first is None]
    moved = [wall(planned(shown), shown.zone) - shown.wanted for shown in skipped]
    assert moved == [shown.skipped for shown in skipped]


def test_only_a_skipped_hour_can_move_to_another_date() -> None:
    moved = [
        shown
        for shown in weeks_of_change()
        if wall(planned(shown), shown.zone).date() != shown.wanted.date()
    ]
    assert [shown for shown in moved if shown.first] == []


@given(days, hours, zones)
def test_a_moment_is_told_in_utc(day: date, at: time, zone: str) -> None:
    assert cadence.moment(day, at, zone).tzinfo is UTC


@given(days, hours, zones)
def test_a_moment_reads_back_as_its_wall_time_or_later(day: date, at: time, zone: str) -> None:
    assert wall(cadence.moment(day, at, zone), zone) >= datetime.combine(day, at)


@given(days, hours, zones)
@example(date(2026, 11, 1), time(1, 30), NEW_YORK)
@example(date(2027, 3, 14), time(2, 30), NEW_YORK)
def test_the_fold_of_a_chosen_hour_changes_nothing(day: date, at: time, zone: str) -> None:
    assert cadence.moment(day, at.replace(fold=1), zone) == cadence.moment(day, at, zone)


@pytest.mark.parametrize("zone", [NEW_YORK, "UTC", KOLKATA])
def test_a_known_zone_is_used(zone: str) -> None:
    assert cadence.usable_zone(zone, "America/Chicago") == zone


@pytest.mark.parametrize(
    "zone",
    ["", ".", "..", "../etc/passwd", "/etc/localtime", "America", "America/", "Mars/Olympus", "\0",
     "x" * 5000],
)  # fmt: skip
def test_an_unusable_zone_gives_way(zone: str) -> None:
    assert cadence.usable_zone(zone, "America/Chicago") == "America/Chicago"


@given(st.text(max_size=100))
def test_any_words_for_a_zone_end_in_a_zone_that_works(words: str) -> None:
    assert ZoneInfo(cadence.usable_zone(words, "America/Chicago")).key in EVERY_ZONE


def test_a_checkin_can_be_sent_for_two_hours_and_answered_for_a_day_and_a_half() -> None:
    assert checkin(date(2026, 11, 10), time(14, 30), NEW_YORK) == Window(
        local_date=date(2026, 11, 10),
        due_at=utc("2026-11-10 19:30"),
        send_by=utc("2026-11-10 21:30"),
        expires_at=utc("2026-11-12 07:30"),
    )


def test_a_checkin_without_a_chosen_hour_comes_at_ten() -> None:
    without = checkin(date(2026, 11, 10), None, NEW_YORK)
    assert without == checkin(date(2026, 11, 10), time(10), NEW_YORK)


def test_midnight_is_an_hour_that_can_be_chosen() -> None:
    assert checkin(date(2026, 11, 10), time(0), NEW_YORK).due_at == utc("2026-11-10 05:00")


def test_a_checkin_in_a_skipped_hour_keeps_its_date_and_its_lengths() -> None:
    assert checkin(date(2027, 3, 14), time(2, 30), NEW_YORK) == Window(
        local_date=date(2027, 3, 14),
        due_at=utc("2027-03-14 07:30"),
        send_by=utc("2027-03-14 09:30"),
        expires_at=utc("2027-03-15 19:30"),
    )


@given(days, st.none() | hours, zones)
def test_a_checkin_is_over_before_that_of_the_day_after_next(
    day: date, at: time | None, zone: str
) -> None:
    following = checkin(day + 2 * DAY, at, zone)
    assert checkin(day, at, zone).expires_at < following.due_at


@pytest.mark.parametrize(
    ("now", "at", "due", "local_date"),
    [
        pytest.param("2026-11-12 13:00", time(9), "2026-11-12 14:00", "2026-11-12", id="later"),
        pytest.param("2026-11-12 14:00", time(9), "2026-11-12 14:00", "2026-11-12", id="just now"),
        pytest.param("2026-11-12 14:01", time(9), "2026-11-13 14:00", "2026-11-13", id="tomorrow"),
        pytest.param("2026-11-13 03:30", time(23), "2026-11-13 04:00", "2026-11-12", id="at night"),
        pytest.param("2026-11-12 13:00", None, "2026-11-12 15:00", "2026-11-12", id="none chosen"),
        pytest.param("2026-11-01 05:45", time(1, 30), "2026-11-02 06:30", "2026-11-02", id="once"),
    ],
)
def test_a_letter_comes_at_the_next_hour(
    now: str, at: time | None, due: str, local_date: str
) -> None:
    window = cadence.letter(utc(now), at, NEW_YORK)
    assert (window.due_at, window.local_date) == (utc(due), date.fromisoformat(local_date))


def test_a_letter_can_wait_for_four_days() -> None:
    window = cadence.letter(utc("2026-11-12 13:00"), time(9), NEW_YORK)
    late = utc("2026-11-16 14:00")
    assert (window.send_by, window.expires_at) == (late, late)


@given(moments, st.none() | hours, zones)
@example(utc("2026-11-01 05:30:01"), time(1, 30), NEW_YORK)
@example(utc("2027-03-28 00:59"), time(23, 30), "America/Nuuk")
def test_a_letter_is_never_due_in_the_past(now: datetime, at: time | None, zone: str) -> None:
    assert cadence.letter(now, at, zone).due_at >= now


@given(moments, st.none() | hours, zones)
@example(utc("2026-11-01 05:30:01"), time(1, 30), NEW_YORK)
@example(utc("2027-03-28 01:31"), time(23, 30), "America/Nuuk")
def test_a_letter_is_due_within_a_day_and_a_clock_change(
    now: datetime, at: time | None, zone: str
) -> None:
    assert cadence.letter(now, at, zone).due_at - now <= A_DAY_AND_A_CHANGE


@given(moments, st.none() | hours, zones)
def test_the_date_of_a_letter_is_the_one_on_which_it_comes(
    now: datetime, at: time | None, zone: str
) -> None:
    window = cadence.letter(now, at, zone)
    assert window.local_date == wall(window.due_at, zone).date()


@pytest.mark.parametrize(
    ("local", "due"),
    [
        pytest.param("2026-11-12 09:00", "2026-11-12 09:00", id="the first minute of the day"),
        pytest.param("2026-11-12 14:07", "2026-11-12 14:07", id="by day"),
        pytest.param("2026-11-12 19:59", "2026-11-12 19:59", id="the last minute"),
        pytest.param("2026-11-12 20:00", "2026-11-13 09:00", id="in the evening"),
        pytest.param("2026-11-12 23:59", "2026-11-13 09:00", id="before midnight"),
        pytest.param("2026-11-13 00:00", "2026-11-13 09:00", id="at midnight"),
        pytest.param("2026-11-13 08:59", "2026-11-13 09:00", id="a minute early"),
    ],
)
def test_an_invitation_comes_at_once_by_day_and_at_nine_after_a_night(local: str, due: str) -> None:
    now = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(NEW_YORK))
    window = cadence.invitation(now, NEW_YORK)
    assert wall(window.due_at, NEW_YORK) == datetime.fromisoformat(due)


def test_an_invitation_can_wait_for_four_days() -> None:
    now = utc("2026-11-13 03:00")
    assert cadence.invitation(now, NEW_YORK) == Window(
        local_date=date(2026, 11, 13),
        due_at=utc("2026-11-13 14:00"),
        send_by=utc("2026-11-17 14:00"),
        expires_at=utc("2026-11-17 14:00"),
    )


@given(moments, zones)
def test_an_invitation_never_comes_at_night(now: datetime, zone: str) -> None:
    opens, shuts = cadence.DAYTIME
    assert opens <= wall(cadence.invitation(now, zone).due_at, zone).time() < shuts


@given(moments, zones)
def test_an_invitation_waits_for_one_night_at_most(now: datetime, zone: str) -> None:
    waits = cadence.invitation(now, zone).due_at - now
    assert timedelta() <= waits <= timedelta(hours=15)


@given(days)
def test_a_week_begins_on_its_monday(day: date) -> None:
    monday = cadence.week_of(day)
    assert (monday.weekday(), (day - monday).days) == (0, day.weekday())


@given(days, zones)
def test_releases_are_made_on_the_thursday_after_the_week_at_eight(day: date, zone: str) -> None:
    monday = cadence.week_of(day)
    shown = wall(cadence.release_at(monday, zone), zone)
    assert shown == datetime.combine(monday + timedelta(days=10), time(8))


@given(days, hours, zones)
def test_every_checkin_of_a_week_is_closed_when_its_releases_are_made(
    day: date, at: time, zone: str
) -> None:
    window = checkin(day, at, zone)
    assert window.expires_at < cadence.release_at(cadence.week_of(day), zone)


periods = st.integers(1, 4)


def mondays_due(since: date, weeks: int, zone: str, now: datetime) -> list[date]:
    monday = cadence.week_of(since)
    mondays = [monday + number * cadence.WEEK for number in range(110)]
    later = (weeks - 1) * cadence.WEEK
    return [week for week in mondays if cadence.release_at(week + later, zone) <= now]


@given(days, periods, zones, moments)
def test_closed_periods_are_exactly_those_whose_releases_are_due(
    since: date, weeks: int, zone: str, now: datetime
) -> None:
    found = list(cadence.closed_periods(since, weeks, zone, now))
    assert found == mondays_due(since, weeks, zone, now)


@given(days, periods, zones, moments, st.timedeltas(timedelta(), timedelta(days=400)))
def test_after_an_outage_the_same_periods_are_made_up_for(
    since: date, weeks: int, zone: str, now: datetime, outage: timedelta
) -> None:
    before = list(cadence.closed_periods(since, weeks, zone, now))
    since_then = before[-1] + cadence.WEEK if before else since
    caught_up = list(cadence.closed_periods(since_then, weeks, zone, now + outage))
    in_time = list(cadence.closed_periods(since, weeks, zone, now + outage))
    assert [*before, *caught_up] == in_time


@pytest.mark.parametrize(
    ("ends_at", "comes_at"),
    [
        pytest.param("2026-11-03 21:30", "2026-11-03 23:30", id="half past four, half past six"),
        pytest.param("2026-11-03 22:59", "2026-11-04 00:59", id="just before eight"),
        pytest.param("2026-11-03 23:00", None, id="from eight on it is late for somebody"),
        pytest.param("2026-11-04 03:30", None, id="past midnight"),
    ],
)
def test_the_evening_of_a_training_day_comes_two_hours_after_it(
    ends_at: str, comes_at: str | None
) -> None:
    window = cadence.evening(date(2026, 11, 3), utc(ends_at), NEW_YORK)
    assert (window and window.due_at) == (comes_at and utc(comes_at))


def test_an_evening_can_be_opened_until_the_next_is_over() -> None:
    due = utc("2026-11-03 23:30")
    assert cadence.evening(date(2026, 11, 3), utc("2026-11-03 21:30"), NEW_YORK) == Window(
        date(2026, 11, 3), due, due + timedelta(hours=2), due + timedelta(hours=36)
    )


@pytest.mark.parametrize(
    ("now", "weeks"),
    [
        pytest.param("2026-11-12 12:59:59", [], id="a second early"),
        pytest.param("2026-11-12 13:00:00", [date(2026, 11, 2)], id="on time"),
        pytest.param("2026-11-26 13:00", [date(2026, 11, d) for d in (2, 9, 16)], id="late"),
    ],
)
def test_a_week_closes_on_thursday_at_eight_of_the_site(now: str, weeks: list[date]) -> None:
    assert list(cadence.closed_periods(date(2026, 11, 4), 1, NEW_YORK, utc(now))) == weeks


@given(days, zones)
def test_four_weeks_are_released_with_the_last_of_them(day: date, zone: str) -> None:
    monday = cadence.week_of(day)
    assert cadence.release_at(monday, zone, 4) == cadence.release_at(
        monday + 3 * cadence.WEEK, zone
    )


@given(days, st.integers(0, 60))
def test_every_week_lies_in_one_block_of_four_that_begins_with_the_first(
    day: date, number: int
) -> None:
    first = cadence.week_of(day)
    monday = first + number * cadence.WEEK
    block = cadence.block_of(monday, first)
    assert ((block - first) % cadence.BLOCK, timedelta() <= monday - block < cadence.BLOCK) == (
        timedelta(),
        True,
    )


@given(zones, moments)
@example(NEW_YORK, utc("2026-11-12 12:59:59"))
@example(NEW_YORK, utc("2026-11-12 13:00"))
def test_the_last_closed_week_is_the_last_of_all_that_are_closed(zone: str, now: datetime) -> None:
    long_ago = now.date() - timedelta(days=60)
    assert (
        cadence.last_closed_week(zone, now)
        == list(cadence.closed_periods(long_ago, 1, zone, now)).pop()
    )


@given(zones, moments)
@example(NEW_YORK, utc("2026-11-12 12:59:59"))
@example(NEW_YORK, utc("2026-11-12 13:00"))
def test_the_next_release_comes_within_a_week(zone: str, now: datetime) -> None:
    # An hour more or less where the clocks change.
    assert now < cadence.next_release(zone, now) <= now + cadence.WEEK + timedelta(hours=1)
