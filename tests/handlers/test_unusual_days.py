"""Days that change twice, at night, too late, or in a way nobody thought of."""

from datetime import UTC, datetime, timedelta

from bot.sandbox import Actor
from tests.handlers.test_sessions import AFTERWARDS, FRIDAY, leading, look, move, openings
from tests.hospital import Hospital

# The tests' Monday, when nobody is told anything that can wait for the morning.
AT_NIGHT = datetime(2026, 11, 3, 3, tzinfo=UTC)
SATURDAY = "2026-11-07"
THURSDAY = "2026-11-05"


async def call_off(hospital: Hospital, day: int, then: str = "A new date follows") -> None:
    """Have Tara call a day off."""
    await hospital.command(hospital.tara, "session cancel")
    await hospital.tap(hospital.tara, f"Call off day {day}")
    await hospital.submit(hospital.tara, {"And then": then})
    await hospital.tara.close()
    await hospital.tick()


async def give_a_date(hospital: Hospital, day: int, on: str) -> None:
    """Have Tara give a day that was called off another date."""
    await hospital.command(hospital.tara, "session new")
    which = {"Which day": f"Spring: day {day}, which was called off", "Date": on}
    await hospital.submit(hospital.tara, which)
    await hospital.submit(hospital.tara, {})
    await hospital.tara.close()
    await hospital.tick()


def of_day_three(who: Actor) -> list[str]:
    """Return what somebody was told of the third day."""
    return [said for said in openings(who) if said.startswith("day 3")]


async def test_a_day_moved_twice_in_a_night_is_told_once_from_the_date_people_know(
    hospital: Hospital,
) -> None:
    await leading(hospital)
    await hospital.until(AT_NIGHT)
    await move(hospital, 3, Date=FRIDAY)
    await move(hospital, 3, Date=SATURDAY)
    await hospital.until(AT_NIGHT + timedelta(hours=15))

    assert of_day_three(hospital.nia) == [
        "day 3 has moved. It is no more on Thursday 5 November, 08:30."
    ]


async def test_a_day_moved_and_moved_back_in_a_night_stands_as_it_was(hospital: Hospital) -> None:
    await leading(hospital)
    await hospital.until(AT_NIGHT)
    await move(hospital, 3, Date=FRIDAY)
    await move(hospital, 3, Date=THURSDAY)
    await hospital.until(AT_NIGHT + timedelta(hours=15))

    assert of_day_three(hospital.nia) == [
        "day 3 still begins on Thursday 5 November, 08:30, and ends at 16:30."
    ]


async def test_a_day_that_only_ends_at_another_hour_has_not_moved(hospital: Hospital) -> None:
    await leading(hospital)
    await move(hospital, 3, Until="17:30")

    assert of_day_three(hospital.nia) == [
        "day 3 still begins on Thursday 5 November, 08:30, and ends at 17:30."
    ]


async def test_a_day_moved_and_called_off_in_a_night_is_named_by_the_date_people_know(
    hospital: Hospital,
) -> None:
    await leading(hospital)
    await hospital.until(AT_NIGHT)
    await move(hospital, 3, Date=SATURDAY)
    await call_off(hospital, 3, "It is dropped")
    await hospital.until(AT_NIGHT + timedelta(hours=15))

    assert of_day_three(hospital.nia) == [
        "day 3, Thursday 5 November, 08:30, does not take place. There is no other date."
    ]


async def test_a_day_called_off_and_given_a_date_in_a_night_has_moved(hospital: Hospital) -> None:
    await leading(hospital)
    await hospital.until(AT_NIGHT)
    await call_off(hospital, 3)
    await give_a_date(hospital, 3, FRIDAY)
    await hospital.until(AT_NIGHT + timedelta(hours=15))

    assert of_day_three(hospital.nia) == [
        "day 3 has moved. It is no more on Thursday 5 November, 08:30."
    ]


async def test_a_day_that_finds_no_date_is_dropped_and_the_cohort_goes_on(
    hospital: Hospital,
) -> None:
    await leading(hospital)
    await call_off(hospital, 3)
    await hospital.until(AFTERWARDS)
    await hospital.command(hospital.tara, "session list")
    shown = hospital.tara.screen()
    await hospital.tap(hospital.tara, "Drop day 3")
    form = hospital.tara.screen()
    await hospital.submit(hospital.tara, {})
    await hospital.tara.close()
    await hospital.until(AFTERWARDS + timedelta(days=1))
    await hospital.command(hospital.tara, "cohort Spring")

    assert "Day 3 waits for a new date." in shown
    assert "Then: it is dropped. The training goes on without it." in form
    assert of_day_three(hospital.nia)[1:] == [
        "day 3, Thursday 5 November, 08:30, does not take place. There is no other date."
    ]
    assert "Follow-up: the training is over" in hospital.tara.screen()


async def test_everybody_hears_of_days_called_off_in_a_cohort_that_is_closed_at_once(
    hospital: Hospital,
) -> None:
    await leading(hospital)
    await hospital.until(datetime(2026, 11, 3, 2, tzinfo=UTC))
    before = len(openings(hospital.nia))
    for day in (3, 2, 1):
        await call_off(hospital, day, "It is dropped")
    await hospital.command(hospital.tara, "cohort Spring")
    await hospital.tap(hospital.tara, "Close the cohort")
    await hospital.tara.close()
    await hospital.until(AT_NIGHT + timedelta(hours=15))

    told = [said.partition(",")[0] for said in openings(hospital.nia)[before:]]
    assert sorted(told) == ["day 1", "day 2", "day 3"]


async def test_what_could_be_while_it_was_looked_at_and_cannot_now_is_said(
    hospital: Hospital,
) -> None:
    await leading(hospital)
    await look(hospital, hospital.tara, 3, Date="2026-11-04", From="17:00", Until="18:00")
    shown = hospital.tara.screen()
    hospital.sandbox.calendar.reach(datetime(2026, 11, 5, 12, tzinfo=UTC))
    await hospital.submit(hospital.tara, {})

    assert "Then: Wednesday 4 November" in shown
    assert (
        "That is over by now. Choose a time that is still to come. Nothing was changed."
        in hospital.tara.screen()
    )


async def test_own_words_about_a_day_that_is_called_off_meanwhile_are_not_told(
    hospital: Hospital,
) -> None:
    await leading(hospital)
    await hospital.until(AT_NIGHT)
    await hospital.command(hospital.tara, "session remind")
    await hospital.tap(hospital.tara, "Remind day 3")
    await hospital.submit(hospital.tara, {"Your words": "Bring a jumper."})
    await hospital.submit(hospital.tara, {})
    await hospital.tara.close()
    await call_off(hospital, 3)
    await hospital.until(AT_NIGHT + timedelta(hours=15))

    assert not [one for one in hospital.nia.messages if "jumper" in one.text]
    assert len(of_day_three(hospital.nia)) == 1


async def test_whoever_calls_off_what_another_has_changed_sees_it_as_it_stands(
    hospital: Hospital,
) -> None:
    tom = hospital.sandbox.add_person("Tom Example")
    await hospital.confirm(hospital.cora)
    await hospital.command(hospital.cora, "trainers add @Tom Example")
    await leading(hospital, **{"Second trainer": tom.slack_id})
    await hospital.confirm(tom)
    await hospital.command(tom, "session cancel")
    await hospital.tap(tom, "Call off day 3")
    await move(hospital, 3, Date=FRIDAY)
    await hospital.submit(tom, {"And then": "It is dropped"})

    assert "Somebody changed this day while you looked at it." in tom.screen()
    assert "Now: Friday 6 November" in tom.screen()
