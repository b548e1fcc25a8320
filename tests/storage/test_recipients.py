"""What decides about a claim, read of many people together."""

from datetime import time

import pytest

from storage import people, reachability, recipients, routines, sendings
from storage.database import Database
from storage.people import Decision, Known
from storage.recipients import Recipient
from storage.transactions import Transaction
from tests.storage.kit import (
    AUTUMN,
    DAY,
    HOUR,
    NIA,
    NO,
    NOW,
    SPRING,
    TARA,
    YES,
    enrol,
    known,
    message,
    plan,
)

PIA = known("pia")


@pytest.fixture(autouse=True)
async def enrolled(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA, TARA, PIA))


async def of(database: Database, *who: Known) -> dict[str, Recipient]:
    """Return what is known of these people."""
    ids = [one.id for one in who]
    return dict(await database.read(lambda tx: recipients.recipients(tx, ids, ("check-in",))))


def decide(tx: Transaction, who: Known, *decisions: Decision) -> None:
    """Have somebody decide several times, one after the other."""
    for number, one in enumerate(decisions):
        people.decide(tx, who, one, decision_id=f"{who.id}/{number}", now=NOW)


async def test_everybody_asked_for_is_there_and_nobody_else(database: Database) -> None:
    assert sorted(await of(database, NIA, PIA)) == ["nia", "pia"]


async def test_of_nobody_nothing_is_known(database: Database) -> None:
    assert await of(database) == {}


async def test_each_is_known_as_one_alone_would_be(database: Database) -> None:
    def happen(tx: Transaction) -> None:
        people.set_dm_channel(tx, NIA.id, "D0NIA")
        people.set_pause(tx, NIA.id, NOW + DAY)
        people.set_hour(tx, TARA.id, time(6))
        reachability.mark(tx, message(person_id=TARA.id), "user_disabled", NOW)

    await database.run(happen)
    found = await of(database, NIA, TARA)

    for one in (NIA, TARA):
        alone = await database.read(lambda tx, o=one: sendings.addressee(tx, o.id))
        assert found[one.id].to == alone


async def test_of_each_the_last_decision_counts(database: Database) -> None:
    await database.run(lambda tx: decide(tx, NIA, YES, NO))
    await database.run(lambda tx: decide(tx, TARA, NO, YES))
    found = await of(database, NIA, TARA, PIA)

    assert [found[one.id].decided for one in (NIA, TARA, PIA)] == [NO, YES, None]


async def test_the_latest_cohort_of_each_stands_first(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, AUTUMN, NIA, at=NOW + HOUR))
    await database.run(lambda tx: enrol(tx, AUTUMN, TARA, at=NOW - HOUR))
    found = await of(database, NIA, TARA, PIA)

    assert [found[one.id].cohorts for one in (NIA, TARA, PIA)] == [
        ("autumn", "spring"),
        ("spring", "autumn"),
        ("spring",),
    ]


async def test_what_is_kept_of_each_is_of_nobody_else(database: Database) -> None:
    def happen(tx: Transaction) -> None:
        routines.change(tx, NIA.id, hides_questions=True)
        routines.set_hours(tx, TARA, (0, 1), time(7), time(19))

    await database.run(happen)
    await plan(
        database,
        message("second", due_at=NOW + HOUR),
        message("first"),
        message("theirs", person_id=TARA.id),
        message("of another kind", kind="exercise"),
    )
    found = await of(database, NIA, TARA, PIA)

    past = [found[one.id].past for one in (NIA, TARA, PIA)]
    assert [one.habits.hides_questions for one in past] == [True, False, False]
    assert [sorted(one.habits.hours) for one in past] == [[], [0, 1], []]
    assert [[begun.id for begun in one.begun] for one in past] == [
        ["first", "second"],
        ["theirs"],
        [],
    ]
