"""What people complained of in comparable systems cannot happen here; numbered as they were."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.flows import checkins, habits, own_answers
from bot.flows.tools import Tools
from bot.messages import trainings
from bot.rules import budget, cadence, occasions, privacy
from bot.rules.privacy import Group
from bot.rules.shifts import Hours, Routine
from storage import people
from storage.transactions import Transaction
from tests.flows.kit import row
from tests.handlers.test_assessments import NEUTRAL, asked_for_pre, fill_all, later
from tests.hospital import FIRST_CHECKIN, Hospital
from tests.messages.values import DAYS
from tests.rules.windows import checkin

NEW_YORK = "America/New_York"
A_DAY = timedelta(days=1)
# What the first question offers for a bad day.
HEAVY = "I cannot put it down"


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


def reworded(hospital: Hospital, checkin_id: str, ask: str) -> Tools:
    """The tools of a bot in whose library a question has a new version."""
    tools = hospital.bot.tools
    before = tools.library.checkins[checkin_id]
    edited = before.model_copy(update={"ask": ask, "version": before.version + 1})
    checkins_ = {**tools.library.checkins, checkin_id: edited}
    return replace(tools, library=tools.library.model_copy(update={"checkins": checkins_}))


@pytest.mark.parametrize("zone", ["America/New_York", "America/Los_Angeles", "Asia/Kolkata"])
def test_complaint_1_everybody_hears_at_their_own_hour_whatever_their_zone(zone: str) -> None:
    window = next(occasions.near(date(2026, 11, 10), Routine(zone, time(12))))
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
    window = next(occasions.near(date(2026, 11, 10), Routine(NEW_YORK, time(23, 30))))
    assert (window.local_date, window.due_at.date()) == (date(2026, 11, 10), date(2026, 11, 11))


@pytest.mark.parametrize("changes_on", [date(2026, 11, 1), date(2027, 3, 14)])
def test_complaint_3_a_clock_change_moves_no_weekday_and_no_hour(changes_on: date) -> None:
    routine = Routine(NEW_YORK, time(9))
    for day in (changes_on + n * A_DAY for n in range(-7, 8)):
        local = next(occasions.near(day, routine)).due_at.astimezone(ZoneInfo(NEW_YORK))
        assert (local.date(), local.time()) == (day, time(9))


def test_complaint_10_whoever_answers_alone_shows_in_no_figure() -> None:
    nobody, one = (privacy.participation([Group(18, 18, answered)]) for answered in (0, 1))
    assert nobody == one


def test_complaint_10_nothing_is_shown_while_a_question_can_still_be_answered() -> None:
    monday = date(2026, 11, 9)
    last = checkin(date(2026, 11, 15), time(23, 30), NEW_YORK)
    assert cadence.release_at(monday, NEW_YORK) > last.expires_at


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


async def test_complaint_12_whoever_is_done_is_not_reminded(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill_all(hospital, hospital.nia, ticked=False)
    await hospital.nia.close()
    before = len(hospital.nia.messages)
    await later(hospital, 5)

    assert NEUTRAL in str(hospital.nia.messages)
    assert len(hospital.nia.messages) == before


def test_complaint_13_a_question_closes_and_not_before_the_next_shift() -> None:
    routine = Routine(NEW_YORK, week={0: Hours(time(7), time(19))}, slot="after_end")
    window = next(occasions.near(date(2026, 11, 9), routine))
    assert cadence.CHECKIN_OPEN <= window.expires_at - window.due_at <= occasions.LONGEST_OPEN


async def test_complaint_14_a_window_left_half_way_keeps_nothing_else_closed(
    hospital: Hospital,
) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    assert await hospital.submit(hospital.nia, {}) == {}
    half_way = hospital.nia.screen()
    # A phone that dies sends no word of it.
    await hospital.nia.close()
    await hospital.command(hospital.nia, "hard-shift")
    other = hospital.nia.screen()
    await hospital.nia.close()
    again = await hospital.tap(hospital.nia, "Open")

    assert ("Page 2 of 3" in half_way, "Page" in other, "Page 2 of 3" in again) == (
        True,
        False,
        True,
    )


async def test_complaint_15_another_hour_sends_nothing_a_second_time(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    before = questions(hospital)
    await hospital.command(hospital.nia, "hour")
    await hospital.submit(hospital.nia, {"Your hour": "13:00"})
    await hospital.nia.close()
    await hospital.until(FIRST_CHECKIN + timedelta(hours=24))

    assert before == ["10 15:30"]
    assert questions(hospital) == before


def test_complaint_16_a_session_has_the_clock_of_its_site_and_says_so() -> None:
    lines = trainings.dates(DAYS).splitlines()
    assert [line for line in lines if "08:30 America/New_York time" not in line] == []
    assert [line for line in lines if "<!date^" not in line] == []


def test_complaint_17_a_night_shift_is_one_shift_and_belongs_to_its_first_day() -> None:
    routine = Routine(NEW_YORK, week={5: Hours(time(19), time(7))}, slot="mid_shift")
    window = next(occasions.near(date(2026, 11, 7), routine))
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


async def test_complaint_19_a_mended_text_reaches_whoever_opens_it(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    sent = await row(hospital)
    tools = reworded(hospital, sent["content_id"], "Planted: how was it?")
    who, now = hospital.nia.slack_id, hospital.sandbox.calendar.now()
    opened = await checkins.open_(tools, who, sent["id"], now)

    assert isinstance(opened, checkins.Question)
    assert opened.checkin.ask == "Planted: how was it?"


async def test_complaint_19_an_answer_stays_with_what_it_was_given_to(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, HEAVY)
    sent = await row(hospital)
    tools = reworded(hospital, sent["content_id"], "Planted: was it good?")
    page = await own_answers.mine(tools, hospital.nia.slack_id, hospital.sandbox.calendar.now())

    assert "Planted" not in str(page.answers[0].ask)


async def test_complaint_20_whoever_has_left_is_written_to_no_more(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    before = len(hospital.nia.messages)
    hospital.sandbox.deactivate(hospital.nia.slack_id)
    await hospital.sandbox.quiet()
    await hospital.until(FIRST_CHECKIN + A_DAY)

    assert len(hospital.nia.messages) == before
