"""Speaks to Slack in our words: the only room that calls the Web API."""

from bot.slack.outcomes import (
    NotSentError,
    OutcomeUnknownError,
    RefusedError,
    StoppedError,
    UnreachableError,
)
from bot.slack.shapes import Block, Channel, Identity, Member, Posted, Window, member_of
from bot.slack.workspace import SCOPES, Slack

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
