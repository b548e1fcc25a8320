"""Slack as far as sending goes: it takes messages, or not, and says so, or not.

It stands where the network begins: all of the bot up to there is real, and so is the database.
Each call waits until somebody says what becomes of it, so that a test can have two processes do
anything in between.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.slack import NotSentError, OutcomeUnknownError, RefusedError
from bot.slack.calls import _is_over

# How a call can end, by whether Slack takes the message.
TAKES = {
    "taken": True,
    "taken, not heard": True,
    "taken, heard late": True,
    "lost": False,
    "server error": False,
    "limited": False,
    "refused": False,
}
# How a look into a conversation can end.
LOOKS = ("read", "lost", "forbidden")


@dataclass(frozen=True)
class Accepted:
    """A message that Slack took."""

    delivery_id: str
    channel: str
    ts: str
    at: datetime


@dataclass(eq=False)
class Pending:
    """A call under way: its process waits for a connection, or for the answer."""

    worker: str
    method: str
    arguments: dict[str, Any]
    decided: "asyncio.Future[str]"
    answered: "asyncio.Future[None] | None" = None


@dataclass
class World:
    """Everything that Slack took, and the calls that wait."""

    now: datetime
    # A workspace in which nothing is ever found, to show what looking is for.
    blind: bool = False
    accepted: list[Accepted] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    forbidden: set[str] = field(default_factory=set)

    def waiting(self, method: str, *, for_answer: bool = False) -> list[Pending]:
        """Return the calls of a method that wait for a connection, or for their answer."""
        return [
            one
            for one in self.pending
            if one.method == method
            and (one.answered is not None if for_answer else not one.decided.done())
        ]

    def take(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Have a message stand in its conversation."""
        delivery_id = arguments["metadata"]["event_payload"]["delivery_id"]
        ts = f"{self.now.timestamp():.0f}.{len(self.accepted):06d}"
        self.accepted.append(Accepted(delivery_id, arguments["channel"], ts, self.now))
        return {"ts": ts, "channel": arguments["channel"]}

    def history(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Return what stands in a conversation."""
        found = [
            {
                "ts": one.ts,
                "metadata": {
                    "event_type": "delivery",
                    "event_payload": {"delivery_id": one.delivery_id},
                },
            }
            for one in self.accepted
            if one.channel == arguments["channel"] and not self.blind
            if float(one.ts) > float(arguments["oldest"])
        ]
        return {"messages": found}


class Line:
    """The line of one process to the world, in place of its connections."""

    # The library's functions, which are handed over with each call, and not called here.
    chat_postMessage = conversations_history = conversations_open = None  # noqa: N815 -- Slack's

    def __init__(self, world: World, worker: str, elapsed: Any) -> None:
        self._world = world
        self._worker = worker
        self._elapsed = elapsed

    def pause_left(self, _method: str) -> float:
        """Return that Slack asked nobody to wait."""
        return 0.0

    @contextmanager
    def begun_within(self, seconds: float) -> Iterator[None]:
        """Have no call of this `with` block begin later than so many seconds from now."""
        until = self._elapsed() + seconds
        before = _is_over.set(lambda: self._elapsed() > until)
        try:
            yield
        finally:
            _is_over.reset(before)

    async def call(self, method: str, _call: Any, **arguments: Any) -> dict[str, Any]:
        """Return what the world answers, when it does."""
        if method == "conversations.open":
            return {"channel": {"id": f"D{arguments['users'][0]}"}}
        pending = Pending(
            self._worker, method, arguments, asyncio.get_running_loop().create_future()
        )
        self._world.pending.append(pending)
        try:
            how = await pending.decided
            is_over = _is_over.get()
            if is_over and is_over():
                # The last line before the first byte.
                raise NotSentError("too late", 0.0)
            return await self._ended(pending, how)
        finally:
            self._world.pending.remove(pending)

    async def _ended(self, pending: Pending, how: str) -> dict[str, Any]:
        arguments = pending.arguments
        if pending.method == "conversations.history":
            return self._looked(arguments, how)
        answer = self._world.take(arguments) if TAKES[how] else {}
        if how == "taken, heard late":
            pending.answered = asyncio.get_running_loop().create_future()
            await pending.answered
        if how in {"taken, not heard", "lost", "server error"}:
            raise OutcomeUnknownError(how)
        if how == "limited":
            raise NotSentError(how, 0.0, limited=pending.method)
        if how == "refused":
            raise RefusedError("is_inactive")
        return answer

    def _looked(self, arguments: dict[str, Any], how: str) -> dict[str, Any]:
        if how == "lost":
            raise OutcomeUnknownError(how)
        if how == "forbidden":
            self._world.forbidden.add(arguments["channel"])
            raise RefusedError("not_in_channel")
        return self._world.history(arguments)
