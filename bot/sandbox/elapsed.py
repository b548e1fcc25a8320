"""What passes in real seconds, whatever the calendar says."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from bot.sandbox.pulse import Pulse


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long Slack waits and how long its passes last, in seconds."""

    ack: float = 3.0
    trigger: float = 3.0
    response_url: float = 30 * 60.0
    # Slack does not say how long; whoever asks for one has the bytes at hand.
    upload_url: float = 10 * 60.0
    # Slack says "temporary"; half a minute is enough for a handshake.
    ticket: float = 30.0
    # From the first missed ack of an event to each further delivery.
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    # From telling a client to refresh to cutting its connection.
    farewell: float = 10.0
    ping: float = 10.0
    # How long a connection lasts, as a client is told when it is greeted.
    connection: int = 3600

    @classmethod
    def patient(cls, seconds: float) -> Self:
        """Return the times of a Slack that waits for a bot which may think for so long."""
        return cls(ack=seconds + 1, trigger=seconds + 1)


class Activity:
    """Whether the bot is busy with the workspace: calls under way, payloads not yet acked."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._ongoing = 0
        self._begun = 0
        self._still = asyncio.Event()
        self._still.set()

    @contextmanager
    def ongoing(self) -> Iterator[None]:
        """Count as busy for the length of the `with` block."""
        self._ongoing += 1
        self._begun += 1
        self._still.clear()
        try:
            yield
        finally:
            self._ongoing -= 1
            if not self._ongoing:
                self._still.set()
            # Whatever was called or acked may have changed what people see.
            self._pulse.beat()

    async def rest(self, idle: float) -> None:
        """Return once nothing has been going on for `idle` seconds from now on."""
        begun = -1
        while begun != self._begun:
            await self._still.wait()
            begun = self._begun
            await asyncio.sleep(idle)
