"""How fast all processes together call Slack."""

import asyncio
from dataclasses import replace

from bot.flows import paces
from bot.rules.pacing import HISTORY, POST, TIERS, UPDATE
from bot.slack import NotSentError
from tests.flows.kit import Worker, just_due, until_due
from tests.hospital import Hospital


def paced(hospital: Hospital) -> Worker:
    """Return a process that keeps to Slack's limits."""
    worker = Worker(hospital)
    worker.tools = replace(worker.tools, paced=True)
    return worker


async def test_a_rested_method_takes_a_burst_and_then_waits(hospital: Hospital) -> None:
    tools = paced(hospital).tools
    burst = int(TIERS[UPDATE].burst)

    assert [await paces.take(tools, UPDATE, 50) for _ in range(2)] == [burst, 0]


async def test_two_processes_share_one_pace(hospital: Hospital) -> None:
    one, other = paced(hospital).tools, paced(hospital).tools
    taken = await asyncio.gather(*(paces.take(tools, HISTORY, 4) for tools in (one, other)))

    assert sum(taken) == int(TIERS[HISTORY].burst)


async def test_a_method_that_slack_limits_slows_down_no_other(hospital: Hospital) -> None:
    tools = paced(hospital).tools
    await paces.slow(tools, NotSentError("rate limited", 60.0, limited=UPDATE))

    assert [await paces.take(tools, method, 1) for method in (UPDATE, HISTORY)] == [0, 1]


async def test_what_slack_limits_is_left_alone_at_any_pace(hospital: Hospital) -> None:
    tools = replace(hospital.bot.tools, paced=False)
    await paces.slow(tools, NotSentError("rate limited", 60.0, limited=UPDATE))

    assert await paces.take(tools, UPDATE, 1) == 0


async def test_without_a_pace_everything_may_go_at_once(hospital: Hospital) -> None:
    tools = replace(hospital.bot.tools, paced=False)

    assert await paces.take(tools, UPDATE, 50) == 50


async def test_no_more_goes_out_in_one_tick_than_the_pace_allows(hospital: Hospital) -> None:
    others = [hospital.sandbox.add_person(f"P{number} Example") for number in range(20)]
    await hospital.cohort_of([hospital.nia, *others])
    await just_due(hospital)
    sent = sum(len(person.messages) for person in others)
    worker = paced(hospital)
    # As if the burst had just been used up.
    await paces.take(worker.tools, POST, int(TIERS[POST].burst))
    await worker.tick()

    assert sum(len(person.messages) for person in others) - sent <= TIERS[POST].burst


async def test_what_was_not_wanted_costs_nothing_of_the_pace(hospital: Hospital) -> None:
    await until_due(hospital)
    await hospital.command(hospital.nia, "pause")
    worker = paced(hospital)
    await worker.tick()

    assert await paces.take(worker.tools, POST, 50) == int(TIERS[POST].burst)
