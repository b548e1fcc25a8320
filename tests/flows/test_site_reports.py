"""A report may be handed to anybody: it shows what nobody at all is refused."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.simulated import simulated
from bot.flows import releases, rollups, site_reports
from bot.flows import reports as reporting
from bot.messages import site_report
from bot.messages.site_report import Report
from bot.rules import spans
from bot.rules.figures import Figures
from bot.rules.shown import WITHHELD, Band, Mixed, Share, Shown
from storage import distances, registers, reports, trainings
from storage.distances import Kept
from storage.registers import BY_TRAINER, Book, Mark
from storage.transactions import Transaction
from tests.assessed import NORM, Assessed, person, site
from tests.released import week

SITE = site(0, NORM)
MONDAY = date(2026, 11, 9)
SPAN = spans.widened(date(2026, 10, 1), date(2026, 12, 31))
MADE = datetime(2026, 11, 19, 13, tzinfo=UTC)
# A week after month one has closed.
RELEASED = datetime(2026, 12, 26, 14, tzinfo=UTC)
# Planted: of one cohort alone, and nowhere else.
OF_A_COHORT = Band.FEW


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[Assessed]:
    async with simulated(tmp_path, [SITE], 1) as hospital:
        yield Assessed(hospital)


def keep(tx: Transaction, shown: Shown, cohort: str | None, number: int = 0) -> None:
    monday = MONDAY + timedelta(weeks=number)
    reports.take_round(tx, site_id=SITE.id, kind=releases.WEEK, starts_on=monday, now=MADE)
    reports.add(tx, week(SITE.id, monday, Figures(shown, 1), cohort))


def keep_away(tx: Transaction, cohort: str) -> None:
    """Have somebody of a cohort be managed by a person who reads no figures here."""
    tag, before = "a tag", MADE - timedelta(days=1)
    distances.say(tx, Kept("d1", SITE.id, cohort, "U0MANAGER", tag, before))


async def two_weeks(made: Assessed) -> str:
    """Have a week in words and one with a percentage released; return one of the cohorts."""
    cohort = await made.cohort(SITE, "Spring", [{}] * 2)
    for number, shown in enumerate((Mixed((Band.FEW, Band.SOME)), Share(50))):
        await made.tools.database.run(lambda tx, s=shown, n=number: keep(tx, s, None, n))
    await made.tools.database.run(lambda tx: keep(tx, OF_A_COHORT, cohort))
    return cohort


async def report(made: Assessed) -> Report:
    return await made.tools.database.read(lambda tx: site_reports.gathered(tx, SITE, SPAN))


def told(found: Report) -> list[Shown | None]:
    return [line.figures.participation for line in found.weeks]


async def test_it_has_the_weeks_of_the_hospital_and_of_no_cohort(made: Assessed) -> None:
    await two_weeks(made)

    assert told(await report(made)) == [Mixed((Band.FEW, Band.SOME)), Share(50)]


async def test_what_anybody_is_refused_is_refused_to_whoever_holds_the_page(
    made: Assessed,
) -> None:
    cohort = await two_weeks(made)
    await made.tools.database.run(lambda tx: keep_away(tx, cohort))

    # A percentage tells nothing of one cohort; its words would.
    assert told(await report(made)) == [WITHHELD, Share(50)]


async def test_the_file_for_the_office_refuses_the_same(made: Assessed) -> None:
    cohort = await two_weeks(made)
    await made.tools.database.run(lambda tx: keep_away(tx, cohort))
    body = await made.tools.database.read(lambda tx: rollups.body(tx, SITE, SPAN))

    assert [week.participation for week in body.weeks] == [WITHHELD, Share(50)]


async def test_check_ins_that_everybody_was_asked_are_told_of_a_cohort(made: Assessed) -> None:
    cohort = await two_weeks(made)
    await made.tools.database.run(lambda tx: keep_away(tx, cohort))
    (line,) = (await report(made)).cohorts

    assert (line.name, line.listed, line.asked) == ("Spring", 2, 1)


async def test_an_outcome_on_the_page_is_the_one_that_was_released(made: Assessed) -> None:
    people = [person(made.instrument, 8, 3, change=2) for _ in range(36)]
    await made.cohort(SITE, "Spring", people, last_day=date(2026, 11, 5))
    await made.hospital.release(RELEASED)
    page = site_report.page(await report(made))

    assert "80 % or more of about 30" in page
    assert "36 of 36" not in page


async def test_who_was_there_is_told_when_every_register_is_closed(made: Assessed) -> None:
    cohort = await made.cohort(SITE, "Spring", [{}] * 3)
    database = made.tools.database
    days = await database.read(lambda tx: trainings.days(tx, cohort))
    people = await database.read(lambda tx: sorted(registers.listed(tx, cohort).values()))

    def close(tx: Transaction, number: int) -> None:
        """Close the register of a day on which one person fewer came than on the day before."""
        session, came = days[number].id, people[number:]
        registers.open_book(tx, Book(session, SITE.id, cohort, "0123", MADE))
        for person_id in came:
            mark = Mark(f"{session}/{person_id}", SITE.id, session, person_id)
            registers.note(tx, mark, present=True, said_by=BY_TRAINER)
        registers.close(tx, session, seen=1, on=MADE.date(), listed=3, present=len(came))

    told_ = []
    for number in range(len(days)):
        told_.append([(one.there, one.all_days) for one in (await report(made)).cohorts])
        await database.run(lambda tx, n=number: close(tx, n))
    told_.append([(one.there, one.all_days) for one in (await report(made)).cohorts])

    assert told_[:-1] == [[(None, None)]] * len(days)
    assert told_[-1] == [([3, 2, 1][: len(days)], 4 - len(days))]


async def test_a_cohort_without_anybody_yet_is_no_trouble(made: Assessed) -> None:
    await made.cohort(SITE, "Spring", [])

    assert [one.listed for one in (await report(made)).cohorts] == [0]


async def test_what_is_shared_in_a_channel_refuses_the_same(made: Assessed) -> None:
    cohort = await two_weeks(made)
    await made.tools.database.run(lambda tx: keep_away(tx, cohort))
    (coordinator,) = SITE.coordinators
    await made.confirm(SITE, [cohort], MADE)
    asked = (made.tools, coordinator, "site last 2 weeks", MADE + timedelta(days=7))
    shared = await reporting.to_share(*asked)

    mine = [
        line.figures.participation for line in (await reporting.participation(*asked)).weeks_shown
    ]
    assert mine == [Share(50), Mixed((Band.FEW, Band.SOME))]
    assert [line.figures.participation for line in shared.weeks_shown] == [Share(50), WITHHELD]
