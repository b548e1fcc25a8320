from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.outcomes import change
from bot.rules.outcomes.change import Better, ChangeClass, Norm
from tests.rules.outcomes.kit import NORM, TWELVE, norm, pair

# For each SD and reliability: the error of one score, of a difference, and what is needed.
THRESHOLDS = [
    ("10", "0.9", 3.162277660168379, 4.47213595499958, 8.765386471799175),
    ("10.7", "0.93", 2.8309539028391106, 4.003573403848116, 7.847003871542308),
    ("5", "0.81", 2.1794494717703365, 3.082207001484488, 6.041125722909596),
    ("10", "0.81", 4.358898943540673, 6.164414002968976, 12.082251445819193),
    ("20", "0.85", 7.745966692414834, 10.954451150103324, 21.470724254202516),
    ("0.68", "0.83", 0.280371182542001, 0.39650472884948057, 0.7771492685449819),
    ("4", "0.75", 2.0, 2.8284271247461903, 5.5437171645025325),
    ("3", "0.72", 1.5874507866387546, 2.2449944320643653, 4.400189086846156),
]

INDEXES = [
    -2.997322,
    -0.999107,
    -0.249777,
    -2.747545,
    0.249777,
    -0.249777,
    -3.746653,
    0.249777,
    -2.247992,
    0.0,
    -1.998215,
    2.997322,
]

SCORES = st.integers(0, 600).map(lambda tenths: Fraction(tenths, 10))
PAIRS = st.builds(pair, SCORES, SCORES)
NORMS = st.builds(
    Norm,
    st.integers(1, 300).map(lambda tenths: Fraction(tenths, 10)),
    st.integers(0, 99).map(lambda hundredths: Fraction(hundredths, 100)),
)


@pytest.mark.parametrize(("sd", "reliability", "sem", "s_diff", "needed"), THRESHOLDS)
def test_the_error_of_a_measure_follows_from_its_spread_and_its_reliability(
    sd: str, reliability: str, sem: float, s_diff: float, needed: float
) -> None:
    known = norm(sd, reliability)

    assert [known.sem, known.s_diff, known.points_needed] == pytest.approx(
        [sem, s_diff, needed], rel=1e-12
    )


def test_the_index_of_twelve_people_is_as_computed_elsewhere() -> None:
    assert [NORM.index(one) for one in TWELVE] == pytest.approx(INDEXES, abs=5e-7)


def test_of_the_twelve_five_improved_and_one_deteriorated() -> None:
    assert Counter(change.classified(one, Better.LOWER, NORM) for one in TWELVE) == {
        ChangeClass.IMPROVED: 5,
        ChangeClass.NO_RELIABLE_CHANGE: 6,
        ChangeClass.DETERIORATED: 1,
    }


@pytest.mark.parametrize(
    ("later", "found"),
    [
        pytest.param("12.16", ChangeClass.IMPROVED, id="exactly as many points as needed"),
        pytest.param("12.17", ChangeClass.NO_RELIABLE_CHANGE, id="a hundredth less"),
        pytest.param("27.84", ChangeClass.DETERIORATED, id="exactly as many the other way"),
        pytest.param("27.83", ChangeClass.NO_RELIABLE_CHANGE, id="a hundredth less there"),
    ],
)
def test_a_change_of_exactly_the_points_needed_counts(later: str, found: ChangeClass) -> None:
    # The SD of a difference is 4, so 7.84 points are needed.
    assert change.classified(pair(20, later), Better.LOWER, norm("4", "0.5")) is found


def test_no_change_is_never_reliable_however_good_the_measure() -> None:
    best = norm("0.1", "0.99999999")

    found = change.classified(pair(20, 20), Better.LOWER, best)

    assert found is ChangeClass.NO_RELIABLE_CHANGE


@given(PAIRS, NORMS)
def test_what_improves_a_score_deteriorates_its_mirror_image(one: change.Pair, known: Norm) -> None:
    mirrored = pair(60 - one.earlier, 60 - one.later)

    assert change.classified(mirrored, Better.HIGHER, known) is change.classified(
        one, Better.LOWER, known
    )


@given(PAIRS, NORMS)
def test_going_back_turns_improved_into_deteriorated(one: change.Pair, known: Norm) -> None:
    back = change.classified(pair(one.later, one.earlier), Better.LOWER, known)
    turned = {
        ChangeClass.IMPROVED: ChangeClass.DETERIORATED,
        ChangeClass.DETERIORATED: ChangeClass.IMPROVED,
    }

    forth = change.classified(one, Better.LOWER, known)
    assert back is turned.get(forth, ChangeClass.NO_RELIABLE_CHANGE)


@pytest.mark.parametrize(
    ("better", "earlier", "later", "crossed"),
    [
        pytest.param(Better.LOWER, 40, 37, True, id="over it"),
        pytest.param(Better.LOWER, 38, 37, True, id="from it"),
        pytest.param(Better.LOWER, 40, 38, False, id="up to it"),
        pytest.param(Better.LOWER, 37, 30, False, id="on the better side before"),
        pytest.param(Better.LOWER, 37, 40, False, id="the wrong way"),
        pytest.param(Better.HIGHER, 38, 39, True, id="up from it"),
        pytest.param(Better.HIGHER, 30, 38, False, id="up to it from below"),
    ],
)
def test_a_cutoff_is_crossed_by_going_over_to_the_better_side(
    better: Better, earlier: int, later: int, crossed: bool
) -> None:
    assert better.crosses(pair(earlier, later), Fraction(38)) is crossed


@pytest.mark.parametrize(
    ("earlier", "later", "index"), [(52, 40, -2.8376102381247326), (60, 45, -3.4580196450265572)]
)
def test_the_adjusted_index_expects_a_drift_to_the_mean(
    earlier: int, later: int, index: float
) -> None:
    found = change.adjusted_index(pair(earlier, later), NORM, Fraction(40))

    assert found == pytest.approx(index, rel=1e-12)


def test_a_drift_to_the_mean_alone_is_no_improvement_when_adjusted() -> None:
    # From 80 somebody is expected at 60: twenty points are more than noise, and still no surprise.
    known, drifting = norm("10", "0.5"), pair(80, 60)

    assert (
        change.classified(drifting, Better.LOWER, known),
        change.adjusted(drifting, Better.LOWER, known, Fraction(40)),
    ) == (ChangeClass.IMPROVED, ChangeClass.NO_RELIABLE_CHANGE)


@pytest.mark.parametrize(("better", "found"), [("lower", "improved"), ("higher", "deteriorated")])
def test_which_way_is_better_decides_the_adjusted_class_too(better: str, found: str) -> None:
    assert change.adjusted(pair(52, 40), Better(better), NORM, Fraction(40)) == found


def test_the_cutoff_of_two_groups_is_nearer_to_the_one_that_varies_less() -> None:
    found = change.cutoff_between((Fraction(45), Fraction(10)), (Fraction(28), Fraction(8)))

    assert found == pytest.approx(35.55555555555556)
