import asyncio
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bot import app
from bot.__main__ import main
from bot.flows.people import link_key_row
from storage import deletions, deliveries, lock, people, seal
from storage.database import Database
from storage.transactions import Transaction
from tests.storage.kit import NIA, SITE, TODAY, known, meet, message

ROOT = Path(__file__).parents[1]
TAG = "0123456789abcdef" * 2
HELD = "Another process writes to this database, probably the bot: stop it first.\n"
# Enough for a rotation to be met half-way.
MANY = 3000

COMMANDS = [
    "keys rotate",
    "deletions apply journal.txt",
    "purge",
    "deletions export new.txt",
    "backup new.db",
]
ACTS = ["keys rotate", "deletions apply", "purge", "deletions export", "backup"]
Said = pytest.CaptureFixture[str]


@pytest.fixture
def environ(
    settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """The environment of an operator, whose database has the newest schema."""
    app.upgrade(app.configured(settings))
    monkeypatch.chdir(tmp_path)
    return settings


def file_of(environ: dict[str, str]) -> Path:
    return Path(environ["DATABASE_URL"].removeprefix("sqlite:///"))


def do(environ: dict[str, str], function: Callable[[Transaction], object]) -> None:
    """Run a transaction as the bot would have."""
    database = Database(environ["DATABASE_URL"])
    asyncio.run(database.run(function))
    database.close()


def add_link_keys(environ: dict[str, str], keys: str, number: int) -> None:
    """Have so many people with a link key, sealed with these keys."""
    ring = seal.read_keys(keys)

    def add(tx: Transaction) -> None:
        for one in (known(f"p{n:04}") for n in range(number)):
            meet(tx, one)
            sealed = ring.seal(seal.new_link_key(), link_key_row(one.id))
            people.keep_link_key(tx, one, sealed)

    do(environ, add)


def sealed_keys(environ: dict[str, str]) -> list[tuple[str, bytes]]:
    with closing(sqlite3.connect(file_of(environ))) as connection:
        return connection.execute("SELECT person_id, sealed FROM link_key").fetchall()


def opened_by(environ: dict[str, str], keys: str) -> list[bytes]:
    """Every link key, opened with these keys alone."""
    ring = seal.read_keys(keys)
    return [ring.open(sealed, link_key_row(person)) for person, sealed in sealed_keys(environ)]


def audit(environ: dict[str, str]) -> list[tuple[str, ...]]:
    """Everything the audit says, but for when."""
    with closing(sqlite3.connect(file_of(environ))) as connection:
        return connection.execute("SELECT site_id, actor, act, subject FROM audit").fetchall()


def call(environ: dict[str, str], command: str) -> int:
    return main(command.split(), lambda: environ)


def test_a_rotation_says_what_it_did_and_when_the_old_keys_may_go(
    environ: dict[str, str], capsys: Said
) -> None:
    add_link_keys(environ, environ["BOT_SECRET_KEYS"], 3)
    rotating = environ | {"BOT_SECRET_KEYS": f"{app.new_key()},{environ['BOT_SECRET_KEYS']}"}

    ended = [call(rotating, "keys rotate"), call(rotating, "keys rotate")]

    first, then, again, _ = capsys.readouterr().out.splitlines()
    assert ended == [0, 0]
    assert first == "Sealed again: 3. Under the first key already: 0."
    assert then.startswith("When no bot runs with the old keys first and this seals nothing again,")
    assert again == "Sealed again: 0. Under the first key already: 3."


def test_a_key_that_is_missing_is_told_in_one_sentence(
    environ: dict[str, str], capsys: Said
) -> None:
    add_link_keys(environ, app.new_key(), 1)
    before = sealed_keys(environ)

    ended = call(environ, "keys rotate")

    said = capsys.readouterr()
    assert (ended, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith("Something here was sealed with a key that is not in BOT_SECRET")
    assert sealed_keys(environ) == before


@pytest.mark.parametrize("number", [0, 3], ids=["nothing to do", "something to do"])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_an_operator_does_is_one_line_of_the_audit_and_tells_of_nobody(
    environ: dict[str, str], tmp_path: Path, command: str, number: int
) -> None:
    add_link_keys(environ, environ["BOT_SECRET_KEYS"], number)
    (tmp_path / "journal.txt").write_text(f"{TODAY} {TAG}\n" * min(number, 1))

    assert call(environ, command) == 0
    act = next(act for act in ACTS if command.startswith(act))
    assert audit(environ) == [("*", "operator", act, "database")]


@pytest.mark.parametrize("command", COMMANDS[:3])
def test_what_is_refused_beside_a_running_bot_is_no_act(
    environ: dict[str, str], command: str
) -> None:
    with lock.held(file_of(environ)):
        call(environ, command)

    assert audit(environ) == []


@pytest.mark.parametrize("command", COMMANDS[:3])
def test_a_command_that_writes_refuses_beside_a_running_bot(
    environ: dict[str, str], capsys: Said, command: str
) -> None:
    with lock.held(file_of(environ)):
        ended = call(environ, command)

    assert (ended, capsys.readouterr().err) == (2, HELD)


def add_old_deletions(environ: dict[str, str], number: int) -> None:
    """Have so many deletions in the journal that nobody needs any more."""
    for tag in range(number):
        do(environ, lambda tx, t=tag: deletions.note(tx, SITE, f"{t:032}", date(2020, 1, 1)))


def deletions_left(environ: dict[str, str]) -> int:
    with closing(sqlite3.connect(file_of(environ))) as connection:
        return len(connection.execute("SELECT id FROM deletion").fetchall())


def test_a_purge_removes_what_is_too_old_and_says_how_much(
    environ: dict[str, str], capsys: Said
) -> None:
    add_old_deletions(environ, 3)
    ended = [call(environ, "purge"), call(environ, "purge")]

    assert (ended, deletions_left(environ)) == ([0, 0], 0)
    assert capsys.readouterr().out == "deletion: 3 removed\nNothing removed.\n"


def test_a_dry_run_says_how_much_beside_a_running_bot_and_changes_nothing(
    environ: dict[str, str], capsys: Said
) -> None:
    add_old_deletions(environ, 3)
    with lock.held(file_of(environ)):
        ended = call(environ, "purge --dry-run")

    assert (ended, deletions_left(environ), audit(environ)) == (0, 3, [])
    said = capsys.readouterr().out.splitlines()
    assert said == ["deletion: 3 too old", "With it goes whoever is named nowhere else."]


def test_a_dry_run_without_tables_says_what_to_do_and_makes_no_file(
    environ: dict[str, str], tmp_path: Path, capsys: Said
) -> None:
    none = {"DATABASE_URL": f"sqlite:///{tmp_path}/none.db"}
    ended = call(environ | none, "purge --dry-run")

    assert (ended, capsys.readouterr().err) == (
        2,
        "The tables are not of this version: python -m bot database upgrade\n",
    )
    assert not (tmp_path / "none.db").exists()


def test_a_health_check_is_content_with_tables_of_this_version(
    environ: dict[str, str], capsys: Said
) -> None:
    with lock.held(file_of(environ)):
        ended = call(environ, "database check")

    said = capsys.readouterr().out
    assert (ended, said) == (0, "The database is reached, and at the newest schema.\n")


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@127.0.0.1:1/x", "sqlite:///none.db"], ids=["away", "empty"]
)
def test_a_health_check_fails_without_them(environ: dict[str, str], url: str) -> None:
    assert call(environ | {"DATABASE_URL": url}, "database check") == 2


def add_notices(environ: dict[str, str], number: int) -> None:
    """Have so many notices of long ago that were not sent."""

    def add(tx: Transaction) -> None:
        meet(tx, NIA)
        long_ago = {"kind": "notice", "local_date": date(2026, 1, 7)}
        messages = [message(f"m{n}", **long_ago) for n in range(number)]
        deliveries.plan(tx, messages)

    do(environ, add)


def test_a_ledger_is_printed_beside_a_running_bot_and_is_no_act(
    environ: dict[str, str], capsys: Said
) -> None:
    add_notices(environ, 3)
    with lock.held(file_of(environ)):
        ended = call(environ, "ledger --since 2026-01-07")

    said = capsys.readouterr().out.splitlines()
    assert (ended, audit(environ)) == (0, [])
    assert said[0].endswith("of all sites together, since 2026-01-05:")
    assert said[1] == "  2026-W02  notice             3  waiting"


def test_a_ledger_for_a_program_says_the_same(environ: dict[str, str], capsys: Said) -> None:
    add_notices(environ, 3)
    ended = call(environ, "ledger --since 2026-01-07 --json")

    said = json.loads(capsys.readouterr().out)
    assert (ended, said["since"], said["companion"], said["enough"]) == (0, "2026-01-05", [], 15)
    assert said["everybody"] == [
        {"week": "2026-W02", "kind": "notice", "reason": "waiting", "messages": 3}
    ]


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "0000-01-01"])
def test_a_ledger_since_no_day_says_how_to_write_one(
    environ: dict[str, str], capsys: Said, day: str
) -> None:
    with pytest.raises(SystemExit):
        call(environ, f"ledger --since {day}")

    assert f"{day} is no day: write it as 2026-11-02" in capsys.readouterr().err


def test_the_journal_is_written_beside_a_running_bot(
    environ: dict[str, str], tmp_path: Path, capsys: Said
) -> None:
    do(environ, lambda tx: deletions.note(tx, SITE, TAG, TODAY))
    with lock.held(file_of(environ)):
        ended = call(environ, "deletions export new.txt")

    assert (ended, capsys.readouterr().out.partition(".")[0]) == (0, "Deletions in the file: 1")
    assert (tmp_path / "new.txt").read_text() == f"{TODAY} {TAG}\n"


def test_a_file_that_is_there_is_not_written_over(
    environ: dict[str, str], tmp_path: Path, capsys: Said
) -> None:
    (tmp_path / "new.txt").write_text("older")
    ended = call(environ, "deletions export new.txt")

    assert (ended, capsys.readouterr().err) == (
        2,
        "new.txt is there already: choose another name.\n",
    )
    assert (tmp_path / "new.txt").read_text() == "older"


def test_a_file_that_cannot_be_made_is_told_in_one_sentence(
    environ: dict[str, str], capsys: Said
) -> None:
    ended = call(environ, "deletions export nowhere/new.txt")

    assert (ended, capsys.readouterr().err) == (
        2,
        "nowhere/new.txt cannot be written (No such file or directory).\n",
    )


@pytest.mark.parametrize(
    ("held", "complaint"),
    [
        pytest.param(None, "cannot be read (No such file or directory).", id="no file"),
        pytest.param(
            b"planted\n", "is no journal of deletions: line 1 is not a day and a tag.", id="words"
        ),
        pytest.param(
            b"\xff\xfe", "is no journal of deletions: it is not plain text.", id="not text"
        ),
    ],
)
def test_what_is_wrong_with_a_journal_is_told_in_one_sentence(
    environ: dict[str, str], tmp_path: Path, capsys: Said, held: bytes | None, complaint: str
) -> None:
    if held is not None:
        (tmp_path / "journal.txt").write_bytes(held)
    ended = call(environ, "deletions apply journal.txt")

    assert (ended, capsys.readouterr().err) == (2, f"journal.txt {complaint}\n")


def test_a_journal_is_applied_and_how_much_was_found_is_told(
    environ: dict[str, str], tmp_path: Path, capsys: Said
) -> None:
    link_key = seal.new_link_key()
    sealed = seal.read_keys(environ["BOT_SECRET_KEYS"]).seal(link_key, link_key_row(NIA.id))
    do(environ, lambda tx: (meet(tx, NIA), people.keep_link_key(tx, NIA, sealed)))
    deleted = seal.pseudonym(link_key, ("deleted",))
    (tmp_path / "journal.txt").write_text(f"{TODAY} {deleted}\n{TODAY} {TAG}\n")

    ended = call(environ, "deletions apply journal.txt")

    assert (ended, capsys.readouterr().out) == (0, "Deleted again: 1.\n")
    assert sealed_keys(environ) == []


def test_a_journal_is_not_applied_with_keys_that_open_nothing(
    environ: dict[str, str], tmp_path: Path, capsys: Said
) -> None:
    add_link_keys(environ, app.new_key(), 1)
    (tmp_path / "journal.txt").write_text(f"{TODAY} {TAG}\n")

    ended = call(environ, "deletions apply journal.txt")

    assert (ended, capsys.readouterr().err) == (
        2,
        "These keys do not open this database: find those it was sealed with.\n",
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_cannot_be_reached_is_told_in_one_sentence(
    environ: dict[str, str],
    tmp_path: Path,
    capsys: Said,
    command: str,
) -> None:
    (tmp_path / "journal.txt").write_text("")
    away = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}

    ended = call(environ | away, command)

    assert (ended, capsys.readouterr().err) == (
        2,
        "The database cannot be used (OperationalError): check DATABASE_URL.\n",
    )


def test_a_rotation_that_was_killed_half_way_goes_on_where_it_was(
    environ: dict[str, str], capsys: Said
) -> None:
    old, new = environ["BOT_SECRET_KEYS"], app.new_key()
    add_link_keys(environ, old, MANY)
    before = opened_by(environ, old)
    keys = {**environ, "BOT_SECRET_KEYS": f"{new},{old}", "PYTHONPATH": str(ROOT)}
    first = new.partition(":")[0].encode()

    with subprocess.Popen([sys.executable, "-m", "bot", "keys", "rotate"], env=keys) as rotation:
        while not any(first in sealed[:8] for _, sealed in sealed_keys(environ)):
            assert rotation.poll() is None
        rotation.kill()
    under_the_old = sum(first not in sealed[:8] for _, sealed in sealed_keys(environ))

    assert 0 < under_the_old < MANY
    assert call(keys, "keys rotate") == 0
    assert capsys.readouterr().out.startswith(f"Sealed again: {under_the_old}. ")
    assert opened_by(environ, new) == before
