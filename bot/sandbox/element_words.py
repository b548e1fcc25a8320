"""Interactive elements as the plain words a person reads on the screen."""

from bot.sandbox.blocks import Json, label_of, options_of
from bot.sandbox.inputs import held, shown_options
from bot.sandbox.texts import Names

# By element type: the signs around a choice that is made, and one that is not.
_MARKS = {"radio_buttons": ("(x)", "( )"), "checkboxes": ("[x]", "[ ]")}


def element_words(element: Json, state: Json | None, names: Names) -> list[str]:
    """Return the lines of one interactive element that holds `state`."""
    match element["type"]:
        case "image":
            return [f"({element['alt_text']})"]
        case "button" | "icon_button":
            return [f"[{label_of(element)}]"]
        case "feedback_buttons":
            faces = (element["positive_button"], element["negative_button"])
            return [" ".join(f"[{label_of(face)}]" for face in faces)]
        case "overflow":
            return ["[…] " + " | ".join(label_of(option) for option in options_of(element))]
        case "radio_buttons" | "checkboxes":
            return _choices(element, state)
        case _:
            return [f"[{_value(element, state, names)}]"]


def _choices(element: Json, state: Json | None) -> list[str]:
    chosen = shown_options(state) if state else []
    made, open_ = _MARKS[element["type"]]
    return [
        f"{made if label_of(option) in chosen else open_} {label_of(option)}"
        for option in element["options"]
    ]


def _value(element: Json, state: Json | None, names: Names) -> str:
    options = shown_options(state) if state else []
    value = held(state) if state else None
    if options:
        return ", ".join(options)
    if value:
        return ", ".join(names(str(one)) for one in (value if isinstance(value, list) else [value]))
    return str(element.get("placeholder", {}).get("text", "      "))
