"""A day played slowly, for whoever watches the page."""

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import timedelta

from bot.sandbox.clockwork import Clockwork
from bot.sandbox.errors import NotAllowedError, NotSeenError
from bot.sandbox.habits import Habits

A_DAY = timedelta(days=1)
# Long enough to see what has changed, short enough to stay and watch.
PACE = 1.0


class Player:
    """Plays one day: at every stop the invented people do what they always do.

    `watched` returns who is being somebody at the moment, by id: they act for themselves.
    """

    def __init__(
        self,
        clockwork: Clockwork,
        habits: Habits,
        watched: Callable[[], Collection[str]],
        pace: float = PACE,
    ) -> None:
        self._clockwork = clockwork
        self._habits = habits
        self._watched = watched
        self._pace = pace
        self._playing: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    @property
    def playing(self) -> bool:
        """Whether a day is being played."""
        return self._playing is not None and not self._playing.done()

    def start(self) -> None:
        """Play a day in the background.

        Raises:
            NotAllowedError: One is being played already, or the clock is moving.
        """
        if self.playing:
            raise NotAllowedError("A day is being played already.")
        self._clockwork.require_still()
        self._stopping.clear()
        self._playing = asyncio.create_task(self._play())

    async def stop(self) -> None:
        """Play no further; what has been begun is done."""
        self._stopping.set()
        if self._playing is not None:
            await self._playing

    async def _play(self) -> None:
        async with self._clockwork.alone():
            async for _ in self._clockwork.stops(self._clockwork.calendar.now() + A_DAY):
                await self._pause()
                # With trouble switched on, what somebody wants to tap may not be there.
                with suppress(NotSeenError, NotAllowedError):
                    await self._habits.react(self._watched())
                await self._pause()
                if self._stopping.is_set():
                    return

    async def _pause(self) -> None:
        """Return after a moment, or as soon as somebody wants to stop."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), self._pace)
