"""When a help route is open: words such as `mon-fri 08:00-18:00`, read and asked."""

import re
from datetime import datetime
from functools import cache
from typing import NamedTuple

from pydantic import ConfigDict, RootModel, field_validator

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 24 * 60
MINUTES_A_WEEK = 7 * MINUTES_A_DAY

_WINDOW = re.compile(
    rf"(?P<first>{'|'.join(DAYS)})(?:-(?P<last>{'|'.join(DAYS)}))?"
    r" (?P<opens>(?:[01]\d|2[0-3]):[0-5]\d)-(?P<closes>(?:[01]\d|2[0-3]):[0-5]\d|24:00)"
)


class Window(NamedTuple):
    """One stretch of being open, in minutes; `opens` counts from Monday, 00:00."""

    opens: int
    lasts: int


class Hours(RootModel[str]):
    """The hours of a help route, kept in the words they were written in."""

    model_config = ConfigDict(frozen=True)

    @field_validator("root")
    @classmethod
    def _can_be_read(cls, words: str) -> str:
        _windows(words)
        return words

    def open_at(self, local: datetime) -> bool:
        """Return whether somebody answers at `local`, a moment on the wall clock of the site."""
        minute = local.weekday() * MINUTES_A_DAY + local.hour * 60 + local.minute
        # The remainder carries a window that starts on Sunday night into Monday.
        return any(
            (minute - window.opens) % MINUTES_A_WEEK < window.lasts
            for window in _windows(self.root)
        )

    def __str__(self) -> str:
        """Return the words as they were written."""
        return self.root


@cache
def _windows(words: str) -> tuple[Window, ...]:
    if words == "always":
        return (Window(0, MINUTES_A_WEEK),)
    return tuple(window for part in words.split(",") for window in _read(part.strip()))


def _read(part: str) -> list[Window]:
    match = _WINDOW.fullmatch(part)
    if match is None:
        raise ValueError(
            f'"{part}" are not hours; write "always", or days and times such as '
            '"mon-fri 08:00-18:00, sat 09:00-12:00"'
        )
    opens, closes = _minute(match["opens"]), _minute(match["closes"])
    if opens == closes:
        raise ValueError(f'"{part}" opens and closes at once; for a whole day write 00:00-24:00')
    first = DAYS.index(match["first"])
    last = DAYS.index(match["last"] or match["first"])
    days = range(first, first + (last - first) % 7 + 1)
    # A window that closes before it opens runs over midnight and belongs to the day it starts.
    lasts = closes - opens if closes > opens else closes - opens + MINUTES_A_DAY
    return [Window(day % 7 * MINUTES_A_DAY + opens, lasts) for day in days]


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
