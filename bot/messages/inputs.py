"""What can be filled in: each is the element of a `field`, and holds what is known already."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from typing import TypeVar

from bot.messages.parts import Block, option

# Slack takes so many characters of an option, and so many people in one field.
LONGEST_OPTION = 75
MOST_PEOPLE = 100

Value = TypeVar("Value", bound=str)


def line(longest: int, known: str | None = None) -> Block:
    """Return a line to type."""
    typed: Block = {"type": "plain_text_input", "max_length": longest}
    return typed | ({"initial_value": known} if known else {})


def lines(longest: int, known: str | None = None) -> Block:
    """Return room to type several lines."""
    return line(longest, known) | {"multiline": True}


def number(lowest: int, known: int | None = None) -> Block:
    """Return a whole number to type."""
    typed: Block = {"type": "number_input", "is_decimal_allowed": False, "min_value": str(lowest)}
    return typed | ({} if known is None else {"initial_value": str(known)})


def day(known: date | None = None) -> Block:
    """Return a calendar to pick a day from."""
    return {"type": "datepicker"} | ({"initial_date": known.isoformat()} if known else {})


def hour(known: time | None = None) -> Block:
    """Return a clock to pick a time of day from."""
    return {"type": "timepicker"} | ({"initial_time": f"{known:%H:%M}"} if known else {})


def person(known: str | None = None) -> Block:
    """Return a list of everybody in Slack to pick one from."""
    return {"type": "users_select"} | ({"initial_user": known} if known else {})


def people(known: Sequence[str] = ()) -> Block:
    """Return a list of everybody in Slack to pick several from."""
    chosen = list(known[:MOST_PEOPLE])
    # Slack takes no empty list here.
    return {"type": "multi_users_select"} | ({"initial_users": chosen} if chosen else {})


def channel(known: str | None = None) -> Block:
    """Return a list of the channels that somebody sees to pick one from."""
    picker: Block = {
        "type": "conversations_select",
        "filter": {"include": ["private", "public"], "exclude_bot_users": True},
    }
    return picker | ({"initial_conversation": known} if known else {})


def menu(options: Sequence[Block], chosen: str | None = None) -> Block:
    """Return a menu of which one is picked; `chosen` is a value."""
    return _one_of("static_select", options, chosen)


def radios(options: Sequence[Block], chosen: str | None = None) -> Block:
    """Return buttons of which one is picked; `chosen` is a value."""
    return _one_of("radio_buttons", options, chosen)


def menu_of_many(options: Sequence[Block], chosen: Collection[str]) -> Block:
    """Return a menu of which several are picked; `chosen` has values."""
    return _some_of("multi_static_select", options, chosen)


def boxes(options: Sequence[Block], chosen: Collection[str] = ()) -> Block:
    """Return boxes to tick; `chosen` has values."""
    return _some_of("checkboxes", options, chosen)


def options(titles: Mapping[Value, str]) -> list[Block]:
    """Return what can be chosen: a title for each value."""
    return [option(title[:LONGEST_OPTION], str(value)) for value, title in titles.items()]


def hinted(element: Block, hint: str) -> Block:
    """Return an element in which `hint` stands while it is empty."""
    return element | {"placeholder": {"type": "plain_text", "text": hint}}


def _one_of(kind: str, options: Sequence[Block], chosen: str | None) -> Block:
    found = [one for one in options if one["value"] == chosen]
    picker: Block = {"type": kind, "options": list(options)}
    return picker | ({"initial_option": found[0]} if found else {})


def _some_of(kind: str, options: Sequence[Block], chosen: Collection[str]) -> Block:
    found = [one for one in options if one["value"] in chosen]
    picker: Block = {"type": kind, "options": list(options)}
    # Slack takes no empty list here.
    return picker | ({"initial_options": found} if found else {})
