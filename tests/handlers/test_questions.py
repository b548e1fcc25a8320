"""Every question of a coordinator, in a year of four hospitals, forty cohorts, 800 people."""

import asyncio
import csv
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import update

from bot import app
from bot.flows import points
from bot.rules import days
from storage.tables import Audit, Cohort, Person, Response, columns
from tests import companions, year
from tests.environment import environment
from tests.hospital import Hospital
from tests.storage.kit import rows

# A Friday, a year after the tests' own beginning.
NOW = datetime(2027, 11, 5, 15, 0, tzinfo=UTC)

QUESTIONS = {
    "participation": "Participation, all groups, last 8 weeks",
    "participation site since 2 September": "Participation, the hospital, since 30 Aug 2027",
    "participation this quarter by four weeks": "Participation, all groups, since 27 Sep 2027",
    "participation cohort Riverbend 9 last 4 weeks": "Participation, Riverbend 9, last 4 weeks",
    "participation by cohort last month": "Participation, all groups, last 4 weeks",
    "outcomes": "Outcomes, 4 hospitals, before the training to a month later",
    "outcomes Riverbend pre to end": "Outcomes, Riverbend (invented), at the end of the training",
    "outcomes total month 6": "Outcomes, 4 hospitals, before the training to six months later",
    "cohorts": "Cohorts",
    "trainers": "Trainers",
    "sessions": "Training sessions",
    "people": "People with a role",
    "ledger last 52 weeks": "How punctual messages were, last 52 weeks",
    "audit": "Who asked and did what",
}
REFUSED = {
    "participation since yesteryear": "I do not know that day. Ask like this:",
    "participation cohort Seaside 1": "I know no cohort of that name. There are:",
    "participation from 2 November to 1 October": "That ends before it begins. Ask like this:",
    "participation " + "x" * 2900: "That is too long for a question. Ask like this:",
    "outcomes hopping pre to month_1": "I cannot read that. Hospitals: Hillside (invented), ",
    "outcomes pre to never": "I cannot read that. Hospitals: Hillside (invented), ",
    "ledger since someday": "I do not know that day. Ask like this:",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings of four hospitals after a year, all of whose releases are made."""
    folder = tmp_path_factory.mktemp("year")
    settings = environment(folder)
    (folder / "sites.toml").write_text(year.SITES, encoding="utf-8")

    async def write() -> None:
        config = app.configured(settings)
        app.prepare(config)
        tools = app.build(config)
        await year.seed(tools, NOW)
        await points.make(tools, NOW)
        await app.close(tools)

    asyncio.run(write())
    # What reads days is slow the first time, and a busy machine would not answer in time.
    days.read("2 September", NOW.date())
    return settings


@pytest.fixture
async def hospital(written: dict[str, str], tmp_path: Path) -> AsyncIterator[Hospital]:
    """Four hospitals after a year, with a coordinator of all of them."""
    file = written["DATABASE_URL"].removeprefix("sqlite:///")
    shutil.copy(file, tmp_path / "bot.db")
    settings = written | {"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db"}
    async with (
        companions.workspace(NOW) as sandbox,
        companions.connected(sandbox, settings) as opened,
    ):
        yield Hospital(sandbox, opened)


async def test_every_question_is_answered_in_private_with_a_table_that_its_text_repeats(
    hospital: Hospital,
) -> None:
    answers = {}
    for question in QUESTIONS:
        before = len(hospital.cora.whispers)
        await hospital.command(hospital.cora, question)
        (answer,) = hospital.cora.whispers[before:]
        tables = [block for block in answer.blocks if block["type"] == "data_table"]
        cells = [cell.get("text", "") for table in tables for row in table["rows"] for cell in row]
        heads = {name for table in tables for name in (cell["text"] for cell in table["rows"][0])}
        missing = [cell for cell in cells if cell not in heads | {"–"} and cell not in answer.text]
        answers[question] = (answer.text.splitlines()[0], missing)

    assert answers == {question: (title, []) for question, title in QUESTIONS.items()}
    assert not hospital.cora.messages


async def test_bad_input_gets_one_sentence_with_an_example_and_leaves_no_trace(
    hospital: Hospital,
) -> None:
    database = hospital.bot.tools.database
    before = await rows(database, Audit, "id")
    said = {
        question: (await hospital.command(hospital.cora, question)).splitlines()[0]
        for question in REFUSED
    }

    assert [one for one, begins in REFUSED.items() if not said[one].startswith(begins)] == []
    assert await rows(database, Audit, "id") == before


async def test_who_asked_is_told_by_the_audit_and_what_was_withheld_is_not(
    hospital: Hospital,
) -> None:
    said = [
        await hospital.command(hospital.cora, question)
        for question in ("outcomes Lakeview pre to month_6", "outcomes Lakeview")
    ]
    audit = await hospital.command(hospital.cora, "audit")
    kept = await rows(
        hospital.bot.tools.database, Audit, "at", "actor", "act", "subject", "site_id"
    )
    asked = [row[1:] for row in kept if row[2] == "outcomes"]
    told = [line.split("  ") for line in audit.splitlines() if "Lakeview" in line]

    # One was withheld and the other was not: nothing that is kept tells which.
    assert ["Not shown" in one for one in said] == [True, False]
    assert asked == [(hospital.cora.slack_id, "outcomes", "site", "lakeview")] * 2
    assert told
    assert "Not shown" not in audit


async def test_a_nurse_hears_the_same_whatever_she_asks(hospital: Hospital) -> None:
    said = {
        (await hospital.command(hospital.nia, question)).splitlines()[0] for question in QUESTIONS
    }

    assert said == {"That is for programme coordinators."}


def files(hospital: Hospital) -> dict[str, str]:
    """What stands in the files that Slack has, by their names."""
    found = hospital.sandbox.workspace.files.values()
    return {file.name: (file.contents or b"").decode("utf-8-sig") for file in found}


async def test_figures_are_taken_away_as_private_files_with_what_they_mean(
    hospital: Hospital,
) -> None:
    for what in ("participation last 4 weeks", "outcomes", "ledger last 52 weeks", "reach"):
        await hospital.command(hospital.cora, f"export {what}")
    found = files(hospital)
    sheets = {name: list(csv.reader(StringIO(text))) for name, text in found.items()}

    assert sorted(found) == [
        "definitions.txt",
        *(f"{what}-2027-11-05.csv" for what in ("ledger", "outcomes", "participation", "reach")),
    ]
    assert sheets["participation-2027-11-05.csv"][0][:3] == [
        "Week",
        "Group",
        "Answered at least once",
    ]
    assert {len(row) for row in sheets["outcomes-2027-11-05.csv"]} == {4}
    # No row is a person's, and no name, id or pseudonym of one stands in any of them.
    people = await rows(hospital.bot.tools.database, Person, "id", "slack_id")
    kept = await rows(hospital.bot.tools.database, Response, "pseudonym")
    written = "".join(found.values())
    assert [one for row in (*people, *kept) for one in row if str(one) in written] == []
    # Nobody but the coordinator is in the conversation in which they stand.
    assert hospital.cora.messages
    assert not hospital.nia.messages


async def test_an_unknown_export_is_answered_with_what_there_is(hospital: Hospital) -> None:
    said = await hospital.command(hospital.cora, "export pairs")

    assert said.startswith("I can export participation, outcomes, reach or ledger.")
    assert files(hospital) == {}


async def test_sharing_shows_what_is_shared_and_then_posts_the_hospitals_figures_alone(
    hospital: Hospital,
) -> None:
    channel = hospital.sandbox.add_channel("board", [hospital.cora.slack_id])
    await hospital.command(hospital.cora, "participation")
    preview = await hospital.tap(hospital.cora, "Share")
    await hospital.submit(hospital.cora, {"Channel": channel})
    (posted,) = hospital.sandbox.workspace.channels[channel].messages

    assert "Everybody in the channel you choose will see the figures below" in preview
    assert "Riverbend (invented)" in posted.text
    assert "Riverbend 9" not in posted.text


async def test_an_answer_is_narrowed_by_a_tap(hospital: Hospital) -> None:
    await hospital.command(hospital.cora, "participation")
    await hospital.tap(hospital.cora, "The hospital")

    assert hospital.cora.whispers[-1].text.startswith("Participation, the hospital, last 8 weeks")


async def test_below_an_answer_everything_is_about_what_was_asked(hospital: Hospital) -> None:
    await hospital.command(hospital.cora, "participation cohort Riverbend 9 since 4 October")
    await hospital.tap(hospital.cora, "Last 4 weeks")
    lately = hospital.cora.whispers[-1]
    await hospital.tap(hospital.cora, "Export")
    (sheet,) = [text for name, text in files(hospital).items() if name.startswith("partic")]
    groups = {row[1] for row in csv.reader(StringIO(sheet))}
    await hospital.command(hospital.cora, "outcomes Lakeview total pre to end")
    await hospital.tap(hospital.cora, "After a month")

    assert lately.text.startswith("Participation, Riverbend 9, last 4 weeks")
    assert groups == {"Group", "Riverbend 9"}
    assert hospital.cora.whispers[-1].text.startswith(
        "Outcomes, Lakeview (invented), before the training to a month later"
    )


async def test_two_cohorts_of_the_same_name_are_never_one(hospital: Hospital) -> None:
    rename = update(Cohort).where(columns(Cohort).name.in_(["Riverbend 9", "Hillside 9"]))
    await hospital.bot.tools.database.run(
        lambda tx: tx.run(rename.values(name="Spring", name_key="spring"))
    )
    capitals = update(Cohort).where(columns(Cohort).name == "Lakeview 9")
    await hospital.bot.tools.database.run(
        lambda tx: tx.run(capitals.values(name="SPRING", name_key="spring"))
    )
    any_of_them = await hospital.command(hospital.cora, "participation cohort sPRING last 4 weeks")
    said = await hospital.command(hospital.cora, "participation cohort Spring last 4 weeks")
    here = await hospital.command(
        hospital.cora, "participation cohort Spring Hillside last 4 weeks"
    )
    changed = [line for line in said.splitlines() if ", week of " in line]

    assert "SPRING, Lakeview (invented)" in any_of_them
    assert "Spring, Hillside (invented)" in any_of_them
    assert "Spring, Riverbend (invented)" in said
    assert "Spring, Hillside (invented)" in said
    assert changed
    # A week is held against another week, of the same hospital's cohort.
    assert [
        line for line in changed if line.split("week of ")[1][:6] in line.split("to week of")[1]
    ] == []
    assert "Riverbend" not in here
