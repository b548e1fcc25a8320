"""Outcomes are released once, of lots of cohorts, and never of one person."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.app.simulated import simulated
from bot.flows import points, rotation
from bot.rules.point_figures import Released
from bot.rules.splits import About, Between, Exactly, Fewer
from tests.assessed import NORM, Assessed, person, site

SITE = site(0, NORM)
# A week after month one has closed, forty-four days after the training; and a day before.
RELEASED = datetime(2026, 12, 26, 14, tzinfo=UTC)


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[Assessed]:
    async with simulated(tmp_path, [SITE], 1) as hospital:
        yield Assessed(hospital)


async def released(made: Assessed, point: str = "month_1") -> list[Released]:
    return await made.tools.database.read(lambda tx: points.released(tx, SITE.id, point))


def some(made: Assessed, number: int, before: int = 8, after: int = 3) -> list:
    return [person(made.instrument, before, after, change=2) for _ in range(number)]


async def test_a_lot_is_released_once_when_its_lists_are_long_enough(made: Assessed) -> None:
    await made.cohort(SITE, "Spring", some(made, 20))
    await made.hospital.release(RELEASED)
    alone = await released(made)
    later = RELEASED + timedelta(days=7)
    await made.cohort(SITE, "Summer", some(made, 20), last_day=(later - timedelta(days=52)).date())
    await made.hospital.release(later + timedelta(days=1))
    await made.hospital.release(later + timedelta(days=2))
    (one,) = await released(made)

    assert alone == []
    assert one.figures.listed == 40
    assert one.figures.flow["pairs"] == About(30)
    assert one.figures.changes["total"].split.parts == {
        "better": Between(80, 100),
        "worse": Fewer(11),
    }


async def test_a_part_that_is_large_enough_everywhere_is_told_exactly(made: Assessed) -> None:
    said = [
        *some(made, 15, 9, 3),
        *some(made, 12, 6, 5),
        *some(made, 12, 5, 5),
        *some(made, 12, 4, 5),
        *some(made, 13, 3, 9),
    ]
    silent = [{} for _ in range(12)]
    await made.cohort(SITE, "Spring", [*said, *silent])
    await made.hospital.release(RELEASED)
    (one,) = await released(made)

    changed = one.figures.changes["total"]
    assert changed.split.parts == {"better": Exactly(27), "worse": Exactly(25)}
    assert changed.improved["reliable_improvement"] == 15
    assert changed.deteriorated == 13


async def test_a_release_that_somebody_has_changed_is_not_shown(made: Assessed) -> None:
    await made.cohort(SITE, "Spring", some(made, 36))
    await made.hospital.release(RELEASED)
    before = await released(made)
    change = "UPDATE release SET figures = replace(figures, '\"listed\": 36', '\"listed\": 37')"

    def tamper(tx) -> None:
        tx.run(text("DROP TRIGGER release_refuses_update"))
        tx.run(text(change))

    await made.tools.database.run(tamper)

    assert len(before) == 1
    assert await released(made) == []


async def test_a_signature_holds_after_the_keys_are_rotated(made: Assessed) -> None:
    await made.cohort(SITE, "Spring", some(made, 36))
    await made.hospital.release(RELEASED)
    before = await released(made)
    await rotation.rotate(made.tools)

    assert await released(made) == before != []


async def test_one_cohort_tells_at_the_end_what_it_said_of_the_training(made: Assessed) -> None:
    await made.cohort(SITE, "Spring", [person(made.instrument, 3, 3, rating=90)] * 16)
    await made.hospital.release(RELEASED)
    medians = await made.tools.database.read(lambda tx: points.medians(tx, SITE.id))

    assert [one.figures.medians for one in medians] == [{"relevance": 90, "impact": 90}]
