from dataclasses import replace

from storage import deliveries, errands, trainings
from storage.database import Database
from storage.tables import Delivery
from storage.transactions import Transaction
from tests.storage.kit import (
    AUTUMN,
    DAY,
    NOW,
    SITE,
    SPRING,
    TARA,
    TODAY,
    day,
    meet,
    message,
    rows,
)


def settle(tx: Transaction) -> None:
    """Have two cohorts and a trainer."""
    meet(tx, TARA)
    for group in (SPRING, AUTUMN):
        trainings.add_cohort(tx, group, NOW)


async def test_something_is_told_once_until_it_was_put_right(database: Database) -> None:
    def tell(tx: Transaction) -> bool:
        return errands.tell(tx, SITE, SPRING.id, "room/1", TODAY)

    await database.run(settle)
    first = [await database.run(tell) for _ in range(2)]
    await database.run(lambda tx: errands.forget(tx, SPRING.id, ["room/1", "room/2"]))

    assert first == [True, False]
    assert await database.run(tell)


async def test_what_was_told_of_one_cohort_was_not_of_another(database: Database) -> None:
    await database.run(settle)
    await database.run(lambda tx: errands.tell(tx, SITE, SPRING.id, "room/1", TODAY))
    told = [
        await database.read(lambda tx, one=one: errands.told(tx, one.id))
        for one in (SPRING, AUTUMN)
    ]

    assert told == [{"room/1"}, frozenset()]


async def test_a_newer_errand_takes_the_place_of_one_that_waits(database: Database) -> None:
    waits = replace(message("waits"), kind="errand", person_id=TARA.id, cohort_id=SPRING.id)
    others = [
        replace(message("of another"), kind="errand", person_id=TARA.id, cohort_id=AUTUMN.id),
        replace(message("digest"), kind="digest", person_id=TARA.id, cohort_id=SPRING.id),
    ]
    await database.run(settle)
    await database.run(lambda tx: deliveries.plan(tx, [waits, *others]))
    await database.run(lambda tx: errands.forget_waiting(tx, SPRING.id))

    assert await rows(database, Delivery, "id") == [("digest",), ("of another",)]


async def test_the_cohorts_with_a_day_near_are_those_with_one_in_these_days(
    database: Database,
) -> None:
    def keep(tx: Transaction) -> None:
        settle(tx)
        trainings.add_day(tx, SPRING, day(1, TODAY + DAY))
        trainings.add_day(tx, SPRING, day(2, TODAY + DAY))
        trainings.add_day(tx, AUTUMN, day(1, TODAY + 2 * DAY, AUTUMN))

    await database.run(keep)
    found = await database.read(lambda tx: errands.cohorts_between(tx, SITE, TODAY, TODAY + DAY))

    assert found == [SPRING.id]


async def test_cohorts_that_are_long_over_are_not_looked_at_and_those_that_wait_are(
    database: Database,
) -> None:
    def keep(tx: Transaction) -> None:
        settle(tx)
        winter = replace(AUTUMN, id="winter", name="Winter")
        trainings.add_cohort(tx, winter, NOW)
        trainings.add_day(tx, SPRING, day(1, TODAY - 3 * DAY))
        trainings.add_day(tx, AUTUMN, day(1, TODAY - DAY, AUTUMN))
        waits = replace(day(1, TODAY - 90 * DAY, winter), state=trainings.POSTPONED)
        trainings.add_day(tx, winter, waits)

    await database.run(keep)
    found = await database.read(lambda tx: errands.cohorts_since(tx, SITE, TODAY - DAY))

    assert found == [AUTUMN.id, "winter"]
