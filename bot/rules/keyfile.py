"""Link keys as a file beside a backup: the day it was made, and a line for each, sealed."""

import re
from collections.abc import Iterable
from datetime import date

_HEAD = re.compile(r"link keys, made (\d{4}-\d{2}-\d{2})")
_LINE = re.compile(r"(\S+) ((?:[0-9a-f]{2})+)")

# A person's id and their link key, as it is sealed in the database.
Line = tuple[str, bytes]


class NotAKeyFileError(Exception):
    """The text is no file of link keys; the message says where, and repeats nothing of it."""


def written(keys: Iterable[Line], on: date) -> str:
    """Return link keys as text, to be read by `read`."""
    lines = (f"{person_id} {sealed.hex()}\n" for person_id, sealed in keys)
    return "".join([f"link keys, made {on.isoformat()}\n", *lines])


def made_on(first_line: str) -> date | None:
    """Return the day on which a file was made, by its first line; None for any other file."""
    found = _HEAD.fullmatch(first_line.rstrip("\n"))
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def read(text: str) -> list[Line]:
    """Return the link keys in a file.

    Raises:
        NotAKeyFileError: A line is something else.
    """
    first, _, rest = text.partition("\n")
    if made_on(first) is None:
        raise NotAKeyFileError("line 1 does not say so")
    return [_key(number, line) for number, line in enumerate(rest.splitlines(), start=2)]


def _key(number: int, line: str) -> Line:
    found = _LINE.fullmatch(line)
    if found is None:
        raise NotAKeyFileError(f"line {number} is not a person and a key")
    return found[1], bytes.fromhex(found[2])
