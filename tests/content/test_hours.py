from datetime import datetime

import pytest
from pydantic import ValidationError

from content.model import HelpRoute, Hours

# In November 2026 the 2nd is a Monday, so the 8th is a Sunday.
MONDAY, FRIDAY, SATURDAY, SUNDAY = 2, 6, 7, 8


@pytest.mark.parametrize(
    ("words", "day", "clock", "is_open"),
    [
        pytest.param("always", SUNDAY, "03:00", True, id="always, at three on a Sunday night"),
        pytest.param("mon-fri 08:00-18:00", MONDAY, "08:00", True, id="the first minute"),
        pytest.param("mon-fri 08:00-18:00", MONDAY, "07:59", False, id="a minute early"),
        pytest.param("mon-fri 08:00-18:00", FRIDAY, "17:59", True, id="the last minute"),
        pytest.param("mon-fri 08:00-18:00", FRIDAY, "18:00", False, id="a minute late"),
        pytest.param("mon-fri 08:00-18:00", SATURDAY, "10:00", False, id="another day"),
        pytest.param("mon 08:00-09:00, sat 09:00-12:00", SATURDAY, "10:00", True, id="second part"),
        pytest.param("fri 20:00-04:00", SATURDAY, "03:59", True, id="past midnight"),
        pytest.param("fri 20:00-04:00", SATURDAY, "04:00", False, id="the night is over"),
        pytest.param("fri 20:00-04:00", FRIDAY, "03:00", False, id="the night before"),
        pytest.param("sun 22:00-06:00", MONDAY, "05:00", True, id="past midnight into a new week"),
        pytest.param("sat-mon 10:00-11:00", SUNDAY, "10:30", True, id="days over the week's end"),
        pytest.param("sat-mon 10:00-11:00", FRIDAY, "10:30", False, id="outside those days"),
        pytest.param("sat 00:00-24:00", SATURDAY, "23:59", True, id="a whole day"),
        pytest.param("sat 00:00-24:00", SUNDAY, "00:00", False, id="and not the next"),
    ],
)
def test_a_route_is_open_in_its_hours_only(words: str, day: int, clock: str, is_open: bool) -> None:
    local = datetime.fromisoformat(f"2026-11-{day:02} {clock}")
    assert Hours(words).open_at(local) is is_open


def test_hours_give_their_words_back() -> None:
    words = "mon-fri 08:00-18:00, sat 09:00-12:00"
    route = HelpRoute.model_validate({"name": "Peers", "reach": "Call 555-0100", "hours": words})
    assert str(route.hours) == words
    assert route.hours == Hours(words)


@pytest.mark.parametrize(
    "words",
    ["", "sometimes", "mon-fry 08:00-18:00", "mon 8-18", "mon 24:00-25:00", "mon 09:60-10:00",
     "mon-fri 08:00-18:00,", "always, mon 08:00-09:00"],
)  # fmt: skip
def test_hours_that_cannot_be_read_are_refused_with_an_example(words: str) -> None:
    with pytest.raises(ValidationError, match="mon-fri 08:00-18:00, sat 09:00-12:00"):
        Hours(words)


def test_a_window_without_length_is_refused() -> None:
    with pytest.raises(ValidationError, match="00:00-24:00"):
        Hours("mon 08:00-08:00")
