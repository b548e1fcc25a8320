from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules import errands
from bot.rules.errands import Look, Unreached
from tests.messages.values import DAYS

NOTHING = Look((), (), (), frozenset())
LEO = Unreached("leo", "U0LEO", "closed")
MINUTE = timedelta(minutes=1)
# The first day, which has no room, and when it begins and is over.
FIRST = DAYS[0]
BEGINS, OVER = FIRST.starts_at, FIRST.ends_at


def keys(look: Look, now: datetime) -> list[str]:
    return [matter.key for matter in errands.matters(look, now)]


@pytest.mark.parametrize(
    ("now", "found"),
    [
        pytest.param(BEGINS - timedelta(days=14, minutes=1), [], id="more than two weeks before"),
        pytest.param(BEGINS - timedelta(days=14), ["room/day-1/ahead"], id="two weeks before"),
        pytest.param(
            BEGINS - timedelta(hours=24, minutes=1), ["room/day-1/ahead"], id="more than a day"
        ),
        pytest.param(BEGINS - timedelta(hours=24), ["room/day-1/soon"], id="a day before"),
        pytest.param(BEGINS, [], id="when it begins"),
    ],
)
def test_a_room_is_wanted_from_two_weeks_on_and_once_more_a_day_before(
    now: datetime, found: list[str]
) -> None:
    assert keys(replace(NOTHING, days=[FIRST]), now) == found
    assert keys(replace(NOTHING, days=[replace(FIRST, room="B12")]), now) == []


@pytest.mark.parametrize(
    ("after", "signed", "found"),
    [
        pytest.param(timedelta(hours=2) - MINUTE, [], [], id="while the room is tidied"),
        pytest.param(timedelta(hours=2), [], ["register/day-1"], id="two hours after"),
        pytest.param(timedelta(hours=2), ["day-1"], [], id="signed"),
        pytest.param(timedelta(hours=2), ["day-2"], ["register/day-1"], id="another is signed"),
        pytest.param(timedelta(days=14, hours=2), [], [], id="two weeks after"),
    ],
)
def test_a_register_is_to_be_signed_when_its_day_is_over(
    after: timedelta, signed: list[str], found: list[str]
) -> None:
    look = replace(NOTHING, days=[FIRST], signed=frozenset(signed))

    assert keys(look, OVER + after) == found


def test_whom_slack_cannot_reach_is_named_as_long_as_there_is_a_notice_to_miss() -> None:
    roomy = [replace(day, room="B12") for day in DAYS]
    look = Look(roomy, (), [LEO], frozenset(day.id for day in DAYS))

    assert keys(look, BEGINS) == ["unreached/leo/closed"]
    assert keys(look, DAYS[-1].ends_at) == []


def test_a_day_without_a_date_is_told_and_keeps_people_to_be_reached() -> None:
    look = replace(NOTHING, waiting=[3], unreached=[LEO])

    assert keys(look, OVER) == ["unreached/leo/closed", "date/3"]


def test_another_reason_is_another_matter() -> None:
    look = replace(NOTHING, waiting=[3], unreached=[replace(LEO, reason="guest")])

    assert keys(look, OVER)[0] == "unreached/leo/guest"


@pytest.mark.parametrize(
    ("ahead", "near"),
    [
        (timedelta(hours=24), True),
        (timedelta(hours=24, minutes=1), False),
        (timedelta(0), False),
    ],
)
def test_only_a_day_ahead_that_begins_within_24_hours_is_near(
    ahead: timedelta, *, near: bool
) -> None:
    assert errands.is_near(DAYS[:1], BEGINS - ahead) is near


def test_a_register_waits_for_the_next_window_and_nothing_else_does() -> None:
    look = Look(DAYS, [3], [LEO], frozenset())
    found = errands.matters(look, OVER + timedelta(hours=3))

    assert {matter.kind for matter in found if errands.can_wait(matter)} == {"register"}
    assert {matter.kind for matter in found} == {"unreached", "room", "date", "register"}


@pytest.mark.parametrize(
    ("now", "day"),
    [
        pytest.param(datetime(2026, 11, 2, 10, 59, tzinfo=UTC), date(2026, 11, 1), id="before six"),
        pytest.param(datetime(2026, 11, 2, 11, 0, tzinfo=UTC), date(2026, 11, 2), id="at six"),
    ],
)
def test_a_day_is_looked_at_from_six_in_the_morning_of_the_site(now: datetime, day: date) -> None:
    assert errands.last_look("America/New_York", now) == day


ZONE = "America/New_York"
TWO_WEEKS_AHEAD = BEGINS - timedelta(days=14)
SIX_O_CLOCK = TWO_WEEKS_AHEAD.astimezone(ZoneInfo(ZONE)).replace(hour=6, minute=0)


@pytest.mark.parametrize(
    ("now", "comes"),
    [
        # The day begins after six, so that two weeks before it the morning's look is over.
        pytest.param(BEGINS - timedelta(days=20), SIX_O_CLOCK + timedelta(days=1), id="no room"),
        pytest.param(
            SIX_O_CLOCK + timedelta(days=2), BEGINS - timedelta(hours=24), id="still none"
        ),
        pytest.param(BEGINS, OVER + timedelta(hours=2), id="the register"),
        pytest.param(OVER + timedelta(hours=2), None, id="all was said"),
    ],
)
def test_a_played_calendar_stops_where_something_may_have_to_be_said(
    now: datetime, comes: datetime | None
) -> None:
    look = replace(NOTHING, days=[FIRST])

    assert errands.next_look(look, ZONE, now) == comes


def test_nothing_is_to_be_said_of_a_day_with_a_room_and_a_signed_register() -> None:
    look = replace(NOTHING, days=[replace(FIRST, room="B12")], signed=frozenset([FIRST.id]))

    assert errands.next_look(look, ZONE, BEGINS - timedelta(days=20)) is None
