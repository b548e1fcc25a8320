"""What a person sees of a message, which stays as it was.

What a message says is not copied: whenever it says something else, that is put in its place.
"""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import files
from bot.sandbox.blocks import Json
from bot.sandbox.file_words import file_words
from bot.sandbox.model import Message
from bot.sandbox.texts import Names
from bot.sandbox.words import wording_words


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it stood on the screen when somebody looked.

    `files` are as the bot is shown them; `edited` holds what it said before, the oldest first.
    """

    channel: str
    ts: str
    author: str
    text: str
    blocks: list[Json]
    files: list[Json]
    ephemeral: bool
    metadata: dict[str, Any] | None
    edited: tuple["Seen", ...]
    names: Names = field(repr=False, compare=False)

    def words(self) -> str:
        """Return it as plain text, line by line."""
        said = wording_words(self.text, self.blocks, self.names)
        return "\n".join([*said, *file_words(self.files)])


def see(message: Message, names: Names) -> Seen:
    """Return what `message` looks like at this moment."""

    def worded(text: str, blocks: list[Json], former: tuple[Seen, ...] = ()) -> Seen:
        return Seen(
            channel=message.channel,
            ts=message.ts,
            author=message.author,
            text=text,
            blocks=blocks,
            files=[files.as_payload(file) for file in message.files],
            ephemeral=message.reader is not None,
            metadata=message.metadata,
            edited=former,
            names=names,
        )

    former = tuple(worded(before.text, before.blocks) for before in message.former)
    return worded(message.text, message.blocks, former)
