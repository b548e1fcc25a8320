"""How to look at what the companion shows."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.messages.parts import Block


def walk(thing: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside `thing`, from the outside in."""
    if isinstance(thing, Mapping):
        yield dict(thing)
        for inner in thing.values():
            yield from walk(inner)
    elif isinstance(thing, list | tuple):
        for inner in thing:
            yield from walk(inner)


def shown(thing: Any) -> list[str]:
    """Every string that somebody can read in `thing`."""
    keys = ("text", "caption", "title", "label", "name", "x_label", "y_label")
    return [inner[key] for inner in walk(thing) for key in keys if isinstance(inner.get(key), str)]


def buttons(thing: Any) -> list[Block]:
    return [inner for inner in walk(thing) if inner.get("type") == "button"]


def labels(thing: Any) -> list[str]:
    return [one["text"]["text"] for one in buttons(thing)]


def blocks_of(thing: Any, kind: str) -> list[Block]:
    return [inner for inner in walk(thing) if inner.get("type") == kind]


def words(text: str) -> str:
    """`text` as it is heard: without marks and line breaks."""
    return " ".join(re.sub(r"[*`]", "", text).split())


def paragraphs(thing: Any) -> list[str]:
    """What headers and sections say, as it is heard."""
    spoken = [*blocks_of(thing, "header"), *blocks_of(thing, "section")]
    return [words(block["text"]["text"]) for block in spoken]
