"""An invented group of twelve, and how to make others."""

from collections.abc import Sequence
from fractions import Fraction

from bot.rules.outcomes.change import Norm, Pair

BEFORE = (52, 45, 38, 41, 30, 28, 60, 35, 44, 33, 49, 26)
AFTER = (40, 41, 37, 30, 31, 27, 45, 36, 35, 33, 41, 38)


def pair(earlier: float | str, later: float | str) -> Pair:
    return Pair(Fraction(earlier), Fraction(later))


def norm(sd: str, reliability: str) -> Norm:
    return Norm(Fraction(sd), Fraction(reliability), "invented")


TWELVE: Sequence[Pair] = [pair(*both) for both in zip(BEFORE, AFTER, strict=True)]
NORM = norm("10.7", "0.93")
