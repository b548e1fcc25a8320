import asyncio

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
