"""One workspace, in our words. The only module that calls the Web API."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import inf
from time import monotonic
from typing import Any

from bot.slack.calls import Calls, Elapsed
from bot.slack.outcomes import NotSentError, OutcomeUnknownError, RefusedError
from bot.slack.shapes import (
    Block,
    Channel,
    Identity,
    Member,
    Posted,
    Upload,
    Window,
    channel_of,
    has_new,
    marked,
    member_of,
    references,
    window_of,
)

# What the bot asks a workspace to allow; the manifest asks for the same, and a test says so.
SCOPES = frozenset(
    {
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:read",
        "im:history",
        "im:write",
        "users:read",
        "users:read.email",
    }
)

# How much of a conversation is read, latest first, before a message counts as not to be found.
PAGE = 100
PAGES = 10


class Slack:
    """One workspace, reached through one shared connection pool."""

    def __init__(self, token: str, api_url: str, elapsed: Elapsed = monotonic) -> None:
        self._calls = Calls(token, api_url, elapsed)
        self.client = self._calls.client
        self._shows_new_blocks = True

    async def close(self) -> None:
        """Close the connections."""
        await self._calls.close()

    async def identity(self) -> Identity:
        """Return who the bot is in this workspace.

        Raises:
            RefusedError: The token is not valid.
        """
        answer = await self._calls.call("auth.test", self.client.auth_test)
        return Identity(answer["team_id"], answer.get("bot_id"), answer["user_id"])

    async def scopes(self) -> frozenset[str]:
        """Return the scopes of the token, none when Slack does not say.

        Raises:
            RefusedError: The token is not valid.
        """
        answer = await self._calls.call("auth.test", self.client.auth_test)
        named: str = answer.headers.get("x-oauth-scopes", "")
        return frozenset(scope for scope in named.replace(" ", "").split(",") if scope)

    async def socket_address(self, app_token: str) -> str:
        """Return where to open a web socket, once and soon: the address has a ticket in it.

        Raises:
            RefusedError: The app-level token is not valid.
        """
        answer = await self._calls.call(
            "apps.connections.open", self.client.apps_connections_open, app_token=app_token
        )
        address: str = answer["url"]
        return address

    async def member(self, slack_id: str, *, patient: bool = False) -> Member:
        """Return what Slack knows of somebody.

        The `patient` do not even try while Slack asks to wait: somebody may be waiting for an
        answer, which comes first.
        """
        if patient:
            self._wait_for("users.info")
        answer = await self._calls.call("users.info", self.client.users_info, user=slack_id)
        return member_of(answer["user"])

    async def member_by_email(self, address: str) -> tuple[str, Member]:
        """Return who has this e-mail address, by their Slack id.

        Raises:
            RefusedError: Nobody has it, or nobody any more (users_not_found).
        """
        answer = await self._calls.call(
            "users.lookupByEmail", self.client.users_lookupByEmail, email=address
        )
        return answer["user"]["id"], member_of(answer["user"])

    async def channel(self, channel_id: str) -> Channel:
        """Return a channel.

        Raises:
            RefusedError: There is none, or it is a private one to which the bot was not invited.
        """
        answer = await self._calls.call(
            "conversations.info", self.client.conversations_info, channel=channel_id
        )
        return channel_of(answer["channel"])

    async def conversation_with(self, slack_id: str) -> str:
        """Return the channel in which to write to somebody."""
        answer = await self._calls.call(
            "conversations.open", self.client.conversations_open, users=[slack_id]
        )
        channel: str = answer["channel"]["id"]
        return channel

    async def deliver(
        self,
        channel: str,
        text: str,
        blocks: Sequence[Block],
        reference: str,
        *,
        within: float = inf,
    ) -> Posted:
        """Post what is due and return where it stands; `reference` is our opaque id of it.

        It is not begun later than `within` seconds from now. While Slack asks to wait it is not
        even tried: somebody may be waiting for an answer, which comes first.
        """
        self._wait_for("chat.postMessage")
        metadata = marked(reference)
        with self._calls.begun_within(within):
            return await self.post(
                channel, text, blocks, client_msg_id=reference, metadata=metadata
            )

    async def find(
        self, channel: str, reference: str, since: datetime, page: int = PAGE
    ) -> Posted | None:
        """Return where the message with our opaque id stands, if it was posted after `since`.

        It reads `PAGES` times `page` messages at most.

        Raises:
            RefusedError: The conversation may not be read, or has too much in it.
        """
        cursor = ""
        for _ in range(PAGES):
            answer = await self._calls.call(
                "conversations.history",
                self.client.conversations_history,
                channel=channel,
                oldest=f"{since.timestamp():.6f}",
                include_all_metadata=True,
                limit=page,
                cursor=cursor,
            )
            for message in answer["messages"]:
                if reference in references(message):
                    return Posted(channel, message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        raise RefusedError("too_much_history")

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
        await self._calls.call(
            "chat.update",
            self.client.chat_update,
            channel=posted.channel,
            ts=posted.ts,
            text=text,
            blocks=list(blocks),
        )

    async def begin_upload(self, name: str, size: int) -> Upload:
        """Announce a file to Slack and return it; it stands nowhere before it is shared."""
        answer = await self._calls.call(
            "files.getUploadURLExternal",
            self.client.files_getUploadURLExternal,
            filename=name,
            length=size,
        )
        return Upload(answer["file_id"], answer["upload_url"])

    async def upload(self, upload: Upload, contents: bytes) -> None:
        """Send the bytes of an announced file."""
        await self._calls.upload(upload.url, contents)

    async def share(self, upload: Upload, channel: str, title: str, comment: str) -> None:
        """Have an uploaded file stand in a conversation, beneath a comment."""
        await self._calls.call(
            "files.completeUploadExternal",
            self.client.files_completeUploadExternal,
            files=[{"id": upload.file_id, "title": title}],
            channel_id=channel,
            initial_comment=comment,
        )

    async def delete_file(self, file_id: str) -> None:
        """Take a file away from everybody."""
        await self._calls.call("files.delete", self.client.files_delete, file=file_id)

    async def open_view(self, trigger_id: str, view: Mapping[str, Any]) -> Window:
        """Open a modal for whoever made the trigger, and return it as it is shown."""
        return window_of(
            await self._calls.call(
                "views.open", self.client.views_open, trigger_id=trigger_id, view=dict(view)
            )
        )

    async def push_view(self, trigger_id: str, view: Mapping[str, Any]) -> Window:
        """Lay a modal on top of the one that made the trigger, and return it as it is shown."""
        return window_of(
            await self._calls.call(
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
        return window_of(
            await self._calls.call(
                "views.update",
                self.client.views_update,
                view_id=view_id,
                view=dict(view),
                hash=seen,
            )
        )

    async def publish_home(self, slack_id: str, view: Mapping[str, Any]) -> None:
        """Show somebody their Home."""
        await self._calls.call(
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
        if left := self._calls.pause_left(method):
            raise NotSentError("paused", left)

    def _showable(self, blocks: Sequence[Block]) -> list[Block] | None:
        """Return the blocks to send, or None where this workspace can only read the text."""
        if not self._shows_new_blocks and has_new(blocks):
            return None
        return list(blocks) or None

    def _note_refused(self, blocks: Sequence[Block]) -> None:
        if has_new(blocks):
            self._shows_new_blocks = False

    async def _post(
        self, channel: str, text: str, blocks: list[Block] | None, marks: Mapping[str, Any]
    ) -> Posted:
        answer = await self._calls.call(
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
        await self._calls.respond(url, body | ({"blocks": blocks} if blocks else {}))
