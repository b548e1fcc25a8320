"""The Web API methods about files: files.*, of which two begin and end an upload.

What they refuse, and by which names, is listed at docs.slack.dev/reference/methods.
"""

from typing import Any

from bot.sandbox import chat_methods, files, messages
from bot.sandbox.arguments import text_of
from bot.sandbox.blocks import Json
from bot.sandbox.errors import RefusedError
from bot.sandbox.model import Channel, File
from bot.sandbox.workspace import Workspace

_LONGEST_ALT_TEXT = 1000
_MOST_CHANNELS = 100


def get_upload_url(workspace: Workspace, arguments: Json) -> Json:
    """files.getUploadURLExternal: an address that takes the bytes of one file, once."""
    name, size = text_of(arguments, "filename"), _length(arguments)
    if arguments.get("snippet_type"):
        raise RefusedError("unknown_snippet_type", "The sandbox makes no snippets.")
    if len(str(arguments.get("alt_txt") or "")) > _LONGEST_ALT_TEXT:
        raise RefusedError("alt_txt_too_large", f"alt_txt may have {_LONGEST_ALT_TEXT} characters")
    file = files.expect(workspace, name, size)
    key = workspace.uploads.issue(file)
    return {"upload_url": f"{workspace.url}/upload/{key}", "file_id": file.id}


def complete_upload(workspace: Workspace, arguments: Json) -> Json:
    """files.completeUploadExternal: uploaded files, shared in one message for each channel.

    Slack shares them some moments after it has answered; here they are there at once.
    """
    uploaded = _uploaded(workspace, arguments.get("files"))
    channels = _channels(workspace, arguments)
    draft = _draft(arguments, [file for file, _ in uploaded])
    for file, title in uploaded:
        file.completed, file.title = True, title
    answer = {"files": [files.unprocessed(file) for file, _ in uploaded]}
    for file, _ in uploaded:
        file.public = any(not channel.private for channel in channels)
    for channel in channels:
        messages.post(workspace, channel, draft)
    return answer


def info(workspace: Workspace, arguments: Json) -> Json:
    """files.info: what a file is and where it stands."""
    file = files.find(workspace, text_of(arguments, "file"))
    told = files.informed(workspace, file)
    return {"file": told, "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(workspace: Workspace, arguments: Json) -> Json:
    """files.delete: a file taken away from everybody."""
    files.delete(workspace, files.find(workspace, text_of(arguments, "file")))
    return {}


def _length(arguments: Json) -> int:
    length = str(arguments.get("length") or "0")
    if not length.isdecimal():
        raise RefusedError("invalid_arguments", "length must be a number of bytes")
    if not int(length):
        raise RefusedError("missing_argument", "length must be more than 0")
    return int(length)


def _uploaded(workspace: Workspace, given: Any) -> list[tuple[File, str]]:
    """Return the files of one upload, each with its title; refused unless all have come."""
    if not isinstance(given, list) or not given:
        raise RefusedError("invalid_arguments", "files must be a list of objects with an id")
    return [_arrived(workspace, one) for one in given]


def _arrived(workspace: Workspace, given: Any) -> tuple[File, str]:
    if not isinstance(given, dict) or not isinstance(given.get("id"), str):
        raise RefusedError("invalid_arguments", "files must be a list of objects with an id")
    file = workspace.files.get(given["id"])
    if file is None or file.contents is None or file.completed:
        raise RefusedError("file_not_found", f"No upload waits to be completed as {given['id']}.")
    return file, str(given.get("title") or file.name)


def _channels(workspace: Workspace, arguments: Json) -> list[Channel]:
    """Return where the files shall stand; nowhere is an answer too: then they stay private."""
    several = [one.strip() for one in str(arguments.get("channels") or "").split(",") if one]
    if len(several) > _MOST_CHANNELS:
        raise RefusedError("channels_limit_exceeded", f"No more than {_MOST_CHANNELS} channels.")
    if arguments.get("thread_ts") and len(several) > 1:
        raise RefusedError("invalid_arguments", "A thread is in one channel.")
    if arguments.get("channel_id"):
        # Unlike chat.postMessage, it takes no person's id.
        channel = workspace.channel(text_of(arguments, "channel_id"))
        return [chat_methods.writable(workspace, channel.id)]
    return [_one_of_several(workspace, one) for one in several]


def _one_of_several(workspace: Workspace, channel_id: str) -> Channel:
    if channel_id not in workspace.channels and channel_id not in workspace.people:
        raise RefusedError("invalid_channel", f"No channel has the id {channel_id}.")
    return chat_methods.writable(workspace, channel_id)


def _draft(arguments: Json, uploaded: list[File]) -> messages.Draft:
    said = {name: arguments.get(name) for name in ("blocks", "thread_ts")}
    if arguments.get("initial_comment"):
        said |= {"text": arguments["initial_comment"], "blocks": None}
    if any(block.get("type") == "markdown" for block in _dicts(said["blocks"])):
        # A fault of Slack's own, there in 2026: github.com/slackapi/python-slack-sdk/issues/1756
        raise RefusedError("internal_error", "Slack takes no markdown block here.")
    return messages.read_draft(said, shared=uploaded)


def _dicts(given: Any) -> list[Json]:
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
