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


async def test_what_is_taken_back_is_not_confirmed_and_everything_else_still_is(
    database: Database,
) -> None:
    others = replace(OF_SPRING, id="c3", slack_id="U0THEO")
    for confirmed in (AT_NAMING, OF_SPRING, others):
        await database.run(lambda tx, one=confirmed: confirmations.keep(tx, one))
    taken = [
        await database.run(lambda tx: confirmations.take_back(tx, "U0TARA", SITE, SPRING.id))
        for _ in range(2)
    ]

    assert taken == [True, False]
    assert [
        await database.read(lambda tx, who=who: confirmations.of(tx, who))
        for who in ("U0TARA", "U0THEO")
    ] == [{(SITE, "site")}, {(SITE, SPRING.id)}]
