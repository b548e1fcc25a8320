"""What the bot needs to know of Slack's people, channels, messages and windows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse

Block = Mapping[str, Any]

# What marks a message as ours: the kind of its metadata, and the name of our opaque id in it.
MARK = "delivery"
MARKED_WITH = "delivery_id"

# Bots, guests, and people of another workspace in a shared channel.
NOT_OF_THE_HOUSE = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")

# Block types that are rolled out workspace by workspace since 2026.
NEW_BLOCKS = frozenset({"data_table", "data_visualization"})


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is: its workspace, its bot id (None for some tokens) and its user id."""

    team_id: str
    bot_id: str | None
    user_id: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the workspace, as far as the bot needs to know them."""

    zone: str
    is_person: bool
    is_active: bool


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, as far as a trainer who chooses it must know it."""

    name: str
    is_private: bool
    is_archived: bool
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Window:
    """A modal in the state in which it was shown: an update with this hash touches no later one."""

    view_id: str
    hash: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is announced: its id, and where its bytes go."""

    file_id: str
    url: str


def member_of(user: Mapping[str, Any]) -> Member:
    """Return what of Slack's words about somebody the bot needs to know."""
    return Member(
        zone=user.get("tz") or "",
        is_person=not any(user.get(mark) for mark in NOT_OF_THE_HOUSE),
        is_active=not user.get("deleted"),
    )


def channel_of(channel: Mapping[str, Any]) -> Channel:
    """Return what of Slack's words about a channel a trainer must know."""
    return Channel(
        name=channel.get("name") or "",
        is_private=bool(channel.get("is_private")),
        is_archived=bool(channel.get("is_archived")),
        is_ours=bool(channel.get("is_member")),
    )


def window_of(answer: AsyncSlackResponse) -> Window:
    """Return the modal that an answer is about."""
    view: Mapping[str, Any] = answer.get("view") or {}
    return Window(view.get("id", ""), view.get("hash", ""))


def marked(reference: str) -> dict[str, Any]:
    """Return the metadata by which a message is found again."""
    return {"event_type": MARK, "event_payload": {MARKED_WITH: reference}}


def references(message: Mapping[str, Any]) -> Iterator[str | None]:
    """Yield our opaque ids in a message: of its mark, and of its buttons."""
    yield _mark(message)
    yield from _values(message)


def has_new(blocks: Sequence[Block]) -> bool:
    """Return whether some of these blocks are not shown in every workspace yet."""
    return any(block["type"] in NEW_BLOCKS for block in blocks)


def _mark(message: Mapping[str, Any]) -> str | None:
    """Return our opaque id of a message, or None of any other."""
    metadata: Mapping[str, Any] = message.get("metadata") or {}
    if metadata.get("event_type") != MARK:
        return None
    found: str | None = (metadata.get("event_payload") or {}).get(MARKED_WITH)
    return found


def _values(message: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a message has on its buttons, which stays with it wherever metadata does not."""
    for block in message.get("blocks") or ():
        for element in block.get("elements") or ():
            if value := element.get("value"):
                yield value
