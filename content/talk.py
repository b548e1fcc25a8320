"""What people may type to the companion, as one file lists it: phrases, and what they mean."""

from collections import Counter
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

from content.fields import Flag, Kebab, LowerText
from content.shape import Shape

Means = Literal[
    "breathe",
    "two-minutes",
    "check-in",
    "hard-shift",
    "not-now",
    "in-an-hour",
    "off-today",
    "on-nights",
    "too-much",
    "pause",
    "resume",
    "stop",
    "my-data",
    "help",
    "commands",
    "settings",
    "who-sees-this",
    "spanish",
]
EVERYTHING_MEANT: tuple[Means, ...] = get_args(Means)


class Saying(Shape):
    """What somebody may mean, and the phrases for it.

    `more` lets words follow a phrase; `exact` forgives no typing error; `exercises` are offered.
    """

    means: Means
    phrases: Annotated[tuple[LowerText, ...], Field(min_length=1)]
    more: Flag = False
    exact: Flag = False
    exercises: tuple[Kebab, ...] = ()


def _each_once(sayings: tuple[Saying, ...]) -> tuple[Saying, ...]:
    meant = Counter(saying.means for saying in sayings)
    for means in EVERYTHING_MEANT:
        if meant[means] != 1:
            raise ValueError(f'"{means}" is there {meant[means]} times; give it one table')
    phrases = Counter(phrase for saying in sayings for phrase in saying.phrases)
    for phrase, times in phrases.items():
        if times > 1:
            raise ValueError(f'"{phrase}" is there twice; it can mean one thing only')
    return sayings


class Talk(Shape):
    """Everything that people may type, the courtesies around it, and what only looks like it."""

    courtesy: tuple[LowerText, ...] = ()
    # Words that come near a phrase and are not meant by it.
    others: tuple[LowerText, ...] = ()
    sayings: Annotated[tuple[Saying, ...], AfterValidator(_each_once)]

    def exercises(self, means: Means) -> tuple[str, ...]:
        """Return the ids of the exercises that are offered to somebody who means this."""
        return next(saying.exercises for saying in self.sayings if saying.means == means)
