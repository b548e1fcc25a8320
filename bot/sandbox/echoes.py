"""What the bot hears of its own messages: Slack tells an app of everything in its conversations.

Bolt drops the echo of a message the bot posted, but not that of one it changed or deleted.
"""

from bot.sandbox import files, messages, payloads
from bot.sandbox.blocks import Json
from bot.sandbox.model import Channel, Message
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.workspace import TEAM, Change, Workspace


class Echoes:
    """Tells the bot of changes it made itself, without anybody waiting for it."""

    def __init__(self, workspace: Workspace, socket: SocketMode) -> None:
        self._workspace = workspace
        self._socket = socket

    def __call__(self, change: Change, channel: Channel, message: Message) -> None:
        """Tell the bot of one change in a conversation it hears."""
        if channel.is_dm and "message.im" in self._workspace.manifest.events:
            event = payloads.event(self._workspace, self._event(change, message))
            self._socket.tell_soon(event)

    def _event(self, change: Change, message: Message) -> Json:
        if change == "posted":
            return payloads.direct_message(self._workspace, message)
        ts = self._workspace.new_ts()
        shown = messages.as_payload(message, profile=self._workspace.bot_profile)
        event = {
            "type": "message",
            "subtype": "message_deleted" if change == "deleted" else "message_changed",
            "hidden": True,
            "channel": message.channel,
            "channel_type": "im",
            "ts": ts,
            "event_ts": ts,
        }
        if change == "deleted":
            return {**event, "deleted_ts": message.ts, "previous_message": shown}
        now = {**shown, "source_team": TEAM, "user_team": TEAM}
        return {**event, "message": now, "previous_message": _before(change, message, shown)}


def _before(change: Change, message: Message, shown: Json) -> Json:
    """Return the message as it was shown before it was last changed."""
    if change == "unfiled":
        return {**shown, "files": [files.undeleted(file) for file in message.files]}
    *earlier, before = message.former
    kept = {name: part for name, part in shown.items() if name not in ("blocks", "edited")}
    further = {
        "blocks": before.blocks,
        "edited": {"user": message.author, "ts": earlier[-1].replaced_at} if earlier else None,
    }
    return {**kept, "text": before.text, **{name: part for name, part in further.items() if part}}
