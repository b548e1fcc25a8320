"""Finds the files of a library and reads what is in them."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

FOLDERS = ("checkins", "exercises", "instruments")
SINGLES = (
    "certification.toml",
    "curriculum.toml",
    "help.toml",
    "released.toml",
    "words.toml",
)
# The record of what was released is the library's own: that of a copied library is out of date.
NEVER_PACKED = "released.toml"
# What a pack has besides: whose texts these are, and who says that they may be used.
ATTESTATION = "pack.toml"

# A file, by its name inside the library, and what is wrong with it and what to do.
Problem = tuple[str, str]

# What pydantic finds wrong, said to somebody who writes texts and not programs.
_SENTENCES = {
    "bool_type": "must be true or false, without quotes",
    "date_from_datetime_inexact": "must be a date such as 2026-01-31, without quotes",
    "date_from_datetime_parsing": "must be a date such as 2026-01-31, without quotes",
    "date_parsing": "must be a date such as 2026-01-31, without quotes",
    "date_type": "must be a date such as 2026-01-31, without quotes",
    "extra_forbidden": "is not known here; correct its spelling or remove it",
    "greater_than_equal": "must be at least {ge}",
    "int_type": "must be a whole number, without quotes",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "missing": "is missing; add it",
    "model_type": "must be a table with keys of its own",
    "string_too_long": "is too long; shorten it to at most {max_length} characters",
    "string_too_short": "is empty; write something here",
    "string_type": "must be text, in quotes",
    "too_long": "is {actual_length} long; shorten it to at most {max_length}",
    "too_short": "is {actual_length} long; it needs at least {min_length}",
    "tuple_type": "must be a list",
    "value_error": "{error}",
}


class UnreadableError(Exception):
    """A file is not there or is not TOML."""


@dataclass(slots=True)
class Found:
    """Every file of a library by its name inside it, the topmost layer's where several have it."""

    paths: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def find(layers: Sequence[Path]) -> Found:
    """Return the files of these folders, laid over each other, the last on top."""
    found = Found()
    for number, layer in enumerate(layers):
        names = {name: path for name, path in _content(layer) if path.suffix == ".toml"}
        if number:
            names.pop(NEVER_PACKED, None)
        found.paths |= names
        found.problems += [
            (str(path), "is not read; content files end in .toml")
            for _, path in _content(layer)
            if path.suffix != ".toml"
        ]
        if not names:
            found.problems.append(
                (str(layer), "holds no content; give a folder with checkins/ or exercises/")
            )
    return found


def _content(layer: Path) -> Iterator[tuple[str, Path]]:
    yield from ((name, layer / name) for name in SINGLES if (layer / name).is_file())
    for folder in FOLDERS:
        # Hidden files are an editor's or the system's, never an author's.
        paths = (path for path in (layer / folder).glob("*") if not path.name.startswith("."))
        yield from ((f"{folder}/{path.name}", path) for path in sorted(paths))


def toml(path: Path) -> dict[str, Any]:
    """Return what the file holds.

    Raises:
        UnreadableError: It is not there or is not TOML; the sentence says what to do.
    """
    try:
        # Some editors put a mark before the first letter, which TOML does not know.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise UnreadableError(f"is not TOML: {error}; mend that line") from error
    except UnicodeDecodeError as error:
        raise UnreadableError("is not UTF-8 text; save it again as UTF-8") from error
    except FileNotFoundError as error:
        raise UnreadableError("is not there; check the path") from error
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}; check the path") from error


def sentences(error: ValidationError) -> list[str]:
    """Return one sentence for each field that is wrong."""
    details = error.errors()
    return [
        f"{_where(detail['loc'])}: {_what(detail)}"
        for detail in details
        if not _is_echo(detail, details)
    ]


def _is_echo(detail: ErrorDetails, details: Sequence[ErrorDetails]) -> bool:
    # A list whose only entry is wrong is also called too short, which would send authors astray.
    place = detail["loc"]
    return detail["type"] == "too_short" and any(
        other["loc"][: len(place)] == place and other is not detail for other in details
    )


def _where(place: tuple[int | str, ...]) -> str:
    words: list[str] = []
    for part in place:
        # Authors count from one.
        words.append(f"{words.pop()} {part + 1}" if isinstance(part, int) else part)
    return ", ".join(words)


def _what(detail: ErrorDetails) -> str:
    sentence = _SENTENCES.get(detail["type"])
    return sentence.format(**detail.get("ctx", {})) if sentence else detail["msg"]
