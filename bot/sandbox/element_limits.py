"""What Slack accepts as an interactive element, and in which blocks."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.sandbox.calendar import is_zone
from bot.sandbox.menu_limits import ACTION, FOCUS, MENU, MENUS, OVERFLOW
from bot.sandbox.shapes import (
    Problem,
    Problems,
    Rule,
    by_type,
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
from bot.sandbox.text_limits import IDENTIFIER, link, marked, plain


def _readable(read: Callable[[str], object], what: str) -> Rule:
    def check(value: Any, where: str) -> Problems:
        yield from string(255)(value, where)
        try:
            read(str(value))
        except (ValueError, InvalidOperation):
            yield Problem(where, f"must be {what}")

    return check


def _exactly(form: str, read: Callable[[str], object]) -> Callable[[str], object]:
    # The standard library reads more forms than Slack does.
    def strict(value: str) -> object:
        if len(value) != len(form):
            raise ValueError(value)
        return read(value)

    return strict


_DAY = _readable(_exactly("2030-12-31", date.fromisoformat), "a date such as 2030-12-31")
_HOUR = _readable(_exactly("08:30", time.fromisoformat), "a time such as 08:30")
_DECIMAL = _readable(Decimal, "a number, as a string")


def _known_zone(value: Any, where: str) -> Problems:
    if not isinstance(value, str) or not is_zone(value):
        yield Problem(where, "must be an IANA time zone")


IMAGE_SOURCES = {"image_url": link, "slack_file": shape({}, {"id": string(50), "url": link})}
IMAGE = every(
    typed("image", {"alt_text": string(2000)}, IMAGE_SOURCES), exactly_one(*IMAGE_SOURCES)
)

_SPOKEN = {"accessibility_label": string(75)}
_BUTTON = {**ACTION, **_SPOKEN, "value": string(2000)}
_FACE = shape({"text": plain(75), "value": string(2000)}, _SPOKEN)
_BUTTONS: dict[str, Rule] = {
    "button": typed(
        "button",
        {"text": plain(75)},
        {**_BUTTON, "url": link, "style": one_of("primary", "danger")},
    ),
    "icon_button": typed(
        "icon_button",
        {"icon": one_of("trash"), "text": plain(75)},
        {**_BUTTON, "visible_to_user_ids": many(string(50), 100)},
    ),
    "feedback_buttons": typed(
        "feedback_buttons",
        {"positive_button": _FACE, "negative_button": _FACE},
        {"action_id": IDENTIFIER},
    ),
    "overflow": OVERFLOW,
}

_PICKERS: dict[str, Rule] = {
    "datepicker": typed("datepicker", optional={**MENU, "initial_date": _DAY}),
    "timepicker": typed(
        "timepicker", optional={**MENU, "initial_time": _HOUR, "timezone": _known_zone}
    ),
    "datetimepicker": typed(
        "datetimepicker",
        # Ten digits: Slack refuses moments before 2001 and milliseconds alike.
        optional={**ACTION, **FOCUS, "initial_date_time": number(10**9, 10**10 - 1)},
    ),
}

_TELLS = shape({"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2)})
_TYPED_IN = {
    "action_id": IDENTIFIER,
    "placeholder": plain(150),
    "dispatch_action_config": _TELLS,
    **FOCUS,
}
_FIELDS: dict[str, Rule] = {
    "number_input": typed(
        "number_input",
        {"is_decimal_allowed": flag},
        {**_TYPED_IN, **dict.fromkeys(("initial_value", "min_value", "max_value"), _DECIMAL)},
    ),
    "plain_text_input": typed(
        "plain_text_input",
        optional={
            **_TYPED_IN,
            "initial_value": string(3000),
            "multiline": flag,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        },
    ),
}

_CHOOSERS = MENUS | _PICKERS
_ACTIONS = _CHOOSERS | {name: _BUTTONS[name] for name in ("button", "overflow")}

# Which elements may stand where: beside a section, in an actions block, in an input, ...
IN_ACTIONS = by_type(_ACTIONS)
IN_INPUT = by_type(_CHOOSERS | _FIELDS)
BESIDE_SECTION = by_type(
    {"image": IMAGE, **{name: _ACTIONS[name] for name in _ACTIONS.keys() - {"datetimepicker"}}}
)
IN_CONTEXT = by_type({"image": IMAGE, "plain_text": plain(3000), "mrkdwn": marked(3000)})
IN_CONTEXT_ACTIONS = by_type({name: _BUTTONS[name] for name in ("feedback_buttons", "icon_button")})
