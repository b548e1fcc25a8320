import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from storage import deletions, people, reachability, responses
from storage.database import Database
from storage.deletions import Asked
from storage.tables import Deletion, Delivery, LinkKey, Person
from storage.transactions import Transaction
from tests.storage.kit import (
    DAY,
    NIA,
    NOW,
    OTHER_SITE,
    SITE,
    SPRING,
    TARA,
    TODAY,
    Meeting,
    enrol,
    message,
    plan,
    rows,
)

TOMORROW = TODAY + DAY


@pytest.fixture(autouse=True)
async def asked(database: Database) -> None:
    """Nia and Tara, each with a link key; Nia was asked twice, and answered the first."""
    await database.run(lambda tx: enrol(tx, SPRING, NIA, TARA))
    for one in (NIA, TARA):
        await database.run(lambda tx, o=one: people.keep_link_key(tx, o, o.id.encode()))
    later: dict[str, Any] = {"local_date": TODAY + timedelta(days=7)}
    await plan(database, message("first"), message("second", **later))
    await plan(database, message("hers", person_id=TARA.id), message("pause", kind="exercise"))
    for name in ("first", "hers"):
        await database.run(lambda tx, n=name: responses.note_answered(tx, n, TODAY))


async def note(database: Database, *tags: str, on: date = TODAY, site: str = SITE) -> None:
    for tag in tags:
        await database.run(lambda tx, t=tag: deletions.note(tx, site, t, on))


async def test_the_questions_of_a_person_are_told_newest_first(database: Database) -> None:
    assert await database.read(lambda tx: deletions.questions(tx, NIA.id)) == [
        Asked("second", "nearest-color", 1, TODAY + timedelta(days=7), answered_on=None),
        Asked("first", "nearest-color", 1, TODAY, answered_on=TODAY),
    ]


async def test_a_link_key_is_told_or_none(database: Database) -> None:
    found = [
        await database.read(lambda tx, n=name: people.link_key(tx, n))
        for name in (NIA.id, "nobody")
    ]

    assert found == [b"nia", None]


async def test_everybody_with_a_link_key_is_told(database: Database) -> None:
    await database.run(lambda tx: deletions.forget_link_key(tx, NIA.id))

    assert await database.read(deletions.owners) == [TARA]


async def test_one_link_key_is_destroyed_and_no_other(database: Database) -> None:
    await database.run(lambda tx: deletions.forget_link_key(tx, NIA.id))

    assert await rows(database, LinkKey, "person_id") == [("tara",)]


async def test_of_one_person_it_is_forgotten_that_they_answered(database: Database) -> None:
    await database.run(lambda tx: deletions.forget_answered(tx, NIA.id))

    found = dict(await rows(database, Delivery, "id", "answered_on"))
    assert (found["first"], found["hers"]) == (None, TODAY)


async def test_of_one_question_it_is_forgotten_that_it_was_answered(database: Database) -> None:
    await database.run(lambda tx: deletions.forget_answered_one(tx, "first"))

    found = dict(await rows(database, Delivery, "id", "answered_on"))
    assert (found["first"], found["hers"]) == (None, TODAY)


async def test_what_one_person_chose_is_forgotten(database: Database) -> None:
    for one in (NIA, TARA):
        await database.run(lambda tx, o=one: people.set_hour(tx, o.id, NOW.time()))
        await database.run(lambda tx, o=one: people.set_pause(tx, o.id, NOW))
        await database.run(
            lambda tx, o=one: reachability.mark(tx, message(person_id=o.id), "user_disabled", NOW)
        )
        await database.run(lambda tx, o=one: people.set_dm_channel(tx, o.id, "D0X"))
    await database.run(lambda tx: deletions.forget_choices(tx, NIA.id))

    known = ("preferred_at", "paused_until", "dm_channel", "unreachable", "unreachable_at")
    assert await rows(database, Person, "id", *known) == [
        ("nia", None, None, None, None, None),
        ("tara", NOW.time(), NOW, "D0X", "user_disabled", NOW),
    ]


async def test_the_journal_has_each_tag_with_its_day(database: Database) -> None:
    await note(database, "b", "a")
    await note(database, "c", on=TOMORROW)

    journal = await database.read(deletions.journal)
    assert journal == {"a": TODAY, "b": TODAY, "c": TOMORROW}


async def test_what_is_deleted_again_stands_once_with_the_later_day(database: Database) -> None:
    await note(database, "a", "a")
    await note(database, "a", on=TOMORROW)

    assert await database.read(deletions.journal) == {"a": TOMORROW}


async def test_with_each_deletion_every_row_of_its_day_gets_a_new_key(
    database: Database,
) -> None:
    await note(database, "a", "b")
    before = dict(await rows(database, Deletion, "tag", "id"))
    await note(database, "c")
    after = dict(await rows(database, Deletion, "tag", "id"))

    assert set(before.values()) & set(after.values()) == set()


async def test_the_rows_of_other_days_and_sites_stay_where_they_are(database: Database) -> None:
    await note(database, "a", on=TOMORROW)
    await note(database, "b", site=OTHER_SITE)
    before = dict(await rows(database, Deletion, "tag", "id"))
    await note(database, "c")
    after = dict(await rows(database, Deletion, "tag", "id"))

    assert {tag: after[tag] for tag in before} == before


async def test_of_two_deletions_at_once_none_is_lost(
    database: Database, rival: Database, meeting: Meeting
) -> None:
    await note(database, "a")

    def delete(tx: Transaction, tag: str) -> None:
        meeting.wait()
        deletions.note(tx, SITE, tag, TODAY)

    await asyncio.gather(
        database.run(lambda tx: delete(tx, "b")), rival.run(lambda tx: delete(tx, "c"))
    )

    assert set(await database.read(deletions.journal)) == {"a", "b", "c"}
