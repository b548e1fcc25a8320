from collections.abc import Sequence
from dataclasses import astuple
from fractions import Fraction
from math import gamma, isfinite, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.outcomes.change import Pair
from bot.rules.outcomes.effects import Effects, correction, effects
from bot.rules.outcomes.paired import Change, Switches, change, scores, switches
from bot.rules.outcomes.shares import Share
from tests.rules.outcomes.kit import TWELVE, pair

SCORES = st.integers(0, 600).map(lambda tenths: Fraction(tenths, 10))
GROUPS = st.lists(st.builds(pair, SCORES, SCORES), max_size=30)


def close(value: object) -> object:
    return pytest.approx(value, rel=1e-9)


def numbers(found: object) -> list[float]:
    """Return every number in what was found, of intervals and tests as well."""
    if isinstance(found, int | float):
        return [found]
    if isinstance(found, Sequence):
        return [number for part in found for number in numbers(part)]
    return []


def test_the_twelve_score_before_and_after_as_computed_elsewhere() -> None:
    before = scores([one.earlier for one in TWELVE])
    after = scores([one.later for one in TWELVE])

    assert (before.n, before.mean, before.sd) == close((12, 40.083333333333336, 10.378809997764531))
    assert (after.n, after.mean, after.sd) == close((12, 36.166666666666664, 5.254146991287987))


def test_the_twelve_change_as_computed_elsewhere() -> None:
    found = change(TWELVE)

    assert (found.mean, found.median, found.sd, found.correlation) == close(
        (-3.9166666666666665, -2.5, 7.476731582149727, 0.7282379469343714)
    )


def test_the_interval_and_the_tests_of_the_twelve_are_as_computed_elsewhere() -> None:
    found = change(TWELVE)
    assert found.t is not None
    assert found.wilcoxon is not None

    assert found.ci95 == close((-8.667155274272258, 0.833821940938924))
    assert astuple(found.t) == close((-1.814660748066494, 0.09691314414007764))
    assert astuple(found.wilcoxon) == close((14.5, 0.111328125))


def test_every_effect_size_of_the_twelve_is_as_computed_elsewhere() -> None:
    found = effects(TWELVE)

    assert [found.d_z, found.d_rm, found.d_av, found.d_av_rms, found.d_glass] == close(
        [
            -0.523847435692019,
            -0.38620174127361295,
            -0.5010781606332619,
            -0.4761473550478326,
            -0.37737145853043547,
        ]
    )
    assert [found.g_z, found.g_av] == close([-0.48729994017862227, -0.466119219193732])


def test_the_interval_of_an_effect_size_comes_from_the_noncentral_t() -> None:
    assert effects(TWELVE).d_z_ci95 == pytest.approx(
        (-1.1193177331297282, 0.09212748076853983), abs=5e-7
    )


def test_the_interval_of_g_av_is_that_of_d_z_on_another_scale() -> None:
    found = effects(TWELVE)
    assert found.d_z_ci95 is not None
    assert found.d_z is not None
    assert found.g_av is not None

    scale = found.g_av / found.d_z
    assert found.g_av_ci95 == close(tuple(limit * scale for limit in found.d_z_ci95))


@pytest.mark.parametrize("pairs", [3, 8, 12, 24, 60])
def test_the_correction_is_close_to_the_exact_one(pairs: int) -> None:
    freedom = pairs - 1
    exact = gamma(freedom / 2) / (sqrt(freedom / 2) * gamma((freedom - 1) / 2))

    assert correction(pairs) == pytest.approx(exact, abs=0.01)


def test_the_correction_for_twelve_is_as_computed_elsewhere() -> None:
    assert correction(12) == pytest.approx(0.9302325581395349)


def test_nobody_has_no_change() -> None:
    assert (change([]), effects([])) == (Change(*[None] * 7), Effects())


def test_one_pair_has_a_change_and_nothing_that_needs_a_spread() -> None:
    assert change([pair(30, 24)]) == Change(-6.0, -6.0, None, None, None, None, None)
    assert effects([pair(30, 24)]) == Effects()


def test_changes_that_do_not_differ_have_no_effect_size_of_their_own_and_no_interval() -> None:
    alike = [pair(30, 24), pair(20, 14), pair(41, 35)]

    found = effects(alike)

    assert change(alike) == Change(-6.0, -6.0, 0.0, 1.0, None, None, None)
    assert (found.d_z, found.d_z_ci95, found.g_z, found.g_av_ci95) == (None, None, None, None)
    assert found.g_av is not None


def test_changes_of_a_tenth_are_seen_not_to_differ() -> None:
    # In floating point 0.3 - 0.2 and 0.2 - 0.1 differ, and d_z would be beyond all measure.
    assert effects([pair("0.3", "0.2"), pair("0.2", "0.1"), pair("0.9", "0.8")]).d_z is None


def test_where_nothing_differs_at_all_there_is_no_effect_size() -> None:
    assert effects([pair(30, 24)] * 4) == Effects()


def test_two_pairs_have_no_g() -> None:
    found = effects([pair(30, 24), pair(20, 18)])

    assert (found.g_z, found.g_av) == (None, None)
    assert found.d_z is not None


def test_an_interval_that_could_not_be_exact_does_not_come() -> None:
    almost_alike = [pair(60, 10)] * 2000 + [pair(60, 11)]

    assert effects(almost_alike).d_z is not None
    assert effects(almost_alike).d_z_ci95 is None


@given(GROUPS)
def test_what_is_found_is_a_number_or_nothing(group: list[Pair]) -> None:
    found = numbers([*astuple(change(group)), *astuple(effects(group))])

    assert [number for number in found if not isfinite(number)] == []


@given(GROUPS)
def test_an_effect_size_lies_in_its_interval(group: list[Pair]) -> None:
    found = effects(group)

    for size, interval in ((found.d_z, found.d_z_ci95), (found.g_av, found.g_av_ci95)):
        if size is not None and interval is not None:
            assert interval[0] <= size <= interval[1]


@given(GROUPS)
def test_the_change_of_mirrored_scores_is_the_mirror_image(group: list[Pair]) -> None:
    mirrored = [pair(60 - one.earlier, 60 - one.later) for one in group]

    found, image = change(group), change(mirrored)
    assert image.mean == (None if found.mean is None else close(-found.mean))
    assert image.ci95 == (None if found.ci95 is None else close((-found.ci95[1], -found.ci95[0])))


@given(GROUPS)
def test_the_effects_on_mirrored_scores_are_the_mirror_image(group: list[Pair]) -> None:
    mirrored = [pair(60 - one.earlier, 60 - one.later) for one in group]

    found, image = effects(group), effects(mirrored)
    for size, mirror in ((found.d_z, image.d_z), (found.g_av, image.g_av)):
        assert mirror == (None if size is None else close(-size))
    assert image.d_z_ci95 == (
        None
        if found.d_z_ci95 is None
        else pytest.approx((-found.d_z_ci95[1], -found.d_z_ci95[0]), abs=1e-6)
    )


def test_a_ceiling_is_told_by_the_median_and_the_share_at_the_maximum() -> None:
    found = scores([Fraction(one) for one in (100, 100, 100, 90, 20)], Fraction(100))

    assert (found.median, found.at_maximum) == (100.0, Share(3, 5))


def test_a_yes_or_no_is_counted_by_who_changed_it() -> None:
    group = [pair(1, 0)] * 9 + [pair(0, 1)] * 2 + [pair(1, 1)] * 4 + [pair(0, 0)]

    assert switches(group) == Switches(9, 2, pytest.approx(0.0654296875))


def test_scores_that_are_no_yes_or_no_have_no_switches() -> None:
    assert (switches(TWELVE), switches([])) == (None, None)
