from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import cadence, followup
from bot.rules.curriculum import Course
from bot.rules.followup import Cohort
from content.load import library
from content.model import Library, Step
from content.steps import LAST_DAY as MONTH_SIX_ENDS

LIBRARY = library()
STEPS = LIBRARY.curriculum.steps
LAST_DAY = date(2026, 11, 6)

steps = st.builds(
    Step,
    id=st.sampled_from(["active/week-1/check-in", "boosters/week-8/check-in"]),
    day=st.integers(1, 60),
    kind=st.sampled_from(["check-in", "exercise"]),
    unit=st.sampled_from(sorted(unit.key for unit in LIBRARY.curriculum.units)),
)
# Without two steps on one day, which no curriculum has.
plans = st.lists(steps, unique_by=lambda step: step.day, max_size=5)


def with_steps(plan: Sequence[Step]) -> Library:
    curriculum = LIBRARY.curriculum.model_copy(update={"steps": tuple(plan)})
    return LIBRARY.model_copy(update={"curriculum": curriculum})


def followed(plan: Sequence[Step], last: date) -> Cohort | None:
    return followup.followed_up("spring", Course(with_steps(plan), [last]))


def asked(plan: Sequence[Step], last: date, monday: date, weeks: int = 1) -> int:
    """Return how many check-ins a cohort gets, whose training ended on `last`."""
    cohort = followed(plan, last)
    return cohort.asked(monday, weeks) if cohort else 0


@pytest.mark.parametrize(
    ("monday", "asks"),
    [
        pytest.param(date(2026, 11, 2), False, id="the week of the training"),
        pytest.param(date(2026, 11, 9), True, id="day 5, the first check-in"),
        pytest.param(date(2026, 11, 16), True, id="day 12, the second"),
        pytest.param(date(2026, 11, 23), False, id="the week off"),
        pytest.param(date(2026, 11, 30), True, id="day 26, the third"),
        pytest.param(date(2026, 12, 7), True, id="day 33, the last of the active month"),
        pytest.param(date(2026, 12, 14), True, id="day 42, one month"),
        pytest.param(date(2026, 12, 21), False, id="between"),
        pytest.param(date(2026, 12, 28), True, id="day 54, the first booster"),
        pytest.param(date(2027, 1, 4), False, id="between boosters"),
        pytest.param(date(2027, 4, 19), True, id="day 166, the last"),
        pytest.param(date(2027, 4, 26), False, id="when it is over"),
    ],
)
def test_a_week_asks_when_a_checkin_falls_into_it(monday: date, asks: bool) -> None:
    assert bool(asked(STEPS, LAST_DAY, monday)) is asks


def test_what_is_asked_before_the_training_is_no_part_of_follow_up() -> None:
    cohort = followed(STEPS, LAST_DAY)

    assert cohort is not None
    assert cohort.first_week == date(2026, 11, 9)
    assert [cohort.asked(cohort.first_week - weeks * cadence.WEEK) for weeks in (1, 2, 3)] == [
        0
    ] * 3


def test_a_step_for_which_the_library_has_no_question_asks_nothing() -> None:
    without = LIBRARY.model_copy(
        update={
            "checkins": {key: c for key, c in LIBRARY.checkins.items() if "active" not in c.phases}
        }
    )
    cohort = followup.followed_up("spring", Course(without, [LAST_DAY]))

    assert cohort is None or cohort.first_week >= date(2026, 12, 14)


def test_a_cohort_whose_library_asks_nothing_is_not_followed() -> None:
    empty = LIBRARY.model_copy(update={"checkins": {}})

    assert followup.followed_up("spring", Course(empty, [LAST_DAY])) is None


def test_a_week_of_exercises_alone_asks_nothing() -> None:
    exercises = [step for step in STEPS if step.kind == "exercise"]
    weeks = [date(2026, 11, 2) + number * cadence.WEEK for number in range(26)]
    assert [week for week in weeks if asked(exercises, LAST_DAY, week)] == []


@given(plans, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_the_weeks_that_ask_are_those_of_the_checkins(plan: list[Step], last: date) -> None:
    first = cadence.week_of(last)
    weeks = [first + number * cadence.WEEK for number in range(12)]
    days = [last + timedelta(days=step.day) for step in plan if step.kind == "check-in"]
    assert {week for week in weeks if asked(plan, last, week)} == {
        cadence.week_of(day) for day in days
    }


def test_four_weeks_ask_as_often_as_their_weeks_do() -> None:
    weeks = [date(2026, 11, 9) + number * cadence.WEEK for number in range(4)]
    each = [asked(STEPS, LAST_DAY, week) for week in weeks]
    assert (asked(STEPS, LAST_DAY, weeks[0], weeks=4), each) == (3, [1, 1, 0, 1])


@given(plans, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_follow_up_begins_with_the_first_week_that_asks(plan: list[Step], last: date) -> None:
    weeks = [cadence.week_of(last) + number * cadence.WEEK for number in range(12)]
    asking = [week for week in weeks if asked(plan, last, week)]
    cohort = followed(plan, last)
    assert (cohort.first_week if cohort else None) == min(asking, default=None)


FIRST_WEEK = date(2026, 11, 9)
SPRING = Cohort("spring", FIRST_WEEK, (FIRST_WEEK,))


def test_four_weeks_begin_every_four_weeks_from_the_first_that_asks() -> None:
    weeks = [FIRST_WEEK + number * cadence.WEEK for number in range(-8, 9)]

    assert [number for number, week in enumerate(weeks, -8) if SPRING.has_block(week)] == [0, 4, 8]


@pytest.mark.parametrize(
    ("number", "settled"),
    [(-1, -1), (0, 0), (1, 0), (3, 0), (4, 4), (7, 4), (8, 8)],
)
def test_whom_a_week_counts_is_settled_as_its_four_weeks_begin(number: int, settled: int) -> None:
    monday = FIRST_WEEK + number * cadence.WEEK

    assert SPRING.listed_from(monday) == FIRST_WEEK + settled * cadence.WEEK


def test_what_comes_after_a_training_is_known_by_its_kind_and_day() -> None:
    after = followup.days_after(STEPS)

    assert {kind: sorted(days)[:3] for kind, days in after.items()} == {
        "check-in": [5, 12, 26],
        "exercise": [7, 14, 28],
    }


def test_nothing_comes_after_month_six() -> None:
    days = followup.days_after(STEPS).values()

    assert max(max(each) for each in days) <= MONTH_SIX_ENDS
