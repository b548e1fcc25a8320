"""Whom a trainer wants on a list, as they were picked or pasted, and what became of each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

# Two and a half cohorts: whoever pastes more has pasted something else.
MOST_LINES = 60
# As much of a line as tells its writer which it was.
LONGEST_LINE = 60

_ADDRESS = re.compile(r"[^\s<>,;:\"'()@]+@[^\s<>,;:\"'()@]+\.[^\s<>,;:\"'()@.]+")
_BREAKS = re.compile(r"[\n;]")
# What belongs to an address that stands before it.
_CLOSES = "<>\"')] \t"


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
        for one in _in_line(" ".join(part.split())):
            found.setdefault(one.address or one.line.casefold(), one)
    return tuple(found.values())


def _in_line(line: str) -> Iterator[Pasted]:
    """Yield each address of a line with what was written before it, or all of a line without.

    A name may have a comma: "Example, Ada <ada@ward.example>".
    """
    begins, matches = 0, list(_ADDRESS.finditer(line))
    for match in matches:
        ends = match.end()
        while ends < len(line) and line[ends] in _CLOSES:
            ends += 1
        written = line[begins:ends].strip(", \t")
        yield Pasted(_cut(written), match[0].strip(".").lower())
        begins = ends
    left = line[begins:].strip(",. \t")
    if left and (not matches or any(letter.isalnum() for letter in left)):
        yield Pasted(_cut(left), None)


def _cut(written: str) -> str:
    """Return as much of what was written as tells its writer which it was: its end, if long."""
    return written if len(written) <= LONGEST_LINE else f"…{written[1 - LONGEST_LINE :]}"


def too_many(lines: Sequence[Pasted], picked: int) -> str | None:
    """Return why so many cannot be invited at once, or None."""
    number = len(lines) + picked
    if number <= MOST_LINES:
        return None
    return f"These are {number:,} lines. Paste {MOST_LINES} at most, and the rest after that."
