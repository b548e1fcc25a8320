"""The rules of the weeks after the training: the order of the steps, and what they draw on."""

from collections.abc import Iterator
from itertools import pairwise

from content.draft import Draft
from content.files import Problem
from content.model import Curriculum, Step

# Two messages closer together than this would feel like being followed around.
DAYS_APART = 2

_FOLDERS = {"check-in": "checkins", "exercise": "exercises"}


def problems(draft: Draft) -> Iterator[Problem]:
    """Return what is wrong with the steps, when the curriculum could be read."""
    if draft.curriculum is None:
        return
    for what in _order(draft.curriculum):
        yield "curriculum.toml", what
    for step in draft.curriculum.steps:
        for what in (*_names(step), *_content(step, draft)):
            yield "curriculum.toml", f"{step.id}: {what}"


def _order(curriculum: Curriculum) -> Iterator[str]:
    ids = [step.id for step in curriculum.steps]
    for step_id in sorted({step_id for step_id in ids if ids.count(step_id) > 1}):
        yield f"{step_id}: is there twice; every step is sent once, so give it an id of its own"
    for before, step in pairwise(curriculum.steps):
        if step.day < before.day + DAYS_APART:
            yield (
                f"{step.id}: day {step.day} comes too soon after day {before.day}; "
                f"let the days rise by {DAYS_APART} or more"
            )


def _names(step: Step) -> Iterator[str]:
    _, week, kind = step.id.split("/")
    if kind != step.kind:
        yield f'the kind is "{step.kind}"; the id must end in it'
    if week != f"week-{(step.day - 1) // 7 + 1}":
        yield f"day {step.day} is not in {week}; change the day or the id"


def _content(step: Step, draft: Draft) -> Iterator[str]:
    # While a file of the kind cannot be read, nobody knows yet whether something is missing.
    if not draft.is_whole(_FOLDERS[step.kind]):
        return
    items = draft.checkins if step.kind == "check-in" else draft.exercises
    if step.unit not in {item.unit for item in items.values()}:
        yield f'no {step.kind} belongs to "{step.unit}"; write one or draw on another unit'
