"""A backup is made beside a running bot and put back; each claim on both databases."""

import asyncio
import resource
import shlex
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from errno import EACCES
from itertools import count
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import make_url

import content.load
from bot import app
from bot.__main__ import main
from bot.app import NotReadyError
from bot.flows import answers, checkins, deletions, own_answers
from bot.flows.people import link_key_row
from bot.flows.tools import Tools
from bot.messages.data import Page
from storage import backups, deliveries, inbox, lock, people, responses, seal
from storage.database import SESSION, Database, engine
from storage.inbox import Sealed
from storage.transactions import Transaction
from tests.storage.kit import (
    NIA,
    NOW,
    SITE,
    SPRING,
    TARA,
    TODAY,
    YES,
    empty,
    enrol,
    message,
)

CHECKIN = "after-the-last-shift"
CHOICE = content.load.library().checkins[CHECKIN].choices[1]
TODAYS = datetime.now(UTC).date()  # noqa: TID251 -- the command goes by the clock of the machine
Said = pytest.CaptureFixture[str]
# What does not depend on the database is tried on one.
ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass(frozen=True, slots=True)
class Ward:
    """A database in which Nia and Tara have answered, and the files of its backup."""

    environ: dict[str, str]
    folder: Path
    link_keys: dict[str, bytes]
    sealed: dict[str, bytes]

    @property
    def backup(self) -> Path:
        return self.folder / "copy.db"

    @property
    def keys(self) -> Path:
        return self.folder / f"copy.db.link-keys-{TODAYS}"

    @property
    def journal(self) -> Path:
        return self.folder / f"copy.db.deletions-{TODAYS}"

    def database(self) -> Path:
        """The file of a SQLite database."""
        return Path(str(make_url(self.environ["DATABASE_URL"]).database))

    def call(self, command: str) -> int:
        """Have the operator type a command; return its exit code."""
        return main(shlex.split(command), lambda: self.environ)

    def do(self, *acts: Callable[[Tools], Awaitable[object]]) -> None:
        """Have the bot do something with its tools, one after the other."""

        async def work() -> None:
            tools = app.build(app.configured(self.environ))
            for act in acts:
                await act(tools)
            await tools.tasks.drained()
            await app.close(tools)

        asyncio.run(work())

    def page(self, who: people.Known) -> Page:
        """What somebody sees of their own answers."""
        seen: list[Page] = []

        async def look(tools: Tools) -> None:
            seen.append(await own_answers.mine(tools, who.slack_id, NOW))

        self.do(look)
        return seen[0]

    def runs(self) -> str:
        """Why the bot does not start on this database: at best, Slack is out of reach."""

        async def start() -> None:
            async with app.opened(app.configured(self.environ), lambda: NOW):
                pass

        with pytest.raises(NotReadyError) as refused:
            asyncio.run(start())
        return str(refused.value)

    def lose_everything(self) -> None:
        """Have the machine break."""
        if file := make_url(self.environ["DATABASE_URL"]).database:
            for path in self.folder.glob(f"{Path(file).name}*"):
                path.unlink()
        if self.environ["DATABASE_URL"].startswith("postgresql"):
            opened = engine(make_url(self.environ["DATABASE_URL"]))
            with opened.begin() as connection:
                empty(connection)
            opened.dispose()


def live(tx: Transaction, ring: seal.Ring, link_keys: Mapping[str, bytes]) -> dict[str, bytes]:
    """Have Nia and Tara on a list, with the companion, and each with an answer; return those."""
    enrol(tx, SPRING, NIA, TARA)
    sealed = {}
    for one in (NIA, TARA):
        at = answers.place(link_keys[one.id], CHECKIN, 1, TODAY)
        sealed[one.id] = answers.sealed_choice(ring, at, CHOICE.id)
        name, about = f"to {one.id}", {"cohort_id": SPRING.id, "content_id": CHECKIN}
        people.keep_link_key(tx, one, ring.seal(link_keys[one.id], link_key_row(one.id)))
        people.decide(tx, one, YES, decision_id=one.id, now=NOW)
        people.set_hour(tx, one.id, NOW.time())
        deliveries.plan(tx, [message(name, person_id=one.id, **about)])
        responses.note_answered(tx, name, TODAY)
        kept = (SITE, SPRING.id, at.pseudonym, CHECKIN, 1, "week/2026-11-02", sealed[one.id])
        inbox.lay(tx, "response", [Sealed(*kept)])
    return sealed


@pytest.fixture
def ward(
    database_url: str, settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Ward:
    """A database of either kind, whose operator stands in its folder."""
    environ = settings | {"DATABASE_URL": database_url, "SLACK_API_URL": "http://127.0.0.1:1"}
    monkeypatch.chdir(tmp_path)
    ring = seal.read_keys(environ["BOT_SECRET_KEYS"])
    link_keys = {one.id: seal.new_link_key() for one in (NIA, TARA)}
    database = Database(database_url)
    sealed = asyncio.run(database.run(lambda tx: live(tx, ring, link_keys)))
    database.close()
    return Ward(environ, tmp_path, link_keys, sealed)


def raw(*files: Path) -> bytes:
    return b"".join(file.read_bytes() for file in files)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def column(file: Path, asked: str) -> list[object]:
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute(asked)]


@ON_ONE
def test_a_backup_is_three_files_for_this_account_alone(ward: Ward) -> None:
    assert ward.call("backup copy.db") == 0

    made = [ward.backup, ward.keys, ward.journal]
    assert [file.stat().st_mode & 0o777 for file in made] == [0o600] * 3
    assert sorted(ward.folder.glob("copy.db*")) == sorted(made)


@ON_ONE
def test_a_backup_says_where_everything_is_and_what_to_do(ward: Ward, capsys: Said) -> None:
    ward.call("backup copy.db")
    until = TODAYS + timedelta(days=7)

    assert capsys.readouterr().out.splitlines() == [
        "The backup is copy.db. Link keys are not in it.",
        f"They are copy.db.link-keys-{TODAYS}: keep them elsewhere, and delete them by {until}.",
        f"What was deleted until now is copy.db.deletions-{TODAYS}: keep it elsewhere too.",
    ]


def test_a_backup_holds_the_sealed_answers_and_no_link_key(ward: Ward) -> None:
    ward.call("backup copy.db")
    database = Database(ward.environ["DATABASE_URL"])
    keys = [
        asyncio.run(database.read(lambda tx, o=o: people.link_key(tx, o.id))) for o in (NIA, TARA)
    ]
    database.close()
    held = raw(ward.backup)

    assert [sealed in held for sealed in ward.sealed.values()] == [True, True]
    assert [key in held for key in keys if key] == [False, False]
    assert [key.hex().encode() in raw(ward.keys) for key in keys if key] == [True, True]


@ON_ONE
def test_no_file_of_a_backup_can_be_read_without_the_keys_of_the_site(ward: Ward) -> None:
    ward.call("backup copy.db")
    held = raw(ward.backup, ward.keys, ward.journal)
    planted = [CHOICE.id.encode() + b'"', CHOICE.label.encode(), *ward.link_keys.values()]
    tags = [
        seal.pseudonym(key, (how,)).encode()
        for key in ward.link_keys.values()
        for how in ("deleted", "left")
    ]

    assert [word for word in (*planted, *tags) if word in held] == []


@ON_ONE
def test_rows_stand_in_the_order_of_their_keys_and_not_as_they_came(ward: Ward) -> None:
    database = Database(ward.environ["DATABASE_URL"])
    names = ["c", "a", "b"]
    for name in names:
        asyncio.run(database.run(lambda tx, n=name: deliveries.plan(tx, [message(n)])))
    database.close()
    ward.call("backup copy.db")

    found = column(ward.backup, "SELECT id FROM delivery ORDER BY rowid")
    assert [name for name in found if name in names] == sorted(names)


@ON_ONE
@pytest.mark.parametrize("name", ["what?.db", "at 100%25.db", "#1;ä.db"])
def test_a_backup_stands_in_its_file_whatever_that_is_called(ward: Ward, name: str) -> None:
    before = ward.page(NIA)

    assert ward.call(f"backup '{name}'") == 0
    keys, journal = (f"{name}.{what}-{TODAYS}" for what in ("link-keys", "deletions"))
    restoring = f"restore '{name}' --link-keys '{keys}' --journal '{journal}'"
    ward.lose_everything()
    assert ward.call(restoring) == 0
    assert ward.page(NIA) == before


@ON_ONE
def test_a_backup_without_room_is_told_in_one_sentence(ward: Ward, capsys: Said) -> None:
    # Enough for a line of the audit, and less than any backup has.
    with room_for(65_536):
        ended = ward.call("backup copy.db")

    assert (ended, list(ward.folder.glob("copy.db*"))) == (2, [])
    assert capsys.readouterr().err.startswith("The backup cannot be made (")


@ON_ONE
@pytest.mark.parametrize("folder", [".", "..", "/", "safe"])
def test_a_backup_into_a_folder_is_told_in_one_sentence(
    ward: Ward, capsys: Said, folder: str
) -> None:
    (ward.folder / "safe").mkdir()

    assert ward.call(f"backup {folder}") == 2
    assert capsys.readouterr().err == f"{folder} is a folder: name a file in it.\n"


@ON_ONE
def test_a_restore_without_room_is_told_in_one_sentence(ward: Ward, capsys: Said) -> None:
    ward.call("backup copy.db")
    ward.lose_everything()
    with room_for(65_536):
        ended = ward.call("restore copy.db")

    assert (ended, ward.database().exists()) == (2, False)
    assert capsys.readouterr().err.startswith("The copy cannot be put back (File too large): ")


def test_a_backup_can_be_made_beside_a_running_bot(ward: Ward) -> None:
    file = make_url(ward.environ["DATABASE_URL"]).database
    with lock.held(Path(str(file)) if ward.environ["DATABASE_URL"].startswith("sqlite") else None):
        assert ward.call("backup copy.db") == 0


@ON_ONE
@pytest.mark.parametrize("there", ["copy.db", "KEYS", "JOURNAL"])
def test_a_backup_writes_over_nothing_and_leaves_nothing_half_made(
    ward: Ward, capsys: Said, there: str
) -> None:
    name = {"KEYS": ward.keys.name, "JOURNAL": ward.journal.name}.get(there, there)
    (ward.folder / name).write_text("older")

    assert ward.call("backup copy.db") == 2
    assert capsys.readouterr().err == f"{name} is there already: choose another name.\n"
    assert [file.name for file in ward.folder.glob("copy.db*")] == [name]
    assert (ward.folder / name).read_text() == "older"


@contextmanager
def writing_pairs(url: str) -> Iterator[None]:
    """Have a bot that never stops writing pairs, whose halves stand in two tables."""
    database, done = Database(url), threading.Event()

    async def write() -> None:
        for number in count():
            if done.is_set():
                return
            await database.run(lambda tx, n=f"n{number}": pair(tx, n))

    writer = threading.Thread(target=lambda: asyncio.run(write()))
    writer.start()
    yield
    done.set()
    writer.join()
    database.close()


def pair(tx: Transaction, name: str) -> None:
    people.add(tx, person_id=name, site_id="half", slack_id=name, zone="UTC")
    deliveries.plan(tx, [message(f"m{name}", person_id=name, site_id="half")])


def halves(file: Path) -> tuple[list[object], list[object]]:
    return (
        column(file, "SELECT id FROM person WHERE site_id = 'half' ORDER BY id"),
        column(file, "SELECT person_id FROM delivery WHERE site_id = 'half' ORDER BY person_id"),
    )


def test_a_backup_is_of_one_moment_however_much_is_written_meanwhile(ward: Ward) -> None:
    with writing_pairs(ward.environ["DATABASE_URL"]):
        ended = [ward.call(f"backup {name}.db") for name in ("first", "second")]
    (first, firsts), (second, seconds) = (
        halves(ward.folder / f"{name}.db") for name in ("first", "second")
    )

    assert (ended, first, second) == ([0, 0], firsts, seconds)
    assert len(second) > len(first)


def keys_made(folder: Path, days_ago: int) -> Path:
    """Have a file of link keys under a name of the operator's own."""
    file = folder / f"keys of {days_ago} days ago"
    file.write_text(f"link keys, made {TODAYS - timedelta(days=days_ago)}\n")
    return file


@ON_ONE
@pytest.mark.parametrize(
    ("other", "found"),
    [(False, "ok      keys: open what is in this database"), (True, "broken  keys: these keys do")],
    ids=["the keys", "others"],
)
def test_a_copy_of_the_keys_can_be_tried_on_a_backup(
    ward: Ward, capsys: Said, *, other: bool, found: str
) -> None:
    ward.call("backup copy.db")
    ward.environ["DATABASE_URL"] = f"sqlite:///{ward.backup}"
    if other:
        ward.environ["BOT_SECRET_KEYS"] = app.new_key()
    ward.call("doctor")

    assert found in capsys.readouterr().out
    assert sorted(ward.folder.glob("copy.db-*")) == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_disk_that_is_slow_ends_no_backup(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SESSION, "idle_in_transaction_session_timeout", 20)

    def slowly(_key: people.SealedKey) -> None:
        sleep(0.05)

    ward.backup.touch()
    keys = backups.take(ward.environ["DATABASE_URL"], ward.backup, NOW, slowly)

    assert {key.person_id for key in keys} == {NIA.id, TARA.id}


@ON_ONE
def test_link_keys_a_week_old_are_deleted_by_the_next_backup(ward: Ward, capsys: Said) -> None:
    young, old = keys_made(ward.folder, 6), keys_made(ward.folder, 7)
    ward.call("backup copy.db")

    said = capsys.readouterr().out.splitlines()
    assert said[3:] == [f"Deleted, for these link keys were 7 days old: {old}"]
    assert (young.exists(), old.exists(), ward.keys.exists()) == (True, False, True)


@ON_ONE
def test_link_keys_are_deleted_where_the_new_ones_go_and_nowhere_else(ward: Ward) -> None:
    (ward.folder / "safe").mkdir()
    there, here = keys_made(ward.folder / "safe", 8), keys_made(ward.folder, 8)
    ward.call("backup copy.db --link-keys safe/new")

    assert (there.exists(), here.exists()) == (False, True)


@ON_ONE
def test_link_keys_stay_where_no_backup_could_be_made(ward: Ward) -> None:
    old = keys_made(ward.folder, 9)
    ward.backup.write_text("older")

    assert (ward.call("backup copy.db"), old.exists()) == (2, True)


@ON_ONE
def test_link_keys_that_cannot_be_deleted_are_named(
    ward: Ward, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = keys_made(ward.folder, 7)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(EACCES, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)

    assert ward.call("backup copy.db") == 2
    assert capsys.readouterr().err == (
        f"{old} is 7 days old and cannot be deleted (Permission denied): delete it.\n"
    )


@ON_ONE
def test_what_a_restore_that_was_killed_left_behind_is_named(ward: Ward, capsys: Said) -> None:
    ward.call("backup copy.db")
    ward.lose_everything()
    left = ward.folder / f"{Path(str(make_url(ward.environ['DATABASE_URL']).database)).name}.new"
    left.touch()

    assert ward.call("restore copy.db") == 2
    assert capsys.readouterr().err == f"{left} is left of a restore that did not end: delete it.\n"


@ON_ONE
def test_link_keys_go_where_they_are_wanted(ward: Ward) -> None:
    (ward.folder / "safe").mkdir()

    assert ward.call("backup copy.db --link-keys safe/keys.txt") == 0
    assert (ward.folder / "safe/keys.txt").read_text().startswith("link keys, made ")
    assert not ward.keys.exists()


def test_a_restored_database_with_its_link_keys_is_as_it_was(ward: Ward) -> None:
    before = ward.page(NIA)
    ward.call("backup copy.db")
    ward.lose_everything()

    assert ward.call(f"restore copy.db --link-keys {ward.keys} --journal {ward.journal}") == 0
    assert ward.page(NIA) == before
    assert [own.chosen for own in before.answers] == [CHOICE.label]


def test_without_its_link_keys_nobody_finds_an_answer_in_a_restored_database(ward: Ward) -> None:
    ward.call("backup copy.db")
    ward.lose_everything()
    ward.call(f"restore copy.db --journal {ward.journal}")

    assert [(own.chosen, own.found) for own in ward.page(NIA).answers] == [(None, False)]


def test_whoever_lost_their_link_key_answers_again_and_finds_that_answer(ward: Ward) -> None:
    ward.call("backup copy.db")
    ward.lose_everything()
    ward.call(f"restore copy.db --journal {ward.journal}")
    again = {"slack_id": NIA.slack_id, "delivery_id": f"to {NIA.id}", "choice_id": CHOICE.id}
    ward.do(lambda tools: checkins.change(tools, now=NOW, **again))

    assert [own.chosen for own in ward.page(NIA).answers] == [CHOICE.label]


def test_a_restored_database_does_not_run_before_its_journal_is_applied(ward: Ward) -> None:
    ward.call("backup copy.db")
    ward.lose_everything()
    ward.call("restore copy.db")
    before = ward.runs()
    ward.call(f"deletions apply {ward.journal}")

    assert before == (
        "This database is a restored copy: first delete again what people have deleted since, "
        "with python -m bot deletions apply and the newest journal."
    )
    assert ward.runs() == "Slack cannot be reached: python -m bot doctor"


@ON_ONE
def test_a_backup_put_in_its_place_by_hand_does_not_run_either(ward: Ward) -> None:
    ward.call("backup copy.db")
    copied = {**ward.environ, "DATABASE_URL": f"sqlite:///{ward.backup}"}

    assert "is a restored copy" in Ward(copied, ward.folder, {}, {}).runs()


@ON_ONE
@pytest.mark.parametrize("command", ["keys rotate", "purge"])
def test_nothing_else_is_done_to_a_restored_database_before(
    ward: Ward, capsys: Said, command: str
) -> None:
    ward.call("backup copy.db")
    ward.lose_everything()
    ward.call("restore copy.db")

    assert ward.call(command) == 2
    assert "is a restored copy" in capsys.readouterr().err


@pytest.mark.parametrize("with_keys", [True, False], ids=["with link keys", "without"])
@pytest.mark.parametrize("how", ["delete_all", "leave"])
def test_whoever_deleted_all_since_is_forgotten_again(
    ward: Ward, how: str, *, with_keys: bool
) -> None:
    ward.call("backup copy.db")
    forget = getattr(deletions, how)
    ward.do(lambda tools: forget(tools, NIA.slack_id, NOW))
    ward.call("deletions export newest.txt")
    ward.lose_everything()
    keys = f"--link-keys {ward.keys}" if with_keys else ""
    ward.call(f"restore copy.db {keys} --journal newest.txt")
    companions, hours = people_of(ward)

    assert companions == {NIA.id: False, TARA.id: True}
    assert hours == {NIA.id: how == "delete_all", TARA.id: True}


def people_of(ward: Ward) -> tuple[dict[str, bool], dict[str, bool]]:
    """Whether each has the companion, and whether the hour of each is known."""

    def look(tx: Transaction) -> tuple[dict[str, bool], dict[str, bool]]:
        decided = {one.id: people.decision(tx, one.id) for one in (NIA, TARA)}
        found = {one.id: people.find(tx, one.slack_id) for one in (NIA, TARA)}
        return (
            {who: bool(one and one.companion) for who, one in decided.items()},
            {who: bool(one and one.preferred_at) for who, one in found.items()},
        )

    database = Database(ward.environ["DATABASE_URL"])
    seen = asyncio.run(database.read(look))
    database.close()
    return seen


@ON_ONE
def test_a_copy_forgets_again_from_the_journal_of_a_copy_without_link_keys(ward: Ward) -> None:
    ward.call("backup copy.db")
    ward.do(lambda tools: deletions.delete_all(tools, NIA.slack_id, NOW))
    ward.call("deletions export newest.txt")
    ward.lose_everything()
    ward.call("restore copy.db --journal newest.txt")
    ward.call("deletions export after.txt")

    assert (ward.folder / "after.txt").read_text().split()[1:] == (
        (ward.folder / "newest.txt").read_text().split()[1:]
    )


@ON_ONE
def test_a_settled_copy_keeps_nothing_by_which_it_found_people(ward: Ward) -> None:
    ward.call("backup copy.db")
    ward.lose_everything()
    ward.call(f"restore copy.db --journal {ward.journal}")
    restored = ward.database()

    assert column(ward.backup, "SELECT person_id FROM parting ORDER BY 1") == [NIA.id, TARA.id]
    assert column(restored, "SELECT person_id FROM parting") == []


@ON_ONE
def test_a_restored_database_refuses_to_change_what_is_written_once(ward: Ward) -> None:
    ward.call("backup copy.db")
    with closing(sqlite3.connect(ward.backup)) as copied, pytest.raises(sqlite3.IntegrityError):
        copied.execute("DELETE FROM audit")


def test_nothing_is_restored_over_a_database_that_is_there(ward: Ward, capsys: Said) -> None:
    ward.call("backup copy.db")
    before = ward.page(NIA)

    assert ward.call("restore copy.db") == 2
    assert ward.page(NIA) == before
    is_a_file = ward.environ["DATABASE_URL"].startswith("sqlite")
    complaint = "there already: move it away first" if is_a_file else "This database is not empty"
    assert complaint in capsys.readouterr().err


@ON_ONE
@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        pytest.param("restore none.db", "none.db is no backup", id="no file"),
        pytest.param("restore words.txt", "words.txt is no backup", id="no database"),
        pytest.param("restore other.db", "other.db is no backup", id="a database of another kind"),
        pytest.param(
            "restore copy.db --link-keys words.txt", "words.txt is no file of link keys", id="keys"
        ),
        pytest.param(
            "restore copy.db --journal words.txt", "words.txt is no journal", id="journal"
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_told_and_nothing_is_restored(
    ward: Ward, capsys: Said, command: str, complaint: str
) -> None:
    ward.call("backup copy.db")
    (ward.folder / "words.txt").write_text("planted")
    with closing(sqlite3.connect(ward.folder / "other.db")) as other:
        other.execute("CREATE TABLE planted (word)")
    ward.lose_everything()

    assert ward.call(command) == 2
    assert capsys.readouterr().err.startswith(complaint)
    assert sorted(ward.folder.glob("*.restoring*")) == []


@ON_ONE
def test_link_keys_that_the_keys_do_not_open_are_not_restored(ward: Ward, capsys: Said) -> None:
    ward.call("backup copy.db")
    ward.lose_everything()
    ward.environ["BOT_SECRET_KEYS"] = app.new_key()

    assert ward.call(f"restore copy.db --link-keys {ward.keys}") == 2
    assert capsys.readouterr().err.startswith("The keys in BOT_SECRET_KEYS do not open ")


@ON_ONE
def test_nothing_is_restored_while_a_bot_holds_the_database(ward: Ward, capsys: Said) -> None:
    ward.call("backup copy.db")
    ward.lose_everything()
    with lock.held(ward.database()):
        assert ward.call("restore copy.db") == 2

    assert capsys.readouterr().err.startswith("Another process writes to this database")


@ON_ONE
def test_a_copy_of_a_newer_bot_is_refused(ward: Ward, capsys: Said) -> None:
    ward.call("backup copy.db")
    with closing(sqlite3.connect(ward.backup)) as copied, copied:
        copied.execute("UPDATE alembic_version SET version_num = '9999'")
    ward.lose_everything()

    assert ward.call("restore copy.db") == 2
    assert "belongs to a newer version of the bot" in capsys.readouterr().err
