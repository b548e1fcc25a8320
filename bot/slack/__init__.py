"""Speaks to Slack in our words: the only room that calls the Web API."""

from bot.slack.outcomes import (
    NotSentError,
    OutcomeUnknownError,
    RefusedError,
    StoppedError,
    UnreachableError,
)
from bot.slack.workspace import (
    SCOPES,
    Block,
    Channel,
    Identity,
    Member,
    Posted,
    Slack,
    Window,
    member_of,
)

__all__ = [
    "SCOPES",
    "Block",
    "Channel",
    "Identity",
    "Member",
    "NotSentError",
    "OutcomeUnknownError",
    "Posted",
    "RefusedError",
    "Slack",
    "StoppedError",
    "UnreachableError",
    "Window",
    "member_of",
]
