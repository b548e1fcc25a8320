"""One connection to Slack, from its ticket to its end.

Slack's own client keeps one connection alive for ever, and so tries one dead ticket for ever
(slack-sdk 3.47), and closes the old connection before it has the next. Here a connection has
one ticket and one life; `bot.app.ears` makes the next one.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, ClientWSTimeout, WSMsgType
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.flows.tools import failure

log = logging.getLogger(__name__)

# Slack's words for why a connection ends; the first also comes instead of a greeting.
CROWDED = "too_many_websockets"
SWITCHED_OFF = "link_disabled"
REFRESHES = frozenset({"warning", "refresh_requested"})
ITS_WORDS = REFRESHES | {CROWDED, SWITCHED_OFF}
# Ours for when Slack gives none, and for when it is we who leave.
LOST = "lost"
LEFT = "left"
# A listener acks within two seconds; whoever takes longer has lost Slack's attention.
ACK_SECONDS = 3.0
# Slack may be gone when we say goodbye.
GOODBYE = ClientWSTimeout(ws_close=1.0)

Frame = Mapping[str, Any]


class NotOpenedError(Exception):
    """No connection came of a ticket; the message is a word, and never has the ticket in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for what, in seconds of real time."""

    # From the ticket to Slack's greeting.
    greeting: float = 10.0
    # A connection on which Slack says nothing for this long, and half as long again after it
    # was asked, is dead. Without this a line that was cut looks open for hours.
    silence: float = 10.0
    # An old connection is heard beside the new one for this long, unless Slack ends it.
    linger: float = 10.0
    # Before each further try; a connection that lasted longer than the last of them was no try.
    pauses: tuple[float, ...] = (0.0, 1.0, 2.0, 5.0, 10.0)


class Socket:
    """A connection that Slack has greeted. It is heard until it is closed."""

    def __init__(self, line: ClientWebSocketResponse, app: AsyncApp, greeting: Frame) -> None:
        self._line = line
        self._app = app
        self._answering: set[asyncio.Task[None]] = set()
        self.opened_at = asyncio.get_running_loop().time()
        self.lasts = _lasts(greeting)
        # Set when Slack asks to leave it, or when it is over.
        self.leaving = asyncio.Event()
        self.why = LEFT
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def opened(
        cls, http: ClientSession, address: str, app: AsyncApp, patience: Patience, proxy: str | None
    ) -> Self:
        """Return a connection that Slack has greeted.

        Raises:
            NotOpenedError: Slack refuses the ticket, or says nothing, or says something else.
        """
        try:
            async with asyncio.timeout(patience.greeting):
                line = await http.ws_connect(
                    address, heartbeat=patience.silence, proxy=proxy, timeout=GOODBYE
                )
                try:
                    return cls(line, app, await _greeting(line))
                except BaseException:
                    await line.close()
                    raise
        except (ClientError, OSError, TimeoutError, ValueError) as error:
            # Its own words have the address, and so the ticket.
            word = type(error).__name__
        raise NotOpenedError(word)

    @property
    def hears(self) -> bool:
        """Whether what Slack says here is heard."""
        return not self._line.closed and not self._reading.done()

    async def retire(self, linger: float) -> None:
        """Close it when Slack does, or after `linger` seconds."""
        await asyncio.wait({self._reading}, timeout=linger)
        await self.close()

    async def close(self) -> None:
        """Hear nothing more; what was heard is answered first, over this connection."""
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        if self._answering:
            await asyncio.wait(self._answering, timeout=ACK_SECONDS)
        await self._line.close()

    async def _read(self) -> None:
        try:
            async for message in self._line:
                if message.type is WSMsgType.TEXT:
                    self._hear(_frame(message.data))
        finally:
            self._leave(LOST)

    def _hear(self, frame: Frame) -> None:
        if frame.get("type") == "disconnect":
            self._leave(_why(frame))
        elif "envelope_id" in frame:
            # Nobody waits for the person before them.
            task = asyncio.create_task(self._answer(frame))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    def _leave(self, why: str) -> None:
        if not self.leaving.is_set():
            self.why = why
            self.leaving.set()

    async def _answer(self, envelope: Frame) -> None:
        """Have Bolt's listeners answer, and send their ack the way the question came."""
        try:
            asked = AsyncBoltRequest(body=envelope.get("payload") or {}, mode="socket_mode")
            answer = await self._app.async_dispatch(asked)
            if answer.status == 200:
                # Slack may have closed it meanwhile; then it asks again, or the person does.
                with suppress(ConnectionError):
                    await self._line.send_json(_ack(envelope["envelope_id"], answer))
        except Exception as error:  # noqa: BLE001 -- no words: they may be somebody's
            log.error("an envelope was not answered: %s", failure(error))  # noqa: TRY400


async def _greeting(line: ClientWebSocketResponse) -> Frame:
    """Return Slack's first words, if they are a greeting."""
    message = await line.receive()
    frame = _frame(message.data) if message.type is WSMsgType.TEXT else {}
    if frame.get("type") != "hello":
        raise NotOpenedError(_why(frame))
    return frame


def _why(frame: Frame) -> str:
    """Return why Slack ends a connection; whatever else it may say is not repeated."""
    reason = frame.get("reason")
    return reason if reason in ITS_WORDS else LOST


def _frame(text: str) -> Frame:
    """Return what Slack says; nothing when it cannot be read."""
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _lasts(greeting: Frame) -> float | None:
    """Return after how many seconds Slack will probably refresh the connection, if it says."""
    details = greeting.get("debug_info")
    seconds = details.get("approximate_connection_time") if isinstance(details, dict) else None
    return float(seconds) if isinstance(seconds, int | float) and seconds > 0 else None


def _ack(envelope_id: str, answer: BoltResponse) -> dict[str, Any]:
    """Return the ack as it goes over the line: with a body only if the listener gave one."""
    ack: dict[str, Any] = {"envelope_id": envelope_id}
    if answer.body:
        kind = answer.first_headers().get("content-type", "")
        is_json = kind.startswith("application/json")
        ack["payload"] = json.loads(answer.body) if is_json else {"text": answer.body}
    return ack
