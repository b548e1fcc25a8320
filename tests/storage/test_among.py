import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import make_url, select
from sqlalchemy.dialects import sqlite

from storage.among import among
from storage.database import Database
from storage.tables import Person, columns
from tests.storage.kit import NIA, TARA, known, meet

_person = columns(Person)
NAMED = select(_person.id).where(among(_person.id, "person_ids")).order_by(_person.id)

# What would end a text, an array or a list of values.
ODD = """quoted"and'comma,{brace}\\back"""


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["nia"], ["nia"]),
        (["tara", "nobody", "nia"], ["nia", "tara"]),
        (["nia", "nia"], ["nia"]),
        ([], []),
        ([ODD], [ODD]),
        (["%", "n%", ""], []),
    ],
    ids=["one", "several", "one twice", "none", "an odd one", "no pattern"],
)
async def test_exactly_those_are_found_that_are_among_the_values(
    database: Database, asked: list[str], found: list[str]
) -> None:
    await database.run(lambda tx: meet(tx, NIA, TARA, known("ben"), known(ODD)))

    rows = await database.read(lambda tx: tx.all(NAMED, person_ids=asked))

    assert [row.id for row in rows] == found


def test_sqlite_finds_them_by_its_index(sqlite_url: str) -> None:
    statement = str(NAMED.compile(dialect=sqlite.dialect()))
    with closing(sqlite3.connect(str(make_url(sqlite_url).database))) as connection:
        steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", ["[]"])]

    assert steps[0].startswith("SEARCH person"), steps
