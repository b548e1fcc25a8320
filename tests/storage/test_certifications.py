from dataclasses import replace
from datetime import date

import pytest

from storage import certifications, people, trainings
from storage.certifications import Confirmed, Held, Record, Watched
from storage.database import Database
from storage.tables import Evidence
from storage.transactions import Transaction
from tests.storage.kit import DAY, NIA, NOW, OTHER_SITE, SITE, SPRING, TARA, TODAY, day, meet, rows

CERTIFIED = Confirmed(TARA.id, SITE, "certified", "U0COORD01", TODAY, TODAY + DAY)
WATCHED = Record("e1", SITE, TARA.id, "closing", "lead", "U0THEO", 85, TODAY)


async def test_the_last_confirmation_counts_and_no_other(database: Database) -> None:
    def keep(tx: Transaction) -> None:
        meet(tx, TARA, NIA)
        certifications.confirm(tx, replace(CERTIFIED, level="guided_lead", current_until=None))
        certifications.confirm(tx, CERTIFIED)

    await database.run(keep)
    held = [
        await database.read(lambda tx, who=who: certifications.held(tx, who.id))
        for who in (TARA, NIA)
    ]

    assert held == [Held("certified", TODAY, TODAY + DAY), None]


@pytest.mark.parametrize(
    ("until", "lapsed"),
    [
        pytest.param(TODAY, False, id="the last day"),
        pytest.param(TODAY - DAY, True, id="yesterday"),
        pytest.param(None, False, id="below the last step"),
    ],
)
async def test_somebody_has_lapsed_the_day_after_their_last(
    database: Database, until: date | None, *, lapsed: bool
) -> None:
    def keep(tx: Transaction) -> None:
        meet(tx, TARA)
        certifications.confirm(tx, CERTIFIED)
        certifications.set_current(tx, TARA.id, until)

    await database.run(keep)

    assert await database.read(lambda tx: certifications.is_lapsed(tx, TARA.id, TODAY)) is lapsed


async def test_whom_nobody_confirmed_has_not_lapsed(database: Database) -> None:
    assert not await database.read(lambda tx: certifications.is_lapsed(tx, TARA.id, TODAY))


async def test_what_was_watched_of_somebody_is_theirs_newest_first(database: Database) -> None:
    def keep(tx: Transaction) -> None:
        meet(tx, TARA, NIA)
        certifications.record(tx, WATCHED)
        certifications.record(tx, replace(WATCHED, id="e2", observed_on=TODAY + DAY, score=None))
        certifications.record(tx, replace(WATCHED, id="e3", person_id=NIA.id))

    await database.run(keep)

    assert await database.read(lambda tx: certifications.evidence(tx, TARA.id)) == [
        Watched("closing", "lead", "U0THEO", None, TODAY + DAY, "e2"),
        Watched("closing", "lead", "U0THEO", 85, TODAY, WATCHED.id),
    ]


async def test_of_two_alike_one_is_taken_back_and_both_rows_are_kept(database: Database) -> None:
    def keep(tx: Transaction) -> list[Watched]:
        meet(tx, TARA)
        certifications.record(tx, WATCHED)
        certifications.record(tx, replace(WATCHED, id="e2"))
        certifications.take_back(tx, WATCHED, "e3")
        return certifications.evidence(tx, TARA.id)

    assert [one.role for one in await database.run(keep)] == ["lead"]
    assert len(await rows(database, Evidence, "id")) == 3


async def test_the_days_somebody_led_are_those_of_their_cohorts_that_are_over(
    database: Database,
) -> None:
    def keep(tx: Transaction) -> None:
        meet(tx, TARA, NIA)
        trainings.add_cohort(tx, SPRING, NOW)
        trainings.add_leader(tx, SPRING, TARA.id)
        for number, ahead in enumerate((-2, -1, 0), start=1):
            trainings.add_day(tx, SPRING, day(number, TODAY + ahead * DAY))

    await database.run(keep)
    led = [
        await database.read(lambda tx, who=who: certifications.days_led(tx, who.id, TODAY))
        for who in (TARA, NIA)
    ]

    assert led == [[TODAY - 2 * DAY, TODAY - DAY], []]


async def test_the_trainers_of_a_site_are_those_who_were_named_there(database: Database) -> None:
    def keep(tx: Transaction) -> None:
        meet(tx, TARA, NIA)
        people.name_trainer(tx, TARA.id, SITE, named_by="U0COORD01", now=NOW)
        people.name_trainer(tx, NIA.id, OTHER_SITE, named_by="U0COORD02", now=NOW)

    await database.run(keep)
    found = await database.read(lambda tx: certifications.trainers(tx, [SITE]))

    assert [one.slack_id for one in found] == [TARA.slack_id]
