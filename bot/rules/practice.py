"""Which exercise somebody gets who asks for one, and which comes after it."""

from datetime import datetime
from typing import Literal

from content.model import Exercise, Library

# What somebody may ask for: a breath, two minutes, or something to hold on to.
Asked = Literal["breathe", "two-minutes", "hard-shift"]

# The minutes that somebody has who asks for two.
SHORT = 2
_SECONDS_AN_HOUR = 3600


def first(asked: Asked, library: Library, now: datetime) -> Exercise | None:
    """Return the exercise for somebody who asks now; None when nothing that fits may be sent.

    It is another one each hour, so that nobody need remember what somebody saw.
    """
    fitting = shelf(asked, library)
    return fitting[int(now.timestamp()) // _SECONDS_AN_HOUR % len(fitting)] if fitting else None


def after(exercise_id: str, asked: Asked, library: Library) -> Exercise | None:
    """Return the exercise that comes after this one, or the first when there is no such one."""
    fitting = shelf(asked, library)
    ids = [exercise.id for exercise in fitting]
    place = ids.index(exercise_id) + 1 if exercise_id in ids else 0
    return fitting[place % len(fitting)] if fitting else None


def shelf(asked: Asked, library: Library) -> list[Exercise]:
    """Return everything that fits what is asked for, in an order that stays."""
    if asked == "breathe":
        named = library.talk.exercises(asked)
        return [library.exercises[name] for name in named if name in library.exercises]
    fits = _holds if asked == "hard-shift" else _is_short
    return [exercise for _, exercise in sorted(library.exercises.items()) if fits(exercise)]


def _holds(exercise: Exercise) -> bool:
    return exercise.hard_shift


def _is_short(exercise: Exercise) -> bool:
    # Whoever asks may be anywhere, and in any state: outward is safe for everybody.
    return exercise.minutes <= SHORT and exercise.setting == "anywhere" and not exercise.inward
