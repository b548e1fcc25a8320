from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import vobject

from bot.messages import calendars
from bot.messages.calendars import Entry
from bot.rules.notices import Day
from tests.messages.values import DAYS

NOW = datetime(2026, 11, 2, 15, 0, 0, 123456, tzinfo=UTC)
HOSTILE = "Room 4; \\wing, <b>\nBEGIN:VEVENT\n" + "é" * 150


def read(*entries: Entry, cohort: str = "Spring") -> list[Any]:
    """Return the events that a stranger to the library which wrote them finds in a file."""
    written = calendars.file(cohort, entries, NOW)
    calendar = vobject.readOne(written.decode())
    assert calendar.method.value == "PUBLISH"
    return list(calendar.vevent_list)


def test_a_stranger_reads_one_entry_for_each_day() -> None:
    events = read(*map(Entry, DAYS))

    assert [(event.dtstart.value, event.dtend.value) for event in events] == [
        (day.starts_at, day.ends_at) for day in DAYS
    ]


def test_an_entry_keeps_its_uid_for_good_and_counts_up_as_it_moves() -> None:
    moved = replace(DAYS[0], revision=3, on=date(2026, 12, 1), room="Room 5")
    (before,), (after,) = read(Entry(DAYS[0])), read(Entry(moved))

    assert before.uid.value == after.uid.value
    assert (int(before.sequence.value), int(after.sequence.value)) == (0, 2)
    assert after.dtstart.value == moved.starts_at


def test_two_days_have_two_uids() -> None:
    assert len({event.uid.value for event in read(*map(Entry, DAYS))}) == len(DAYS)


def test_a_day_that_is_called_off_is_cancelled_in_the_calendar() -> None:
    stands, off = read(Entry(DAYS[0]), Entry(DAYS[1], stands=False))

    assert (stands.status.value, off.status.value) == ("CONFIRMED", "CANCELLED")
    assert stands.description.value.endswith("Please arrange cover.")
    assert off.description.value.endswith("It does not take place.")


def test_what_a_trainer_typed_makes_no_second_entry() -> None:
    (event,) = read(Entry(replace(DAYS[0], room=HOSTILE)), cohort=HOSTILE)

    assert event.location.value == HOSTILE


def test_no_line_is_longer_than_a_calendar_takes() -> None:
    written = calendars.file(HOSTILE, [Entry(replace(DAYS[0], room=HOSTILE))], NOW)

    assert max(map(len, written.split(b"\r\n"))) <= 75


def test_a_day_on_which_the_clocks_change_ends_when_its_clock_says() -> None:
    sunday = Day("d1", 1, date(2027, 3, 14), time(1), "America/New_York", 1, until=time(9))
    (event,) = read(Entry(sunday))

    assert event.dtend.value - event.dtstart.value == sunday.ends_at - sunday.starts_at
    assert event.dtend.value == datetime(2027, 3, 14, 13, tzinfo=UTC)


def test_what_colleagues_see_of_a_shared_calendar_is_that_somebody_is_busy() -> None:
    (event,) = read(Entry(DAYS[0]))

    assert event.contents["class"][0].value == "PRIVATE"
