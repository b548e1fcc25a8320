"""Whether the bot can start: its settings, its database, its clock; each said in a sentence."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import HTTPException
from pathlib import Path

import content.load
from bot import clock, settings
from bot.clock import Now
from bot.flows.doctor import Schema
from bot.rules.privacy import LIMITS
from bot.settings import Settings
from content.model import ContentError
from storage import database, lock, schema, seal
from storage.database import DatabaseUnavailableError
from storage.lock import HeldError
from storage.seal import MalformedKeysError


class NotReadyError(Exception):
    """The bot cannot start; the message says what to do."""


def configured(environ: Mapping[str, str]) -> Settings:
    """Return the settings, checked by every room that knows something about them.

    Raises:
        SettingsError: Something is missing or malformed, each named.
    """
    return settings.read(
        environ,
        {
            "DATABASE_URL": database.problem,
            "BOT_SECRET_KEYS": _keys_problem,
            "SITES": _sites_problem,
            "CONTENT_PATHS": _content_problem,
            "SMALLEST_LIST": partial(_limit_problem, LIMITS.list),
            "SMALLEST_PART": partial(_limit_problem, LIMITS.part),
            "SMALLEST_SCORED": partial(_limit_problem, LIMITS.scored),
        },
    )


def now_of(config: Settings) -> Now:
    """Return the clock to go by: this machine's, or a sandbox's.

    Raises:
        NotReadyError: The sandbox's calendar does not answer.
    """
    try:
        return clock.Followed(config.clock_url) if config.clock_url else clock.wall
    except (OSError, HTTPException, ValueError, LookupError, TypeError):
        raise NotReadyError("CLOCK_URL does not answer: start the sandbox, or unset it.") from None


@contextmanager
def holding(config: Settings) -> Iterator[None]:
    """Keep a SQLite file to this process.

    Raises:
        NotReadyError: Another process writes to it.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(lock.held(database.sqlite_file(config.database_url)))
        except HeldError:
            raise NotReadyError(
                "Another process writes to this database, probably the bot: stop it first."
            ) from None
        except OSError as error:
            raise NotReadyError(
                f"The lock beside the database cannot be made ({error.strerror}): check the folder."
            ) from None
        # What goes wrong from here on is no matter of the lock.
        yield


def prepare(config: Settings) -> None:
    """Return when the schema is the newest; SQLite is brought there, PostgreSQL is not.

    Raises:
        NotReadyError: The schema is another, or the database cannot be reached.
    """
    found = _revision(config)
    if found == schema.NEWEST:
        return
    if database.sqlite_file(config.database_url) is None:
        raise NotReadyError("The database needs an upgrade: python -m bot database upgrade")
    upgrade(config)


def prepared(config: Settings) -> None:
    """Return when the schema is the newest; for a command that only reads, and changes nothing.

    Raises:
        NotReadyError: The schema is another, or the database cannot be reached.
    """
    if _revision(config) != schema.NEWEST:
        raise NotReadyError("The tables are not of this version: python -m bot database upgrade")


def upgrade(config: Settings) -> None:
    """Bring the schema to the newest revision.

    Raises:
        NotReadyError: It is newer than this code, or the database cannot be reached.
    """
    found = _revision(config)
    if found is not None and found > schema.NEWEST:
        raise NotReadyError("The database belongs to a newer version of the bot: update the bot.")
    try:
        schema.upgrade(config.database_url)
    except DatabaseUnavailableError as error:
        raise NotReadyError(f"The database cannot be used ({error}): check DATABASE_URL.") from None


def schema_of(config: Settings) -> Schema:
    """Return how the schema of the database is found."""
    try:
        found = schema.revision(config.database_url)
    except DatabaseUnavailableError:
        return Schema.UNREACHABLE
    if found is None or found < schema.NEWEST:
        by_itself = database.sqlite_file(config.database_url) is not None
        return Schema.COMES_WITH_RUN if by_itself else Schema.OLD
    return Schema.NEWEST if found == schema.NEWEST else Schema.NEWER


def _revision(config: Settings) -> str | None:
    try:
        return schema.revision(config.database_url)
    except DatabaseUnavailableError as error:
        raise NotReadyError(f"The database cannot be used ({error}): check DATABASE_URL.") from None


def _limit_problem(floor: int, text: str) -> str | None:
    if int(text) < floor:
        return f"is below {floor}: fewer people would not keep anybody private"
    return None


def _keys_problem(text: str) -> str | None:
    try:
        seal.read_keys(text)
    except MalformedKeysError:
        return "is not id:key[,id:key]; `python -m bot keys new` makes a key"
    return None


def _content_problem(paths: str) -> str | None:
    try:
        content.load.library(
            [Path(path.strip()) for path in paths.split(os.pathsep) if path.strip()]
        )
    except ContentError as error:
        return "names a pack with problems:\n  " + "\n  ".join(error.problems)
    return None


def _sites_problem(path: str) -> str | None:
    try:
        content.load.sites(Path(path))
    except ContentError as error:
        return "names a file with problems:\n  " + "\n  ".join(error.problems)
    return None
