import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from content.__main__ import main
from content.load import library
from tests.packs import attested

LIBRARY = library()
TODAY = date(2026, 11, 22)
COUNTS = (
    f"{len(LIBRARY.exercises)} exercises, {len(LIBRARY.checkins)} check-ins, "
    f"{len(LIBRARY.instruments)} instruments, {len(LIBRARY.curriculum.steps)} steps"
)


def test_the_command_counts_what_is_there() -> None:
    command = [sys.executable, "-m", "content"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    assert (done.returncode, done.stdout.splitlines()[0], done.stderr) == (0, COUNTS, "")


def test_the_command_counts_each_unit_and_each_phase(capsys: pytest.CaptureFixture[str]) -> None:
    main([], TODAY)
    words = [line.split() for line in capsys.readouterr().out.splitlines()]

    exercises = sum(one.unit == "introduction" for one in LIBRARY.exercises.values())
    checkins = sum(one.unit == "introduction" for one in LIBRARY.checkins.values())
    assert ["1", "introduction", str(exercises), str(checkins), "0"] in words
    active = sum("active" in one.phases for one in LIBRARY.checkins.values())
    assert ["active", str(active)] in words


def test_another_library_is_checked_and_its_problems_are_printed(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--path", str(copy)], TODAY) == 0
    assert capsys.readouterr().out.startswith(COUNTS)

    (copy / "help.toml").unlink()

    assert main(["--path", str(copy)], TODAY) == 1
    assert capsys.readouterr().out == "help.toml: is missing; every library has one\n"


def test_a_pack_is_checked_on_top_of_the_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--pack", str(attested(tmp_path))], TODAY) == 1
    assert capsys.readouterr().out == (
        f"{tmp_path}: holds no content; give a folder with checkins/ or exercises/\n"
    )


def test_json_says_the_same_to_a_program(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json"], TODAY) == 0
    said = json.loads(capsys.readouterr().out)
    assert list(said) == ["exercises", "checkins", "instruments", "by_unit", "problems"]
    assert (said["exercises"], said["checkins"]) == (len(LIBRARY.exercises), len(LIBRARY.checkins))
    assert list(said["by_unit"]) == [unit.key for unit in LIBRARY.curriculum.units]
    assert sum(unit["exercises"] for unit in said["by_unit"].values()) == said["exercises"]
    assert sum(unit["checkins"] for unit in said["by_unit"].values()) == said["checkins"]
    assert said["problems"] == []

    (copy / "curriculum.toml").unlink()

    assert main(["--json", "--path", str(copy)], TODAY) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["by_unit"] == {}
    assert said["problems"] == ["curriculum.toml: is missing; every library has one"]
