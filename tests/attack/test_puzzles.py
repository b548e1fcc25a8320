"""The solver finds what follows, and nothing else."""

from collections.abc import Iterator, Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tests.attack.puzzles import INFINITY, Name, Puzzle, pinned

# Every assignment of so many people is tried.
MOST_PEOPLE = 6


@st.composite
def puzzles(draw: st.DrawFn) -> Puzzle:
    """Draw a few people of whom some are known, and sums that are believed of them."""
    truth = draw(st.lists(st.booleans(), min_size=1, max_size=MOST_PEOPLE))
    puzzle = people(*truth)
    puzzle.known |= draw(st.sets(st.sampled_from(range(len(truth)))))
    puzzle.aside |= draw(st.sets(st.sampled_from(range(len(truth))), max_size=2))
    term = st.tuples(st.integers(-3, 3), st.sampled_from(range(len(truth))))
    away = st.sampled_from([0, 0, 1, 2, INFINITY])
    for terms in draw(st.lists(st.lists(term, min_size=1, max_size=8), max_size=5)):
        true = sum(times * truth[name] for times, name in terms)
        puzzle.between(terms, low=true - draw(away), high=true + draw(away))
    return puzzle


def people(*truth: int) -> Puzzle:
    """Return a puzzle of so many people who answered, or did not."""
    puzzle = Puzzle()
    for number, one in enumerate(truth):
        puzzle.variable(number, bool(one))
    return puzzle


def worlds(puzzle: Puzzle) -> Iterator[dict[Name, int]]:
    """Yield every world that fits what is known and believed."""
    for values in product((0, 1), repeat=len(puzzle.truth)):
        world = dict(zip(puzzle.truth, values, strict=True))
        fits = all(
            low <= sum(times * world[name] for name, times in row.items()) <= high
            for row, low, high in puzzle.rows
        )
        if fits and all(world[name] == puzzle.truth[name] for name in puzzle.known):
            yield world


def of_one_value(puzzle: Puzzle) -> Sequence[Name]:
    """Return the unknown people whose smallest value in any world is their largest."""
    found = list(worlds(puzzle))
    unknown = [name for name in puzzle.truth if name not in puzzle.known | puzzle.aside]
    return [
        name
        for name in unknown
        if min(world[name] for world in found) == max(world[name] for world in found)
    ]


@given(puzzle=puzzles())
def test_whoever_has_one_value_in_every_world_is_pinned_and_nobody_else(puzzle: Puzzle) -> None:
    assert pinned(puzzle) == of_one_value(puzzle)


def test_the_solver_pins_everybody_when_all_are_told() -> None:
    puzzle = people(1, 1, 1)
    puzzle.between([(1, 0), (1, 1), (1, 2)], low=3)

    assert pinned(puzzle) == [0, 1, 2]


def test_the_solver_pins_nobody_when_any_one_could_be_the_other() -> None:
    puzzle = people(1, 1, 0)
    puzzle.between([(1, 0), (1, 1), (1, 2)], low=2, high=2)

    assert pinned(puzzle) == []


def test_the_solver_pins_who_is_left_when_the_others_are_known() -> None:
    puzzle = people(1, 1, 0)
    puzzle.known |= {0, 1}
    puzzle.between([(1, 0), (1, 1), (1, 2)], high=2)

    assert pinned(puzzle) == [2]


def test_the_solver_takes_two_sums_together() -> None:
    puzzle = people(1, 0, 1)
    puzzle.between([(1, 0), (1, 1), (1, 2)], low=2, high=2)
    puzzle.between([(1, 0), (1, 1)], high=1)

    assert pinned(puzzle) == [2]
