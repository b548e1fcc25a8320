import asyncio

import pytest

from bot import app
from bot.app import NotReadyError
from bot.sandbox import Sandbox
from tests import companions
from tests.hospital import Hospital


async def test_who_the_bot_is_was_asked_before_the_first_person_waits(
    hospital: Hospital,
) -> None:
    asked = [call.method for call in hospital.sandbox.calls].count("auth.test")
    await hospital.command(hospital.nia, "help")

    assert asked == 1
    assert [call.method for call in hospital.sandbox.calls].count("auth.test") == 1


async def test_a_bot_without_a_connection_for_a_while_knows_that_it_is_deaf(
    sandbox: Sandbox, settings: dict[str, str]
) -> None:
    async with companions.connected(sandbox, settings, deaf_after=0.6) as bot:
        await asyncio.sleep(1.0)
        heard = bot.ears.deaf.is_set()
        await sandbox.stop()
        async with asyncio.timeout(20):
            await bot.ears.deaf.wait()

    assert not heard


async def test_keys_that_do_not_open_the_database_are_refused_at_the_start(
    hospital: Hospital, settings: dict[str, str], sandbox: Sandbox
) -> None:
    await hospital.cohort_of([hospital.nia])
    others = settings | {"SLACK_API_URL": sandbox.api_url, "BOT_SECRET_KEYS": app.new_key()}

    with pytest.raises(NotReadyError, match="These keys do not open this database"):
        async with app.opened(app.configured(others), sandbox.calendar.now):
            pass
