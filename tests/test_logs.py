import asyncio
import logging
import re
from datetime import UTC, datetime

import pytest

from bot import app
from bot.app.logs import QUIET
from bot.sandbox import Calendar, Sandbox, Timing
from bot.settings import Settings
from tests.hospital import Hospital

CHECKIN_AT = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)
ANSWER = "all-of-it"


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
    object.__setattr__(hospital.bot.tools.library, "exercises", None)
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
    assert re.search(r"ValueError at test_logs\.test_of_what_\w+:\d+$", line)


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
