from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.outcomes.change import Pair
from bot.rules.outcomes.reliability import alpha, correlation, retest
from tests.rules.outcomes.kit import TWELVE, pair

ANSWERS = [
    [1, 2, 1, 2],
    [2, 2, 3, 2],
    [3, 3, 3, 4],
    [4, 4, 5, 4],
    [5, 4, 5, 5],
    [2, 1, 2, 2],
]


def twice(people: int, noise: float, seed: int = 3) -> list[Pair]:
    """Return what people score twice, each time with noise; they differ with an SD of 10."""
    random = Random(seed)  # noqa: S311 -- to be repeated, not to be secret
    true = [random.gauss(40, 10) for _ in range(people)]
    return [pair(round(random.gauss(one, noise)), round(random.gauss(one, noise))) for one in true]


def test_fifty_pairs_say_how_reliable_a_measure_is_and_forty_nine_do_not() -> None:
    pairs = twice(50, noise=4)

    found = retest(pairs)

    assert found is not None
    assert found.source == "50 pairs of pre and baseline_2"
    assert retest(pairs[:49]) is None


def test_many_pairs_find_the_reliability_that_was_put_in() -> None:
    # Of a variance of 116 the noise is 16.
    found = retest(twice(4000, noise=4))

    assert found is not None
    assert float(found.reliability) == pytest.approx(100 / 116, abs=0.02)
    assert float(found.sd) == pytest.approx(116**0.5, abs=0.4)


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param([pair(30, 30)] * 60, id="nobody differs"),
        pytest.param([pair(one, one) for one in range(60)], id="both agree fully"),
        pytest.param([pair(one, 60 - one) for one in range(60)], id="both disagree fully"),
    ],
)
def test_no_reliability_is_made_up_where_it_has_no_meaning(pairs: list[Pair]) -> None:
    assert retest(pairs) is None


def test_the_correlation_of_the_twelve_is_as_computed_elsewhere() -> None:
    assert correlation(TWELVE) == pytest.approx(0.7282379469343714)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_a_correlation_is_between_minus_one_and_one(group: list[tuple[int, int]]) -> None:
    found = correlation([pair(*one) for one in group])

    assert found is None or -1 <= found <= 1


def test_a_line_correlates_exactly() -> None:
    line = [Pair(Fraction(one, 7), Fraction(3 * one + 1, 11)) for one in range(9)]

    assert correlation(line) == 1


def test_alpha_is_as_computed_elsewhere() -> None:
    assert alpha(ANSWERS) == pytest.approx(0.9666283084004603)


@given(st.permutations(ANSWERS))
def test_alpha_does_not_depend_on_the_order_of_people(answers: list[list[int]]) -> None:
    assert alpha(answers) == alpha(ANSWERS)


def test_mirrored_answers_have_the_same_alpha() -> None:
    assert alpha([[6 - one for one in row] for row in ANSWERS]) == alpha(ANSWERS)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([], id="nobody"),
        pytest.param([[1, 2, 3]], id="one person"),
        pytest.param([[1], [2]], id="one item"),
        pytest.param([[1, 3], [3, 1]], id="equal sums"),
    ],
)
def test_alpha_is_not_made_up_where_it_has_no_meaning(answers: list[list[int]]) -> None:
    assert alpha(answers) is None
