"""The Web API methods that speak: chat.* and conversations.*."""

from collections.abc import Callable

from bot.sandbox import messages
from bot.sandbox.arguments import flag_of, text_of
from bot.sandbox.blocks import Json
from bot.sandbox.errors import RefusedError
from bot.sandbox.model import Channel, Message
from bot.sandbox.workspace import BOT_USER, TEAM, Workspace

_MOST_HISTORY = 999


def post_message(workspace: Workspace, arguments: Json) -> Json:
    """chat.postMessage: a message for everybody in a channel."""
    channel = writable(workspace, text_of(arguments, "channel"))
    message = messages.post(workspace, channel, messages.read_draft(arguments))
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": _shown(workspace, message),
    }


def update(workspace: Workspace, arguments: Json) -> Json:
    """chat.update: one of the bot's own messages, reworded."""
    channel = workspace.channel(text_of(arguments, "channel"))
    message = _posted(channel, text_of(arguments, "ts"))
    if message.author != BOT_USER:
        raise RefusedError("cant_update_message", "Only its author may change a message.")
    draft = messages.read_draft(_completed(arguments, message), messages.LONGEST_EDIT)
    messages.reword(workspace, message, draft)
    if "metadata" in arguments:
        message.metadata = draft.metadata
    shown = _shown(workspace, message)
    # Slack says when it was posted beside it, and here alone not in it.
    del shown["ts"]
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def post_ephemeral(workspace: Workspace, arguments: Json) -> Json:
    """chat.postEphemeral: a message for one person in a channel."""
    channel = writable(workspace, text_of(arguments, "channel"))
    person = workspace.person(text_of(arguments, "user"))
    if person.slack_id not in channel.members:
        raise RefusedError("user_not_in_channel", f"{person.slack_id} is not in {channel.id}.")
    message = messages.whisper(workspace, channel, person, messages.read_draft(arguments))
    return {"message_ts": message.ts}


def open_conversation(workspace: Workspace, arguments: Json) -> Json:
    """conversations.open: the bot's conversation with one person."""
    users = text_of(arguments, "users").split(",")
    if len(users) > 1:
        workspace.manifest.require("mpim:write")
    person = workspace.person(users[0].strip())
    if person.deleted:
        raise RefusedError("user_disabled", f"{person.slack_id} is deactivated.")
    opened = {"already_open": True, "no_op": True} if person.dm else {}
    return {"channel": {"id": workspace.dm(person).id}, **opened}


def channel_info(workspace: Workspace, arguments: Json) -> Json:
    """conversations.info: what a channel is; a private one only to those who are in it."""
    channel = workspace.channel(text_of(arguments, "channel"))
    if channel.private and not channel.bot_is_member:
        raise RefusedError("channel_not_found", f"No channel has the id {channel.id}.")
    if not channel.is_dm:
        workspace.manifest.require("groups:read" if channel.private else "channels:read")
    return {"channel": _described(workspace, channel)}


def _described(workspace: Workspace, channel: Channel) -> Json:
    made = int(workspace.calendar.now().timestamp())
    nothing = {"value": "", "creator": "", "last_set": 0}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": made,
        "updated": made * 1000,
        "creator": min(channel.members, default=BOT_USER),
        "is_channel": not channel.is_dm,
        "is_group": False,
        "is_im": channel.is_dm,
        "is_mpim": False,
        "is_private": channel.private,
        "is_archived": False,
        "is_general": False,
        "is_member": channel.bot_is_member,
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "shared_team_ids": [TEAM],
        "context_team_id": TEAM,
        "parent_conversation": None,
        "unlinked": 0,
        "topic": nothing,
        "purpose": nothing,
        "previous_names": [],
    }


def history(workspace: Workspace, arguments: Json) -> Json:
    """conversations.history: what was said in a channel, the latest first."""
    channel = _visible(workspace, text_of(arguments, "channel"))
    if not channel.is_dm:
        workspace.manifest.require("groups:history" if channel.private else "channels:history")
    limit, span = _limit(arguments), _span(arguments)
    found = [message for message in reversed(channel.messages) if span(float(message.ts))]
    page = found[:limit]
    cursor = page[-1].ts if len(found) > limit else ""
    metadata = flag_of(arguments, "include_all_metadata")
    return {
        "messages": [_shown(workspace, message, metadata=metadata) for message in page],
        "has_more": bool(cursor),
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
        **({"response_metadata": {"next_cursor": cursor}} if cursor else {}),
    }


def _shown(workspace: Workspace, message: Message, *, metadata: bool = True) -> Json:
    return messages.as_payload(message, metadata=metadata, profile=workspace.bot_profile)


def _visible(workspace: Workspace, channel_id: str) -> Channel:
    channel = workspace.channel(channel_id)
    if channel.bot_is_member:
        return channel
    # Slack does not even admit that a private channel exists.
    code = "channel_not_found" if channel.private else "not_in_channel"
    raise RefusedError(code, f"The bot is not in {channel_id}.")


def writable(workspace: Workspace, channel_id: str) -> Channel:
    """Return the channel, or the person's conversation; refused when the bot may not post there."""
    person = workspace.people.get(channel_id)
    if person is not None and (person.dm is not None or not person.deleted):
        channel_id = workspace.dm(person).id
    channel = _visible(workspace, channel_id)
    if channel.is_dm and not workspace.manifest.messages_tab:
        raise RefusedError("messages_tab_disabled", "The manifest has no messages tab.")
    return channel


def _posted(channel: Channel, ts: str) -> Message:
    message = channel.message(ts)
    if message is None:
        raise RefusedError("message_not_found", f"No message in {channel.id} has the ts {ts}.")
    return message


def _completed(arguments: Json, message: Message) -> Json:
    # Blocks alone keep the text; text alone takes the blocks away.
    blocks = arguments.get("blocks")
    text = arguments.get("text")
    return {**arguments, "text": message.text if text is None and blocks is not None else text}


def _limit(arguments: Json) -> int:
    limit = str(arguments.get("limit", 100))
    if not limit.isdecimal() or not 1 <= int(limit) <= _MOST_HISTORY:
        raise RefusedError("invalid_limit", f"limit must be between 1 and {_MOST_HISTORY}")
    return int(limit)


def _span(arguments: Json) -> Callable[[float], bool]:
    """Return whether a moment is among those asked for; refused when they are no moments."""
    try:
        oldest = float(arguments.get("oldest") or 0)
        latest = float(arguments.get("latest") or "inf")
        before = float(arguments.get("cursor") or "inf")
    except ValueError as error:
        raise RefusedError("invalid_ts_latest", "A moment must look like 1.000000.") from error
    if flag_of(arguments, "inclusive"):
        return lambda moment: oldest <= moment <= latest and moment < before
    return lambda moment: oldest < moment < min(latest, before)
