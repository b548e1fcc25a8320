"""What `make attack` puts on stdout; the attack itself is played elsewhere."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Stands where Python would be, and says what it was asked.
ECHO = '#!/bin/sh\necho "$@"\n'


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ((), "--seed 1"),
        (("SEED=7", "TABLE=1"), "--seed 7 --table"),
        (("WITHOUT=room",), "--seed 1 --without room"),
    ],
)
def test_nothing_stands_beside_what_the_attack_prints(
    tmp_path: Path, given: tuple[str, ...], asked: str
) -> None:
    python = tmp_path / "python"
    python.write_text(ECHO)
    python.chmod(0o755)
    # Below another make, this one would say where it is.
    alone = ["env", "-u", "MAKEFLAGS", "-u", "MAKELEVEL"]
    # What stands behind -o is taken as made: nothing is set up here.
    command = [*alone, "make", "-o", ".venv/ready", "attack", f"BIN={tmp_path}", *given]
    done = subprocess.run(  # noqa: S603 -- ours
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == f"-m tests.attack {asked}\n"


def test_what_the_solver_prints_of_its_own_does_not_stand_between() -> None:
    told = "from tests.attack.__main__ import workers\n"
    told += "with workers() as pool: pool.submit(__import__('os').write, 1, b'noise').result()"
    done = subprocess.run(  # noqa: S603 -- ours
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert (done.stdout, done.stderr) == ("", "noise")
