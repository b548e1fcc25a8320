"""How many treatment sessions people who took part lead in a year: projected, then counted.

Nothing here is read off anybody: a coordinator types how many of a role group were trained,
and what is known of that group's work, with its source. What is counted a year later comes
from the hospital's own books, and stands beside the projection, never in its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

# Raised whenever the formula below changes; whatever leaves the house says it.
VERSION = 1

# The smallest group that a report or a roll-up names, as for the parts of a split.
SMALLEST_PART = 11


class RoleGroup(StrEnum):
    """The same five in every hospital, so that hospitals can be laid side by side."""

    NURSES = "nurses"
    PRESCRIBERS = "prescribers"
    PSYCHOSOCIAL = "psychosocial"
    TECHNOLOGISTS = "technologists"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Range:
    """A figure nobody knows exactly yet, lowest first."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Caseload:
    """What was typed of one role group.

    `trained` people took part, `all_days` of them on all three days. `post` is their average
    post, `leave` how much of a year they are away, and `leaving` how many are expected to go
    within it, each in per cent. `sessions` is for a full-time post and a year.
    """

    group: RoleGroup
    trained: int
    all_days: int
    post: int
    leave: int
    leaving: int
    sessions: Range
    source: str
    source_on: date


@dataclass(frozen=True, slots=True)
class Counted:
    """How many sessions a role group led in the twelve months, once they are over."""

    group: RoleGroup
    sessions: int
    source: str
    source_on: date


@dataclass(frozen=True, slots=True)
class Projection:
    """One role group, or all of them: people, and what they are projected to lead in a year."""

    trained: int
    all_days: int
    sessions: Range


def projected(caseload: Caseload) -> Projection:
    """Return what a role group is projected to lead in twelve months.

    People times posts times the time they are there times sessions. Whoever leaves is counted
    for half a year, since people leave all through it.

    >>> nurses = Caseload(RoleGroup.NURSES, 120, 96, 80, 10, 20, Range(1000, 1400, 1500), "", DAY)
    >>> projected(nurses).sessions
    Range(low=77760, likely=108864, high=116640)
    """
    posts = Fraction(caseload.trained * caseload.post, 100)
    there = Fraction(100 - caseload.leave, 100) * Fraction(200 - caseload.leaving, 200)
    sessions = caseload.sessions
    return Projection(
        caseload.trained,
        caseload.all_days,
        Range(*(round(posts * there * n) for n in (sessions.low, sessions.likely, sessions.high))),
    )


def together(parts: Iterable[Projection]) -> Projection:
    """Return several groups as one."""
    found = list(parts)
    return Projection(
        sum(one.trained for one in found),
        sum(one.all_days for one in found),
        Range(
            sum(one.sessions.low for one in found),
            sum(one.sessions.likely for one in found),
            sum(one.sessions.high for one in found),
        ),
    )


def rounded(sessions: int) -> int:
    """Return a projected number as it may be told: no more exact than it is.

    >>> [rounded(n) for n in (7, 84, 5_512, 77_760, 288_049)]
    [7, 80, 5500, 77800, 288000]
    """
    step = 1 if sessions < 10 else 10 if sessions < 1_000 else 100 if sessions < 100_000 else 1_000
    return (sessions + step // 2) // step * step


def pooled(
    parts: Sequence[tuple[RoleGroup, Projection]], smallest: int = SMALLEST_PART
) -> list[tuple[tuple[RoleGroup, ...], Projection]]:
    """Return groups as they may be handed on: small ones together, and none by itself.

    A group of fewer than `smallest` is put together with other small ones; when those are still
    too few, the next smallest joins them, or subtracting the others from the total would tell.

    >>> few = [(RoleGroup.NURSES, people(40)), (RoleGroup.PRESCRIBERS, people(3)),
    ...        (RoleGroup.OTHERS, people(12))]
    >>> [(*map(str, groups), one.trained) for groups, one in pooled(few)]
    [('nurses', 40), ('prescribers', 'others', 15)]
    """
    kept = sorted(parts, key=lambda part: part[1].trained)
    joined: list[tuple[RoleGroup, Projection]] = []
    while kept and (
        kept[0][1].trained < smallest or 0 < sum(one.trained for _, one in joined) < smallest
    ):
        joined.append(kept.pop(0))
    order = list(RoleGroup)
    alone = [((group,), one) for group, one in sorted(kept, key=lambda part: order.index(part[0]))]
    if not joined:
        return list(alone)
    groups = tuple(sorted((group for group, _ in joined), key=order.index))
    return [*alone, (groups, together(one for _, one in joined))]
