"""What whoever looks after the bot can do on the command line beside running it."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

from bot.app import backups, upkeep
from bot.app.readiness import configured, holding, prepare, prepared, upgrade
from bot.messages import ledger as messages

# argparse names the type of what `add_subparsers` returns in private only.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 -- see above


def command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], what: str
) -> argparse.ArgumentParser:
    """Add a command and return its parser."""
    parser = commands.add_parser(name, help=what, description=what)
    parser.set_defaults(command=run)
    return parser


def add(commands: Commands) -> None:
    """Add every command of this module."""
    _database(commands)
    _keys(commands)
    _deletions(commands)
    backup = command(commands, "backup", _backup, "copy the database into a file, bot or no bot")
    backup.add_argument("file", metavar="FILE", type=Path)
    backup.add_argument("--link-keys", metavar="FILE", type=Path, help="where the link keys go")
    restore = command(commands, "restore", _restore, "make a database of a backup")
    restore.add_argument("file", metavar="FILE", type=Path)
    restore.add_argument("--link-keys", metavar="FILE", type=Path, help="the link keys of it")
    restore.add_argument("--journal", metavar="FILE", type=Path, help="the newest journal")
    what = "say how messages ended, by kind and week; nothing of anybody"
    ledger = command(commands, "ledger", _ledger, what)
    ledger.add_argument("--since", metavar="YYYY-MM-DD", type=day, required=True)
    ledger.add_argument("--json", action="store_true", help="for a program")
    purge = command(commands, "purge", _purge, "remove what is too old, as the bot does at night")
    purge.add_argument("--dry-run", action="store_true", help="remove nothing, say how much it is")


def _database(commands: Commands) -> None:
    database = commands.add_parser("database", help="look after the database")
    on_database = database.add_subparsers(required=True, metavar="upgrade | check")
    command(on_database, "upgrade", _upgrade, "bring the schema to the newest")
    command(on_database, "check", _check, "say whether it is reached, and its schema the newest")


def _keys(commands: Commands) -> None:
    keys = commands.add_parser("keys", help="look after the keys that seal answers")
    on_keys = keys.add_subparsers(required=True, metavar="new | rotate")
    command(on_keys, "new", _new_key, "print a new key")
    command(on_keys, "rotate", _rotate, "seal everything again with the first key")


def _deletions(commands: Commands) -> None:
    deletions = commands.add_parser("deletions", help="keep what people deleted out of backups")
    on_deletions = deletions.add_subparsers(required=True, metavar="export | apply")
    for name, run, what in (
        ("export", _export, "write the journal of deletions into a new file"),
        ("apply", _apply, "delete again, in a restored copy, what a journal says"),
    ):
        command(on_deletions, name, run, what).add_argument("file", metavar="FILE", type=Path)


def day(text: str) -> date:
    """Return the day that `text` names."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day: write it as 2026-11-02") from None


def _upgrade(asked: argparse.Namespace) -> int:
    config = configured(asked.environment())
    with holding(config):
        upgrade(config)
    say("The database is at the newest schema.")
    return 0


def _check(asked: argparse.Namespace) -> int:
    prepared(configured(asked.environment()))
    say("The database is reached, and at the newest schema.")
    return 0


def _new_key(_asked: argparse.Namespace) -> int:
    say(upkeep.new_key())
    return 0


def _rotate(asked: argparse.Namespace) -> int:
    config = configured(asked.environment())
    with holding(config):
        prepare(config)
        rotated, backups_gone = asyncio.run(upkeep.rotated(config))
    say(f"Sealed again: {rotated.resealed}. Under the first key already: {rotated.already}.")
    say(
        "When no bot runs with the old keys first and this seals nothing again, take them out of "
        f"BOT_SECRET_KEYS; keep a copy for backups until {backups_gone.isoformat()}."
    )
    return 0


def _export(asked: argparse.Namespace) -> int:
    config = configured(asked.environment())
    number = asyncio.run(upkeep.exported(config, asked.file))
    say(f"Deletions in the file: {number}. It names nobody; keep it apart from the backups.")
    return 0


def _apply(asked: argparse.Namespace) -> int:
    config = configured(asked.environment())
    with holding(config):
        prepare(config)
        number = asyncio.run(upkeep.applied(config, asked.file))
    say(f"Deleted again: {number}.")
    return 0


def _backup(asked: argparse.Namespace) -> int:
    config = configured(asked.environment())
    files = asyncio.run(backups.backed_up(config, asked.file, asked.link_keys))
    say(f"The backup is {files.backup}. Link keys are not in it.")
    say(f"They are {files.link_keys}: keep them elsewhere, and delete them by {files.keys_until}.")
    say(f"What was deleted until now is {files.journal}: keep it elsewhere too.")
    for outdated in backups.pruned(config, files.link_keys):
        say(f"Deleted, for these link keys were 7 days old: {outdated}")
    return 0


def _restore(asked: argparse.Namespace) -> int:
    config = configured(asked.environment())
    if asked.journal:
        upkeep.read_journal(asked.journal)
    with holding(config):
        made = backups.restored(config, asked.file, asked.link_keys)
        say(f"The database is as it was on {made:%Y-%m-%d at %H:%M} UTC.")
        if not asked.link_keys:
            say("Without link keys nobody, not even they themselves, finds their answers in it.")
        if asked.journal:
            say(f"Deleted again: {asyncio.run(upkeep.applied(config, asked.journal))}.")
        else:
            say("Now do python -m bot deletions apply with the newest journal; then it can run.")
    return 0


def _ledger(asked: argparse.Namespace) -> int:
    config = configured(asked.environment())
    prepared(config)
    found = asyncio.run(upkeep.ledger(config, asked.since))
    say(messages.as_json(found) if asked.json else messages.text(found))
    return 0


def _purge(asked: argparse.Namespace) -> int:
    config = configured(asked.environment())
    if asked.dry_run:
        prepared(config)
        counts = asyncio.run(upkeep.too_old(config))
        _say_counts("too old", counts)
        if counts:
            say("With it goes whoever is named nowhere else.")
        return 0
    with holding(config):
        prepare(config)
        _say_counts("removed", asyncio.run(upkeep.purged(config)))
    return 0


def _say_counts(what: str, counts: Mapping[str, int]) -> None:
    """Say how many rows of each table; never which, or whose."""
    for table, number in counts.items():
        say(f"{table}: {number} {what}")
    if not counts:
        say(f"Nothing {what}.")


def say(words: str) -> None:
    """Say a line to whoever typed the command."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
