from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.chaos.planting import NARROW, NARROW_EVERY, WIDE, nights, spread

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def test_messages_fall_due_one_after_the_other() -> None:
    assert [slot.due_at - NOON for slot in spread(4, NOON, 2)] == [
        timedelta(seconds=part) for part in (0, 0.5, 1, 1.5)
    ]


def test_some_people_have_next_to_no_time() -> None:
    slots = spread(2 * NARROW_EVERY, NOON, 1)

    assert [slot.lasts for slot in slots].count(NARROW) == 2


def test_over_a_clock_change_everybody_has_time() -> None:
    assert {slot.lasts for slot in nights(20)} == {WIDE}


def test_messages_are_due_in_both_nights_in_which_the_clocks_change() -> None:
    days = [slot.due_at.astimezone(NEW_YORK).date().isoformat() for slot in nights(4)]

    assert sorted(set(days)) == ["2026-11-01", "2027-03-14"]


def test_an_hour_that_there_is_twice_means_the_first_time() -> None:
    # 01:30 in New York; an hour later it is 01:30 again.
    assert datetime(2026, 11, 1, 5, 30, tzinfo=UTC) in {slot.due_at for slot in nights(1200)}


def test_an_hour_that_there_is_not_comes_an_hour_later() -> None:
    # 02:30 in New York, where after 01:59 it is 03:00.
    assert datetime(2027, 3, 14, 7, 30, tzinfo=UTC) in {slot.due_at for slot in nights(1200)}
