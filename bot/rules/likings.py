"""What helps somebody: one mark for each exercise they had something to say about."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from content.model import Exercise


class Mark(StrEnum):
    """What somebody says of an exercise; the value is how it is kept."""

    HELPED = "h"
    NEUTRAL = "n"
    NOT_FOR_ME = "x"


# What is kept of a person, exercise by exercise.
Marks = Mapping[str, Mark]


def read_mark(text: str) -> Mark | None:
    """Return the mark of this name, or None for none."""
    return next((mark for mark in Mark if mark.name.lower() == text), None)


def by_mark(marks: Marks, exercises: Iterable[Exercise]) -> dict[Mark, Sequence[Exercise]]:
    """Return the exercises that are still there, under what somebody said of them, by title."""
    known = sorted((one for one in exercises if one.id in marks), key=lambda one: one.title)
    return {mark: [one for one in known if marks[one.id] == mark] for mark in Mark}
