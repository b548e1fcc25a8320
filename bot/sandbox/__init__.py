"""A Slack workspace on your own machine: it refuses what Slack refuses, and plays the people."""

from bot.sandbox.acting import Actor
from bot.sandbox.calendar import Calendar
from bot.sandbox.calls import Call
from bot.sandbox.elapsed import Timing
from bot.sandbox.errors import NotAllowedError, NotSeenError, PortTakenError
from bot.sandbox.seen import Seen
from bot.sandbox.server import Sandbox
from bot.sandbox.transcript import Happening

__all__ = [
    "Actor",
    "Calendar",
    "Call",
    "Happening",
    "NotAllowedError",
    "NotSeenError",
    "PortTakenError",
    "Sandbox",
    "Seen",
    "Timing",
]
