"""How blocks are built: which elements stand in them, and the ids Slack fills in."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

Json = dict[str, Any]


def elements_of(block: Json) -> Iterator[Json]:
    """Yield the interactive elements of one block, in reading order."""
    if isinstance(block.get("accessory"), dict):
        yield block["accessory"]
    if isinstance(block.get("element"), dict):
        yield block["element"]
    if block["type"] in {"actions", "context_actions"}:
        yield from block["elements"]


def with_ids(blocks: list[Json], new_id: Callable[[], str]) -> list[Json]:
    """Return a copy of `blocks` in which every block and interactive element has its id."""
    filled = deepcopy(blocks)
    for block in filled:
        block.setdefault("block_id", new_id())
        for element in elements_of(block):
            if element["type"] != "image":
                element.setdefault("action_id", new_id())
    return filled


def options_of(element: Json) -> list[Json]:
    """Return every option of an element, grouped or not."""
    groups = element.get("option_groups", [])
    return [
        *element.get("options", []),
        *(option for group in groups for option in group["options"]),
    ]


def label_of(thing: Json) -> str:
    """Return the words on a button or an option."""
    return str(thing["text"]["text"])
