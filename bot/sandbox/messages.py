"""Messages: what may be said, saying it, rewording it, and whispering it to one person."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox import files
from bot.sandbox.blocks import Json, with_ids
from bot.sandbox.errors import RefusedError
from bot.sandbox.limits import problems
from bot.sandbox.model import Channel, File, Message, Person, Wording
from bot.sandbox.words import message_words
from bot.sandbox.workspace import APP, BOT, BOT_USER, TEAM, Workspace

LONGEST_TEXT = 40_000
# Slack holds an edited text to a tenth of that.
LONGEST_EDIT = 4_000


@dataclass(frozen=True, slots=True)
class Draft:
    """What the bot wants to say, checked against Slack's limits."""

    text: str
    blocks: list[Json]
    metadata: Json | None = None
    thread_ts: str | None = None
    files: Sequence[File] = ()
    client_msg_id: str | None = None


def read_draft(arguments: Json, longest: int = LONGEST_TEXT, shared: Sequence[File] = ()) -> Draft:
    """Return what `arguments` say; refused when Slack would not take it."""
    text, blocks = arguments.get("text") or "", arguments.get("blocks") or []
    if arguments.get("attachments"):
        raise RefusedError("invalid_attachments", "The sandbox shows no attachments; use blocks.")
    if not isinstance(text, str) or len(text) > longest:
        raise RefusedError("msg_too_long", f"text must be less than {longest + 1} characters")
    if not text and not blocks and not shared:
        raise RefusedError("no_text", "text or blocks must say something")
    if found := problems(blocks, "message") if blocks else []:
        raise RefusedError("invalid_blocks", problems=found)
    return Draft(text, blocks, _metadata(arguments), arguments.get("thread_ts"), shared)


def _metadata(arguments: Json) -> Json | None:
    given = arguments.get("metadata")
    if not given:
        return None
    if (
        not isinstance(given, dict)
        or not isinstance(given.get("event_type"), str)
        or not isinstance(given.get("event_payload"), dict)
    ):
        raise RefusedError(
            "invalid_metadata_format", "metadata needs an event_type and an event_payload object"
        )
    return given


def post(workspace: Workspace, channel: Channel, draft: Draft, author: str = BOT_USER) -> Message:
    """Return the message that now stands in `channel`."""
    message = _written(workspace, channel, draft, author)
    channel.messages.append(message)
    _tell(workspace, channel, message)
    if author == BOT_USER:
        workspace.on_change("posted", channel, message)
    return message


def whisper(workspace: Workspace, channel: Channel, person: Person, draft: Draft) -> Message:
    """Return the ephemeral that `person` alone sees in `channel`."""
    message = _written(workspace, channel, draft, BOT_USER)
    message.reader = person.slack_id
    person.whispers.append(message)
    _tell(workspace, channel, message)
    return message


def reword(workspace: Workspace, message: Message, draft: Draft) -> None:
    """Make `message` say what `draft` says; its former wording is remembered."""
    channel = workspace.channels[message.channel]
    edited_at = workspace.new_ts()
    message.former.append(Wording(message.text, message.blocks, edited_at))
    message.text = draft.text
    message.blocks = with_ids(draft.blocks, lambda: workspace.new_id("b"))
    message.values = {}
    message.edited_at = edited_at
    _tell(workspace, channel, message)
    if message.reader is None:
        workspace.on_change("changed", channel, message)


def delete(workspace: Workspace, message: Message) -> None:
    """Take `message` away from wherever it stands."""
    if message.reader is not None:
        workspace.people[message.reader].whispers.remove(message)
        return
    channel = workspace.channels[message.channel]
    channel.messages.remove(message)
    message.deleted_at = workspace.new_ts()
    channel.deleted.append(message)
    workspace.on_change("deleted", channel, message)


def as_payload(message: Message, *, metadata: bool = False, profile: Json | None = None) -> Json:
    """Return the message as Slack shows it to the bot, with its `profile` if it is the bot's."""
    of_the_bot = {"bot_id": BOT, "app_id": APP, "bot_profile": profile}
    edited = {"user": message.author, "ts": message.edited_at}
    further: Json = {
        **(of_the_bot if message.author == BOT_USER else {}),
        "client_msg_id": message.client_msg_id,
        "blocks": message.blocks,
        "edited": edited if message.edited_at else None,
        "thread_ts": message.thread_ts,
        "metadata": message.metadata if metadata else None,
    }
    return {
        "type": "message",
        "user": message.author,
        "text": message.text,
        "ts": message.ts,
        "team": TEAM,
        **{name: part for name, part in further.items() if part},
        **_shared(message),
    }


def _shared(message: Message) -> Json:
    if not message.files:
        return {}
    shown = [files.as_payload(file) for file in message.files]
    return {"files": shown, "upload": True, "display_as_bot": False}


def _written(workspace: Workspace, channel: Channel, draft: Draft, author: str) -> Message:
    return Message(
        channel=channel.id,
        ts=workspace.new_ts(),
        author=author,
        text=draft.text,
        blocks=with_ids(draft.blocks, lambda: workspace.new_id("b")),
        metadata=draft.metadata,
        thread_ts=draft.thread_ts,
        files=list(draft.files),
        client_msg_id=draft.client_msg_id,
    )


def _tell(workspace: Workspace, channel: Channel, message: Message) -> None:
    readers = message.reader or (next(iter(channel.members)) if channel.is_dm else channel.id)
    if message.author == BOT_USER:
        workspace.transcript.tell(
            workspace.name_of(readers), "sees", lambda: message_words(message, workspace.name_of)
        )
