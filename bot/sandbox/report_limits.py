"""What Slack accepts in the three blocks that show numbers: tables and charts."""

from collections.abc import Iterable
from math import isfinite
from typing import Any

from bot.sandbox.shapes import (
    Problem,
    Problems,
    by_type,
    every,
    flag,
    many,
    number,
    one_of,
    shape,
    string,
    typed,
)
from bot.sandbox.text_limits import IDENTIFIER, RICH_TEXT
from bot.sandbox.texts import cell_text

# All cells of one table together.
TABLE_CHARACTERS = 10_000
COLUMNS = 20


def _finite(value: Any, where: str) -> Problems:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        yield Problem(where, "must be a finite number")


_RAW_TEXT = typed("raw_text", {"text": string(TABLE_CHARACTERS)})
_RAW_NUMBER = typed("raw_number", {"value": _finite}, {"text": string(TABLE_CHARACTERS)})
_CELL = by_type({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT})


def _evenly_filled(block: Any, where: str) -> Problems:
    rows = block["rows"]
    if len({len(row) for row in rows}) > 1:
        yield Problem(f"{where}/rows", "all rows must have the same number of cells")
    if sum(len(cell_text(cell)) for row in rows for cell in row) > TABLE_CHARACTERS:
        yield Problem(f"{where}/rows", f"must be less than {TABLE_CHARACTERS + 1} characters")


def _plain_header(block: Any, where: str) -> Problems:
    for index, cell in enumerate(block["rows"][0]):
        if cell["type"] == "rich_text":
            yield Problem(f"{where}/rows/0/{index}/type", "unsupported type: rich_text")


def _header_column_exists(block: Any, where: str) -> Problems:
    if block.get("row_header_column_index", 0) >= len(block["rows"][0]):
        yield Problem(f"{where}/row_header_column_index", "must be the index of a column")


_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})

TABLE = every(
    typed(
        "table",
        {"rows": many(many(_CELL, COLUMNS), 100)},
        {"block_id": IDENTIFIER, "column_settings": many(_COLUMN, COLUMNS)},
    ),
    _evenly_filled,
)

DATA_TABLE = every(
    typed(
        "data_table",
        {"caption": string(TABLE_CHARACTERS), "rows": many(many(_CELL, COLUMNS), 101, least=2)},
        {
            "block_id": IDENTIFIER,
            "page_size": number(1, 100),
            "row_header_column_index": number(0, COLUMNS - 1),
        },
    ),
    _evenly_filled,
    _plain_header,
    _header_column_exists,
)

_POINT = shape({"label": string(20), "value": _finite})
_SERIES = shape({"name": string(20), "data": many(_POINT, 20)})
_AXES = shape({"categories": many(string(20), 20)}, {"x_label": string(50), "y_label": string(50)})


def _repeated(names: Iterable[str]) -> bool:
    listed = list(names)
    return len(set(listed)) < len(listed)


def _series_fit_categories(chart: Any, where: str) -> Problems:
    if _repeated(series["name"] for series in chart["series"]):
        yield Problem(f"{where}/series", "series names must be unique")
    for index, series in enumerate(chart["series"]):
        labels = [point["label"] for point in series["data"]]
        if labels != chart["axis_config"]["categories"]:
            yield Problem(
                f"{where}/series/{index}/data",
                "every series must have exactly the categories, in their order",
            )


# Slack's own page says six series and six segments; other sources say twelve.
_PLOT = {"series": many(_SERIES, 6), "axis_config": _AXES}
_CHART = by_type(
    {
        "pie": typed("pie", {"segments": many(_POINT, 6)}),
        **{
            name: every(typed(name, _PLOT), _series_fit_categories)
            for name in ("line", "bar", "area")
        },
    }
)

DATA_VISUALIZATION = typed(
    "data_visualization", {"title": string(50), "chart": _CHART}, {"block_id": IDENTIFIER}
)
