"""How much a library holds at least: enough that nobody soon gets the same thing again."""

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from content.draft import Draft
from content.fields import Phase
from content.files import Problem

EXERCISES = 50
EXERCISES_OF_A_UNIT = 3
FOR_A_HARD_SHIFT = 5
CHECKINS = 30


def problems(draft: Draft) -> Iterator[Problem]:
    """Return what there is too little of, when every file of the kind could be read.

    A file that cannot be read is named by itself; nobody knows yet what it is for.
    """
    units = [unit.key for unit in draft.curriculum.units] if draft.curriculum else []
    if draft.is_whole("exercises"):
        yield from (("exercises", what) for what in _exercises(draft, units))
    if draft.is_whole("checkins"):
        yield from (("checkins", what) for what in _checkins(draft, units))


def _exercises(draft: Draft, units: list[str]) -> Iterator[str]:
    exercises = draft.exercises.values()
    yield from _few("there are", len(exercises), EXERCISES)
    of_unit = Counter(exercise.unit for exercise in exercises)
    for unit in units:
        yield from _few(f'"{unit}" has', of_unit[unit], EXERCISES_OF_A_UNIT)
    fit = sum(exercise.hard_shift for exercise in exercises)
    yield from _few("for right after a hard shift there are", fit, FOR_A_HARD_SHIFT)


def _checkins(draft: Draft, units: list[str]) -> Iterator[str]:
    checkins = draft.checkins.values()
    yield from _few("there are", len(checkins), CHECKINS)
    of_unit = Counter(checkin.unit for checkin in checkins)
    for unit in units:
        yield from _few(f'"{unit}" has', of_unit[unit], 1)
    of_phase = Counter(phase for checkin in checkins for phase in checkin.phases)
    for phase in get_args(Phase):
        yield from _few(f'in the phase "{phase}" there are', of_phase[phase], 1)


def _few(where: str, count: int, least: int) -> Iterator[str]:
    if count < least:
        yield f"{where} {count}; a library needs at least {least}"
