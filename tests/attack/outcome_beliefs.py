"""What the attacker makes of outcomes: how many of each cohort's unknown people can be what.

Of those whom the attacker does not know, everybody in a cohort looks alike. So something is certain
of one of them only when it is certain of all: that none is so, or that everybody is.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array

from bot.rules.outcomes.definitions import Definition
from bot.rules.point_figures import Figures
from bot.rules.privacy import Limits
from bot.rules.splits import About, AtLeast, Between, Count, Exactly, Fewer, Lot, Part, Split
from tests.attack.puzzles import INFINITY, ContradictionError

# What can be asked of anybody, and within what it lies.
WITHIN = {
    "pre": "follows",
    "later": "follows",
    "pairs": "pre",
    "better": "pairs",
    "worse": "pairs",
    "same": "pairs",
    "said": "later",
    "unsaid": "later",
    "top": "later",
    "below": "later",
    "before": "pairs",
    "after": "pairs",
}
NAMES = ("follows", *WITHIN)
# What parts a whole has, each person being in one of them.
PARTS = (
    ("pairs", ("better", "worse", "same")),
    ("later", ("said", "unsaid")),
    ("later", ("top", "below")),
)
# Something that can be said of people, and a cohort.
Key = tuple[str, int]
Terms = list[tuple[int, Key]]


class Shown(Protocol):
    """What was shown of some cohorts together."""

    @property
    def cohorts(self) -> Sequence[int]:
        """Which cohorts."""

    @property
    def lot(self) -> Lot:
        """How many are on their lists, and follow."""

    @property
    def figures(self) -> Figures:
        """What was shown."""


class Beliefs:
    """Everything that can be believed of the people of some cohorts, as sums."""

    def __init__(self, limits: Limits, rule: str | None, *, knows_followers: bool) -> None:
        self._limits = limits
        # What is not so because a rule is off, the attacker knows too.
        self._rule = rule
        self._knows_followers = knows_followers
        self._truth: dict[Key, int] = {}
        self._known: dict[Key, int] = {}
        self._size: dict[int, int] = {}
        self._rows: list[tuple[Terms, float, float]] = []

    def of_cohort(
        self,
        number: int,
        unknown: Sequence[Mapping[str, bool]],
        known: Sequence[Mapping[str, bool]],
    ) -> None:
        """Believe what is true of anybody: who answered follows, who is better answered twice."""
        follow = sum(one["follows"] for one in unknown)
        self._size[number] = follow if self._knows_followers else len(unknown)
        for name in NAMES:
            self._truth[name, number] = sum(one[name] for one in unknown)
            self._known[name, number] = sum(one[name] for one in known)
        if self._knows_followers:
            self._between([(1, ("follows", number))], follow, follow)
        for name, within in WITHIN.items():
            self._between([(1, (name, number)), (-1, (within, number))], high=0)
        self._between([(1, ("pairs", number)), (-1, ("later", number))], high=0)
        # Whoever answered once is one of those who follow: there are not more of them together.
        once = [(1, (name, number)) for name in ("pre", "later")]
        both = [(-1, (name, number)) for name in ("pairs", "follows")]
        self._between([*once, *both], high=0)
        for whole, parts in PARTS:
            terms = [(1, (part, number)) for part in parts]
            self._between([*terms, (-1, (whole, number))], 0, 0)

    def of_lot(self, shown: Shown) -> None:
        """Believe what a lot's release says; that nothing was shown tells of nobody."""
        lot, figures = shown.lot, shown.figures
        if not figures.is_shown:
            return
        self._sum(shown, {"pairs": 1}, low=lot.needed)
        least = lot.needed + (self._limits.room if self._rule != "lists" else 0)
        self._sum(shown, {"follows": 1}, low=least)
        for name, count in figures.flow.items():
            self._count(shown, "follows" if name == "following" else name, count)
        self._shares(shown)

    def _shares(self, shown: Shown) -> None:
        figures = shown.figures
        if figures.said_better:
            self._share(shown, ("said", "later"), figures.said_better, Definition.SELF_REPORTED)
        if rated := figures.ratings.get("impact"):
            self._share(shown, ("top", "later"), rated.at_maximum, "at_maximum")
        if switched := figures.switched.get("leaving"):
            self._share(shown, ("before", "pairs"), switched.before, "yes")
            self._share(shown, ("after", "pairs"), switched.after, "yes")
        if changed := figures.changes.get("total"):
            self._share(shown, ("better", "pairs"), changed.split, "better")
            if "worse" in changed.split.parts:
                self._part(shown, "worse", changed.split.parts["worse"])

    def certain(self) -> bool:
        """Return whether something is certain of somebody unknown."""
        place = {name: n for n, name in enumerate(self._truth)}
        matrix = lil_array((len(self._rows), len(place)))
        for row, (terms, _, _) in enumerate(self._rows):
            for times, name in terms:
                matrix[row, place[name]] += times
        low, high = ([row[end] for row in self._rows] for end in (1, 2))
        solver = _Solver(
            place,
            LinearConstraint(matrix.tocsr(), low, high),
            Bounds(0, [self._size[number] for _, number in place]),
        )
        return any(self._is_certain(solver, key) for key in place if self._size[key[1]])

    def _is_certain(self, solver: "_Solver", key: Key) -> bool:
        name, number = key
        if name == "follows" and self._knows_followers:
            return False
        size, truth = self._size[number], self._truth[key]
        if truth == 0:
            return solver.end(key, highest=True) == 0
        return truth == size and solver.end(key, highest=False) == size

    def _share(self, shown: Shown, names: tuple[str, str], split: Split, part: str) -> None:
        name, whole = names
        self._count(shown, whole, split.people)
        told = split.parts[part]
        if isinstance(told, Between):
            self._sum(shown, {name: 100, whole: -told.low}, low=0)
            self._sum(shown, {name: 100, whole: -told.high}, high=0)
        else:
            self._part(shown, name, told)

    def _part(self, shown: Shown, name: str, told: Part | Count) -> None:
        match told:
            case Exactly(number):
                self._sum(shown, {name: 1}, number, number)
            case Fewer(than):
                self._sum(shown, {name: 1}, high=than - 1)
            case AtLeast(number):
                self._sum(shown, {name: 1}, low=number)

    def _count(self, shown: Shown, name: str, told: Count) -> None:
        if not isinstance(told, About):
            self._part(shown, name, told)
            return
        lot, room, step = shown.lot, self._limits.room, self._limits.rounding
        half = step // 2
        self._sum(shown, {name: 1}, low=told.number - half)
        most = min(lot.following - room + half, lot.listed - room - half)
        if told.number < most // step * step:
            # It is not as many as could be told, so it is not more than it says.
            self._sum(shown, {name: 1}, high=told.number + half)
        self._sum(shown, {"follows": 1}, low=told.number + room - half)

    def _sum(
        self, shown: Shown, times: dict[str, int], low: float = -INFINITY, high: float = INFINITY
    ) -> None:
        terms = [(by, (name, one)) for name, by in times.items() for one in shown.cohorts]
        constant = sum(by * self._known[key] for by, key in terms)
        self._between(terms, low - constant, high - constant)

    def _between(self, terms: Terms, low: float = -INFINITY, high: float = INFINITY) -> None:
        self._rows.append((terms, low, high))
        true = sum(by * self._truth[key] for by, key in terms)
        if not low <= true <= high:
            raise ContradictionError(f"{true} is not in {low}..{high}")


class _Solver:
    """Finds the highest or lowest number that is possible."""

    def __init__(self, place: Mapping[Key, int], sums: LinearConstraint, bounds: Bounds) -> None:
        self._place, self._sums, self._bounds = place, sums, bounds

    def end(self, key: Key, *, highest: bool) -> int:
        """Return the highest or lowest number of a cohort's unknown people who can be so."""
        objective = np.zeros(len(self._place))
        objective[self._place[key]] = -1 if highest else 1
        whole = np.ones(len(self._place))
        found = milp(objective, constraints=self._sums, bounds=self._bounds, integrality=whole)
        if not found.success:
            raise ContradictionError(found.message)
        return round(found.x[self._place[key]])
