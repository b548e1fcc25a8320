"""One workspace, in our words. The only module that calls the Web API."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.outcomes import (
    PAUSE_SECONDS,
    NotSentError,
    OutcomeUnknownError,
    RefusedError,
    check_response,
    ended,
)

Block = Mapping[str, Any]

# What the bot asks a workspace to allow; the manifest asks for the same, and a test says so.
SCOPES = frozenset({"chat:write", "commands", "im:history", "im:write", "users:read"})

# Longer than Slack ever takes, shorter than a person's patience with a stuck bot.
TOTAL_SECONDS = 10

# Bots, guests, and people of another workspace in a shared channel.
NOT_OF_THE_HOUSE = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")

# Block types that are rolled out workspace by workspace since 2026.
NEW_BLOCKS = frozenset({"data_table", "data_visualization"})


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is: its workspace, its bot id (None for some tokens) and its user id."""

    team_id: str
    bot_id: str | None
    user_id: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the workspace, as far as the bot needs to know them."""

    zone: str
    is_person: bool
    is_active: bool


@dataclass(frozen=True, slots=True)
class Window:
    """A modal in the state in which it was shown: an update with this hash touches no later one."""

    view_id: str
    hash: str


class Slack:
    """One workspace, reached through one shared connection pool."""

    def __init__(self, token: str, api_url: str) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TOTAL_SECONDS))
        # The SDK passes a proxy of the environment with each call. The session must not look for
        # one too: that costs half the CPU of an answer (measured), and it would send along
        # whatever a netrc file holds.
        # The SDK's own retry posts a second time when a connection drops after Slack
        # took the message, so it gets none.
        self.client = AsyncWebClient(
            token=token, base_url=api_url, session=self._session, retry_handlers=[]
        )
        self._paused_until: dict[str, float] = {}
        self._shows_new_blocks = True

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def identity(self) -> Identity:
        """Return who the bot is in this workspace.

        Raises:
            RefusedError: The token is not valid.
        """
        answer = await self._call("auth.test", self.client.auth_test)
        return Identity(answer["team_id"], answer.get("bot_id"), answer["user_id"])

    async def scopes(self) -> frozenset[str]:
        """Return the scopes of the token, none when Slack does not say.

        Raises:
            RefusedError: The token is not valid.
        """
        answer = await self._call("auth.test", self.client.auth_test)
        named: str = answer.headers.get("x-oauth-scopes", "")
        return frozenset(scope for scope in named.replace(" ", "").split(",") if scope)

    async def opens_sockets(self, app_token: str) -> None:
        """Return when Slack hands out a socket for this app-level token."""
        await self._call(
            "apps.connections.open", self.client.apps_connections_open, app_token=app_token
        )

    async def member(self, slack_id: str, *, patient: bool = False) -> Member:
        """Return what Slack knows of somebody.

        The `patient` do not even try while Slack asks to wait: somebody may be waiting for an
        answer, which comes first.
        """
        if patient:
            self._wait_for("users.info")
        answer = await self._call("users.info", self.client.users_info, user=slack_id)
        user: Mapping[str, Any] = answer["user"]
        return Member(
            zone=user.get("tz") or "",
            is_person=not any(user.get(mark) for mark in NOT_OF_THE_HOUSE),
            is_active=not user.get("deleted"),
        )

    async def conversation_with(self, slack_id: str) -> str:
        """Return the channel in which to write to somebody."""
        answer = await self._call(
            "conversations.open", self.client.conversations_open, users=[slack_id]
        )
        channel: str = answer["channel"]["id"]
        return channel

    async def deliver(
        self, channel: str, text: str, blocks: Sequence[Block], reference: str
    ) -> Posted:
        """Post what is due and return where it stands; `reference` is our opaque id of it.

        While Slack asks to wait it is not even tried: somebody may be waiting for an answer,
        which comes first.
        """
        self._wait_for("chat.postMessage")
        payload = {"delivery_id": reference}
        metadata = {"event_type": "delivery", "event_payload": payload}
        return await self.post(channel, text, blocks, client_msg_id=reference, metadata=metadata)

    async def post(
        self,
        channel: str,
        text: str,
        blocks: Sequence[Block],
        thread: str | None = None,
        **marks: Any,
    ) -> Posted:
        """Post a message at once, in a `thread` or not, and return where it stands."""
        marks |= {"thread_ts": thread} if thread else {}
        try:
            return await self._post(channel, text, self._showable(blocks), marks)
        except RefusedError as refusal:
            if refusal.code != "invalid_blocks" or not blocks:
                raise
            self._note_refused(blocks)
            return await self._post(channel, text, None, marks)

    async def replace(self, posted: Posted, text: str, blocks: Sequence[Block]) -> None:
        """Replace what a message of ours says."""
        await self._call(
            "chat.update",
            self.client.chat_update,
            channel=posted.channel,
            ts=posted.ts,
            text=text,
            blocks=list(blocks),
        )

    async def open_view(self, trigger_id: str, view: Mapping[str, Any]) -> Window:
        """Open a modal for whoever made the trigger."""
        return _window(
            await self._call(
                "views.open", self.client.views_open, trigger_id=trigger_id, view=dict(view)
            )
        )

    async def push_view(self, trigger_id: str, view: Mapping[str, Any]) -> Window:
        """Lay a modal on top of the one that made the trigger."""
        return _window(
            await self._call(
                "views.push", self.client.views_push, trigger_id=trigger_id, view=dict(view)
            )
        )

    async def update_view(
        self, view_id: str, view: Mapping[str, Any], seen: str | None = None
    ) -> Window:
        """Replace what an open modal shows; with the hash that was `seen`, only if it is the same.

        Raises:
            RefusedError: It is closed (not_found), or shows something else (hash_conflict).
        """
        return _window(
            await self._call(
                "views.update",
                self.client.views_update,
                view_id=view_id,
                view=dict(view),
                hash=seen,
            )
        )

    async def publish_home(self, slack_id: str, view: Mapping[str, Any]) -> None:
        """Show somebody their Home."""
        await self._call(
            "views.publish", self.client.views_publish, user_id=slack_id, view=dict(view)
        )

    async def respond(self, response_url: str, text: str, blocks: Sequence[Block]) -> None:
        """Tell only the person who acted."""
        try:
            await self._respond(response_url, text, self._showable(blocks))
        except RefusedError as refusal:
            if refusal.code != "invalid_blocks" or not blocks:
                raise
            self._note_refused(blocks)
            await self._respond(response_url, text, None)

    def _wait_for(self, method: str) -> None:
        left = self._paused_until.get(method, 0.0) - monotonic()
        if left > 0:
            raise NotSentError("paused", left)

    def _showable(self, blocks: Sequence[Block]) -> list[Block] | None:
        """Return the blocks to send, or None where this workspace can only read the text."""
        if not self._shows_new_blocks and _has_new(blocks):
            return None
        return list(blocks) or None

    def _note_refused(self, blocks: Sequence[Block]) -> None:
        if _has_new(blocks):
            self._shows_new_blocks = False

    async def _post(
        self, channel: str, text: str, blocks: list[Block] | None, marks: Mapping[str, Any]
    ) -> Posted:
        answer = await self._call(
            "chat.postMessage",
            self.client.chat_postMessage,
            channel=channel,
            text=text,
            blocks=blocks,
            unfurl_links=False,
            **marks,
        )
        ts = answer.get("ts")
        if not ts:
            raise OutcomeUnknownError("no ts")
        return Posted(answer.get("channel") or channel, ts)

    async def _respond(self, url: str, text: str, blocks: list[Block] | None) -> None:
        body = {"response_type": "ephemeral", "replace_original": False, "text": text}
        if blocks:
            body["blocks"] = blocks
        outcome: Exception
        try:
            async with self._session.post(url, json=body, proxy=self.client.proxy) as answer:
                return check_response(answer.status, await answer.text())
        except aiohttp.ClientConnectorError:
            outcome = NotSentError("not connected", PAUSE_SECONDS)
        except (TimeoutError, aiohttp.ClientError) as error:
            outcome = OutcomeUnknownError(type(error).__name__)
        # Raised out here, so that it does not carry along what the library says of the address.
        raise outcome

    async def _call(
        self, method: str, call: Callable[..., Awaitable[AsyncSlackResponse]], **arguments: Any
    ) -> AsyncSlackResponse:
        """Return Slack's answer, or raise how the call ended instead."""
        try:
            return await call(**arguments)
        except SlackApiError as error:
            outcome = ended(error.response)
            if isinstance(outcome, NotSentError):
                # Slack limits each method by itself, so only this one waits.
                self._paused_until[method] = monotonic() + outcome.wait
        except aiohttp.ClientConnectorError:
            outcome = NotSentError("not connected", PAUSE_SECONDS)
        except Exception as error:  # noqa: BLE001 -- whatever else went wrong, Slack may have acted
            outcome = OutcomeUnknownError(type(error).__name__)
        # Raised out here, so that it does not carry Slack's own words along: they may quote.
        raise outcome


def _window(answer: AsyncSlackResponse) -> Window:
    view: Mapping[str, Any] = answer.get("view") or {}
    return Window(view.get("id", ""), view.get("hash", ""))


def _has_new(blocks: Sequence[Block]) -> bool:
    return any(block["type"] in NEW_BLOCKS for block in blocks)
