import asyncio
from pathlib import Path
from random import Random

import pytest

from tests.chaos.replicas import Replica, running

# Says that it began, and goes on; when told to end, it says so and ends.
PROGRAM = """
import signal, sys, time
def end(*_):
    sys.stderr.write("ended\\n")
    sys.exit()
signal.signal(signal.SIGTERM, end)
sys.stderr.write("began\\n")
sys.stderr.flush()
while True:
    time.sleep(0.02)
"""
PATIENCE_SECONDS = 30


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "program.py").write_text(PROGRAM)
    return tmp_path / "log"


@pytest.fixture
def replica(log: Path) -> Replica:
    return Replica(["program"], {"PYTHONPATH": str(log.parent)}, log, Random(1))  # noqa: S311


def said(log: Path) -> list[str]:
    """Return what has been said so far."""
    return log.read_text().split() if log.exists() else []


async def until(log: Path, *words: str) -> None:
    """Return once that has been said, all in all."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while said(log) != list(words):  # noqa: ASYNC110 -- another process writes it
            await asyncio.sleep(0.02)


async def test_what_was_killed_is_started_again(replica: Replica, log: Path) -> None:
    async with running([replica]):
        await until(log, "began")
        replica.kill()
        await until(log, "began", "began")


async def test_what_is_left_ends_as_it_wants_and_is_not_started_again(
    replica: Replica, log: Path
) -> None:
    async with running([replica]):
        await until(log, "began")

    assert said(log) == ["began", "ended"]


async def test_what_stands_still_ends_too(replica: Replica, log: Path) -> None:
    async with running([replica]):
        await until(log, "began")
        replica.pause()

    assert said(log) == ["began", "ended"]
