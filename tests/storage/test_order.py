"""Slack keeps moments, so what falls due together must not go out in an order that tells."""

from datetime import timedelta

import pytest

from storage import deliveries, responses, sendings
from storage.database import Database
from tests.storage.kit import DAY, ME, NIA, NOW, SPRING, TODAY, enrol, message, plan

NAMES = ("a", "b", "c", "d", "e")


@pytest.fixture(autouse=True)
async def enrolled(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA))


async def _all_sent(database: Database) -> None:
    for one in await database.run(
        lambda tx: sendings.claim(tx, by=ME, now=NOW, claimed_at=NOW, limit=9)
    ):
        await database.run(
            lambda tx, m=one: sendings.note_sent(tx, m, by=ME, channel="D0NIA", ts=m.id, now=NOW)
        )


@pytest.mark.parametrize("answered", NAMES[:-1])
async def test_messages_that_close_together_close_in_the_same_order_whoever_answered(
    database: Database, answered: str
) -> None:
    await plan(database, *map(message, NAMES))
    await _all_sent(database)
    await database.run(lambda tx: responses.note_answered(tx, answered, TODAY))

    closing = await database.read(lambda tx: sendings.to_close(tx, NOW + 2 * DAY, 9))
    assert tuple(one.id for one in closing) == NAMES


@pytest.mark.parametrize("moved", NAMES[:-1])
async def test_messages_that_fall_due_together_go_out_in_the_same_order_whoever_chose_anew(
    database: Database, moved: str
) -> None:
    await plan(database, *map(message, NAMES))
    await database.run(
        lambda tx: deliveries.move(tx, message(moved, expires_at=NOW + timedelta(hours=35)))
    )

    claimed = await database.run(
        lambda tx: sendings.claim(tx, by=ME, now=NOW, claimed_at=NOW, limit=9)
    )
    assert tuple(one.id for one in claimed) == NAMES
