"""One call to Slack after the other: how each ends, and until when one may begin."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

import aiohttp
from aiohttp.client_reqrep import ClientRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.rules.leases import CALL_SECONDS
from bot.slack.client import Client
from bot.slack.outcomes import (
    PAUSE_SECONDS,
    NotSentError,
    OutcomeUnknownError,
    check_response,
    ended,
)

# Seconds that have gone by since some moment; it never runs backwards.
Elapsed = Callable[[], float]

# Whether the call that is being made has come too late; calls without a deadline never do.
_is_over: ContextVar[Callable[[], bool] | None] = ContextVar("is_over", default=None)


class _OverdueError(Exception):
    """Nothing was sent: until a connection was there, too much time had gone by."""


class _Punctual(ClientRequest):
    """A request that is not sent after its deadline, however long it waited for a connection.

    A process can be stopped at any line, for longer than its claim lasts. This is the last one
    before the first byte: `send` only has the headers wait for the body, and a task write both.
    """

    async def write_bytes(self, writer: Any, conn: Any, content_length: int | None = None) -> None:
        """Write the request; or nothing, and have whoever waits for the answer know that."""
        is_over = _is_over.get()
        if is_over and is_over():
            conn.protocol.set_exception(_OverdueError())
            conn.close()
            return
        await super().write_bytes(writer, conn, content_length)


class Calls:
    """Calls of the Web API and of response URLs, through one shared connection pool."""

    def __init__(self, token: str, api_url: str, elapsed: Elapsed = monotonic) -> None:
        self._elapsed = elapsed
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=CALL_SECONDS), request_class=_Punctual
        )
        # The SDK passes a proxy of the environment with each call. The session must not look for
        # one too: that costs half the CPU of an answer (measured), and it would send along
        # whatever a netrc file holds.
        self.client = Client(token, api_url, self._session)
        self._paused_until: dict[str, float] = {}

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    def pause_left(self, method: str) -> float:
        """Return for how long Slack asked not to call a method; 0 for no pause."""
        return max(self._paused_until.get(method, 0.0) - self._elapsed(), 0.0)

    @contextmanager
    def begun_within(self, seconds: float) -> Iterator[None]:
        """Have no call of this `with` block begin later than so many seconds from now."""
        until = self._elapsed() + seconds
        before = _is_over.set(lambda: self._elapsed() > until)
        try:
            yield
        finally:
            _is_over.reset(before)

    async def call(
        self, method: str, call: Callable[..., Awaitable[AsyncSlackResponse]], **arguments: Any
    ) -> AsyncSlackResponse:
        """Return Slack's answer, or raise how the call ended instead."""
        try:
            return await call(**arguments)
        except SlackApiError as error:
            outcome = ended(error.response, method)
            if isinstance(outcome, NotSentError):
                # Slack limits each method by itself, so only this one waits.
                self._paused_until[method] = self._elapsed() + outcome.wait
        except (aiohttp.ClientConnectorError, _OverdueError):
            outcome = NotSentError("not connected", PAUSE_SECONDS)
        except Exception as error:  # noqa: BLE001 -- whatever else went wrong, Slack may have acted
            outcome = OutcomeUnknownError(type(error).__name__)
        # Raised out here, so that it does not carry Slack's own words along: they may quote.
        raise outcome

    async def respond(self, url: str, body: dict[str, Any]) -> None:
        """Send a body to a response URL, or raise how that ended instead."""
        await self._post(url, json=body)

    async def upload(self, url: str, contents: bytes) -> None:
        """Send bytes to an upload URL, or raise how that ended instead."""
        await self._post(url, data=contents)

    async def _post(self, url: str, **body: Any) -> None:
        outcome: Exception
        try:
            async with self._session.post(url, proxy=self.client.proxy, **body) as answer:
                return check_response(answer.status, await answer.text())
        except aiohttp.ClientConnectorError:
            outcome = NotSentError("not connected", PAUSE_SECONDS)
        except (TimeoutError, aiohttp.ClientError) as error:
            outcome = OutcomeUnknownError(type(error).__name__)
        # Raised out here, so that it does not carry along what the library says of the address.
        raise outcome
