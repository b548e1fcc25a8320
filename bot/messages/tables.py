"""An answer as a table: a heading, rows, and notes; its text says the same, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    buttons,
    escaped,
    header,
    section,
    small,
)

# Slack's table takes a hundred rows beside its head, and about 10,000 characters in all.
MOST_ROWS = 100
MOST_CHARACTERS = 9_500
# As many rows as are read at one look; the others are a tap away.
AT_ONCE = 20
EMPTY = "–"
# Slack takes 3,000 characters in one.
LONGEST_PARAGRAPH = 2_900
LEFT_OUT = "The rest does not fit here: ask for less at a time, or take the file with `export`."


@dataclass(frozen=True, slots=True)
class Users:
    """People by Slack's ids: Slack shows their names."""

    slack_ids: Sequence[str]

    def __str__(self) -> str:
        """Return what makes Slack show their names in a text."""
        return ", ".join(f"<@{slack_id}>" for slack_id in self.slack_ids)


Cell = str | Users


@dataclass(frozen=True, slots=True)
class Table:
    """What there is to say: a title, the names of the columns, rows, and lines below."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    nothing: str
    notes: Sequence[str] = ()
    # Paragraphs between the table and the notes; the charts above the table.
    said: Sequence[str] = ()
    charts: Sequence[Block] = ()
    buttons: Sequence[Block] = ()
    left_out: str = LEFT_OUT


def message(table: Table) -> Message:
    """Return a table as a message; a reader of its text alone misses nothing."""
    rows = _that_fit(table.rows)
    notes = [*([table.left_out] if len(rows) < len(table.rows) else []), *table.notes]
    lines = [_line(table.head, row) for row in rows] or [table.nothing]
    said = [part for one in table.said for part in _paragraphs(escaped(one))]
    shown = (_block(table, rows),) if rows else (section(escaped(table.nothing)),)
    return Message(
        "\n".join([escaped(table.title), *lines, *said, *notes]),
        (
            header(table.title[:150]),
            *table.charts,
            *shown,
            *map(section, said),
            *map(small, notes),
            buttons(*table.buttons, HELP_BUTTON),
        ),
    )


def _paragraphs(text: str) -> list[str]:
    """Return a text in paragraphs that Slack takes, parted between its lines."""
    found: list[str] = []
    for line in text.split("\n"):
        if found and len(found[-1]) + len(line) < LONGEST_PARAGRAPH:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found


def _line(head: Sequence[str], row: Sequence[Cell]) -> str:
    """Return a row as a sentence for whoever sees no table."""
    first, *others = row
    named = [
        f"{name}: {_text(cell).removesuffix('.')}"
        for name, cell in zip(head[1:], others, strict=True)
        if cell != EMPTY
    ]
    return f"{_text(first)}. {'; '.join(named)}." if named else f"{_text(first)}."


def _text(cell: Cell) -> str:
    return str(cell) if isinstance(cell, Users) else escaped(cell)


def _that_fit(rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    sizes = accumulate(sum(len(str(cell)) for cell in row) for row in rows)
    fitting = sum(size <= MOST_CHARACTERS for size in sizes)
    return rows[: min(fitting, MOST_ROWS)]


def _block(table: Table, rows: Sequence[Sequence[Cell]]) -> Block:
    return {
        "type": "data_table",
        # Read aloud as the table's name; the title alone would stand there twice.
        "caption": f"{table.title}, {_lines(len(rows), len(table.rows))}",
        "rows": [[_cell(cell) for cell in row] for row in (table.head, *rows)],
        "page_size": min(len(rows) + 1, AT_ONCE),
    }


def _lines(shown: int, of: int) -> str:
    if shown < of:
        return f"{shown} of {of} lines"
    return "1 line" if of == 1 else f"{of} lines"


def _cell(cell: Cell) -> Block:
    if isinstance(cell, Users):
        users = [{"type": "user", "user_id": slack_id} for slack_id in cell.slack_ids]
        part = {"type": "rich_text_section", "elements": users}
        return {"type": "rich_text", "elements": [part]}
    return {"type": "raw_text", "text": cell or EMPTY}
