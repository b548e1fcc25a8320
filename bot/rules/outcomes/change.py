"""What a change is: which way is better, when it is more than noise, and when it crosses a line.

After Jacobson and Truax: a change is reliable when it is at least 1.96 times the error with
which two measurements of somebody who has not changed differ.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt
from typing import NamedTuple

# Of people who have not changed, one in twenty seems to, in either direction.
CRITICAL = Fraction("1.96")


class Pair(NamedTuple):
    """What one person scored at two time points."""

    earlier: Fraction
    later: Fraction

    @property
    def change(self) -> Fraction:
        """Later minus earlier."""
        return self.later - self.earlier


class Better(StrEnum):
    """Which way a score goes when somebody does better."""

    LOWER = "lower"
    HIGHER = "higher"

    def gain(self, pair: Pair) -> Fraction:
        """Return by how much somebody does better; below zero when worse."""
        return -pair.change if self is Better.LOWER else pair.change

    def crosses(self, pair: Pair, cutoff: Fraction) -> bool:
        """Return whether somebody went over to the better side; at the cut-off is not yet there."""
        if self is Better.LOWER:
            return pair.later < cutoff <= pair.earlier
        return pair.earlier <= cutoff < pair.later


class ChangeClass(StrEnum):
    """What can be said of the change of one person."""

    IMPROVED = "improved"
    NO_RELIABLE_CHANGE = "no_reliable_change"
    DETERIORATED = "deteriorated"


@dataclass(frozen=True, slots=True)
class Norm:
    """How a measure behaves among people like ours, from a source and not from our own group.

    `sd` is above 0, and `reliability` at least 0 and below 1: with 1 there would be no noise.
    """

    sd: Fraction
    reliability: Fraction
    source: str | None = None

    @property
    def error_variance(self) -> Fraction:
        """The variance of the difference of two measurements without a change, exactly."""
        return 2 * self.sd**2 * (1 - self.reliability)

    @property
    def s_diff(self) -> float:
        """The standard deviation of that difference."""
        return sqrt(self.error_variance)

    @property
    def sem(self) -> float:
        """The standard error of one measurement."""
        return sqrt(self.error_variance / 2)

    @property
    def points_needed(self) -> float:
        """The smallest change that is reliable."""
        return sqrt(CRITICAL**2 * self.error_variance)

    @property
    def half_sd(self) -> Fraction:
        """What is often taken for the smallest change that matters where nothing else is known."""
        return self.sd / 2

    def is_reliable(self, change: Fraction) -> bool:
        """Return whether a change is more than noise; exactly `points_needed` is."""
        return change**2 >= CRITICAL**2 * self.error_variance

    def index(self, pair: Pair) -> float:
        """Return the reliable change index of one person."""
        return float(pair.change) / self.s_diff


def classified(pair: Pair, better: Better, norm: Norm) -> ChangeClass:
    """Return what can be said of one person's change."""
    if not norm.is_reliable(pair.change):
        return ChangeClass.NO_RELIABLE_CHANGE
    return ChangeClass.IMPROVED if better.gain(pair) > 0 else ChangeClass.DETERIORATED


def adjusted(pair: Pair, better: Better, norm: Norm, mean: Fraction) -> ChangeClass:
    """Return the same, with everybody expected to drift towards the mean of people like them.

    After Gulliksen, Lord and Novick. It is there to see how much regression to the mean matters,
    never to be the figure that is reported.
    """
    index = adjusted_index(pair, norm, mean)
    if abs(index) < CRITICAL:
        return ChangeClass.NO_RELIABLE_CHANGE
    went_up = index > 0
    return (
        ChangeClass.IMPROVED if went_up is (better is Better.HIGHER) else ChangeClass.DETERIORATED
    )


def adjusted_index(pair: Pair, norm: Norm, mean: Fraction) -> float:
    """Return how far somebody is from where they would be expected, in standard errors."""
    expected = mean + norm.reliability * (pair.earlier - mean)
    return float(pair.later - expected) / sqrt(norm.sd**2 * (1 - norm.reliability**2))


def cutoff_between(troubled: tuple[Fraction, Fraction], well: tuple[Fraction, Fraction]) -> float:
    """Return the cut-off of two groups of known mean and SD: nearer to the one that varies less."""
    (mean_troubled, sd_troubled), (mean_well, sd_well) = troubled, well
    return float(
        (sd_well * mean_troubled + sd_troubled * mean_well) / (sd_well + sd_troubled),
    )
