from datetime import date, time

import pytest

from storage import deliveries as planned
from storage import sendings, time_points
from storage.claims import claim
from storage.database import Database
from storage.time_points import Standing
from storage.transactions import Transaction
from tests.storage.kit import DAY, HOUR, ME, NIA, NOW, SPRING, TARA, TODAY, enrol, message

MOMENT = (date(2026, 12, 12), time(19))


@pytest.fixture
async def known(database: Database) -> Database:
    """A database that knows Nia and Tara, and an assessment of Nia's."""

    def keep(tx: Transaction) -> None:
        enrol(tx, SPRING, NIA, TARA)
        time_points.begin(tx, NIA, SPRING.id, "pre", new_id="first")

    await database.run(keep)
    return database


async def standing(database: Database) -> Standing:
    return await database.read(
        lambda tx: time_points.standings(tx, NIA.id, SPRING.id).get("pre", Standing("pre"))
    )


async def answer(database: Database) -> bool:
    return await database.run(lambda tx: time_points.answer(tx, NIA.id, SPRING.id, "pre", TODAY))


async def decline(database: Database) -> bool:
    return await database.run(lambda tx: time_points.decline(tx, NIA.id, SPRING.id, "pre", TODAY))


async def test_what_is_begun_is_open(known: Database) -> None:
    assert await standing(known) == Standing("pre")
    assert (await standing(known)).is_open


async def test_begun_twice_it_is_one(known: Database) -> None:
    await answer(known)
    await known.run(lambda tx: time_points.begin(tx, NIA, SPRING.id, "pre", new_id="second"))

    assert (await standing(known)).answered_on == TODAY


async def test_the_first_answer_sets_the_day(known: Database) -> None:
    assert await answer(known)
    later = TODAY + DAY
    again = await known.run(lambda tx: time_points.answer(tx, NIA.id, SPRING.id, "pre", later))

    assert not again
    assert await standing(known) == Standing("pre", answered_on=TODAY)


async def test_what_was_declined_cannot_be_answered(known: Database) -> None:
    assert await decline(known)
    assert not await answer(known)
    assert await standing(known) == Standing("pre", declined_on=TODAY)


async def test_what_was_answered_cannot_be_declined(known: Database) -> None:
    await answer(known)

    assert not await decline(known)
    assert await standing(known) == Standing("pre", answered_on=TODAY)


async def test_the_last_choice_of_a_moment_counts(known: Database) -> None:
    for moment in ((date(2026, 12, 4), time(8)), MOMENT):
        await known.run(lambda tx, m=moment: time_points.choose(tx, NIA.id, SPRING.id, "pre", m))

    assert (await standing(known)).chosen == MOMENT


async def test_what_is_taken_back_looks_as_if_it_were_declined(known: Database) -> None:
    await answer(known)
    later = TODAY + DAY
    taken = await known.run(lambda tx: time_points.take_back(tx, NIA.id, SPRING.id, "pre", later))

    assert taken
    assert await standing(known) == Standing("pre", declined_on=later)


async def test_what_was_not_answered_cannot_be_taken_back(known: Database) -> None:
    assert not await known.run(
        lambda tx: time_points.take_back(tx, NIA.id, SPRING.id, "pre", TODAY)
    )
    assert await standing(known) == Standing("pre")


async def test_to_forget_somebody_leaves_the_others(known: Database) -> None:
    await known.run(lambda tx: time_points.begin(tx, TARA, SPRING.id, "pre", new_id="tara"))
    await known.run(lambda tx: time_points.forget(tx, NIA.id))
    left = [
        await known.read(lambda tx, one=one: time_points.standings(tx, one.id, SPRING.id))
        for one in (NIA, TARA)
    ]

    assert left == [{}, {"pre": Standing("pre")}]


async def test_whether_somebody_was_asked_lately_is_told_by_what_was_sent(known: Database) -> None:
    asks = message("assessment/pre", kind="assessment", cohort_id=SPRING.id)

    def send(tx: Transaction) -> None:
        planned.plan(tx, [asks])
        claim(tx, by=ME, now=NOW + HOUR, claimed_at=NOW, limit=9)
        sendings.note_sent(tx, asks, by=ME, channel="D0", ts="1.0", now=NOW)

    await known.run(send)
    asked = [
        await known.read(lambda tx, s=since: time_points.asked_since(tx, NIA.id, "assessment", s))
        for since in (NOW - HOUR, NOW)
    ]
    assert asked == [True, False]


async def test_a_message_says_its_step_to_its_addressee_alone(known: Database) -> None:
    asks = message("assessment/pre", kind="assessment", cohort_id=SPRING.id)
    await known.run(lambda tx: planned.plan(tx, [asks]))
    told = [
        await known.read(lambda tx, one=one: time_points.step(tx, one.id, asks.id))
        for one in (NIA, TARA)
    ]

    assert told == [(asks.step, SPRING.id), None]
