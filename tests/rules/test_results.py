import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import results
from bot.rules.assessments import CORE, POINTS, Point
from bot.rules.results import Filled, Trend
from content import scoring
from content.load import library

LIBRARY = library()
INSTRUMENT = LIBRARY.instruments[CORE]
(TOTAL,) = (one for one in INSTRUMENT.subscales if one.id == "total")
REACTIONS = TOTAL.items


def filled(point: Point, ticked: int, **more: int) -> Filled:
    answers = {item: int(number < ticked) for number, item in enumerate(REACTIONS)}
    return Filled(point, answers | more, INSTRUMENT.scoring_version)


def result(point: Point, *those: Filled) -> results.Result:
    found = results.result(INSTRUMENT, those, point, LIBRARY.exercises.values())
    assert found is not None
    return found


def test_a_result_names_the_groups_of_which_something_was_ticked() -> None:
    assert result("pre", filled("pre", 5)).noticed == ("intrusion", "avoidance")


def test_of_nothing_ticked_no_group_is_named_and_nothing_offered() -> None:
    found = result("pre", filled("pre", 0))

    assert (found.noticed, found.exercise) == ((), None)


def test_of_nothing_answered_nothing_is_said() -> None:
    found = result("pre", Filled("pre", {}, INSTRUMENT.scoring_version))

    assert (found.noticed, found.said, found.changed) == (None, (), {})


def test_what_is_offered_looks_outward() -> None:
    for ticked in range(1, 17):
        offered = result("pre", filled("pre", ticked)).exercise
        assert offered is not None
        assert not offered.inward


@pytest.mark.parametrize(
    ("before", "now", "trend"),
    [(9, 9, "same"), (9, 8, "same"), (9, 10, "same"), (9, 7, "less"), (9, 11, "more")],
)
def test_a_change_of_one_reaction_is_about_the_same(before: int, now: int, trend: Trend) -> None:
    found = result("month_1", filled("pre", before), filled("month_1", now))

    assert found.changed["total"] == trend


@pytest.mark.parametrize("point", ["pre", "baseline_2", "end"])
def test_before_a_month_nothing_is_held_against_the_first(point: Point) -> None:
    assert result(point, filled("pre", 9), filled(point, 2)).changed == {}


def test_what_was_scored_by_other_rules_is_not_held_against_each_other() -> None:
    former = Filled("pre", filled("pre", 9).answers, INSTRUMENT.scoring_version + 1)

    assert result("month_1", former, filled("month_1", 1)).changed == {}


def test_what_was_scored_by_other_rules_is_said_to_be_former() -> None:
    former = Filled("pre", filled("pre", 9).answers, INSTRUMENT.scoring_version + 1)

    assert (result("pre", former).former, result("pre", filled("pre", 9)).former) == (True, False)


def test_a_group_left_out_once_is_not_held_against_the_other_time() -> None:
    half = Filled("pre", dict.fromkeys(REACTIONS[:4], 1), INSTRUMENT.scoring_version)

    assert result("month_1", half, filled("month_1", 0)).changed == {"intrusion": "less"}


def test_questions_of_no_group_are_told_as_they_were_answered() -> None:
    found = result("month_1", filled("month_1", 0, impact=70, **{"global-change": -1}))

    assert [said for _, said in found.said] == ["70", "A little worse"]


def test_a_history_is_in_the_order_of_the_time_points() -> None:
    found = results.history(INSTRUMENT, [filled(point, 3) for point in reversed(POINTS)])

    assert [row.point for row in found.rows] == list(POINTS)


def test_a_history_says_what_changed_by_the_last_time() -> None:
    those = [filled("pre", 9), filled("month_1", 9), filled("month_3", 2), filled("end", 0)]

    assert results.history(INSTRUMENT, those).changed["total"] == "less"


@given(st.integers(0, 16), st.integers(0, 16))
def test_less_and_more_are_each_others_mirror(before: int, now: int) -> None:
    mirrored = {"less": "more", "more": "less", "same": "same"}

    there = results.trend(INSTRUMENT, TOTAL, before, now)
    back = results.trend(INSTRUMENT, TOTAL, now, before)
    assert mirrored[there] == back


@given(st.integers(0, 16), st.integers(0, 16))
def test_more_reactions_are_never_told_as_fewer(before: int, now: int) -> None:
    lowest, highest = scoring.limits(INSTRUMENT, TOTAL)
    found = results.trend(INSTRUMENT, TOTAL, before, now)

    assert lowest <= before <= highest
    assert not (now >= before and found == "less")
