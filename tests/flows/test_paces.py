"""How fast all processes together call Slack."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from bot.flows import paces
from bot.flows.senders import AT_ONCE
from bot.rules.pacing import HISTORY, OPEN, POST, TIERS, UPDATE
from bot.sandbox import Actor
from bot.slack import NotSentError
from storage import pacing, unsettled
from storage.pacing import Noted
from storage.tables import Delivery, Person, columns
from storage.transactions import Transaction
from tests.flows.kit import CHECKIN_AT, Worker, just_due, until_due
from tests.hospital import Hospital


def paced(hospital: Hospital) -> Worker:
    """Return a process that keeps to Slack's limits; everybody has had their rest."""
    worker = Worker(hospital)
    rested = worker.tools.real_now() + timedelta(minutes=1)
    worker.tools = replace(worker.tools, paced=True, real_now=lambda: rested)
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


async def test_after_the_databases_clock_was_set_back_nobody_waits_until_it_has_caught_up(
    hospital: Hospital,
) -> None:
    tools = paced(hospital).tools

    def use_up_an_hour_ahead(tx: Transaction) -> None:
        ahead = pacing.seconds(tx) + 3600
        pacing.note(tx, POST, Noted(tokens=0.0, rate=TIERS[POST].rate, at=ahead, paused_for=0.0))

    await tools.database.run(use_up_an_hour_ahead)
    await paces.take(tools, POST, 1)

    noted, now = await tools.database.read(lambda tx: (pacing.noted(tx, POST), pacing.seconds(tx)))
    assert noted is not None
    assert noted.at <= now


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


async def test_a_slack_that_opens_no_conversation_keeps_nobody_waiting_who_has_one(
    hospital: Hospital,
) -> None:
    others = [hospital.sandbox.add_person(f"P{number} Example") for number in range(10)]
    await hospital.cohort_of([hospital.nia, *others])
    await just_due(hospital)
    await _forget_conversations(hospital, others)
    hospital.sandbox.fault("conversations.open", "ratelimited", times=9, retry_after=3600)
    worker, before = paced(hospital), len(hospital.nia.messages)
    for _ in range(3):
        await worker.tick()

    assert len(hospital.nia.messages) == before + 1


async def test_whoever_waits_for_a_conversation_takes_nobody_elses_turn(
    hospital: Hospital,
) -> None:
    others = [hospital.sandbox.add_person(f"P{number} Example") for number in range(10)]
    await hospital.cohort_of([hospital.nia, *others])
    await just_due(hospital)
    await _forget_conversations(hospital, others)
    worker, before = paced(hospital), len(hospital.nia.messages)
    await paces.take(worker.tools, OPEN, int(TIERS[OPEN].burst) - 1)
    await worker.tick()

    assert len(hospital.nia.messages) == before + 1


async def _forget_conversations(hospital: Hospital, them: list[Actor]) -> None:
    """Have the bot know of no conversation with these people, who are written to before others."""
    those = columns(Person).slack_id.in_([person.slack_id for person in them])
    of_those = columns(Delivery).person_id.in_(select(columns(Person).id).where(those))
    waiting = columns(Delivery).claimed_at.is_(None)

    def forget(tx: Transaction) -> None:
        tx.run(update(Person).where(those).values(dm_channel=None))
        tx.run(
            update(Delivery)
            .where(of_those, waiting, columns(Delivery).due_at == CHECKIN_AT)
            .values(due_at=CHECKIN_AT - timedelta(minutes=1))
        )

    await hospital.bot.tools.database.run(forget)


async def test_what_was_claimed_ahead_waits_again_when_slack_asks_to_wait(
    hospital: Hospital,
) -> None:
    others = [hospital.sandbox.add_person(f"P{number} Example") for number in range(AT_ONCE + 3)]
    await hospital.cohort_of([hospital.nia, *others])
    await just_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "ratelimited", times=AT_ONCE, retry_after=3600)
    await Worker(hospital).tick()

    assert await hospital.bot.tools.database.read(unsettled.unsettled) == []
