import pytest

from storage import claims, metrics
from storage.claims import Holder
from storage.database import Database
from storage.metrics import Queue
from tests.storage.kit import DAY, HOUR, NIA, NOW, SPRING, enrol, message, plan


@pytest.fixture(autouse=True)
async def enrolled(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA))


async def queue(database: Database) -> Queue:
    return await database.read(lambda tx: metrics.queue(tx, NOW))


async def test_where_nothing_is_due_nothing_waits(database: Database) -> None:
    await plan(database, message("tomorrow", due_at=NOW + DAY))

    assert await queue(database) == Queue(0, None)


async def test_what_waits_is_counted_in_full_hundreds(database: Database) -> None:
    await plan(database, *(message(f"m{number}") for number in range(199)))

    assert (await queue(database)).due == 100


async def test_the_oldest_that_waits_is_told_though_it_is_the_only_one(database: Database) -> None:
    await plan(database, message("old", due_at=NOW - HOUR), message("older", due_at=NOW - 2 * HOUR))

    assert await queue(database) == Queue(0, NOW - 2 * HOUR)


async def test_what_is_on_its_way_waits_no_more(database: Database) -> None:
    await plan(database, message("due", due_at=NOW - HOUR))
    await database.run(
        lambda tx: claims.claim(tx, by=Holder("me", "claim"), now=NOW, claimed_at=NOW, limit=8)
    )

    assert await queue(database) == Queue(0, None)
