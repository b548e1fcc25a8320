"""The fields in which coordinators type figures of their hospital."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from bot.messages import inputs
from bot.messages.inputs import Value
from bot.messages.parts import Block, field
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
    return field(label, name, inputs.number(lowest, known))


def day_field(label: str, name: str, known: date | None = None) -> Block:
    """Return a field for a day."""
    return field(label, name, inputs.day(known))


def choice_field(label: str, name: str, titles: Mapping[Value, str], chosen: Value) -> Block:
    """Return a field in which one of a few is chosen: a title for each value."""
    return field(label, name, inputs.menu(inputs.options(titles), chosen))


def source_fields(known: Sourced | None = None) -> list[Block]:
    """Return the fields for where a figure is from, and of which day."""
    source = inputs.line(LONGEST_SOURCE, known.source if known else None)
    return [
        field("Where it is from", "source", source),
        day_field("Of which day that is", "source_on", known.source_on if known else None),
    ]
