"""What Slack's payloads say, as one value. The only module that knows their shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bot.slack import Member, member_of

Payload = Mapping[str, Any]

# Where an input that is not a list of options keeps what was entered.
_HOLDS = (
    "value",
    "selected_user",
    "selected_users",
    "selected_conversation",
    "selected_date",
    "selected_time",
)

# Messages that people type or upload; every other subtype is Slack's own bookkeeping.
TYPED = (None, "file_share", "thread_broadcast", "me_message")


# Printed by mistake, it would print what somebody typed or answered.
@dataclass(frozen=True, slots=True, repr=False)
class Heard:
    """What somebody did: a command, a tap, a form sent off, words typed, or Home opened."""

    kind: Literal["command", "tap", "form", "typed", "home"]
    slack_id: str
    # The name of what was tapped or sent off, and what kept it apart from its neighbours.
    name: str = ""
    about: str = ""
    # The words after a command, or typed; never kept, never logged.
    words: str = ""
    # The opaque id a button or a form carries.
    value: str = ""
    filled: Mapping[str, Any] = field(default_factory=dict)
    # What was ticked in each of these fields when the form was shown.
    preset: Mapping[str, Any] = field(default_factory=dict)
    channel: str = ""
    thread: str = ""
    trigger_id: str = ""
    response_url: str = ""
    view_id: str = ""
    # What the modal showed when it was tapped; it changes whenever the modal does.
    view_hash: str = ""
    # Whether a file came with what was typed.
    has_file: bool = False
    # Slack's id of an event, which may be delivered again.
    event_id: str = ""

    def with_words(self, words: str) -> "Heard":
        """Return the same with other words."""
        return replace(self, words=words)


def command(body: Payload) -> Heard:
    """Return what was asked by slash command."""
    return Heard(
        "command",
        body["user_id"],
        words=body.get("text") or "",
        channel=body.get("channel_id", ""),
        trigger_id=body.get("trigger_id", ""),
        response_url=body.get("response_url", ""),
    )


def tap(body: Payload) -> Heard:
    """Return what was tapped, in a message, a modal or on Home."""
    action: Payload = body["actions"][0]
    name, _, about = action["action_id"].partition(":")
    view: Payload = body.get("view") or {}
    return Heard(
        "tap",
        body["user"]["id"],
        name=name,
        about=about,
        value=action.get("value") or "",
        filled=_filled(view),
        preset=_preset(view),
        trigger_id=body.get("trigger_id", ""),
        response_url=body.get("response_url", ""),
        # Home is a view too, but nothing can be put in its place there.
        view_id=view["id"] if view.get("type") == "modal" else "",
        view_hash=view.get("hash", ""),
    )


def form(body: Payload) -> Heard:
    """Return what was filled in and sent off."""
    view: Payload = body["view"]
    return Heard(
        "form",
        body["user"]["id"],
        name=view.get("callback_id", ""),
        value=view.get("private_metadata") or "",
        filled=_filled(view),
        preset=_preset(view),
        trigger_id=body.get("trigger_id", ""),
        view_id=view["id"],
    )


def closed(body: Payload) -> str:
    """Return the id of the modal that somebody closed."""
    view_id: str = body["view"]["id"]
    return view_id


def typed(body: Payload) -> Heard | None:
    """Return what a person typed to the bot; None for everything else in the conversation."""
    event: Payload = body["event"]
    by_a_person = event.get("user") and not event.get("bot_id")
    if not by_a_person or event.get("channel_type") != "im" or event.get("subtype") not in TYPED:
        return None
    return Heard(
        "typed",
        event["user"],
        words=event.get("text") or "",
        channel=event["channel"],
        thread=event.get("thread_ts", ""),
        has_file=bool(event.get("files")),
        event_id=body.get("event_id", ""),
    )


def home(event: Payload) -> Heard | None:
    """Return who opened Home; None when it was the messages tab."""
    return Heard("home", event["user"]) if event.get("tab") == "home" else None


def member(event: Payload) -> tuple[str, Member]:
    """Return who changed, and what is known of them by now."""
    user: Payload = event["user"]
    return user["id"], member_of(user)


def _filled(view: Payload) -> dict[str, Any]:
    """Return the value of each field, by the name of its block; None for an empty one."""
    blocks: Payload = view.get("state", {}).get("values", {})
    return {
        block_id: _value(element)
        for block_id, elements in blocks.items()
        for element in elements.values()
    }


def _preset(view: Payload) -> dict[str, list[str]]:
    """Return what was ticked in each field when it was shown, by the name of its block.

    People who were chosen in it count as ticked.
    """
    found: dict[str, list[str]] = {}
    for block in view.get("blocks", ()):
        element: Payload = block.get("element") or {}
        if "initial_options" in element:
            found[block["block_id"]] = [option["value"] for option in element["initial_options"]]
        elif "initial_users" in element:
            found[block["block_id"]] = list(element["initial_users"])
    return found


def _value(element: Payload) -> Any:
    """Return what one input holds, whichever kind it is (docs.slack.dev, view payloads)."""
    if option := element.get("selected_option"):
        return option["value"]
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"]]
    return next((element[key] for key in _HOLDS if key in element), None)
