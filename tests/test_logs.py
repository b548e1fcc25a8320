import logging
from datetime import UTC, datetime

import pytest

from bot import app
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


def test_the_libraries_stay_quiet_at_debug() -> None:
    app.log_at("DEBUG")
    levels = [logging.getLogger(name).getEffectiveLevel() for name in app.THEIRS]

    assert set(levels) == {logging.WARNING}
