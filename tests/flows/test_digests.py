"""A digest depends on releases and on the calendar: never on who it was, nor on how many."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.simulated import Simulated, simulated
from bot.flows import digests, reports
from bot.messages import digests as messages
from bot.rules import cadence
from tests.attack.truths import FIRST_MONDAY, LAST_DAY, ZONE, site

BEGINS = cadence.midnight(LAST_DAY, ZONE) - timedelta(days=7)
THURSDAY = cadence.release_at(FIRST_MONDAY, ZONE) + timedelta(minutes=1)
WHERE = site(0)
# Of eighteen people, who answers: a third to two thirds each time.
ANSWERING = {"Spring": range(8), "Autumn": range(7, 18)}


@pytest.fixture
async def hospital(tmp_path: Path) -> AsyncIterator[Simulated]:
    """Two cohorts of eighteen, in which different people answered the first week's question."""
    async with simulated(tmp_path, [WHERE], weeks=4) as opened:
        for name in ANSWERING:
            leader = await opened.appoint(WHERE, f"U0LEADS{name.upper()}", BEGINS)
            cohort = await opened.make_cohort(WHERE, name, LAST_DAY, [leader], BEGINS)
            people = [f"U0{name.upper()}{number}" for number in range(18)]
            await opened.enrol(WHERE, cohort, people, BEGINS)
            await opened.confirm(WHERE, f"U0LEADS{name.upper()}", [cohort], BEGINS)
            for person in people:
                await opened.join(person, BEGINS)
        due = cadence.midnight(FIRST_MONDAY, ZONE) + timedelta(days=1, hours=11)
        for asked in await opened.asked_in(FIRST_MONDAY, due):
            name = "Spring" if "SPRING" in asked.slack_id else "Autumn"
            number = int(asked.slack_id.removeprefix(f"U0{name.upper()}"))
            if number in ANSWERING[name]:
                choice = asked.checkin.choices[number % 2]
                await opened.answer(asked, choice.id, due + timedelta(minutes=number))
        await opened.release(THURSDAY)
        yield opened


async def test_digests_of_groups_in_one_band_are_the_same_whoever_answered(
    hospital: Simulated,
) -> None:
    said = set()
    for name in ANSWERING:
        (found,), _ = await digests.on_demand(
            hospital.tools, f"U0LEADS{name.upper()}", "", THURSDAY
        )
        said.add(messages.letter(found).text.replace(name, "Group"))

    assert len(said) == 1
    assert "a third to two thirds" in str(said)


async def test_a_digest_shows_no_figure_that_progress_does_not(hospital: Simulated) -> None:
    (found,), _ = await digests.on_demand(hospital.tools, "U0LEADSSPRING", "", THURSDAY)
    report = await reports.progress(hospital.tools, "U0LEADSSPRING", "", THURSDAY)

    shown = [line for line in (found.week, found.consent, found.four_weeks) if line]
    assert len(shown) == 2
    assert all(line in report.weeks_shown for line in shown)
