"""Socket Mode: the web sockets over which Slack tells the bot and hears its acks."""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal
from uuid import uuid4

from aiohttp import WSMsgType, web

from bot.sandbox.blocks import Json
from bot.sandbox.errors import NotAckedError
from bot.sandbox.faults import LINK, Fault, Faults, cut, undone
from bot.sandbox.passes import PassError
from bot.sandbox.workspace import APP, Workspace

# Slack lets an app keep this many.
MOST_CONNECTIONS = 10

CROWDED = "too_many_websockets"
REASONS = ("warning", "refresh_requested", "link_disabled", CROWDED)

Kind = Literal["slash_commands", "interactive"]

# What Slack tells the bot without letting its ack say anything.
_UNANSWERABLE = ("block_actions", "view_closed")


@dataclass(eq=False, slots=True)
class Connection:
    """One client at the other end of a web socket."""

    socket: web.WebSocketResponse
    # It is there, but nothing is heard from it any more: no envelope, no pong, no end.
    silent: bool = False
    leaving: bool = False


@dataclass(eq=False, slots=True)
class Owed:
    """An envelope that waits for its ack, over the connection on which it was sent."""

    ack: asyncio.Future[Json]
    over: Connection | None = None


class SocketMode:
    """Every connection the bot holds, and what waits to be acked."""

    def __init__(self, workspace: Workspace, faults: Faults) -> None:
        self._workspace = workspace
        self._faults = faults
        self._connections: list[Connection] = []
        self._owed: dict[str, Owed] = {}
        self._turn = count()
        self._tasks: set[asyncio.Task[None]] = set()
        self._arrival = asyncio.Event()

    @property
    def staying(self) -> list[Connection]:
        """The connections of clients that have not been told to leave, the oldest first."""
        return [held for held in self._connections if not held.leaving]

    @property
    def connected(self) -> bool:
        """Whether a client is there that has not been told to leave."""
        return bool(self.staying)

    async def wait_connected(self) -> None:
        """Return once a client is there."""
        while not self.connected:
            self._arrival.clear()
            await self._arrival.wait()

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection until either side ends it, or refuse it."""
        try:
            self._workspace.tickets.use(request.query.get("ticket", ""))
        except PassError:
            return _refused("invalid_ticket")
        fault = self._faults.take(LINK)
        if fault is None or fault.kind in ("accept_then_drop", "silence"):
            return await self._receive(request, fault)
        match fault.kind:
            case "delay":
                await asyncio.sleep(fault.seconds)
                return await self._receive(request, None)
            case "error":
                return _refused(fault.code)
            case _:
                return undone(fault, request)

    async def ask(self, kind: Kind, payload: Json) -> Json:
        """Return what the bot's ack carries; NotAckedError when none comes in time."""
        answerable = payload.get("type") not in _UNANSWERABLE
        envelope = {"type": kind, "payload": payload, "accepts_response_payload": answerable}
        return await self._acked(envelope)

    async def tell(self, event: Json) -> None:
        """Deliver an event; what is not acked is delivered again later, in the background."""
        envelope = {"type": "events_api", "payload": event, "accepts_response_payload": False}
        try:
            await self._acked({**envelope, "retry_attempt": 0, "retry_reason": ""})
        except NotAckedError:
            self._start(self._tell_again(envelope))

    def tell_soon(self, event: Json) -> None:
        """Deliver an event that nobody waits for."""
        self._start(self.tell(event))

    def disconnect(self, reason: str, connections: int | None = None) -> None:
        """Tell clients to refresh: so many, the oldest first, or all.

        Raises:
            ValueError: Slack has no such reason.
        """
        if reason not in REASONS:
            raise ValueError(f"Slack disconnects for {', '.join(REASONS)}, not for {reason}.")
        for connection in self.staying[:connections]:
            connection.leaving = True
            self._start(self._dismiss(connection, reason))

    async def stop(self) -> None:
        """Cut every connection and forget what was to be delivered again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for connection in list(self._connections):
            await connection.socket.close()

    async def _receive(self, request: web.Request, fault: Fault | None) -> web.WebSocketResponse:
        silent = fault is not None and fault.kind == "silence"
        # Pings are answered below, because who is silent answers none, and sends none either.
        ping = None if silent else self._workspace.timing.ping
        socket = web.WebSocketResponse(heartbeat=ping, autoping=False)
        await socket.prepare(request)
        if len(self._connections) >= MOST_CONNECTIONS:
            await socket.send_json(_farewell(CROWDED))
            await socket.close()
        elif fault is not None and not silent:
            await self._greet(socket)
            cut(request)
        else:
            await self._hold(Connection(socket, silent))
        return socket

    async def _greet(self, socket: web.WebSocketResponse) -> None:
        lasts = self._workspace.timing.connection
        await socket.send_json(_hello(len(self._connections), lasts))

    async def _hold(self, connection: Connection) -> None:
        self._connections.append(connection)
        try:
            await self._greet(connection.socket)
            self._arrival.set()
            async for frame in connection.socket:
                if frame.type is WSMsgType.TEXT:
                    self._hear(connection, frame.data)
                elif frame.type is WSMsgType.PING and not connection.silent:
                    await connection.socket.pong(frame.data)
        finally:
            self._connections.remove(connection)

    def _hear(self, connection: Connection, text: str) -> None:
        envelope_id, payload = _ack(text)
        owed = self._owed.get(envelope_id)
        # An ack that comes too late finds nobody waiting, as with Slack. Whether Slack takes one
        # over another connection nobody has told us, so here it does not.
        if owed is not None and owed.over is connection and not owed.ack.done():
            owed.ack.set_result(payload)

    async def _acked(self, envelope: Json) -> Json:
        envelope_id = str(uuid4())
        owed = self._owed[envelope_id] = Owed(asyncio.get_running_loop().create_future())
        try:
            with self._workspace.activity.ongoing():
                await self._send({"envelope_id": envelope_id, **envelope}, owed)
                return await asyncio.wait_for(owed.ack, self._workspace.timing.ack)
        except TimeoutError as error:
            raise NotAckedError("operation_timeout") from error
        finally:
            del self._owed[envelope_id]

    async def _send(self, envelope: Json, owed: Owed) -> None:
        staying = self.staying
        if not staying:
            raise NotAckedError("dispatch_failed")
        chosen = owed.over = staying[next(self._turn) % len(staying)]
        if chosen.silent:
            return
        try:
            await chosen.socket.send_json(envelope)
        except ConnectionError as error:
            raise NotAckedError("dispatch_failed") from error

    async def _tell_again(self, envelope: Json) -> None:
        for attempt, pause in enumerate(self._workspace.timing.retries, start=1):
            await asyncio.sleep(pause)
            again = {**envelope, "retry_attempt": attempt, "retry_reason": "timeout"}
            try:
                await self._acked(again)
            except NotAckedError:
                continue
            return

    async def _dismiss(self, connection: Connection, reason: str) -> None:
        await connection.socket.send_json(_farewell(reason))
        await asyncio.sleep(self._workspace.timing.farewell)
        await connection.socket.close()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _ack(text: str) -> tuple[str, Json]:
    """Return what is acked and with what; nothing at all when `text` is no ack."""
    try:
        ack = json.loads(text)
    except json.JSONDecodeError:
        return "", {}
    if not isinstance(ack, dict):
        return "", {}
    payload = ack.get("payload")
    return str(ack.get("envelope_id")), payload if isinstance(payload, dict) else {}


def _refused(code: str) -> web.Response:
    return web.Response(status=403, text=code)


def _hello(connections: int, lasts: int) -> Json:
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": lasts},
        "connection_info": {"app_id": APP},
    }


def _farewell(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
