"""What the bot says of itself on a port of its own machine."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Event

import aiohttp
import pytest

from bot import app
from bot.app import Bot, NotReadyError
from bot.app.ears import EARS
from bot.app.vitals import Vitals
from bot.flows.meters import FEW, Meters
from bot.sandbox import Sandbox
from bot.slack import NotSentError, OutcomeUnknownError, RefusedError
from storage.deliveries import Message
from storage.metrics import Queue
from storage.transactions import Transaction
from tests import companions
from tests.environment import free_port
from tests.hospital import FIRST_CHECKIN, Hospital

Ask = Callable[[str], Awaitable[tuple[int, str]]]

DUE = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)
LATER = DUE + timedelta(seconds=7)
# What goes on by itself while a test looks.
CLOCKWORK = re.compile(r"^resiliency_tick_.*\n", re.MULTILINE)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def settings(settings: dict[str, str], port: int) -> dict[str, str]:
    return settings | {"HEALTH_PORT": str(port)}


@pytest.fixture
async def ask(companion: Bot, port: int) -> AsyncIterator[Ask]:
    """Asks a bot that has both its ears open."""
    await until(lambda: companion.ears.open == EARS)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:

        async def get(path: str) -> tuple[int, str]:
            async with http.get(path) as answer:
                assert answer.status in {200, 503}
                return answer.status, await answer.text()

        yield get


async def until(true: Callable[[], object]) -> None:
    """Return once `true` says so."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 -- whatever is waited for, nobody tells
            await asyncio.sleep(0.01)


def number(metrics: str, name: str) -> float | None:
    """Return the value of one series, if it is there."""
    found = re.search(rf"^resiliency_{re.escape(name)} (\S+)$", metrics, re.MULTILINE)
    return float(found[1]) if found else None


async def test_a_bot_that_is_well_says_so_in_words(ask: Ask) -> None:
    status, words = await ask("/healthz")

    assert status == 200
    assert re.fullmatch(
        r'\{"socket": "2 of 2 connections are open", "database": "answers", '
        r'"last_tick": "\d+ seconds ago", "sending": "goes on"\}',
        words,
    )


async def test_a_bot_without_a_connection_is_not_well(
    ask: Ask, companion: Bot, sandbox: Sandbox
) -> None:
    await sandbox.stop()
    await until(lambda: not companion.ears.open)
    status, words = await ask("/healthz")

    assert (status, '"socket": "0 of 2' in words) == (503, True)


async def test_a_bot_whose_clock_stands_still_is_not_well(ask: Ask, companion: Bot) -> None:
    companion._metronome._scheduler.pause()
    companion.tools.meters._moved_at -= 61
    status, words = await ask("/healthz")

    assert (status, re.search(r'"last_tick": "6\d seconds ago"', words) is None) == (503, False)


async def test_a_bot_whose_database_is_away_is_not_well(ask: Ask, companion: Bot) -> None:
    companion._metronome._scheduler.pause()
    companion.tools.database._answered = False
    status, words = await ask("/healthz")

    assert (status, '"database": "does not answer"' in words) == (503, True)


async def test_a_bot_whose_database_hangs_is_not_well(ask: Ask, companion: Bot) -> None:
    database, told = companion.tools.database, Event()
    companion._metronome._scheduler.pause()
    hanging = asyncio.create_task(database.read(lambda _: told.wait()))
    await until(lambda: database._waiting)
    _, before = await ask("/healthz")
    database._waiting = {one: since - 31 for one, since in database._waiting.items()}
    status, words = await ask("/healthz")
    told.set()
    await hanging

    assert ('"database": "answers"' in before, status) == (True, 503)
    assert '"database": "does not answer"' in words


async def test_how_often_slack_asked_to_wait_is_told_from_the_start(ask: Ask) -> None:
    _, metrics = await ask("/metrics")

    assert number(metrics, 'put_back_total{reason="rate_limited"}') == 0
    assert number(metrics, 'put_back_total{reason="not_connected"}') == 0


async def test_a_bot_from_which_slack_takes_nothing_more_is_not_well(
    ask: Ask, hospital: Hospital
) -> None:
    await hospital.cohort_of([hospital.nia])
    hospital.sandbox.fault("chat.postMessage", "error", code="token_revoked", times=99)
    await hospital.until(FIRST_CHECKIN)
    status, words = await ask("/healthz")

    assert (status, '"sending": "stopped, Slack says token_revoked"' in words) == (503, True)


async def test_a_port_that_is_taken_is_told_in_a_sentence(
    companion: Bot, sandbox: Sandbox, settings: dict[str, str], port: int
) -> None:
    config = app.configured(settings | {"SLACK_API_URL": sandbox.api_url})

    with pytest.raises(NotReadyError, match=f"HEALTH_PORT {port} is taken"):
        async with app.opened(config, sandbox.calendar.now):
            pass


async def test_nobody_but_this_machine_is_answered(companion: Bot, port: int) -> None:
    # All of this machine's own addresses but that one are those of a network.
    for address in ("127.0.0.2", "::1"):
        with pytest.raises(OSError):  # noqa: PT011 -- refused, or no such family here
            await asyncio.open_connection(address, port)


async def test_no_port_is_open_unless_one_is_asked_for(
    sandbox: Sandbox, settings: dict[str, str], port: int
) -> None:
    async with companions.connected(sandbox, settings | {"HEALTH_PORT": ""}):
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)


async def test_numbers_are_written_as_prometheus_reads_them(ask: Ask) -> None:
    _, metrics = await ask("/metrics")

    assert [line for line in metrics.splitlines() if not re.match(r"#|resiliency_", line)] == []
    assert number(metrics, "connections") == EARS
    assert number(metrics, "due") == 0


async def test_a_wave_of_check_ins_moves_no_counter(ask: Ask, hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(minutes=1))
    _, before = await ask("/metrics")
    messages = len(hospital.nia.messages)
    await hospital.until(FIRST_CHECKIN)
    _, after = await ask("/metrics")

    assert len(hospital.nia.messages) > messages
    assert CLOCKWORK.sub("", after) == CLOCKWORK.sub("", before)


async def test_what_everybody_gets_is_counted(ask: Ask, hospital: Hospital) -> None:
    await hospital.name_trainer()
    await hospital.tick()
    written = sum(len(person.messages) for person in hospital.sandbox.people)
    _, before = await ask("/metrics")
    await hospital.make_cohort([hospital.nia])
    await hospital.tick()
    written = sum(len(person.messages) for person in hospital.sandbox.people) - written
    _, after = await ask("/metrics")

    assert hospital.nia.messages
    assert number(after, "sent_total") == (number(before, "sent_total") or 0) + written


async def answers(hospital: Hospital) -> None:
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, "I cannot put it down")


async def declines(hospital: Hospital) -> None:
    await hospital.command(hospital.nia, "join")
    await hospital.tap(hospital.nia, "Just the training")


async def pauses(hospital: Hospital) -> None:
    await hospital.command(hospital.nia, "pause 1 week")


async def stops(hospital: Hospital) -> None:
    await hospital.command(hospital.nia, "stop")


async def types(hospital: Hospital) -> None:
    await hospital.nia.type("zanzibar")


async def reads(hospital: Hospital) -> None:
    await hospital.command(hospital.nia, "my-data")


@pytest.mark.parametrize("deed", [answers, declines, pauses, stops, types, reads])
async def test_nothing_that_one_person_does_moves_a_number(
    ask: Ask, hospital: Hospital, deed: Callable[[Hospital], Awaitable[None]]
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    _, before = await ask("/metrics")
    await deed(hospital)
    await hospital.tick()
    _, after = await ask("/metrics")

    assert CLOCKWORK.sub("", after) == CLOCKWORK.sub("", before)


def message(kind: str) -> Message:
    """Return a message of a kind that was due seven seconds ago."""
    return Message(
        id="0123456789abcdef" * 2,
        site_id="riverbend",
        person_id="nia",
        kind=kind,
        step="any",
        occurrence="any",
        content_id=None,
        content_version=None,
        local_date=DUE.date(),
        due_at=DUE,
        send_by=LATER,
        expires_at=LATER,
        closes=False,
    )


async def ends(meters: Meters, kind: str, outcome: Exception | None = None) -> None:
    """Have the sending of a message end so."""

    async def call() -> None:
        if outcome:
            raise outcome

    with suppress(NotSentError, OutcomeUnknownError, RefusedError):
        await meters.counted(call(), message(kind), lambda: LATER)


def told(companion: Bot, meters: Meters) -> dict[tuple[str, str], float]:
    """Return every number by its name and its label."""
    vitals = Vitals(companion.ears, meters, companion.tools.database)
    return {
        (sample.name.removeprefix("resiliency_"), "".join(sample.labels.values())): sample.value
        for metric in vitals.numbers(None, LATER)
        for sample in metric.samples
    }


# How a call can end, and where that is told.
OUTCOMES = [
    (RefusedError("user_disabled"), ("failed_total", "user_disabled")),
    (RefusedError("invalid_blocks"), ("failed_total", "invalid_blocks")),
    (OutcomeUnknownError("500"), ("unknown_total", "")),
    (NotSentError("rate limited", 1.0), ("put_back_total", "rate_limited")),
    (NotSentError("not connected", 1.0), ("put_back_total", "not_connected")),
]


@pytest.mark.parametrize(("outcome", "series"), OUTCOMES)
async def test_what_everybody_gets_and_slack_did_not_take_is_counted_by_its_reason(
    companion: Bot, outcome: Exception, series: tuple[str, str]
) -> None:
    meters = Meters()
    for _ in range(3):
        await ends(meters, "notice", outcome)

    assert told(companion, meters)[series] == 3


@pytest.mark.parametrize(("outcome", "series"), OUTCOMES)
async def test_of_a_check_in_that_slack_did_not_take_nothing_is_counted(
    companion: Bot, outcome: Exception, series: tuple[str, str]
) -> None:
    meters = Meters()
    await ends(meters, "check-in", outcome)

    assert told(companion, meters).get(series, 0) == 0


@pytest.mark.parametrize("reason", ["invalid_blocks", "unknown", "rate_limited", "not_connected"])
async def test_that_a_check_in_met_a_trouble_of_slack_or_ours_is_told_without_a_number(
    companion: Bot, reason: str
) -> None:
    meters = Meters()
    for outcome, _ in OUTCOMES:
        await ends(meters, "check-in", outcome)

    assert told(companion, meters)["trouble_age_seconds", reason] == 0


async def test_that_an_account_is_closed_is_no_trouble_to_tell_of(companion: Bot) -> None:
    meters = Meters()
    await ends(meters, "check-in", RefusedError("user_disabled"))

    assert ("trouble_age_seconds", "user_disabled") not in told(companion, meters)


async def test_how_late_messages_are_is_told_by_a_bound_once_there_are_a_few(
    companion: Bot,
) -> None:
    meters = Meters()
    for _ in range(FEW - 1):
        await ends(meters, "check-in")
    before = told(companion, meters)
    await ends(meters, "check-in")
    after = told(companion, meters)

    assert ("late_seconds", "0.5") not in before
    assert (after["late_seconds", "0.5"], after["late_seconds", "0.99"]) == (10, 10)


@pytest.mark.parametrize(("seconds", "age"), [(59, 0), (60, 60), (150, 120)])
async def test_the_oldest_that_waits_tells_by_minutes_how_late_the_queue_is(
    companion: Bot, seconds: int, age: int
) -> None:
    vitals = Vitals(companion.ears, Meters(), companion.tools.database)
    values = {
        metric.name: metric.samples[0].value
        for metric in vitals.numbers(Queue(0, DUE), DUE + timedelta(seconds=seconds))
        if len(metric.samples) == 1
    }

    assert values["resiliency_queue_age_seconds"] == age


async def test_numbers_come_without_those_of_a_database_that_takes_too_long(
    ask: Ask, companion: Bot
) -> None:
    goes_on = Event()

    def hang(_tx: Transaction) -> None:
        goes_on.wait()

    hanging = [asyncio.create_task(companion.tools.database.read(hang)) for _ in range(2)]
    _, without = await ask("/metrics")
    goes_on.set()
    await asyncio.gather(*hanging)
    _, with_them = await ask("/metrics")

    assert (number(without, "due"), number(without, "connections")) == (None, EARS)
    assert number(with_them, "due") == 0
