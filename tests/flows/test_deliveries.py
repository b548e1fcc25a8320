import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import delete, select, update

from bot.flows import deliveries as flow
from bot.flows.senders import TURN_SECONDS, Sender
from storage import people
from storage.tables import Delivery, Enrolment, columns
from tests.flows.kit import just_due
from tests.hospital import Hospital

CHECKIN_AT = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)


async def _until_just_before_the_check_in(hospital: Hospital) -> int:
    """Return how many messages Nia has when the next one is hers to come."""
    await hospital.cohort_of([hospital.nia])
    await hospital.until(CHECKIN_AT - timedelta(seconds=1))
    hospital.sandbox.calendar.move_to(CHECKIN_AT)
    return len(hospital.nia.messages)


async def _row(hospital: Hospital) -> dict[str, object]:
    statement = select(Delivery.__table__).where(columns(Delivery).step == "active/week-1/check-in")
    row = await hospital.bot.tools.database.read(lambda tx: tx.one(statement))
    assert row is not None
    return dict(row._asdict())


async def test_a_message_that_slack_took_without_saying_so_is_not_sent_again(
    hospital: Hospital,
) -> None:
    before = await _until_just_before_the_check_in(hospital)
    hospital.sandbox.fault("chat.postMessage", "accept_then_drop")
    for _ in range(3):
        await hospital.tick()

    assert len(hospital.nia.messages) == before + 1
    assert (await _row(hospital))["unknown_at"] is not None


@pytest.mark.parametrize("fault", ["http_500", "drop"])
async def test_a_message_of_which_nobody_knows_is_not_sent_again(
    hospital: Hospital, fault: str
) -> None:
    before = await _until_just_before_the_check_in(hospital)
    hospital.sandbox.fault("chat.postMessage", fault)
    for _ in range(3):
        await hospital.tick()

    assert len(hospital.nia.messages) == before


async def test_a_message_that_slack_had_no_time_for_is_sent_later_once(
    hospital: Hospital,
) -> None:
    before = await _until_just_before_the_check_in(hospital)
    hospital.sandbox.fault("chat.postMessage", "ratelimited", retry_after=1)
    await hospital.tick()
    assert len(hospital.nia.messages) == before

    async with asyncio.timeout(20):
        while len(hospital.nia.messages) == before:
            await hospital.tick()
    await hospital.tick()
    assert len(hospital.nia.messages) == before + 1


async def test_a_tick_does_not_last_as_long_as_a_wave(hospital: Hospital) -> None:
    people_ = [hospital.nia, hospital.sandbox.add_person("Pia Example")]
    await hospital.cohort_of(people_)
    await just_due(hospital)
    before = sum(len(one.messages) for one in people_)
    # As much time goes by each time that somebody looks.
    seconds = count(step=TURN_SECONDS)
    tools = replace(hospital.bot.tools, elapsed=lambda: next(seconds))
    sent = []
    for _ in people_:
        await Sender(tools, hospital.sandbox.calendar.now, together=1).send()
        sent.append(sum(len(one.messages) for one in people_) - before)

    assert sent == [1, 2]


async def test_a_refusal_is_kept_with_slacks_reason(hospital: Hospital) -> None:
    await _until_just_before_the_check_in(hospital)
    hospital.sandbox.fault("chat.postMessage", "error", code="is_archived")
    await hospital.tick()

    assert (await _row(hospital))["failure"] == "is_archived"


async def test_two_bots_send_a_message_once(hospital: Hospital) -> None:
    before = await _until_just_before_the_check_in(hospital)
    first = hospital.bot.tools
    second = replace(first, owner="another")
    now = hospital.sandbox.calendar.now
    await asyncio.gather(flow.send_due(first, now), flow.send_due(second, now))
    await hospital.settle()

    assert len(hospital.nia.messages) == before + 1


async def test_after_an_outage_nothing_comes_at_an_hour_nobody_chose(hospital: Hospital) -> None:
    before = await _until_just_before_the_check_in(hospital)
    hospital.sandbox.calendar.move_by(timedelta(hours=2, seconds=1))
    await hospital.tick()

    assert len(hospital.nia.messages) == before
    assert (await _row(hospital))["dropped"] == "expired (outage)"


async def test_what_was_wanted_at_planning_is_asked_again_at_sending(hospital: Hospital) -> None:
    before = await _until_just_before_the_check_in(hospital)
    await hospital.command(hospital.nia, "pause")
    await hospital.tick()

    assert len(hospital.nia.messages) == before


async def test_a_check_in_of_a_cohort_that_somebody_has_left_for_another_is_not_sent(
    hospital: Hospital,
) -> None:
    before = await _until_just_before_the_check_in(hospital)
    await hospital.make_cohort([hospital.nia], "Autumn")
    await hospital.tara.close()
    asked = hospital.bot.tools
    await flow.send_due(asked, hospital.sandbox.calendar.now)
    await hospital.settle()

    assert (await _row(hospital))["dropped"] == "not sent"
    assert len(hospital.nia.messages) == before + 1  # the invitation to the new one


async def test_a_notice_to_somebody_who_is_on_the_list_no_more_is_not_sent(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    before = len(hospital.nia.messages)
    away = delete(Enrolment).where(columns(Enrolment).plan_at.is_not(None))
    await hospital.bot.tools.database.run(lambda tx: tx.run(away))
    await hospital.until(CHECKIN_AT)

    assert len(hospital.nia.messages) == before


async def test_a_message_carries_an_opaque_id_and_nothing_else(hospital: Hospital) -> None:
    await _until_just_before_the_check_in(hospital)
    await hospital.tick()

    row = await _row(hospital)
    assert hospital.nia.messages[-1].metadata == {
        "event_type": "delivery",
        "event_payload": {"delivery_id": row["id"]},
    }


async def test_closing_that_slack_had_no_time_for_is_tried_again(hospital: Hospital) -> None:
    await _until_just_before_the_check_in(hospital)
    await hospital.tick()
    hospital.sandbox.fault("chat.update", "http_500")
    hospital.sandbox.calendar.move_by(timedelta(hours=36))
    await hospital.tick()
    await hospital.tick()

    assert "Closed" in hospital.nia.messages[-1].text


async def test_planning_again_plans_nothing_twice(hospital: Hospital) -> None:
    before = await _until_just_before_the_check_in(hospital)
    for _ in range(3):
        await hospital.command(hospital.nia, "resume")
        await hospital.tick()

    assert len(hospital.nia.messages) == before + 1


async def test_one_message_that_cannot_be_written_keeps_no_other_from_its_turn(
    hospital: Hospital,
) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await hospital.cohort_of([hospital.nia, pia])
    await hospital.until(CHECKIN_AT - timedelta(seconds=1))
    before = len(pia.messages)
    mangled = (
        update(Delivery)
        .where(columns(Delivery).kind == "check-in")
        .where(columns(Delivery).person_id == await _person_id(hospital, hospital.nia.slack_id))
        .values(kind="of no kind")
    )
    await hospital.bot.tools.database.run(lambda tx: tx.run(mangled))
    await hospital.until(CHECKIN_AT)

    assert len(pia.messages) == before + 1


async def _person_id(hospital: Hospital, slack_id: str) -> str:
    known = await hospital.bot.tools.database.read(lambda tx: people.find(tx, slack_id))
    assert known is not None
    return known.id
