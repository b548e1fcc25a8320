"""Every question of a coordinator, in a year of four hospitals, forty cohorts, 800 people."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import app
from bot.sandbox import Calendar, Sandbox
from tests import year
from tests.environment import environment
from tests.hospital import Hospital

# A Friday, a year after the tests' own beginning.
NOW = datetime(2027, 11, 5, 15, 0, tzinfo=UTC)


@pytest.fixture
async def hospital(tmp_path: Path) -> AsyncIterator[Hospital]:
    """Four hospitals after a year, with a coordinator of all of them."""
    settings = environment(tmp_path)
    Path(settings["SITES"]).write_text(year.SITES, encoding="utf-8")
    async with Sandbox(app.manifest(), Calendar(NOW)) as sandbox:
        config = app.configured(settings | {"SLACK_API_URL": sandbox.api_url})
        app.prepare(config)
        tools = app.build(config)
        await year.seed(tools, NOW)
        await app.close(tools)
        async with app.opened(config, sandbox.calendar.now) as opened:
            await sandbox.wait_connected()
            made = Hospital(sandbox, opened)
            await made.tick()
            yield made


async def test_every_question_has_an_answer(hospital: Hospital) -> None:
    for question in (
        "participation",
        "participation site since 2 September by week",
        "outcomes",
        "outcomes pre to end",
        "cohorts",
        "trainers",
        "sessions",
        "people",
        "ledger last 52 weeks",
        "audit",
    ):
        words = await hospital.command(hospital.cora, question)
        print("=====", question)
        print(words[:3500])
