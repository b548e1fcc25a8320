from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import usefulness
from bot.app.outcome_usefulness import Case, measure
from bot.app.usefulness import Row, cases


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """What is shown of groups whose people answer half of the time."""
    folder: Path = tmp_path_factory.mktemp("usefulness")
    half = [case for case in cases() if case.rate == 50 and case.declines == 0]
    measured = await usefulness.measure(folder, half)
    return {row.case.name: row for row in measured}


@pytest.mark.asyncio(loop_scope="module")
async def test_a_trainer_of_eighteen_sees_a_band_in_eleven_of_twelve_weeks(
    rows: dict[str, Row],
) -> None:
    assert rows["cohort of 18"].cohort_weeks >= 11


@pytest.mark.asyncio(loop_scope="module")
async def test_a_trainer_sees_every_four_weeks_of_a_cohort_that_is_shown(
    rows: dict[str, Row],
) -> None:
    small = rows["cohort of 12"]

    assert {row.cohort_blocks for row in rows.values() if row is not small} == {3}
    assert (small.cohort_weeks, small.cohort_blocks) == (0, 0)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_trainer_of_eighteen_sees_zones(rows: dict[str, Row]) -> None:
    assert rows["cohort of 18"].zone_blocks >= 2


@pytest.mark.asyncio(loop_scope="module")
async def test_a_coordinator_of_three_cohorts_sees_a_share_in_half_of_the_weeks(
    rows: dict[str, Row],
) -> None:
    # Half of the time answered, some people hear less after a while, and so the share is rarer.
    assert rows["site of 63"].share_weeks >= 6


def test_of_the_outcomes_of_one_cohort_by_itself_nothing_is_told() -> None:
    assert measure(Case(cohorts=1, rate=90), plays=5).shown == 0


def test_of_two_cohorts_outcomes_are_told_as_bands_ten_points_wide() -> None:
    told = measure(Case(cohorts=2, rate=90), plays=5)

    assert (told.exactly, told.bands) == (0, [10] * 5)


def test_of_ten_cohorts_outcomes_are_told_exactly() -> None:
    assert measure(Case(cohorts=10, rate=70), plays=3).exactly == 3


def test_the_more_cohorts_there_are_the_more_is_told_of_outcomes() -> None:
    shown = [measure(Case(cohorts, 70), plays=20).shown for cohorts in (1, 2, 3)]

    assert shown == sorted(set(shown))
