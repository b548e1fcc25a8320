"""What a lot shows, held against what `python -m bot outcomes` prints of the same people."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest

from bot.rules import point_figures, points, pooling
from bot.rules.outcomes import paired, rows, table
from bot.rules.outcomes.change import Better, ChangeClass, Norm, Pair
from bot.rules.outcomes.definitions import Criteria, Definition
from bot.rules.points import Asked, People, Person
from bot.rules.splits import About, Exactly, Lot
from bot.rules.told import Told, told

NORM = Norm(Fraction(3), Fraction("0.8"), "an invented study")
CRITERIA = Criteria(Better.LOWER, NORM)
ASKED = Asked({"total": CRITERIA}, ["leaving"], ["impact"], "change")
# Enough who are reliably better, better, the same, worse, and reliably worse.
CHANGES = [-5] * 20 + [-1] * 14 + [0] * 13 + [2] * 12 + [6] * 11


def person(before: int, change: int, rating: int) -> Person:
    both = Pair(Fraction(before), Fraction(before + change))
    later = {"change": rating, "impact": 100 if rating > 1 else 60}
    yes = Pair(Fraction(before % 2), Fraction((before + change) % 2))
    return Person({"total": both}, {"leaving": yes}, later, (True, True))


def people(seed: int, missing: int = 15) -> list[Person]:
    random = Random(seed)  # noqa: S311 -- to be repeated, not to be secret
    found = [person(random.randint(5, 9), change, random.randint(-2, 3)) for change in CHANGES]
    return [*found, *[Person(answered=(True, False))] * missing]


def shown(*lots: Sequence[Person], listed: int = 100) -> Told:
    found = [
        points.figures("month_1", ["c"], People(Lot(listed, len(one), 22), one), ASKED)
        for one in lots
    ]
    answer = told("month_1", [point_figures.read(point_figures.written(one)[0]) for one in found])
    assert answer is not None
    return answer


def printed(found: Sequence[Person], listed: int = 100) -> table.Table:
    """The table of the same people, as the command computes it from a file."""
    lines = [
        rows.Row(2 * number + place, str(number), at, score, rating)
        for number, one in enumerate(found)
        if "total" in one.scores
        for place, (at, score, rating) in enumerate(
            (
                ("pre", one.scores["total"].earlier, None),
                ("month_1", one.scores["total"].later, one.later["change"]),
            )
        )
    ]
    return table.table(rows.Rows(tuple(lines)), table.Question(CRITERIA, enrolled=listed))


@pytest.mark.parametrize("definition", [Definition.ANY, Definition.RELIABLE])
def test_shares_equal_those_of_the_outcomes_command(definition: Definition) -> None:
    found = people(1)
    ours = {one.definition: one.share for one in shown(found).measures[0].improved}[definition]
    theirs = printed(found).definitions[definition]

    assert (ours.k, ours.people.number, ours.listed) == (
        theirs.completers.k,
        theirs.completers.n,
        theirs.intention_to_treat.n,
    )
    assert ours.interval == pytest.approx([100 * end for end in theirs.completers.wilson95 or ()])
    assert ours.of_everybody_interval == pytest.approx(
        [100 * end for end in theirs.intention_to_treat.wilson95 or ()]
    )


def test_means_intervals_effects_and_classes_equal_those_of_the_outcomes_command() -> None:
    found = people(1)
    measure, theirs = shown(found).measures[0], printed(found)
    scores = measure.scores

    assert scores is not None
    assert theirs.classes is not None
    assert scores.interval == pytest.approx(theirs.change.ci95, rel=1e-9)
    assert scores.g_av == pytest.approx(theirs.effects.g_av)
    assert [scores.before.mean, scores.after.sd, scores.change.median] == pytest.approx(
        [theirs.before.mean, theirs.after.sd, theirs.change.median]
    )
    assert measure.deteriorated == theirs.classes[ChangeClass.DETERIORATED]


def test_several_lots_together_equal_the_outcomes_command_on_everybody() -> None:
    first, second = people(1), people(2)
    measure = shown(first, second).measures[0]
    theirs = printed([*first, *second], 200)
    (reliable,) = (one for one in measure.improved if one.definition == Definition.RELIABLE)

    assert measure.scores is not None
    assert reliable.share.k == theirs.definitions[Definition.RELIABLE].completers.k
    assert reliable.share.interval == pytest.approx(
        [100 * end for end in theirs.definitions[Definition.RELIABLE].completers.wilson95 or ()]
    )
    assert measure.scores.interval == pytest.approx(theirs.change.ci95, rel=1e-9)
    assert measure.scores.g_av == pytest.approx(theirs.effects.g_av)


def test_a_paired_yes_or_no_equals_that_of_the_outcomes_command() -> None:
    found = people(1)
    pairs = [one.answers["leaving"] for one in found if one.answers]
    lines = [
        rows.Row(2 * number + place, str(number), at, score, None)
        for number, pair in enumerate(pairs)
        for place, (at, score) in enumerate((("pre", pair.earlier), ("month_1", pair.later)))
    ]
    theirs = table.table(rows.Rows(tuple(lines)), table.Question(CRITERIA))
    (ours,) = shown(found).yes_no

    assert theirs.switches is not None
    assert (ours.left, ours.came) == (theirs.switches.yes_to_no, theirs.switches.no_to_yes)
    assert ours.p == pytest.approx(theirs.switches.p)
    assert ours.is_clear is (theirs.switches.p < 0.05)
    assert [ours.before.k, ours.after.k] == [
        sum(pair.earlier for pair in pairs),
        sum(pair.later for pair in pairs),
    ]


def test_ratings_at_the_maximum_and_their_median_equal_those_of_the_outcomes_command() -> None:
    found = people(4)
    values = [Fraction(one.later["impact"]) for one in found if one.later]
    theirs = paired.scores(values, Fraction(100))
    (ours,) = shown(found).ratings

    assert theirs.at_maximum is not None
    assert (ours.at_maximum.k, ours.at_maximum.people.number) == (
        theirs.at_maximum.k,
        theirs.at_maximum.n,
    )
    assert list(ours.medians) == [theirs.median]


def test_who_changed_reliably_and_who_did_not_equal_the_outcomes_command_with_who_is_missing() -> (
    None
):
    found = people(5)
    answer, theirs = shown(found), printed(found)
    classes = answer.measures[0].classes

    assert classes is not None
    assert theirs.classes is not None
    assert theirs.deteriorated is not None
    assert [classes.improved, classes.unchanged, classes.deteriorated] == [
        theirs.classes[one]
        for one in (ChangeClass.IMPROVED, ChangeClass.NO_RELIABLE_CHANGE, ChangeClass.DETERIORATED)
    ]
    assert classes.interval == pytest.approx(
        [100 * end for end in theirs.deteriorated.completers.wilson95 or ()]
    )
    # Seventy of a hundred on the list answered at both times.
    assert answer.missing == 30


def test_rounded_counts_of_several_lots_are_at_least_what_all_of_them_can_be_together() -> None:
    told_apart = pooling.people([About(40), About(40), About(40), Exactly(33)])

    assert told_apart == pooling.People(155, exact=False, least=147)


def test_one_part_that_is_too_small_leaves_no_exact_figure() -> None:
    found = [one for one in people(1) if one.scores.get("total") != Pair(Fraction(5), Fraction(11))]
    few = [one for one in found if not one.scores or one.scores["total"].change != 6]
    measure = shown(few).measures[0]

    assert measure.scores is None
    assert [one.definition for one in measure.improved] == [Definition.ANY]
    assert measure.improved[0].share.k is None


def test_too_few_pairs_show_nothing_whatever_else_is_known() -> None:
    figures = points.figures("month_1", ["c"], People(Lot(99, 60, 22), people(1)[:21]), ASKED)

    assert not figures.is_shown
    assert told("month_1", [figures]) is None


def test_a_yes_or_no_is_paired_only_where_every_cell_is_large() -> None:
    found = people(1)
    (one,) = shown(found).yes_no
    flipped = [
        Person(
            p.scores,
            {"leaving": Pair(p.answers["leaving"].earlier, Fraction(0))},
            p.later,
            p.answered,
        )
        if p.answers
        else p
        for p in found
    ]
    (other,) = shown(flipped).yes_no

    assert one.left is not None
    assert (other.left, other.came) == (None, None)
