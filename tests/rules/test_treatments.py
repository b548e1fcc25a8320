import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import treatments
from bot.rules.treatments import Caseload, Projection, Range, RoleGroup

DAY = date(2026, 9, 1)


def people(trained: int) -> Projection:
    return Projection(trained, trained, Range(trained, 2 * trained, 3 * trained))


def caseload(group: RoleGroup = RoleGroup.NURSES, **different: object) -> Caseload:
    """A group of a hundred full-time people who are never away."""
    typed: dict[str, object] = {
        "group": group,
        "trained": 100,
        "all_days": 90,
        "post": 100,
        "leave": 0,
        "leaving": 0,
        "sessions": Range(1000, 1200, 1400),
        "source": "invented",
        "source_on": DAY,
    }
    return Caseload(**(typed | different))  # type: ignore[arg-type]


def test_the_examples_in_the_rules_are_true() -> None:
    names = {"DAY": DAY, "people": people}
    found = doctest.testmod(treatments, extraglobs=names)

    assert (found.failed, found.attempted > 0) == (0, True)


def test_the_published_288_000_is_one_of_many_sums_that_come_to_it() -> None:
    # Nobody has published how it was counted; this is an example and says so.
    groups = zip(RoleGroup, ((120, 1400), (60, 1000), (40, 900), (20, 1200)), strict=False)
    total = treatments.together(
        treatments.projected(
            caseload(group, trained=trained, sessions=Range(rate - 100, rate, rate + 100))
        )
        for group, (trained, rate) in groups
    )

    assert (total.trained, total.sessions.likely) == (240, 288_000)


@pytest.mark.parametrize(
    ("different", "likely"),
    [
        pytest.param({}, 120_000, id="full posts, never away"),
        pytest.param({"post": 50}, 60_000, id="half posts"),
        pytest.param({"leave": 10}, 108_000, id="a tenth of the year away"),
        pytest.param({"leaving": 20}, 108_000, id="a fifth leaves, on average half-way through"),
        pytest.param({"trained": 0, "all_days": 0}, 0, id="nobody"),
    ],
)
def test_what_keeps_people_away_is_taken_off(different: dict[str, object], likely: int) -> None:
    assert treatments.projected(caseload(**different)).sessions.likely == likely


def test_a_range_stays_a_range() -> None:
    assert treatments.projected(caseload(post=75)).sessions == Range(75_000, 90_000, 105_000)


@given(st.lists(st.integers(0, 60), max_size=len(RoleGroup)))
def test_no_group_that_is_handed_on_is_small_unless_all_together_are(sizes: list[int]) -> None:
    parts = [(group, people(size)) for group, size in zip(RoleGroup, sizes, strict=False)]
    found = treatments.pooled(parts)

    assert sum(one.trained for _, one in found) == sum(sizes)
    assert sorted(group for groups, _ in found for group in groups) == sorted(
        group for group, _ in parts
    )
    assert len(found) <= 1 or all(one.trained >= 11 or one.trained == 0 for _, one in found)


@given(st.integers(0, 10_000_000))
def test_a_rounded_number_is_near(number: int) -> None:
    assert abs(treatments.rounded(number) - number) <= max(5, 0.06 * number)
