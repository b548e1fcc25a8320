"""Whom a trainer wants on a list, as they were picked or pasted, and what became of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# Two and a half cohorts: whoever pastes more has pasted something else.
MOST_LINES = 60
# As much of a line as tells its writer which it was.
LONGEST_LINE = 60

_ADDRESS = re.compile(r"[^\s<>,;:\"'()@]+@[^\s<>,;:\"'()@]+\.[^\s<>,;:\"'()@.]+")
_BREAKS = re.compile(r"[\n,;]")


class Outcome(StrEnum):
    """What became of somebody who was to be invited."""

    INVITED = "invited"
    WAITS = "waits"
    ALREADY_IN = "already in"
    ALREADY_WAITS = "already waits"
    UNKNOWN = "unknown"
    GUEST = "guest"
    DEACTIVATED = "deactivated"
    NO_ADDRESS = "no address"


@dataclass(frozen=True, slots=True)
class Pasted:
    """What stood in one line: an e-mail address, or nothing that could be one."""

    line: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one line or of one person picked, by a mention or as it was written."""

    who: str
    outcome: Outcome
    # A Slack id, which is shown as a mention; else words, which are shown as they are.
    is_mention: bool = True


def pasted(text: str) -> tuple[Pasted, ...]:
    """Return each line of what was pasted, once; mail programs put commas between addresses."""
    found: dict[str, Pasted] = {}
    for part in _BREAKS.split(text):
        line = " ".join(part.split())
        if not line:
            continue
        match = _ADDRESS.search(line)
        # A name of its own may stand before a comma: "Example, Ada <ada@ward.example>".
        address = match[0].strip(".").lower() if match else None
        found.setdefault(address or line.casefold(), Pasted(line[:LONGEST_LINE], address))
    return tuple(found.values())


def too_many(lines: Sequence[Pasted], picked: int) -> str | None:
    """Return why so many cannot be invited at once, or None."""
    number = len(lines) + picked
    if number <= MOST_LINES:
        return None
    return f"These are {number:,} lines. Paste {MOST_LINES} at most, and the rest after that."
