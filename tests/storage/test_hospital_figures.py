from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from storage import hospital_figures
from storage.database import Database
from storage.hospital_figures import Approval, Typed
from storage.transactions import DatabaseUnavailableError, StatementRefusedError
from tests.storage.kit import NOW, OTHER_SITE, SITE

NURSES = Typed("caseload", "nurses", date(2026, 9, 1), date(2027, 8, 31), "{}")
LET_GO = Approval("a1", SITE, date(2026, 10, 1), "as-it-was", "U0CORA", NOW)


async def type_in(database: Database, *typed: Typed, site: str = SITE) -> None:
    for number, one in enumerate(typed):
        await database.run(
            lambda tx, one=one, number=number: hospital_figures.add(
                tx, one, figure_id=f"{site}{number}", site_id=site, by="U0CORA", now=NOW
            )
        )


async def test_of_what_was_typed_again_the_last_is_meant(database: Database) -> None:
    # Within one and the same second, too.
    mended = replace(NURSES, figures='{"trained": 2}')
    await type_in(database, NURSES, replace(NURSES, about="others"), mended)

    found = await database.read(lambda tx: hospital_figures.typed(tx, SITE))
    assert found == [mended, replace(NURSES, about="others")]


async def test_of_another_site_nothing_is_read(database: Database) -> None:
    await type_in(database, NURSES, site=OTHER_SITE)

    assert await database.read(lambda tx: hospital_figures.typed(tx, SITE)) == []


@pytest.mark.parametrize(
    ("site", "quarter", "found"),
    [
        (SITE, LET_GO.starts_on, ["as-it-was"]),
        (SITE, date(2026, 7, 1), []),
        (OTHER_SITE, LET_GO.starts_on, []),
    ],
    ids=["as it was", "another quarter", "another site"],
)
async def test_a_quarter_of_a_site_goes_as_it_was_let_go(
    database: Database, site: str, quarter: date, found: list[str]
) -> None:
    await database.run(lambda tx: hospital_figures.approve(tx, LET_GO))

    assert await database.read(lambda tx: hospital_figures.let_go(tx, site, quarter)) == found


@pytest.mark.parametrize("change", ["UPDATE {} SET site_id = 'other'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["hospital_figure", "rollup_approval"])
async def test_nobody_changes_what_was_typed_or_let_go(
    database: Database, table: str, change: str
) -> None:
    await type_in(database, NURSES)
    await database.run(lambda tx: hospital_figures.approve(tx, LET_GO))
    kept = text(f"SELECT * FROM {table}")  # noqa: S608 -- a name of ours
    before = await database.read(lambda tx: tx.all(kept))

    with pytest.raises((StatementRefusedError, DatabaseUnavailableError)):
        await database.run(lambda tx: tx.run(text(change.format(table))))

    assert await database.read(lambda tx: tx.all(kept)) == before != []
