"""Slack's limits on what a message or a view may hold, as pure functions.

Both return every problem at once, each with its JSON pointer, worded as Slack words it; an
empty list means that Slack would take it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from bot.sandbox.block_limits import BLOCK, Surface
from bot.sandbox.blocks import Json, elements_of
from bot.sandbox.shapes import (
    Problem,
    Problems,
    Rule,
    every,
    flag,
    many,
    string,
    typed,
)
from bot.sandbox.text_limits import plain

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}

VIEW_BYTES = 250_000

# How often a block may stand in one message.
_MOST_OF_A_KIND = {"table": 1, "data_visualization": 2}
_MARKDOWN_CHARACTERS = 12_000


def problems(blocks: Any, where: Surface) -> list[Problem]:
    """Return what Slack would refuse in these blocks of a message, a modal or a Home."""
    pointer = "/blocks" if where == "message" else "/view/blocks"
    return list(_blocks_rule(where)(blocks, pointer))


def view_problems(view: Any) -> list[Problem]:
    """Return what Slack would refuse in this view."""
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in _VIEW:
        return [Problem("/view/type", f"unsupported type: {kind}")]
    return list(_VIEW[kind](view, "/view"))


def view_bytes(view: Any) -> int:
    """Return how much room a view takes, as Slack weighs it."""
    return len(json.dumps(view, ensure_ascii=False).encode())


def _blocks_rule(where: Surface) -> Rule:
    # A Home may be emptied; a message or a modal without blocks shows nothing.
    least = 0 if where == "home" else 1
    return every(many(BLOCK[where], MOST_BLOCKS[where], least), _ids_differ, _kinds_fit, _one_focus)


def _ids_differ(blocks: list[Json], where: str) -> Problems:
    yield from _repeated(blocks, "block_id", where)
    for index, block in enumerate(blocks):
        # Slack asks only that an action_id is unique within its block.
        yield from _repeated(elements_of(block), "action_id", f"{where}/{index}/elements")


def _repeated(things: Iterable[Json], name: str, where: str) -> Problems:
    known: set[str] = set()
    for index, thing in enumerate(things):
        given = thing.get(name)
        if given in known:
            yield Problem(f"{where}/{index}/{name}", f"`{name}` {given} already exists")
        elif given is not None:
            known.add(given)


def _kinds_fit(blocks: list[Json], where: str) -> Problems:
    counted = Counter(block["type"] for block in blocks)
    for kind, most in _MOST_OF_A_KIND.items():
        if counted[kind] > most:
            yield Problem(where, f"no more than {most} {kind} blocks allowed")
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > _MARKDOWN_CHARACTERS:
        yield Problem(where, f"markdown must be less than {_MARKDOWN_CHARACTERS + 1} characters")


def _one_focus(blocks: list[Json], where: str) -> Problems:
    focused = [element for element in _all_elements(blocks) if element.get("focus_on_load")]
    if len(focused) > 1:
        yield Problem(where, "only one element may have focus_on_load")


def _all_elements(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        yield from elements_of(block)


def _submit_for_input(view: Json, where: str) -> Problems:
    if "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        yield Problem(
            f"{where}/submit", "missing required field: submit, as there are input blocks"
        )


_NOTES: dict[str, Rule] = {
    "callback_id": string(255, least=0),
    "private_metadata": string(3000, least=0),
    "external_id": string(255, least=0),
}
_MODAL: dict[str, Rule] = {
    "submit": plain(24),
    "close": plain(24),
    "clear_on_close": flag,
    "notify_on_close": flag,
}
_VIEW: dict[str, Rule] = {
    "modal": every(
        typed("modal", {"title": plain(24), "blocks": _blocks_rule("modal")}, _NOTES | _MODAL),
        _submit_for_input,
    ),
    "home": typed("home", {"blocks": _blocks_rule("home")}, _NOTES),
}
