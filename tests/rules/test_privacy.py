import doctest
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.rules import privacy, shown
from bot.rules.privacy import LIMITS, Group
from bot.rules.shown import WITHHELD, Band, Mixed, Phrase, Share, Shown

THIRDS = [Band.FEW, Band.SOME, Band.MOST]
HALVES = [Band.LESS_THAN_HALF, Band.HALF_OR_MORE]
# Whom an attacker may know the truth about.
KNOWN = 3


@st.composite
def groups(draw: st.DrawFn, least: int = 0, most: int = 90) -> Group:
    listed = draw(st.integers(least, most))
    following = draw(st.integers(0, listed))
    return Group(listed, following, draw(st.integers(0, following)))


@st.composite
def shown_groups(draw: st.DrawFn, least: int = LIMITS.list) -> Group:
    """A cohort that is shown: enough of a list that is long enough take part."""
    listed = draw(st.integers(least, 60))
    following = draw(st.integers(LIMITS.takers(listed), listed))
    return Group(listed, following, draw(st.integers(0, following)))


def cohort(listed: int, following: int, answered: int) -> Shown:
    return privacy.participation([Group(listed, following, answered)])


def worlds(band: Shown, listed: int) -> list[tuple[int, int]]:
    """Everything that can be behind what is shown of a cohort: who follows, who answered."""
    return [
        (following, answered)
        for following in range(listed + 1)
        for answered in range(following + 1)
        if cohort(listed, following, answered) == band
    ]


@pytest.mark.parametrize("module", [privacy, shown], ids=lambda module: module.__name__)
def test_the_examples_in_the_rules_are_true(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]

    assert (found.failed, found.attempted > 0) == (0, True)


def test_the_module_decides_with_two_functions() -> None:
    public = [
        name
        for name, value in vars(privacy).items()
        if callable(value) and value.__module__ == privacy.__name__ and not name.startswith("_")
    ]

    assert public == ["Limits", "Group", "participation", "score"]


@given(groups(most=LIMITS.list - 1))
def test_nothing_is_shown_of_a_list_below_fifteen(group: Group) -> None:
    assert privacy.participation([group]) == WITHHELD


@given(groups(least=LIMITS.list))
def test_a_longer_list_is_shown_exactly_when_enough_take_part(group: Group) -> None:
    enough = group.following >= LIMITS.takers(group.listed)

    assert (privacy.participation([group]) != WITHHELD) is enough


@pytest.mark.parametrize(
    ("listed", "takers"), [(15, 11), (16, 12), (17, 13), (18, 14), (19, 15), (24, 15), (63, 15)]
)
def test_of_a_short_list_fewer_need_to_take_part_than_are_on_it(listed: int, takers: int) -> None:
    assert LIMITS.takers(listed) == takers


@given(st.integers(LIMITS.list, 90))
def test_being_shown_never_tells_that_everybody_takes_part(listed: int) -> None:
    # Even when three are known who do not, one more may be another.
    assert LIMITS.takers(listed) <= listed - KNOWN - 1


@given(shown_groups())
def test_a_cohort_is_shown_a_band_and_never_a_share(group: Group) -> None:
    band = privacy.participation([group])

    assert band in (THIRDS if group.listed >= LIMITS.thirds else HALVES)


@pytest.mark.parametrize("listed", range(LIMITS.list, 31))
def test_a_band_leaves_room_for_one_more_than_the_three_that_are_known(listed: int) -> None:
    """Whoever knows three, and who takes part, learns of nobody else from a band.

    Neither that nobody else answered, nor that everybody else did.
    """
    shown = {cohort(listed, n, k) for n in range(listed + 1) for k in range(n + 1)} - {WITHHELD}
    for band in shown:
        for following in {n for n, _ in worlds(band, listed)}:
            answers = [k for n, k in worlds(band, listed) if n == following]
            assert max(answers) >= KNOWN + 1
            assert min(answers) <= following - KNOWN - 1


@given(st.integers(LIMITS.list, 60), st.data())
def test_more_answers_never_make_a_smaller_band(listed: int, data: st.DataObject) -> None:
    following = data.draw(st.integers(LIMITS.takers(listed), listed))
    order = list(Band)
    bands = [cohort(listed, following, answered) for answered in range(following + 1)]
    ranks = [order.index(band) for band in bands if isinstance(band, Band)]

    assert [pair for pair in pairwise(ranks) if pair[0] > pair[1]] == []


@pytest.mark.parametrize(
    ("answered", "following", "expected"),
    [
        pytest.param(0, 15, Band.FEW, id="nobody"),
        pytest.param(4, 15, Band.FEW, id="just below a third"),
        pytest.param(5, 15, Band.SOME, id="exactly a third"),
        pytest.param(10, 15, Band.SOME, id="exactly two thirds"),
        pytest.param(11, 15, Band.MOST, id="just above two thirds"),
        pytest.param(15, 15, Band.MOST, id="everybody"),
        pytest.param(5, 16, Band.FEW, id="below a third of sixteen"),
        pytest.param(6, 16, Band.SOME, id="above a third of sixteen"),
        pytest.param(10, 16, Band.SOME, id="below two thirds of sixteen"),
        pytest.param(11, 16, Band.MOST, id="above two thirds of sixteen"),
    ],
)
def test_the_boundaries_of_thirds_belong_to_the_middle(
    answered: int, following: int, expected: Band
) -> None:
    assert cohort(20, following, answered) is expected


@pytest.mark.parametrize(
    ("answered", "expected"),
    [(5, Band.LESS_THAN_HALF), (6, Band.HALF_OR_MORE), (11, Band.HALF_OR_MORE)],
)
def test_a_list_from_fifteen_to_seventeen_is_shown_halves(answered: int, expected: Band) -> None:
    assert cohort(15, 11, answered) is expected


@given(shown_groups(), st.integers(1, 3))
def test_nothing_is_shown_of_a_cohort_that_somebody_moved_on_from(group: Group, moved: int) -> None:
    left = Group(group.listed, group.following, group.answered, moved)

    assert privacy.participation([left]) == WITHHELD


@given(st.lists(shown_groups(LIMITS.thirds), min_size=2, max_size=4))
def test_a_site_is_shown_a_share_only_when_every_cohort_is_in_the_middle(
    cohorts: list[Group],
) -> None:
    bands = {privacy.participation([one]) for one in cohorts}
    answered = sum(one.answered for one in cohorts)
    silent = sum(one.following for one in cohorts) - answered
    large = min(answered, silent) >= LIMITS.part

    may_be = bands == {Band.SOME} and large
    assert isinstance(privacy.participation(cohorts), Share) <= may_be


@given(st.lists(shown_groups(), min_size=2, max_size=4))
def test_without_a_share_a_site_is_shown_no_more_than_its_cohorts_are(
    cohorts: list[Group],
) -> None:
    bands = {privacy.participation([one]) for one in cohorts}
    of_site = privacy.participation(cohorts)
    assume(not isinstance(of_site, Share))

    assert of_site == (
        bands.pop() if len(bands) == 1 else Mixed(tuple(one for one in Band if one in bands))
    )


@st.composite
def middle_groups(draw: st.DrawFn) -> Group:
    """A cohort in the middle third."""
    group = draw(shown_groups(LIMITS.thirds))
    third, two_thirds = -(-group.following // 3), 2 * group.following // 3
    return Group(group.listed, group.following, draw(st.integers(third, two_thirds)))


@given(st.lists(middle_groups(), min_size=2, max_size=4))
def test_a_share_is_a_multiple_of_five_and_the_nearest(cohorts: list[Group]) -> None:
    of_site = privacy.participation(cohorts)
    assume(isinstance(of_site, Share))
    answered = sum(one.answered for one in cohorts)
    following = sum(one.following for one in cohorts)
    far = {percent: abs(100 * answered - percent * following) for percent in range(0, 101, 5)}
    nearest = [Share(percent) for percent, one in far.items() if one == min(far.values())]

    assert of_site == nearest[-1]


def shares_of(listed: Sequence[int], following: Sequence[int]) -> set[int]:
    """Return every share that can be shown of cohorts of whom so many take part."""
    numbers = [range(one + 1) for one in following]
    sites = [
        privacy.participation(
            [Group(*one) for one in zip(listed, following, answered, strict=True)]
        )
        for answered in product(*numbers)
    ]
    return {site.percent for site in sites if isinstance(site, Share)}


@pytest.mark.parametrize("listed", [(18, 18), (18, 23), (20, 24)])
def test_a_share_does_not_tell_how_many_take_part(listed: tuple[int, int]) -> None:
    numbers = [range(LIMITS.takers(one), one + 1) for one in listed]
    shown = {following: shares_of(listed, following) for following in product(*numbers)}

    # Else who knows of three who do not take part could know that everybody else does.
    assert len({frozenset(one) for one in shown.values()}) == 1


@pytest.mark.parametrize(
    ("answered", "following", "expected"),
    [
        pytest.param((5, 6), (14, 14), Share(40), id="eleven and seventeen"),
        pytest.param((5, 5), (14, 14), Band.SOME, id="ten and eighteen"),
        pytest.param((9, 8), (14, 14), Share(60), id="seventeen and eleven"),
        pytest.param((9, 9), (14, 14), Band.SOME, id="eighteen and ten"),
    ],
)
def test_a_share_needs_eleven_on_both_sides(
    answered: tuple[int, int], following: tuple[int, int], expected: Shown
) -> None:
    cohorts = [Group(18, n, k) for n, k in zip(following, answered, strict=True)]

    assert privacy.participation(cohorts) == expected


@given(shown_groups(), groups(most=LIMITS.list - 1))
def test_a_site_with_one_cohort_to_show_is_shown_nothing(shown: Group, small: Group) -> None:
    assert privacy.participation([shown, small]) == WITHHELD


@given(
    st.lists(shown_groups(), min_size=2, max_size=3),
    st.lists(groups(most=LIMITS.list - 1), max_size=3),
)
def test_small_cohorts_change_nothing_of_what_a_site_is_shown(
    cohorts: list[Group], small: list[Group]
) -> None:
    assert privacy.participation([*cohorts, *small]) == privacy.participation(cohorts)


def test_no_cohorts_are_shown_nothing() -> None:
    assert privacy.participation([]) == WITHHELD


OFTEN: list[Shown] = [Band.MOST, Band.MOST, Band.MOST]


def scored(better: int, scored: int, group: Group = Group(20, 20, 20)) -> Shown:  # noqa: B008 -- a value
    return privacy.score(group, OFTEN, better=better, scored=scored)


@given(shown_groups(LIMITS.thirds), st.data())
def test_zones_are_shown_of_ten_people_or_more(group: Group, data: st.DataObject) -> None:
    people = data.draw(st.integers(0, LIMITS.scored - 1))
    better = data.draw(st.integers(0, people))

    assert privacy.score(group, OFTEN, better=better, scored=people) == WITHHELD


@given(groups())
def test_no_zones_are_shown_of_a_cohort_that_is_not_shown(group: Group) -> None:
    hidden = privacy.participation([group]) == WITHHELD

    assert not hidden or scored(10, 12, group) == WITHHELD


@given(groups(most=LIMITS.thirds - 1))
def test_no_zones_are_shown_of_a_list_too_short_for_thirds(group: Group) -> None:
    assert scored(10, 12, group) == WITHHELD


@pytest.mark.parametrize("people", range(LIMITS.scored, 25))
def test_a_phrase_leaves_room_for_one_more_than_the_three_that_are_known(people: int) -> None:
    for phrase in Phrase:
        better = [good for good in range(people + 1) if scored(good, people) is phrase]
        assert better, "every phrase is possible, or its absence would tell"
        assert max(better) >= KNOWN + 1
        assert min(better) <= people - KNOWN - 1


@pytest.mark.parametrize(
    ("weeks", "answered"),
    [
        pytest.param([Band.FEW, Band.FEW], 18, id="the weeks leave no room for ten"),
        pytest.param(OFTEN, 5, id="the four weeks leave no room for ten"),
        pytest.param([], 18, id="no week is shown"),
    ],
)
def test_no_zones_are_shown_that_would_tell_how_many_take_part(
    weeks: list[Shown], answered: int
) -> None:
    group = Group(20, 20, answered)

    assert privacy.score(group, weeks, better=6, scored=12) == WITHHELD


@given(st.integers(0, 40), st.integers(LIMITS.scored, 40))
def test_more_good_zones_never_make_a_worse_phrase(better: int, people: int) -> None:
    assume(better < people)
    order = list(Phrase)
    now, then = scored(better, people), scored(better + 1, people)
    assert isinstance(now, Phrase)
    assert isinstance(then, Phrase)

    assert order.index(now) <= order.index(then)


@pytest.mark.parametrize("more", [1, 4])
def test_zones_asked_of_more_people_than_must_take_part_are_not_shown(more: int) -> None:
    # Else "shown" would tell that nearly all who take part were scored.
    raised = replace(LIMITS, scored=LIMITS.scored + more)
    smallest = Group(LIMITS.thirds, LIMITS.thirds, LIMITS.thirds)

    assert privacy.score(smallest, OFTEN, better=9, scored=18, limits=raised) == WITHHELD
    assert privacy.score(smallest, OFTEN, better=9, scored=18) != WITHHELD
