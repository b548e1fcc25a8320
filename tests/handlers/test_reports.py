from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from bot.rules.figures import Figures
from bot.rules.shown import Share
from storage import reports
from storage.reports import Made
from storage.tables import Audit, Cohort
from storage.transactions import Transaction
from tests.hospital import Hospital
from tests.released import week
from tests.storage.kit import rows

THURSDAY = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)
REFUSAL = "Not shown: too few people to keep this private."


@pytest.mark.parametrize("question", ["", "cohort Spring", "cohort Nowhere", "last 4 weeks"])
async def test_a_refusal_tells_nothing_about_what_exists(hospital: Hospital, question: str) -> None:
    await hospital.cohort_of([hospital.nia])

    words = await hospital.command(hospital.nia, f"participation {question}")
    assert words.splitlines()[0] == "That is for programme coordinators."


async def test_a_week_is_shown_on_thursday_as_a_band(hospital: Hospital) -> None:
    await hospital.answer_a_week(answering=8)
    await hospital.until(THURSDAY)

    words = await hospital.command(hospital.cora, "participation cohort Spring last 4 weeks")
    assert _rows(words) == [
        ("16 Nov to 22 Nov 2026", "Spring", "shown on Thursday 26 November, 08:00", "–", "–"),
        ("9 Nov to 15 Nov 2026", "Spring", "a third to two thirds", "1", "more than two thirds"),
    ]


async def test_an_open_week_is_never_counted(hospital: Hospital) -> None:
    await hospital.answer_a_week(answering=16)
    await hospital.until(THURSDAY - timedelta(hours=1))

    words = await hospital.command(hospital.cora, "participation cohort Spring")
    assert _rows(words) == [
        ("16 Nov to 22 Nov 2026", "Spring", "shown on Thursday 26 November, 08:00", "–", "–"),
        ("9 Nov to 15 Nov 2026", "Spring", "shown on Thursday 19 November, 08:00", "–", "–"),
    ]


async def test_a_site_waits_only_for_what_will_be_shown(hospital: Hospital) -> None:
    await hospital.answer_a_week(answering=0)

    words = await hospital.command(hospital.cora, "participation")
    assert [row[1] for row in _rows(words)] == ["Spring"]


@pytest.mark.parametrize("answering", [0, 1, 3])
async def test_too_few_people_get_the_one_refusal(hospital: Hospital, answering: int) -> None:
    people = [hospital.nia, hospital.sandbox.add_person("Pia"), hospital.sandbox.add_person("Oz")]
    await hospital.cohort_of(people)
    await hospital.until(datetime(2026, 11, 10, 15, 30, tzinfo=UTC))
    for person in people[:answering]:
        await hospital.tap(person, "Open")
        await hospital.tap(person, "I have set it down")
        await person.close()
    await hospital.until(THURSDAY)

    words = await hospital.command(hospital.cora, "participation")
    assert [row[2:] for row in _rows(words) if "shown on" not in row[2]] == [
        (REFUSAL, "1", REFUSAL)
    ]


async def test_the_trainer_gets_a_digest_at_their_own_hour(hospital: Hospital) -> None:
    await hospital.answer_a_week(answering=4)
    await hospital.command(hospital.tara, "hour")
    await hospital.submit(hospital.tara, {"Your hour": "16:00"})
    await hospital.tara.close()
    await hospital.until(THURSDAY + timedelta(hours=7))
    before = len(hospital.tara.messages)
    await hospital.until(THURSDAY + timedelta(hours=8))

    (digest,) = hospital.tara.messages[before:]
    assert digest.words().splitlines()[:2] == [
        "Your group last week. How many answered at least once:",
        "Spring, 9 Nov to 15 Nov 2026: fewer than a third",
    ]


async def test_progress_shows_a_trainer_their_own_cohorts_only(hospital: Hospital) -> None:
    await hospital.answer_a_week(answering=13)
    theo = hospital.sandbox.add_person("Theo Example")
    await hospital.command(hospital.cora, "trainers add @Theo Example")
    await hospital.until(THURSDAY)

    assert "more than two thirds" in await hospital.command(hospital.tara, "progress")
    assert "Spring" not in await hospital.command(theo, "progress")


async def test_an_unknown_cohort_is_answered_with_what_exists(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])

    words = await hospital.command(hospital.cora, "participation cohort Sprang")
    assert words.splitlines()[0] == "I know no cohort of that name. There is: Spring."


async def test_every_view_is_written_to_the_audit(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    before = await _acts(hospital)
    for question in ("participation cohort Spring", "participation"):
        await hospital.command(hospital.cora, question)

    ((cohort,),) = await rows(hospital.bot.tools.database, Cohort, "id")
    looked = (hospital.cora.slack_id, "participation", "riverbend")
    assert await _acts(hospital) - before == Counter(
        {(*looked, f"cohort {cohort}"): 2, (*looked, "site"): 1}
    )


async def test_from_four_weeks_on_a_site_gets_a_chart(hospital: Hospital) -> None:
    await _release_shares(hospital, [35, 40, 45, 50])
    words = await hospital.command(hospital.cora, "participation")
    chart = hospital.cora.whispers[-1].blocks[1]

    assert chart["type"] == "data_visualization"
    assert [point["value"] for point in chart["chart"]["series"][0]["data"]] == [35, 40, 45, 50]
    assert "45 %" in words


async def test_a_workspace_without_tables_gets_the_text_and_is_remembered(
    hospital: Hospital,
) -> None:
    await _release_shares(hospital, [35])
    hospital.sandbox.fault("respond", "error", code="invalid_blocks")
    await hospital.command(hospital.cora, "participation")
    await hospital.command(hospital.cora, "participation")

    first, second = hospital.cora.whispers[-2:]
    assert first.blocks == second.blocks == []
    assert "Riverbend (invented), 12 Oct to 18 Oct 2026: 35 %" in second.text


async def _acts(hospital: Hospital) -> Counter[tuple[object, ...]]:
    """Return how often each act stands in the audit."""
    database = hospital.bot.tools.database
    return Counter(await rows(database, Audit, "actor", "act", "site_id", "subject"))


async def _release_shares(hospital: Hospital, percents: list[int]) -> None:
    """Have a site whose shares were released for the last weeks, oldest first."""
    await hospital.confirm(hospital.cora)
    last = date(2026, 10, 12)
    for ago, percent in enumerate(reversed(percents)):
        monday = last - timedelta(weeks=ago)
        made = week("riverbend", monday, Figures(Share(percent)))
        await hospital.bot.tools.database.run(partial(_release, made))


def _release(made: Made, tx: Transaction) -> None:
    moment = datetime(2026, 10, 22, tzinfo=UTC)
    reports.take_round(
        tx, site_id=made.site_id, kind=made.kind, starts_on=made.starts_on, now=moment
    )
    reports.add(tx, made)


def _rows(words: str) -> list[tuple[str, ...]]:
    """Return the rows that somebody sees of the weeks after the training."""
    lines = [
        line for line in words.splitlines() if " 2026  " in line and not line.startswith("2 Nov")
    ]
    return [tuple(part.strip() for part in line.split("  ") if part.strip()) for line in lines]
