"""What whoever looks after the bot can do on the command line beside running it."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

from bot import settings
from bot.app import backups, upkeep
from bot.app.readiness import configured, holding, prepare, prepared
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
    backup = command(commands, "backup", _backup, "copy the database into a file, bot or no bot")
    backup.add_argument("file", metavar="FILE", type=Path)
    backup.add_argument("--link-keys", metavar="FILE", type=Path, help="where the link keys go")
    backup.add_argument("--prune", action="store_true", help="delete link keys that are 7 days old")
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


def day(text: str) -> date:
    """Return the day that `text` names."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day: write it as 2026-11-02") from None


def _backup(asked: argparse.Namespace) -> int:
    config = configured(settings.environment())
    files = asyncio.run(backups.backed_up(config, asked.file, asked.link_keys))
    say(f"The backup is {files.backup}. Link keys are not in it.")
    say(f"They are {files.link_keys}: keep them elsewhere, and delete them by {files.keys_until}.")
    say(f"What was deleted until now is {files.journal}: keep it elsewhere too.")
    for outdated in backups.outdated(config, files.link_keys):
        if asked.prune:
            outdated.unlink()
            say(f"Deleted, for it was 7 days old: {outdated}")
        else:
            say(f"Delete these link keys, they are 7 days old: {outdated}")
    return 0


def _restore(asked: argparse.Namespace) -> int:
    config = configured(settings.environment())
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
    config = configured(settings.environment())
    prepared(config)
    found = asyncio.run(upkeep.ledger(config, asked.since))
    say(messages.as_json(found) if asked.json else messages.text(found))
    return 0


def _purge(asked: argparse.Namespace) -> int:
    config = configured(settings.environment())
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
