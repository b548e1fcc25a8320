import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """The played day, as a newcomer sees it."""
    folder = tmp_path_factory.mktemp("played")
    return subprocess.run(
        [sys.executable, "-m", "bot", "sandbox", "--play", "day"],
        cwd=ROOT,
        # Nothing else of this machine.
        env={"PATH": os.environ["PATH"], "TMPDIR": str(folder)},  # noqa: TID251 -- see above
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_day_is_played_to_its_end(played: subprocess.CompletedProcess[str]) -> None:
    assert (played.returncode, played.stderr) == (0, "")


@pytest.mark.parametrize(
    "line",
    [
        "Cora Example commands: /resiliency trainers add @Tara Example @Theo Example",
        "Nia Example taps: [Yes, keep me company]",
        "Nia Example and 3 others see: I have one short question for you, whenever it suits.",
        "Nia Example taps: [A lot of it]",
        "see: Closed. Nothing is left to do.",
        "Thank you. From the next release on they see the hospital's figures only.",
        "Tara Example sees: Your group last week. How many answered at least once:",
        "Autumn 2026, 9 Nov to 15 Nov 2026: Not shown: too few people to keep this private.",
        "Cora Example commands: /resiliency participation cohort Autumn 2026 last 4 weeks",
        "9 Nov to 15 Nov 2026   Autumn 2026  more than two thirds",
    ],
)
def test_the_whole_story_is_shown(played: subprocess.CompletedProcess[str], line: str) -> None:
    assert line in played.stdout


def test_nobody_sees_a_failure(played: subprocess.CompletedProcess[str]) -> None:
    assert "Something went wrong" not in played.stdout
    assert "I am slow" not in played.stdout
