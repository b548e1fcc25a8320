"""What Slack accepts as a block, and which blocks on which surface."""

from typing import Any, Literal

from bot.sandbox.element_limits import (
    BESIDE_SECTION,
    IMAGE_SOURCES,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
)
from bot.sandbox.report_limits import DATA_TABLE, DATA_VISUALIZATION, TABLE
from bot.sandbox.shapes import (
    Problem,
    Problems,
    Rule,
    by_type,
    every,
    exactly_one,
    flag,
    many,
    one_of,
    string,
    typed,
)
from bot.sandbox.text_limits import IDENTIFIER, MARKDOWN, RICH_TEXT, marked, plain

Surface = Literal["message", "modal", "home"]

_ID = {"block_id": IDENTIFIER}


def _text_or_fields(block: Any, where: str) -> Problems:
    if "text" not in block and "fields" not in block:
        yield Problem(where, "missing required field: text")


_SECTION = {
    "text": marked(3000),
    "fields": many(marked(2000), 10),
    "accessory": BESIDE_SECTION,
    "expand": flag,
}

_EVERYWHERE: dict[str, Rule] = {
    "section": every(typed("section", optional={**_SECTION, **_ID}), _text_or_fields),
    "divider": typed("divider", optional=_ID),
    "header": typed("header", {"text": plain(150)}, _ID),
    "context": typed("context", {"elements": many(IN_CONTEXT, 10)}, _ID),
    "actions": typed("actions", {"elements": many(IN_ACTIONS, 25)}, _ID),
    "image": every(
        typed("image", {"alt_text": string(2000)}, {**IMAGE_SOURCES, "title": plain(2000), **_ID}),
        exactly_one("image_url", "slack_file"),
    ),
    "input": typed(
        "input",
        {"label": plain(2000), "element": IN_INPUT},
        {"hint": plain(2000), "optional": flag, "dispatch_action": flag, **_ID},
    ),
    "rich_text": RICH_TEXT,
}

_ONLY_MESSAGES: dict[str, Rule] = {
    "markdown": MARKDOWN,
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "context_actions": typed("context_actions", {"elements": many(IN_CONTEXT_ACTIONS, 5)}, _ID),
}

_LEVELS = one_of("default", "info", "warning", "error", "success")
_ONLY_MODALS: dict[str, Rule] = {
    "alert": typed("alert", {"text": marked(200)}, {"level": _LEVELS, **_ID}),
}

BLOCK: dict[Surface, Rule] = {
    "message": by_type(_EVERYWHERE | _ONLY_MESSAGES),
    "modal": by_type(_EVERYWHERE | _ONLY_MODALS),
    "home": by_type(_EVERYWHERE),
}
