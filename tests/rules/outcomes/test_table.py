from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.outcomes import rows
from bot.rules.outcomes.change import Better, ChangeClass, Norm
from bot.rules.outcomes.definitions import Criteria, Definition
from bot.rules.outcomes.rows import Rows, UnusableError
from bot.rules.outcomes.shares import Share
from bot.rules.outcomes.table import Question, Table, table
from tests.rules.outcomes.kit import AFTER, BEFORE, NORM

ASKED = Question(Criteria(Better.LOWER, NORM, mcid=Fraction(5), cutoff=Fraction(38)))
TOP = 100

# Who, when, what, and how they rate the change.
Line = tuple[str, str, Fraction, int | None]


def read(lines: Sequence[Line]) -> Rows:
    written = [
        f"{who},{when},{float(what)},{'' if rating is None else rating}"
        for who, when, what, rating in lines
    ]
    return rows.read("\n".join(["subject,time_point,score,global_change", *written]))


def group(ratings: Mapping[int, int] | None = None) -> list[Line]:
    """Return the twelve at both time points, and somebody who was there before alone."""
    found: list[Line] = [("left", "pre", Fraction(44), None)]
    for number, (earlier, later) in enumerate(zip(BEFORE, AFTER, strict=True)):
        rating = (ratings or {}).get(number)
        found.append((f"P{number}", "pre", Fraction(earlier), None))
        found.append((f"P{number}", "month_1", Fraction(later), rating))
    return found


@st.composite
def files(draw: st.DrawFn) -> list[Line]:
    """Return what some people scored at two time points, some of them at one alone."""
    scores = st.integers(0, 10 * TOP).map(lambda tenths: Fraction(tenths, 10))
    ratings = st.none() | st.integers(-3, 3)
    found: list[Line] = [("first", "pre", draw(scores), None), ("first", "end", draw(scores), None)]
    for number in range(draw(st.integers(0, 12))):
        there = draw(st.sets(st.sampled_from(["pre", "end"]), min_size=1))
        found += [
            (f"P{number}", point, draw(scores), draw(ratings) if point == "end" else None)
            for point in sorted(there)
        ]
    return found


@st.composite
def questions(draw: st.DrawFn) -> Question:
    tenths = st.integers(1, 300).map(lambda number: Fraction(number, 10))
    norm = Norm(draw(tenths), Fraction(draw(st.integers(0, 99)), 100))
    return Question(
        Criteria(draw(st.sampled_from(Better)), norm, draw(tenths), draw(tenths)),
        enrolled=draw(st.none() | st.integers(13, 40)),
    )


def counts(found: Table) -> dict[Definition, int]:
    return {name: shares.completers.k for name, shares in found.definitions.items()}


def test_the_table_of_the_twelve_has_their_classes_and_counts() -> None:
    found = table(read(group({0: 3, 1: 1, 2: 0, 11: -2})), replace(ASKED, enrolled=24))

    assert found.classes == {
        ChangeClass.IMPROVED: 5,
        ChangeClass.NO_RELIABLE_CHANGE: 6,
        ChangeClass.DETERIORATED: 1,
    }
    assert counts(found) == {
        Definition.SELF_REPORTED: 2,
        Definition.ANY: 8,
        Definition.RELIABLE: 5,
        Definition.MCID: 5,
        Definition.CLINICAL: 2,
    }


def test_completers_are_pairs_and_everybody_is_who_was_enrolled() -> None:
    found = table(read(group()), replace(ASKED, enrolled=24)).definitions[Definition.RELIABLE]

    assert (found.completers, found.intention_to_treat) == (Share(5, 12), Share(5, 24))


def test_without_a_register_everybody_is_who_was_there_first() -> None:
    found = table(read(group()), ASKED).definitions[Definition.RELIABLE]

    assert found.intention_to_treat == Share(5, 13)


def test_whoever_rates_the_change_needs_no_earlier_score() -> None:
    lines: list[Line] = [*group({0: 3, 1: 0}), ("late", "month_1", Fraction(30), 2)]

    found = table(read(lines), replace(ASKED, enrolled=24)).definitions

    assert found[Definition.SELF_REPORTED].completers == Share(2, 3)
    assert found[Definition.SELF_REPORTED].intention_to_treat == Share(2, 24)
    assert found[Definition.RELIABLE].completers == Share(5, 12)


def test_a_rating_at_another_time_point_is_not_asked_about() -> None:
    lines: list[Line] = [*group(), ("P0", "end", Fraction(30), 2)]

    assert Definition.SELF_REPORTED not in table(read(lines), ASKED).definitions


def test_the_flow_counts_people_at_every_step() -> None:
    lines: list[Line] = [*group(), ("late", "month_1", Fraction(30), None)]

    flow = table(read(lines), replace(ASKED, enrolled=24)).flow

    assert (flow.enrolled, flow.subjects, flow.at_earlier, flow.at_later, flow.pairs) == (
        24,
        14,
        13,
        13,
        12,
    )


def test_the_first_and_the_last_time_point_are_compared_by_themselves() -> None:
    lines: list[Line] = [
        ("P1", "month_3", Fraction(30), None),
        ("P1", "end", Fraction(40), None),
        ("P1", "baseline_2", Fraction(44), None),
    ]

    found = table(read(lines), ASKED)

    assert (found.earlier, found.later, found.change.mean) == ("baseline_2", "month_3", -14.0)


def test_two_time_points_can_be_chosen() -> None:
    lines: list[Line] = [*group(), ("P0", "end", Fraction(50), None)]

    found = table(read(lines), replace(ASKED, earlier="pre", later="end"))

    assert (found.flow.pairs, found.change.mean) == (1, -2.0)


def test_a_time_point_that_nobody_has_makes_an_empty_table() -> None:
    found = table(read(group()), replace(ASKED, later="month_6"))

    assert (found.flow.pairs, found.change.mean) == (0, None)
    assert found.definitions[Definition.ANY].completers == Share(0, 0)
    assert found.definitions[Definition.ANY].intention_to_treat == Share(0, 13)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(replace(ASKED, earlier="month_1", later="pre"), id="the later one first"),
        pytest.param(replace(ASKED, earlier="pre", later="pre"), id="one twice"),
        pytest.param(replace(ASKED, earlier="month_1"), id="nothing after it"),
    ],
)
def test_a_change_needs_two_time_points_in_their_order(question: Question) -> None:
    with pytest.raises(UnusableError, match="A change needs an earlier and a later time point"):
        table(read(group()), question)


def test_fewer_enrolled_than_there_are_subjects_are_refused() -> None:
    with pytest.raises(UnusableError, match="--enrolled is 12, but there are 13 subjects"):
        table(read(group()), replace(ASKED, enrolled=12))


def test_a_score_above_the_maximum_is_refused_by_its_line() -> None:
    with pytest.raises(UnusableError, match="line 15: the score is above --maximum"):
        table(read(group()), replace(ASKED, maximum=Fraction(59)))


def test_a_measure_that_has_no_reliability_has_no_classes() -> None:
    found = table(read(group()), Question(Criteria(Better.LOWER)))

    assert (found.classes, found.adjusted_classes, found.deteriorated) == (None, None, None)
    assert counts(found) == {Definition.ANY: 8}


def test_the_adjusted_classes_need_the_mean_of_the_population() -> None:
    found = table(read(group()), replace(ASKED, population_mean=Fraction(40)))

    assert found.adjusted_classes == {
        ChangeClass.IMPROVED: 4,
        ChangeClass.NO_RELIABLE_CHANGE: 7,
        ChangeClass.DETERIORATED: 1,
    }


def test_two_baselines_say_how_reliable_the_measure_is_and_are_not_used_by_themselves() -> None:
    random = Random(3)  # noqa: S311 -- to be repeated, not to be secret
    lines: list[Line] = []
    for number in range(50):
        true = random.gauss(40, 10)
        lines += [
            (f"P{number}", point, Fraction(round(random.gauss(true, 4))), None)
            for point in ("pre", "baseline_2", "end")
        ]

    found = table(read(lines), Question(Criteria(Better.LOWER), later="end"))

    assert found.retest.pairs == 50
    assert found.retest.norm is not None
    assert found.classes is None


@given(files(), questions(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    lines: list[Line], question: Question, random: Random
) -> None:
    shuffled = random.sample(lines, len(lines))

    assert table(read(shuffled), question) == table(read(lines), question)


@given(files(), questions())
def test_mirrored_scores_are_counted_alike(lines: list[Line], question: Question) -> None:
    criteria = question.criteria
    assert criteria.cutoff is not None
    turned = Better.HIGHER if criteria.better is Better.LOWER else Better.LOWER
    mirrored = replace(criteria, better=turned, cutoff=TOP - criteria.cutoff)

    image = table(
        read([(who, when, TOP - what, rating) for who, when, what, rating in lines]),
        replace(question, criteria=mirrored),
    )

    found = table(read(lines), question)
    assert image.definitions == found.definitions
    assert (image.classes, image.deteriorated) == (found.classes, found.deteriorated)


@given(files(), questions())
def test_nobody_is_counted_as_improved_and_as_deteriorated(
    lines: list[Line], question: Question
) -> None:
    found = table(read(lines), question)
    assert found.classes is not None

    worse = found.classes[ChangeClass.DETERIORATED]
    for name, shares in found.definitions.items():
        if name is not Definition.SELF_REPORTED:
            assert shares.completers.k + worse <= found.flow.pairs
    assert sum(found.classes.values()) == found.flow.pairs


@given(files(), questions())
def test_a_stricter_definition_never_counts_more_people(
    lines: list[Line], question: Question
) -> None:
    found = counts(table(read(lines), question))

    assert found[Definition.CLINICAL] <= found[Definition.RELIABLE] <= found[Definition.ANY]
    assert found[Definition.MCID] <= found[Definition.ANY]


@given(files(), questions())
def test_the_truth_about_everybody_lies_between_two_shares(
    lines: list[Line], question: Question
) -> None:
    for shares in table(read(lines), question).definitions.values():
        low, high = shares.intention_to_treat, shares.with_missing
        assert 0 <= low.k <= high.k <= low.n == high.n


def test_where_nothing_happens_half_decrease_and_one_in_forty_seems_to_improve() -> None:
    random = Random(20)  # noqa: S311 -- to be repeated, not to be secret
    sem = NORM.sem
    lines: list[Line] = []
    for number in range(4000):
        true = random.gauss(30, 10)
        lines += [
            (f"P{number}", point, Fraction(round(random.gauss(true, sem), 3)), None)
            for point in ("pre", "end")
        ]

    found = table(read(lines), ASKED).definitions

    assert found[Definition.ANY].completers.share == pytest.approx(0.5, abs=0.03)
    assert found[Definition.RELIABLE].completers.share == pytest.approx(0.025, abs=0.008)
