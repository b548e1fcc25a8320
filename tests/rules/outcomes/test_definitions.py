from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.outcomes.change import Better, ChangeClass, Norm, Pair, classified
from bot.rules.outcomes.definitions import MEANINGS, Criteria, Definition, judgements, reasons
from tests.rules.outcomes.kit import NORM, TWELVE, pair

COMPLETE = Criteria(Better.LOWER, NORM, mcid=Fraction(5), cutoff=Fraction(38))

SCORES = st.integers(0, 600).map(lambda tenths: Fraction(tenths, 10))
ABOVE_ZERO = st.integers(1, 300).map(lambda tenths: Fraction(tenths, 10))
NORMS = st.builds(
    Norm, ABOVE_ZERO, st.integers(0, 99).map(lambda hundredths: Fraction(hundredths, 100))
)


@given(
    st.builds(pair, SCORES, SCORES),
    st.builds(Criteria, st.sampled_from(Better), NORMS, ABOVE_ZERO, SCORES),
)
def test_whoever_deteriorated_has_not_improved_by_any_definition(
    one: Pair, criteria: Criteria
) -> None:
    assert criteria.norm is not None
    if classified(one, criteria.better, criteria.norm) is ChangeClass.DETERIORATED:
        assert not any(improved(one) for improved in judgements(criteria).values())


@given(
    st.builds(pair, SCORES, SCORES),
    st.builds(Criteria, st.just(Better.LOWER), NORMS, ABOVE_ZERO, SCORES),
)
def test_mirrored_scores_are_judged_alike_by_every_definition(
    one: Pair, criteria: Criteria
) -> None:
    assert criteria.cutoff is not None
    image = pair(60 - one.earlier, 60 - one.later)
    turned = Criteria(Better.HIGHER, criteria.norm, criteria.mcid, 60 - criteria.cutoff)

    assert {name: improved(image) for name, improved in judgements(turned).items()} == {
        name: improved(one) for name, improved in judgements(criteria).items()
    }


def test_the_definitions_differ_about_the_same_twelve_people() -> None:
    counted = {
        name: sum(improved(one) for one in TWELVE)
        for name, improved in judgements(COMPLETE).items()
    }

    assert counted == {
        Definition.ANY: 8,
        Definition.RELIABLE: 5,
        Definition.MCID: 5,
        Definition.CLINICAL: 2,
    }


@pytest.mark.parametrize(("later", "improved"), [("27.5", True), ("27.6", False)])
def test_a_change_of_exactly_what_matters_counts(later: str, improved: bool) -> None:
    criteria = Criteria(Better.LOWER, mcid=Fraction("0.2"))

    assert judgements(criteria)[Definition.MCID](pair("27.7", later)) is improved


def test_a_definition_that_has_all_it_needs_has_no_excuse() -> None:
    assert reasons(COMPLETE, rated=True) == {}


def test_without_a_reliability_three_definitions_say_so() -> None:
    found = reasons(Criteria(Better.LOWER, cutoff=Fraction(38)), rated=True)

    assert found == dict.fromkeys(
        [Definition.RELIABLE, Definition.MCID, Definition.CLINICAL],
        "not computable: no reliability known",
    )


def test_each_other_thing_that_is_missing_is_named() -> None:
    assert reasons(Criteria(Better.LOWER, NORM), rated=False) == {
        Definition.SELF_REPORTED: "not computable: nobody rated the change at the later time point",
        Definition.MCID: "not computable: no smallest change that matters given",
        Definition.CLINICAL: "not computable: no cut-off given",
    }


@pytest.mark.parametrize("norm", [None, NORM])
@pytest.mark.parametrize("mcid", [None, Fraction(5)])
@pytest.mark.parametrize("cutoff", [None, Fraction(38)])
def test_each_definition_is_computed_or_says_why_not(
    norm: Norm | None, mcid: Fraction | None, cutoff: Fraction | None
) -> None:
    criteria = Criteria(Better.LOWER, norm, mcid, cutoff)

    told = [*judgements(criteria), *reasons(criteria, rated=False)]

    assert sorted(told) == sorted(Definition)


def test_every_definition_says_what_it_means() -> None:
    assert sorted(MEANINGS) == sorted(Definition)
