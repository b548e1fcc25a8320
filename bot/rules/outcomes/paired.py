"""How the scores of a group changed: means, medians, an interval, and tests of "nothing changed".

What has no meaning is None and never a number: nothing varies, or there are too few pairs.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import mean, median, stdev

from scipy.stats import t as student
from scipy.stats import wilcoxon

from bot.rules.outcomes.change import Pair
from bot.rules.outcomes.reliability import correlation
from bot.rules.outcomes.shares import Interval, Share, mcnemar

NO, YES = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one time point; `at_maximum` where it was said what the maximum is.

    Where most people give the maximum, the median and the share of them say more than a mean.
    """

    n: int
    mean: float | None
    sd: float | None
    median: float | None
    at_maximum: Share | None


@dataclass(frozen=True, slots=True)
class Tested:
    """How well "nothing changed" fits."""

    statistic: float
    p: float


@dataclass(frozen=True, slots=True)
class Switches:
    """How many went from yes (1) to no (0), how many the other way, and the exact p of McNemar."""

    yes_to_no: int
    no_to_yes: int
    p: float


@dataclass(frozen=True, slots=True)
class Change:
    """The changes of a group; what needs them to differ is None where they do not."""

    mean: float | None
    median: float | None
    sd: float | None
    correlation: float | None
    ci95: Interval | None
    t: Tested | None
    wilcoxon: Tested | None


def scores(found: Sequence[Fraction], maximum: Fraction | None = None) -> Scores:
    """Return what there is to say of the scores of one time point."""
    return Scores(
        len(found),
        float(mean(found)) if found else None,
        float(stdev(found)) if len(found) > 1 else None,
        float(median(found)) if found else None,
        None if maximum is None else Share(Counter(found)[maximum], len(found)),
    )


def change(pairs: Sequence[Pair]) -> Change:
    """Return what there is to say of the changes of a group."""
    changes = [pair.change for pair in pairs]
    summary, agreement = scores(changes), correlation(pairs)
    if not summary.sd:
        return Change(summary.mean, summary.median, summary.sd, agreement, None, None, None)
    middle, freedom = float(mean(changes)), len(changes) - 1
    error = summary.sd / sqrt(len(changes))
    reach = float(student.ppf(0.975, freedom)) * error
    ranks = wilcoxon([float(one) for one in changes])
    return Change(
        summary.mean,
        summary.median,
        summary.sd,
        agreement,
        (middle - reach, middle + reach),
        Tested(middle / error, 2 * float(student.sf(abs(middle / error), freedom))),
        Tested(float(ranks.statistic), float(ranks.pvalue)),
    )


def switches(pairs: Sequence[Pair]) -> Switches | None:
    """Return who changed their yes or no; None where a score is anything but 0 and 1."""
    if not pairs or any(score not in {NO, YES} for pair in pairs for score in pair):
        return None
    found = Counter(pairs)
    left, came = found[Pair(YES, NO)], found[Pair(NO, YES)]
    return Switches(left, came, mcnemar(left, came))
