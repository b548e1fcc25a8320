"""An outcome as an evaluator reads it: by which definition, of whom, and if chance could do it.

A change is "clear" when the interval that is told leaves chance out, and otherwise "within
chance".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.rules import pooling
from bot.rules.intervals import wilson
from bot.rules.outcomes.definitions import Definition
from bot.rules.outcomes.student import mcnemar
from bot.rules.point_figures import Changed, Figures, Switched
from bot.rules.pooling import Scores, Share, Worse
from bot.rules.splits import Exactly, Split

# How many improve when nothing happens at all, in per cent; of the others nobody knows.
BY_CHANCE: Mapping[str, float] = {Definition.ANY: 50, Definition.RELIABLE: 2.5}
CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Improved:
    """How many improved in one measure, by one definition."""

    measure: str
    definition: str
    share: Share
    # None where nobody knows what chance would do.
    is_clear: bool | None


@dataclass(frozen=True, slots=True)
class Classes:
    """How many changed by more than noise, and how many did not; of the worse, the interval."""

    improved: int
    unchanged: int
    deteriorated: int
    interval: tuple[float, float]

    @property
    def people(self) -> int:
        """How many they are."""
        return self.improved + self.unchanged + self.deteriorated


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure before and after: who improved by which definition, who got worse, how much."""

    name: str
    improved: Sequence[Improved]
    worse: Worse
    # How many got reliably worse; None where the measure's reliability is not known.
    deteriorated: int | None
    scores: Scores | None

    @property
    def classes(self) -> Classes | None:
        """How many changed reliably, and how many did not; None where that is not told."""
        found = {one.definition: one.share for one in self.improved}
        reliable = found.get(Definition.RELIABLE)
        if self.deteriorated is None or reliable is None or reliable.k is None:
            return None
        n = reliable.people.number
        low, high = wilson(self.deteriorated, n)
        unchanged = n - reliable.k - self.deteriorated
        return Classes(reliable.k, unchanged, self.deteriorated, (100 * low, 100 * high))


@dataclass(frozen=True, slots=True)
class YesNo:
    """A yes or no before and after; who changed it, and McNemar's exact p, where that is told."""

    name: str
    before: Share
    after: Share
    left: int | None
    came: int | None
    is_clear: bool
    p: float | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """What was said of the training: the median of each lot, and how many gave the most."""

    name: str
    medians: Sequence[int]
    at_maximum: Share


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that is told of some lots at one time point."""

    point: str
    lots: int
    listed: int
    cohorts: int
    flow: Mapping[str, pooling.People | None]
    measures: Sequence[Measure]
    said_better: Improved | None
    yes_no: Sequence[YesNo]
    ratings: Sequence[Rating]

    @property
    def missing(self) -> int | None:
        """Of how many in a hundred on the lists nothing is known at both times, or at the later.

        To the nearest five where that is not told exactly.
        """
        answered = self.flow.get("pairs" if self.measures else "later")
        if answered is None:
            return None
        share = 100 * (self.listed - answered.number) / self.listed
        step = 1 if answered.exact else pooling.STEP
        return round(share / step) * step


def told(point: str, lots: Sequence[Figures]) -> Told | None:
    """Return what several lots come to; None while none of them is shown."""
    found = [one for one in lots if one.is_shown]
    if not found:
        return None
    return Told(
        point,
        len(found),
        sum(one.listed for one in found),
        sum(len(one.cohorts) for one in found),
        pooling.flow(found),
        [_measure(name, found) for name in _everywhere([one.changes for one in found])],
        _said_better(found),
        [
            one
            for name in _everywhere([lot.switched for lot in found])
            if (one := _yes_no(name, found))
        ],
        [
            Rating(name, [lot.ratings[name].median for lot in found], share)
            for name in _everywhere([lot.ratings for lot in found])
            if (share := _rating(name, found))
        ],
    )


def _everywhere(by_name: Sequence[Mapping[str, object]]) -> list[str]:
    """Return what every lot tells: of some alone it would be told of others than it says."""
    return [name for name in by_name[0] if all(name in one for one in by_name)]


def _measure(name: str, found: Sequence[Figures]) -> Measure:
    changes = [(lot.listed, lot.changes[name]) for lot in found]
    splits = [(listed, one.split) for listed, one in changes]
    scores = pooling.scores([one for _, one in changes])
    exact = [one for _, one in changes if one.improved]
    any_ = pooling.share(splits, "better")
    improved = (
        [Improved(name, Definition.ANY, any_, _is_clear(Definition.ANY, any_))] if any_ else []
    )
    if scores and len(exact) == len(changes):
        improved = _by_each(name, changes)
    deteriorated = [one.deteriorated for _, one in changes if one.deteriorated is not None]
    return Measure(
        name,
        improved,
        pooling.worse([split for _, split in splits]),
        sum(deteriorated) if len(deteriorated) == len(changes) else None,
        scores,
    )


def _by_each(name: str, changes: Sequence[tuple[int, Changed]]) -> list[Improved]:
    """Return who improved by every definition that each lot could compute."""
    found = []
    for definition in _everywhere([one.improved for _, one in changes]):
        splits = [
            (listed, Split(one.split.people, {"better": Exactly(one.improved[definition])}))
            for listed, one in changes
        ]
        if share := pooling.share(splits, "better"):
            found.append(Improved(name, definition, share, _is_clear(definition, share)))
    return found


def _is_clear(definition: str, share: Share) -> bool | None:
    by_chance = BY_CHANCE.get(definition)
    return None if by_chance is None else share.interval[0] > by_chance


def _said_better(found: Sequence[Figures]) -> Improved | None:
    splits = [(lot.listed, lot.said_better) for lot in found if lot.said_better]
    name = Definition.SELF_REPORTED
    share = pooling.share(splits, name) if len(splits) == len(found) else None
    return Improved("", name, share, None) if share else None


def _yes_no(name: str, found: Sequence[Figures]) -> YesNo | None:
    each = [(lot.listed, lot.switched[name]) for lot in found]
    before = pooling.share([(listed, one.before) for listed, one in each], "yes")
    after = pooling.share([(listed, one.after) for listed, one in each], "yes")
    if before is None or after is None:
        return None
    left, came = _switches([one for _, one in each])
    if left is not None and came is not None:
        p = mcnemar(left, came)
        return YesNo(name, before, after, left, came, p < CHANCE, p)
    return YesNo(name, before, after, None, None, _apart(before, after))


def _switches(each: Sequence[Switched]) -> tuple[int | None, int | None]:
    left = [one.yes_to_no for one in each if one.yes_to_no is not None]
    came = [one.no_to_yes for one in each if one.no_to_yes is not None]
    return (sum(left), sum(came)) if len(left) == len(came) == len(each) else (None, None)


def _apart(before: Share, after: Share) -> bool:
    """Return whether two shares differ by more than chance, whatever is true within their bands."""
    lower, higher = sorted((before, after), key=lambda share: share.low)
    n = min(lower.people.least, higher.people.least)
    top = wilson(min(n, round(lower.high * n / 100)), n)[1]
    return wilson(round(higher.low * n / 100), n)[0] > top


def _rating(name: str, found: Sequence[Figures]) -> Share | None:
    splits = [(lot.listed, lot.ratings[name].at_maximum) for lot in found]
    return pooling.share(splits, "at_maximum")
