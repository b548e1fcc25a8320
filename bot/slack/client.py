"""Slack's own client, with a shorter way for what is written as JSON: every message is."""

import json as written
import logging
from typing import Any

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse


class Client(AsyncWebClient):
    """A client without retries, that keeps its connections in a session of ours.

    The SDK's own retry posts a second time when a connection drops after Slack took the message.
    And what it does around a call takes as much of the processor as the call itself (measured).
    """

    def __init__(self, token: str, api_url: str, session: ClientSession) -> None:
        # It writes a line for its log of each call, with all that is said in it, unless the logger
        # that it is given says by itself, and not by its parent, that nobody reads such.
        quiet = logging.getLogger("slack_sdk")
        super().__init__(token, api_url, session=session, retry_handlers=[], logger=quiet)
        self._session = session
        self._marked = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json;charset=utf-8",
            "User-Agent": self.headers["User-Agent"],
        }

    async def api_call(
        self, api_method: str, *, json: dict[str, Any] | None = None, **others: Any
    ) -> AsyncSlackResponse:
        """Return Slack's answer to a call.

        Raises:
            SlackApiError: Slack did not do it, or what came back is not Slack's.
        """
        if json is None:
            return await super().api_call(api_method, **others)
        url = f"{self.base_url}{api_method}"
        body = written.dumps(json).encode()
        async with self._session.post(
            url, data=body, headers=self._marked, proxy=self.proxy
        ) as answer:
            said = AsyncSlackResponse(
                client=self,
                http_verb="POST",
                api_url=url,
                req_args={},
                data=_read(await answer.read()),
                headers=answer.headers,  # type: ignore[arg-type]  # as the SDK itself has it
                status_code=answer.status,
            )
        said.validate()  # type: ignore[no-untyped-call]  # it raises, and returns nothing new
        return said


def _read(answer: bytes) -> dict[str, Any]:
    """Return what Slack says; nothing for what somebody in between said instead."""
    try:
        said = written.loads(answer)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
