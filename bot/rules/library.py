"""Which exercises somebody finds in the library: by unit, minutes, setting and words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from content.model import Exercise

# As many as one window shows; whoever sees this many narrows it down.
MOST = 15

# How a setting is called, and which exercises fit there: what fits anywhere fits each.
SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "at_work": "At work",
        "after_shift": "After the shift",
        "anywhere": "Anywhere",
    }
)
EVERYWHERE = "anywhere"


# Printed by mistake, it would print what somebody typed.
@dataclass(frozen=True, slots=True, repr=False)
class Search:
    """What somebody looks for; None or "" leaves something open."""

    unit: str | None = None
    minutes: int | None = None
    setting: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The exercises to show, and how many there are besides."""

    exercises: Sequence[Exercise]
    besides: int = 0


def found(exercises: Iterable[Exercise], search: Search) -> Found:
    """Return the exercises that fit, the shorter first."""
    fitting = [one for one in exercises if _fits(one, search)]
    fitting.sort(key=lambda one: (one.minutes, one.title))
    return Found(fitting[:MOST], max(len(fitting) - MOST, 0))


def minutes(text: str | None) -> int | None:
    """Return at most how many minutes somebody has, None for any."""
    return int(text) if text and text.isdecimal() else None


def _fits(exercise: Exercise, search: Search) -> bool:
    return (
        (search.unit is None or exercise.unit == search.unit)
        and (search.minutes is None or exercise.minutes <= search.minutes)
        and (search.setting is None or exercise.setting in (search.setting, EVERYWHERE))
        and _says(exercise, search.words)
    )


def _says(exercise: Exercise, words: str) -> bool:
    """Return whether an exercise has every word somewhere, or a longer one that begins so."""
    text = " ".join((exercise.title, exercise.why, *exercise.steps)).casefold()
    said = "".join(letter if letter.isalnum() else " " for letter in text).split()
    return all(
        any(one.startswith(word) for one in said)
        for word in "".join(c if c.isalnum() else " " for c in words.casefold()).split()
    )
