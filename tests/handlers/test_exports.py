"""Somebody takes a locked copy of what is kept of theirs."""

import asyncio
import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Actor
from storage.tables import ExportedFile
from tests.hospital import EVERY_PART, FIRST_CHECKIN, Hospital
from tests.storage.kit import rows
from tests.test_documented import ROOT

HEAVY = "I cannot put it down"
(PROGRAM,) = re.findall(
    r"```python\n(.*?)```", (ROOT / "docs/export.md").read_text(encoding="utf-8"), re.DOTALL
)


async def _copy(hospital: Hospital, who: Actor) -> str:
    """The passphrase of the copy that somebody makes."""
    await hospital.command(who, "my-data")
    await hospital.tap(who, "Take a copy")
    words = await hospital.tap(who, "Make my copy")
    (passphrase,) = re.findall(r"\b\w{4}(?:-\w{4}){4}\b", words)
    await who.close()
    return str(passphrase)


def _file(hospital: Hospital) -> bytes:
    """The one file that stands in Slack."""
    (file,) = hospital.sandbox.workspace.files.values()
    assert file.contents is not None
    return file.contents


def _opened(file: bytes, passphrase: str, folder: Path) -> Any:
    """What the lines of docs/export.md print of a file."""
    page = folder / "resiliency.html"
    page.write_bytes(file)
    ran = subprocess.run(  # noqa: S603 -- our own lines
        [sys.executable, "-c", PROGRAM, str(page), passphrase], capture_output=True, check=True
    )
    return json.loads(ran.stdout)


def _deleted(hospital: Hospital) -> bool:
    """Whether of a file in Nia's conversation only a tombstone is left."""
    return any("(a file that was deleted)" in seen.words() for seen in hospital.nia.messages)


async def _answered(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, HEAVY)
    await hospital.nia.close()


async def test_the_documented_lines_open_a_copy(hospital: Hospital, tmp_path: Path) -> None:
    await _answered(hospital)
    passphrase = await _copy(hospital, hospital.nia)

    copy = _opened(_file(hospital), passphrase, tmp_path)
    assert [(one["week"], one["answer"]) for one in copy["data"]["check_ins"]] == [
        ("2026-11-09", HEAVY)
    ]


async def test_a_copy_is_read_in_the_words_that_were_chosen(
    hospital: Hospital, tmp_path: Path
) -> None:
    await _answered(hospital)
    passphrase = await _copy(hospital, hospital.nia)

    said = _opened(_file(hospital), passphrase, tmp_path)["read"]
    assert [one["heading"] for one in said] == [
        "What you answered",
        "What helps you",
        "What you chose",
    ]
    assert HEAVY in said[0]["lines"][0]


async def test_another_passphrase_opens_nothing(hospital: Hospital, tmp_path: Path) -> None:
    await _answered(hospital)
    passphrase = await _copy(hospital, hospital.nia)
    other = passphrase[:-1] + ("a" if passphrase[-1] != "a" else "b")

    with pytest.raises(subprocess.CalledProcessError):
        _opened(_file(hospital), other, tmp_path)


async def test_capitals_and_hyphens_of_a_passphrase_do_not_matter(
    hospital: Hospital, tmp_path: Path
) -> None:
    await _answered(hospital)
    passphrase = await _copy(hospital, hospital.nia)

    assert _opened(_file(hospital), passphrase.upper().replace("-", " "), tmp_path)


async def test_nothing_that_slack_holds_says_what_was_answered_or_the_passphrase(
    hospital: Hospital,
) -> None:
    await _answered(hospital)
    passphrase = await _copy(hospital, hospital.nia)

    held = str(hospital.sandbox.export())
    assert ("resiliency.html" in held, HEAVY in held, passphrase in held) == (True, False, False)


async def test_the_file_of_somebody_who_never_answered_is_as_long(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await hospital.cohort_of([hospital.nia, pia])
    await hospital.until(FIRST_CHECKIN)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, HEAVY)
    await hospital.nia.close()
    for who in (hospital.nia, pia):
        await _copy(hospital, who)

    sizes = {file.size for file in hospital.sandbox.workspace.files.values()}
    assert len(sizes) == 1


async def test_a_passphrase_hides_itself_and_is_not_shown_again(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, "my-data")
    await hospital.tap(hospital.nia, "Take a copy")
    await hospital.tap(hospital.nia, "Make my copy")
    hospital.bot.tools.tasks.hurry()
    await hospital.settle()

    words = hospital.nia.screen()
    assert ("[Make a new copy]" in words, "Your passphrase" in words) == (True, False)


async def test_two_quick_taps_make_one_copy(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, "my-data")
    await hospital.tap(hospital.nia, "Take a copy")
    await asyncio.gather(*(hospital.nia.tap("Make my copy") for _ in range(2)))
    await hospital.settle()

    assert len(hospital.sandbox.workspace.files) == 1
    assert "Your passphrase" in hospital.nia.screen()


async def test_a_copy_has_what_somebody_said_of_their_time(
    hospital: Hospital, tmp_path: Path
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, "settings")
    await hospital.tap(hospital.nia, "Quiet hours")
    await hospital.submit(hospital.nia, {"Quiet from": "21:00", "Until": "06:00"})
    await hospital.nia.close()
    passphrase = await _copy(hospital, hospital.nia)

    copy = _opened(_file(hospital), passphrase, tmp_path)
    assert copy["data"]["choices"]["quiet_hours"] == {"from": "21:00", "until": "06:00"}
    assert "Quiet hours: 21:00 to 06:00" in copy["read"][-1]["lines"]


async def test_a_file_is_deleted_from_slack_after_a_day(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await _copy(hospital, hospital.nia)
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(hours=24))

    assert _deleted(hospital)
    assert await rows(hospital.bot.tools.database, ExportedFile, "file_id") == []


async def test_a_file_stays_for_a_day(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await _copy(hospital, hospital.nia)
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(hours=23, minutes=59))

    assert not _deleted(hospital)


async def test_a_file_that_slack_does_not_delete_is_tried_again(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await _copy(hospital, hospital.nia)
    hospital.sandbox.fault("files.delete", "ratelimited", retry_after=1)
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(hours=24, minutes=10))

    assert _deleted(hospital)


async def test_a_file_that_slack_does_not_take_is_told_and_forgotten(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    hospital.sandbox.fault("files.completeUploadExternal", "ratelimited", retry_after=1)
    await hospital.command(hospital.nia, "my-data")
    await hospital.tap(hospital.nia, "Take a copy")
    words = await hospital.tap(hospital.nia, "Make my copy")
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(hours=24))

    assert "Slack asks me to wait. Please try again in a minute." in words
    assert await rows(hospital.bot.tools.database, ExportedFile, "file_id") == []


async def test_somebody_on_no_list_is_sent_no_copy(hospital: Hospital) -> None:
    assert "training roster" in await hospital.command(hospital.nia, "my-data")


async def test_finished_self_assessments_are_in_the_copy(
    hospital: Hospital, tmp_path: Path
) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia])
    await hospital.tara.close()
    await hospital.tick()
    await hospital.join(hospital.nia, "10:30", *EVERY_PART)
    await hospital.command(hospital.nia, "assessments")
    await hospital.tap(hospital.nia, "Open")
    while hospital.nia.modal and hospital.nia.modal.get("submit"):
        await hospital.submit(hospital.nia, {})
    await hospital.nia.close()
    passphrase = await _copy(hospital, hospital.nia)

    copy = _opened(_file(hospital), passphrase, tmp_path)
    assert [one["time_point"] for one in copy["data"]["self_assessments"]] == ["pre"]
