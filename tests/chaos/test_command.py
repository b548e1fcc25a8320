"""What `make chaos` asks for, and what there is no such thing of; the runs are made elsewhere."""

import subprocess
from pathlib import Path

import pytest

from tests.chaos.__main__ import main
from tests.chaos.faults import DATABASES, FAULTS
from tests.chaos.judging import Verdict
from tests.chaos.runs import Case, Outcome

ROOT = Path(__file__).parents[2]
# Stands where Python would be, and says what it was asked.
ECHO = '#!/bin/sh\necho "$@"\n'
NAMES = [
    "none",
    "kill",
    "stop",
    "accept_then_drop",
    "ratelimited",
    "http_500",
    "delay",
    "accept_late",
    "disconnect",
    "full_disk",
    "database_restart",
    "clock",
]
LOST = Verdict(
    accepted=9, lost=1, doubled=0, outside_window=0, without_reason=0, accepted_of_open=0.9
)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ((), "--seed 1 --messages 1500"),
        (("SEED=7", "MESSAGES=200", "FAULT=kill"), "--seed 7 --messages 200 --fault kill"),
        (("DATABASE=sqlite",), "--seed 1 --messages 1500 --database sqlite"),
        (("PACED=1",), "--seed 1 --messages 1500 --paced"),
        (("SHORT=1",), "--seed 1 --messages 1500 --short"),
        (("REPLICAS=2",), "--seed 1 --messages 1500 --replicas 2"),
        (("AT_ONCE=1",), "--seed 1 --messages 1500 --at-once 1"),
    ],
)
def test_nothing_stands_beside_what_a_run_prints(
    tmp_path: Path, given: tuple[str, ...], asked: str
) -> None:
    python = tmp_path / "python"
    python.write_text(ECHO)
    python.chmod(0o755)
    # Below another make, this one would say where it is.
    alone = ["env", "-u", "MAKEFLAGS", "-u", "MAKELEVEL"]
    # What stands behind -o is taken as made: nothing is set up here.
    command = [*alone, "make", "-o", ".venv/ready", "chaos", f"BIN={tmp_path}", *given]
    done = subprocess.run(  # noqa: S603 -- ours
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == f"-m tests.chaos {asked}\n"


def test_every_fault_has_its_name() -> None:
    assert list(FAULTS) == NAMES


def test_one_file_belongs_to_one_bot() -> None:
    assert [fault for fault in FAULTS.values() if fault.happens_to("sqlite", 2)] == []


@pytest.mark.parametrize(
    ("name", "databases"),
    [("full_disk", ["sqlite"]), ("database_restart", ["postgresql"]), ("kill", list(DATABASES))],
)
def test_a_fault_happens_where_there_is_such_a_thing(name: str, databases: list[str]) -> None:
    happens = [database for database in DATABASES if FAULTS[name].happens_to(database, 1)]

    assert happens == databases


def test_what_there_is_no_such_thing_of_is_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--fault", "full_disk", "--database", "postgresql"])

    assert "there is no full_disk on postgresql" in capsys.readouterr().err


@pytest.mark.parametrize("asked", ["--messages 0", "--at-once 0", "--messages -5"])
def test_fewer_than_one_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(asked.split())

    assert "is too few: at least 1" in capsys.readouterr().err


def test_a_line_says_what_was_tried_and_what_became_of_it() -> None:
    outcome = Outcome(
        Case(FAULTS["kill"], "postgresql", 2), LOST, seed=7, seconds=1.26, pacing="slack"
    )

    assert outcome.line() == {
        "fault": "kill",
        "database": "postgresql",
        "replicas": 2,
        "accepted": 9,
        "lost": 1,
        "doubled": 0,
        "outside_window": 0,
        "without_reason": 0,
        "seed": 7,
        "seconds": 1.3,
        "accepted_of_open": 0.9,
        "pacing": "slack",
        "judged": True,
        "history_tier": "lifted",
    }


@pytest.mark.parametrize(("name", "good"), [("kill", False), ("accept_late", True)])
def test_a_bad_end_is_bad_unless_slack_accepted_late(name: str, good: bool) -> None:
    assert (
        Outcome(Case(FAULTS[name], "sqlite", 1), LOST, seed=1, seconds=1.0, pacing="slack").good
        is good
    )
