from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.flows import nights
from storage import inbox
from storage.inbox import Sealed
from storage.tables import Inbox, ReleaseRound, Response
from tests.hospital import Hospital
from tests.storage.kit import rows

FIRST_CHECKIN = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)
# The week from Monday 9 November is released on Thursday 19; three in the morning at the site.
BEFORE = datetime(2026, 11, 20, 7, 59, tzinfo=UTC)
NIGHT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


async def _answered(hospital: Hospital) -> None:
    """Have Nia answer the first check-in."""
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, "A lot of it")
    await hospital.nia.close()


async def _kept(hospital: Hospital) -> tuple[int, int]:
    """How many answers wait in the inbox, and how many have moved on."""
    database = hospital.bot.tools.database
    return len(await rows(database, Inbox, "id")), len(await rows(database, Response, "id"))


async def _rounds(hospital: Hospital) -> list[tuple[Any, ...]]:
    found = await rows(hospital.bot.tools.database, ReleaseRound, "kind", "starts_on")
    return [row for row in found if row[0] == nights.ROUND]


def _log(settings: dict[str, str]) -> bytes:
    """What stands in the log beside the file."""
    return Path(settings["DATABASE_URL"].removeprefix("sqlite:///") + "-wal").read_bytes()


async def _put(hospital: Hospital, name: str, week: str) -> None:
    answer = Sealed("riverbend", "spring", name, "nearest-color", 1, f"week/{week}", b"sealed")
    await hospital.bot.tools.database.run(lambda tx: inbox.lay(tx, "inbox", [answer]))


async def test_an_answer_waits_until_its_week_is_over(hospital: Hospital) -> None:
    await _answered(hospital)
    await hospital.until(BEFORE)

    assert await _kept(hospital) == (1, 0)


async def test_in_the_night_after_the_release_an_answer_moves_on(hospital: Hospital) -> None:
    await _answered(hospital)
    await hospital.until(NIGHT)

    assert await _kept(hospital) == (0, 1)


async def test_the_calendar_of_the_bot_has_the_night_in_it(hospital: Hospital) -> None:
    await _put(hospital, "a", "2026-10-26")

    assert await nights.next_moment(hospital.bot.tools) == datetime(2026, 11, 6, 8, tzinfo=UTC)


async def test_while_nothing_waits_no_night_is_in_the_calendar(hospital: Hospital) -> None:
    assert await nights.next_moment(hospital.bot.tools) is None


async def test_a_night_with_nothing_to_move_is_not_taken(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(NIGHT)

    assert await _rounds(hospital) == []


async def test_a_bot_that_was_down_makes_up_for_the_night_when_it_is_back(
    hospital: Hospital,
) -> None:
    await _put(hospital, "a", "2026-10-12")
    await hospital.tick()

    assert await _kept(hospital) == (0, 1)


async def test_one_week_moves_on_and_the_next_stays(hospital: Hospital) -> None:
    await _put(hospital, "a", "2026-10-12")
    await _put(hospital, "b", "2026-11-02")
    await hospital.tick()

    assert await _kept(hospital) == (1, 1)


async def test_a_night_is_taken_once_and_what_is_left_waits_for_the_next(
    hospital: Hospital,
) -> None:
    await _put(hospital, "a", "2026-10-12")
    await hospital.tick()
    await _put(hospital, "b", "2026-10-12")
    await hospital.tick()
    same_night = await _kept(hospital)
    hospital.sandbox.calendar.move_by(DAY)
    await hospital.tick()

    assert (same_night, await _kept(hospital)) == ((1, 1), (0, 2))


async def test_what_is_left_is_in_the_calendar_of_the_next_night(hospital: Hospital) -> None:
    await _put(hospital, "a", "2026-10-12")
    await hospital.tick()
    await _put(hospital, "b", "2026-10-12")

    assert await nights.next_moment(hospital.bot.tools) == datetime(2026, 11, 3, 8, tzinfo=UTC)


async def test_more_than_one_slice_moves_on_in_a_night(hospital: Hospital) -> None:
    for number in range(nights.SLICE + 1):
        await _put(hospital, str(number), f"2026-{number // 3 + 8:02}-{(number % 3) * 7 + 3:02}")
    await hospital.tick()

    assert await _kept(hospital) == (0, nights.SLICE + 1)


@pytest.mark.parametrize("by", [timedelta(), DAY], ids=["the same night", "the next night"])
async def test_an_answer_that_moved_on_stays_where_it_is(hospital: Hospital, by: timedelta) -> None:
    await _put(hospital, "a", "2026-10-12")
    await hospital.tick()
    database = hospital.bot.tools.database
    before = await rows(database, Response, "id")
    hospital.sandbox.calendar.move_by(by)
    await hospital.tick()

    assert await rows(database, Response, "id") == before


async def test_a_tick_leaves_nothing_of_the_order_of_answers_in_the_log(
    hospital: Hospital, settings: dict[str, str]
) -> None:
    await _answered(hospital)
    before = _log(settings)
    await hospital.tick()

    assert (before == b"", _log(settings)) == (False, b"")


async def test_an_answer_that_moved_on_is_opened_as_before(hospital: Hospital) -> None:
    await _answered(hospital)
    (before,) = await rows(hospital.bot.tools.database, Inbox, "pseudonym", "sealed")
    await hospital.until(NIGHT)

    assert await rows(hospital.bot.tools.database, Response, "pseudonym", "sealed") == [before]
