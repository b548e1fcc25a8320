"""What needs no scipy: the bot itself answers with these while it runs."""

from functools import lru_cache
from math import comb, exp, lgamma, log

# More than it ever takes: it ends when nothing changes any more.
_TERMS = 300
_TINY = 1e-300
_SAME = 1e-15


# An answer asks for the same few again and again.
@lru_cache(maxsize=1_000)
def quantile(freedom: int) -> float:
    """Return what 97.5 % of Student's t lie below.

    >>> round(quantile(11), 6), round(quantile(200), 6)
    (2.200985, 1.971896)
    """
    low, high = 0.0, 1e4
    # Halved until there is no number between.
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if _below(middle, freedom) < 0.975 else (low, middle)
    return high


def mcnemar(first: int, second: int) -> float:
    """Return the exact p of those who went one way against those who went the other.

    >>> round(mcnemar(9, 2), 6), round(mcnemar(10, 1), 6), mcnemar(5, 5)
    (0.06543, 0.011719, 1.0)
    """
    both = first + second
    tail = sum(comb(both, number) for number in range(min(first, second) + 1))
    return min(1.0, 2 * tail / float(1 << both))


def _below(t: float, freedom: int) -> float:
    """Return what part of Student's t lies below a positive value."""
    x = freedom / (freedom + t * t)
    return 1 - _incomplete_beta(freedom / 2, 0.5, x) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularized incomplete beta function, by its continued fraction."""
    if x in (0.0, 1.0):
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    return front * _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / _kept(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _TERMS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / _kept(1 + term * d), _kept(1 + term / c)
            found *= c * d
        if abs(c * d - 1) < _SAME:
            break
    return found


def _kept(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
