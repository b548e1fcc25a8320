from dataclasses import asdict
from typing import Any

import pytest
from sqlalchemy import insert

from storage import ledger, trainings
from storage.database import Database
from storage.ledger import Counted
from storage.tables import Delivery
from storage.transactions import Transaction
from tests.storage.kit import AUTUMN, DAY, NIA, NOW, SPRING, TARA, TODAY, day, enrol, message

CLAIMED = {"claimed_at": NOW}


async def keep(database: Database, *different: dict[str, Any]) -> None:
    """Have messages for Nia that ended in different ways."""
    base = [asdict(message(f"m{number}")) | one for number, one in enumerate(different)]

    def add(tx: Transaction) -> None:
        enrol(tx, SPRING, NIA)
        for row in base:
            tx.run_many(insert(Delivery), [row])

    await database.run(add)


@pytest.mark.parametrize(
    ("ended", "reason"),
    [
        pytest.param({}, "waiting", id="waiting"),
        pytest.param(CLAIMED, "being sent", id="being sent"),
        pytest.param(CLAIMED | {"sent_at": NOW}, "sent", id="sent"),
        pytest.param(CLAIMED | {"sent_at": NOW, "unknown_at": NOW}, "sent", id="sent after all"),
        pytest.param(CLAIMED | {"unknown_at": NOW}, "unknown", id="unknown"),
        pytest.param(
            CLAIMED | {"failure": "user_disabled"}, "refused: user_disabled", id="refused"
        ),
        pytest.param({"dropped": "not sent"}, "not sent", id="not sent"),
    ],
)
async def test_a_message_is_counted_by_how_it_ended(
    database: Database, ended: dict[str, Any], reason: str
) -> None:
    await keep(database, ended, ended)

    assert await database.read(lambda tx: ledger.counted(tx, TODAY)) == [
        Counted("check-in", TODAY, reason, 2)
    ]


async def test_what_was_before_is_not_counted(database: Database) -> None:
    await keep(database, {"local_date": TODAY - DAY}, {"kind": "notice"})

    assert await database.read(lambda tx: ledger.counted(tx, TODAY)) == [
        Counted("notice", TODAY, "waiting", 1)
    ]


async def test_of_each_place_it_is_told_when_its_training_is_over(database: Database) -> None:
    def add(tx: Transaction) -> None:
        enrol(tx, SPRING, NIA, TARA)
        enrol(tx, AUTUMN, TARA)
        for group, on in ((SPRING, TODAY), (AUTUMN, TODAY + DAY)):
            trainings.add_day(tx, group, day(1, on - DAY, group))
            trainings.add_day(tx, group, day(2, on, group))

    await database.run(add)

    assert sorted(await database.read(ledger.listed)) == [
        (NIA.id, TODAY),
        (TARA.id, TODAY),
        (TARA.id, TODAY + DAY),
    ]
