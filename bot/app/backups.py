"""Backups: the database in one file, its link keys in a second, what was deleted in a third.

The same on SQLite and PostgreSQL, because a copy of the tables needs nothing but the database;
SQLite's own online backup and `pg_dump` copy the link keys along, which must not stand in a backup.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copyfile

from bot.app import upkeep
from bot.app.readiness import NotReadyError, now_of, prepared, upgrade
from bot.flows import copies
from bot.flows.people import link_key_row
from bot.rules import journal, keeping, keyfile
from bot.rules.keyfile import NotAKeyFileError
from bot.settings import Settings
from storage import backups, database, schema
from storage.database import DatabaseUnavailableError
from storage.people import SealedKey
from storage.seal import NotOpenedError, read_keys

# What stands beside a SQLite file while it is used.
BESIDE = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Files:
    """The three files of a backup, and when the second is to be deleted."""

    backup: Path
    link_keys: Path
    journal: Path
    keys_until: date


async def backed_up(config: Settings, file: Path, link_keys: Path | None) -> Files:
    """Write the three files of a backup, of which none is there yet; a bot may run meanwhile.

    Raises:
        NotReadyError: A file is there or cannot be made, or the database cannot be used.
    """
    prepared(config)
    now = now_of(config)()
    today = now.astimezone(UTC).date()
    files = _files(file, link_keys, today)
    with _new([files.backup, files.link_keys, files.journal]):
        async with upkeep.opened(config, "backup") as tools:
            with _told("The backup cannot be made", beside=file):
                keys = backups.take(
                    config.database_url, file, now, lambda key: copies.parting(tools, key)
                )
                noted = await copies.journal(tools)
                lines = [(key.person_id, key.sealed) for key in keys]
                files.link_keys.write_text(keyfile.written(lines, today), encoding="ascii")
                files.journal.write_text(journal.written(noted), encoding="ascii")
    return files


def pruned(config: Settings, beside: Path) -> Iterator[Path]:
    """Delete the link keys in the folder of a file that should be gone by now; yield each file.

    Raises:
        NotReadyError: One cannot be deleted.
    """
    today = now_of(config)().astimezone(UTC).date()
    for other in sorted(beside.resolve().parent.iterdir()):
        made = _made_on(other) if other.is_file() else None
        if made and made + keeping.KEY_FILES_KEPT <= today:
            try:
                other.unlink()
            except OSError as error:
                raise NotReadyError(
                    f"{other} is 7 days old and cannot be deleted ({error.strerror}): delete it."
                ) from None
            yield other


def restored(config: Settings, file: Path, link_keys: Path | None) -> datetime:
    """Have the database be what a backup holds; return when that was made.

    The database still says of itself that it is a copy; without link keys nobody finds their
    answers in it.

    Raises:
        NotReadyError: There is a database already, or a file is not what it should be.
    """
    made = _made_at(file)
    keys = _keys(config, link_keys) if link_keys else []
    target = database.sqlite_file(config.database_url)
    beside = target or file
    with (
        _beside(beside, ".restoring") as older,
        _beside(beside, ".new") as new,
        _told("The copy cannot be put back", beside=beside),
    ):
        copyfile(file, older)
        schema.upgrade(backups.address_of(older))
        if target is None:
            _require_empty(config)
            backups.put_back(older, config.database_url, keys)
        else:
            _require_none(target)
            schema.upgrade(backups.address_of(new))
            backups.put_back(older, backups.address_of(new), keys)
            new.rename(target)
    return made


def _files(file: Path, link_keys: Path | None, today: date) -> Files:
    if file.is_dir():
        raise NotReadyError(f"{file} is a folder: name a file in it.")
    return Files(
        file,
        link_keys or file.with_name(f"{file.name}.link-keys-{today}"),
        file.with_name(f"{file.name}.deletions-{today}"),
        today + keeping.KEY_FILES_KEPT,
    )


def _made_at(file: Path) -> datetime:
    try:
        made = backups.made_at(file) if file.is_file() else None
        found = schema.revision(backups.address_of(file)) if made else None
    except DatabaseUnavailableError:
        made, found = None, None
    if made is None:
        raise NotReadyError(f"{file} is no backup that `python -m bot backup` has made.")
    if found is not None and found > schema.NEWEST:
        raise NotReadyError(f"{file} belongs to a newer version of the bot: update the bot.")
    return made


def _keys(config: Settings, file: Path) -> list[SealedKey]:
    """Return the link keys of a file, which the keys of the site open."""
    try:
        keys = [SealedKey(*line) for line in keyfile.read(file.read_text(encoding="ascii"))]
        for key in keys[:1]:
            read_keys(config.secret_keys).open(key.sealed, link_key_row(key.person_id))
    except NotAKeyFileError as error:
        raise NotReadyError(f"{file} is no file of link keys: {error}.") from None
    except UnicodeDecodeError:
        raise NotReadyError(f"{file} is no file of link keys: it is not plain text.") from None
    except OSError as error:
        raise NotReadyError(f"{file} cannot be read ({error.strerror}).") from None
    except NotOpenedError:
        raise NotReadyError(
            f"The keys in BOT_SECRET_KEYS do not open {file}: find those it was sealed with."
        ) from None
    return keys


def _require_none(target: Path) -> None:
    """Return when no SQLite database is there, nor a log that would be taken for the new one's."""
    for there in (target.with_name(target.name + end) for end in BESIDE):
        if there.exists():
            raise NotReadyError(f"{there} is there already: move it away first.")


def _require_empty(config: Settings) -> None:
    upgrade(config)
    if not backups.is_empty(config.database_url):
        raise NotReadyError("This database is not empty: choose an empty one in DATABASE_URL.")


def _made_on(file: Path) -> date | None:
    """Return the day on which a file of link keys was made; None for any other file."""
    try:
        with file.open(encoding="ascii") as opened:
            return keyfile.made_on(opened.readline(100))
    except (OSError, UnicodeDecodeError):
        return None


@contextmanager
def _new(files: Sequence[Path]) -> Iterator[None]:
    """Make these files, for this account alone, to be written; if that fails, none is left."""
    made: list[Path] = []
    try:
        for file in files:
            made.append(_made(file))  # noqa: PERF401 -- known even if the next cannot be made
        yield
    except BaseException:
        for file in made:
            for end in BESIDE:
                file.with_name(file.name + end).unlink(missing_ok=True)
        raise


@contextmanager
def _told(what: str, *, beside: Path) -> Iterator[None]:
    """Say in a sentence what cannot be done, and why; files are made `beside` one."""
    try:
        yield
    except (DatabaseUnavailableError, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise NotReadyError(
            f"{what} ({why}): check DATABASE_URL, and the room beside {beside}."
        ) from None


@contextmanager
def _beside(file: Path, ending: str) -> Iterator[Path]:
    """Yield a new file beside another; what is left of it goes in the end."""
    made = file.with_name(file.name + ending)
    if made.exists():
        raise NotReadyError(f"{made} is left of a restore that did not end: delete it.")
    _made(made)
    try:
        yield made
    finally:
        for end in BESIDE:
            made.with_name(made.name + end).unlink(missing_ok=True)


def _made(file: Path) -> Path:
    """Return a file that was made just now, for this account alone."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise NotReadyError(f"{file} is there already: choose another name.") from None
    except OSError as error:
        raise NotReadyError(f"{file} cannot be written ({error.strerror}).") from None
    return file
