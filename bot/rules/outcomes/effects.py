"""How large a change is against how much scores vary: effect sizes and their intervals.

What has no meaning is None and never a number: nothing varies, or there are too few pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev

from scipy.special import nctdtrinc

from bot.rules.outcomes.change import Pair
from bot.rules.outcomes.reliability import correlation
from bot.rules.outcomes.shares import Interval

# Beyond it everybody changed by almost the same, and scipy's noncentral t is not exact any more.
FARTHEST_T = 1000


@dataclass(frozen=True, slots=True)
class Effects:
    """Effect sizes; they differ in what the mean change is divided by.

    `z`: the SD of the changes. `rm`: the same, set right for how the two time points correlate.
    `av`: the mean of the two SDs. `av_rms`: their root mean square. `glass`: the SD before.
    A `d` becomes a `g` by the correction for small groups.
    """

    d_z: float | None = None
    d_z_ci95: Interval | None = None
    d_rm: float | None = None
    d_av: float | None = None
    d_av_rms: float | None = None
    d_glass: float | None = None
    g_z: float | None = None
    g_av: float | None = None
    g_av_ci95: Interval | None = None


def effects(pairs: Sequence[Pair]) -> Effects:
    """Return the effect sizes of a group; their signs are those of later minus earlier."""
    if len(pairs) < 2:
        return Effects()
    changed = float(mean(pair.change for pair in pairs))
    spread = float(stdev(pair.change for pair in pairs))
    before = float(stdev(pair.earlier for pair in pairs))
    after = float(stdev(pair.later for pair in pairs))
    d_z, d_av = _over(changed, spread), _over(changed, (before + after) / 2)
    d_z_ci95 = _interval(d_z, len(pairs))
    agreement = correlation(pairs)
    small = correction(len(pairs))
    return Effects(
        d_z=d_z,
        d_z_ci95=d_z_ci95,
        d_rm=_times(d_z, None if agreement is None else sqrt(2 * (1 - agreement))),
        d_av=d_av,
        d_av_rms=_over(changed, sqrt((before**2 + after**2) / 2)),
        d_glass=_over(changed, before),
        g_z=_times(d_z, small),
        g_av=_times(d_av, small),
        g_av_ci95=_scaled(d_z_ci95, _times(_over(spread, (before + after) / 2), small)),
    )


def correction(pairs: int) -> float | None:
    """Return what makes a `d` a `g`; None below three pairs, where it would leave nothing."""
    return 1 - 3 / (4 * (pairs - 1) - 1) if pairs > 2 else None


def _interval(d_z: float | None, pairs: int) -> Interval | None:
    """Return the interval of `d_z` from the noncentral t distribution."""
    if d_z is None or abs(t := d_z * sqrt(pairs)) > FARTHEST_T:
        return None
    # Of a positive t, so that the interval of a mirrored group is the mirrored interval.
    low, high = (float(nctdtrinc(pairs - 1, tail, abs(t))) / sqrt(pairs) for tail in (0.975, 0.025))
    return (low, high) if t >= 0 else (-high, -low)


def _over(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _times(value: float | None, factor: float | None) -> float | None:
    return None if value is None or factor is None else value * factor


def _scaled(interval: Interval | None, factor: float | None) -> Interval | None:
    if interval is None or factor is None:
        return None
    low, high = interval
    return low * factor, high * factor
