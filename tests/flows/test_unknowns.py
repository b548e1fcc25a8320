"""Nobody knows whether Slack took a message: it is looked for, and only then sent again."""

import asyncio
from datetime import timedelta

import pytest

from bot.flows import deliveries as flow
from bot.rules.leases import LEASE_SECONDS, SETTLED_SECONDS
from storage import sendings
from tests.flows.kit import (
    DEAD,
    LEASE,
    SETTLED,
    Worker,
    claimed_by_the_dead,
    just_due,
    row,
    until_due,
)
from tests.hospital import Hospital

MINUTE = timedelta(minutes=1)
NOTICE = "notice/2-hours"


def history_calls(hospital: Hospital) -> int:
    return [call.method for call in hospital.sandbox.calls].count("conversations.history")


async def test_what_slack_took_without_saying_so_is_found_and_was_sent(hospital: Hospital) -> None:
    before = await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "accept_then_drop")
    await Worker(hospital).watch_for(0.0, SETTLED)

    noted = await row(hospital)
    assert len(hospital.nia.messages) == before + 1
    assert (noted["message_ts"], noted["unknown_at"]) == (hospital.nia.messages[-1].ts, None)
    assert noted["sent_at"] is not None


async def test_what_slack_took_is_found_though_our_clock_is_hours_ahead(hospital: Hospital) -> None:
    before = await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "accept_then_drop")
    worker = Worker(hospital, ahead=timedelta(hours=1))
    await worker.watch_for(0.0, SETTLED, 0.0)

    assert len(hospital.nia.messages) == before + 1


@pytest.mark.parametrize("fault", ["http_500", "drop"])
async def test_what_slack_never_took_is_sent_once_more(hospital: Hospital, fault: str) -> None:
    before = await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", fault)
    await Worker(hospital).watch_for(0.0, SETTLED, 0.0, SETTLED)

    assert len(hospital.nia.messages) == before + 1


async def test_nobody_looks_before_slack_has_settled_it(hospital: Hospital) -> None:
    await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "accept_then_drop")
    await Worker(hospital).watch_for(0.0, SETTLED_SECONDS - 1)

    assert history_calls(hospital) == 0


async def test_each_time_nobody_knows_it_is_looked_up_once(hospital: Hospital) -> None:
    await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "http_500", times=2)
    await Worker(hospital).watch_for(0.0, SETTLED, 0.0, 2 * SETTLED, 0.0, 4 * SETTLED)

    assert history_calls(hospital) == 2


async def test_when_nobody_could_look_somebody_looks_again(hospital: Hospital) -> None:
    before = await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "accept_then_drop")
    hospital.sandbox.fault("conversations.history", "http_500")
    await Worker(hospital).watch_for(0.0, SETTLED, 0.0, SETTLED)

    assert len(hospital.nia.messages) == before + 1
    assert (await row(hospital))["sent_at"] is not None


async def test_what_is_found_not_to_be_there_too_late_is_not_sent(hospital: Hospital) -> None:
    before = await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "drop")
    worker = Worker(hospital)
    await worker.watch_for(0.0)
    hospital.sandbox.calendar.move_to((await row(hospital))["send_by"])
    hospital.sandbox.calendar.move_by(MINUTE)
    await worker.tick(SETTLED)

    assert len(hospital.nia.messages) == before
    assert (await row(hospital))["dropped"] == "expired (outage)"


@pytest.mark.parametrize("code", ["missing_scope", "access_denied", "not_allowed_token_type"])
async def test_a_check_in_where_nobody_may_look_is_rather_not_sent_than_twice(
    hospital: Hospital, code: str
) -> None:
    before = await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "drop")
    hospital.sandbox.fault("conversations.history", "error", code=code)
    await Worker(hospital).watch_for(0.0, SETTLED, 0.0, SETTLED)

    assert len(hospital.nia.messages) == before
    assert (await row(hospital))["failure"] == "unconfirmed"


async def _notice_is_due(hospital: Hospital) -> int:
    await hospital.cohort_of([hospital.nia])
    due_at = (await row(hospital, NOTICE))["due_at"]
    await just_due(hospital, due_at)
    return len(hospital.nia.messages)


async def test_a_notice_where_nobody_may_look_comes_rather_twice_than_not_at_all(
    hospital: Hospital,
) -> None:
    before = await _notice_is_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "accept_then_drop")
    hospital.sandbox.fault("conversations.history", "error", code="missing_scope", times=None)
    await Worker(hospital).watch_for(0.0, SETTLED, 0.0, SETTLED)

    assert len(hospital.nia.messages) == before + 2


async def test_what_is_sent_again_carries_the_same_ids(hospital: Hospital) -> None:
    await _notice_is_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "accept_then_drop")
    hospital.sandbox.fault("conversations.history", "error", code="missing_scope", times=None)
    await Worker(hospital).watch_for(0.0, SETTLED, 0.0, SETTLED)
    posts = [call.arguments for call in hospital.sandbox.calls if "metadata" in call.arguments]

    first, second = posts[-2:]
    assert first == second


async def test_a_notice_comes_never_three_times(hospital: Hospital) -> None:
    before = await _notice_is_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "accept_then_drop", times=None)
    hospital.sandbox.fault("conversations.history", "error", code="missing_scope", times=None)
    await Worker(hospital).watch_for(0.0, SETTLED, 0.0, 2 * SETTLED, 0.0, 2 * SETTLED)

    assert len(hospital.nia.messages) == before + 2
    assert (await row(hospital, NOTICE))["failure"] == "unconfirmed"


async def test_a_claim_of_a_process_that_died_is_sent_by_another(hospital: Hospital) -> None:
    before = await until_due(hospital)
    await claimed_by_the_dead(hospital)
    await Worker(hospital).watch_for(LEASE, 0.0, SETTLED, 0.0)

    assert len(hospital.nia.messages) == before + 1


async def test_what_a_process_sent_before_it_died_is_not_sent_by_another(
    hospital: Hospital,
) -> None:
    before = await until_due(hospital)
    message = await claimed_by_the_dead(hospital)
    person = hospital.nia.slack_id
    await hospital.bot.tools.slack.deliver(person, "Hello", (), message.id)
    await Worker(hospital).watch_for(LEASE, 0.0, SETTLED, 0.0)

    assert len(hospital.nia.messages) == before + 1
    assert (await row(hospital))["message_ts"] == hospital.nia.messages[-1].ts


async def test_a_claim_lasts_as_long_as_its_lease(hospital: Hospital) -> None:
    await until_due(hospital)
    await claimed_by_the_dead(hospital)
    await Worker(hospital).watch_for(LEASE_SECONDS - 1)

    assert (await row(hospital))["claimed_by"] == DEAD.owner


async def test_a_process_that_was_stopped_sends_nothing_when_it_goes_on(
    hospital: Hospital,
) -> None:
    before = await until_due(hospital)
    stopped, other = Worker(hospital), Worker(hospital)
    reads = iter([0.0] * 3)
    # Its turn begins and its claim is made at once; then it stands still for longer than the lease.
    object.__setattr__(stopped.tools, "elapsed", lambda: next(reads, 90.0))
    await stopped.tick()

    assert len(hospital.nia.messages) == before
    await other.tick()
    assert len(hospital.nia.messages) == before + 1


async def test_a_process_that_was_stopped_notes_nothing_over_the_claim_of_another(
    hospital: Hospital,
) -> None:
    before = await until_due(hospital)
    message = await claimed_by_the_dead(hospital)
    await Worker(hospital).watch_for(LEASE, 0.0, SETTLED, 0.0)
    sent = await row(hospital)
    await hospital.bot.tools.database.run(
        lambda tx: sendings.note_failure(tx, message, by=DEAD, reason="too_late")
    )

    assert (len(hospital.nia.messages), await row(hospital)) == (before + 1, sent)


async def test_several_that_see_one_dead_claim_send_its_message_once(hospital: Hospital) -> None:
    before = await until_due(hospital)
    await claimed_by_the_dead(hospital)
    workers = [Worker(hospital) for _ in range(3)]
    for seconds in (0.0, LEASE, 0.0, SETTLED, 0.0):
        await asyncio.gather(*(worker.tick(seconds) for worker in workers))

    assert len(hospital.nia.messages) == before + 1


async def test_a_calendar_that_jumps_ends_no_claim(hospital: Hospital) -> None:
    await until_due(hospital)
    await claimed_by_the_dead(hospital)
    worker = Worker(hospital)
    await worker.tick()
    hospital.sandbox.calendar.move_by(MINUTE * 60)
    await worker.tick(1.0)

    assert (await row(hospital))["claimed_by"] == DEAD.owner


async def test_one_message_that_hangs_holds_up_no_other(hospital: Hospital) -> None:
    others = [hospital.sandbox.add_person(f"P{number} Example") for number in range(20)]
    await hospital.cohort_of([hospital.nia, *others])
    await just_due(hospital)
    before = sum(len(person.messages) for person in others)
    hospital.sandbox.fault("chat.postMessage", "delay", seconds=3.0)
    sending = asyncio.create_task(flow.send_due(hospital.bot.tools, hospital.sandbox.calendar.now))
    while sum(len(person.messages) for person in others) < before + 19:
        assert not sending.done()
        await asyncio.sleep(0.01)

    await sending
