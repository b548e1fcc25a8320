from datetime import date, timedelta
from typing import Any

from bot.sandbox import Actor
from storage.tables import Audit, HospitalFigure
from tests.hospital import Hospital
from tests.storage.kit import rows

NURSES: dict[str, Any] = {
    "The twelve months begin on": "2026-09-01",
    "People trained, from the register": 120,
    "Of them on all three days": 96,
    "Average post, in per cent of full time": 80,
    "Away in a year, in per cent": 10,
    "Expected to leave in the year, in per cent": 20,
    "Treatment sessions of a full-time post in a year: low": 1000,
    "The same: likely": 1400,
    "The same: high": 1500,
    "Where it is from": "scheduling system, invented",
    "Of which day that is": "2026-10-01",
}
TOTALS: dict[str, Any] = {
    "First day": "2025-10-01",
    "Last day": "2026-09-30",
    "Employed on the first day": 100,
    "Of them gone by the last day": 12,
    "Where it is from": "personnel office, invented",
    "Of which day that is": "2026-10-15",
}


async def typed(hospital: Hospital, label: str, **different: Any) -> dict[str, str]:
    """Have the coordinator type the figures of a role group; return what is wrong."""
    await hospital.command(hospital.cora, "reach")
    await hospital.tap(hospital.cora, label)
    return await hospital.submit(hospital.cora, NURSES | different)


async def totals(hospital: Hospital, **different: Any) -> dict[str, str]:
    await hospital.command(hospital.cora, "retention")
    await hospital.tap(hospital.cora, "Type totals")
    return await hospital.submit(hospital.cora, TOTALS | different)


async def test_reach_is_typed_and_shown_as_a_projected_range(hospital: Hospital) -> None:
    assert await typed(hospital, "Nurses") == {}
    await hospital.cora.close()
    words = await hospital.command(hospital.cora, "reach")

    assert (
        "Projected: 77,800 to 117,000, most likely 109,000 treatment sessions, led by 120 people; "
        "96 of them trained all three days."
    ) in words
    assert "Two participants may have led the same session; sessions are not patients." in words


async def test_what_was_typed_stands_in_the_form_again(hospital: Hospital) -> None:
    await typed(hospital, "Nurses")
    await hospital.cora.close()
    assert await typed(hospital, "Nurses", **{"People trained, from the register": 121}) == {}

    kept = await rows(hospital.bot.tools.database, HospitalFigure, "number", "about", "typed_by")
    assert kept == [(1, "nurses", "U0COORD01"), (2, "nurses", "U0COORD01")]


async def test_after_twelve_months_what_was_counted_stands_beside_it(hospital: Hospital) -> None:
    await typed(hospital, "Nurses", **{"The twelve months begin on": "2025-09-01"})
    await hospital.cora.close()
    await hospital.command(hospital.cora, "reach")
    await hospital.tap(hospital.cora, "Type what was counted")
    counted = {"Treatment sessions they led": 101_250, "Where it is from": "books, invented"}
    await hospital.submit(hospital.cora, counted | {"Of which day that is": "2026-10-20"})
    await hospital.cora.close()

    words = await hospital.command(hospital.cora, "reach")
    assert "Nurses: 101,250 counted, 109,000 projected (books, invented, 20 Oct 2026)" in words


async def test_each_field_that_cannot_be_says_so_and_nothing_is_kept(hospital: Hospital) -> None:
    tomorrow = hospital.sandbox.calendar.now().date() + timedelta(days=1)
    problems = await typed(
        hospital,
        "Nurses",
        **{
            "Of them on all three days": 121,
            "The same: likely": 999,
            "Of which day that is": str(tomorrow),
        },
    )

    assert problems == {
        "all_days": "No more than were trained.",
        "likely": "A whole number from 1,000 to 20,000.",
        "source_on": "Choose a date that is not ahead.",
    }
    assert await rows(hospital.bot.tools.database, HospitalFigure, "id") == []


async def test_a_rate_of_staff_who_stayed_says_all_it_takes_to_check_it(hospital: Hospital) -> None:
    assert await totals(hospital) == {}
    await hospital.cora.close()
    words = await hospital.command(hospital.cora, "retention")

    assert (
        "People who took part, 1 Oct 2025 to 30 Sep 2026: 88 of 100 stayed, 88.0 % "
        "(95 % interval 80.2 to 93.0) (personnel office, invented, 15 Oct 2026)"
    ) in words
    assert "People who took part stayed at this rate." in words


async def test_only_a_coordinator_reads_or_types_such_figures(hospital: Hospital) -> None:
    await hospital.name_trainer()
    await typed(hospital, "Nurses")

    said = {
        (await hospital.command(who, command)).splitlines()[0]
        for who in (hospital.nia, hospital.tara)
        for command in ("reach", "retention")
    }
    assert said == {"That is for programme coordinators."}


async def test_nobody_types_for_a_site_that_is_not_theirs(hospital: Hospital) -> None:
    other = hospital.sandbox.add_person("Cody Example", slack_id="U0COORD02")
    await _open_form_of(hospital, other)

    assert await rows(hospital.bot.tools.database, HospitalFigure, "site_id") == [("hillside",)]


async def test_that_somebody_typed_and_asked_is_kept_and_nothing_of_what(
    hospital: Hospital,
) -> None:
    await typed(hospital, "Nurses")

    acts = await rows(hospital.bot.tools.database, Audit, "actor", "act", "subject")
    assert acts == [("U0COORD01", "reach", "site"), ("U0COORD01", "type reach", "site")]


async def _open_form_of(hospital: Hospital, who: Actor) -> None:
    """Have a coordinator of another site type figures, of which only their own site is offered."""
    await hospital.command(who, "reach")
    await hospital.tap(who, "Nurses")
    assert who.modal is not None
    offered = [
        option["value"]
        for block in who.modal["blocks"]
        if block.get("block_id") == "site"
        for option in block["element"]["options"]
    ]
    assert offered == ["hillside"]
    await hospital.submit(who, NURSES | {"Of which day that is": str(date(2026, 10, 1))})
