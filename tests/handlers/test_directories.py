"""What a coordinator sees of cohorts, trainers and training days as they go on."""

from datetime import UTC, datetime, timedelta

from storage.tables import Audit
from tests.handlers.test_certifications import certified
from tests.handlers.test_registers import kept
from tests.hospital import Hospital
from tests.storage.kit import rows


async def line(hospital: Hospital, command: str, number: int = 0) -> list[str]:
    """Return the cells of one row of an answer."""
    before = len(hospital.cora.whispers)
    await hospital.command(hospital.cora, command)
    (answer,) = hospital.cora.whispers[before:]
    (table,) = [block for block in answer.blocks if block["type"] == "data_table"]
    return [cell.get("text", "") for cell in table["rows"][1 + number]]


async def test_a_coordinator_sees_how_cohorts_trainers_and_registers_go_on(
    hospital: Hospital,
) -> None:
    await certified(hospital)
    await hospital.make_cohort([hospital.nia])
    await hospital.tara.close()
    stages, registers = (
        [(await line(hospital, "cohorts"))[3]],
        [await line(hospital, "sessions", 2)],
    )
    # A quarter of an hour before the first day, and in the middle of it.
    await hospital.until(datetime(2026, 11, 3, 13, 15, tzinfo=UTC))
    registers.append(await line(hospital, "sessions", 2))
    await hospital.until(datetime(2026, 11, 3, 15, 0, tzinfo=UTC))
    await kept(hospital, hospital.nia)
    stages.append((await line(hospital, "cohorts"))[3])
    registers.append(await line(hospital, "sessions", 2))

    assert stages == ["recruiting", "running"]
    assert [one[2:] for one in registers] == [
        ["day 1", "3 Nov 2026", "ahead", "–"],
        ["day 1", "3 Nov 2026", "ahead", "open"],
        ["day 1", "3 Nov 2026", "under way", "closed: 1 of 1 were there"],
    ]
    assert (await line(hospital, "trainers"))[3:] == ["Certified until 2 November 2027", "Spring"]


async def test_the_audit_names_the_day_that_was_called_off_and_not_what_an_answer_showed(
    hospital: Hospital,
) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia])
    await hospital.tara.close()
    # A second later, or the acts of one moment would be in the order of their names.
    hospital.sandbox.calendar.move_to(hospital.sandbox.calendar.now() + timedelta(seconds=1))
    await hospital.command(hospital.cora, "participation site")
    withheld = (await line(hospital, "audit"))[1:]
    kept_of_it = await rows(hospital.bot.tools.database, Audit, "act", "subject")

    assert withheld == ["", "participation", "Riverbend (invented)"]
    assert ("participation", "site") in kept_of_it
