"""The bot's two ears: it hears Slack as long as one of them is open.

Slack sends each payload over any one of the connections, and ends each of them every hour or
so. An ear opens the next before it leaves the last, and the two do not do it at the same time.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import ClientSession
from slack_bolt.async_app import AsyncApp

from bot.app.sockets import (
    CROWDED,
    LEFT,
    REFRESHES,
    SWITCHED_OFF,
    NotOpenedError,
    Patience,
    Socket,
)
from bot.flows.tools import failure
from bot.slack import NotSentError, OutcomeUnknownError, RefusedError, Slack

log = logging.getLogger(__name__)

# One still hears while Slack refreshes the other.
EARS = 2
# A minute without a connection is more than Slack's own refresh or a short cut takes.
DEAF_SECONDS = 60.0
# How often it is looked for in that time.
LISTENS = 12

NO_CONNECTION = "There has been no connection to Slack for a minute: start me again."
OFF = "Socket Mode is switched off for this app: switch it on in Slack, and start me again."
REFUSED = "Slack refuses the app-level token ({}): python -m bot doctor"

# Told of a connection that is open, it says after how many seconds to leave it (None: never).
Opened = Callable[[Socket], float | None]


@dataclass(frozen=True, slots=True)
class Door:
    """Where connections to Slack come from."""

    app: AsyncApp
    slack: Slack
    app_token: str
    patience: Patience

    async def open(self, http: ClientSession) -> Socket:
        """Return a connection that has a ticket of its own.

        Raises:
            NotSentError, OutcomeUnknownError, RefusedError: There is no ticket.
            NotOpenedError: The ticket opens nothing.
        """
        address = await self.slack.socket_address(self.app_token)
        proxy = self.slack.client.proxy
        return await Socket.opened(http, address, self.app, self.patience, proxy)


class Ear:
    """Keeps one connection open: after each there is another, with a fresh ticket."""

    def __init__(self, door: Door, opened: Opened) -> None:
        # Slack's word for why it gives no ticket, if that will not change by itself.
        self.refused = ""
        # Why the last connection ended.
        self.why = ""
        self._door = door
        self._opened = opened
        self._tries = 0
        # What is well is not logged, but that it is well again.
        self._troubled = False
        # The one it hears with, and those it is about to leave.
        self._sockets: set[Socket] = set()
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def hears(self) -> bool:
        """Whether a connection is open."""
        return any(socket.hears for socket in self._sockets)

    @property
    def since(self) -> list[float]:
        """When each connection was opened, by the loop's clock."""
        return [socket.opened_at for socket in self._sockets]

    async def listen(self, http: ClientSession) -> None:
        """Hear Slack until cancelled."""
        last: Socket | None = None
        while True:
            socket = await self._next(http)
            if last:
                self._leave(last)
            leave_after = self._opened(socket)
            self._note_begin()
            self._sockets.add(socket)
            with suppress(TimeoutError):
                await asyncio.wait_for(socket.leaving.wait(), leave_after)
            await self._note_end(socket)
            last = socket

    async def close(self) -> None:
        """Close every connection; what was heard is answered first."""
        await asyncio.gather(*(socket.close() for socket in self._sockets))
        await asyncio.gather(*self._leaving)

    async def _next(self, http: ClientSession) -> Socket:
        """Return a new connection, however many tries it takes."""
        while True:
            await asyncio.sleep(self._pause())
            try:
                return await self._door.open(http)
            except Exception as error:  # noqa: BLE001 -- whatever it is, an ear goes on trying
                self._note_failure(error)
                wait = error.wait if isinstance(error, NotSentError) else 0.0
            await asyncio.sleep(wait)

    def _pause(self) -> float:
        pauses = self._door.patience.pauses
        self._tries += 1
        return pauses[min(self._tries, len(pauses)) - 1]

    def _note_begin(self) -> None:
        self.refused = ""
        if self._troubled:
            self._troubled = False
            log.warning("connected to Slack again")

    def _note_failure(self, error: Exception) -> None:
        self._troubled = True
        match error:
            case RefusedError():
                if error.code != self.refused:
                    log.error("Slack refuses the app-level token: %s", error.code)
                self.refused = error.code
            case NotSentError() | OutcomeUnknownError() | NotOpenedError():
                log.warning("no connection to Slack: %s", error)
            case _:
                log.error("no connection to Slack: %s", failure(error))

    async def _note_end(self, socket: Socket) -> None:
        self.why = socket.why
        if socket.why not in (*REFRESHES, LEFT):
            self._troubled = True
            log.warning("a connection to Slack ends: %s", socket.why)
        age = asyncio.get_running_loop().time() - socket.opened_at
        if age > self._door.patience.pauses[-1]:
            self._tries = 0
        if socket.why == CROWDED:
            # There is no room for the next one as long as this one is there.
            await socket.close()

    def _leave(self, socket: Socket) -> None:
        task = asyncio.create_task(self._retire(socket))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _retire(self, socket: Socket) -> None:
        await socket.retire(self._door.patience.linger)
        self._sockets.discard(socket)


class Ears:
    """Hears Slack with two ears, and knows when it cannot."""

    def __init__(self, door: Door, deaf_after: float = DEAF_SECONDS) -> None:
        # Set when nothing has been heard of Slack for so long that somebody should start anew.
        self.deaf = asyncio.Event()
        self._heard = asyncio.Event()
        self._deaf_after = deaf_after
        self._ears = [Ear(door, self._opened) for _ in range(EARS)]
        self._tasks: list[asyncio.Task[None]] = []
        self._http: ClientSession | None = None

    @property
    def open(self) -> int:
        """How many ears are open."""
        return sum(ear.hears for ear in self._ears)

    @property
    def complaint(self) -> str:
        """Why it is deaf, in a sentence for whoever runs the bot."""
        if any(ear.why == SWITCHED_OFF for ear in self._ears):
            return OFF
        codes = (ear.refused for ear in self._ears if ear.refused)
        return next(map(REFUSED.format, codes), NO_CONNECTION)

    async def start(self) -> None:
        """Return when Slack is heard, or when it is clear that it cannot be."""
        self._http = ClientSession()
        ways = [ear.listen(self._http) for ear in self._ears]
        self._tasks = [asyncio.create_task(way) for way in (*ways, self._listen_for_silence())]
        ends = [asyncio.create_task(event.wait()) for event in (self._heard, self.deaf)]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()

    async def stop(self) -> None:
        """Hear nothing more; what was heard is answered."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(ear.close() for ear in self._ears))
        if self._http:
            await self._http.close()

    def _opened(self, socket: Socket) -> float | None:
        """Return half of what a connection lasts if the other is about as old, else None.

        Both would end together, and from then on for ever.
        """
        self._heard.set()
        if socket.lasts is None:
            return None
        others = (age for ear in self._ears for age in ear.since)
        together = any(socket.opened_at - age < socket.lasts / 4 for age in others)
        return socket.lasts / 2 if together else None

    async def _listen_for_silence(self) -> None:
        """Set `deaf` when no ear has been open for a while, or when Slack refuses the token."""
        silent_for = 0.0
        pause = self._deaf_after / LISTENS
        while silent_for < self._deaf_after:
            await asyncio.sleep(pause)
            silent_for = 0.0 if self.open else silent_for + pause
            if silent_for and any(ear.refused for ear in self._ears):
                break
        self.deaf.set()
