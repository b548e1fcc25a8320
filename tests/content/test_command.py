import json
import subprocess
import sys
from pathlib import Path

import pytest

from content.__main__ import main
from content.load import library

LIBRARY = library()
COUNTS = (
    f"{len(LIBRARY.exercises)} exercises, {len(LIBRARY.checkins)} check-ins, "
    f"{len(LIBRARY.curriculum.steps)} steps\n"
)


def test_the_command_counts_what_is_there() -> None:
    command = [sys.executable, "-m", "content"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    assert (done.returncode, done.stdout, done.stderr) == (0, COUNTS, "")


def test_another_library_is_checked_and_its_problems_are_printed(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--path", str(copy)]) == 0
    assert capsys.readouterr().out == COUNTS

    (copy / "help.toml").unlink()

    assert main(["--path", str(copy)]) == 1
    assert capsys.readouterr().out == "help.toml: is missing; every library has one\n"


def test_a_pack_is_checked_on_top_of_the_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--pack", str(tmp_path)]) == 1
    assert capsys.readouterr().out == (
        f"{tmp_path}: holds no content; give a folder with checkins/ or exercises/\n"
    )


def test_json_says_the_same_to_a_program(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert list(said) == ["exercises", "checkins", "by_unit", "problems"]
    assert (said["exercises"], said["checkins"]) == (len(LIBRARY.exercises), len(LIBRARY.checkins))
    assert list(said["by_unit"]) == [unit.key for unit in LIBRARY.curriculum.units]
    assert sum(unit["exercises"] for unit in said["by_unit"].values()) == said["exercises"]
    assert sum(unit["checkins"] for unit in said["by_unit"].values()) == said["checkins"]
    assert said["problems"] == []

    (copy / "curriculum.toml").unlink()

    assert main(["--json", "--path", str(copy)]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["by_unit"] == {}
    assert said["problems"] == ["curriculum.toml: is missing; every library has one"]
