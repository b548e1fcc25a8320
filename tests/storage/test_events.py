import asyncio
from datetime import datetime

from storage import events
from storage.database import Database
from storage.tables import HeardEvent
from tests.storage.kit import HOUR, NOW, rows


async def hear(database: Database, event_id: str, now: datetime = NOW) -> bool:
    return await database.run(
        lambda tx: events.hear(tx, event_id, now, forget_before=now - 2 * HOUR)
    )


async def test_an_event_is_new_once(database: Database) -> None:
    heard = [await hear(database, event) for event in ("Ev1", "Ev2", "Ev1")]

    assert heard == [True, True, False]


async def test_an_event_that_two_hear_at_once_is_new_to_one(
    database: Database, rival: Database
) -> None:
    heard = await asyncio.gather(*(hear(one, "Ev1") for one in (database, rival) * 4))

    assert sum(heard) == 1


async def test_events_of_long_ago_are_forgotten(database: Database) -> None:
    await hear(database, "Ev1")
    await hear(database, "Ev2", NOW + 3 * HOUR)

    assert await rows(database, HeardEvent, "event_id") == [("Ev2",)]
