"""What an employer could export from the workspace."""

from typing import Any

from bot.sandbox import messages, views
from bot.sandbox.model import Channel, Message
from bot.sandbox.workspace import Workspace


def export(workspace: Workspace) -> dict[str, Any]:
    """Return messages with their former wordings and metadata, Home views and files.

    Modals and ephemerals are in no export: Slack does not keep them.
    """
    return {
        "channels": [_channel(channel) for channel in workspace.channels.values()],
        "homes": {
            person.slack_id: views.as_payload(person.home)
            for person in workspace.people.values()
            if person.home
        },
        "files": [],
    }


def _channel(channel: Channel) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "members": sorted(channel.members),
        "messages": [_message(message) for message in channel.messages],
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        **messages.as_payload(message, metadata=True),
        "edits": [{"text": before.text, "blocks": before.blocks} for before in message.former],
    }
