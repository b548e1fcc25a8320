"""What somebody does on their Home: pause, stop, and look at what is theirs."""

from datetime import timedelta

from bot.sandbox import Actor
from tests.hospital import FIRST_CHECKIN, Hospital

HEAVY = "I cannot put it down"
NEUTRAL = "I have closed this, so that nobody reads along. Nothing is lost."


async def opened(hospital: Hospital, who: Actor) -> str:
    """The words of somebody's Home when they open it."""
    await who.open_home()
    await hospital.settle()
    return str(who.home)


async def tap(hospital: Hospital, label: str) -> str:
    """What Nia sees after a tap on her Home."""
    await opened(hospital, hospital.nia)
    await hospital.nia.tap_home(label)
    await hospital.settle()
    return hospital.nia.screen()


def published(hospital: Hospital) -> int:
    return sum(call.method == "views.publish" for call in hospital.sandbox.calls)


async def answer(hospital: Hospital, who: Actor) -> None:
    await hospital.tap(who, "Open")
    await hospital.tap(who, HEAVY)
    await who.close()


async def test_home_says_what_comes_and_why_then(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN + timedelta(hours=1))

    assert "10:30. Why then: it is your hour." in await opened(hospital, hospital.nia)


async def test_home_announces_nothing_that_falls_into_a_hard_shift(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(hours=1))
    before = await opened(hospital, hospital.nia)
    await hospital.nia.tap_home("Hard shift")
    await hospital.settle()
    await hospital.nia.close()
    after = await opened(hospital, hospital.nia)

    assert ("Tuesday 10 November" in before, "Tuesday 10 November" in after) == (True, False)


async def test_the_next_two_weeks_are_one_tap_from_home(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])

    assert "Your next 14 days" in await tap(hospital, "My next 14 days")


async def test_a_pause_from_home_is_seen_on_home_at_once(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await tap(hospital, "Pause")
    words = await hospital.tap(hospital.nia, "A week")

    assert "Quiet until" in words
    assert "You have asked for quiet." in str(hospital.nia.home)


async def test_a_pause_from_home_is_ended_on_home(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await tap(hospital, "Pause")
    await hospital.tap(hospital.nia, "Until I say so")
    await hospital.nia.close()
    await hospital.nia.tap_home("End my pause")
    await hospital.settle()

    assert "Welcome back." in hospital.nia.screen()
    assert "You have asked for quiet." not in str(hospital.nia.home)


async def test_somebody_stops_from_home(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    words = await tap(hospital, "Stop")

    assert "I send no more questions and exercises." in words
    assert "[Stop]" not in str(hospital.nia.home)


async def test_home_is_drawn_when_it_is_opened_or_changed_and_never_else(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await opened(hospital, hospital.nia)
    before = published(hospital)
    await hospital.until(FIRST_CHECKIN)
    await answer(hospital, hospital.nia)
    unchanged = published(hospital)
    await hospital.command(hospital.nia, "pause 3 days")

    assert (unchanged - before, published(hospital) - unchanged) == (0, 1)


async def test_home_is_the_same_for_who_answered_and_who_did_not(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await hospital.cohort_of([hospital.nia, pia])
    await hospital.until(FIRST_CHECKIN)
    await answer(hospital, hospital.nia)
    homes = []
    for who in (hospital.nia, pia):
        await opened(hospital, who)
        assert who.home is not None
        homes.append([{**block, "block_id": ""} for block in who.home["blocks"]])

    assert homes[0] == homes[1]


async def test_who_sees_what_is_one_tap_away_for_everybody(hospital: Hospital) -> None:
    words = await tap(hospital, "Who sees what")

    assert "Colleagues see nothing." in words


async def test_a_history_has_the_own_words_of_each_week(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    await answer(hospital, hospital.nia)
    words = await tap(hospital, "My history")

    assert f" 9 Nov 2026  {HEAVY}" in words


async def test_a_history_hides_itself(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await tap(hospital, "My history")
    hospital.bot.tools.tasks.hurry()
    await hospital.settle()

    assert NEUTRAL in hospital.nia.screen()


async def test_there_is_nothing_in_a_history_after_deleting_everything(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    await answer(hospital, hospital.nia)
    await hospital.command(hospital.nia, "my-data")
    await hospital.tap(hospital.nia, "Delete all my answers")
    await hospital.nia.close()

    assert "There is nothing to set side by side yet." in await tap(hospital, "My history")
