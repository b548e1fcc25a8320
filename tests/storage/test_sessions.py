"""What a session of PostgreSQL puts up with, and who may change the schema."""

import threading

import psycopg
import pytest
from sqlalchemy import text

from storage import schema
from storage.database import SESSION, Database, DatabaseUnavailableError
from storage.transactions import Transaction
from tests import databases


@pytest.mark.parametrize("way", ["run", "read"])
async def test_every_session_has_limits(empty_postgres_url: str, way: str) -> None:
    database = Database(empty_postgres_url)
    asked = text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)")

    def look(tx: Transaction) -> dict[str, int]:
        return {name: int(setting) for name, setting in tx.all(asked, names=list(SESSION))}

    found = await getattr(database, way)(look)
    database.close()

    assert found == SESSION


async def test_whoever_holds_a_row_for_long_keeps_nobody_waiting_for_long(
    empty_postgres_url: str,
) -> None:
    database = Database(empty_postgres_url)
    lock = text("LOCK TABLE person IN ACCESS EXCLUSIVE MODE")

    def ask(tx: Transaction) -> object:
        tx.run(text("SET LOCAL lock_timeout = 50"))
        return tx.one(text("SELECT 1 FROM person"))

    with psycopg.connect(empty_postgres_url) as stopped:
        stopped.execute(str(lock))
        with pytest.raises(DatabaseUnavailableError):
            await database.run(ask)
    database.close()


async def test_a_session_has_its_limits_again_after_old_rows_were_removed(
    empty_postgres_url: str,
) -> None:
    database = Database(empty_postgres_url)
    await database.tidy()
    asked = text("SELECT setting FROM pg_settings WHERE name = 'statement_timeout'")
    found = [(await database.run(lambda tx: tx.one(asked))) for _ in range(8)]
    database.close()

    assert {int(row.setting) for row in found if row} == {SESSION["statement_timeout"]}


def test_however_many_begin_to_upgrade_at_once_it_is_done_once(postgres: str) -> None:
    url = databases.bare_on_postgresql(postgres)
    errors: list[Exception] = []

    def upgrade() -> None:
        try:
            schema.upgrade(url)
        except DatabaseUnavailableError as error:
            errors.append(error)

    threads = [threading.Thread(target=upgrade) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (errors, schema.revision(url)) == ([], schema.NEWEST)
