"""The few blocks and views the sandbox's tests are made of."""

from typing import Any

Json = dict[str, Any]

MANIFEST: Json = {
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "companion"},
        "slash_commands": [
            {"command": "/ask", "should_escape": True},
            {"command": "/raw", "should_escape": False},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "channels:read",
                "chat:write",
                "commands",
                "groups:read",
                "im:history",
                "im:write",
                "users:read",
                "users:read.email",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.im", "user_change"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}

_SCOPES = [*MANIFEST["oauth_config"]["scopes"]["bot"], "files:read", "files:write"]
MANIFEST_WITH_FILES: Json = {**MANIFEST, "oauth_config": {"scopes": {"bot": _SCOPES}}}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str, **extra: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **extra}


def button(text: str, action_id: str, **extra: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **extra}


def actions(*elements: Json, **extra: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **extra}


def option(text: str, value: str | None = None) -> Json:
    return {"text": plain(text), "value": value or text.lower()}


def field(label: str, element: Json, block_id: str, **extra: Any) -> Json:
    return {
        "type": "input",
        "label": plain(label),
        "element": element,
        "block_id": block_id,
        **extra,
    }


def text_field(label: str, block_id: str, **extra: Any) -> Json:
    return field(label, {"type": "plain_text_input", "action_id": "typed"}, block_id, **extra)


def modal(*blocks: Json, title: str = "A form", **extra: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Save"),
        "blocks": list(blocks),
        **extra,
    }


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}
