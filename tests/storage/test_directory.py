from dataclasses import replace

from storage import certifications, cohorts, directory, people, registers, trainings
from storage.certifications import Confirmed
from storage.database import Database
from storage.directory import Said
from storage.registers import Book
from storage.transactions import Transaction
from tests.storage.kit import (
    AUTUMN,
    DAY,
    HOUR,
    NIA,
    NOW,
    OTHER_SITE,
    SITE,
    SPRING,
    TARA,
    TODAY,
    day,
    enrol,
    meet,
)

FAR = replace(SPRING, id="far", site_id=OTHER_SITE)


async def test_whoever_has_passed_a_cohort_on_leads_it_no_more(database: Database) -> None:
    def write(tx: Transaction) -> None:
        enrol(tx, SPRING, TARA, NIA)
        for one in (TARA, NIA):
            trainings.add_leader(tx, SPRING, one.id)
        cohorts.stop_leading(tx, SPRING.id, TARA.id, NOW)

    await database.run(write)

    assert await database.read(lambda tx: directory.leading(tx, [SITE])) == {
        SPRING.id: [NIA.slack_id]
    }


async def test_what_was_said_of_each_cohort_of_a_site_is_found(database: Database) -> None:
    def write(tx: Transaction) -> None:
        for group in (SPRING, AUTUMN, FAR):
            trainings.add_cohort(tx, group, NOW)
        cohorts.set_ready(tx, SPRING.id, NOW)
        cohorts.close(tx, AUTUMN.id, NOW + HOUR)

    await database.run(write)

    assert await database.read(lambda tx: directory.said(tx, [SITE])) == {
        SPRING.id: Said(NOW, None),
        AUTUMN.id: Said(None, NOW + HOUR),
    }


async def test_every_session_is_found_with_its_register_and_without_a_date_too(
    database: Database,
) -> None:
    postponed = replace(day(3, TODAY), state=trainings.POSTPONED)

    def write(tx: Transaction) -> None:
        for group in (SPRING, FAR):
            trainings.add_cohort(tx, group, NOW)
        for number in (1, 2):
            trainings.add_day(tx, SPRING, day(number, TODAY + number * DAY))
        trainings.add_day(tx, SPRING, postponed)
        trainings.add_day(tx, FAR, day(1, TODAY, FAR))
        for number in (1, 2):
            registers.open_book(tx, Book(f"spring/{number}", SITE, SPRING.id, "0042", NOW))
        registers.close(tx, "spring/1", 1, TODAY, listed=20, present=18)

    await database.run(write)
    found = await database.read(lambda tx: directory.sessions(tx, [SITE]))

    assert {
        cohort: [
            (one.day.number, one.day.state, one.opened_at, one.closed_on, one.listed, one.present)
            for one in sessions
        ]
        for cohort, sessions in found.items()
    } == {
        SPRING.id: [
            (1, "planned", NOW, TODAY, 20, 18),
            (2, "planned", NOW, None, None, None),
            (3, "postponed", None, None, None, None),
        ]
    }


async def test_of_the_trainers_of_a_site_it_is_found_where_they_stand(database: Database) -> None:
    confirmed = Confirmed(TARA.id, SITE, "certified", "U0COORD01", TODAY, TODAY + DAY)

    def write(tx: Transaction) -> None:
        meet(tx, TARA, NIA)
        for one in (TARA, NIA):
            people.name_trainer(tx, one.id, SITE, named_by="U0COORD01", now=NOW)
        certifications.confirm(tx, confirmed)

    await database.run(write)
    here, there = [
        await database.read(lambda tx, site=site: directory.standings(tx, [site]))
        for site in (SITE, OTHER_SITE)
    ]

    assert here == {TARA.id: directory.Confirmed("certified", TODAY + DAY)}
    assert there == {}
