"""Slack's inputs as a browser has them, and what a browser sends back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.sandbox.blocks import Json, label_of, options_of
from bot.sandbox.inputs import Input, takes_several
from bot.sandbox.markup import Html, joined, tag, void

_NATIVE = {
    "number_input": "number",
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "datetime-local",
}
_TICKED = {"radio_buttons": "radio", "checkboxes": "checkbox"}
_MOMENT = "%Y-%m-%dT%H:%M"


class Reader(NamedTuple):
    """What inputs need to know of whoever looks: whom and what menus offer, and the time zone."""

    known: Mapping[str, str]
    zone: ZoneInfo


def drawn(field: Input, values: Json, reader: Reader) -> Html:
    """Return `field` with what stands in it."""
    kind, value = field.element["type"], field.value(values)
    if kind in _TICKED:
        return _ticks(field, _TICKED[kind], _values(value))
    if kind.endswith("_select"):
        return _menu(field, _values(value), reader)
    if field.element.get("multiline"):
        return tag("textarea", str(value or ""), name=field.address, aria_label=field.label)
    if isinstance(value, int):
        value = datetime.fromtimestamp(value, reader.zone).strftime(_MOMENT)
    return void(
        "input",
        name=field.address,
        aria_label=field.label,
        type=_NATIVE.get(kind, "text"),
        value=value or "",
        step=kind == "number_input" and "any",
    )


def read(field: Input, given: Sequence[str], reader: Reader) -> Any:
    """Return what a browser sent for `field`, as a person would have entered it."""
    if takes_several(field.element):
        return list(given)
    text = given[0].replace("\r\n", "\n") if given else ""
    if text and field.element["type"] == "datetimepicker":
        return datetime.strptime(text, _MOMENT).replace(tzinfo=reader.zone)
    return text


def _values(held: Any) -> list[str]:
    chosen = held if isinstance(held, list) else [held]
    return [one["value"] if isinstance(one, dict) else str(one) for one in chosen if one]


def _ticks(field: Input, kind: str, chosen: Sequence[str]) -> Html:
    return joined(
        *(
            tag(
                "label",
                void(
                    "input",
                    type=kind,
                    name=field.address,
                    value=option["value"],
                    checked=option["value"] in chosen and "checked",
                ),
                label_of(option),
            )
            for option in options_of(field.element)
        )
    )


def _menu(field: Input, chosen: Sequence[str], reader: Reader) -> Html:
    several = takes_several(field.element)
    offered = {option["value"]: label_of(option) for option in options_of(field.element)}
    choices = [
        tag("option", label, value=value, selected=value in chosen and "selected")
        for value, label in (offered or reader.known).items()
    ]
    nothing = [] if several else [tag("option", "", value="")]
    return tag(
        "select",
        *nothing,
        *choices,
        name=field.address,
        aria_label=field.label,
        multiple=several and "multiple",
    )
