"""Rows that are handed over as one value, and joined to those of a table.

A statement for each of them would cost many times what it changes.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import UTCDateTime


class Handed:
    """Rows that a parameter is bound to, made by `together`; each is a list of values."""

    def __init__(self, name: str) -> None:
        rows = _Each(bindparam(name, type_=String())).table_valued("value", name="handed")
        self._row = rows.columns.value

    def text(self, place: int) -> ColumnElement[str]:
        """Return the text that stands at this place of each row."""
        return _Text(self._row, literal_column(str(place)))

    def moment(self, place: int) -> ColumnElement[datetime]:
        """Return the moment that stands at this place of each row."""
        return _Moment(self.text(place))


def together(rows: Iterable[Iterable[str | datetime]]) -> str:
    """Return these rows as one value, to be bound."""
    return json.dumps([[_told(value) for value in row] for row in rows])


def _told(value: str | datetime) -> str:
    """Return a value as SQLite keeps it: a moment in UTC, without its offset."""
    if isinstance(value, str):
        return value
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


class _Each(FunctionElement[Any]):
    name = "each"
    inherit_cache = True


class _Text(FunctionElement[str]):
    type = String()
    inherit_cache = True


class _Moment(FunctionElement[datetime]):
    type = UTCDateTime()
    inherit_cache = True


@compiles(_Each)
def _each(element: _Each, compiler: SQLCompiler, **how: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **how)})"


@compiles(_Each, "postgresql")
def _each_element(element: _Each, compiler: SQLCompiler, **how: Any) -> str:
    return f"json_array_elements(CAST({compiler.process(element.clauses, **how)} AS json))"


@compiles(_Text)
def _text(element: _Text, compiler: SQLCompiler, **how: Any) -> str:
    row, place = (compiler.process(part, **how) for part in element.clauses)
    return f"json_extract({row}, '$[{place}]')"


@compiles(_Text, "postgresql")
def _text_of_element(element: _Text, compiler: SQLCompiler, **how: Any) -> str:
    row, place = (compiler.process(part, **how) for part in element.clauses)
    return f"({row} ->> {place})"


@compiles(_Moment)
def _moment(element: _Moment, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(element.clauses, **how)


@compiles(_Moment, "postgresql")
def _moment_with_offset(element: _Moment, compiler: SQLCompiler, **how: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **how)} || '+00' AS timestamp with time zone)"
