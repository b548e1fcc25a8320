from dataclasses import replace
from datetime import datetime

import pytest

from storage import distances, reports
from storage.database import Database
from storage.distances import Kept, Said
from storage.tables import Distance
from storage.trainings import add_cohort
from tests.storage.kit import AUTUMN, DAY, HOUR, NOW, OTHER_SITE, SITE, SPRING, TODAY, rows

MANAGER, TAG = "U0MANAGER", "a9" * 16
REFUSED = (SITE, SPRING.id, "week", TODAY + DAY)
SAID = Kept("d1", SITE, SPRING.id, MANAGER, TAG, NOW)


@pytest.fixture(autouse=True)
async def cohorts(database: Database) -> None:
    for group in (SPRING, AUTUMN):
        await database.run(lambda tx, one=group: add_cohort(tx, one, NOW))


async def say(database: Database, *said: Kept) -> None:
    for one in said:
        await database.run(lambda tx, one=one: distances.say(tx, one))


async def make(database: Database, at: datetime, *, kind: str = "week", site: str = SITE) -> None:
    """Have the releases of the day of `at` made."""
    await database.run(
        lambda tx: reports.take_round(tx, site_id=site, kind=kind, starts_on=at.date(), now=at)
    )


async def refused(database: Database, slack_id: str = MANAGER) -> frozenset[tuple[object, ...]]:
    return await database.read(lambda tx: distances.refused_to(tx, slack_id))


async def test_a_release_made_later_is_refused(database: Database) -> None:
    await say(database, SAID)
    await make(database, NOW + DAY)

    assert await refused(database) == {REFUSED}


async def test_a_release_made_before_stays_as_it_was(database: Database) -> None:
    await say(database, SAID)
    await make(database, NOW - HOUR)

    assert await refused(database) == frozenset()


async def test_a_release_made_at_that_moment_is_refused(database: Database) -> None:
    await say(database, SAID)
    await make(database, NOW)

    assert len(await refused(database)) == 1


async def test_nobody_else_is_refused_anything(database: Database) -> None:
    await say(database, SAID)
    await make(database, NOW + DAY)

    assert await refused(database, "U0TARA") == frozenset()


async def test_every_kind_of_release_of_that_site_is_refused(database: Database) -> None:
    await say(database, SAID)
    for kind in ("week", "four-weeks"):
        await make(database, NOW + DAY, kind=kind)
    await make(database, NOW + DAY, site=OTHER_SITE)

    assert await refused(database) == {
        REFUSED,
        (SITE, SPRING.id, "four-weeks", TODAY + DAY),
    }


async def test_what_was_refused_stays_refused_after_it_is_taken_back(database: Database) -> None:
    await say(database, SAID)
    await make(database, NOW + DAY)
    await database.run(lambda tx: distances.take_back(tx, TAG, NOW + 2 * DAY))
    await make(database, NOW + 3 * DAY)

    assert await refused(database) == {REFUSED}


async def test_somebody_else_who_said_it_still_counts_after_one_takes_it_back(
    database: Database,
) -> None:
    await say(database, SAID, replace(SAID, id="d2", tag="b7" * 16, counts_from=NOW + HOUR))
    await database.run(lambda tx: distances.take_back(tx, TAG, NOW + 2 * HOUR))
    await make(database, NOW + DAY)

    assert await refused(database) == {REFUSED}


async def test_saying_it_twice_changes_nothing(database: Database) -> None:
    await say(database, SAID, replace(SAID, id="d2", counts_from=NOW + DAY))

    assert await rows(database, Distance, "id", "counts_from") == [("d1", NOW)]


async def test_what_is_taken_back_has_no_tag_any_more(database: Database) -> None:
    await say(database, SAID)
    await database.run(lambda tx: distances.take_back(tx, TAG, NOW + DAY))

    assert await rows(database, Distance, "id", "tag", "counts_until") == [("d1", None, NOW + DAY)]


async def test_what_is_taken_back_can_be_said_again(database: Database) -> None:
    await say(database, SAID)
    await database.run(lambda tx: distances.take_back(tx, TAG, NOW + HOUR))
    await say(database, replace(SAID, id="d2", counts_from=NOW + 2 * HOUR))
    await make(database, NOW + DAY)

    assert await refused(database) == {REFUSED}


async def test_only_what_still_stands_in_those_cohorts_is_found(database: Database) -> None:
    gone = replace(SAID, id="d2", tag="b7" * 16)
    elsewhere = replace(SAID, id="d3", cohort_id=AUTUMN.id, tag="c5" * 16)
    await say(database, SAID, gone, elsewhere)
    await database.run(lambda tx: distances.take_back(tx, gone.tag, NOW + DAY))

    found = await database.read(lambda tx: distances.said(tx, [SPRING.id]))
    assert found == [Said(SPRING.id, MANAGER, TAG)]
