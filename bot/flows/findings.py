"""What a doctor finds, in one line each."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How a thing was found; only `BROKEN` keeps the bot from working."""

    GOOD = "ok"
    CARE = "look"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, how it was found, and what to do."""

    what: str
    health: Health
    words: str
