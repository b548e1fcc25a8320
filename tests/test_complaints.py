"""What people complained of in comparable systems cannot happen here; numbered as they were."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.flows import habits
from bot.rules import budget, cadence, shifts
from bot.rules.shifts import Hours, Routine
from storage import people
from storage.transactions import Transaction
from tests.hospital import Hospital

NEW_YORK = "America/New_York"
A_DAY = timedelta(days=1)
FIRST_CHECKIN = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)


async def hold(hospital: Hospital, until: datetime) -> None:
    def keep(tx: Transaction) -> None:
        known = people.find(tx, hospital.nia.slack_id)
        assert known is not None
        habits.hold(tx, known.id, until)

    await hospital.bot.tools.database.run(keep)


def questions(hospital: Hospital) -> list[str]:
    """When each question came to Nia."""
    return [
        f"{datetime.fromtimestamp(float(m.ts), UTC):%d %H:%M}"
        for m in hospital.nia.messages
        if float(m.ts) >= FIRST_CHECKIN.timestamp()
    ]


@pytest.mark.parametrize("zone", ["America/New_York", "America/Los_Angeles", "Asia/Kolkata"])
def test_complaint_1_everybody_hears_at_their_own_hour_whatever_their_zone(zone: str) -> None:
    window = next(shifts.windows(date(2026, 11, 10), Routine(zone, time(12))))
    assert window.due_at.astimezone(ZoneInfo(zone)).time() == time(12)


async def test_complaint_1_a_bot_that_wakes_up_late_still_sends_what_was_due(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(minutes=1))
    hospital.sandbox.calendar.reach(FIRST_CHECKIN + timedelta(minutes=7))
    await hospital.tick()

    assert questions(hospital) == ["10 15:37"]


def test_complaint_2_what_is_meant_for_late_evening_comes_that_evening() -> None:
    window = next(shifts.windows(date(2026, 11, 10), Routine(NEW_YORK, time(23, 30))))
    assert (window.local_date, window.due_at.date()) == (date(2026, 11, 10), date(2026, 11, 11))


@pytest.mark.parametrize("changes_on", [date(2026, 11, 1), date(2027, 3, 14)])
def test_complaint_3_a_clock_change_moves_no_weekday_and_no_hour(changes_on: date) -> None:
    routine = Routine(NEW_YORK, time(9))
    for day in (changes_on + n * A_DAY for n in range(-7, 8)):
        local = next(shifts.windows(day, routine)).due_at.astimezone(ZoneInfo(NEW_YORK))
        assert (local.date(), local.time()) == (day, time(9))


async def test_complaint_11_one_tap_brings_quiet_for_a_day(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(hours=2))
    await hospital.command(hospital.nia, "settings")
    await hospital.tap(hospital.nia, "Off today")
    await hospital.nia.close()
    await hospital.until(FIRST_CHECKIN + timedelta(hours=12))

    assert questions(hospital) == []


def test_complaint_11_whoever_does_not_answer_hears_less() -> None:
    assert budget.pace(budget.THEN_WEEKLY) is budget.Pace.WEEKLY


def test_complaint_13_a_question_closes_and_not_before_the_next_shift() -> None:
    routine = Routine(NEW_YORK, week={0: Hours(time(7), time(19))}, slot="after_end")
    window = next(shifts.windows(date(2026, 11, 9), routine))
    assert cadence.CHECKIN_OPEN <= window.expires_at - window.due_at <= shifts.LONGEST_OPEN


def test_complaint_17_a_night_shift_is_one_shift_and_belongs_to_its_first_day() -> None:
    routine = Routine(NEW_YORK, week={5: Hours(time(19), time(7))}, slot="mid_shift")
    window = next(shifts.windows(date(2026, 11, 7), routine))
    local = window.due_at.astimezone(ZoneInfo(NEW_YORK))
    assert (window.local_date, local) == (
        date(2026, 11, 7),
        datetime(2026, 11, 8, 1, tzinfo=ZoneInfo(NEW_YORK)),
    )


async def test_complaint_18_what_is_put_off_for_an_hour_comes_an_hour_later(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(minutes=10))
    await hold(hospital, FIRST_CHECKIN + timedelta(minutes=50))
    await hospital.until(FIRST_CHECKIN + timedelta(hours=3))

    assert questions(hospital) == ["10 16:20"]


async def test_complaint_18_what_is_put_off_beyond_its_time_does_not_come_at_night(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(minutes=10))
    await hold(hospital, FIRST_CHECKIN + timedelta(hours=8))
    await hospital.until(FIRST_CHECKIN + timedelta(hours=20))

    assert questions(hospital) == []
