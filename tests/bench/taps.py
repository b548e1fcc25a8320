"""Taps on an answer, as Slack sends them over a socket."""

import json
from dataclasses import dataclass
from typing import Any

from bot.messages import checkins as messages
from bot.messages.names import Tap as Name
from bot.messages.parts import View
from content.model import CheckIn, Choice, Library
from tests.bench.seeding import Question

TEAM = {"id": "T0BENCH01", "domain": "invented"}


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap: what goes over the socket, and the trigger by which its modal is known."""

    trigger_id: str
    envelope: str


def choice(checkin: CheckIn) -> Choice:
    """Return the answer that everybody gives: one that brings an exercise."""
    return next(one for one in checkin.choices if one.offer)


def reply(library: Library, checkin: CheckIn) -> View:
    """Return the modal with which the bot replies to such a tap."""
    given = choice(checkin)
    assert given.offer is not None, "such an answer was chosen"
    return messages.reply(given, library.exercises[given.offer], "0" * 32)


def tap(checkin: CheckIn, question: Question) -> Tap:
    """Return the tap with which somebody answers their question."""
    trigger_id = f"1700000000.{question.delivery_id}"
    envelope = {
        # The stand-in knows acks by the same name as what follows them.
        "envelope_id": trigger_id,
        "payload": _payload(checkin, question) | {"trigger_id": trigger_id},
        "type": "interactive",
        "accepts_response_payload": False,
    }
    return Tap(trigger_id, json.dumps(envelope))


def _payload(checkin: CheckIn, question: Question) -> dict[str, Any]:
    """Return the tap without its trigger (docs.slack.dev, block_actions payload)."""
    message = _message(checkin, question)
    channel = f"D{question.slack_id[1:]}"
    return {
        "type": "block_actions",
        "user": {
            "id": question.slack_id,
            "username": "invented",
            "name": "invented",
            "team_id": TEAM["id"],
        },
        "api_app_id": "A0BENCH01",
        "token": "invented",
        "container": {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel,
            "is_ephemeral": False,
        },
        "team": TEAM,
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel, "name": "directmessage"},
        "message": message,
        "state": {"values": {}},
        "response_url": "http://127.0.0.1:9/actions/T0BENCH01/1/invented",
        "actions": [_action(checkin, question)],
    }


def _message(checkin: CheckIn, question: Question) -> dict[str, Any]:
    shown = messages.question(checkin, question.delivery_id)
    return {
        "user": "U0BENCH01",
        "type": "message",
        "ts": "1700000000.000100",
        "bot_id": "B0BENCH01",
        "app_id": "A0BENCH01",
        "text": shown.text,
        "team": TEAM["id"],
        # Slack names the blocks that have no name.
        "blocks": [{"block_id": f"b{n}", **block} for n, block in enumerate(shown.blocks)],
    }


def _action(checkin: CheckIn, question: Question) -> dict[str, Any]:
    given = choice(checkin)
    return {
        "action_id": f"{Name.ANSWER}:{given.id}",
        "block_id": "b1",
        "text": {"type": "plain_text", "text": given.label, "emoji": False},
        "value": question.delivery_id,
        "type": "button",
        "action_ts": "1700000001.000200",
    }
