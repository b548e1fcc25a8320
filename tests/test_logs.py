import asyncio
import json
import logging
import re
from datetime import UTC, datetime
from logging import LogRecord

import pytest

from bot import app
from bot.app.logs import QUIET, Json, Text
from bot.sandbox import Calendar, Sandbox, Timing
from bot.settings import Settings
from tests.hospital import Hospital

CHECKIN_AT = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)
ANSWER = "all-of-it"
ID = "0123456789abcdef" * 2


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that is logged while our own rooms are at DEBUG."""
    app.log_at("DEBUG")
    return caplog


async def test_an_unexpected_failure_shows_an_id_that_the_log_has_too(
    hospital: Hospital, log: pytest.LogCaptureFixture
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(CHECKIN_AT)
    # A library without the exercises of the replies: something nobody has thought of.
    hospital.with_library(exercises=None)
    await hospital.tap(hospital.nia, "Open")
    words = await hospital.tap(hospital.nia, "I cannot put it down")

    (line,) = [line for line in words.splitlines() if line.startswith("Something went wrong")]
    reference = line.rpartition(" ")[2].rstrip(".")
    assert f"{reference} AttributeError at" in log.text
    assert ANSWER not in log.text


async def test_the_ticket_to_a_socket_that_slack_refuses_is_not_logged(
    settings: dict[str, str],
) -> None:
    said = asyncio.Queue[str]()
    ear = _Ear(said)
    logging.getLogger().addHandler(ear)
    try:
        async with Sandbox(app.manifest(), Calendar(CHECKIN_AT), timing=Timing(ticket=0)) as slack:
            config = app.configured(settings | {"SLACK_API_URL": slack.api_url})
            app.prepare(config)
            app.log_at("DEBUG")
            connecting = asyncio.create_task(_connect(config, slack))
            line = await said.get()
            connecting.cancel()
            await asyncio.wait({connecting})
    finally:
        logging.getLogger().removeHandler(ear)

    assert line == "no connection to Slack: WSServerHandshakeError"


def test_of_what_bolt_logs_only_kind_and_place_are_told(log: pytest.LogCaptureFixture) -> None:
    try:
        int(ANSWER)
    except ValueError:
        QUIET.exception("while hearing %s", ANSWER)

    (line,) = log.text.splitlines()
    assert re.search(r"[0-9A-F]{6} ValueError at test_logs\.test_of_what_\w+:\d+$", line)


def record(name: str, words: str, *values: object, error: Exception | None = None) -> LogRecord:
    """Return what a logger would hand on, a moment after midnight of the year 2026."""
    info = (type(error), error, None) if error else None
    made = LogRecord(name, logging.WARNING, "/any/module.py", 7, words, values, info, "function")
    made.created = datetime(2026, 1, 1, 0, 0, 7, 250_000, tzinfo=UTC).timestamp()
    return made


def test_in_json_a_line_has_time_level_module_event_and_the_message_it_is_about() -> None:
    about = record("bot.flows.deliveries", "delivery %s (%s): refused, %s", ID, "notice", "no")

    assert json.loads(Json().format(about)) == {
        "time": "2026-01-01T00:00:07.250+00:00",
        "level": "WARNING",
        "module": "bot.flows.deliveries",
        "event": f"delivery {ID} (notice): refused, no",
        "delivery": ID,
    }


def test_in_json_a_line_about_no_message_names_none() -> None:
    assert set(json.loads(Json().format(record("bot.app.ears", "connected to Slack")))) == {
        "time",
        "level",
        "module",
        "event",
    }


def test_in_json_a_line_stays_one_line() -> None:
    assert Json().format(record("bot.app.ears", "%s", 'one\n"two"')).splitlines()[1:] == []


@pytest.mark.parametrize("form", [Text(), Json()])
def test_of_another_library_no_words_are_told(form: logging.Formatter) -> None:
    lines = (
        form.format(record("aiohttp.client", "while sending %s", ANSWER)),
        form.format(record("asyncio", ANSWER, error=ValueError(ANSWER))),
    )

    assert [line for line in lines if ANSWER in line] == []
    assert "trouble at module.function" in lines[0]
    assert "ValueError" in lines[1]


@pytest.mark.parametrize("form", [Text(), Json()])
def test_no_line_ends_with_the_words_of_an_error(form: logging.Formatter) -> None:
    line = form.format(record("bot.flows.tools", "it failed", error=ValueError(ANSWER)))

    assert ANSWER not in line


async def _connect(config: Settings, slack: Sandbox) -> None:
    async with app.opened(config, slack.calendar.now):
        pass


class _Ear(logging.Handler):
    """Hears what is logged, tracebacks included."""

    def __init__(self, said: asyncio.Queue[str]) -> None:
        super().__init__(logging.WARNING)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.put_nowait(self.format(record))


def test_the_libraries_stay_quiet_at_debug() -> None:
    app.log_at("DEBUG")
    levels = [logging.getLogger(name).getEffectiveLevel() for name in app.THEIRS]

    assert set(levels) == {logging.WARNING}
