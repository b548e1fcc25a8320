"""Files as the plain words a person reads on the screen."""

from collections.abc import Sequence

from bot.sandbox.blocks import Json

_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


def file_words(files: Sequence[Json]) -> list[str]:
    """Return a line for each file in a message, as the bot is shown them."""
    return [_line(file) for file in files]


def size_words(size: int) -> str:
    """Return a number of bytes as people say it."""
    for many, unit in _UNITS:
        if size >= many:
            return f"{size / many:.0f} {unit}" if size >= 10 * many else f"{size / many:.2g} {unit}"
    return "1 byte" if size == 1 else f"{size} bytes"


def is_deleted(file: Json) -> bool:
    """Return whether only a tombstone is left of a file."""
    return bool(file["mode"] == "tombstone")


def _line(file: Json) -> str:
    if is_deleted(file):
        return "(a file that was deleted)"
    return f"(file: {file['title']}, {size_words(file['size'])})"
