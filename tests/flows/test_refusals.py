"""What each way in which Slack refuses a message leads to."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import app
from bot.flows import paces
from bot.flows.findings import Health
from bot.sandbox import Sandbox
from bot.slack import Slack
from storage import sendings
from storage.dead_letters import DeadLetters, dead_letters
from tests import companions
from tests.flows.kit import CHECKIN_AT, SETTLED, Worker, just_due, row, until_due
from tests.hospital import Hospital

STOPPING = ("token_revoked", "account_inactive", "invalid_auth", "missing_scope")
UNREACHABLE = ("messages_tab_disabled", "user_disabled", "channel_not_found", "cannot_dm_bot")
UNCERTAIN = ("internal_error", "fatal_error", "duplicate_message_not_found")


async def _nia(hospital: Hospital) -> sendings.Addressee:
    person_id = (await row(hospital))["person_id"]
    return await hospital.bot.tools.database.read(lambda tx: sendings.addressee(tx, person_id))


def _posts(hospital: Hospital) -> int:
    return sum("metadata" in call.arguments for call in hospital.sandbox.calls)


@pytest.mark.parametrize("code", STOPPING)
async def test_a_token_that_works_no_more_costs_no_message(hospital: Hospital, code: str) -> None:
    before = await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "error", code=code)
    await hospital.tick()
    waits = await row(hospital)
    await paces.resume(hospital.bot.tools)
    await hospital.tick()

    assert (waits["claimed_at"], waits["failure"], waits["dropped"]) == (None, None, None)
    assert len(hospital.nia.messages) == before + 1


async def test_once_stopped_slack_is_asked_no_more(hospital: Hospital) -> None:
    others = [hospital.sandbox.add_person(f"P{number} Example") for number in range(12)]
    await hospital.cohort_of([hospital.nia, *others])
    await just_due(hospital)
    before = _posts(hospital)
    hospital.sandbox.fault("chat.postMessage", "error", code="token_revoked", times=8)
    for _ in range(3):
        await hospital.tick()

    assert _posts(hospital) == before


async def test_the_operator_is_told_once(
    hospital: Hospital, caplog: pytest.LogCaptureFixture
) -> None:
    await hospital.cohort_of([hospital.nia, hospital.sandbox.add_person("Pia Example")])
    await just_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "error", code="token_revoked", times=9)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            await hospital.tick()

    assert [record.args for record in caplog.records] == [("token_revoked",)]


async def test_the_doctor_says_why_nothing_is_sent(
    hospital: Hospital, settings: dict[str, str]
) -> None:
    await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "error", code="token_revoked")
    await hospital.tick()
    api_url = hospital.sandbox.api_url
    config = app.configured(settings | {"SLACK_API_URL": api_url})
    (found,) = [one for one in await app.examined(config, send_to=None) if one.what == "sending"]

    assert found.health is Health.BROKEN
    assert "Slack says token_revoked" in found.words


async def test_sending_goes_on_when_the_bot_starts_with_a_token_that_works(
    sandbox: Sandbox, settings: dict[str, str]
) -> None:
    async with companions.connected(sandbox, settings) as bot:
        await paces.stop(bot.tools, "token_revoked", sandbox.calendar.now())
    async with companions.connected(sandbox, settings) as bot:
        assert await paces.stopped(bot.tools) is None


@pytest.mark.parametrize("code", UNREACHABLE)
async def test_somebody_whom_slack_cannot_reach_is_marked_with_its_reason(
    hospital: Hospital, code: str
) -> None:
    await until_due(hospital)
    # A conversation that is not there is opened anew and tried once more.
    hospital.sandbox.fault("chat.postMessage", "error", code=code, times=2)
    for _ in range(2):
        await hospital.tick()

    assert (await _nia(hospital)).unreachable == code
    assert (await row(hospital))["failure"] == code


async def test_where_nobody_can_be_reached_slack_is_not_asked_again_that_day(
    hospital: Hospital,
) -> None:
    await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "error", code="user_disabled")
    await hospital.tick()
    before = _posts(hospital)
    await hospital.make_cohort([hospital.nia], "Autumn")
    await hospital.tara.close()
    await hospital.tick()

    assert _posts(hospital) == before


async def test_after_a_day_somebody_is_tried_again_and_reached(hospital: Hospital) -> None:
    before = await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "error", code="user_disabled")
    await hospital.tick()
    await hospital.until(CHECKIN_AT + timedelta(days=2))

    assert len(hospital.nia.messages) == before + 1
    assert (await _nia(hospital)).unreachable is None


async def test_no_trainer_learns_whom_a_message_did_not_reach(hospital: Hospital) -> None:
    await until_due(hospital)
    before = await hospital.command(hospital.tara, "progress")
    told = len(hospital.tara.messages)
    hospital.sandbox.fault("chat.postMessage", "error", code="user_disabled")
    await hospital.tick()

    assert await hospital.command(hospital.tara, "progress") == before
    assert len(hospital.tara.messages) == told


async def test_the_operator_sees_why_a_message_never_came_and_not_to_whom(
    hospital: Hospital,
) -> None:
    await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "error", code="user_disabled")
    await hospital.tick()
    monday = CHECKIN_AT.date() - timedelta(days=CHECKIN_AT.weekday())
    letters = await hospital.bot.tools.database.read(lambda tx: dead_letters(tx, monday))

    assert letters == [DeadLetters(monday, "check-in", "user_disabled", 1)]


@pytest.mark.parametrize("code", UNCERTAIN)
async def test_where_slack_says_it_may_have_been_done_somebody_looks(
    hospital: Hospital, code: str
) -> None:
    before = await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "error", code=code)
    worker = Worker(hospital)
    await worker.watch_for(0.0)
    assert (await row(hospital))["unknown_at"] is not None

    await worker.watch_for(SETTLED, 0.0)
    assert len(hospital.nia.messages) == before + 1


@pytest.mark.parametrize("code", ["ratelimited", "message_limit_exceeded"])
async def test_what_slack_has_no_time_for_is_no_attempt(hospital: Hospital, code: str) -> None:
    await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "error", code=code)
    await hospital.tick()

    noted = await row(hospital)
    assert (noted["claimed_at"], noted["tried_at"], noted["unknowns"]) == (None, None, 0)


async def test_without_a_connection_a_message_waits_and_it_is_no_attempt(
    hospital: Hospital,
) -> None:
    await until_due(hospital)
    await hospital.sandbox.stop()
    await hospital.tick()

    noted = await row(hospital)
    assert (noted["claimed_at"], noted["tried_at"], noted["unknowns"]) == (None, None, 0)


async def test_one_pause_that_slack_asks_for_holds_for_every_process(hospital: Hospital) -> None:
    # Its own calls are never refused: it knows of the pause from the database alone.
    slack = Slack("xoxb-sandbox", hospital.sandbox.api_url)
    before = await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "ratelimited", retry_after=3)
    await hospital.tick()
    another = Worker(hospital)
    another.tools = replace(another.tools, slack=slack)
    await another.tick()
    assert len(hospital.nia.messages) == before

    async with asyncio.timeout(20):
        while len(hospital.nia.messages) == before:
            await another.tick()
    await slack.close()
