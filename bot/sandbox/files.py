"""Files: what Slack tells of one, where it stands, and what is left when it is deleted."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.sandbox.blocks import Json
from bot.sandbox.errors import RefusedError
from bot.sandbox.model import Channel, File, Message
from bot.sandbox.workspace import BOT_USER, TEAM, Workspace


class Kind(NamedTuple):
    """What Slack makes of a name's ending."""

    filetype: str
    mimetype: str
    pretty: str


# A list of our own: what the machine knows of endings differs from machine to machine.
_KINDS = {
    "csv": Kind("csv", "text/csv", "CSV"),
    "html": Kind("html", "text/html", "HTML"),
    "json": Kind("json", "application/json", "JSON"),
    "pdf": Kind("pdf", "application/pdf", "PDF"),
    "png": Kind("png", "image/png", "PNG"),
    "txt": Kind("text", "text/plain", "Plain Text"),
    "zip": Kind("zip", "application/zip", "Zip"),
}
_UNKNOWN = Kind("binary", "application/octet-stream", "Binary")
_NOT_YET = Kind("", "", "")


def expect(workspace: Workspace, name: str, size: int) -> File:
    """Return a file that is promised, and has its id, before its bytes have come."""
    file_id = workspace.new_id("F")
    created = int(workspace.calendar.now().timestamp())
    address = f"{workspace.url}/files/{file_id}/{_path_name(name)}"
    file = File(file_id, name, name, size, created, address)
    workspace.files[file_id] = file
    return file


def find(workspace: Workspace, file_id: str) -> File:
    """Return the file with this id; refused when there is none, or no longer."""
    file = workspace.files.get(file_id)
    if file is None or not file.completed:
        raise RefusedError("file_not_found", f"No file has the id {file_id}.")
    if file.deleted_at:
        raise RefusedError("file_deleted", f"{file_id} was deleted.")
    return file


def kind_of(file: File) -> Kind:
    """Return what kind of file it is, by its name alone."""
    return _KINDS.get(file.name.rpartition(".")[2].lower(), _UNKNOWN)


def delete(workspace: Workspace, file: File) -> None:
    """Take `file` away; the messages it stood in stay, with a tombstone in its place."""
    file.deleted_at = workspace.new_ts()
    for channel, message in standing(workspace, file):
        workspace.on_change("unfiled", channel, message)


def standing(workspace: Workspace, file: File) -> Iterator[tuple[Channel, Message]]:
    """Yield every message that people still see `file` in, or its tombstone."""
    for channel in workspace.channels.values():
        for message in channel.messages:
            if file in message.files:
                yield channel, message


def as_payload(file: File) -> Json:
    """Return the file as it stands in a message; of a deleted one a tombstone is left."""
    return {"id": file.id, "mode": "tombstone"} if file.deleted_at else undeleted(file)


def undeleted(file: File) -> Json:
    """Return the file as it stands in a message, or stood there before it was deleted."""
    return _described(file, kind_of(file))


def unprocessed(file: File) -> Json:
    """Return the file as completing it answers.

    Slack looks into files and shares them after that answer, so neither what it is nor where it
    stands is in it (github.com/slackapi/python-slack-sdk/issues/1575). `files.info` has it later.
    """
    return {**_described(file, _NOT_YET), **_places([]), "comments_count": 0}


def informed(workspace: Workspace, file: File) -> Json:
    """Return the file as `files.info` tells it: also where it stands."""
    places = _places(list(standing(workspace, file)))
    return {**undeleted(file), **places, "comments_count": 0}


def _described(file: File, kind: Kind) -> Json:
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": kind.mimetype,
        "filetype": kind.filetype,
        "pretty_type": kind.pretty,
        "user": BOT_USER,
        "user_team": TEAM,
        "editable": False,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": file.public,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": file.address,
        "url_private_download": file.address,
        "media_display_type": "unknown",
        "permalink": file.address,
        "is_starred": False,
        "has_rich_preview": False,
        "file_access": "visible",
    }


def _places(found: list[tuple[Channel, Message]]) -> Json:
    public = [at for at in found if not at[0].private]
    private = [at for at in found if at[0].private]
    shares = {"public": _shares(public), "private": _shares(private)}
    return {
        "channels": _ids(channel for channel, _ in public),
        "groups": _ids(channel for channel, _ in private if not channel.is_dm),
        "ims": _ids(channel for channel, _ in private if channel.is_dm),
        "shares": {name: held for name, held in shares.items() if held},
    }


def _shares(found: list[tuple[Channel, Message]]) -> Json:
    shares: dict[str, list[Json]] = {}
    for channel, message in found:
        share = {
            "ts": message.ts,
            "channel_name": channel.shown_name,
            "team_id": TEAM,
            "share_user_id": message.author,
            "reply_users": [],
            "reply_users_count": 0,
            "reply_count": 0,
        }
        thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
        shares.setdefault(channel.id, []).append(share | thread)
    return shares


def _ids(channels: Iterator[Channel]) -> list[str]:
    return list(dict.fromkeys(channel.id for channel in channels))


def _path_name(name: str) -> str:
    """Return the name as Slack writes it into addresses."""
    return re.sub(r"[^a-z0-9.-]+", "_", name.lower())
