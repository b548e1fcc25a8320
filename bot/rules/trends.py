"""Whether what is shown of a group changed by more than chance would, from period to period.

Who answers differs from week to week without any reason. So a change is "clear" only when it is
more than that, whatever is true within what is shown, and "within chance" otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Protocol

from bot.rules.figures import Figures
from bot.rules.intervals import Z
from bot.rules.shown import Band, Share, Shown

# Half of the five points to which a share is rounded.
_ROUNDED = 2.5

_ENDS: Mapping[Band, tuple[float, float]] = {
    Band.FEW: (0, 100 / 3),
    Band.LESS_THAN_HALF: (0, 50),
    Band.SOME: (100 / 3, 200 / 3),
    Band.HALF_OR_MORE: (50, 100),
    Band.MOST: (200 / 3, 100),
}


class Line(Protocol):
    """What was released for one group for one period."""

    @property
    def group(self) -> str:
        """Of whom."""

    @property
    def starts_on(self) -> date:
        """Its first day."""

    @property
    def figures(self) -> Figures:
        """What is shown."""


@dataclass(frozen=True, slots=True)
class Change:
    """How the last period of a group that is shown compares with an earlier one."""

    group: str
    earlier: date
    before: Shown
    later: date
    now: Shown
    is_clear: bool


def changes(lines: Sequence[Line], least: Mapping[str, int]) -> list[Change]:
    """Return how each group's last period compares with the one before, and with the first.

    `least` is of how many people a group consists at least.
    """
    by_group: dict[str, list[Line]] = {}
    for line in lines:
        of_group = by_group.setdefault(line.group, [])
        if isinstance(line.figures.participation, Band | Share):
            of_group.append(line)
    found: list[Change] = []
    for group, some in by_group.items():
        told = sorted(some, key=lambda line: line.starts_on)
        if len(told) > 1:
            found.append(_change(told[-2], told[-1], least.get(group, 0)))
        if len(told) > 2:
            found.append(_change(told[0], told[-1], least.get(group, 0)))
    return found


def is_clear(before: Shown | None, now: Shown | None, least: int) -> bool:
    """Return whether two figures of a group of so many people differ by more than chance.

    >>> is_clear(Band.FEW, Band.MOST, 18), is_clear(Band.FEW, Band.MOST, 12)
    (True, False)
    >>> is_clear(Band.FEW, Band.SOME, 18), is_clear(Share(35), Share(65), 60)
    (False, True)
    """
    ends = [end for end in (_ends(before), _ends(now)) if end]
    if len(ends) < 2 or least < 1:
        return False
    (_, top), (bottom, _) = sorted(ends)
    first, second = top / 100, bottom / 100
    error = sqrt((first * (1 - first) + second * (1 - second)) / least)
    return second - first > Z * error


def _change(earlier: Line, later: Line, least: int) -> Change:
    before, now = earlier.figures.participation, later.figures.participation
    assert before is not None  # noqa: S101 -- only what is told comes here
    assert now is not None  # noqa: S101 -- the same
    clear = is_clear(before, now, least)
    return Change(later.group, earlier.starts_on, before, later.starts_on, now, clear)


def _ends(shown: Shown | None) -> tuple[float, float] | None:
    match shown:
        case Band():
            return _ENDS[shown]
        case Share(percent):
            return max(0, percent - _ROUNDED), min(100, percent + _ROUNDED)
        case _:
            return None
