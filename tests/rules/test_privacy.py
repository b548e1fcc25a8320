import doctest
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import privacy
from bot.rules.privacy import WITHHELD, WORDS, Band, Group, Share, Shown, Withheld

PRODUCT = [Path(__file__).parents[2] / room for room in ("bot", "handlers", "content", "storage")]

groups: st.SearchStrategy[Group] = st.sampled_from(["cohort", "site"])
ORDER: list[Shown] = [Band.FEW, Band.SOME, Band.MOST]
shares = st.integers(0, 20).map(lambda fifth: Share(5 * fifth))
everything_shown = st.sampled_from([*Band, WITHHELD]) | shares


@st.composite
def counts(draw: st.DrawFn, least: int = 0, most: int = 600) -> tuple[int, int]:
    following = draw(st.integers(least, most))
    return draw(st.integers(0, following)), following


def shown(group: Group, answered: int, following: int) -> Shown:
    return privacy.participation(group, answered=answered, following=following)


def test_the_examples_in_the_rule_are_true() -> None:
    assert doctest.testmod(privacy) == doctest.TestResults(failed=0, attempted=6)


@given(groups, counts(most=14))
def test_a_group_below_fifteen_is_never_shown(group: Group, count: tuple[int, int]) -> None:
    assert shown(group, *count) == WITHHELD


@given(groups, counts(least=15))
def test_a_group_from_fifteen_is_always_shown(group: Group, count: tuple[int, int]) -> None:
    assert shown(group, *count) != WITHHELD


@given(counts())
def test_a_cohort_is_never_shown_a_share(count: tuple[int, int]) -> None:
    assert not isinstance(shown("cohort", *count), Share)


@given(counts())
def test_a_site_is_shown_a_share_only_when_both_parts_are_eleven_or_more(
    count: tuple[int, int],
) -> None:
    answered, following = count
    both = answered >= 11 and following - answered >= 11
    assert isinstance(shown("site", *count), Share) is both


@given(counts(least=22))
def test_a_share_is_a_multiple_of_five_and_the_nearest(count: tuple[int, int]) -> None:
    given_share = shown("site", *count)
    answered, following = count
    distances = {percent: abs(100 * answered - percent * following) for percent in range(0, 101, 5)}
    nearest = [
        Share(percent) for percent, far in distances.items() if far == min(distances.values())
    ]
    assert not isinstance(given_share, Share) or given_share == nearest[-1]


@given(counts(least=15))
def test_where_a_site_has_no_share_it_is_shown_what_a_cohort_is(count: tuple[int, int]) -> None:
    at_site = shown("site", *count)
    assert isinstance(at_site, Share) or at_site == shown("cohort", *count)


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
        pytest.param(8, 24, Band.SOME, id="a third of twenty-four"),
        pytest.param(17, 24, Band.MOST, id="above two thirds of twenty-four"),
    ],
)
def test_the_boundaries_of_a_band_belong_to_the_middle(
    answered: int, following: int, expected: Band
) -> None:
    assert shown("cohort", answered, following) is expected


@pytest.mark.parametrize(
    ("answered", "following", "expected"),
    [
        pytest.param(11, 22, Share(50), id="eleven and eleven"),
        pytest.param(11, 21, Band.SOME, id="eleven and ten"),
        pytest.param(10, 21, Band.SOME, id="ten and eleven"),
        pytest.param(52, 63, Share(85), id="eleven who did not"),
        pytest.param(53, 63, Band.MOST, id="ten who did not"),
        pytest.param(11, 40, Share(30), id="a half goes up"),
        pytest.param(13, 40, Share(35), id="and again"),
    ],
)
def test_a_share_needs_eleven_on_both_sides(answered: int, following: int, expected: Shown) -> None:
    assert shown("site", answered, following) == expected


@given(st.integers(15, 100))
def test_more_answers_never_make_a_smaller_band(following: int) -> None:
    ranks = [ORDER.index(shown("cohort", answered, following)) for answered in range(following + 1)]
    assert [pair for pair in pairwise(ranks) if pair[0] > pair[1]] == []


@given(st.integers(15, 100))
def test_a_band_never_tells_the_number_behind_it(following: int) -> None:
    seen = [shown("cohort", answered, following) for answered in range(following + 1)]
    assert [band for band in Band if seen.count(band) < 5] == []


@given(everything_shown)
def test_what_is_written_reads_back(value: Shown) -> None:
    assert privacy.read(privacy.written(value)) == value


@pytest.mark.parametrize(
    ("value", "form"),
    [
        pytest.param(Band.FEW, "band:few", id="a band"),
        pytest.param(Share(45), "share:45", id="a share"),
        pytest.param(WITHHELD, "withheld", id="withheld"),
    ],
)
def test_a_release_keeps_one_form(value: Shown, form: str) -> None:
    assert privacy.written(value) == form


@pytest.mark.parametrize("text", ["", "withheld:14", "count:9", "nothing we know"])
def test_what_cannot_be_read_is_withheld(text: str) -> None:
    assert privacy.read(text) == WITHHELD


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param(Band.FEW, "fewer than a third", id="few"),
        pytest.param(Band.SOME, "a third to two thirds", id="some"),
        pytest.param(Band.MOST, "more than two thirds", id="most"),
        pytest.param(Share(45), "45 %", id="a share"),
        pytest.param(WITHHELD, "Not shown: too few people to keep this private.", id="withheld"),
    ],
)
def test_people_read_it_in_these_words(value: Shown, said: str) -> None:
    assert privacy.words(value) == said


@given(groups, counts(most=14))
def test_none_and_few_are_withheld_in_the_same_words(group: Group, count: tuple[int, int]) -> None:
    assert privacy.words(shown(group, *count)) == privacy.words(shown(group, 0, 0))


def test_withheld_holds_nothing_that_could_be_told() -> None:
    assert [name for name in dir(Withheld()) if not name.startswith("_")] == []


def test_the_words_stand_in_one_module_and_in_the_consent_that_quotes_them() -> None:
    modules = {
        module.name
        for room in PRODUCT
        for module in room.rglob("*.py")
        for said in WORDS.values()
        if said in module.read_text(encoding="utf-8")
    }
    assert modules == {"privacy.py", "consent.py"}
