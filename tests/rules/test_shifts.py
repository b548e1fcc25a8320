from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.rules import cadence, occasions, shifts
from bot.rules.shifts import Hours, ImpossibleError, Routine

NEW_YORK = "America/New_York"
A_DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
DAY, NIGHT = Hours(time(7), time(19)), Hours(time(19), time(7))
LATE, EARLY = Hours(time(15), time(23, 30)), Hours(time(7), time(15))
MONDAY = date(2026, 11, 9)

ZONES = [NEW_YORK, "America/Los_Angeles", "Europe/Dublin", "Australia/Lord_Howe", "UTC"]
# Every day on which one of these zones changes its clocks in the two years, and the days around.
CHANGES = [
    day + around * A_DAY
    for day in (
        date(2026, 3, 8),
        date(2026, 3, 29),
        date(2026, 4, 5),
        date(2026, 10, 4),
        date(2026, 10, 25),
        date(2026, 11, 1),
        date(2027, 3, 14),
        date(2027, 3, 28),
        date(2027, 4, 4),
        date(2027, 10, 3),
        date(2027, 10, 31),
        date(2027, 11, 7),
    )
    for around in (-1, 0, 1)
]

zones = st.sampled_from(ZONES)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31)) | st.sampled_from(CHANGES)
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
usual = st.sampled_from([DAY, NIGHT, LATE, EARLY, Hours(time(8), time(16, 30))])
weeks = st.dictionaries(st.integers(0, 6), usual)
quiets = st.none() | st.sampled_from([Hours(time(21), time(6)), Hours(time(8), time(15))])
routines = st.builds(
    Routine,
    zones,
    preferred_at=st.none() | times,
    pattern=st.none() | st.sampled_from(shifts.PATTERNS),
    week=weeks,
    slot=st.none() | st.sampled_from(shifts.SLOTS),
    quiet=quiets,
    nights_until=st.none() | days.map(shifts.end_of_week),
)


def local(moment: datetime, zone: str = NEW_YORK) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def first_window(routine: Routine, day: date = MONDAY) -> str | None:
    window = next(occasions.near(day, routine), None)
    return local(window.due_at) if window else None


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("zone", ZONES)
def test_somebody_without_shifts_is_written_to_at_their_hour_on_every_day_of_a_change(
    zone: str, hour: int
) -> None:
    routine = Routine(zone, time(hour))
    for day in CHANGES:
        window = next(occasions.near(day, routine))
        assert (window.local_date, window.due_at) == (day, cadence.moment(day, time(hour), zone))


@given(routines, days)
def test_no_window_opens_in_protected_sleep_or_quiet_hours(routine: Routine, day: date) -> None:
    for window in occasions.near(day, routine):
        near = window.due_at.astimezone(ZoneInfo(routine.zone)).date()
        closed = [*shifts.protected(routine, near, near), *shifts.quiet(routine, near, near)]
        assert [span for span in closed if span.holds(window.due_at)] == []


@given(routines, days)
def test_every_window_belongs_to_the_week_of_its_day(routine: Routine, day: date) -> None:
    weeks_of_windows = {cadence.week_of(w.local_date) for w in occasions.near(day, routine)}
    assert weeks_of_windows <= {cadence.week_of(day)}


@given(routines, days)
def test_a_window_is_open_for_three_days_at_most(routine: Routine, day: date) -> None:
    for window in occasions.near(day, routine):
        assert window.due_at < window.send_by < window.expires_at
        assert window.expires_at - window.due_at <= occasions.LONGEST_OPEN


@given(routines, days, st.integers(0, 24 * 60))
def test_the_next_free_moment_is_free_and_none_before_it_is(
    routine: Routine, day: date, minutes: int
) -> None:
    moment = datetime.combine(day, time(), UTC) + timedelta(minutes=minutes)
    free = shifts.next_free(routine, moment)
    assert shifts.is_free(routine, free)
    steps = range(0, int((free - moment).total_seconds()), 15 * 60)
    assert not any(shifts.is_free(routine, moment + timedelta(seconds=s)) for s in steps)


@given(routines, days)
def test_a_shift_belongs_to_the_day_on_which_it_starts(routine: Routine, day: date) -> None:
    zone = ZoneInfo(routine.zone)
    for shift in shifts.shifts(routine, day, day + 7 * A_DAY):
        # An hour that the clocks skip moves forward, at midnight too.
        assert shift.starts_at.astimezone(zone).date() == shift.on


def test_a_night_shift_ends_on_the_morning_after() -> None:
    (shift,) = shifts.shifts(Routine(NEW_YORK, week={0: NIGHT}), MONDAY, MONDAY)
    assert (local(shift.starts_at), local(shift.ends_at)) == (
        "2026-11-09 19:00",
        "2026-11-10 07:00",
    )


def test_after_a_night_somebody_sleeps_from_an_hour_to_nine_hours_after() -> None:
    spans = list(shifts.protected(Routine(NEW_YORK, week={0: NIGHT}), MONDAY, MONDAY))
    assert ("2026-11-10 08:00", "2026-11-10 16:00") in [
        (local(span.since), local(span.until)) for span in spans
    ]


def test_a_night_in_which_the_clocks_go_back_is_an_hour_longer() -> None:
    saturday = date(2026, 10, 31)
    (shift,) = shifts.shifts(Routine(NEW_YORK, week={5: NIGHT}), saturday, saturday)
    assert shift.ends_at - shift.starts_at == 13 * HOUR


def test_nothing_comes_between_a_late_shift_and_the_early_one_after() -> None:
    routine = Routine(NEW_YORK, week={0: LATE, 1: EARLY}, slot="after_end")
    assert first_window(routine) == "2026-11-10 15:45"


@pytest.mark.parametrize(
    ("slot", "comes"),
    [
        pytest.param("before_start", "2026-11-09 18:00", id="an hour before"),
        pytest.param("mid_shift", "2026-11-10 01:00", id="in the middle"),
        pytest.param("after_end", "2026-11-10 07:45", id="on the way home, before sleep"),
        pytest.param("day_off", "2026-11-10 17:00", id="after sleep"),
    ],
)
def test_somebody_on_nights_chooses_when_in_the_shift(slot: shifts.Slot, comes: str) -> None:
    assert first_window(Routine(NEW_YORK, week={0: NIGHT}, slot=slot)) == comes


def test_a_message_for_mid_shift_waits_for_the_next_shift_of_the_week() -> None:
    routine = Routine(NEW_YORK, week={2: DAY}, slot="mid_shift")
    assert first_window(routine) == "2026-11-11 13:00"


def test_without_the_moment_somebody_chose_in_the_week_nothing_comes() -> None:
    routine = Routine(NEW_YORK, week=dict.fromkeys(range(7), DAY), slot="day_off")
    assert first_window(routine) is None


def test_a_week_of_nights_is_over_on_sunday() -> None:
    sunday = shifts.end_of_week(MONDAY)
    routine = Routine(NEW_YORK, week={0: DAY}, nights_until=sunday)
    nights = [s.is_night for s in shifts.shifts(routine, MONDAY, MONDAY + 7 * A_DAY)]
    assert nights == [True, False]


def test_in_a_week_of_nights_every_morning_may_be_for_sleep() -> None:
    routine = Routine(NEW_YORK, nights_until=shifts.end_of_week(MONDAY))
    noons = [cadence.moment(MONDAY + n * A_DAY, time(12), NEW_YORK) for n in range(1, 8)]
    assert [shifts.is_free(routine, noon) for noon in noons] == [False] * 7


def test_an_answer_is_open_until_the_next_shift_starts() -> None:
    routine = Routine(NEW_YORK, week={0: DAY, 3: DAY}, slot="after_end")
    window = next(occasions.near(MONDAY, routine))
    assert local(window.expires_at) == "2026-11-12 07:00"


@pytest.mark.parametrize(
    ("hours", "pattern", "names"),
    [
        pytest.param(Hours(time(17), time(8)), "clinic", "after the start", id="clinic by night"),
        pytest.param(Hours(time(7), time(7)), "nights", "shorter", id="a day and a night"),
        pytest.param(Hours(time(7), time(1)), "rotating", "shorter", id="eighteen hours"),
    ],
)
def test_a_shift_that_cannot_be_is_refused_with_an_example(
    hours: Hours, pattern: shifts.Pattern, names: str
) -> None:
    with pytest.raises(ImpossibleError, match=f"{names}.*for example"):
        shifts.checked(hours, pattern)


def test_on_call_can_last_a_day_and_a_night() -> None:
    hours = Hours(time(8), time(8))
    assert shifts.checked(hours, "on_call") == hours


@given(st.sampled_from(ZONES), days)
def test_quiet_hours_come_every_day_also_when_the_clocks_change(zone: str, day: date) -> None:
    routine = Routine(zone, quiet=Hours(time(21), time(6)))
    spans = list(shifts.quiet(routine, day, day + 3 * A_DAY))
    lengths = [b.since - a.since for a, b in pairwise(spans)]
    # Of these four days and the days around.
    assert len(spans) == 6
    assert all(abs(length - A_DAY) <= HOUR for length in lengths)


# Zones on both halves of the earth, with half and quarter hours, and a change of half an hour.
WIDE = [*ZONES, "Pacific/Chatham", "Asia/Kathmandu", "America/St_Johns", "America/Santiago"]
EVERY_TEN_MINUTES = [timedelta(minutes=10 * number) for number in range(-3 * 6, 30 * 6)]
A_CHANGE = [date(2026, 4, 5), date(2026, 9, 6), date(2026, 9, 27), *CHANGES]


@settings(max_examples=40)
@example(NEW_YORK, date(2026, 11, 1), time(22), time(1, 30))
@example(NEW_YORK, date(2027, 3, 14), time(2, 30), time(6))
@given(st.sampled_from(WIDE), st.sampled_from(A_CHANGE), times, times)
def test_nobody_is_written_to_while_their_own_clock_shows_a_quiet_hour(
    zone: str, day: date, since: time, until: time
) -> None:
    assume(since != until)
    routine = Routine(zone, quiet=Hours(since, until))
    for past in EVERY_TEN_MINUTES:
        moment = cadence.midnight(day, zone) + past
        clock = moment.astimezone(ZoneInfo(zone)).time()
        if (since <= clock < until) if since < until else (clock >= since or clock < until):
            assert not shifts.is_free(routine, moment)
