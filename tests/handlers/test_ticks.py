import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.ticks import Metronome
from storage.database import Database
from tests.flows.kit import CHECKIN_AT, LEASE, SETTLED, Worker, row
from tests.hospital import Hospital


async def _hangs(hospital: Hospital, seconds: float) -> int:
    """Return how many messages Nia has, one of them with its answer to the bot still to come."""
    await hospital.cohort_of([hospital.nia])
    before = len(hospital.nia.messages)
    hospital.sandbox.fault("chat.postMessage", "delay", seconds=seconds)
    hospital.sandbox.calendar.move_to(CHECKIN_AT)
    async with asyncio.timeout(20):
        while len(hospital.nia.messages) == before:  # noqa: ASYNC110 -- the metronome ticks
            await asyncio.sleep(0.01)
    return len(hospital.nia.messages)


async def test_a_bot_that_is_told_to_stop_ends_what_is_on_its_way(hospital: Hospital) -> None:
    await _hangs(hospital, 0.5)
    await hospital.bot._metronome.stop()

    assert (await row(hospital))["sent_at"] is not None


async def test_what_takes_too_long_to_end_another_finds(hospital: Hospital) -> None:
    there = await _hangs(hospital, 5.0)
    await hospital.bot._metronome.stop(within=0.1)
    assert (await row(hospital))["sent_at"] is None

    await Worker(hospital).watch_for(LEASE, 0.0, SETTLED, 0.0)
    assert (await row(hospital))["message_ts"] == hospital.nia.messages[-1].ts
    assert len(hospital.nia.messages) == there


async def test_a_message_of_which_slack_says_nothing_keeps_no_other_from_being_closed(
    hospital: Hospital,
) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await hospital.cohort_of([hospital.nia, pia])
    await hospital.until(CHECKIN_AT)
    asked = [person.messages[-1] for person in (hospital.nia, pia)]
    assert asked[0].metadata is not None
    hospital.bot.tools.closing.add(asked[0].metadata["event_payload"]["delivery_id"])
    hospital.sandbox.calendar.move_by(timedelta(hours=36))
    await hospital.tick()

    now = {one.ts: one.text for person in (hospital.nia, pia) for one in person.messages}
    assert ["Closed" in now[one.ts] for one in asked] == [False, True]


async def test_what_nobody_waits_for_any_longer_goes_on(hospital: Hospital) -> None:
    tasks, answered = hospital.bot.tools.tasks, asyncio.Event()
    ended: list[bool] = []

    async def hang() -> None:
        ended.append(await answered.wait())

    await tasks.attend(hang(), 0.0)
    before = list(ended)
    answered.set()
    await tasks.drained()
    assert (before, ended) == ([], [True])


async def test_a_database_that_is_away_is_told_of_once(
    hospital: Hospital, caplog: pytest.LogCaptureFixture
) -> None:
    nobody_listens = Database("postgresql://nobody@127.0.0.1:9/nothing")
    away = Metronome(
        replace(hospital.bot.tools, database=nobody_listens), hospital.sandbox.calendar.now
    )
    for _ in range(2):
        await away.tick()
    nobody_listens.close()

    told = [one for one in caplog.messages if "the database cannot be used" in one]
    assert len(told) == 1
