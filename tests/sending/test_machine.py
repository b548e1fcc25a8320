"""Whatever befalls two processes, no message comes twice, and none is lost without a reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine, make_url

from storage.database import engine
from tests import databases
from tests.sending.machine import Sending

CALM = settings(
    deadline=None,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
    database=None,
)
# What is looked for here only has to be found; it need not be made small.
FIND = settings(CALM, max_examples=500, phases=(Phase.generate,))


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with the newest schema, for one thread: SQLite, then PostgreSQL."""
    if request.param == "sqlite":
        url = databases.on_sqlite(tmp_path / "test.db")
    else:
        url = databases.on_postgresql(request.getfixturevalue("postgres"))
    found = engine(make_url(url))
    yield found
    found.dispose()


def machine(opened: Engine, *, blind: bool = False) -> type[Sending]:
    """Return the machine on a database; `blind` sends without having looked."""
    return type("Machine", (Sending,), {"engine": opened, "blind": blind})


def test_nothing_comes_twice_and_nothing_is_lost_without_a_reason(opened: Engine) -> None:
    run_state_machine_as_test(machine(opened), settings=settings(CALM, max_examples=60))


def test_who_does_not_look_before_sending_again_sends_twice(opened: Engine) -> None:
    with pytest.raises(AssertionError, match="accepted 2 times"):
        run_state_machine_as_test(machine(opened, blind=True), settings=FIND)
