"""What an employer could export from the workspace, were it set to keep the most."""

from base64 import b64encode
from typing import Any

from bot.sandbox import files, messages, views
from bot.sandbox.model import Channel, File, Message
from bot.sandbox.workspace import Workspace


def export(workspace: Workspace) -> dict[str, Any]:
    """Return messages with metadata and every former wording, what was deleted, Homes and files.

    A workspace can be set to track edits and deletions with the messages, and its exports then
    have them (slack.com/help/articles/203457187); what an export holds is listed in 220556107.
    Homes are in none of Slack's: they are here because they are at least on Slack's servers.
    Modals and ephemerals are in no export: Slack does not keep them.
    An export holds links to files, through which they can be downloaded: their contents are here.
    To everybody else a deleted file is gone for good (203457187), but under a legal hold Slack
    keeps what members delete, files too, and gives it out in exports (4401830811795). So deleted
    files are here with everything, and so are uploads that came and were never completed.
    """
    return {
        "channels": [_channel(channel) for channel in workspace.channels.values()],
        "homes": {
            person.slack_id: views.as_payload(person.home)
            for person in workspace.people.values()
            if person.home
        },
        "files": [_file(workspace, file) for file in workspace.files.values() if file.contents],
    }


def in_json(exported: dict[str, Any]) -> dict[str, Any]:
    """Return an export whose contents of files are base64, so that JSON can hold it."""
    held = [
        {**file, "contents": b64encode(file["contents"]).decode()} for file in exported["files"]
    ]
    return {**exported, "files": held}


def _file(workspace: Workspace, file: File) -> dict[str, Any]:
    return {
        **files.undeleted(file),
        "stood": [
            {"channel": channel.id, "ts": message.ts}
            for channel in workspace.channels.values()
            for message in [*channel.messages, *channel.deleted]
            if file in message.files
        ],
        "deleted_at": file.deleted_at,
        "contents": file.contents,
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
