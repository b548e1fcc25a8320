"""How people rate the change themselves: seven steps, and the middle one is "about the same"."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.outcomes.rows import RATING, Row, Rows, UnusableError


@dataclass(frozen=True, slots=True)
class Scale:
    """Seven steps from much worse to much better."""

    lowest: int
    highest: int

    @property
    def unchanged(self) -> int:
        """The step that means "about the same"; those above it are better."""
        return (self.lowest + self.highest) // 2


OURS = Scale(-3, 3)
FROM_ONE = Scale(1, 7)
SCALES: Mapping[int, Scale] = {scale.unchanged: scale for scale in (OURS, FROM_ONE)}


def scale(rows: Rows, unchanged: int | None = None) -> Scale:
    """Return the scale of a file's ratings: the one said to be, or the one that fits.

    Only 1 to 7 has ratings above 3. Where both would fit it is ours, -3 to 3.

    Raises:
        UnusableError: A rating is on the other scale.
    """
    rated = {row.line: row.rating for row in rows.rows if row.rating is not None}
    found = OURS if max(rated.values(), default=0) <= OURS.highest else FROM_ONE
    found = found if unchanged is None else SCALES[unchanged]
    for line, rating in rated.items():
        if not found.lowest <= rating <= found.highest:
            words = f"this {RATING} is not on the scale from {found.lowest} to {found.highest}"
            raise UnusableError(f"{words} that the others are on.", line)
    return found


def better(row: Row, on: Scale) -> bool:
    """Return whether somebody says that it is better than before."""
    return row.rating is not None and row.rating > on.unchanged
