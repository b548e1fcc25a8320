"""What a person sees of a message: a copy that stays as it was."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.blocks import Json
from bot.sandbox.model import Message
from bot.sandbox.texts import Names
from bot.sandbox.words import wording_words


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it stood on the screen when somebody looked.

    `edited` holds what it said before, the oldest first.
    """

    channel: str
    ts: str
    author: str
    text: str
    blocks: list[Json]
    ephemeral: bool
    metadata: dict[str, Any] | None
    edited: tuple["Seen", ...]
    names: Names = field(repr=False, compare=False)

    def words(self) -> str:
        """Return it as plain text, line by line."""
        return "\n".join(wording_words(self.text, self.blocks, self.names))


def see(message: Message, names: Names) -> Seen:
    """Return what `message` looks like at this moment."""

    def worded(text: str, blocks: list[Json], former: tuple[Seen, ...] = ()) -> Seen:
        return Seen(
            channel=message.channel,
            ts=message.ts,
            author=message.author,
            text=text,
            blocks=deepcopy(blocks),
            ephemeral=message.reader is not None,
            metadata=deepcopy(message.metadata),
            edited=former,
            names=names,
        )

    former = tuple(worded(before.text, before.blocks) for before in message.former)
    return worded(message.text, message.blocks, former)
