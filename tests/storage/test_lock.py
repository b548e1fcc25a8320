import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import lock
from storage.lock import HeldError

ROOT = Path(__file__).parents[2]

# Holds the lock of the file it is given until its input ends.
HOLDER = """
import sys
from pathlib import Path
from storage.lock import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest.fixture
def another_process(database: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock."""
    command = [sys.executable, "-c", HOLDER, str(database)]
    with subprocess.Popen(  # noqa: S603 -- ours
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def refused(database: Path) -> bool:
    try:
        with lock.held(database):
            return False
    except HeldError:
        return True


def test_a_second_holder_is_refused(database: Path) -> None:
    with lock.held(database):
        assert refused(database)


def test_a_second_holder_is_taken_when_the_first_has_ended(database: Path) -> None:
    with lock.held(database):
        pass

    assert not refused(database)


def test_a_second_holder_is_taken_when_the_first_has_failed(database: Path) -> None:
    with pytest.raises(ZeroDivisionError), lock.held(database):
        1 / 0  # noqa: B018 -- it fails

    assert not refused(database)


def test_being_refused_takes_nothing_from_the_holder(database: Path) -> None:
    with lock.held(database):
        refused(database)

        assert refused(database)


def test_two_databases_are_held_apart(database: Path) -> None:
    with lock.held(database):
        assert not refused(database.with_name("another.db"))


def test_one_database_under_two_names_is_held_once(database: Path) -> None:
    database.touch()
    link = database.with_name("link.db")
    link.symlink_to(database)

    with lock.held(link):
        assert refused(database)


def test_what_has_no_file_holds_nothing() -> None:
    with lock.held(None), lock.held(None):
        pass


def test_holding_neither_makes_nor_changes_the_database(database: Path) -> None:
    with lock.held(database):
        assert not database.exists()


@pytest.mark.usefixtures("another_process")
def test_another_process_keeps_this_one_out(database: Path) -> None:
    assert refused(database)


def test_another_process_lets_go_when_it_ends(
    database: Path, another_process: subprocess.Popen[str]
) -> None:
    another_process.communicate()

    assert not refused(database)


def test_another_process_lets_go_when_it_is_killed(
    database: Path, another_process: subprocess.Popen[str]
) -> None:
    os.kill(another_process.pid, signal.SIGKILL)
    another_process.wait()

    assert not refused(database)
