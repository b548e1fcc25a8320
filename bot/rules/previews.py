"""What a preview of the next two weeks is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot.rules.budget import Pace
from bot.rules.shifts import Hours, Pattern, Routine, Slot

DAYS = 14

# Made-up people, one for each way to work; the first word is what they are called.
MADE_UP: tuple[tuple[Pattern, Mapping[int, Hours], Slot | None], ...] = (
    ("days", {0: Hours(time(7), time(19)), 2: Hours(time(7), time(19))}, "mid_shift"),
    ("nights", {1: Hours(time(19), time(7)), 4: Hours(time(19), time(7))}, "mid_shift"),
    ("rotating", {0: Hours(time(7), time(19)), 3: Hours(time(19), time(7))}, "day_off"),
    ("clinic", dict.fromkeys(range(5), Hours(time(8), time(16, 30))), "after_end"),
    ("on_call", {}, None),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A message that comes, or one for which there is no room (`at` is when it was meant to)."""

    at: datetime
    kind: str
    step: str
    comes: bool = True


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes to somebody in two weeks from a day on, and until when they have quiet."""

    entries: Sequence[Entry]
    routine: Routine
    quiet_until: datetime | None
    pace: Pace


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Somebody made up, and what would come to them."""

    pattern: Pattern
    zone: str
    entries: Sequence[Entry]
