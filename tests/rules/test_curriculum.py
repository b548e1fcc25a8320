from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import cadence, curriculum
from bot.rules.curriculum import Cohort, Follower
from content.load import library
from content.model import CheckIn, Exercise, Step

LIBRARY = library()
STEPS = LIBRARY.curriculum.steps
UNITS = sorted(unit.key for unit in LIBRARY.curriculum.units)

LAST_DAY = date(2026, 11, 6)
BEFORE = datetime(2026, 11, 7, tzinfo=UTC)
FOLLOWER = Follower(LAST_DAY, time(14, 30), "America/New_York", checkins=True, exercises=True)

kinds = st.sampled_from(["check-in", "exercise"])
sent_ids = st.sets(st.sampled_from(sorted([*LIBRARY.checkins, *LIBRARY.exercises])))
steps = st.builds(
    Step,
    id=st.just("active/week-1/check-in"),
    day=st.integers(1, 60),
    kind=kinds,
    unit=st.sampled_from(UNITS),
)


def ahead(follower: Follower, since: datetime = BEFORE) -> list[str]:
    return [step.id for step, _ in curriculum.steps_ahead(STEPS, follower, since)]


def shelf(step: Step) -> dict[str, CheckIn | Exercise]:
    return dict(LIBRARY.checkins if step.kind == "check-in" else LIBRARY.exercises)


def test_a_plan_knows_nothing_of_answers() -> None:
    assert {field.name for field in fields(Follower)} == {
        "last_training_day",
        "preferred_at",
        "zone",
        "checkins",
        "exercises",
    }


def test_everything_wanted_comes_in_the_order_of_the_curriculum() -> None:
    assert ahead(FOLLOWER) == [step.id for step in STEPS]


@pytest.mark.parametrize(
    ("checkins", "exercises", "wanted"),
    [
        pytest.param(True, False, {"check-in"}, id="check-ins only"),
        pytest.param(False, True, {"exercise"}, id="exercises only"),
        pytest.param(False, False, set(), id="neither"),
    ],
)
def test_a_switch_turns_one_kind_off(checkins: bool, exercises: bool, wanted: set[str]) -> None:
    follower = replace(FOLLOWER, checkins=checkins, exercises=exercises)
    assert ahead(follower) == [step.id for step in STEPS if step.kind in wanted]


def test_a_step_comes_so_many_days_after_the_last_training_day_at_the_chosen_hour() -> None:
    planned = {step.id: window for step, window in curriculum.steps_ahead(STEPS, FOLLOWER, BEFORE)}
    assert planned == {
        step.id: cadence.checkin(
            LAST_DAY + timedelta(days=step.day), time(14, 30), "America/New_York"
        )
        for step in STEPS
    }


def test_a_step_is_ahead_until_its_last_moment_to_be_sent() -> None:
    _, window = next(curriculum.steps_ahead(STEPS, FOLLOWER, BEFORE))
    a_second = timedelta(seconds=1)
    assert [ahead(FOLLOWER, window.send_by - a_second), ahead(FOLLOWER, window.send_by)] == [
        [step.id for step in STEPS],
        [step.id for step in STEPS[1:]],
    ]


@given(st.timedeltas(timedelta(), timedelta(days=60)), st.timedeltas(timedelta(), timedelta(60)))
def test_time_only_takes_steps_away(early: timedelta, more: timedelta) -> None:
    late = ahead(FOLLOWER, BEFORE + early + more)
    assert ahead(FOLLOWER, BEFORE + early)[-len(late) :] == late or not late


@given(st.timedeltas(timedelta(), timedelta(days=60)))
def test_asking_again_plans_the_same(since: timedelta) -> None:
    first = list(curriculum.steps_ahead(STEPS, FOLLOWER, BEFORE + since))
    assert list(curriculum.steps_ahead(STEPS, FOLLOWER, BEFORE + since)) == first


def asked(steps: Sequence[Step], last: date, monday: date, weeks: int = 1) -> int:
    """Return how many check-ins a cohort gets, whose training ended on `last`."""
    cohort = curriculum.followed_up("spring", steps, last)
    return cohort.asked(monday, weeks) if cohort else 0


@pytest.mark.parametrize(
    ("monday", "asks"),
    [
        pytest.param(date(2026, 11, 2), False, id="the week of the training"),
        pytest.param(date(2026, 11, 9), True, id="day 5, the first check-in"),
        pytest.param(date(2026, 11, 16), True, id="day 12, the second"),
        pytest.param(date(2026, 11, 23), False, id="the week off"),
        pytest.param(date(2026, 11, 30), True, id="day 26, the third"),
        pytest.param(date(2026, 12, 7), True, id="day 33, the last"),
        pytest.param(date(2026, 12, 14), False, id="when it is over"),
    ],
)
def test_a_week_asks_when_a_checkin_falls_into_it(monday: date, asks: bool) -> None:
    assert bool(asked(STEPS, LAST_DAY, monday)) is asks


def test_a_week_of_exercises_alone_asks_nothing() -> None:
    exercises = [step for step in STEPS if step.kind == "exercise"]
    weeks = [date(2026, 11, 2) + number * cadence.WEEK for number in range(8)]
    assert [week for week in weeks if asked(exercises, LAST_DAY, week)] == []


@given(st.lists(steps), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
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


@given(st.lists(steps), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_follow_up_begins_with_the_first_week_that_asks(plan: list[Step], last: date) -> None:
    weeks = [cadence.week_of(last) + number * cadence.WEEK for number in range(12)]
    asking = [week for week in weeks if asked(plan, last, week)]
    cohort = curriculum.followed_up("spring", plan, last)
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


@given(steps, sent_ids)
def test_nothing_that_was_sent_comes_again(step: Step, sent: set[str]) -> None:
    content = curriculum.content_for(step, LIBRARY, sent)
    assert {content.id if content else None} & sent == set()


@given(steps, sent_ids)
def test_what_comes_is_of_the_kind_that_is_due(step: Step, sent: set[str]) -> None:
    content = curriculum.content_for(step, LIBRARY, sent)
    assert content is None or shelf(step)[content.id] == content


@given(steps, sent_ids)
def test_what_comes_is_of_the_unit_while_any_of_it_is_fresh(step: Step, sent: set[str]) -> None:
    content = curriculum.content_for(step, LIBRARY, sent)
    fresh = {item.unit for key, item in shelf(step).items() if key not in sent}
    assert (content is not None and content.unit == step.unit) == (step.unit in fresh)


@given(steps)
def test_everything_comes_once_and_then_nothing(step: Step) -> None:
    sent: list[str] = []
    while content := curriculum.content_for(step, LIBRARY, sent):
        sent.append(content.id)
    assert sorted(sent) == sorted(shelf(step))


@given(steps)
def test_nothing_is_left_when_all_was_sent(step: Step) -> None:
    assert curriculum.content_for(step, LIBRARY, [*LIBRARY.checkins, *LIBRARY.exercises]) is None


@given(steps, sent_ids, st.randoms(use_true_random=False))
def test_neither_the_order_of_the_shelf_nor_of_what_was_sent_matters(
    step: Step, sent: set[str], chance: Random
) -> None:
    listed, checkins, exercises = (
        sorted(sent),
        list(LIBRARY.checkins.items()),
        list(LIBRARY.exercises.items()),
    )
    for shuffled in (listed, checkins, exercises):
        chance.shuffle(shuffled)
    mixed = LIBRARY.model_copy(
        update={"checkins": dict(checkins), "exercises": dict(exercises)},
    )
    assert curriculum.content_for(step, mixed, listed) == curriculum.content_for(
        step, LIBRARY, sent
    )


def test_the_first_of_a_unit_in_the_order_of_ids_comes_first() -> None:
    of_unit = sorted(key for key, item in LIBRARY.checkins.items() if item.unit == STEPS[0].unit)
    content = curriculum.content_for(STEPS[0], LIBRARY, ())
    assert content == LIBRARY.checkins[of_unit[0]]
