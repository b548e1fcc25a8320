"""The ledger that operators print is the same whatever people have chosen."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.flows import ledger
from bot.messages import ledger as messages
from tests.environment import environment
from tests.hospital import FIRST_CHECKIN, Hospital
from tests.privacy.month import hospital_of

SINCE = date(2026, 11, 2)
CHOICES = ["Yes, keep me company", "Just the training"]


async def printed(hospital: Hospital, now: datetime) -> str:
    return messages.text(await ledger.since(hospital.bot.tools, SINCE, now))


async def live(hospital: Hospital, choice: str, command: str = "") -> str:
    """Have Nia choose, and live for three weeks; return what is printed on each day of them."""
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia])
    await hospital.tara.close()
    await hospital.tick()
    await hospital.tap(hospital.nia, "Read and choose")
    await hospital.tap(hospital.nia, choice)
    await hospital.nia.close()
    if command:
        await hospital.command(hospital.nia, command)
    seen = []
    for number in range(21):
        now = FIRST_CHECKIN + timedelta(days=number - 3)
        await hospital.until(now)
        seen.append(await printed(hospital, now))
    return "\n".join(seen)


async def lived(folder: Path, choice: str, command: str) -> str:
    """Return what is printed on each day of a life, in a hospital of its own."""
    async with hospital_of(environment(folder)) as hospital:
        return await live(hospital, choice, command)


@pytest.mark.parametrize("command", ["", "pause", "stop"], ids=["says yes", "pauses", "stops"])
async def test_the_ledger_of_every_day_is_the_same_as_of_somebody_who_said_no(
    tmp_path_factory: pytest.TempPathFactory, command: str
) -> None:
    no = await lived(tmp_path_factory.mktemp("no"), CHOICES[1], "")
    yes = await lived(tmp_path_factory.mktemp("yes"), CHOICES[0], command)

    assert yes == no
    assert "  2026-W45  invitation         1  sent" in no


async def test_nobody_is_named(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    now = datetime(2026, 11, 30, tzinfo=UTC)
    await hospital.until(now)
    said = await printed(hospital, now)

    assert [word for word in (hospital.nia.slack_id, "Spring", "riverbend") if word in said] == []
