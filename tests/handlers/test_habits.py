from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules import habits
from bot.rules.forms import FieldsError
from bot.rules.shifts import Hours, Routine
from handlers import habits as habit_handlers
from handlers.hearing import Heard
from storage import people, routines
from storage.routines import Habits
from storage.transactions import Transaction
from tests.hospital import Hospital

# Tuesday 10 November, 10:30 in New York.
FIRST_CHECKIN = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)
A_WEEK = timedelta(days=7)
ZONE = "Time zone, for example America/Denver"


async def kept(hospital: Hospital) -> Habits:
    def look(tx: Transaction) -> Habits:
        known = people.find(tx, hospital.nia.slack_id)
        assert known is not None
        return routines.habits(tx, known.id)

    return await hospital.bot.tools.database.read(look)


async def ask(hospital: Hospital, question: str, values: dict[str, object]) -> dict[str, str]:
    """Have Nia answer one question of her settings; return what is complained of."""
    await hospital.command(hospital.nia, "settings")
    await hospital.tap(hospital.nia, question)
    problems = await hospital.submit(hospital.nia, values)
    await hospital.nia.close()
    return problems


async def on_nights(hospital: Hospital, *days: str) -> None:
    await ask(hospital, "How I work", {"How do you work?": "nights"})
    await ask(
        hospital,
        "My usual hours",
        {
            "On which days do these shifts start?": list(days),
            "They start at": "19:00",
            "They end at": "07:00",
        },
    )


def at(hospital: Hospital) -> list[str]:
    """When each message came to Nia, by the clock of New York in November."""
    return [
        f"{datetime.fromtimestamp(float(m.ts), UTC) - timedelta(hours=5):%a %H:%M}"
        for m in hospital.nia.messages
    ]


async def test_settings_show_what_is_kept(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await on_nights(hospital, "0", "3")
    await hospital.command(hospital.nia, "settings")

    assert "• Monday 19:00 to 07:00\n• Thursday 19:00 to 07:00" in hospital.nia.screen()


async def test_a_check_in_comes_in_the_middle_of_a_night_shift(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await on_nights(hospital, "1")
    await ask(hospital, "When to write", {"When shall I write?": "mid_shift"})
    before = len(hospital.nia.messages)
    await hospital.until(FIRST_CHECKIN + timedelta(days=1))

    assert "Wed 01:00" in at(hospital)[before:]


async def test_nothing_comes_while_somebody_sleeps_after_a_night(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await on_nights(hospital, "0", "1", "2", "3", "4", "5", "6")
    await hospital.until(FIRST_CHECKIN + A_WEEK)
    hours = [came.split()[1] for came in at(hospital)[1:]]

    assert [hour for hour in hours if "08:00" <= hour < "16:00" and hour != "10:30"] == []


async def test_a_shift_of_a_clinic_that_ends_before_it_starts_is_refused(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await ask(hospital, "How I work", {"How do you work?": "clinic"})
    problems = await ask(
        hospital,
        "My usual hours",
        {
            "On which days do these shifts start?": ["0"],
            "They start at": "17:00",
            "They end at": "08:00",
        },
    )

    assert problems == {"end": "Choose an end after the start, for example 07:00 to 19:00."}
    assert (await kept(hospital)).hours == {}


@pytest.mark.parametrize("zone", ["Mars/Base", "EST5EDT4", "../etc/passwd", "x" * 60])
def test_a_zone_nobody_knows_is_refused_with_an_example(zone: str) -> None:
    with pytest.raises(FieldsError, match="try America/Denver"):
        habits.read(habits.Question.ZONE, {"zone": zone}, Routine("UTC"))


async def test_somebody_who_travels_is_written_to_by_the_clock_they_chose(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await ask(hospital, "Time zone", {ZONE: "America/Denver"})
    before = len(hospital.nia.messages)
    await hospital.until(FIRST_CHECKIN + timedelta(hours=3))

    assert at(hospital)[before:][-1] == "Tue 12:30"


async def test_off_today_brings_nothing_today(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(hours=2))
    before = len(hospital.nia.messages)
    await hospital.command(hospital.nia, "settings")
    await hospital.tap(hospital.nia, "Off today")
    await hospital.nia.close()
    await hospital.until(FIRST_CHECKIN + timedelta(hours=12))

    assert len(hospital.nia.messages) == before


@pytest.mark.parametrize(
    ("said_at", "until"),
    [
        pytest.param("2026-11-09 12:00", "2026-11-10 08:00", id="the night of that day too"),
        pytest.param("2026-11-10 02:00", "2026-11-11 00:00", id="in a night shift, of which day"),
        pytest.param("2026-11-11 12:00", "2026-11-12 00:00", id="a day without a shift"),
    ],
)
def test_a_day_off_is_over_with_the_night_shift_that_would_have_begun_on_it(
    said_at: str, until: str
) -> None:
    zone = ZoneInfo("America/New_York")
    routine = Routine(zone.key, week={0: Hours(time(19), time(7))}, slot="mid_shift")
    now = datetime.fromisoformat(said_at).replace(tzinfo=zone)

    assert habits.over(routine, now) == datetime.fromisoformat(until).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("said_at", "until"),
    [
        pytest.param("2026-11-09 12:00", date(2026, 11, 15), id="on Monday"),
        pytest.param("2026-11-14 23:00", date(2026, 11, 15), id="on Saturday"),
        pytest.param("2026-11-15 18:00", date(2026, 11, 22), id="on Sunday, of what begins"),
        pytest.param("2026-11-16 02:00", date(2026, 11, 22), id="in the night after it"),
    ],
)
def test_nights_this_week_are_of_the_week_that_lies_ahead(said_at: str, until: date) -> None:
    now = datetime.fromisoformat(said_at).replace(tzinfo=ZoneInfo("America/New_York"))

    assert habits.this_week("America/New_York", now) == until


async def test_off_today_holds_for_the_night_shift_of_today_as_well(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await on_nights(hospital, "1")
    await ask(hospital, "When to write", {"When shall I write?": "mid_shift"})
    await hospital.until(FIRST_CHECKIN)
    await hospital.nia.type("off today")
    await hospital.settle()
    before = len(hospital.nia.messages)
    await hospital.until(FIRST_CHECKIN + timedelta(hours=20))

    assert len(hospital.nia.messages) == before


async def test_quiet_that_is_over_is_not_kept(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    for label in ("Off today", "On nights this week"):
        await hospital.command(hospital.nia, "settings")
        await hospital.tap(hospital.nia, label)
        await hospital.nia.close()
    await hospital.until(FIRST_CHECKIN + 2 * A_WEEK)

    found = await kept(hospital)
    assert (found.hold_until, found.nights_until) == (None, None)


async def test_a_hidden_question_waits_behind_a_button(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await ask(hospital, "Hide questions", {"Where may questions stand?": "hidden"})
    await hospital.until(FIRST_CHECKIN)

    assert hospital.nia.messages[-1].text == "I have one short question for you, whenever it suits."


async def test_after_three_questions_without_an_answer_there_are_fewer_and_it_is_said_once(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    said: dict[str, str] = {}
    for days in range(150):
        await hospital.until(FIRST_CHECKIN + timedelta(days=days))
        # When its time is over, a message says "Closed".
        said |= {m.ts: m.text for m in hospital.nia.messages if "From now on" in m.text}

    assert [words.splitlines()[-1] for words in said.values()] == [
        "From now on I'll write about once a week.",
        "From now on I'll write about once a month.",
    ]


async def test_too_much_said_twice_is_a_week_of_quiet(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    for _ in range(2):
        await hospital.command(hospital.nia, "settings")
        await hospital.tap(hospital.nia, "It is too much")
        await hospital.nia.close()
    found = await kept(hospital)

    assert found.paused_until == hospital.sandbox.calendar.now() + A_WEEK


async def test_a_double_tap_says_once_that_it_is_too_much(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, "settings")
    assert hospital.nia.modal is not None
    button = next(
        element
        for block in hospital.nia.modal["blocks"]
        for element in block.get("elements", ())
        if element.get("action_id") == "settings.too-much"
    )
    tools, now = hospital.bot.tools, hospital.sandbox.calendar.now()
    tap = Heard("tap", hospital.nia.slack_id, value=button["value"])
    for _ in range(2):
        await habit_handlers.too_much(tap, tools, now)

    assert (await kept(hospital)).paused_until is None


async def test_leaving_forgets_shifts_and_quiet_hours(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await on_nights(hospital, "0")
    await hospital.command(hospital.nia, "my-data")
    await hospital.tap(hospital.nia, "Leave")
    found = await kept(hospital)

    assert (found.pattern, found.hours) == (None, {})


async def test_a_preview_lists_what_then_comes(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, "preview")
    shown = hospital.nia.screen()
    await hospital.nia.close()
    await hospital.until(FIRST_CHECKIN)

    assert "Tuesday 10 November, 10:30 · One short question: it is your hour" in shown
    assert at(hospital)[-1] == "Tue 10:30"


async def test_a_preview_of_a_cohort_shows_made_up_people(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.tara, "preview cohort Spring")

    words = hospital.tara.screen()
    assert "These people are made up" in words
    assert "Nia" not in words


async def test_a_preview_of_a_cohort_is_for_trainers(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, "preview cohort Spring")

    assert "That is for trainers" in hospital.nia.screen()


@pytest.mark.parametrize("words", ["from yesterday", "from 2026-01-01", "tomorrow"])
async def test_a_preview_that_cannot_be_says_how_to_ask(hospital: Hospital, words: str) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, f"preview {words}")

    assert "preview from 2027-03-08" in hospital.nia.screen()


def test_quiet_hours_without_the_hour_somebody_chose_are_refused() -> None:
    filled = {"quiet": "09:00", "end": "12:00"}
    with pytest.raises(FieldsError, match="I write at 10:30"):
        habits.read(habits.Question.QUIET, filled, Routine("UTC", time(10, 30)))


async def test_what_is_noted_stands_above_the_settings_that_show_it(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, "settings")
    words = await hospital.tap(hospital.nia, "On nights this week")

    assert "Noted until Sunday 8 November." in words
    assert "On nights until Sunday 8 November" in words


async def test_settings_say_how_often_i_write_and_change_it(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN + 4 * A_WEEK)
    await hospital.command(hospital.nia, "settings")
    before = hospital.nia.screen()
    after = await hospital.tap(hospital.nia, "Keep twice a week")

    assert "I write about once a week now." in before
    assert "Gladly. I keep writing up to twice a week." in after
    assert "[Keep twice a week]" not in after


@pytest.mark.parametrize(
    ("question", "field"),
    [("Time zone", ZONE), ("Hide questions", "Where may")],
)
async def test_sending_off_a_question_as_it_stands_changes_nothing(
    hospital: Hospital, question: str, field: str
) -> None:
    await hospital.cohort_of([hospital.nia])
    before = await kept(hospital)
    await hospital.command(hospital.nia, "settings")
    shown = await hospital.tap(hospital.nia, question)
    await hospital.submit(hospital.nia, {})

    assert field in shown
    assert await kept(hospital) == before


async def test_whoever_chose_a_zone_keeps_it_when_slack_tells_of_another(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await ask(hospital, "Time zone", {ZONE: "America/Denver"})
    hospital.sandbox.move(hospital.nia.slack_id, "America/Los_Angeles")
    await hospital.sandbox.quiet()
    await hospital.settle()

    assert (await kept(hospital)).zone == "America/Denver"


async def test_whoever_gives_up_their_own_zone_follows_slack_at_once(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await ask(hospital, "Time zone", {ZONE: "America/Denver"})
    await ask(hospital, "Time zone", {ZONE: ""})
    found = await kept(hospital)

    assert (found.zone, found.zone_chosen) == ("America/New_York", False)
