"""Shares of people with their intervals, and what became of a yes or no."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import sqrt
from typing import TypeAlias

from scipy.stats import binomtest, norm

Interval: TypeAlias = tuple[float, float]

# The normal quantile of a 95 % interval.
Z = float(norm.ppf(0.975))


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many; of nobody there is no share."""

    k: int
    n: int

    @property
    def share(self) -> float | None:
        """What part of them it is."""
        return self.k / self.n if self.n else None

    @property
    def wilson95(self) -> Interval | None:
        """Wilson's interval, which stays between 0 and 1 and is honest about small groups."""
        if not self.n:
            return None
        found = binomtest(self.k, self.n).proportion_ci(0.95, "wilson")
        return float(found.low), float(found.high)


@dataclass(frozen=True, slots=True)
class Shares:
    """One count, held against everybody who could be meant."""

    completers: Share
    intention_to_treat: Share
    baseline_denominator: Share
    with_missing: Share


@dataclass(frozen=True, slots=True)
class Group:
    """Who was there before, and how many were enrolled; None where nobody says."""

    before: AbstractSet[str]
    enrolled: int | None = None

    def shares(self, judged: AbstractSet[str], counted: AbstractSet[str]) -> Shares:
        """Return the share of the `counted` among the `judged`, and among everybody.

        Of everybody enrolled, whoever is missing is not counted; `with_missing` counts all of
        them, and the truth is between the two. Where nobody says how many were enrolled, those
        who were there before stand for them.
        """
        known, found = self.before & judged, self.before & counted
        if self.enrolled is not None:
            known, found = judged, counted
        everybody = len(self.before) if self.enrolled is None else self.enrolled
        return Shares(
            Share(len(counted), len(judged)),
            Share(len(found), everybody),
            Share(len(self.before & counted), len(self.before)),
            Share(len(found) + everybody - len(known), everybody),
        )


@dataclass(frozen=True, slots=True)
class Pooled:
    """One share of several sites, and its interval if people of one site resemble each other."""

    share: Share
    deff: float
    n_effective: float
    wilson95: Interval


def pooled(sites: Sequence[Share], icc: float) -> Pooled | None:
    """Return the share of all sites together; None where nobody was counted.

    People are counted, not sites: a mean of the sites' shares would give a small one too much
    weight. `icc` is how far people of one site resemble each other.
    """
    total = Share(sum(site.k for site in sites), sum(site.n for site in sites))
    if not total.n:
        return None
    deff = 1 + (total.n / len(sites) - 1) * icc
    effective = total.n / deff
    return Pooled(total, deff, effective, wilson(total.k / total.n, effective))


def wilson(share: float, n: float) -> Interval:
    """Return Wilson's interval where `n` need not be a whole number, as scipy asks."""
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def mcnemar(first: int, second: int) -> float:
    """Return the exact p of those who went one way against those who went the other."""
    if not first + second:
        return 1.0
    return float(binomtest(first, first + second).pvalue)
