"""Lines of a table that is printed in a terminal."""

from collections.abc import Sequence


def line(cells: Sequence[str], columns: Sequence[tuple[str, int]]) -> str:
    """Return cells as one line; each column has its title and its width."""
    padded = (cell.ljust(width) for cell, (_, width) in zip(cells, columns, strict=True))
    return "  ".join(padded).rstrip()
