"""Trouble on demand: what shall go wrong with the next calls of a method."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

from aiohttp import web

KINDS = (
    "ratelimited",
    "http_500",
    "accept_then_drop",
    "drop",
    "delay",
    "accept_late",
    "error",
    "silence",
)
# The method that stands for a web socket, from its ticket on.
LINK = "link"


@dataclass(slots=True)
class Fault:
    """One kind of trouble for the next `times` calls of `method`, or for all if that is None.

    `method` may be a pattern: `chat.*` is whatever posts, changes or deletes a message. A web
    socket is `link`, and it alone knows silence.
    """

    method: str
    kind: str
    times: int | None = 1
    retry_after: int = 1
    seconds: float = 1.0
    code: str = "fatal_error"


class Faults:
    """Those still to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._ahead: list[Fault] = []

    @property
    def ahead(self) -> list[dict[str, Any]]:
        """What is still to come, as it was asked for."""
        return [asdict(fault) for fault in self._ahead]

    def add(self, options: Mapping[str, Any]) -> None:
        """Add one; ValueError when `options` describe none."""
        try:
            fault = Fault(**options)
        except TypeError as error:
            raise ValueError(f"A fault cannot be made from {sorted(options)}.") from error
        if fault.kind not in KINDS:
            raise ValueError(f"A fault is one of {', '.join(KINDS)}, not {fault.kind}.")
        if fault.kind == "silence" and fault.method != LINK:
            raise ValueError(f"Only a {LINK} can fall silent, not {fault.method}.")
        self._ahead.append(fault)

    def clear(self, kind: str | None = None) -> None:
        """Forget all that are still to come, or those of one kind."""
        self._ahead = [fault for fault in self._ahead if kind not in (None, fault.kind)]

    def take(self, method: str) -> Fault | None:
        """Return the next fault for `method` and count it down; None when there is none."""
        for fault in self._ahead:
            if fnmatchcase(method, fault.method):
                if fault.times is not None:
                    fault.times -= 1
                self._ahead = [left for left in self._ahead if left.times != 0]
                return fault
        return None


async def suffer(
    fault: Fault | None, request: web.Request, perform: Callable[[], web.Response]
) -> web.Response:
    """Return what the bot gets to hear of a call that meets `fault`; `perform` does the call."""
    if fault is None:
        return perform()
    match fault.kind:
        case "accept_then_drop":
            perform()
            return cut(request)
        case "delay":
            late = perform()
            await asyncio.sleep(fault.seconds)
            return late
        case "accept_late":
            await asyncio.sleep(fault.seconds)
            return perform()
        case _:
            return undone(fault, request)


def undone(fault: Fault, request: web.Request) -> web.Response:
    """Return what the bot gets to hear of something that `fault` keeps from being done."""
    match fault.kind:
        case "ratelimited":
            wait = {"Retry-After": str(fault.retry_after)}
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers=wait)
        case "http_500":
            return web.Response(status=500, text="Internal Server Error")
        case "error":
            return web.json_response({"ok": False, "error": fault.code})
        case _:
            return cut(request)


def cut(request: web.Request) -> web.Response:
    """Cut the connection; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
