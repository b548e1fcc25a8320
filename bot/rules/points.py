"""What is released of a lot of cohorts at a time point.

Counts are taken of people once, when the release is made. Whatever is not told exactly is told as
`bot.rules.splits` decides, so a reader of the database learns no more than a reader of the answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import mean, median, stdev

from bot.rules import splits
from bot.rules.assessments import Point
from bot.rules.outcomes import definitions
from bot.rules.outcomes.change import ChangeClass, Pair, classified
from bot.rules.outcomes.definitions import Criteria, Definition
from bot.rules.point_figures import Changed, Figures, Rated, Summary, Switched
from bot.rules.privacy import LIMITS, Limits
from bot.rules.splits import Exactly, Lot, Split

# Against what every later time point is held.
EARLIER: Point = "pre"
# Counts that say how many of a lot got how far, in this order.
FLOW = ("following", "pre", "later", "pairs")
# The measure that is told as a band too; of several at once the same people could be read off.
HEADLINE = "total"


@dataclass(frozen=True, slots=True)
class Person:
    """What one person who follows scored and said, before and after; it is kept nowhere."""

    scores: Mapping[str, Pair] = field(default_factory=dict)
    answers: Mapping[str, Pair] = field(default_factory=dict)
    # Said at the later time point alone.
    later: Mapping[str, int] = field(default_factory=dict)
    answered: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of everybody: which scores, which yes or no, which ratings, which change."""

    criteria: Mapping[str, Criteria]
    yes_or_no: Sequence[str] = ()
    ratings: Sequence[str] = ()
    global_change: str = ""
    maximum: int = 100


@dataclass(frozen=True, slots=True)
class People:
    """The people of a lot who follow, and the lot itself."""

    lot: Lot
    found: Sequence[Person]

    @property
    def flow(self) -> Mapping[str, int]:
        """How many got how far."""
        early, late = (sum(one.answered[at] for one in self.found) for at in (0, 1))
        both = sum(all(one.answered) for one in self.found)
        return dict(zip(FLOW, (len(self.found), early, late, both), strict=True))


def figures(
    point: str, cohorts: Sequence[str], people: People, asked: Asked, limits: Limits = LIMITS
) -> Figures:
    """Return what may be told of a lot at a time point."""
    lot, flow = people.lot, people.flow
    # At the end of the training nobody is asked for reactions: there is nothing to link.
    answered = flow["pairs"] if asked.criteria else flow["later"]
    if not splits.is_shown(lot, answered, limits):
        return Figures(point, tuple(cohorts))
    found = people.found
    changes = {name: _changed(name, found, asked, lot, limits) for name in asked.criteria}
    switched = {name: _switched(name, found, lot, limits) for name in asked.yes_or_no}
    ratings = {name: _rated(name, found, asked, lot, limits) for name in asked.ratings}
    return Figures(
        point,
        tuple(cohorts),
        lot.listed,
        {name: splits.count(number, lot, limits) for name, number in flow.items()},
        {name: one for name, one in changes.items() if one},
        _said_better(found, asked, lot, limits),
        {name: one for name, one in switched.items() if one},
        {name: one for name, one in ratings.items() if one},
    )


def cohort_median(values: Sequence[int], lot: Lot, limits: Limits = LIMITS) -> int | None:
    """Return the median of what a cohort said of the training, to the nearest five; None for few.

    >>> cohort_median([90] * 7 + [50], Lot(18, 14, 8)), cohort_median([90] * 8, Lot(18, 11, 8))
    (90, None)
    """
    return _middle(values, limits) if splits.is_shown(lot, len(values), limits) else None


def _changed(
    name: str, found: Sequence[Person], asked: Asked, lot: Lot, limits: Limits
) -> Changed | None:
    pairs = [one.scores[name] for one in found if name in one.scores]
    criteria = asked.criteria[name]
    gains = [criteria.better.gain(pair) for pair in pairs]
    parts = [sum(gain > 0 for gain in gains), gains.count(Fraction(0)), sum(g < 0 for g in gains)]
    split = splits.changed(parts, _cells(pairs, criteria), lot, limits)
    if split is None or not (split.is_exact or name == HEADLINE):
        return None
    if not split.is_exact:
        return Changed(split)
    return Changed(
        split,
        _summary([pair.earlier for pair in pairs]),
        _summary([pair.later for pair in pairs]),
        _summary([pair.change for pair in pairs]),
        {
            str(definition): sum(map(improved, pairs))
            for definition, improved in definitions.judgements(criteria).items()
        },
        _deteriorated(pairs, criteria),
    )


def _cells(pairs: Sequence[Pair], criteria: Criteria) -> list[int]:
    """Return how many fall between each two definitions, so that none can be subtracted."""
    norm, better = criteria.norm, criteria.better
    thresholds = {0.0}
    if norm is not None:
        thresholds.add(norm.points_needed)
    if criteria.mcid is not None:
        thresholds.add(float(criteria.mcid))
    improved = definitions.judgements(criteria)
    groups: dict[tuple[bool, ...], int] = {}
    worse = {False: 0, True: 0}
    same = 0
    for pair in pairs:
        gain = better.gain(pair)
        if gain > 0:
            key = tuple(judge(pair) for judge in improved.values())
            groups[key] = groups.get(key, 0) + 1
        elif gain < 0:
            worse[norm is not None and norm.is_reliable(pair.change)] += 1
        else:
            same += 1
    empty = [0] * max(0, len(thresholds) - len(groups))
    return [*groups.values(), *empty, same, worse[False], *([worse[True]] if norm else [])]


def _deteriorated(pairs: Sequence[Pair], criteria: Criteria) -> int | None:
    if criteria.norm is None:
        return None
    norm, better = criteria.norm, criteria.better
    return sum(classified(pair, better, norm) is ChangeClass.DETERIORATED for pair in pairs)


def _said_better(found: Sequence[Person], asked: Asked, lot: Lot, limits: Limits) -> Split | None:
    said = [one.later[asked.global_change] for one in found if asked.global_change in one.later]
    better = sum(rating > 0 for rating in said)
    return splits.yes_or_no(better, len(said), lot, limits, name=Definition.SELF_REPORTED)


def _switched(name: str, found: Sequence[Person], lot: Lot, limits: Limits) -> Switched | None:
    pairs = [one.answers[name] for one in found if name in one.answers]
    if len(pairs) < lot.needed:
        return None
    both = [(int(pair.earlier), int(pair.later)) for pair in pairs]
    cells = [both.count((a, b)) for a in (0, 1) for b in (0, 1)]
    if splits.all_large(cells, len(pairs), lot, limits):
        people, (_, came, left, stayed) = Exactly(len(pairs)), cells
        return Switched(
            Split(people, {"yes": Exactly(left + stayed)}),
            Split(people, {"yes": Exactly(came + stayed)}),
            left,
            came,
        )
    told = splits.count(len(pairs), lot, limits)
    least = splits.fewest(told, lot, limits)
    bands = (
        splits.band(sum(pair[at] == 1 for pair in pairs), len(pairs), least, limits)
        for at in (0, 1)
    )
    before, after = (Split(told, {"yes": band}) for band in bands)
    return Switched(before, after)


def _rated(
    name: str, found: Sequence[Person], asked: Asked, lot: Lot, limits: Limits
) -> Rated | None:
    values = [one.later[name] for one in found if name in one.later]
    top = sum(value == asked.maximum for value in values)
    split = splits.yes_or_no(top, len(values), lot, limits, name="at_maximum")
    return Rated(_middle(values, limits), split) if split else None


def _middle(values: Sequence[int], limits: Limits) -> int:
    step = limits.rounding
    return int((median(values) + step / 2) // step * step)


def _summary(values: Sequence[Fraction]) -> Summary:
    return Summary(float(mean(values)), float(stdev(values)), float(median(values)))
