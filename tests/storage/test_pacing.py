import asyncio

from storage import pacing
from storage.database import Database
from storage.pacing import Noted, Stopped
from storage.transactions import Transaction
from tests.storage.kit import HOUR, NOW, Meeting

METHOD = "chat.postMessage"
FULL = Noted(8.0, 4.0, 100.0, 0.0)


async def noted(database: Database, method: str = METHOD) -> Noted | None:
    return await database.read(lambda tx: pacing.noted(tx, method))


async def test_before_the_first_call_nothing_is_noted(database: Database) -> None:
    assert await noted(database) is None


async def test_what_is_noted_last_counts(database: Database) -> None:
    later = Noted(1.5, 2.0, 101.25, 30.0)
    for pace in (FULL, later):
        await database.run(lambda tx, it=pace: pacing.note(tx, METHOD, it))

    assert await noted(database) == later


async def test_each_method_has_a_pace_of_its_own(database: Database) -> None:
    await database.run(lambda tx: pacing.note(tx, METHOD, FULL))

    assert await noted(database, "chat.update") is None


async def test_the_clock_of_the_database_goes_forward(database: Database) -> None:
    first = await database.read(pacing.seconds)
    await asyncio.sleep(0.05)

    assert await database.read(pacing.seconds) > first


async def test_two_that_take_at_once_take_one_after_the_other(
    database: Database, rival: Database, meeting: Meeting
) -> None:
    await database.run(lambda tx: pacing.note(tx, METHOD, FULL))

    def take_one(tx: Transaction) -> None:
        found = pacing.noted(tx, METHOD)
        assert found is not None
        meeting.wait()
        pacing.note(tx, METHOD, Noted(found.tokens - 1, found.rate, found.at, 0.0))

    await asyncio.gather(database.run(take_one), rival.run(take_one))

    left = await noted(database)
    assert left is not None
    assert left.tokens == FULL.tokens - 2


async def test_while_nothing_has_stopped_it_there_is_no_stop(database: Database) -> None:
    assert await database.read(pacing.stopped) is None


async def test_a_stop_is_told_once(database: Database) -> None:
    first = await database.run(lambda tx: pacing.stop(tx, "token_revoked", NOW))
    again = await database.run(lambda tx: pacing.stop(tx, "token_revoked", NOW + HOUR))

    assert (first, again) == (True, False)
    assert await database.read(pacing.stopped) == Stopped("token_revoked", NOW)


async def test_a_stop_ends_when_somebody_resumes(database: Database) -> None:
    await database.run(lambda tx: pacing.stop(tx, "token_revoked", NOW))
    await database.run(pacing.resume)

    assert await database.read(pacing.stopped) is None
