"""What Slack accepts as a text object, a confirmation or a piece of rich text."""

from typing import Any

from bot.sandbox.shapes import (
    Problem,
    Problems,
    Rule,
    by_type,
    flag,
    many,
    number,
    one_of,
    shape,
    string,
    typed,
)

IDENTIFIER = string(255)


def plain(most: int) -> Rule:
    """Return a rule for a `plain_text` object of at most `most` characters."""
    return typed("plain_text", {"text": string(most)}, {"emoji": flag})


def marked(most: int) -> Rule:
    """Return a rule for a `plain_text` or `mrkdwn` object of at most `most` characters."""
    mrkdwn = typed("mrkdwn", {"text": string(most)}, {"verbatim": flag})
    return by_type({"plain_text": plain(most), "mrkdwn": mrkdwn})


def link(value: Any, where: str) -> Problems:
    """Yield a problem unless `value` is a web address of at most 3000 characters."""
    yield from string(3000)(value, where)
    if isinstance(value, str) and not value.startswith(("https://", "http://", "mailto:")):
        yield Problem(where, "invalid url")


CONFIRM = shape(
    {"title": plain(100), "text": marked(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)

_STYLE = shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag))
_STYLED = {"style": _STYLE}
_SPAN = by_type(
    {
        "text": typed("text", {"text": string(3000)}, _STYLED),
        "link": typed("link", {"url": link}, {"text": string(3000), "unsafe": flag, **_STYLED}),
        "emoji": typed("emoji", {"name": string(100)}, {"unicode": string(100), **_STYLED}),
        "user": typed("user", {"user_id": string(50)}, _STYLED),
        "channel": typed("channel", {"channel_id": string(50)}, _STYLED),
        "usergroup": typed("usergroup", {"usergroup_id": string(50)}, _STYLED),
        "broadcast": typed("broadcast", {"range": one_of("here", "channel", "everyone")}, _STYLED),
        "color": typed("color", {"value": string(7)}),
        "date": typed(
            "date",
            {"timestamp": number(0, 1e11), "format": string(300)},
            {"url": link, "fallback": string(300), **_STYLED},
        ),
    }
)
# Slack gives no number for the spans of a section; a message of 50 blocks stays far below this.
_SPANS = {"elements": many(_SPAN, 1000)}
_SECTION = typed("rich_text_section", _SPANS)
_BORDER = {"border": number(0, 1)}
_PART = by_type(
    {
        "rich_text_section": _SECTION,
        "rich_text_quote": typed("rich_text_quote", _SPANS, _BORDER),
        "rich_text_preformatted": typed(
            "rich_text_preformatted", _SPANS, {"language": string(50), **_BORDER}
        ),
        "rich_text_list": typed(
            "rich_text_list",
            {"style": one_of("bullet", "ordered"), "elements": many(_SECTION, 1000)},
            {"indent": number(0, 8), "offset": number(0, 10000), **_BORDER},
        ),
    }
)
RICH_TEXT = typed("rich_text", {"elements": many(_PART, 1000)}, {"block_id": IDENTIFIER})


MARKDOWN = typed("markdown", {"text": string(12_000)}, {"block_id": IDENTIFIER})
