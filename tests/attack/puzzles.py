"""People as 0 or 1, what was shown as linear constraints, and a solver that tries to pin."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Name = Hashable
INFINITY = float("inf")


class ContradictionError(AssertionError):
    """What is true does not fit what the attacker believes: the attack itself is mistaken."""


@dataclass(slots=True)
class Puzzle:
    """Variables that are 0 or 1, their true values, and what the attacker knows of them.

    Those `aside` are about nobody; they only help to say "or".
    """

    truth: dict[Name, int] = field(default_factory=dict)
    known: set[Name] = field(default_factory=set)
    aside: set[Name] = field(default_factory=set)
    rows: list[tuple[dict[Name, int], float, float]] = field(default_factory=list)

    def variable(self, name: Name, truth: bool, *, known: bool = False) -> Name:
        """Return the variable of this name, which the attacker may know."""
        self.truth[name] = int(truth)
        if known:
            self.known.add(name)
        return name

    def between(
        self, terms: Iterable[tuple[int, Name]], low: float = -INFINITY, high: float = INFINITY
    ) -> None:
        """Believe that a sum of variables, each times a whole number, is within bounds."""
        row: dict[Name, int] = {}
        for times, name in terms:
            row[name] = row.get(name, 0) + times
        self.rows.append((row, low, high))
        true = sum(times * self.truth[name] for name, times in row.items())
        if not low <= true <= high:
            raise ContradictionError(f"{true} is not in {low}..{high}")


def pinned(puzzle: Puzzle) -> list[Name]:
    """Return the unknown variables that have one value in every world the attacker believes in.

    The true world is one of those. Each solve looks for another in which as many variables as
    possible are different; what never differs is pinned, as if each had been minimised and
    maximised by itself.
    """
    names = list(puzzle.truth)
    place = {name: number for number, name in enumerate(names)}
    truth = np.array([puzzle.truth[name] for name in names], dtype=float)
    fixed = np.array([name in puzzle.known for name in names])
    bounds = Bounds(np.where(fixed, truth, 0.0), np.where(fixed, truth, 1.0))
    constraints = _constraints(puzzle, place)
    left = ~fixed & np.array([name not in puzzle.aside for name in names])
    while left.any():
        # Where the truth is 0 more is different, where it is 1 less is.
        objective = np.where(left, np.where(truth == 0, -1.0, 1.0), 0.0)
        found = milp(
            objective, constraints=constraints, bounds=bounds, integrality=np.ones(len(names))
        )
        if not found.success:
            raise ContradictionError(found.message)
        differs = left & (np.round(found.x) != truth)
        if not differs.any():
            break
        left &= ~differs
    return [name for name, still in zip(names, left, strict=True) if still]


def _constraints(puzzle: Puzzle, place: Mapping[Name, int]) -> list[LinearConstraint]:
    if not puzzle.rows:
        return []
    values, rows, columns = [], [], []
    for number, (row, _, _) in enumerate(puzzle.rows):
        for name, times in row.items():
            values.append(times)
            rows.append(number)
            columns.append(place[name])
    matrix = csr_array((values, (rows, columns)), shape=(len(puzzle.rows), len(place)))
    low = np.array([low for _, low, _ in puzzle.rows])
    high = np.array([high for _, _, high in puzzle.rows])
    return [LinearConstraint(matrix, low, high)]
