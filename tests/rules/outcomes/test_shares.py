import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.outcomes import shares
from bot.rules.outcomes.shares import Group, Share, mcnemar, pooled, wilson

INTERVALS = [
    (19, 20, 0.763869, 0.991119),
    (20, 20, 0.838875, 1.0),
    (0, 20, 0.0, 0.161125),
    (18, 24, 0.551006, 0.880006),
    (15, 20, 0.531299, 0.888138),
    (15, 24, 0.4271, 0.788406),
    (19, 24, 0.595295, 0.907552),
    (5, 8, 0.305742, 0.863156),
    (57, 60, 0.862995, 0.98285),
    (76, 80, 0.878377, 0.980386),
    (228, 240, 0.914652, 0.97117),
    (1, 1, 0.206549, 1.0),
]


@st.composite
def counts(draw: st.DrawFn) -> Share:
    n = draw(st.integers(1, 400))
    return Share(draw(st.integers(0, n)), n)


@pytest.mark.parametrize(("k", "n", "low", "high"), INTERVALS)
def test_wilsons_interval_is_as_computed_elsewhere(k: int, n: int, low: float, high: float) -> None:
    assert Share(k, n).wilson95 == pytest.approx((low, high), abs=5e-7)


@given(counts())
def test_wilsons_interval_holds_the_share_and_stays_between_0_and_1(counted: Share) -> None:
    assert counted.wilson95 is not None
    assert counted.share is not None
    low, high = counted.wilson95
    assert 0 <= low <= counted.share <= high <= 1


@given(counts())
def test_the_interval_of_the_others_is_the_mirror_image(counted: Share) -> None:
    assert counted.wilson95 is not None
    low, high = counted.wilson95

    others = Share(counted.n - counted.k, counted.n).wilson95
    assert others == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(counts())
def test_our_wilson_for_effective_numbers_agrees_with_scipys_for_whole_ones(
    counted: Share,
) -> None:
    found = wilson(counted.k / counted.n, counted.n)

    assert found == pytest.approx(counted.wilson95, abs=1e-9)


def test_of_nobody_there_is_no_share() -> None:
    assert (Share(0, 0).share, Share(0, 0).wilson95) == (None, None)


def test_a_cohort_that_loses_people_has_four_shares_with_their_names() -> None:
    before = {f"P{number}" for number in range(23)}
    judged = {f"P{number}" for number in range(18)}
    improved = {f"P{number}" for number in range(15)}

    found = Group(before, 24).shares(judged, improved)

    assert found == shares.Shares(
        completers=Share(15, 18),
        intention_to_treat=Share(15, 24),
        baseline_denominator=Share(15, 23),
        with_missing=Share(21, 24),
    )


def test_the_shares_of_such_a_cohort_are_as_computed_elsewhere() -> None:
    found = [Share(15, 18), Share(15, 24), Share(15, 23), Share(21, 24)]

    assert [one.wilson95 for one in found] == [
        pytest.approx((0.6077796189608428, 0.9416342319413856)),
        pytest.approx((0.42709962442674276, 0.7884063244045122)),
        pytest.approx((0.44890335377263, 0.8118872406120227)),
        pytest.approx((0.6899611872949993, 0.9565566591987655)),
    ]


def test_without_a_register_those_who_were_there_before_stand_for_everybody() -> None:
    found = Group({"P1", "P2", "P3"}).shares({"P1", "P2", "P9"}, {"P1", "P9"})

    assert found == shares.Shares(
        completers=Share(2, 3),
        intention_to_treat=Share(1, 3),
        baseline_denominator=Share(1, 3),
        with_missing=Share(2, 3),
    )


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.data())
def test_with_one_count_more_people_to_hold_it_against_make_a_smaller_share(
    before: set[int], judged: set[int], data: st.DataObject
) -> None:
    counted = data.draw(st.sets(st.sampled_from(sorted(judged)))) if judged else set()
    enrolled = data.draw(st.integers(len(before | judged), 60))
    names = [{f"P{one}" for one in group} for group in (before, judged, counted)]

    found = Group(names[0], enrolled).shares(names[1], names[2])

    everybody, completers = found.intention_to_treat, found.completers
    assert everybody.k == completers.k
    assert (everybody.share or 0) <= (completers.share or 0)


def test_sites_are_pooled_by_people_and_widened_for_how_alike_they_are() -> None:
    sites = [Share(17, 20), Share(14, 18), Share(20, 22), Share(11, 16)]

    found = pooled(sites, icc=0.03)

    assert found is not None
    assert (found.share, found.share.share) == (Share(62, 76), pytest.approx(0.8157894736842105))
    assert found.share.wilson95 == pytest.approx((0.7142173789108908, 0.8869740410479698))
    assert (found.deff, found.n_effective) == pytest.approx((1.54, 49.35064935064935))
    assert found.wilson95 == pytest.approx((0.6863398017709205, 0.8996274072825264))


def test_sites_without_people_have_no_pooled_share() -> None:
    assert pooled([Share(0, 0)], icc=0.03) is None


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [(9, 2, 0.0654296875), (10, 1, 0.01171875), (5, 5, 1.0), (2, 9, 0.0654296875), (0, 0, 1.0)],
)
def test_mcnemar_weighs_those_who_went_one_way_against_the_others(
    first: int, second: int, p: float
) -> None:
    assert mcnemar(first, second) == pytest.approx(p, rel=1e-12)
