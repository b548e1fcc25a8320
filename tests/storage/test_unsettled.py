"""Claims that have not ended, and what nobody knows of."""

from dataclasses import replace

import pytest

from storage import sendings, unsettled
from storage.database import Database
from storage.deliveries import Message
from storage.sendings import Holder
from storage.tables import Delivery
from storage.unsettled import Unknown, Unsettled
from tests.storage.kit import (
    ANOTHER,
    HOUR,
    ME,
    NIA,
    NOW,
    SPRING,
    Write,
    enrol,
    message,
    plan,
    rows,
)

MINE = Unsettled("first", ME.token, is_unknown=False, unknowns=0)
UNKNOWN = Unsettled("first", ME.token, is_unknown=True, unknowns=1)
GIVEN_UP = Unsettled("first", ANOTHER.token, is_unknown=True, unknowns=1)


@pytest.fixture(autouse=True)
async def enrolled(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA))


async def claimed(database: Database, by: Holder = ME) -> Message:
    """Return the only message, claimed at its moment."""
    await plan(database, message())
    (found,) = await database.run(
        lambda tx: sendings.claim(tx, by=by, now=NOW, claimed_at=NOW, limit=1)
    )
    return found


async def unknown(database: Database) -> Message:
    """Return the only message, of which nobody knows whether Slack took it."""
    mine = await claimed(database)
    await database.run(lambda tx: sendings.note_unknown(tx, mine, by=ME, now=NOW))
    return mine


async def seen(database: Database) -> list[Unsettled]:
    return await database.read(unsettled.unsettled)


async def give_up(database: Database, watched: Unsettled, by: Holder = ANOTHER) -> bool:
    return await database.run(lambda tx: unsettled.give_up(tx, watched, by=by, now=NOW + HOUR))


async def take_up(database: Database, watched: Unsettled, by: Holder = ANOTHER) -> Unknown | None:
    return await database.run(lambda tx: unsettled.take_up(tx, watched, by=by))


async def test_a_claim_that_has_not_ended_is_seen_by_everybody(database: Database) -> None:
    await claimed(database)

    assert await seen(database) == [MINE]


async def test_an_unknown_outcome_is_seen_by_everybody(database: Database) -> None:
    await unknown(database)

    assert await seen(database) == [UNKNOWN]


async def test_what_waits_is_on_no_way_yet(database: Database) -> None:
    await plan(database, message())

    assert await seen(database) == []


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(
            lambda tx, m: sendings.note_sent(tx, m, by=ME, channel="D0NIA", ts="1.5", now=NOW),
            id="sent",
        ),
        pytest.param(lambda tx, m: sendings.note_failure(tx, m, by=ME, reason="x"), id="failed"),
        pytest.param(lambda tx, m: sendings.give_back(tx, m, by=ME), id="given back"),
        pytest.param(lambda tx, m: sendings.postpone(tx, m, NOW, by=ME), id="postponed"),
        pytest.param(lambda tx, m: sendings.drop(tx, m, by=ME, reason="x"), id="dropped"),
    ],
)
@pytest.mark.parametrize("before", [claimed, unknown])
async def test_what_has_ended_is_seen_no_more(
    database: Database, before: Write, end: Write
) -> None:
    mine = await before(database)
    await database.run(lambda tx: end(tx, mine))

    assert await seen(database) == []


async def test_a_claim_that_is_given_up_has_an_unknown_outcome(database: Database) -> None:
    await claimed(database)

    assert (await give_up(database, MINE), await seen(database)) == (True, [GIVEN_UP])


async def test_whoever_was_given_up_notes_nothing_any_more(database: Database) -> None:
    mine = await claimed(database)
    await give_up(database, MINE)

    noted = await database.run(
        lambda tx: sendings.note_sent(tx, mine, by=ME, channel="D0NIA", ts="1.5", now=NOW)
    )

    assert (noted, await seen(database)) == (False, [GIVEN_UP])


async def test_of_two_that_give_up_one_claim_one_does(database: Database) -> None:
    await claimed(database)
    done = [await give_up(database, MINE), await give_up(database, MINE, Holder("third", "t"))]

    assert (done, await seen(database)) == ([True, False], [GIVEN_UP])


async def test_a_claim_that_ended_meanwhile_is_not_given_up(database: Database) -> None:
    mine = await claimed(database)
    await database.run(
        lambda tx: sendings.note_sent(tx, mine, by=ME, channel="D0NIA", ts="1.5", now=NOW)
    )

    assert await give_up(database, MINE) is False


async def test_a_claim_that_another_made_meanwhile_is_not_given_up(database: Database) -> None:
    mine = await claimed(database)
    await database.run(lambda tx: sendings.give_back(tx, mine, by=ME))
    await database.run(lambda tx: sendings.claim(tx, by=ANOTHER, now=NOW, claimed_at=NOW, limit=1))

    assert await give_up(database, MINE, Holder("third", "t")) is False


async def test_what_is_taken_up_comes_with_when_it_was_first_tried(database: Database) -> None:
    await unknown(database)

    assert await take_up(database, UNKNOWN) == Unknown(message(), NOW, 1)


async def test_of_two_that_take_up_one_message_one_does(database: Database) -> None:
    await unknown(database)
    first, second = await take_up(database, UNKNOWN), await take_up(database, UNKNOWN)

    assert (first is None, second) == (False, None)


async def test_a_message_on_its_way_is_not_taken_up(database: Database) -> None:
    await claimed(database)

    assert await take_up(database, MINE) is None


async def test_whoever_took_it_up_may_let_it_wait_again(database: Database) -> None:
    await unknown(database)
    found = await take_up(database, UNKNOWN)
    assert found is not None
    await database.run(lambda tx: sendings.give_back(tx, found.message, by=ANOTHER))
    again = await database.run(
        lambda tx: sendings.claim(tx, by=ME, now=NOW + HOUR, claimed_at=NOW, limit=1)
    )

    assert again == [message()]


async def test_what_was_tried_before_keeps_when_that_was(database: Database) -> None:
    mine = await unknown(database)
    await database.run(lambda tx: sendings.give_back(tx, mine, by=ME))
    await database.run(
        lambda tx: sendings.claim(tx, by=ME, now=NOW + HOUR, claimed_at=NOW, limit=1)
    )

    assert await rows(database, Delivery, "tried_at", "unknowns") == [(NOW, 1)]


async def test_what_was_surely_not_sent_was_not_tried(database: Database) -> None:
    mine = await claimed(database)
    await database.run(lambda tx: sendings.give_back(tx, mine, by=ME))

    assert await rows(database, Delivery, "tried_at", "unknowns") == [(None, 0)]


async def test_every_unknown_outcome_is_counted(database: Database) -> None:
    mine = await unknown(database)
    await database.run(lambda tx: sendings.give_back(tx, mine, by=ME))
    later = replace(ME, token="later")
    await database.run(lambda tx: sendings.claim(tx, by=later, now=NOW, claimed_at=NOW, limit=1))
    await database.run(lambda tx: sendings.note_unknown(tx, mine, by=later, now=NOW))

    assert [one.unknowns for one in await seen(database)] == [2]
