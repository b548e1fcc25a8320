import pytest

from storage.tables import Audit
from tests.handlers.test_rollups import planted
from tests.hospital import Hospital
from tests.storage.kit import rows


def files(hospital: Hospital) -> list[str]:
    """What stands in the files that Slack has."""
    return [(file.contents or b"").decode() for file in hospital.sandbox.workspace.files.values()]


async def test_a_coordinator_gets_the_page_as_a_private_file(hospital: Hospital) -> None:
    await planted(hospital)
    said = await hospital.command(hospital.cora, "report from 2026-09-01 to 2026-09-30")
    (page,) = files(hospital)

    assert "The report is in our conversation" in said
    assert "7 Sep to 13 Sep 2026</th><td>40 %" in page
    assert "resiliency-report-2026-08-31-to-2026-10-04.html" in hospital.cora.messages[-1].words()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "2024Q1",
            "At Riverbend (invented) nobody was trained and nothing was released from "
            "2024-01-01 to 2024-03-31: ask for other days.",
        ),
        (
            "from 2026-09-30 to 2026-07-01",
            "The last day, 2026-07-01, is before the first, 2026-09-30: turn them round.",
        ),
    ],
    ids=["a range without data", "an end before the start"],
)
async def test_what_cannot_be_is_one_sentence_and_no_file(
    hospital: Hospital, words: str, said: str
) -> None:
    await hospital.confirm(hospital.cora)
    told = await hospital.command(hospital.cora, f"report {words}")

    assert (told.splitlines()[0], files(hospital)) == (said, [])


async def test_nobody_else_gets_a_page(hospital: Hospital) -> None:
    await hospital.name_trainer()

    said = {
        (await hospital.command(who, "report")).splitlines()[0]
        for who in (hospital.nia, hospital.tara)
    }
    assert said == {"That is for programme coordinators."}
    assert files(hospital) == []


async def test_that_a_page_was_asked_for_is_kept(hospital: Hospital) -> None:
    await planted(hospital)
    await hospital.command(hospital.cora, "report 2026Q3")

    assert (await rows(hospital.bot.tools.database, Audit, "actor", "act", "subject"))[-1] == (
        "U0COORD01",
        "report",
        "site",
    )


async def test_a_file_that_slack_does_not_take_is_told(hospital: Hospital) -> None:
    await planted(hospital)
    hospital.sandbox.fault("files.completeUploadExternal", "ratelimited", retry_after=1)
    said = await hospital.command(hospital.cora, "report 2026Q3")

    assert "Slack asks me to wait. Please try again in a minute." in said
