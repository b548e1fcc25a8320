"""Several lots taken together: drawn from what each of them shows, and never counted anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from bot.rules.intervals import wilson
from bot.rules.outcomes.student import quantile
from bot.rules.point_figures import Changed, Figures, Summary
from bot.rules.privacy import LIMITS
from bot.rules.splits import About, AtLeast, Between, Count, Exactly, Fewer, Part, Split

STEP = LIMITS.rounding
HALF = STEP // 2


@dataclass(frozen=True, slots=True)
class People:
    """How many people, to the nearest five unless it is `exact`; there are `least` at least."""

    number: int
    exact: bool
    least: int


@dataclass(frozen=True, slots=True)
class Share:
    """What part of those who answered it is, and of everybody on the list.

    `low` and `high` are per cent; with `k` it is exactly that many. Whoever did not answer counts
    as not improved among everybody.
    """

    people: People
    listed: int
    low: float
    high: float
    k: int | None = None

    @property
    def least(self) -> int:
        """How many there are at least."""
        return self.k if self.k is not None else ceil(self.low * self.people.least / 100)

    @property
    def interval(self) -> tuple[float, float | None]:
        """Wilson's 95 % interval in per cent; of a band its lower bound, rounded down to five."""
        if not self.people.least:
            return 0.0, None
        low, high = wilson(self.least, self.people.least)
        if self.k is not None:
            return 100 * low, 100 * high
        return float(100 * low // STEP * STEP), None

    @property
    def of_everybody(self) -> float:
        """What part of everybody on the list it is at least, in per cent."""
        share = 100 * self.least / self.listed
        return share if self.k is not None else float(share // STEP * STEP)

    @property
    def of_everybody_interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of that, in per cent, where it is told exactly."""
        if self.k is None:
            return None
        low, high = wilson(self.k, self.listed)
        return 100 * low, 100 * high


@dataclass(frozen=True, slots=True)
class Worse:
    """How many got worse: from so many to so many, which may not be told."""

    low: int
    high: int | None

    @property
    def is_exact(self) -> bool:
        """Whether it is told exactly."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores before and after, and how they changed, where everything is told exactly."""

    n: int
    before: Summary
    after: Summary
    change: Summary
    # The medians of several lots are no median of all.
    medians: bool

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the mean change."""
        reach = quantile(self.n - 1) * self.change.sd / sqrt(self.n)
        return self.change.mean - reach, self.change.mean + reach

    @property
    def g_av(self) -> float | None:
        """The mean change over the mean of the two SDs, corrected for small groups."""
        spread = (self.before.sd + self.after.sd) / 2
        return self.change.mean / spread * (1 - 3 / (4 * (self.n - 1) - 1)) if spread else None


def people(counts: Sequence[Count]) -> People | None:
    """Return how many people several lots have together; None where one is too few to tell.

    >>> people([About(40), About(40), Exactly(33)]), people([Exactly(40), Fewer(11)])
    (People(number=115, exact=False, least=109), None)
    """
    numbers = [one.number for one in counts if not isinstance(one, Fewer)]
    if len(numbers) < len(counts) or not numbers:
        return None
    told = sum(numbers)
    # Each of them may be up to half a step fewer than it says.
    rounded = sum(isinstance(one, About) for one in counts)
    if not rounded:
        return People(told, exact=True, least=told)
    return People((2 * told + STEP) // (2 * STEP) * STEP, exact=False, least=told - HALF * rounded)


def share(found: Sequence[tuple[int, Split]], part: str) -> Share | None:
    """Return a part of several lots; each comes with how many are on its lists."""
    told = people([split.people for _, split in found])
    if told is None:
        return None
    listed = sum(one for one, _ in found)
    exact = [one for _, split in found if isinstance(one := split.parts[part], Exactly)]
    if len(exact) == len(found):
        k = sum(one.number for one in exact)
        return Share(told, listed, 100 * k / told.number, 100 * k / told.number, k)
    bands = [_band(split, part) for _, split in found]
    if len(bands) == 1:
        return Share(told, listed, bands[0].low, bands[0].high)
    low, high = _extreme(bands, highest=False), _extreme(bands, highest=True)
    return Share(told, listed, low // STEP * STEP, -(-high // STEP) * STEP)


def worse(found: Sequence[Split]) -> Worse:
    """Return how many got worse in several lots."""
    parts = [split.parts.get("worse") for split in found]
    highs = [_most(part) for part in parts]
    known = [high for high in highs if high is not None]
    return Worse(sum(map(_fewest, parts)), sum(known) if len(known) == len(highs) else None)


def scores(found: Sequence[Changed]) -> Scores | None:
    """Return the scores of several lots; None unless every one is told exactly."""
    if not found or not all(one.before and one.after and one.change for one in found):
        return None
    sizes = [one.split.people.number for one in found if isinstance(one.split.people, Exactly)]
    return Scores(
        sum(sizes),
        _together(sizes, [one.before for one in found if one.before]),
        _together(sizes, [one.after for one in found if one.after]),
        _together(sizes, [one.change for one in found if one.change]),
        medians=len(found) == 1,
    )


def flow(found: Sequence[Figures]) -> Mapping[str, People | None]:
    """Return how many of several lots got how far."""
    names = list(found[0].flow) if found else []
    return {name: people([one.flow[name] for one in found]) for name in names}


@dataclass(frozen=True, slots=True)
class _Band:
    low: float
    high: float
    fewest: int
    most: int


def _band(split: Split, part: str) -> _Band:
    match split.parts[part], split.people:
        case Exactly(k), Exactly(n):
            return _Band(100 * k / n, 100 * k / n, n, n)
        case Between(low, high), About(n):
            return _Band(low, high, n - HALF, n + HALF)
        case _:
            return _Band(0, 100, 0, 0)


def _extreme(bands: Sequence[_Band], *, highest: bool) -> float:
    """Return the lowest or the highest share that all of them together can have."""
    ends = sorted(((b.high if highest else b.low), b.fewest, b.most) for b in bands)
    if highest:
        ends.reverse()
    found = []
    # As many as can be of those that pull it that way, as few as can be of the others.
    for cut in range(len(ends) + 1):
        sizes = [most if n < cut else fewest for n, (_, fewest, most) in enumerate(ends)]
        weighed = sum(end * size for (end, _, _), size in zip(ends, sizes, strict=True))
        found.append(weighed / max(1, sum(sizes)))
    return max(found) if highest else min(found)


def _fewest(part: Part | None) -> int:
    return part.number if isinstance(part, Exactly | AtLeast) else 0


def _most(part: Part | None) -> int | None:
    match part:
        case Exactly(number):
            return number
        case Fewer(than):
            return than - 1
        case _:
            return None


def _together(sizes: Sequence[int], found: Sequence[Summary]) -> Summary:
    """Return what single summaries come to for everybody."""
    n = sum(sizes)
    mean = sum(size * one.mean for size, one in zip(sizes, found, strict=True)) / n
    squares = sum(
        (size - 1) * one.sd**2 + size * (one.mean - mean) ** 2
        for size, one in zip(sizes, found, strict=True)
    )
    return Summary(mean, sqrt(squares / (n - 1)), found[0].median)
