"""What stands in a workspace: people, channels, messages, files and views."""

from dataclasses import dataclass, field

from bot.sandbox.blocks import Json


@dataclass(frozen=True, slots=True)
class Wording:
    """What a message said at one time, and when it was given another."""

    text: str
    blocks: list[Json]
    replaced_at: str


@dataclass(slots=True, eq=False)
class File:
    """One file, from the moment its upload was announced.

    `contents` are its bytes, once they have come; it is seen from when its upload is completed.
    """

    id: str
    name: str
    title: str
    size: int
    created: int
    address: str
    contents: bytes | None = None
    completed: bool = False
    # Whether it was shared in a channel that everybody may join.
    public: bool = False
    # Nobody can open it any more, but whoever keeps the workspace may.
    deleted_at: str | None = None


@dataclass(slots=True, eq=False)
class Message:
    """One message in a channel.

    An ephemeral has one reader and stands in no channel's history.
    """

    channel: str
    ts: str
    author: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str | None = None
    # Slack's own client gives each message that it sends an id.
    client_msg_id: str | None = None
    reader: str | None = None
    edited_at: str | None = None
    deleted_at: str | None = None
    former: list[Wording] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    # What each person has chosen in it, by Slack id, in the form of `state.values`.
    values: dict[str, Json] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class View:
    """One view of a modal, or a Home.

    `content` is what the bot sent, with every id filled in.
    """

    id: str
    content: Json
    values: Json
    hash: str
    root_id: str
    previous_id: str | None = None


@dataclass(slots=True, eq=False)
class Channel:
    """A channel, or a person's conversation with the bot."""

    id: str
    name: str
    members: set[str]
    private: bool
    bot_is_member: bool
    is_dm: bool = False
    messages: list[Message] = field(default_factory=list)
    # Nobody sees these any more, but whoever keeps the workspace may.
    deleted: list[Message] = field(default_factory=list)

    @property
    def shown_name(self) -> str:
        """What Slack calls it when it tells the bot: a private channel's name stays private."""
        if self.is_dm:
            return "directmessage"
        return "privategroup" if self.private else self.name

    def message(self, ts: str) -> Message | None:
        """Return the message posted at `ts`; None when there is none."""
        return next((message for message in self.messages if message.ts == ts), None)


@dataclass(slots=True, eq=False)
class Person:
    """Somebody in the workspace, with what Slack's client shows to them alone."""

    slack_id: str
    name: str
    zone: str
    note: str = ""
    deleted: bool = False
    guest: bool = False
    # The conversation with the bot, once either has opened it.
    dm: str | None = None
    channels: list[Channel] = field(default_factory=list)
    modals: list[View] = field(default_factory=list)
    home: View | None = None
    whispers: list[Message] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def username(self) -> str:
        """The name Slack makes from the display name."""
        return self.name.lower().replace(" ", ".")

    @property
    def email(self) -> str:
        """Their address at the hospital, made of their name too."""
        return f"{self.username}@hospital.example"
