"""The rules of what the companion sends when: the order of the steps, and what they draw on."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import get_args

from content.draft import Draft
from content.fields import Phase
from content.files import Problem
from content.model import CheckIn, Curriculum, Exercise, Step

PHASES: tuple[str, ...] = get_args(Phase)
# Two messages closer together than this would feel like being followed around.
DAYS_APART = 2
# From one message to the next but one: never a third in seven days.
DAYS_OF_TWO = 7
# The last day of month six; how long answers and keys are kept is counted from there.
LAST_DAY = 180

_FOLDERS = {"check-in": "checkins", "exercise": "exercises"}


def fits(step: Step, item: CheckIn | Exercise) -> bool:
    """Return whether an item of the right kind may be sent in this step at all."""
    if isinstance(item, CheckIn):
        return step.phase in item.phases
    # After a day that brings up a lot, nobody is asked to look inward alone.
    return item.minutes <= step.minutes and not (step.phase == "training" and item.inward)


def problems(draft: Draft) -> Iterator[Problem]:
    """Return what is wrong with the steps, when the curriculum could be read."""
    if draft.curriculum is None:
        return
    for what in _order(draft.curriculum):
        yield "curriculum.toml", what
    for step in draft.curriculum.steps:
        for what in (*_names(step), *_unit(step), *_content(step, draft)):
            yield "curriculum.toml", f"{step.id}: {what}"


def _order(curriculum: Curriculum) -> Iterator[str]:
    ids = [step.id for step in curriculum.steps]
    for step_id in sorted({step_id for step_id in ids if ids.count(step_id) > 1}):
        yield f"{step_id}: is there twice; every step is sent once, so give it an id of its own"
    for earlier, step in pairwise(curriculum.steps):
        if PHASES.index(step.phase) < PHASES.index(earlier.phase):
            yield f'{step.id}: comes after a step of "{earlier.phase}"; put the phases in order'
    before, training, after = (
        [step for step in curriculum.steps if belongs(step)] for belongs in _CALENDARS
    )
    yield from _days(before, -1, DAYS_APART)
    # One evening follows the other.
    yield from _days(training, 1, 1)
    yield from _days(after, 1, DAYS_APART)
    for first, third in zip(after, after[2:], strict=False):
        if first.day <= third.day < first.day + DAYS_OF_TWO:
            yield f"{third.id}: is the third in a week from day {first.day}; leave it at two"
    yield from (
        f"{step.id}: day {step.day} is too late; month six ends with day {LAST_DAY}"
        for step in after
        if step.day > LAST_DAY
    )


# How days are counted: down to the training, on its days, and after it.
_CALENDARS: tuple[Callable[[Step], bool], ...] = (
    lambda step: step.phase == "before",
    lambda step: step.phase == "training",
    lambda step: step.phase not in {"before", "training"},
)


def _days(steps: Sequence[Step], way: int, apart: int) -> Iterator[str]:
    """Yield what is wrong with days that go one `way`, and are to be so far apart."""
    for earlier, step in pairwise(steps):
        if way * (step.day - earlier.day) < apart:
            yield (
                f"{step.id}: day {step.day} comes too soon after day {earlier.day}; "
                f"let the days {'rise' if way > 0 else 'fall'} by {apart} or more"
            )


def _names(step: Step) -> Iterator[str]:
    _, when, kind = step.id.split("/")
    if kind != step.kind:
        yield f'the kind is "{step.kind}"; the id must end in it'
    if when not in {f"day-{step.day}", f"week-{(step.day - 1) // 7 + 1}"}:
        yield f"day {step.day} is not in {when}; change the day or the id"


def _unit(step: Step) -> Iterator[str]:
    if step.unit is None and step.phase != "training":
        yield "unit: is missing; only in the evening of a training day the day itself says it"


def _content(step: Step, draft: Draft) -> Iterator[str]:
    # While a file of the kind cannot be read, nobody knows yet whether something is missing.
    if not draft.is_whole(_FOLDERS[step.kind]):
        return
    items = draft.checkins if step.kind == "check-in" else draft.exercises
    if not any(fits(step, item) for item in items.values()):
        yield f"no {step.kind} fits it; write one for this phase, or leave the step out"
