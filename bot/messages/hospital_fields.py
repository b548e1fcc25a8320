"""The fields in which coordinators type figures of their hospital."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from bot.messages.parts import Block, field, option
from bot.rules.hospital_forms import LONGEST_SOURCE


class Sourced(Protocol):
    """A figure that says where it is from."""

    @property
    def source(self) -> str:
        """Where it is from."""

    @property
    def source_on(self) -> date:
        """Of which day that is."""


def number_field(label: str, name: str, known: int | None = None, *, lowest: int = 0) -> Block:
    """Return a field for a whole number."""
    element: Block = {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": str(lowest),
    }
    return field(label, name, element | ({} if known is None else {"initial_value": str(known)}))


def day_field(label: str, name: str, known: date | None = None) -> Block:
    """Return a field for a day."""
    element: Block = {"type": "datepicker"}
    return field(label, name, element | ({"initial_date": known.isoformat()} if known else {}))


def choice_field(label: str, name: str, choices: Iterable[tuple[str, str]], chosen: str) -> Block:
    """Return a field in which one of a few is chosen; each has its value and its words."""
    # Slack takes 75 characters of an option.
    options = {str(value): option(words[:75], str(value)) for value, words in choices}
    element: Block = {"type": "static_select", "options": list(options.values())}
    return field(label, name, element | {"initial_option": options[str(chosen)]})


def source_fields(known: Sourced | None = None) -> list[Block]:
    """Return the fields for where a figure is from, and of which day."""
    text: Block = {"type": "plain_text_input", "max_length": LONGEST_SOURCE}
    if known:
        text["initial_value"] = known.source
    return [
        field("Where it is from", "source", text),
        day_field("Of which day that is", "source_on", known.source_on if known else None),
    ]
