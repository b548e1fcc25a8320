"""The ledger of deliveries never says who paused, declined or did not answer."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from storage.tables import Delivery, columns
from tests.hospital import Hospital

CHECKIN_AT = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)
# Slack's words for what is true of a person or a workspace, whatever was chosen or answered.
CODES = ("user_disabled", "messages_tab_disabled", "channel_not_found", "invalid_blocks")


async def _pauses(hospital: Hospital) -> None:
    await hospital.command(hospital.nia, "pause")
    hospital.sandbox.calendar.move_to(CHECKIN_AT)


async def _wants_exercises_only(hospital: Hospital) -> None:
    await hospital.command(hospital.nia, "join")
    await hospital.nia.pick("switches", ["Exercises"])
    await hospital.tap(hospital.nia, "Yes, keep me company")
    await hospital.nia.close()
    hospital.sandbox.calendar.move_to(CHECKIN_AT)


async def _was_to_be_asked_what_is_in_no_library(hospital: Hospital) -> None:
    hospital.with_library(checkins={})
    hospital.sandbox.calendar.move_to(CHECKIN_AT)


# Whatever keeps a check-in from being wanted, by what happens just before it falls due.
UNSENT: list[Callable[[Hospital], Awaitable[None]]] = [
    _pauses,
    _wants_exercises_only,
    _was_to_be_asked_what_is_in_no_library,
]


@pytest.mark.parametrize("happens", UNSENT, ids=lambda one: one.__name__)
async def test_the_ledger_says_the_same_whyever_a_message_was_not_sent(
    hospital: Hospital, happens: Callable[[Hospital], Awaitable[None]]
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(CHECKIN_AT - timedelta(seconds=1))
    await happens(hospital)
    await hospital.tick()

    assert await _ends(hospital) == [(None, None, "not sent")]


async def _wants_it_all(_hospital: Hospital) -> None:
    pass


@pytest.mark.parametrize("happens", [_wants_it_all, *UNSENT], ids=lambda one: one.__name__)
async def test_after_an_outage_the_ledger_says_the_same_whoever_wanted_a_message(
    hospital: Hospital, happens: Callable[[Hospital], Awaitable[None]]
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(CHECKIN_AT - timedelta(seconds=1))
    await happens(hospital)
    hospital.sandbox.calendar.move_to(CHECKIN_AT + timedelta(hours=2, seconds=1))
    await hospital.tick()

    assert await _ends(hospital) == [(None, None, "expired (outage)")]


async def test_an_hour_that_was_moved_into_the_past_is_no_outage_and_comes_on_another_day(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(CHECKIN_AT - timedelta(seconds=1))
    await hospital.command(hospital.nia, "hour")
    await hospital.submit(hospital.nia, {"Your hour": "07:30"})
    await hospital.nia.close()
    await hospital.until(CHECKIN_AT + timedelta(days=1))

    ((sent_at, failure, dropped),) = await _ends(hospital)
    assert (sent_at and sent_at.day, failure, dropped) == (11, None, None)


@pytest.mark.parametrize("code", CODES)
async def test_a_refusal_is_kept_in_slacks_word_and_no_other(hospital: Hospital, code: str) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(CHECKIN_AT - timedelta(seconds=1))
    hospital.sandbox.calendar.move_to(CHECKIN_AT)
    hospital.sandbox.fault("chat.postMessage", "error", code=code, times=2)
    await hospital.tick()

    assert await _ends(hospital) == [(None, code, None)]


async def test_the_log_does_not_say_that_whoever_closed_their_account_kept_the_companion(
    hospital: Hospital, caplog: pytest.LogCaptureFixture
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(CHECKIN_AT - timedelta(seconds=1))
    hospital.sandbox.calendar.move_to(CHECKIN_AT)
    hospital.sandbox.fault("chat.postMessage", "error", code="user_disabled")
    caplog.set_level("DEBUG", "bot")
    await hospital.tick()

    assert await _ends(hospital) == [(None, "user_disabled", None)]
    assert "refused" not in caplog.text


async def test_the_log_says_which_troubles_lie_with_the_bot(
    hospital: Hospital, caplog: pytest.LogCaptureFixture
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(CHECKIN_AT - timedelta(seconds=1))
    hospital.sandbox.calendar.move_to(CHECKIN_AT)
    hospital.sandbox.fault("chat.postMessage", "error", code="messages_tab_disabled")
    await hospital.tick()

    assert "refused, messages_tab_disabled" in caplog.text


async def _ends(hospital: Hospital) -> list[tuple[object, ...]]:
    """Return how each check-in ended: sent, refused, dropped."""
    delivery = columns(Delivery)
    statement = select(delivery.sent_at, delivery.failure, delivery.dropped).where(
        delivery.step == "active/week-1/check-in"
    )
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(statement))
    return [tuple(row) for row in rows]
