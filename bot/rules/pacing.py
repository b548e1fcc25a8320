"""How fast Slack may be called, and in which order. All in elapsed seconds.

A bucket for each method: it fills at a rate, and each call takes a token. When Slack asks to
wait, nothing is taken for so long, and the rate halves; it comes back by a tenth of the full
one each minute.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

POST, UPDATE = "chat.postMessage", "chat.update"
OPEN, HISTORY, PERSON = "conversations.open", "conversations.history", "users.info"

# One conversation takes a message a second.
CONVERSATION_SECONDS = 1.0
# Of the full rate, in a minute.
RECOVERS = 0.1
# However often Slack asks to wait, it is asked again at a sixteenth of the full rate.
SLOWEST = 1 / 16


@dataclass(frozen=True, slots=True)
class Tier:
    """How many calls of a method a second, and how many at once after a rest."""

    rate: float
    burst: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How many tokens there were at a moment, how fast they come, and for how long none does."""

    tokens: float
    rate: float
    at: float
    paused_for: float = 0.0


# Slack says of posting "several hundred a minute"; of the others fifty or a hundred a minute,
# of which a little is left for direct answers to people, who are not kept waiting.
TIERS: Mapping[str, Tier] = MappingProxyType(
    {
        POST: Tier(4.0, 8.0),
        UPDATE: Tier(0.8, 1.0),
        OPEN: Tier(0.8, 4.0),
        HISTORY: Tier(0.8, 4.0),
        PERSON: Tier(1.5, 4.0),
    }
)

# What goes first of what is due: a training day that starts before what can be done at leisure,
# and that before letters, which may come days later.
_RANKS: Mapping[str, int] = MappingProxyType(
    {"notice": 0, "register": 0, "check-in": 1, "exercise": 1, "assessment": 1}
)
_LETTER = 2


def rank(kind: str) -> int:
    """Return the place of a kind of message: the lower goes first."""
    return _RANKS.get(kind, _LETTER)


def begun(tier: Tier, at: float) -> Pace:
    """Return the pace of a method that was not called yet."""
    return Pace(tier.burst, tier.rate, at)


def at(pace: Pace, tier: Tier, now: float) -> Pace:
    """Return the pace as it is by now. A clock that was set back changes nothing of it."""
    gone = max(now - pace.at, 0.0)
    filling = max(gone - pace.paused_for, 0.0)
    return Pace(
        tokens=min(tier.burst, pace.tokens + pace.rate * filling),
        rate=min(tier.rate, pace.rate + RECOVERS * tier.rate * gone / 60),
        at=now,
        paused_for=max(pace.paused_for - gone, 0.0),
    )


def room(pace: Pace) -> int:
    """Return how many calls may be made at once."""
    return 0 if pace.paused_for else int(pace.tokens)


def spent(pace: Pace, number: int) -> Pace:
    """Return the pace after so many calls."""
    return replace(pace, tokens=max(pace.tokens - number, 0.0))


def slowed(pace: Pace, tier: Tier, seconds: float) -> Pace:
    """Return the pace after Slack has asked to wait.

    Calls that were on their way together are refused together, and slow it down once.
    """
    rate = pace.rate if pace.paused_for else max(pace.rate / 2, tier.rate * SLOWEST)
    return Pace(0.0, rate, pace.at, max(pace.paused_for, seconds))
