"""What may be said of people who were asked before and after: exactly, or as a band.

A *lot* is the people of some cohorts whose outcomes are released together, once, and of whom no
later release says anything. So no two releases can be subtracted, and each must hold by itself:
whatever it says leaves room for three people whom somebody knows, and one more who could be either
way. How wide a band is, and whether there is one, depends on the lists and on what is shown beside
it, never on what it would hide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from bot.rules.privacy import LIMITS, Limits

# Raised whenever a rule below changes: a release keeps the version it was made under.
VERSION = 1

# A band is as wide as this, but for the outermost two.
WIDTH = 10


@dataclass(frozen=True, slots=True)
class Lot:
    """How many are on the lists of some cohorts, how many of them follow, how many are needed.

    Everybody knows who is `listed`; those who follow take part and agreed to be counted. `needed`
    of them must have answered: of a site's first lot 22, of each later one 11.
    """

    listed: int
    following: int
    needed: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many are on the lists of cohorts that wait, and how many of them were never looked at.

    `is_later` when a lot of the site is shown already.
    """

    listed: int
    new: int
    is_later: bool = False
    has_waited: bool = False


@dataclass(frozen=True, slots=True)
class Exactly:
    """As many as it says."""

    number: int


@dataclass(frozen=True, slots=True)
class About:
    """To the nearest five; fewer than it is where nearly everybody who could be is."""

    number: int


@dataclass(frozen=True, slots=True)
class Fewer:
    """Fewer than the smallest part of a split that is told."""

    than: int


@dataclass(frozen=True, slots=True)
class AtLeast:
    """As many as the smallest part of a split that is told, or more."""

    number: int


@dataclass(frozen=True, slots=True)
class Between:
    """From one per cent to another."""

    low: int
    high: int


Count = Exactly | About | Fewer
Part = Exactly | Between | Fewer | AtLeast


@dataclass(frozen=True, slots=True)
class Split:
    """Of how many people, and how many of them each part has; a part that is not told is left out.

    Either every part is told exactly, or none is.
    """

    people: Count
    parts: Mapping[str, Part]

    @property
    def is_exact(self) -> bool:
        """Whether every part was large enough."""
        return isinstance(self.people, Exactly)


def has_people(listed: int, needed: int, limits: Limits = LIMITS) -> bool:
    """Return whether lists are long enough to look at: everybody knows whether they are.

    Else "shown" would tell that everybody follows, or that all who follow answered.

    >>> has_people(30, 22), has_people(29, 22), has_people(19, 11)
    (True, False, True)
    """
    return listed >= needed + 2 * limits.room


def may_look(waiting: Waiting, needed: int, limits: Limits = LIMITS) -> bool:
    """Return whether the cohorts that wait are looked at: by their lists alone, and by how long.

    Looked at again after one person came, they would tell of that person.

    >>> may_look(Waiting(40, 40), 22), may_look(Waiting(40, 5), 22)
    (True, False)
    >>> may_look(Waiting(40, 40, is_later=True), 11), may_look(Waiting(60, 20, is_later=True), 11)
    (False, True)
    """
    if not has_people(waiting.listed, needed, limits):
        return False
    if not has_people(waiting.new, limits.step, limits):
        return False
    return not waiting.is_later or waiting.has_waited or waiting.listed >= limits.lot


def is_shown(lot: Lot, answered: int, limits: Limits = LIMITS) -> bool:
    """Return whether anything is shown of a lot of whom so many answered at both time points.

    >>> is_shown(Lot(30, 26, 22), 22), is_shown(Lot(30, 25, 22), 25), is_shown(Lot(30, 30, 22), 21)
    (True, False, False)
    """
    return (
        has_people(lot.listed, lot.needed, limits)
        and lot.following >= lot.needed + limits.room
        and answered >= lot.needed
    )


def count(number: int, lot: Lot, limits: Limits = LIMITS) -> Count:
    """Return how many of a lot did something, as it may be told.

    >>> lot = Lot(listed=60, following=50, needed=22)
    >>> count(38, lot), count(50, lot), count(7, lot)
    (About(number=40), About(number=45), Fewer(than=11))
    """
    if number < limits.part:
        return Fewer(limits.part)
    step = limits.rounding
    nearest = (2 * number + step) // (2 * step) * step
    # It tells that at least so many less half a step did, and that some more follow.
    half = step // 2
    most = min(lot.following - limits.room + half, lot.listed - limits.room - half)
    return About(min(nearest, most // step * step))


def fewest(told: Count, lot: Lot, limits: Limits = LIMITS) -> int:
    """Return how many there are at least, of those who could be judged.

    >>> fewest(About(20), Lot(60, 50, 22)), fewest(About(40), Lot(60, 50, 22))
    (22, 38)
    """
    match told:
        case Exactly():
            return told.number
        case About():
            return max(lot.needed, told.number - limits.rounding // 2)
        case _:
            return 0


def yes_or_no(
    yes: int, people: int, lot: Lot, limits: Limits = LIMITS, name: str = "yes"
) -> Split | None:
    """Return what may be said of how many said yes; None where too few were asked.

    >>> yes_or_no(30, 45, Lot(60, 58, 22))
    Split(people=Exactly(number=45), parts={'yes': Exactly(number=30)})
    >>> yes_or_no(44, 45, Lot(60, 58, 22))
    Split(people=About(number=45), parts={'yes': Between(low=90, high=100)})
    >>> yes_or_no(22, 22, Lot(60, 58, 22))
    Split(people=About(number=20), parts={'yes': Between(low=80, high=100)})
    """
    if people < lot.needed:
        return None
    if all_large([yes, people - yes], people, lot, limits):
        return Split(Exactly(people), {name: Exactly(yes)})
    told = count(people, lot, limits)
    return Split(told, {name: band(yes, people, fewest(told, lot, limits), limits)})


def changed(
    parts: Sequence[int], cells: Sequence[int], lot: Lot, limits: Limits = LIMITS
) -> Split | None:
    """Return what may be said of how many are better, the same and worse; None for too few.

    `cells` are all the groups into which an exact table would part them, and each must be large.

    >>> lot = Lot(listed=90, following=80, needed=22)
    >>> changed([30, 15, 12], [30, 15, 12], lot).parts["worse"]
    Exactly(number=12)
    >>> changed([40, 15, 2], [40, 15, 2], lot).parts
    {'better': Between(low=70, high=80), 'worse': Fewer(than=11)}
    """
    better, _, worse = parts
    people = sum(parts)
    if people < lot.needed:
        return None
    if all_large(cells, people, lot, limits):
        return Split(Exactly(people), {"better": Exactly(better), "worse": Exactly(worse)})
    told = count(people, lot, limits)
    share = band(better, people, fewest(told, lot, limits), limits)
    found: dict[str, Part] = {"better": share}
    if _may_tell_worse(share, told, lot, limits):
        few = worse < limits.part
        found["worse"] = Fewer(limits.part) if few else AtLeast(limits.part)
    return Split(told, found)


def all_large(cells: Sequence[int], people: int, lot: Lot, limits: Limits = LIMITS) -> bool:
    """Return whether every part is large enough to be told, those who did not answer among them."""
    return min([*cells, lot.following - people]) >= limits.part


def band(part: int, people: int, least: int, limits: Limits = LIMITS) -> Between:
    """Return the band into which a share falls, of people who are `least` at least.

    The outermost two are so wide that more people than are known fit into them.
    """
    edges = _edges(least, limits)
    low = max(edge for edge in edges[:-1] if edge * people <= 100 * part)
    return Between(low, edges[edges.index(low) + 1])


def _edges(least: int, limits: Limits) -> list[int]:
    outermost = next((w for w in range(WIDTH, 50, WIDTH) if w * least > 100 * limits.room), 50)
    return [0, *range(outermost, 100 - outermost + 1, WIDTH), 100]


def _may_tell_worse(better: Between, told: Count, lot: Lot, limits: Limits) -> bool:
    """Return whether "fewer" or "more" are worse may be told beside this band.

    Where many are better and many worse, hardly anybody could be the same.
    """
    most = told.number + limits.rounding // 2 if isinstance(told, About) else 0
    left = [people - ceil(better.low * people / 100) for people in (most, lot.listed)]
    return left[0] >= limits.part + limits.room or left[1] < limits.part
