"""A pulse: it beats whenever something may have changed in the workspace."""

import asyncio


class Pulse:
    """Lets whoever shows the workspace look again when there may be something new."""

    def __init__(self) -> None:
        self.beats = 0
        self._next = asyncio.Event()

    def beat(self) -> None:
        """Wake everybody who waits."""
        self.beats += 1
        self._next.set()
        self._next = asyncio.Event()

    async def after(self, beats: int, seconds: float) -> None:
        """Return once there have been more than `beats`, and after `seconds` at the latest."""
        if self.beats > beats:
            return
        try:
            await asyncio.wait_for(self._next.wait(), seconds)
        except TimeoutError:
            return
