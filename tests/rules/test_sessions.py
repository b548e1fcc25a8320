from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import sessions
from bot.rules.forms import FieldsError
from bot.rules.sessions import Change, Neighbours, Slot, Taken, Wish

NEW_YORK = "America/New_York"
NOW = datetime(2027, 2, 1, 15, tzinfo=UTC)
SLOT = Slot(date(2027, 3, 10), time(8, 30), time(16, 30), NEW_YORK, "Room 4")
FILLED = {"day": "2027-03-10", "start": "08:30", "end": "16:30", "room": "Room 4"}

days = st.dates(date(2027, 2, 3), date(2028, 12, 31))
hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))
zones = st.sampled_from([NEW_YORK, "Europe/Dublin", "Australia/Lord_Howe", "UTC"])


def on(day: int, start: int = 8, end: int = 16) -> Slot:
    return replace(SLOT, on=date(2027, 3, day), at=time(start), until=time(end))


def problems(slot: Slot, near: Neighbours | None = None) -> dict[str, str]:
    """What is wrong with a slot, field by field."""
    try:
        sessions.require_possible(slot, near or Neighbours(), NOW)
    except FieldsError as error:
        return dict(error.problems)
    return {}


def unread(**different: Any) -> dict[str, str]:
    """What cannot be read of a form."""
    with pytest.raises(FieldsError) as raised:
        sessions.described(FILLED | different, NEW_YORK)
    return dict(raised.value.problems)


def test_what_is_filled_in_is_a_slot() -> None:
    assert sessions.described(FILLED, NEW_YORK) == SLOT


@pytest.mark.parametrize("room", [None, "", "   "])
def test_a_day_needs_no_place_yet(room: str | None) -> None:
    assert sessions.described(FILLED | {"room": room}, NEW_YORK).room is None


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"day": None}, "day"),
        ({"day": "soon"}, "day"),
        ({"start": "25:00"}, "start"),
        ({"end": None}, "end"),
        ({"room": "x" * 201}, "room"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(different: dict[str, Any], field: str) -> None:
    assert list(unread(**different)) == [field]


def test_everything_that_cannot_be_read_is_said_at_once() -> None:
    assert set(unread(day="", start="", end="")) == {"day", "start", "end"}


def test_a_day_that_is_possible_has_no_problem() -> None:
    near = Neighbours(Taken("Spring, day 1", on(9)), Taken("Spring, day 3", on(11)))
    assert problems(SLOT, near) == {}


@pytest.mark.parametrize("end", [time(8, 30), time(8)])
def test_a_day_ends_after_it_starts(end: time) -> None:
    said = {"end": "Choose an end after the start, on the same day."}
    assert problems(replace(SLOT, until=end)) == said


def test_a_day_in_the_past_is_refused() -> None:
    assert "still to come" in problems(replace(SLOT, on=date(2027, 2, 1)))["day"]


def test_a_year_that_was_mistyped_is_asked_about() -> None:
    assert "look at the year" in problems(replace(SLOT, on=date(2037, 3, 10)))["day"]


@pytest.mark.parametrize(
    ("at", "until", "said"),
    [
        (
            time(2, 30),
            time(16),
            {"start": "The clocks skip 02:30 on that day. Choose 03:30 or another hour."},
        ),
        (
            time(1),
            time(2, 30),
            {"end": "The clocks skip 02:30 on that day. Choose 03:30 or another hour."},
        ),
        (time(1, 59), time(3), {}),
    ],
    ids=["start", "end", "neither"],
)
def test_an_hour_that_the_clocks_skip_is_refused(
    at: time, until: time, said: dict[str, str]
) -> None:
    # The second Sunday of March, on which New York's clocks go forward at two.
    assert problems(replace(SLOT, on=date(2027, 3, 14), at=at, until=until)) == said


@given(day=days, at=hours, until=hours, zone=zones)
def test_whatever_is_accepted_starts_and_ends_when_it_says(
    day: date, at: time, until: time, zone: str
) -> None:
    slot = Slot(day, at, until, zone)
    if not problems(slot):
        local = slot.starts_at.astimezone(ZoneInfo(zone))
        assert (local.date(), local.time()) == (day, at)
        assert slot.starts_at < slot.ends_at


@pytest.mark.parametrize(
    ("near", "said"),
    [
        (
            Neighbours(others=[Taken("Autumn, day 1", on(10, 16, 20))]),
            "That overlaps with Autumn, day 1. Choose another time.",
        ),
        (
            Neighbours(before=Taken("Spring, day 1", on(10, 7, 9))),
            "That overlaps with Spring, day 1. Choose another time.",
        ),
        (
            Neighbours(before=Taken("Spring, day 1", on(12))),
            "It must come after Spring, day 1. Move that one first.",
        ),
        (
            Neighbours(after=Taken("Spring, day 3", on(9))),
            "It must come before Spring, day 3. Move that one first.",
        ),
    ],
)
def test_what_stands_in_the_way_is_named(near: Neighbours, said: str) -> None:
    assert problems(SLOT, near) == {"day": said}


def test_one_day_may_begin_as_another_ends() -> None:
    assert not sessions.overlap(on(10, 8, 12), on(10, 12, 16))


@given(st.sampled_from([on(10), on(10, 7, 9), on(10, 12, 13), on(11)]),
       st.sampled_from([on(10), on(10, 9, 10), on(10, 16, 17), on(9)]))  # fmt: skip
def test_overlapping_is_mutual(one: Slot, other: Slot) -> None:
    assert sessions.overlap(one, other) == sessions.overlap(other, one)


@pytest.mark.parametrize(("at", "until"), [(8, time(16)), (15, time(23)), (18, time(23, 59))])
def test_a_day_ends_eight_hours_later_or_with_the_day(at: int, until: time) -> None:
    assert sessions.usual_end(time(at)) == until


@pytest.mark.parametrize(
    ("change", "told", "moves"),
    [
        (Change("it", SLOT, replace(SLOT, on=date(2027, 3, 12)), 9, None), True, True),
        (Change("it", SLOT, replace(SLOT, room="Room 5"), 9, None), True, False),
        (Change("it", SLOT, SLOT, 9, None, ["closing"]), False, False),
        (Change("it", None, SLOT, 9, None), True, True),
        (Change("it", SLOT, None, 9, None), True, True),
    ],
    ids=["another day", "another room", "other units", "new", "called off"],
)
def test_a_change_says_whether_it_is_told_and_whether_it_moves(
    change: Change, told: bool, moves: bool
) -> None:
    assert (change.is_told, change.moves) == (told, moves)


def test_a_wish_comes_back_from_the_window_as_it_went() -> None:
    wish = Wish("d1" * 16, "3/closing", FILLED | {"units": ["closing"]})
    assert sessions.unpacked(wish.packed()) == wish


def test_a_window_carries_nothing_that_is_no_field_of_a_session() -> None:
    assert "planted" not in Wish("d1" * 16, "1/", FILLED | {"other": "planted"}).packed()


def test_the_longest_wish_fits_a_window() -> None:
    filled = FILLED | {"room": "é" * 200, "units": ["normalized_appreciation"] * 10}
    longest = Wish("d1" * 16, "99/" + "normalized_appreciation," * 10, filled)
    own_words = Wish("d1" * 16, "d1" * 16, {"words": "😀" * sessions.LONGEST_WORDS})
    assert max(len(longest.packed()), len(own_words.packed())) <= 3000


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 601])
def test_own_words_are_some_and_not_too_many(text: str) -> None:
    with pytest.raises(FieldsError):
        sessions.said(text)


def test_own_words_keep_their_lines() -> None:
    assert sessions.said(" one\ntwo ") == "one\ntwo"
