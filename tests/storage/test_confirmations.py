from dataclasses import replace

from storage import confirmations
from storage.confirmations import Confirmed
from storage.database import Database
from storage.tables import Confirmation
from tests.storage.kit import DAY, NOW, OTHER_SITE, SITE, SPRING, rows

AT_NAMING = Confirmed("c1", SITE, "U0TARA", "site", 1, NOW)
OF_SPRING = replace(AT_NAMING, id="c2", subject=SPRING.id)


async def test_somebody_has_confirmed_what_they_confirmed_and_nothing_else(
    database: Database,
) -> None:
    others = replace(AT_NAMING, id="c3", slack_id="U0THEO", site_id=OTHER_SITE)
    for confirmed in (AT_NAMING, OF_SPRING, others):
        await database.run(lambda tx, one=confirmed: confirmations.keep(tx, one))

    found = await database.read(lambda tx: confirmations.of(tx, "U0TARA"))
    assert found == {(SITE, "site"), (SITE, SPRING.id)}


async def test_somebody_who_was_never_asked_has_confirmed_nothing(database: Database) -> None:
    assert await database.read(lambda tx: confirmations.of(tx, "U0TARA")) == frozenset()


async def test_confirming_again_keeps_the_first_words_and_the_first_moment(
    database: Database,
) -> None:
    again = replace(AT_NAMING, id="c9", version=2, confirmed_at=NOW + DAY)
    kept = [
        await database.run(lambda tx, one=confirmed: confirmations.keep(tx, one))
        for confirmed in (AT_NAMING, again)
    ]

    assert kept == [True, False]
    assert await rows(database, Confirmation, "id", "version", "confirmed_at") == [("c1", 1, NOW)]
