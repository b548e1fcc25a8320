"""How long a claim lasts, and when somebody else may see to it. All in elapsed seconds.

No two machines agree on the time, and any clock may be set. So nobody compares moments: whoever
looks after claims watches each by their own clock, which only ever runs forward, and takes over
what stood still for a whole lease. The owner counts from before the claim was made, so their
time is over first.
"""

from collections.abc import Collection, Hashable
from typing import Generic, TypeVar

Seen = TypeVar("Seen", bound=Hashable)

# As long as one call to Slack may take.
CALL_SECONDS = 10.0
# A claim that nobody ended in this time belongs to a process that died, or that stands still:
# with the tick that finds it, taken over within a minute.
LEASE_SECONDS = 45.0
# So long after nobody knew how a call ended, Slack shows the message or will never show it.
SETTLED_SECONDS = 30.0
# Each time nobody knew, the next look comes later, so that a Slack in trouble is left in peace;
# never so late that little is left of a window of two hours.
MOST_SETTLED_SECONDS = 120.0


def sends_until(claimed: float) -> float:
    """Return until when a claim made at `claimed` may still begin a call: one that ends in time."""
    return claimed + LEASE_SECONDS - CALL_SECONDS


def settled_after(unknowns: int) -> float:
    """Return how long to wait before looking up what became of a message, the n-th time."""
    waits: float = SETTLED_SECONDS * 2 ** min(max(unknowns - 1, 0), 10)
    return min(waits, MOST_SETTLED_SECONDS)


class Watch(Generic[Seen]):
    """Remembers since when each thing has looked the same to this process."""

    def __init__(self) -> None:
        self._since: dict[Seen, float] = {}

    def watched(self, things: Collection[Seen], at: float) -> dict[Seen, float]:
        """Return for how long each of these has been there; what is not named is forgotten."""
        self._since = {thing: self._since.get(thing, at) for thing in things}
        return {thing: at - since for thing, since in self._since.items()}
