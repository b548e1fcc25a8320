"""What an employer could export from the workspace, were it set to keep the most."""

from typing import Any

from bot.sandbox import messages, views
from bot.sandbox.model import Channel, Message
from bot.sandbox.workspace import Workspace


def export(workspace: Workspace) -> dict[str, Any]:
    """Return messages with metadata and every former wording, what was deleted, Homes and files.

    A workspace can be set to track edits and deletions with the messages, and its exports then
    have them (slack.com/help/articles/203457187); what an export holds is listed in 220556107.
    Homes are in none of Slack's: they are here because they are at least on Slack's servers.
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
        "deleted": [
            _message(message) | {"deleted_at": message.deleted_at} for message in channel.deleted
        ],
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        **messages.as_payload(message, metadata=True),
        "edits": [
            {"text": before.text, "blocks": before.blocks, "replaced_at": before.replaced_at}
            for before in message.former
        ],
    }
