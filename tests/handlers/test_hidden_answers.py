"""The window with somebody's own answers hides itself when nobody taps for a while."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import Sandbox
from tests import companions
from tests.hospital import Hospital

FIRST_CHECKIN = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)
HEAVY = "I cannot put it down"
NEUTRAL = "I have closed this, so that nobody reads along. Nothing is lost."
DELETED = "Deleted here now"


async def look(hospital: Hospital) -> None:
    """Have Nia look at the one answer she gave."""
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, HEAVY)
    await hospital.nia.close()
    await hospital.command(hospital.nia, "my-data")
    assert HEAVY in hospital.nia.screen()


async def wait(hospital: Hospital) -> None:
    """Let the time go by after which a window hides itself."""
    hospital.bot.tools.tasks.hurry()
    await hospital.settle()


async def test_after_a_while_nobody_can_read_along(hospital: Hospital) -> None:
    await look(hospital)
    await wait(hospital)

    words = hospital.nia.screen()
    assert (NEUTRAL in words, HEAVY in words) == (True, False)


async def test_what_was_hidden_is_shown_again_in_the_same_window(hospital: Hospital) -> None:
    await look(hospital)
    await wait(hospital)
    words = await hospital.tap(hospital.nia, "Show again")
    await hospital.nia.close()

    assert (NEUTRAL in words, HEAVY in words) == (False, True)
    assert hospital.nia.modal is None


async def test_what_is_shown_again_is_hidden_again(hospital: Hospital) -> None:
    await look(hospital)
    await wait(hospital)
    await hospital.tap(hospital.nia, "Show again")
    await wait(hospital)

    assert NEUTRAL in hospital.nia.screen()


async def test_a_window_that_has_moved_on_is_left_alone(hospital: Hospital) -> None:
    await look(hospital)
    await hospital.tap(hospital.nia, "Delete this one")
    await wait(hospital)

    assert DELETED in hospital.nia.screen()


async def test_a_window_that_is_closed_stays_closed_and_is_no_trouble(
    hospital: Hospital, caplog: pytest.LogCaptureFixture
) -> None:
    await look(hospital)
    await hospital.nia.close()
    caplog.clear()
    await wait(hospital)

    assert hospital.nia.modal is None
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


async def test_nothing_is_asked_of_slack_about_a_window_that_is_closed(hospital: Hospital) -> None:
    await look(hospital)
    await hospital.nia.close()
    await hospital.settle()
    before = len(hospital.sandbox.refusals)
    await wait(hospital)

    assert len(hospital.sandbox.refusals) == before


async def test_nothing_is_asked_of_slack_about_a_window_that_has_moved_on(
    hospital: Hospital,
) -> None:
    await look(hospital)
    await hospital.tap(hospital.nia, "Delete this one")
    before = len(hospital.sandbox.refusals)
    await wait(hospital)

    assert len(hospital.sandbox.refusals) == before


async def test_another_window_of_the_same_person_is_left_alone(hospital: Hospital) -> None:
    await look(hospital)
    await hospital.nia.close()
    await hospital.command(hospital.nia, "hour")
    before = hospital.nia.screen()
    await wait(hospital)

    assert hospital.nia.screen() == before


async def test_it_is_real_time_that_goes_by_and_not_the_calendars(hospital: Hospital) -> None:
    await look(hospital)
    await hospital.until(FIRST_CHECKIN + timedelta(hours=1))

    assert HEAVY in hospital.nia.screen()


async def test_a_bot_that_stops_hides_what_it_showed(
    sandbox: Sandbox, settings: dict[str, str]
) -> None:
    async with companions.connected(sandbox, settings) as bot:
        hospital = Hospital(sandbox, bot)
        await look(hospital)

    assert NEUTRAL in hospital.nia.screen()


async def test_it_hides_by_itself(sandbox: Sandbox, settings: dict[str, str]) -> None:
    async with companions.connected(sandbox, settings, hides_after=2.0) as bot:
        hospital = Hospital(sandbox, bot)
        await look(hospital)
        async with asyncio.timeout(30):
            while HEAVY in hospital.nia.screen():  # noqa: ASYNC110 -- nothing tells a screen
                await asyncio.sleep(0.05)

    assert NEUTRAL in hospital.nia.screen()


async def test_when_slack_asks_to_wait_it_is_hidden_a_little_later(hospital: Hospital) -> None:
    await look(hospital)
    hospital.sandbox.fault("views.update", "ratelimited", retry_after=1)
    await wait(hospital)

    assert NEUTRAL in hospital.nia.screen()
