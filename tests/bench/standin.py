"""A stand-in for Slack that says the same to everything: it checks, remembers and limits nothing.

It costs as little as it can, so that what is measured is the bot.
"""

import asyncio
import json
from time import perf_counter
from types import TracebackType
from typing import Self

from aiohttp import WSMsgType, web

# One answer for every method; each caller finds in it what it looks for.
ANSWER = {
    "ok": True,
    "url": "https://invented.example/",
    "team": "Invented",
    "team_id": "T0BENCH01",
    "user": "companion",
    "user_id": "U0BENCH01",
    "bot_id": "B0BENCH01",
    "is_enterprise_install": False,
    "channel": {"id": "D0BENCH01"},
    "ts": "1700000000.000100",
    "view": {"id": "V0BENCH01"},
}
# What every post is answered with: here the channel is its name, as Slack has it.
POSTED = {"ok": True, "channel": "D0BENCH01", "ts": "1700000000.000100"}
HELLO = {
    "type": "hello",
    "num_connections": 1,
    "connection_info": {"app_id": "A0BENCH01"},
    "debug_info": {"host": "stand-in", "approximate_connection_time": 18060},
}
# Nobody listens there: the Slack of a bot that has nothing to say to it.
NOWHERE = "http://127.0.0.1:9/api/"

# Importing everything takes a second or two on a busy machine.
CONNECT_SECONDS = 60
SETTLE_SECONDS = 30


class Standin:
    """A workspace for one bot, which taps buttons and waits for what follows."""

    def __init__(self) -> None:
        self.api_url = ""
        self._socket: web.WebSocketResponse | None = None
        self._connected = asyncio.Event()
        self._unacked: set[str] = set()
        self._all_acked = asyncio.Event()
        self._awaited: dict[str, asyncio.Future[None]] = {}
        # When each post arrived, by the id that its sender gave it.
        self.posts: list[tuple[str, float]] = []
        self._arrival = asyncio.Event()
        self._posted = json.dumps(POSTED).encode()
        app = web.Application()
        app.router.add_get("/socket", self._hold_socket)
        app.router.add_post("/api/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        self._answered = json.dumps(ANSWER).encode()
        self._ticket = b""

    async def __aenter__(self) -> Self:
        """Listen on a free port of this machine."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.api_url = f"http://{host}:{port}/api/"
        self._ticket = json.dumps(ANSWER | {"url": f"ws://{host}:{port}/socket"}).encode()
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _where: TracebackType | None,
    ) -> None:
        """Listen no more."""
        await self._runner.cleanup()

    async def connected(self) -> None:
        """Return when the bot has its socket."""
        async with asyncio.timeout(CONNECT_SECONDS):
            await self._connected.wait()

    async def tap(self, trigger_id: str, envelope: str) -> None:
        """Send a tap, and return when what follows on it has arrived.

        The envelope has the trigger's id for its own.
        """
        assert self._socket is not None, "the bot has no socket"
        self._unacked.add(trigger_id)
        self._all_acked.clear()
        followed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaited[trigger_id] = followed
        await self._socket.send_str(envelope)
        await followed

    async def posted(self, count: int) -> None:
        """Return when so many posts have arrived, all in all."""
        while len(self.posts) < count:
            self._arrival.clear()
            await self._arrival.wait()

    async def settled(self) -> None:
        """Return when every tap is acked."""
        async with asyncio.timeout(SETTLE_SECONDS):
            await self._all_acked.wait()

    async def _hold_socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json(HELLO)
        self._socket = socket
        self._connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._note_ack(json.loads(message.data)["envelope_id"])
        return socket

    def _note_ack(self, envelope_id: str) -> None:
        self._unacked.discard(envelope_id)
        if not self._unacked:
            self._all_acked.set()

    async def _answer(self, request: web.Request) -> web.Response:
        body = await request.read()
        method = request.match_info["method"]
        if method == "apps.connections.open":
            return web.Response(body=self._ticket, content_type="application/json")
        if method == "chat.postMessage":
            self.posts.append((json.loads(body).get("client_msg_id", ""), perf_counter()))
            self._arrival.set()
            return web.Response(body=self._posted, content_type="application/json")
        if method == "views.open":
            self._note_followed(json.loads(body)["trigger_id"])
        return web.Response(body=self._answered, content_type="application/json")

    def _note_followed(self, trigger_id: str) -> None:
        followed = self._awaited.pop(trigger_id, None)
        if followed is not None and not followed.done():
            followed.set_result(None)
