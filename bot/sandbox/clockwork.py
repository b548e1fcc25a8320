"""What moves the calendar: from one moment at which the bot does something to the next."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.sandbox.calendar import Calendar
from bot.sandbox.errors import NotAllowedError
from bot.sandbox.model import Person
from bot.sandbox.workspace import BOT_USER, Workspace

# Nobody waits longer for a message: the longest pause between two is the month between boosters.
PATIENCE = timedelta(days=35)
# A Monday begins when the day staff have come.
MORNING = time(8, 0)


class Bot(Protocol):
    """What the calendar needs of the bot's clockwork; everything else goes through Slack."""

    async def tick(self) -> None:
        """Do at once what the time has come for."""

    async def next_moment(self) -> datetime | None:
        """Return when the clock next makes something happen, or None."""

    async def third_day(self) -> datetime | None:
        """Return when the next third training day is over, or None when none is ahead."""

    async def idle(self) -> None:
        """Return when nothing that was begun is left to do."""


class Clockwork:
    """Moves the calendar and stops wherever the bot has something to do.

    Without a bot it just moves the calendar: a bot in another process follows it by itself.
    """

    def __init__(self, workspace: Workspace, bot: Bot | None = None) -> None:
        self._workspace = workspace
        self._bot = bot
        self._moving = asyncio.Lock()

    @property
    def calendar(self) -> Calendar:
        """The calendar it moves."""
        return self._workspace.calendar

    async def settle(self) -> None:
        """Return when the bot has done what the time has come for."""
        if self._bot:
            await self._bot.tick()
            await self._bot.idle()
        self._workspace.pulse.beat()

    async def move(self, name: str, person: Person) -> None:
        """Go where `name` says, of `MOVES`, as `person` sees it.

        Raises:
            NotAllowedError: It cannot be gone to, or the calendar is being moved already.
        """
        if name not in MOVES:
            raise NotAllowedError(f"The clock goes to {', '.join(MOVES)}, not to {name}.")
        async with self.alone():
            await MOVES[name](self, person)

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Let nobody else move the calendar for the length of the `with` block."""
        self.require_still()
        async with self._moving:
            yield

    def require_still(self) -> None:
        """Raise NotAllowedError while somebody moves the calendar."""
        if self._moving.locked():
            raise NotAllowedError("The clock is moving already. Please wait a moment.")

    async def stops(self, until: datetime) -> AsyncIterator[datetime]:
        """Go to `until`; yield at every moment on the way at which the bot did something."""
        while (moment := await self._next()) and moment <= until:
            self.calendar.reach(moment)
            await self.settle()
            yield moment
        self.calendar.reach(until)
        self._workspace.pulse.beat()

    async def travel(self, until: datetime) -> None:
        """Go to `until`, with everything done that is due on the way."""
        async for _ in self.stops(until):
            pass

    async def by_an_hour(self, person: Person) -> None:
        """Go on by an hour."""
        await self.travel(self.calendar.now() + timedelta(hours=1))

    async def to_message(self, person: Person) -> None:
        """Go to the moment at which the bot next writes where `person` reads.

        Raises:
            NotAllowedError: It wrote nothing to them for weeks, or nobody knows when it will.
        """
        if not self._bot:
            raise NotAllowedError("Only the bot of the demo says when it writes next.")
        heard = _heard(person)
        async for _ in self.stops(self.calendar.now() + PATIENCE):
            if _heard(person) > heard:
                return
        raise NotAllowedError(f"Three weeks went by, and nothing came for {person.name}.")

    async def to_monday(self, person: Person) -> None:
        """Go to eight in the morning of the next Monday where `person` lives."""
        here = self._workspace.local_now(person)
        monday = here.date() + timedelta(days=7 - here.weekday())
        await self.travel(datetime.combine(monday, MORNING, ZoneInfo(person.zone)))

    async def to_third_day(self, person: Person) -> None:
        """Go to the end of the next third training day.

        Raises:
            NotAllowedError: No training is ahead.
        """
        moment = await self._bot.third_day() if self._bot else None
        if moment is None:
            raise NotAllowedError("No training is ahead: a trainer can make a new cohort.")
        await self.travel(moment)

    async def _next(self) -> datetime | None:
        return await self._bot.next_moment() if self._bot else None


# Where a person can have the clock go, by what the page calls it.
MOVES: dict[str, Callable[[Clockwork, Person], Awaitable[None]]] = {
    "hour": Clockwork.by_an_hour,
    "message": Clockwork.to_message,
    "monday": Clockwork.to_monday,
    "day-three": Clockwork.to_third_day,
}


def _heard(person: Person) -> int:
    """Return how many messages of the bot stand where `person` reads."""
    return sum(
        message.author == BOT_USER for channel in person.channels for message in channel.messages
    )
