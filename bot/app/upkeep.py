"""What an operator does with everything that is kept: new seals, deletions, and what is too old."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from secrets import token_hex

from bot.app.readiness import NotReadyError, now_of
from bot.app.wiring import build, close, settled
from bot.flows import copies, operators, purging, rotation
from bot.flows import ledger as ledgers
from bot.flows.purging import Counts
from bot.flows.rotation import Rotated
from bot.flows.tools import DatabaseUnavailableError, Tools
from bot.rules import journal, keeping
from bot.rules.journal import NotAJournalError
from bot.rules.ledger import Ledger
from bot.settings import Settings
from storage import seal
from storage.seal import NotOpenedError


def new_key() -> str:
    """Return a new key, named after nothing, as `BOT_SECRET_KEYS` takes it."""
    return seal.new_key(f"k{token_hex(2)}")


async def rotated(config: Settings) -> tuple[Rotated, date]:
    """Seal everything with the first key; return how much that was, and the day below.

    Backups made before today open with the old keys alone; that is the day they are deleted.

    Raises:
        NotReadyError: A key is missing, or the database cannot be used.
    """
    missing = (
        "Something here was sealed with a key that is not in BOT_SECRET_KEYS: add that key after "
        "the others and start again. Nothing is lost, and what was sealed again stays so."
    )
    async with opened(config, "keys rotate", missing) as tools:
        await settled(tools)
        return await rotation.rotate(tools), keeping.gone_on(now_of(config)().date())


async def exported(config: Settings, file: Path) -> int:
    """Write the journal of deletions into a new file; return how many there are.

    Raises:
        NotReadyError: The file cannot be made, or the database cannot be used.
    """
    async with opened(config, "deletions export") as tools:
        noted = await copies.journal(tools)
    try:
        with file.open("x", encoding="ascii") as made:
            made.write(journal.written(noted))
    except FileExistsError:
        raise NotReadyError(f"{file} is there already: choose another name.") from None
    except OSError as error:
        raise NotReadyError(f"{file} cannot be written ({error.strerror}).") from None
    return len(noted)


async def applied(config: Settings, file: Path) -> int:
    """Do the deletions of a journal again; return how many were found in this database.

    Raises:
        NotReadyError: The file is no journal, a key is missing, or the database cannot be used.
    """
    noted = read_journal(file)
    missing = "These keys do not open this database: find those it was sealed with."
    async with opened(config, "deletions apply", missing) as tools:
        return await copies.reapply(tools, noted, now_of(config)())


async def ledger(config: Settings, since: date) -> Ledger:
    """Return what may be told of the messages since the week of a day; nothing is written.

    Raises:
        NotReadyError: The database cannot be used.
    """
    async with opened(config) as tools:
        return await ledgers.since(tools, since, now_of(config)())


async def too_old(config: Settings) -> Counts:
    """Return how many rows of each table are too old; nothing is written.

    Raises:
        NotReadyError: The database cannot be used.
    """
    async with opened(config) as tools:
        return await purging.too_old(tools, now_of(config)())


async def purged(config: Settings) -> Counts:
    """Remove what is too old, and return how many rows of each table that was.

    Raises:
        NotReadyError: The database cannot be used.
    """
    async with opened(config, purging.ACT) as tools:
        await settled(tools)
        return await purging.purge(tools, now_of(config)())


def read_journal(file: Path) -> dict[str, date]:
    """Return the tags of a journal of deletions, each with its day.

    Raises:
        NotReadyError: The file is no journal, or cannot be read.
    """
    try:
        return journal.read(file.read_text(encoding="ascii"))
    except NotAJournalError as error:
        raise NotReadyError(f"{file} is no journal of deletions: {error}.") from None
    except UnicodeDecodeError:
        raise NotReadyError(f"{file} is no journal of deletions: it is not plain text.") from None
    except OSError as error:
        raise NotReadyError(f"{file} cannot be read ({error.strerror}).") from None


@asynccontextmanager
async def opened(config: Settings, act: str = "", missing: str = "") -> AsyncIterator[Tools]:
    """Yield what flows work with, once the audit has the act, if it is one.

    `missing` is said when a key is.

    Raises:
        NotReadyError: A key is missing, or the database cannot be used.
    """
    tools = build(config)
    try:
        if act:
            await operators.note(tools, act, now_of(config)())
        yield tools
    except NotOpenedError:
        raise NotReadyError(missing) from None
    except DatabaseUnavailableError as error:
        raise NotReadyError(f"The database cannot be used ({error}): check DATABASE_URL.") from None
    finally:
        await close(tools)
