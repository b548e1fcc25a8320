"""How well a measure agrees with itself: over a few days, and from question to question."""

from collections.abc import Sequence
from fractions import Fraction
from math import copysign, sqrt
from statistics import mean, stdev, variance

from bot.rules.outcomes.change import Norm, Pair

# With fewer, chance alone moves a reliability of .8 by a tenth or more.
ENOUGH_PAIRS = 50


def retest(pairs: Sequence[Pair]) -> Norm | None:
    """Return what `pre` and `baseline_2` say of a measure; None while that is too little.

    Nothing was taught between the two, so whatever differs is noise. The reliability is how the
    two correlate, the SD how much people differ at the first. None as well where nobody differs,
    or where the two agree fully or not at all: reliable change has no meaning then.
    """
    if len(pairs) < ENOUGH_PAIRS:
        return None
    agreement = correlation(pairs)
    if agreement is None or not 0 < agreement < 1:
        return None
    spread = stdev(pair.earlier for pair in pairs)
    return Norm(Fraction(spread), Fraction(agreement), f"{len(pairs)} pairs of pre and baseline_2")


def correlation(pairs: Sequence[Pair]) -> float | None:
    """Return Pearson's r; None where one of the two time points does not vary."""
    earlier, later = [pair.earlier for pair in pairs], [pair.later for pair in pairs]
    if len(pairs) < 2 or not variance(earlier) or not variance(later):
        return None
    middle = Pair(mean(earlier), mean(later))
    together = sum(
        (pair.earlier - middle.earlier) * (pair.later - middle.later) for pair in pairs
    ) / Fraction(len(pairs) - 1)
    # Squared it is an exact fraction, so that it is never beyond 1 by an error of rounding.
    return copysign(sqrt(together**2 / (variance(earlier) * variance(later))), together)


def alpha(rows: Sequence[Sequence[int]]) -> float | None:
    """Return Cronbach's alpha of answers, a row for each person and each row complete.

    None for fewer than two people or two items, or where nobody's sum differs. It says how far
    the items agree, not how stable the measure is, and makes a reliable change look easier.
    """
    items = list(zip(*rows, strict=True))
    sums = [Fraction(sum(row)) for row in rows]
    if len(rows) < 2 or len(items) < 2 or not variance(sums):
        return None
    apart = sum(variance([Fraction(answer) for answer in item]) for item in items)
    return float(Fraction(len(items), len(items) - 1) * (1 - apart / variance(sums)))
