import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.flows import checkins
from bot.flows.checkins import Answered
from storage.tables import Inbox
from tests import databases
from tests.hospital import Hospital


@pytest.fixture
def settings(settings: dict[str, str], postgres: str) -> dict[str, str]:
    """The environment of a bot whose database is PostgreSQL."""
    return settings | {"DATABASE_URL": databases.on_postgresql(postgres)}


async def test_a_week_goes_by_on_postgresql_as_on_sqlite(hospital: Hospital) -> None:
    people = [hospital.nia] + [hospital.sandbox.add_person(f"P{number}") for number in range(17)]
    await hospital.cohort_of(people)
    await hospital.until(datetime(2026, 11, 10, 15, 30, tzinfo=UTC))
    for person in people[:13]:
        await hospital.tap(person, "Open")
        await hospital.tap(person, "I cannot put it down")
        await hospital.tap(person, "Change my answer")
        await hospital.submit(person, {"Your answer": "A lot of it"})
        await person.close()
    await hospital.until(datetime(2026, 11, 19, 15, 0, tzinfo=UTC))

    words = await hospital.command(hospital.cora, "participation cohort Spring")
    assert "9 Nov to 15 Nov 2026   Spring  more than two thirds" in words
    assert "more than two thirds" in hospital.tara.messages[-1].text


async def test_taps_at_the_same_moment_count_once_and_are_all_answered(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(datetime(2026, 11, 10, 15, 30, tzinfo=UTC))
    metadata = hospital.nia.messages[-1].metadata
    assert metadata is not None
    delivery_id = metadata["event_payload"]["delivery_id"]
    now = hospital.sandbox.calendar.now()
    tools, who = hospital.bot.tools, hospital.nia.slack_id
    first = [checkins.answer(tools, who, delivery_id, "all-of-it", now) for _ in range(6)]
    then = [checkins.change(tools, who, delivery_id, "all-of-it", now) for _ in range(6)]
    answers = [*await asyncio.gather(*first), *await asyncio.gather(*then)]
    kept = await tools.database.read(lambda tx: tx.all(select(Inbox.__table__)))

    assert {type(answer) for answer in answers} == {Answered}
    assert len(kept) == 1
