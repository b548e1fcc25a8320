"""The files of a message, as links in a browser."""

from collections.abc import Sequence

from bot.sandbox.blocks import Json
from bot.sandbox.file_words import is_deleted, size_words
from bot.sandbox.markup import Html, joined, tag


def drawn_files(files: Sequence[Json]) -> Html:
    """Return a link for each file a person can open, and a sentence for each that is gone."""
    return joined(*(_drawn(file) for file in files))


def _drawn(file: Json) -> Html:
    if is_deleted(file):
        return tag("p", "This file was deleted.")
    link = tag("a", file["title"], href=file["permalink"])
    return tag("p", link, f" ({size_words(file['size'])})")
