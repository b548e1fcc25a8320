from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import help as rules
from content.model import HelpRoute, Site

# A Monday, ten in the morning in New York.
MONDAY = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
LATELY = date(2026, 10, 20)
LONG_AGO = date(2026, 5, 1)

OPEN, CLOSED = "mon-fri 08:00-18:00", "sat 08:00-18:00"


def route(name: str, hours: str = "always", checked_on: date | None = LATELY) -> HelpRoute:
    return HelpRoute.model_validate(
        {"name": name, "reach": "Call 555-0142", "hours": hours, "checked_on": checked_on}
    )


def site(*routes: HelpRoute, zone: str = "America/New_York") -> Site:
    described: dict[str, Any] = {
        "id": "riverbend",
        "name": "Riverbend (invented)",
        "zone": zone,
        "coordinators": ["U0COORD01"],
        "help_routes": [one.model_dump() for one in routes],
    }
    return Site.model_validate(described)


NATIONAL = route("national", checked_on=None)

routes = st.builds(
    route,
    st.text("abcdef", min_size=1),
    st.sampled_from(["always", OPEN, CLOSED, "sun 22:00-06:00"]),
    st.dates(date(2026, 7, 1), date(2026, 11, 1)),
)
moments = st.datetimes(
    datetime.fromisoformat("2026-10-25"),
    datetime.fromisoformat("2026-11-15"),
    timezones=st.just(UTC),
)


def order(here: Site, now: datetime = MONDAY) -> list[tuple[str, bool]]:
    return [(one.name, is_open) for one, is_open in rules.in_order(here, [NATIONAL], now)]


@pytest.mark.parametrize(
    ("checked_on", "stale"),
    [
        pytest.param(date(2026, 11, 2), False, id="today"),
        pytest.param(date(2026, 8, 4), False, id="ninety days ago"),
        pytest.param(date(2026, 8, 3), True, id="ninety-one days ago"),
        pytest.param(None, False, id="a national route, which needs no check"),
    ],
)
def test_a_route_is_stale_after_ninety_days(checked_on: date | None, stale: bool) -> None:
    assert rules.is_stale(route("peers", checked_on=checked_on), MONDAY.date()) is stale


def test_the_day_on_which_a_route_grows_stale_is_the_sites() -> None:
    # Already the 91st day in UTC, still the 90th in New York.
    now = datetime(2026, 11, 2, 2, tzinfo=UTC)
    here = site(route("peers", checked_on=date(2026, 8, 3)))
    assert order(here, now) == [("peers", True), ("national", True)]


def test_open_routes_come_first() -> None:
    here = site(route("closed", CLOSED), route("open", OPEN))
    assert order(here) == [("open", True), ("national", True), ("closed", False)]


def test_the_routes_of_a_site_come_before_the_national_ones_in_their_own_order() -> None:
    here = site(route("second", OPEN), route("first"))
    assert order(here) == [("second", True), ("first", True), ("national", True)]


def test_a_stale_route_comes_behind_the_national_ones() -> None:
    here = site(route("stale", checked_on=LONG_AGO), route("peers"))
    assert order(here) == [("peers", True), ("national", True), ("stale", True)]


def test_hours_are_those_of_the_site() -> None:
    # Ten in New York is half past eight in the evening in Kolkata.
    assert order(site(route("peers", OPEN), zone="Asia/Kolkata")) == [
        ("national", True),
        ("peers", False),
    ]


@given(st.lists(routes, min_size=1, max_size=6), moments)
def test_no_route_is_lost(found: list[HelpRoute], now: datetime) -> None:
    shown = [name for name, _ in order(site(*found), now)]
    assert sorted(shown) == sorted(["national", *(one.name for one in found)])


@given(st.lists(routes, min_size=1, max_size=6), moments)
def test_no_closed_route_stands_before_an_open_one(found: list[HelpRoute], now: datetime) -> None:
    opens = [is_open for _, is_open in order(site(*found), now)]
    assert opens == sorted(opens, reverse=True)


@given(st.lists(routes, min_size=1, max_size=6), moments)
def test_somebody_always_answers_first(found: list[HelpRoute], now: datetime) -> None:
    assert order(site(*found), now)[0][1] is True
