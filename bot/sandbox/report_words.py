"""Tables and charts as aligned plain text."""

from collections.abc import Iterator

from bot.sandbox.blocks import Json
from bot.sandbox.texts import Names, cell_text, plain_words


def table_lines(block: Json, names: Names) -> Iterator[str]:
    """Yield the caption and the rows of a table, numbers to the right."""
    if "caption" in block:
        yield block["caption"]
    rows = [[plain_words(cell_text(cell), names) for cell in row] for row in block["rows"]]
    numeric = [cell["type"] == "raw_number" for cell in block["rows"][-1]]
    yield from _aligned(rows, numeric)


def chart_lines(block: Json, names: Names) -> Iterator[str]:
    """Yield the title and the values of a chart."""
    chart = block["chart"]
    yield plain_words(block["title"], names)
    if chart["type"] == "pie":
        points = [[point["label"], _number(point["value"])] for point in chart["segments"]]
        yield from _aligned(points, [False, True])
        return
    heads = ["", *(series["name"] for series in chart["series"])]
    rows = [
        [label, *(_number(series["data"][index]["value"]) for series in chart["series"])]
        for index, label in enumerate(chart["axis_config"]["categories"])
    ]
    yield from _aligned([heads, *rows], [False, *(True for _ in chart["series"])])


def _aligned(rows: list[list[str]], numeric: list[bool]) -> Iterator[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, numeric, strict=True)
        yield "  ".join(
            cell.rjust(width) if right else cell.ljust(width) for cell, width, right in cells
        ).rstrip()


def _number(value: float) -> str:
    return f"{value:g}"
