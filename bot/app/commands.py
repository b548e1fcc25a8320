"""What whoever looks after the bot can do on the command line beside running it."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot import settings
from bot.app import upkeep
from bot.app.readiness import configured, holding, prepare, prepared

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
    purge = command(commands, "purge", _purge, "remove what is too old, as the bot does at night")
    purge.add_argument("--dry-run", action="store_true", help="remove nothing, say how much it is")


def _purge(asked: argparse.Namespace) -> int:
    config = configured(settings.environment())
    if asked.dry_run:
        prepared(config)
        _say_counts("too old", asyncio.run(upkeep.too_old(config)))
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
