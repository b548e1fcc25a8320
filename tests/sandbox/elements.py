"""A message and a form with an element of every kind in them, and how each is touched."""

from typing import Any

from tests.sandbox.kit import (
    Json,
    actions,
    button,
    field,
    modal,
    option,
    plain,
    section,
    text_field,
)

_TWO = [option("One"), option("Two")]
_HINT = {"placeholder": plain("Choose")}
_CONFIRM = {
    "title": plain("Sure?"),
    "text": plain("It counts."),
    "confirm": plain("Yes"),
    "deny": plain("No"),
}


def _element(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": kind, **more}


# What is changed in a message, by its kind, and to what.
CHOSEN: dict[str, Any] = {
    "static_select": "Two",
    "multi_static_select": ["One", "Two"],
    "radio_buttons": "Two",
    "checkboxes": ["Two"],
    "users_select": "Omar Sample",
    "multi_users_select": ["Omar Sample"],
    "channels_select": "cohort",
    "multi_channels_select": ["cohort"],
    "conversations_select": "cohort",
    "multi_conversations_select": ["cohort"],
    "datepicker": "2030-01-08",
    "timepicker": "08:30",
    "datetimepicker": "1894006800",
}
_MORE: dict[str, Json] = {
    "static_select": {"options": _TWO, "initial_option": _TWO[0], "confirm": _CONFIRM, **_HINT},
    "multi_static_select": {"options": _TWO, **_HINT},
    "radio_buttons": {"options": _TWO},
    "checkboxes": {"options": _TWO, "initial_options": [_TWO[0]]},
    "timepicker": {"timezone": "America/New_York", **_HINT},
    "datepicker": {"initial_date": "2030-01-07"},
}

_CHOOSERS = [_element(kind, **_MORE.get(kind, {})) for kind in CHOSEN]
TAPPED = ("button", "Two as a whole", "Good", "icon_button")
MESSAGE = [
    section(
        "Everything at once",
        accessory=button("Help", "button", value="help", url="https://a.example/"),
    ),
    actions(*_CHOOSERS),
    actions(
        {
            **_element("overflow"),
            "options": [option("One as a whole"), option("Two as a whole")],
        },
        button("Sure", "sure", value="1", style="primary", confirm=_CONFIRM),
    ),
    {
        "type": "context_actions",
        "elements": [
            {
                **_element("feedback_buttons"),
                "positive_button": {"text": plain("Good"), "value": "+"},
                "negative_button": {"text": plain("Bad"), "value": "-"},
            },
            _element("icon_button", icon="trash", text=plain("Away"), value="1"),
        ],
    },
    {"type": "header", "text": plain("A header")},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "_small_"}]},
    {"type": "divider"},
]
FORM = modal(
    text_field("Shift", "shift", dispatch_action=True),
    field(
        "Hours", _element("number_input", is_decimal_allowed=False), "hours", dispatch_action=True
    ),
    field(
        "Where",
        _element("conversations_select", response_url_enabled=True),
        "where",
    ),
    *(
        field(kind, element, kind, optional=True)
        for kind, element in zip(CHOSEN, _CHOOSERS, strict=True)
        if kind != "conversations_select"
    ),
    section("Beside", accessory=button("Deeper", "deeper")),
    notify_on_close=True,
)
