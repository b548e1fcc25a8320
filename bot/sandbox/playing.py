"""A day played slowly, for whoever watches the page."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from bot.sandbox.clockwork import Clockwork
from bot.sandbox.errors import NotAllowedError
from bot.sandbox.habits import Habits

A_DAY = timedelta(days=1)
# Long enough to see what has changed, short enough to stay and watch.
PACE = 1.0


class Player:
    """Plays one day: at every stop the invented people do what they always do."""

    def __init__(self, clockwork: Clockwork, habits: Habits, pace: float = PACE) -> None:
        self._clockwork = clockwork
        self._habits = habits
        self._pace = pace
        self._playing: asyncio.Task[None] | None = None

    @property
    def playing(self) -> bool:
        """Whether a day is being played."""
        return self._playing is not None and not self._playing.done()

    def start(self, spared: str) -> None:
        """Play a day in the background; whoever has the id `spared` acts for themselves.

        Raises:
            NotAllowedError: One is being played already.
        """
        if self.playing:
            raise NotAllowedError("A day is being played already.")
        self._playing = asyncio.create_task(self._play(spared))

    async def stop(self) -> None:
        """Play no further; what has been begun is done."""
        if self._playing is not None:
            self._playing.cancel()
            with suppress(asyncio.CancelledError):
                await self._playing

    async def _play(self, spared: str) -> None:
        async with self._clockwork.alone():
            async for _ in self._clockwork.stops(self._clockwork.calendar.now() + A_DAY):
                await asyncio.sleep(self._pace)
                if await self._habits.react(spared):
                    await asyncio.sleep(self._pace)
