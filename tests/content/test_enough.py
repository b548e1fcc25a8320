import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from content import enough
from content.load import survey

PHASES = ["before", "training", "active", "one_month", "boosters"]


def said(folder: Path) -> set[str]:
    """Return what there is too little of; what points to a file that is gone is another matter."""
    return {problem for problem in survey([folder])[1] if "a library needs at least" in problem}


def keep(folder: Path, number: int) -> None:
    for file in sorted(folder.glob("*.toml"))[number:]:
        file.unlink()


def rewrite(folder: Path, pattern: str, new: str, *, spared: int = 0) -> None:
    """Write something else in all files where a line is like this, but for the first few."""
    for file in list(_like(folder, pattern))[spared:]:
        file.write_text(re.sub(pattern, new, file.read_text(), flags=re.MULTILINE))


def _like(folder: Path, pattern: str) -> Iterator[Path]:
    for file in sorted(folder.glob("*.toml")):
        if re.search(pattern, file.read_text(), flags=re.MULTILINE):
            yield file


def test_the_shipped_library_has_enough(copy: Path) -> None:
    assert said(copy) == set()


def test_too_few_exercises_are_named(copy: Path) -> None:
    keep(copy / "exercises", enough.EXERCISES - 1)
    assert "exercises: there are 49; a library needs at least 50" in said(copy)


def test_too_few_questions_are_named(copy: Path) -> None:
    keep(copy / "checkins", enough.CHECKINS - 1)
    assert "checkins: there are 29; a library needs at least 30" in said(copy)


def test_a_unit_with_too_few_exercises_is_named(copy: Path) -> None:
    rewrite(copy / "exercises", '^unit .*"closing"$', 'unit = "introduction"', spared=2)
    assert said(copy) == {'exercises: "closing" has 2; a library needs at least 3'}


def test_a_unit_without_a_question_is_named(copy: Path) -> None:
    rewrite(copy / "checkins", '^unit .*"closing"$', 'unit = "introduction"')
    assert said(copy) == {'checkins: "closing" has 0; a library needs at least 1'}


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_without_a_question_is_named(copy: Path, phase: str) -> None:
    # In every other phase, so that it is only this one that misses something.
    others = ", ".join(f'"{other}"' for other in PHASES if other != phase)
    rewrite(copy / "checkins", f'^phases .*"{phase}".*$', f"phases = [{others}]")
    assert said(copy) == {
        f'checkins: in the phase "{phase}" there are 0; a library needs at least 1'
    }


def test_too_few_exercises_for_a_hard_shift_are_named(copy: Path) -> None:
    rewrite(copy / "exercises", "^hard_shift .*$", "", spared=4)
    assert said(copy) == {
        "exercises: for right after a hard shift there are 4; a library needs at least 5"
    }


def test_a_file_that_cannot_be_read_is_not_missed_as_well(copy: Path) -> None:
    keep(copy / "checkins", enough.CHECKINS)
    (copy / "checkins/a-pause-this-week.toml").write_text("version = ")
    assert said(copy) == set()
