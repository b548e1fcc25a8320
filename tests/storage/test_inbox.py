import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Date, DateTime, Time, inspect, make_url

from storage import inbox
from storage.database import Database, DatabaseUnavailableError, engine
from storage.inbox import Kept, Lot, Sealed
from storage.tables import Inbox, Response
from storage.transactions import StatementRefusedError, Transaction
from tests.storage.kit import SITE, SPRING, Meeting, rows

TABLES: list[Kept] = ["inbox", "response"]
WEEK, NEXT_WEEK = "week/2026-11-02", "week/2026-11-09"
LOT = Lot(SITE, SPRING.id, "nearest-color", WEEK)


def answer(name: str, **different: Any) -> Sealed:
    """An answer of the lot, under a name that nobody knows."""
    kept = Sealed(SITE, SPRING.id, name, "nearest-color", 1, WEEK, b"sealed " + name.encode())
    return replace(kept, **different)


LATER = answer("later", period=NEXT_WEEK)


def as_it_is(kept: Sealed) -> Sealed:
    return kept


async def keep(database: Database, *answers: Sealed) -> None:
    for one in answers:
        await database.run(lambda tx, a=one: inbox.keep(tx, a, as_it_is))


async def kept_in(database: Database, table: type[Inbox | Response]) -> list[tuple[Any, ...]]:
    return await rows(database, table, "pseudonym", "sealed")


async def keys(database: Database) -> dict[str, str]:
    return dict(await rows(database, Inbox, "pseudonym", "id"))


async def found(database: Database, name: str) -> bytes | None:
    return await database.read(lambda tx: inbox.find(tx, name))


async def test_a_new_answer_is_kept_in_the_inbox(database: Database) -> None:
    await keep(database, answer("a"))

    assert await kept_in(database, Inbox) == [("a", b"sealed a")]
    assert await kept_in(database, Response) == []


async def test_an_answer_is_kept_as_it_was_handed_over(database: Database) -> None:
    await keep(database, answer("a"))

    assert await database.run(lambda tx: inbox.take(tx, "inbox", LOT)) == [answer("a")]


async def test_with_each_answer_every_row_of_its_lot_gets_a_new_key(database: Database) -> None:
    await keep(database, answer("a"), answer("b"))
    before = await keys(database)
    await keep(database, answer("c"))
    after = await keys(database)

    assert sorted(after) == ["a", "b", "c"]
    assert set(before.values()) & set(after.values()) == set()


async def test_a_key_is_random_and_of_128_bits(database: Database) -> None:
    await keep(database, answer("a"), answer("b"))

    assert {len(bytes.fromhex(key)) for key in (await keys(database)).values()} == {16}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(answer("other", cohort_id="autumn"), id="another cohort"),
        pytest.param(answer("other", content_id="another"), id="another question"),
        pytest.param(answer("other", period=NEXT_WEEK), id="another week"),
        pytest.param(answer("other", site_id="hillside"), id="another site"),
    ],
)
async def test_the_rows_of_other_lots_stay_where_they_are(
    database: Database, other: Sealed
) -> None:
    await keep(database, other)
    before = (await keys(database))["other"]
    await keep(database, answer("a"))

    assert (await keys(database))["other"] == before


async def test_the_others_of_a_lot_are_laid_down_as_they_are_renewed(database: Database) -> None:
    await keep(database, answer("a"))
    await database.run(
        lambda tx: inbox.keep(tx, answer("b"), lambda kept: replace(kept, sealed=b"anew"))
    )

    assert await kept_in(database, Inbox) == [("a", b"anew"), ("b", b"sealed b")]


async def test_an_answer_is_found_under_its_pseudonym(database: Database) -> None:
    await keep(database, answer("a"), answer("b"))

    assert await found(database, "a") == b"sealed a"


async def test_under_another_pseudonym_there_is_nothing(database: Database) -> None:
    await keep(database, answer("a"))

    assert await found(database, "another") is None


async def test_an_answer_that_moved_on_is_found(database: Database) -> None:
    await keep(database, answer("a"))
    await database.run(lambda tx: inbox.move_on(tx, [LOT]))

    assert await found(database, "a") == b"sealed a"


async def test_of_two_under_one_pseudonym_the_inbox_has_the_one_that_counts(
    database: Database,
) -> None:
    await database.run(lambda tx: inbox.lay(tx, "response", [answer("a", sealed=b"old")]))
    await keep(database, answer("a"))

    assert await found(database, "a") == b"sealed a"


async def test_a_changed_answer_takes_the_place_of_the_one_before(database: Database) -> None:
    await keep(database, answer("a"), answer("b"), answer("a", sealed=b"changed"))

    assert await kept_in(database, Inbox) == [("a", b"changed"), ("b", b"sealed b")]


async def test_a_change_that_fails_leaves_the_answer_before_it(database: Database) -> None:
    await keep(database, answer("a"))

    def change(tx: Transaction) -> None:
        inbox.keep(tx, answer("a", sealed=b"changed"), as_it_is)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.run(change)

    assert await kept_in(database, Inbox) == [("a", b"sealed a")]


@pytest.mark.parametrize("table", TABLES)
async def test_one_pseudonym_stands_once_in_a_table(database: Database, table: Kept) -> None:
    with pytest.raises((DatabaseUnavailableError, StatementRefusedError)):
        await database.run(lambda tx: inbox.lay(tx, table, [answer("a"), answer("a")]))


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        pytest.param(answer("a"), answer("b"), ["a", "b"], id="of two people"),
        pytest.param(answer("a"), answer("a", sealed=b"changed"), ["a"], id="of one"),
    ],
)
async def test_of_two_answers_at_once_none_is_lost_and_none_is_doubled(
    database: Database,
    rival: Database,
    meeting: Meeting,
    first: Sealed,
    second: Sealed,
    left: list[str],
) -> None:
    await keep(database, answer("c"))

    def put(tx: Transaction, one: Sealed) -> None:
        meeting.wait()
        inbox.keep(tx, one, as_it_is)

    await asyncio.gather(
        database.run(lambda tx: put(tx, first)), rival.run(lambda tx: put(tx, second))
    )

    assert sorted(await keys(database)) == [*left, "c"]


async def test_the_lots_of_a_table_are_told_each_once(database: Database) -> None:
    await keep(database, answer("a"), LATER, answer("b"))

    assert await database.read(lambda tx: inbox.lots(tx, "inbox")) == [
        LOT,
        replace(LOT, period=NEXT_WEEK),
    ]


@pytest.mark.parametrize(("site", "period"), [(SITE, WEEK), ("hillside", NEXT_WEEK), ("x", None)])
async def test_the_period_that_has_waited_longest_is_told(
    database: Database, site: str, period: str | None
) -> None:
    await keep(database, LATER, answer("a"), replace(LATER, pseudonym="b", site_id="hillside"))

    assert await database.read(lambda tx: inbox.oldest(tx, site, "week/")) == period


async def test_the_oldest_of_one_kind_of_period_is_not_that_of_another(database: Database) -> None:
    await keep(database, answer("a"), replace(answer("b"), period="point/2026-11-03/pre"))
    found = [
        await database.read(lambda tx, kind=kind: inbox.oldest(tx, SITE, kind))
        for kind in ("week/", "point/", "late/")
    ]

    assert found == [WEEK, "point/2026-11-03/pre", None]


async def test_a_lot_moves_on_whole_and_no_other_with_it(database: Database) -> None:
    await keep(database, answer("a"), LATER, answer("b"))
    await database.run(lambda tx: inbox.move_on(tx, [LOT]))

    assert await kept_in(database, Response) == [("a", b"sealed a"), ("b", b"sealed b")]
    assert await kept_in(database, Inbox) == [("later", b"sealed later")]


async def test_what_moves_on_gets_a_new_key(database: Database) -> None:
    await keep(database, answer("a"))
    before = (await keys(database))["a"]
    await database.run(lambda tx: inbox.move_on(tx, [LOT]))

    assert await rows(database, Response, "id") != [(before,)]


async def test_what_moves_on_takes_the_place_of_what_is_there(database: Database) -> None:
    await database.run(lambda tx: inbox.lay(tx, "response", [answer("a", sealed=b"old")]))
    await keep(database, answer("a"))
    await database.run(lambda tx: inbox.move_on(tx, [LOT]))

    assert await kept_in(database, Response) == [("a", b"sealed a")]


@pytest.mark.parametrize("table", TABLES)
async def test_an_answer_is_deleted_wherever_it_is(database: Database, table: Kept) -> None:
    await database.run(lambda tx: inbox.lay(tx, table, [answer("a"), answer("b"), answer("c")]))
    await database.run(lambda tx: inbox.forget(tx, ["a", "c", "unknown"]))

    assert [await found(database, name) for name in "abc"] == [None, b"sealed b", None]


async def laid_down(database: Database, names: Sequence[str]) -> list[str]:
    """The names as somebody reads them who asks PostgreSQL for no order."""
    await keep(database, *map(answer, names))
    taken = await database.run(lambda tx: inbox.take(tx, "inbox", LOT))
    return [one.pseudonym for one in taken]


async def test_a_lot_does_not_lie_in_the_order_in_which_it_came(database: Database) -> None:
    names = [f"{number:02}" for number in range(16)]

    # Of 16! orders, two are these.
    assert await laid_down(database, names) not in (names, names[::-1])


def columns_of(url: str, table: str) -> dict[str, Any]:
    opened = engine(make_url(url))
    told = {column["name"]: column["type"] for column in inspect(opened).get_columns(table)}
    opened.dispose()
    return told


@pytest.mark.parametrize("table", TABLES)
def test_an_answer_is_kept_with_these_columns_and_no_other(database_url: str, table: Kept) -> None:
    assert sorted(columns_of(database_url, table)) == [
        "cohort_id",
        "content_id",
        "content_version",
        "id",
        "period",
        "pseudonym",
        "sealed",
        "site_id",
    ]


@pytest.mark.parametrize("table", TABLES)
def test_no_column_of_an_answer_holds_a_moment(database_url: str, table: Kept) -> None:
    moments = [
        name
        for name, kind in columns_of(database_url, table).items()
        if isinstance(kind, Date | DateTime | Time)
    ]

    assert moments == []


def test_no_table_refers_to_the_answers_and_they_to_none(database_url: str) -> None:
    opened = engine(make_url(database_url))
    looked_at = inspect(opened)
    referring = {
        (table, key["referred_table"])
        for table in looked_at.get_table_names()
        for key in looked_at.get_foreign_keys(table)
    }
    opened.dispose()

    assert {pair for pair in referring if set(pair) & set(TABLES)} == set()
