"""The record of what the bot asked of Slack, and what it was told."""

from collections import deque
from dataclasses import dataclass

from bot.sandbox.blocks import Json

# A load generator makes millions of calls; nobody reads more than the last of them.
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a Web API method or a response URL, or one answer to an interaction."""

    method: str
    arguments: Json
    answer: Json


class Calls:
    """Every call, and apart from them those that Slack refused for a reason of its own."""

    def __init__(self) -> None:
        self.made: deque[Call] = deque(maxlen=_REMEMBERED)
        self.refused: deque[Call] = deque(maxlen=_REMEMBERED)

    def note(self, call: Call, *, refused: bool) -> None:
        """Remember `call`; a fault somebody asked for is not a refusal."""
        self.made.append(call)
        if refused:
            self.refused.append(call)
