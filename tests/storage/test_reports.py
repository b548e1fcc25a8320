import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from storage import reports, trainings
from storage.database import Database, DatabaseUnavailableError
from storage.reports import Entry, Made, Released
from storage.tables import Audit, Release, ReleaseRound
from storage.transactions import StatementRefusedError, Transaction
from tests.storage.kit import (
    AUTUMN,
    DAY,
    HOUR,
    NIA,
    NOW,
    OTHER_SITE,
    SITE,
    SPRING,
    TARA,
    TODAY,
    Meeting,
    enrol,
    rows,
)


async def take(database: Database, **different: Any) -> bool:
    asked = {"site_id": SITE, "kind": "weekly", "starts_on": TODAY, "now": NOW} | different
    return await database.run(lambda tx: reports.take_round(tx, **asked))


async def test_a_round_is_taken_once(database: Database) -> None:
    taken = [await take(database), await take(database, now=NOW + HOUR)]

    assert (taken, await rows(database, ReleaseRound, "made_at")) == ([True, False], [(NOW,)])


@pytest.mark.parametrize(
    "different",
    [{"site_id": OTHER_SITE}, {"kind": "monthly"}, {"starts_on": TODAY + 7 * DAY}],
    ids=lambda different: next(iter(different)),
)
async def test_another_site_kind_or_week_is_another_round(
    database: Database, different: dict[str, Any]
) -> None:
    assert [await take(database), await take(database, **different)] == [True, True]


async def test_of_two_processes_that_take_a_round_at_once_one_has_it(
    database: Database, rival: Database, meeting: Meeting
) -> None:
    def take_it(tx: Transaction) -> bool:
        meeting.wait()
        return reports.take_round(tx, site_id=SITE, kind="weekly", starts_on=TODAY, now=NOW)

    taken = await asyncio.gather(database.run(take_it), rival.run(take_it))

    assert sorted(taken) == [False, True]


async def test_the_last_round_is_the_latest_of_a_site_and_kind(database: Database) -> None:
    for weeks in (2, 3, 1):
        await take(database, starts_on=TODAY + 7 * weeks * DAY)
    await take(database, starts_on=TODAY + 70 * DAY, site_id=OTHER_SITE)
    await take(database, starts_on=TODAY + 70 * DAY, kind="monthly")

    last = await database.read(lambda tx: reports.last_round(tx, SITE, "weekly"))

    assert last == TODAY + 21 * DAY


async def test_without_rounds_there_is_no_last_one(database: Database) -> None:
    assert await database.read(lambda tx: reports.last_round(tx, SITE, "weekly")) is None


async def test_the_first_list_of_a_site_is_that_of_whoever_came_first(database: Database) -> None:
    far = replace(SPRING, id="far", site_id=OTHER_SITE)
    for group, who, at in ((SPRING, NIA, NOW + DAY), (AUTUMN, TARA, NOW), (far, NIA, NOW - DAY)):
        await database.run(lambda tx, g=group, w=who, t=at: enrol(tx, g, w, at=t))

    assert await database.read(lambda tx: reports.first_listed(tx, SITE)) == NOW


async def test_a_site_without_lists_has_no_first(database: Database) -> None:
    assert await database.read(lambda tx: reports.first_listed(tx, SITE)) is None


def made(name: str, **different: Any) -> Made:
    release = Made(name, SITE, "weekly", TODAY, TODAY + 6 * DAY, None, "figures", "versions")
    return replace(release, **different)


async def released(
    database: Database, *releases: Made, site_ids: tuple[str, ...] = (SITE,)
) -> list[Released]:
    for one in releases:
        await take(database, site_id=one.site_id, kind=one.kind, starts_on=one.starts_on)
    await database.run(lambda tx: [reports.add(tx, one) for one in releases])
    return await database.read(lambda tx: reports.released(tx, site_ids, "weekly", TODAY))


async def test_a_release_is_read_as_it_was_made(database: Database) -> None:
    await database.run(lambda tx: trainings.add_cohort(tx, SPRING, NOW))

    assert await released(database, made("r1", cohort_id=SPRING.id)) == [
        Released(SITE, SPRING.id, TODAY, TODAY + 6 * DAY, "figures")
    ]


async def test_the_newest_period_comes_first(database: Database) -> None:
    weeks = [made(f"r{n}", starts_on=TODAY + n * 7 * DAY) for n in (1, 2, 0)]

    listed = await released(database, *weeks)

    assert [one.starts_on for one in listed] == [TODAY + n * 7 * DAY for n in (2, 1, 0)]


@pytest.mark.parametrize(
    "different",
    [{"site_id": OTHER_SITE}, {"kind": "monthly"}, {"ends_on": TODAY - DAY}],
    ids=lambda different: next(iter(different)),
)
async def test_a_release_of_another_site_kind_or_time_is_not_asked_for(
    database: Database, different: dict[str, Any]
) -> None:
    assert await released(database, made("r1", **different)) == []


async def test_the_releases_of_no_site_are_none(database: Database) -> None:
    assert await released(database, made("r1"), site_ids=()) == []


async def test_an_act_is_noted_word_for_word(database: Database) -> None:
    await database.run(
        lambda tx: reports.audit(tx, Entry("a1", SITE, NOW, "U0TARA", "cohort new", "spring"))
    )

    assert await rows(database, Audit, "id", "site_id", "at", "actor", "act", "subject") == [
        ("a1", SITE, NOW, "U0TARA", "cohort new", "spring")
    ]


WRITTEN_ONCE = ("release", "release_round", "audit")


@pytest.fixture
async def written(database: Database) -> None:
    await take(database)
    await database.run(lambda tx: reports.add(tx, made("r1")))
    await database.run(
        lambda tx: reports.audit(tx, Entry("a1", SITE, NOW, "U0TARA", "cohort new", "spring"))
    )


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("table", WRITTEN_ONCE)
@pytest.mark.parametrize("change", ["UPDATE {} SET site_id = 'other'", "DELETE FROM {}"])
async def test_the_database_refuses_to_change_what_is_written_once(
    database: Database, table: str, change: str
) -> None:
    everything = text(f"SELECT * FROM {table}")  # noqa: S608 -- a name of ours
    before = await database.read(lambda tx: tx.all(everything))

    with pytest.raises((StatementRefusedError, DatabaseUnavailableError)):
        await database.run(lambda tx: tx.run(text(change.format(table))))

    assert await database.read(lambda tx: tx.all(everything)) == before


@pytest.mark.usefixtures("written")
async def test_a_release_is_not_replaced_by_another_of_its_key(database: Database) -> None:
    replacement = text(
        "INSERT OR REPLACE INTO release SELECT id, 'other', kind, starts_on, ends_on, cohort_id, "
        "figures, definitions FROM release"
    )

    with pytest.raises((StatementRefusedError, DatabaseUnavailableError)):
        await database.run(lambda tx: tx.run(replacement))

    assert await rows(database, Release, "site_id") == [(SITE,)]
