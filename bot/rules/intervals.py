"""Wilson's interval of a share, without scipy: the bot itself may need one while it runs."""

from math import sqrt
from statistics import NormalDist

# The normal quantile of a 95 % interval.
Z = NormalDist().inv_cdf(0.975)


def wilson(k: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of `k` of `n`, of whom there is at least one.

    >>> [round(end, 6) for end in wilson(19, 20)]
    [0.763869, 0.991119]
    """
    share = k / n
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    # Of nobody, and of everybody, the formula is off by a rounding.
    return (0.0 if k == 0 else middle - half), (1.0 if k == n else middle + half)
