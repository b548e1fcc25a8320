"""Whom Slack cannot reach, for those who made the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.messages.parts import Message, section

# Kept with the person, and shown in these words.
CLOSED, GUEST, NOT_FOUND = "closed", "guest", "not found"
_WHY: Mapping[str, str] = {
    CLOSED: "account closed",
    GUEST: "a guest by now",
    NOT_FOUND: "not found in Slack",
}

TITLE = "Slack cannot reach these people on your lists. They may miss notices of training days:"
# More would bury the figures above them.
MOST = 20


@dataclass(frozen=True, slots=True, order=True)
class Unreached:
    """Somebody on a list whom Slack cannot reach, and the reason, one of those above."""

    slack_id: str
    reason: str


def why(reason: str) -> str:
    """Return why Slack cannot reach somebody, as trainers read it."""
    return _WHY[reason]


def below(message: Message, unreached: Sequence[Unreached]) -> Message:
    """Return an answer with those below it whom Slack cannot reach, above its last buttons."""
    if not unreached:
        return message
    lines = [f"• <@{one.slack_id}>: {why(one.reason)}" for one in unreached[:MOST]]
    more = len(unreached) - MOST
    if more > 0:
        lines.append(f"• and {more} more")
    said = "\n".join([TITLE, *lines])
    *shown, last = message.blocks
    return Message(f"{message.text}\n{said}", (*shown, section(said), last))
