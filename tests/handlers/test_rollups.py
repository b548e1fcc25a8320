"""A coordinator lets a quarter go, and the programme office reads just that."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.app import rollups as office
from bot.flows import rollups as flow
from bot.flows.rollups import NotLetGoError
from bot.rules import rollups
from bot.rules.figures import Figures
from bot.rules.rollups import File, NotARollupError
from bot.rules.shown import Share
from content.hospitals import Hospital as Known
from storage import reports
from storage.tables import Audit, RollupApproval
from tests.handlers.test_hospital_figures import typed
from tests.hospital import Hospital
from tests.released import week
from tests.storage.kit import rows

QUARTER = "2026Q3"
SITE = "riverbend"


async def planted(hospital: Hospital) -> None:
    """Have some weeks of a quarter released, and the coordinator confirmed."""
    await hospital.confirm(hospital.cora)
    for number, percent in enumerate((40, 45, 50)):
        monday = date(2026, 9, 7) + timedelta(weeks=number)
        made = week(SITE, monday, Figures(Share(percent)))
        await hospital.bot.tools.database.run(partial(reports.add, release=made))


async def file_of(hospital: Hospital) -> File:
    """What `rollup export` writes."""
    site, now = hospital.bot.tools.sites[SITE], hospital.sandbox.calendar.now()
    return await hospital.bot.tools.database.read(lambda tx: flow.file(tx, site, QUARTER, now))


async def let_go(hospital: Hospital) -> str:
    await hospital.command(hospital.cora, f"rollup {QUARTER}")
    return await hospital.tap(hospital.cora, "Let it go")


def known(file: File, site: str = SITE) -> Mapping[str, Known]:
    return {file.key: Known(id=site, name="Riverbend (invented)", key=file.key)}


def laid_down(file: File, folder: Path) -> Path:
    path = folder / "riverbend.json"
    path.write_text(rollups.file_written(file), encoding="utf-8")
    return path


async def test_what_a_coordinator_lets_go_is_what_the_office_reads(
    hospital: Hospital, tmp_path: Path
) -> None:
    await planted(hospital)
    preview = await hospital.command(hospital.cora, f"rollup {QUARTER}")
    said = await hospital.tap(hospital.cora, "Let it go")
    file = await file_of(hospital)
    read = office.read(laid_down(file, tmp_path), known(file))

    assert "Answered at least once, 7 Sep to 13 Sep 2026: 40 %" in preview
    assert "You have let it go as it is here." in said
    assert [week.participation for week in read.weeks] == [Share(40), Share(45), Share(50)]


async def test_nothing_goes_before_a_coordinator_lets_it_go(hospital: Hospital) -> None:
    await planted(hospital)
    await hospital.command(hospital.cora, f"rollup {QUARTER}")

    with pytest.raises(NotLetGoError, match="has let this quarter go as it is now"):
        await file_of(hospital)


async def test_what_says_something_else_by_now_has_to_be_looked_at_again(
    hospital: Hospital,
) -> None:
    await planted(hospital)
    await let_go(hospital)
    await hospital.cora.close()
    await typed(hospital, "Nurses")

    with pytest.raises(NotLetGoError, match="as it is now"):
        await file_of(hospital)


async def test_a_button_below_an_old_preview_lets_nothing_go(hospital: Hospital) -> None:
    await planted(hospital)
    await hospital.command(hospital.cora, f"rollup {QUARTER}")
    old = hospital.cora.whispers[-1]
    await typed(hospital, "Nurses")
    await hospital.cora.close()
    said = await hospital.tap(hospital.cora, "Let it go", old)

    assert "It says something else by now, so nothing was let go." in said
    assert await rows(hospital.bot.tools.database, RollupApproval, "id") == []


async def test_a_changed_or_foreign_file_is_refused(hospital: Hospital, tmp_path: Path) -> None:
    await planted(hospital)
    await let_go(hospital)
    file = await file_of(hospital)
    changed = File(file.text.replace("share:40", "share:90"), file.key, file.signature)
    wrongs = {
        "it was changed after it was signed": (changed, known(file)),
        "no hospital of your list has signed it": (file, {}),
        "Riverbend (invented) has signed it, but it is of another site": (
            file,
            known(file, "hillside"),
        ),
    }

    for said, (planted_file, list_) in wrongs.items():
        with pytest.raises(NotARollupError) as refused:
            office.read(laid_down(planted_file, tmp_path), list_)
        assert str(refused.value) == said


async def test_a_quarter_that_is_not_over_cannot_go(hospital: Hospital) -> None:
    await planted(hospital)
    words = await hospital.command(hospital.cora, "rollup 2026Q4")

    assert "Its last figures come on 3 Jan 2027; until then it cannot go." in words
    assert "[Let it go]" not in words


@pytest.mark.parametrize("words", ["x" * 3000])
async def test_what_is_no_quarter_is_answered_with_how_to_write_one(
    hospital: Hospital, words: str
) -> None:
    await hospital.confirm(hospital.cora)
    said = await hospital.command(hospital.cora, f"rollup {words}")

    assert said.splitlines()[0] == "Write a quarter as 2026Q4."


async def test_only_a_coordinator_who_confirmed_looks_at_a_quarter(hospital: Hospital) -> None:
    for who in (hospital.nia, hospital.tara):
        words = await hospital.command(who, f"rollup {QUARTER}")
        assert words.splitlines()[0] == "That is for programme coordinators."
    assert "please confirm first" in await hospital.command(hospital.cora, f"rollup {QUARTER}")


async def test_who_let_what_go_is_kept(hospital: Hospital) -> None:
    await planted(hospital)
    await let_go(hospital)

    acts = await rows(hospital.bot.tools.database, Audit, "actor", "act", "subject")
    assert acts[-2:] == [
        ("U0COORD01", "rollup", QUARTER),
        ("U0COORD01", "let a rollup go", QUARTER),
    ]
