"""How messages ended, as an operator reads it, or as a program does."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from bot.rules.ledger import FOR_EVERYBODY, Ledger, Line

EVERYBODY = "Invitations, notices and what trainers are told, of all sites together"
COMPANION = (
    "Check-ins, exercises and self-assessments: which troubles there were. How many were sent is "
    "how many people keep the companion, and only releases say that."
)
LEFT_OUT = "Weeks in which fewer than {} people could keep it are left out."

# Of the kinds of messages; the companion's have shorter names.
WIDEST = max(map(len, FOR_EVERYBODY))


def text(ledger: Ledger) -> str:
    """Return a ledger as lines."""
    return "\n".join(
        [
            f"{EVERYBODY}, since {ledger.since}:",
            *_table(ledger.everybody),
            f"  {ledger.open_week} is not over: of it, troubles alone.",
            f"{COMPANION} {LEFT_OUT.format(ledger.enough)}",
            *_table(ledger.companion),
        ]
    )


def as_json(ledger: Ledger) -> str:
    """Return a ledger as JSON."""
    return json.dumps(asdict(ledger), default=str, indent=2)


def _table(lines: Sequence[Line]) -> list[str]:
    if not lines:
        return ["  none"]
    return [
        f"  {line.week}  {line.kind:{WIDEST}}  {line.messages or '':>5}  {line.reason}".rstrip()
        for line in lines
    ]
