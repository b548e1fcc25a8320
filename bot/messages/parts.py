"""The few blocks everything is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.messages.names import Form, Tap

Block = dict[str, Any]
View = dict[str, Any]

# Neutral on purpose: a modal's title can be read over a shoulder.
TITLE = "Resiliency"

# Under each message of the companion.
CONTROL = "Any time: `/resiliency pause` or `/resiliency stop`."


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its text alone says everything to a screen reader."""

    text: str
    blocks: tuple[Block, ...] = ()


def section(text: str) -> Block:
    """Return a paragraph; `*words*` stand out."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def small(text: str) -> Block:
    """Return a line that may be passed over."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def button(label: str, tap: Tap, value: str = "-", about: str = "") -> Block:
    """Return a button; `about` keeps apart the buttons of one tap in one message.

    `value` is an opaque id or a dash, never what somebody answered.
    """
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": label, "emoji": False},
        "action_id": f"{tap}:{about}" if about else str(tap),
        "value": value,
    }


def buttons(*elements: Block) -> Block:
    """Return a row of buttons."""
    return {"type": "actions", "elements": list(elements)}


HELP_BUTTON = button("Help card", Tap.HELP_CARD)


def modal(
    blocks: Sequence[Block], *, form: Form | None = None, submit: str = "", about: str = ""
) -> View:
    """Return a modal; with a `form` it can be sent off, and `about` comes back with it."""
    view: View = {
        "type": "modal",
        "title": {"type": "plain_text", "text": TITLE},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": list(blocks),
    }
    if form:
        view["callback_id"] = str(form)
        view["submit"] = {"type": "plain_text", "text": submit}
        view["private_metadata"] = about
    return view


def sentence(text: str) -> View:
    """Return a modal that says one thing, with the help card in reach."""
    return modal([section(text), buttons(HELP_BUTTON)])


def field(label: str, name: str, element: Block, *, optional: bool = False) -> Block:
    """Return an input; `name` is where its value is found, and where a complaint belongs."""
    return {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": {"type": "plain_text", "text": label, "emoji": False},
        "element": element | {"action_id": name},
    }


def sure(element: Block, asked: str, yes: str) -> Block:
    """Return a button that asks once more (docs.slack.dev, confirmation dialog)."""
    return element | {
        "confirm": {
            "title": {"type": "plain_text", "text": TITLE},
            "text": {"type": "plain_text", "text": asked},
            "confirm": {"type": "plain_text", "text": yes},
            "deny": {"type": "plain_text", "text": "Keep"},
        }
    }


def option(label: str, value: str, hint: str = "") -> Block:
    """Return one thing to choose."""
    chosen: Block = {"text": {"type": "plain_text", "text": label, "emoji": False}, "value": value}
    if hint:
        chosen["description"] = {"type": "plain_text", "text": hint, "emoji": False}
    return chosen


def local(moment: datetime, zone: str) -> str:
    """Return a moment as its reader's clock shows it, e.g. `Tuesday 10 November, 14:30`."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{there:%A} {there.day} {there:%B}, {there:%H:%M}"


def mentions(slack_ids: Iterable[str]) -> str:
    """Return people as Slack shows them to whoever reads."""
    return ", ".join(f"<@{slack_id}>" for slack_id in slack_ids)


def escaped(text: str) -> str:
    """Return `text` so that Slack shows it as it is (docs.slack.dev, formatting text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
