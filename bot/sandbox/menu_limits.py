"""What Slack accepts as an element that offers a choice."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.blocks import options_of
from bot.sandbox.shapes import (
    Problem,
    Problems,
    Rule,
    every,
    exactly_one,
    flag,
    many,
    number,
    one_of,
    shape,
    string,
    typed,
)
from bot.sandbox.text_limits import CONFIRM, IDENTIFIER, link, marked, plain

ACTION = {"action_id": IDENTIFIER, "confirm": CONFIRM}
FOCUS = {"focus_on_load": flag}
MENU = {**ACTION, **FOCUS, "placeholder": plain(150)}

_OPTION_FACE = {"text": plain(75), "value": string(150)}
_MENU_OPTION = shape(_OPTION_FACE, {"description": plain(75)})
_OVERFLOW_OPTION = shape(_OPTION_FACE, {"description": plain(75), "url": link})
# Radio buttons and checkboxes may format their labels; menus may not.
_CHOICE_OPTION = shape({"text": marked(75), "value": string(150)}, {"description": marked(75)})
_OPTION_GROUP = shape({"label": plain(75), "options": many(_MENU_OPTION, 100)})
_SEVERAL = {"max_selected_items": number(1, 100)}


def _initial_among_options(element: Any, where: str) -> Problems:
    single = [element["initial_option"]] if "initial_option" in element else []
    offered = options_of(element)
    for option in [*element.get("initial_options", []), *single]:
        if option not in offered:
            yield Problem(where, "initial_option must exactly match one of the options")


def _values_differ(element: Any, where: str) -> Problems:
    # Slack's client could not tell which of two equal values was chosen.
    values = [option["value"] for option in options_of(element)]
    if len(set(values)) < len(values):
        yield Problem(where, "the value of every option must be unique")


def _static(name: str, extra: Mapping[str, Rule]) -> Rule:
    sources = {"options": many(_MENU_OPTION, 100), "option_groups": many(_OPTION_GROUP, 100)}
    shaped = typed(name, optional={**sources, **MENU, **extra})
    return every(shaped, exactly_one(*sources), _initial_among_options, _values_differ)


def _choice(name: str, initial: Mapping[str, Rule]) -> Rule:
    shaped = typed(name, {"options": many(_CHOICE_OPTION, 10)}, {**ACTION, **FOCUS, **initial})
    return every(shaped, _initial_among_options, _values_differ)


def _directory(name: str, initial: str, extra: Mapping[str, Rule]) -> dict[str, Rule]:
    several = {f"{initial}s": many(string(50), 100), **_SEVERAL}
    # Only a menu for one conversation can ask for its response URL.
    answerable = {} if initial == "initial_user" else {"response_url_enabled": flag}
    return {
        name: typed(name, optional={**MENU, initial: string(50), **extra, **answerable}),
        f"multi_{name}": typed(f"multi_{name}", optional={**MENU, **several, **extra}),
    }


_FILTER = shape(
    {},
    {
        "include": many(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
_CONVERSATIONS = {"default_to_current_conversation": flag, "filter": _FILTER}

MENUS: dict[str, Rule] = {
    "static_select": _static("static_select", {"initial_option": _MENU_OPTION}),
    "multi_static_select": _static(
        "multi_static_select", {"initial_options": many(_MENU_OPTION, 100), **_SEVERAL}
    ),
    **_directory("users_select", "initial_user", {}),
    **_directory("channels_select", "initial_channel", {}),
    **_directory("conversations_select", "initial_conversation", _CONVERSATIONS),
    "radio_buttons": _choice("radio_buttons", {"initial_option": _CHOICE_OPTION}),
    "checkboxes": _choice("checkboxes", {"initial_options": many(_CHOICE_OPTION, 10)}),
}

OVERFLOW = every(
    typed("overflow", {"options": many(_OVERFLOW_OPTION, 5, least=2)}, ACTION), _values_differ
)
