from collections import Counter

import pytest

from content.load import library
from content.model import Exercise

LIBRARY = library()
EXERCISES = list(LIBRARY.exercises.values())
AFTER_A_HARD_SHIFT = [
    pytest.param(exercise, id=exercise.id) for exercise in EXERCISES if exercise.hard_shift
]
INWARD = [pytest.param(exercise, id=exercise.id) for exercise in EXERCISES if exercise.inward]


def test_every_unit_has_five_exercises_or_more() -> None:
    per_unit = Counter(exercise.unit for exercise in EXERCISES)
    assert {unit.key: per_unit[unit.key] >= 5 for unit in LIBRARY.curriculum.units} == {
        unit.key: True for unit in LIBRARY.curriculum.units
    }
    assert len(EXERCISES) >= 52


def test_every_unit_has_something_for_any_place_or_for_work() -> None:
    assert {exercise.unit for exercise in EXERCISES if exercise.setting != "after_shift"} == {
        unit.key for unit in LIBRARY.curriculum.units
    }


def test_no_two_exercises_have_the_same_title() -> None:
    titles = Counter(exercise.title.casefold() for exercise in EXERCISES)
    assert [title for title, times in titles.items() if times > 1] == []


def test_there_is_a_choice_of_exercises_for_after_a_hard_shift() -> None:
    assert len(AFTER_A_HARD_SHIFT) >= 6


@pytest.mark.parametrize("exercise", AFTER_A_HARD_SHIFT)
def test_what_is_for_after_a_hard_shift_is_short_and_asks_for_no_memory(
    exercise: Exercise,
) -> None:
    assert exercise.minutes <= 2
    assert "think of" not in " ".join(exercise.steps).casefold()
    assert "remember" not in " ".join(exercise.steps).casefold()


@pytest.mark.parametrize("exercise", INWARD)
def test_whoever_would_rather_look_outward_can_do_so_where_they_are(exercise: Exercise) -> None:
    assert exercise.anchor is not None
    assert LIBRARY.exercises[exercise.anchor].setting in {exercise.setting, "anywhere"}
