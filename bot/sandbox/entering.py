"""What a person enters in a field, and whether Slack's own client would let them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.sandbox.blocks import Json, label_of, options_of
from bot.sandbox.errors import NotAllowedError, NotSeenError
from bot.sandbox.inputs import Input, entry, takes_several
from bot.sandbox.workspace import Workspace

_NOTHING: tuple[object, ...] = (None, "", [], ())


def entered(workspace: Workspace, field: Input, value: Any) -> Json:
    """Return the entry of `state.values` once `value` stands in `field`.

    Raises:
        NotSeenError: There is no such option, person or channel to choose.
        NotAllowedError: Slack's client would not take the value.
    """
    if value in _NOTHING:
        return entry(field.element, [] if takes_several(field.element) else None)
    try:
        return entry(field.element, _taken(workspace, field, value))
    except NotAllowedError as error:
        error.field = field.address
        raise


def require(field: Input, values: Json) -> None:
    """Raise NotAllowedError when `field` must not be left empty and is, according to `values`."""
    if field.required and field.value(values) in _NOTHING:
        error = NotAllowedError(f"{field.label}: please complete this required field.")
        error.field = field.address
        raise error


def _taken(workspace: Workspace, field: Input, value: Any) -> object:
    if not takes_several(field.element):
        return _one(workspace, field, value)
    chosen = [_one(workspace, field, single) for single in _listed(value)]
    if len(chosen) > field.element.get("max_selected_items", len(chosen)):
        raise NotAllowedError(f"{field.label}: so many cannot be chosen.")
    return chosen


def _one(workspace: Workspace, field: Input, value: Any) -> object:
    kind = field.element["type"].removeprefix("multi_")
    if kind in _OFFERED:
        return _known(_OFFERED[kind](workspace), field, str(value))
    return _READ[kind](field, value)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set) else [value]


def _option(field: Input, value: Any) -> Json:
    for option in options_of(field.element):
        if str(value) in (label_of(option), option["value"]):
            return option
    offered = ", ".join(label_of(option) for option in options_of(field.element))
    raise NotSeenError(f"{field.label} does not offer {value}. It offers: {offered}.")


def _known(offered: Mapping[str, str], field: Input, value: str) -> str:
    if value in offered:
        return value
    named = [slack_id for slack_id, name in offered.items() if name == value]
    if len(named) != 1:
        raise NotSeenError(f"{field.label} offers {len(named)} called {value}.")
    return named[0]


def _people(workspace: Workspace) -> dict[str, str]:
    # Slack's menus leave out whoever has left.
    present = (person for person in workspace.people.values() if not person.deleted)
    return {person.slack_id: person.name for person in present}


def _channels(workspace: Workspace) -> dict[str, str]:
    return {known.id: known.name for known in workspace.channels.values() if not known.is_dm}


def _conversations(workspace: Workspace) -> dict[str, str]:
    return _people(workspace) | _channels(workspace)


_OFFERED: dict[str, Callable[[Workspace], dict[str, str]]] = {
    "users_select": _people,
    "channels_select": _channels,
    "conversations_select": _conversations,
}


def _text(field: Input, value: Any) -> str:
    text, element = str(value), field.element
    if not element.get("min_length", 0) <= len(text) <= element.get("max_length", 3000):
        raise NotAllowedError(f"{field.label}: {len(text)} characters are too few or too many.")
    if "\n" in text and not element.get("multiline", False):
        raise NotAllowedError(f"{field.label} has one line only.")
    return text


def _number(field: Input, value: Any) -> str:
    element = field.element
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise NotAllowedError(f"{field.label}: {value} is not a number.") from error
    whole = number == number.to_integral_value()
    least, most = (Decimal(element.get(name, number)) for name in ("min_value", "max_value"))
    if not least <= number <= most or not (whole or element["is_decimal_allowed"]):
        raise NotAllowedError(f"{field.label} does not take {value}.")
    return str(value)


def _date(field: Input, value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise NotAllowedError(f"{field.label}: {value} is not a date.") from error


def _time(field: Input, value: Any) -> str:
    try:
        return time.fromisoformat(str(value)).strftime("%H:%M")
    except ValueError as error:
        raise NotAllowedError(f"{field.label}: {value} is not a time of day.") from error


def _moment(field: Input, value: Any) -> int:
    if isinstance(value, datetime):
        return int(value.timestamp())
    if str(value).isdecimal():
        return int(value)
    raise NotAllowedError(f"{field.label}: {value} is not a moment.")


_READ: dict[str, Callable[[Input, Any], object]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "datepicker": _date,
    "timepicker": _time,
    "datetimepicker": _moment,
    "static_select": _option,
    "radio_buttons": _option,
    "checkboxes": _option,
}
