from datetime import UTC, datetime, timedelta

import pytest

from bot.rules import calls
from content.model import Site
from tests.messages.values import RIVERBEND

# Monday, ten in the morning in New York.
TEN = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


def with_callers(*callers: tuple[str, str, int]) -> Site:
    return Site.model_validate(
        RIVERBEND.model_dump()
        | {
            "callers": [
                {"name": who, "slack_id": who, "hours": hours, "within_minutes": minutes}
                for who, hours, minutes in callers
            ]
        }
    )


def asked(site: Site, now: datetime = TEN, without: tuple[str, ...] = ()) -> list[str]:
    return [caller.slack_id for caller in calls.open_now(site, now, without)]


def test_where_nobody_has_promised_nobody_can_be_asked() -> None:
    assert asked(with_callers()) == []


def test_only_those_can_be_asked_whose_hours_it_is_at_the_site() -> None:
    site = with_callers(("U0DAY", "mon-fri 08:00-18:00", 30), ("U0NIGHT", "mon 19:00-07:00", 30))
    assert asked(site) == ["U0DAY"]


def test_by_night_those_can_be_asked_who_are_awake() -> None:
    site = with_callers(("U0DAY", "mon-fri 08:00-18:00", 30), ("U0NIGHT", "mon 19:00-07:00", 30))
    assert asked(site, TEN + timedelta(hours=12)) == ["U0NIGHT"]


@pytest.mark.parametrize(("minutes_left", "expected"), [(30, []), (31, ["U0DAY"])])
def test_nobody_is_asked_whose_hours_end_before_their_promise(
    minutes_left: int, expected: list[str]
) -> None:
    site = with_callers(("U0DAY", "mon-fri 08:00-18:00", 30))
    assert asked(site, TEN + timedelta(hours=8, minutes=-minutes_left)) == expected


def test_neither_oneself_nor_ones_manager_can_be_asked() -> None:
    site = with_callers(("U0NIA", "always", 30), ("U0BOSS", "always", 30), ("U0PEER", "always", 30))
    assert asked(site, without=("U0NIA", "U0BOSS")) == ["U0PEER"]


def test_an_answer_is_promised_from_the_moment_of_asking() -> None:
    (caller,) = with_callers(("U0PEER", "always", 45)).callers
    assert calls.answer_by(caller, TEN) == TEN + timedelta(minutes=45)
