from itertools import pairwise

import pytest

from content.load import library
from content.model import CheckIn, Choice, Exercise
from content.steps import fits

LIBRARY = library()
CHECKINS = [pytest.param(checkin, id=checkin.id) for checkin in LIBRARY.checkins.values()]
HEAVY = [
    pytest.param(choice, id=f"{checkin.id}, {choice.id}")
    for checkin in LIBRARY.checkins.values()
    for choice in checkin.choices
    if choice.support or choice.zone in {"orange", "red"}
]
EXERCISES = [pytest.param(exercise, id=exercise.id) for exercise in LIBRARY.exercises.values()]


def test_there_is_enough_to_say_in_every_unit() -> None:
    assert len(LIBRARY.exercises) >= 12
    assert len(LIBRARY.checkins) >= 6
    assert {exercise.unit for exercise in LIBRARY.exercises.values()} == {
        unit.key for unit in LIBRARY.curriculum.units
    }


def test_some_questions_may_stand_on_a_lock_screen_and_most_may_not() -> None:
    fit = [checkin for checkin in LIBRARY.checkins.values() if checkin.lock_screen]
    assert 2 <= len(fit) < len(LIBRARY.checkins) - len(fit)


def test_at_least_three_questions_run_from_green_to_red() -> None:
    zones = [{choice.zone for choice in checkin.choices} for checkin in LIBRARY.checkins.values()]
    assert sum(zone == {"green", "yellow", "orange", "red"} for zone in zones) >= 3


@pytest.mark.parametrize("choice", HEAVY)
def test_a_heavy_choice_comes_with_people_and_something_that_looks_outward(
    choice: Choice,
) -> None:
    offered = LIBRARY.exercises[choice.offer or ""]

    assert (choice.support, offered.inward, offered.setting) == (True, False, "anywhere")


@pytest.mark.parametrize("checkin", CHECKINS)
def test_a_choice_is_found_by_its_id_and_no_other(checkin: CheckIn) -> None:
    assert [checkin.choice(choice.id) for choice in checkin.choices] == list(checkin.choices)
    assert checkin.choice("no-such-choice") is None


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_names_where_it_comes_from_and_fits_a_shift(exercise: Exercise) -> None:
    assert "https://" in exercise.source or "http://" in exercise.source
    assert exercise.setting == "after_shift" or exercise.minutes <= 3
    assert exercise.setting != "at_work" or exercise.minutes <= 2


def test_the_active_month_is_two_blocks_of_two_weeks_with_a_week_off_between() -> None:
    active = [step for step in LIBRARY.curriculum.steps if step.phase == "active"]
    assert [(step.id, step.day) for step in active] == [
        ("active/week-1/check-in", 5),
        ("active/week-1/exercise", 7),
        ("active/week-2/check-in", 12),
        ("active/week-2/exercise", 14),
        ("active/week-4/check-in", 26),
        ("active/week-4/exercise", 28),
        ("active/week-5/check-in", 33),
        ("active/week-5/exercise", 35),
    ]


def test_before_the_training_one_question_comes_and_on_its_evenings_one_minute_each() -> None:
    around = [
        (step.id, step.minutes)
        for step in LIBRARY.curriculum.steps
        if step.phase in {"before", "training"}
    ]
    assert around == [
        ("before/day-4/check-in", 5),
        ("training/day-1/exercise", 1),
        ("training/day-2/exercise", 1),
        ("training/day-3/exercise", 1),
    ]


def test_boosters_come_every_two_weeks_and_then_every_four_to_month_six() -> None:
    days = [
        step.day
        for step in LIBRARY.curriculum.steps
        if step.phase == "boosters" and step.kind == "check-in"
    ]
    assert [b - a for a, b in pairwise(days)] == [14, 14, 14, 14, 28, 28]
    assert 152 < days[-1] < 180


def test_each_unit_comes_up_again_after_the_training() -> None:
    drawn_on = {step.unit for step in LIBRARY.curriculum.steps if step.unit}
    assert drawn_on == {unit.key for unit in LIBRARY.curriculum.units}


def test_something_fits_every_step() -> None:
    steps = LIBRARY.curriculum.steps
    items = [*LIBRARY.checkins.values(), *LIBRARY.exercises.values()]
    fitting = {
        step.id
        for step in steps
        for item in items
        if isinstance(item, CheckIn) == (step.kind == "check-in") and fits(step, item)
    }
    assert [step.id for step in steps if step.id not in fitting] == []


def test_the_units_are_the_ten_of_the_training_in_order() -> None:
    assert [unit.key for unit in LIBRARY.curriculum.units] == [
        "introduction",
        "normalized_appreciation",
        "outcome_attachment",
        "multiple_motivations",
        "career_timeline",
        "empathy_compassion",
        "self_care_plan",
        "personal_resiliency_org",
        "tolerating_worth",
        "closing",
    ]


def test_the_help_card_is_there_at_any_hour() -> None:
    assert "911" in LIBRARY.help.emergency.reach
    assert [str(route.hours) for route in LIBRARY.help.national] == ["always"]
    assert "988" in LIBRARY.help.national[0].reach


def test_words_of_distress_are_written_once() -> None:
    words = LIBRARY.help.distress
    assert len({word.replace("'", "").replace("-", " ") for word in words}) == len(words)
    assert {"want to die", "kill myself", "suicidal", "can't go on", "end it all"} <= set(words)
