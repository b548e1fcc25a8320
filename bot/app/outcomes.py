"""An evaluator has a file of scores, and is told who improved by which definition."""

import argparse
from fractions import Fraction
from pathlib import Path

from bot.app.commands import Commands, command, say
from bot.app.readiness import NotReadyError
from bot.rules.outcomes import rows
from bot.rules.outcomes.change import Better, Norm
from bot.rules.outcomes.definitions import Criteria
from bot.rules.outcomes.ratings import SCALES
from bot.rules.outcomes.rows import TIME_POINTS, Rows, UnusableError

OPTIONS = (
    ("--sd", "X", "SD of the score among people like these"),
    ("--reliability", "R", "test-retest reliability of the score, at least 0 and below 1"),
    ("--source", "TEXT", "where --sd and --reliability are from"),
    ("--mcid", "X", "the smallest change that matters"),
    ("--cutoff", "X", "where the worse side ends"),
    ("--enrolled", "N", "how many were on the register of day one"),
    ("--mean", "X", "mean of the score among people like these, for adjusted classes"),
    ("--maximum", "X", "the highest score there is, for the share of people who reach it"),
    ("--unchanged", "N", "which global_change is 'about the same': 0 of -3 to 3, or 4 of 1 to 7"),
)


def add(commands: Commands) -> None:
    """Add the command."""
    what = "say who improved, by five definitions, in a file of subject,time_point,score"
    asks = command(commands, "outcomes", _outcomes, what)
    asks.add_argument("file", metavar="FILE.csv", type=Path)
    better = asks.add_mutually_exclusive_group(required=True)
    for way in Better:
        better.add_argument(f"--{way}-is-better", dest="better", action="store_const", const=way)
    for name, metavar, what in OPTIONS:
        asks.add_argument(name, metavar=metavar, help=what)
    for name, where, what in (("--from", "earlier", "first"), ("--to", "later", "last")):
        asks.add_argument(name, dest=where, choices=TIME_POINTS, help=f"default: the {what} there")


def _outcomes(asked: argparse.Namespace) -> int:
    # scipy takes half a second to import, and `run` never needs it.
    from bot.messages import outcomes as messages  # noqa: PLC0415 -- see above
    from bot.rules.outcomes import table  # noqa: PLC0415 -- see above

    question = table.Question(
        Criteria(
            asked.better,
            _norm(asked),
            mcid=_above_zero("--mcid", asked.mcid),
            cutoff=_number("--cutoff", asked.cutoff),
        ),
        earlier=asked.earlier,
        later=asked.later,
        enrolled=_count("--enrolled", asked.enrolled),
        maximum=_number("--maximum", asked.maximum),
        population_mean=_number("--mean", asked.mean),
        unchanged=_unchanged("--unchanged", asked.unchanged),
    )
    try:
        found = table.table(_read(asked.file), question)
    except UnusableError as error:
        raise NotReadyError(f"{asked.file}: {error}") from None
    say(messages.as_json(found))
    return 0


def _norm(asked: argparse.Namespace) -> Norm | None:
    """Return what is known of the measure; None unless it is both, and never a default."""
    sd = _above_zero("--sd", asked.sd)
    reliability = _reliability("--reliability", asked.reliability)
    if sd is None or reliability is None:
        return None
    return Norm(sd, reliability, asked.source)


def _read(file: Path) -> Rows:
    """Return the rows of a file, of a spreadsheet or of a program."""
    try:
        return rows.read(file.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnusableError("It is not plain text in UTF-8; save it as CSV (UTF-8).") from None
    except OSError as error:
        raise UnusableError(f"It cannot be read ({error.strerror}).") from None


def _number(name: str, text: str | None) -> Fraction | None:
    """Return what somebody gave for an option; None when they did not.

    Each of these raises NotReadyError with one sentence; argparse would print its usage as well.
    """
    if text is None:
        return None
    number = rows.number(text.strip())
    if number is None:
        raise NotReadyError(f"{name} has to be a plain number.")
    return number


def _above_zero(name: str, text: str | None) -> Fraction | None:
    number = _number(name, text)
    if number is not None and number <= 0:
        raise NotReadyError(f"{name} has to be above 0.")
    return number


def _reliability(name: str, text: str | None) -> Fraction | None:
    number = _number(name, text)
    if number is not None and not 0 <= number < 1:
        raise NotReadyError(f"{name} has to be at least 0 and below 1.")
    return number


def _count(name: str, text: str | None) -> int | None:
    number = _above_zero(name, text)
    if number is not None and number.denominator != 1:
        raise NotReadyError(f"{name} has to be a whole number.")
    return None if number is None else int(number)


def _unchanged(name: str, text: str | None) -> int | None:
    number = _number(name, text)
    if number is not None and number not in SCALES:
        raise NotReadyError(f"{name} has to be 0, on a scale of -3 to 3, or 4, on one of 1 to 7.")
    return None if number is None else int(number)
