"""How much is told of outcomes: a hospital's first lot of cohorts, played again and again.

The people are invented; what decides are the very rules by which a lot is released.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random
from statistics import mean

from bot.app import columns
from bot.rules import points, splits
from bot.rules.outcomes.change import Better, Pair
from bot.rules.outcomes.definitions import Criteria
from bot.rules.point_figures import Figures
from bot.rules.points import HEADLINE, Asked, People, Person
from bot.rules.privacy import LIMITS
from bot.rules.splits import Between, Lot, Waiting

PLAYS = 40
# On the list of each cohort; all of them take part.
LISTED = 20
COHORTS = (1, 2, 3, 4, 6, 10)
# How many fill in what they are asked for, each time: both times are needed.
RATES = (50, 70, 90)
POINT = "month_1"
# By how many reactions people change: most have a few less, some as many, some more.
CHANGES = (-6, -5, -4, -3, -2, -1, -1, 0, 0, 0, 2, 3, 4)
BEFORE = (2, 12)
MOST = 16
# The same people every time, so that two runs can be compared.
SEED = 7

ASKED = Asked({HEADLINE: Criteria(Better.LOWER)})


@dataclass(frozen=True, slots=True)
class Case:
    """A first lot of so many cohorts, whose people answer so often (per cent)."""

    cohorts: int
    rate: int

    @property
    def lot(self) -> Lot:
        """Who is on its lists: everybody follows."""
        listed = LISTED * self.cohorts
        return Lot(listed, listed, LIMITS.pairs)


@dataclass(frozen=True, slots=True)
class Told:
    """In how many plays something was told of a lot, and how."""

    case: Case
    exactly: int
    # How many per cent wide each band was in which the share of those who are better was told.
    bands: Sequence[int]
    worse: int

    @property
    def shown(self) -> int:
        """In how many plays anything was told."""
        return self.exactly + len(self.bands)


def cases() -> Iterator[Case]:
    """Yield every lot of the table."""
    for cohorts, rate in product(COHORTS, RATES):
        yield Case(cohorts, rate)


def measure(case: Case, plays: int = PLAYS) -> Told:
    """Play a lot so many times, and return how often something was told of it."""
    random = Random(f"{SEED} {case}")  # noqa: S311 -- to be repeated, not to be secret
    released = [_released(case, random) for _ in range(plays)]
    found = [one.changes[HEADLINE].split for one in released if HEADLINE in one.changes]
    better = (one.parts["better"] for one in found)
    return Told(
        case,
        exactly=sum(one.is_exact for one in found),
        bands=[one.high - one.low for one in better if isinstance(one, Between)],
        worse=sum("worse" in one.parts for one in found),
    )


def _released(case: Case, random: Random) -> Figures:
    """Return what is released of a lot a month after its training."""
    lot = case.lot
    cohorts = [str(number) for number in range(case.cohorts)]
    if not splits.may_look(Waiting(lot.listed, lot.listed), lot.needed):
        return Figures(POINT, tuple(cohorts))
    found = [_person(case.rate, random) for _ in range(lot.following)]
    return points.figures(POINT, cohorts, People(lot, found), ASKED)


def _person(rate: int, random: Random) -> Person:
    """Return somebody who follows: what they filled in, before and after."""
    early, late = (random.randrange(100) < rate for _ in range(2))
    before = random.randint(*BEFORE)
    after = min(MOST, max(0, before + random.choice(CHANGES)))
    pair = Pair(Fraction(before), Fraction(after))
    return Person({HEADLINE: pair} if early and late else {}, answered=(early, late))


COLUMNS = (
    ("cohorts of 20", 13),
    ("answering", 9),
    ("shown", 8),
    ("exactly", 8),
    ("as a band", 9),
    ("its mean width", 14),
    ("worse told", 10),
)


def table() -> str:
    """Return the table, line by line."""
    return "\n".join(_written([measure(case) for case in cases()]))


def _written(rows: Sequence[Told]) -> Iterator[str]:
    yield f"Outcomes of a hospital's first lot, a month later, in how many of {PLAYS} plays."
    yield ""
    yield columns.line([title for title, _ in COLUMNS], COLUMNS)
    for row in rows:
        yield columns.line(
            [
                str(row.case.cohorts),
                f"{row.case.rate} %",
                f"{row.shown} of {PLAYS}",
                str(row.exactly),
                str(len(row.bands)),
                f"{mean(row.bands):.0f} points" if row.bands else "–",
                str(row.worse),
            ],
            COLUMNS,
        )
