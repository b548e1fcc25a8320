from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import certifications
from bot.rules.certifications import Missing, Standing
from content.certification import Currency, Ladder
from content.load import library

LADDER = library().ladder
CERTIFIED = date(2026, 1, 31)
UNTIL = date(2027, 1, 31)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@dataclass(frozen=True, slots=True)
class Watched:
    role: str
    observed_on: date = CERTIFIED
    unit: str | None = None
    score: int | None = None


def until(led: list[date], *seen: Watched, level: str = "certified") -> date | None:
    return certifications.current_until(LADDER, level, CERTIFIED, led, seen)


def month(number: int, day: int = 1) -> date:
    return date(2026, number, day)


def test_the_shipped_ladder_has_the_steps_of_the_programme() -> None:
    assert [level.key for level in LADDER.levels] == [
        "candidate",
        "instructed",
        "co_lead",
        "guided_lead",
        "certified",
    ]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        pytest.param(date(2026, 12, 1), "certified", id="61 days before the end"),
        pytest.param(date(2026, 12, 2), "refresher_due", id="60 days before the end"),
        pytest.param(UNTIL, "refresher_due", id="the last day"),
        pytest.param(date(2027, 2, 1), "lapsed", id="the day after"),
    ],
)
def test_the_calendar_makes_a_refresher_due_and_then_lets_lapse(today: date, state: str) -> None:
    assert certifications.standing(LADDER, "certified", UNTIL, today) == Standing(state, UNTIL)


def test_below_the_last_step_nothing_lapses() -> None:
    standing = certifications.standing(LADDER, "co_lead", None, date(2030, 1, 1))

    assert (standing, until([], level="co_lead")) == (Standing("co_lead"), None)


@pytest.mark.parametrize(
    ("led", "seen", "expected"),
    [
        pytest.param([], [], UNTIL, id="nothing led since"),
        pytest.param([month(9), month(9, 2)], [], UNTIL, id="too few days led"),
        pytest.param(
            [month(9), month(9, 2), month(9, 3)], [], date(2027, 9, 1), id="three days in a row"
        ),
        pytest.param(
            [month(3), month(6), month(9)], [], date(2027, 3, 1), id="three days over the year"
        ),
        pytest.param([month(3), month(6), month(6)], [], UNTIL, id="the same day is led once"),
        pytest.param(
            [date(2024, 9, 1), date(2026, 9, 1), date(2026, 9, 2)], [], UNTIL, id="too far apart"
        ),
        pytest.param(
            [month(9), month(9, 2)],
            [Watched("co_lead", month(9, 3))],
            date(2027, 9, 1),
            id="one of them elsewhere, and watched",
        ),
        pytest.param([], [Watched("refresher", month(12))], date(2027, 12, 1), id="a refresher"),
        pytest.param([], [Watched("observe", month(12))], UNTIL, id="to watch is not to lead"),
    ],
)
def test_whichever_lasts_longest_keeps_somebody_current(
    led: list[date], seen: list[Watched], expected: date
) -> None:
    assert until(led, *seen) == expected


def test_a_month_that_is_too_short_ends_with_its_last_day() -> None:
    leap_day = date(2028, 2, 29)

    assert certifications.current_until(LADDER, "certified", leap_day, [], []) == date(2029, 2, 28)


@given(st.sets(DAYS, max_size=8), DAYS)
def test_leading_once_more_never_shortens_anything(led: set[date], more: date) -> None:
    before, after = until(sorted(led)), until(sorted(led | {more}))

    assert before is not None
    assert after is not None
    assert after >= before


@pytest.mark.parametrize(
    ("level", "after"),
    [
        (None, "candidate"),
        ("candidate", "instructed"),
        ("certified", None),
        ("a step of another ladder", "candidate"),
    ],
)
def test_the_next_step_is_the_one_that_follows(level: str | None, after: str | None) -> None:
    found = certifications.following(LADDER, level)

    assert (found.key if found else None) == after


@pytest.mark.parametrize(
    ("seen", "times"),
    [
        pytest.param([], 3, id="nothing"),
        pytest.param([Watched("teach_back", unit="closing")], 2, id="one unit"),
        pytest.param([Watched("teach_back", unit="closing")] * 3, 2, id="one unit noted thrice"),
        pytest.param([Watched("lead", unit="closing")], 3, id="another role"),
        pytest.param(
            [Watched("teach_back", unit=unit) for unit in ("closing", "introduction", "x", "y")],
            0,
            id="enough and more",
        ),
    ],
)
def test_what_is_missing_is_what_was_not_watched_often_enough(
    seen: list[Watched], times: int
) -> None:
    level = LADDER.level("instructed")
    assert level is not None
    (need,) = level.needs

    assert certifications.missing(level, seen) == ([Missing(need, times)] if times else [])


@pytest.mark.parametrize(("score", "times"), [(None, 1), (79, 1), (80, 0), (100, 0)])
def test_a_checklist_counts_from_its_lowest_sum_on(score: int | None, times: int) -> None:
    found = certifications.missing(LADDER.highest, [Watched("lead", score=score)])

    assert sum(one.times for one in found) == times


@pytest.mark.parametrize(
    ("today", "step"),
    [
        pytest.param(date(2026, 12, 1), None, id="61 days before"),
        pytest.param(date(2026, 12, 2), "certification/60", id="60 days before"),
        pytest.param(date(2027, 1, 1), "certification/30", id="30 days before"),
        pytest.param(date(2027, 1, 23), "certification/30", id="eight days before"),
        pytest.param(date(2027, 1, 24), "certification/7", id="a week before"),
        pytest.param(UNTIL, "certification/7", id="the last day"),
        pytest.param(date(2027, 2, 1), "certification/lapsed", id="over"),
    ],
)
def test_the_latest_notice_is_due_and_no_earlier_one(today: date, step: str | None) -> None:
    assert certifications.notice(LADDER, UNTIL, today) == step


def test_only_the_notice_of_the_end_tells_that_it_is_over() -> None:
    steps = [*(f"certification/{days}" for days in LADDER.notices), "certification/lapsed"]

    assert [step for step in steps if certifications.is_over(step)] == ["certification/lapsed"]


def test_a_site_may_ask_for_more() -> None:
    strict = Ladder.model_validate(
        LADDER.model_dump() | {"currency": Currency(months=6, training_days=4)}
    )
    led = [month(9, day) for day in (1, 2, 3)]

    assert certifications.current_until(strict, "certified", CERTIFIED, led, []) == month(7, 31)
