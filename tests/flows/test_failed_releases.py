from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.app.simulated import Simulated, simulated
from bot.flows import releases
from bot.rules import cadence
from content.model import HelpRoute, Hours, Site
from storage.tables import Release, columns

ZONE = "America/New_York"
# A Thursday: the last day of the training.
LAST_DAY = date(2026, 11, 5)
BEFORE = cadence.midnight(LAST_DAY - timedelta(days=1), ZONE)
FIRST, SECOND, THIRD, FOURTH = (date(2026, 11, 9) + n * cadence.WEEK for n in range(4))
FOUR_WEEKS_LATER = cadence.release_at(FOURTH, ZONE)

Made = list[tuple[str, date]]


def site(name: str) -> Site:
    route = HelpRoute(name="Line", reach="555-0100", hours=Hours("always"), checked_on=LAST_DAY)
    return Site(
        id=name,
        name=name.title(),
        zone=ZONE,
        coordinators=(f"U0{name}".upper(),),
        help_routes=(route,),
    )


@pytest.fixture
async def hospital(tmp_path: Path) -> AsyncIterator[Simulated]:
    """Two sites with a cohort each, of whom nothing is released yet."""
    sites = [site("hillside"), site("riverbend")]
    async with simulated(tmp_path, sites, weeks=4) as opened:
        for one in sites:
            leader = await opened.appoint(one, f"U0T{one.id}".upper(), BEFORE)
            cohort = await opened.make_cohort(one, "Spring", LAST_DAY, [leader], BEFORE)
            await opened.enrol(one, cohort, [f"U0P{one.id}".upper()], BEFORE)
        yield opened


async def refuse(hospital: Simulated, week: date) -> None:
    """Have the database keep no release of Hillside for a week, as if something were broken."""
    await hospital.tools.database.run(
        lambda tx: tx.run(
            text(
                "CREATE TRIGGER planted BEFORE INSERT ON release "
                f"WHEN NEW.site_id = 'hillside' AND NEW.starts_on = '{week}' "
                "BEGIN SELECT RAISE(ABORT, 'planted'); END"
            )
        )
    )


async def mend(hospital: Simulated) -> None:
    await hospital.tools.database.run(lambda tx: tx.run(text("DROP TRIGGER planted")))


async def made(hospital: Simulated, site_id: str) -> Made:
    """Return what was released of a site week by week and for four weeks, in any order."""
    release = columns(Release)
    statement = select(release.kind, release.starts_on).where(
        release.site_id == site_id, release.kind.in_((releases.WEEK, releases.FOUR_WEEKS))
    )
    rows = await hospital.tools.database.read(lambda tx: tx.all(statement))
    return sorted((row.kind, row.starts_on) for row in rows)


EVERYTHING: Made = [
    (releases.FOUR_WEEKS, FIRST),
    *((releases.WEEK, week) for week in (FIRST, SECOND, THIRD, FOURTH)),
]


async def test_after_a_round_that_fails_the_rest_of_its_site_waits(hospital: Simulated) -> None:
    await refuse(hospital, SECOND)
    await hospital.release(FOUR_WEEKS_LATER)

    assert await made(hospital, "hillside") == [(releases.WEEK, FIRST)]


async def test_a_round_that_failed_is_made_as_soon_as_it_can_be(hospital: Simulated) -> None:
    await refuse(hospital, SECOND)
    await hospital.release(FOUR_WEEKS_LATER)
    await mend(hospital)
    await hospital.release(FOUR_WEEKS_LATER)

    assert await made(hospital, "hillside") == EVERYTHING


async def test_a_failed_week_is_not_passed_over_when_later_ones_have_come(
    hospital: Simulated,
) -> None:
    await refuse(hospital, FIRST)
    for week in (FIRST, SECOND, THIRD):
        await hospital.release(cadence.release_at(week, ZONE))
    await mend(hospital)
    await hospital.release(FOUR_WEEKS_LATER)

    assert await made(hospital, "hillside") == EVERYTHING


async def test_a_site_does_not_wait_for_another(hospital: Simulated) -> None:
    await refuse(hospital, FIRST)
    await hospital.release(FOUR_WEEKS_LATER)

    assert await made(hospital, "riverbend") == EVERYTHING


async def test_what_failed_and_was_made_later_is_made_once(hospital: Simulated) -> None:
    await refuse(hospital, SECOND)
    await hospital.release(FOUR_WEEKS_LATER)
    await mend(hospital)
    for _ in range(3):
        await hospital.release(FOUR_WEEKS_LATER)

    assert await made(hospital, "hillside") == EVERYTHING
