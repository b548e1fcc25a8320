import pytest

from storage import people, reachability, sendings
from storage.database import Database
from storage.reachability import Unreachable
from storage.tables import Person
from tests.storage.kit import NIA, NOW, SPRING, TARA, enrol, message, rows

NOTICE = message(person_id=None, channel_id="C0SPRING1", cohort_id=SPRING.id, kind="notice")


@pytest.fixture(autouse=True)
async def enrolled(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA, TARA))


async def test_somebody_whom_nothing_reaches_is_known_with_the_reason(database: Database) -> None:
    await database.run(lambda tx: reachability.mark(tx, message(), "user_disabled", NOW))
    found = await database.read(lambda tx: sendings.addressee(tx, NIA.id))

    assert (found.unreachable, found.unreachable_at) == ("user_disabled", NOW)


async def test_of_whom_nothing_reaches_the_conversation_is_forgotten(database: Database) -> None:
    for one in (NIA, TARA):
        await database.run(lambda tx, o=one: people.set_dm_channel(tx, o.id, "D0OLD"))
    await database.run(lambda tx: reachability.mark(tx, message(), "channel_not_found", NOW))

    assert await rows(database, Person, "id", "dm_channel") == [("nia", None), ("tara", "D0OLD")]


async def test_somebody_whom_something_reached_is_so_no_more(database: Database) -> None:
    await database.run(lambda tx: reachability.mark(tx, message(), "user_disabled", NOW))
    await database.run(lambda tx: reachability.clear(tx, message()))
    found = await database.read(lambda tx: sendings.addressee(tx, NIA.id))

    assert (found.unreachable, found.unreachable_at) == (None, None)


async def test_a_channel_that_nothing_reaches_is_known_with_the_reason(database: Database) -> None:
    await database.run(lambda tx: reachability.mark(tx, NOTICE, "is_archived", NOW))

    found = await database.read(lambda tx: reachability.channel(tx, SPRING.id))
    assert found == Unreachable("is_archived", NOW)


async def test_a_channel_that_something_reached_is_so_no_more(database: Database) -> None:
    await database.run(lambda tx: reachability.mark(tx, NOTICE, "is_archived", NOW))
    await database.run(lambda tx: reachability.clear(tx, NOTICE))

    assert await database.read(lambda tx: reachability.channel(tx, SPRING.id)) is None


async def test_a_channel_tells_nothing_of_its_people(database: Database) -> None:
    await database.run(lambda tx: reachability.mark(tx, NOTICE, "is_archived", NOW))

    assert await rows(database, Person, "id", "unreachable") == [("nia", None), ("tara", None)]
