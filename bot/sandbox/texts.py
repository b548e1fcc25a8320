"""The plain characters inside Slack's text objects and rich text."""

import re
from collections.abc import Callable
from typing import Any

# Turns a Slack id into the name people know.
Names = Callable[[str], str]

_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_MENTION = re.compile(r"<([@#])(\w+)(?:\|[^>]*)?>")
_BROADCAST = re.compile(r"<!(\w+)(?:\|[^>]*)?>")
_LINK = re.compile(r"<([^@#!|>][^|>]*)(?:\|([^>]*))?>")
# Emphasis, not arithmetic: the signs hug the words between them, and stand outside of words.
_EMPHASIS = re.compile(r"(?<!\w)([*_~`])(?=\S)([^\n]*?\S)\1(?!\w)")


def plain_words(text: str, names: Names) -> str:
    """Return `mrkdwn` as it reads: mentions by name, dates by fallback, no signs of emphasis."""
    text = _DATE.sub(r"\1", text)
    text = _MENTION.sub(lambda found: found[1] + names(found[2]), text)
    text = _BROADCAST.sub(r"@\1", text)
    text = _LINK.sub(lambda found: found[2] or found[1], text)
    # Twice, as one emphasis may stand inside another.
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def rich_lines(block: dict[str, Any]) -> list[str]:
    """Return the lines of a `rich_text` block, in the notation of `mrkdwn`."""
    lines: list[str] = []
    for part in block["elements"]:
        if part["type"] == "rich_text_list":
            lines += [f"• {_spans(section)}" for section in part["elements"]]
        else:
            lines += _spans(part).splitlines()
    return lines


def cell_text(cell: dict[str, Any]) -> str:
    """Return what one cell of a table shows."""
    match cell["type"]:
        case "rich_text":
            return " ".join(rich_lines(cell))
        case "raw_number":
            return str(cell.get("text", cell["value"]))
        case _:
            return str(cell["text"])


def _spans(part: dict[str, Any]) -> str:
    return "".join(_span_text(span) for span in part["elements"])


def _span_text(span: dict[str, Any]) -> str:
    match span["type"]:
        case "user":
            return f"<@{span['user_id']}>"
        case "channel":
            return f"<#{span['channel_id']}>"
        case "link":
            return str(span.get("text", span["url"]))
        case "emoji":
            return f":{span['name']}:"
        case "date":
            return str(span.get("fallback", span["timestamp"]))
        case _:
            return str(span.get("text", span.get("range", "")))
