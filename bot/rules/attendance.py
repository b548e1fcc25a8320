"""When a register is open, and how often somebody may guess its code. All of it is pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.notices import Day

# While people find their seats.
OPENS_BEFORE = timedelta(minutes=15)
# Somebody who reads the code off the wall needs one; whoever guesses has one in two thousand.
MOST_TRIES = 5

# What somebody can reply; the order is that of the buttons.
COMING, LATE, CANNOT = "coming", "late", "cannot"
REPLIES = (COMING, LATE, CANNOT)


@dataclass(frozen=True, slots=True)
class Page:
    """A register as those see it who may: who is there, and what people replied.

    `code` is empty once nobody enters it any more; `revision` counts the corrections of trainers.
    """

    name: str
    day: Day
    code: str
    revision: int
    is_closed: bool
    present: Sequence[str]
    replied: Mapping[str, Sequence[str]]
    listed: int


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a trainer changes of a register: who is there after all, and who is not."""

    came: frozenset[str]
    did_not: frozenset[str]

    @property
    def anything(self) -> bool:
        """Whether there is something to change."""
        return bool(self.came or self.did_not)


def is_open(day: Day, now: datetime) -> bool:
    """Return whether the register of a day can be opened by now; it stays so until it is closed."""
    return now >= day.starts_at - OPENS_BEFORE


def takes_codes(day: Day, now: datetime) -> bool:
    """Return whether people may say themselves that they are there."""
    return is_open(day, now) and now < day.ends_at


def is_expected(reply: str) -> bool:
    """Return whether somebody with this reply is filled in as there."""
    return reply in {COMING, LATE}


def corrections(shown: Collection[str], kept: Collection[str]) -> Corrections:
    """Return what a trainer changed of who was shown to them.

    Whoever came in meanwhile by the code is neither: they stay as they are.
    """
    return Corrections(frozenset(kept) - frozenset(shown), frozenset(shown) - frozenset(kept))


def same(code: str, typed: str) -> bool:
    """Return whether what somebody typed is the code, however their phone spaced it."""
    return "".join(typed.split()) == code
