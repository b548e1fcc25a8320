"""The journal of deletions as a file: a line for each, with its day and its tag."""

import re
from collections.abc import Mapping
from datetime import date

_LINE = re.compile(r"(\d{4}-\d{2}-\d{2}) ([0-9a-f]{32})")


class NotAJournalError(Exception):
    """The text is no journal; the message says where, and repeats nothing of it."""


def written(journal: Mapping[str, date]) -> str:
    """Return the journal as text, to be read by `read`."""
    return "".join(f"{on.isoformat()} {tag}\n" for tag, on in journal.items())


def read(text: str) -> dict[str, date]:
    """Return the tags in a journal, each with its day.

    Raises:
        NotAJournalError: A line is something else.
    """
    return dict(_entry(number, line) for number, line in enumerate(text.splitlines(), start=1))


def _entry(number: int, line: str) -> tuple[str, date]:
    match = _LINE.fullmatch(line)
    try:
        if match:
            return match[2], date.fromisoformat(match[1])
    except ValueError:
        pass
    raise NotAJournalError(f"line {number} is not a day and a tag")
