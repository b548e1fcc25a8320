"""What somebody has before them, in the form in which their browser shows it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import NamedTuple

from bot.sandbox import messages, views
from bot.sandbox.blocks import Json
from bot.sandbox.calls import Call
from bot.sandbox.model import Channel, Message, Person
from bot.sandbox.stage import Stage

# Nobody reads more of them at once; the record has all.
_SHOWN = 10

# Where a message stands, and when it was written: nothing else has both.
Key = tuple[str, str]


class Glance(NamedTuple):
    """Everything on a person's screen: `sections` by name, and the messages apart."""

    sections: Json
    messages: dict[Key, Message]


def glance(stage: Stage, person: Person | None) -> Glance:
    """Return what stands on the page now; without a person, what everybody can see."""
    sections = _common(stage)
    if person is None:
        return Glance(sections, {})
    shown = {(message.channel, message.ts): message for message in _messages(person)}
    return Glance(sections | _own(person), shown)


def as_shown(stage: Stage, message: Message, reader: str) -> Json:
    """Return one message as the browser of `reader` shows it."""
    return {
        **messages.as_payload(message),
        "channel": message.channel,
        "name": stage.workspace.name_of(message.author),
        "ephemeral": message.reader is not None,
        "values": message.values.get(reader, {}),
    }


def _common(stage: Stage) -> Json:
    workspace, programme = stage.workspace, stage.programme
    return {
        "app": workspace.manifest.name,
        "commands": workspace.manifest.hints,
        "clock": {"now": stage.calendar.now().isoformat(), "running": stage.calendar.running},
        "connected": stage.connected,
        "people": [_known(person) for person in workspace.people.values()],
        "names": {channel.id: channel.name for channel in workspace.channels.values()},
        "faults": stage.faults.ahead,
        "refusals": [_refusal(call) for call in list(workspace.calls.refused)[-_SHOWN:]],
        "suggestions": [asdict(suggestion) for suggestion in programme.suggestions],
        "hands_off": programme.hands_off,
        "playable": programme.player is not None,
        "playing": programme.playing,
        "told": list(programme.told),
    }


def _refusal(call: Call) -> Json:
    """Return what Slack refused and why: its problems name the field, and repeat nothing of it."""
    answer = call.answer
    return {"method": call.method, "error": answer["error"], "detail": answer.get("detail", "")}


def _own(person: Person) -> Json:
    return {
        "channels": [_room(channel) for channel in person.channels],
        "modals": [views.as_payload(view) for view in person.modals],
        "home": views.as_payload(person.home) if person.home else None,
        "errors": person.errors,
    }


def _messages(person: Person) -> Iterator[Message]:
    for channel in person.channels:
        yield from channel.messages
    yield from person.whispers


def _known(person: Person) -> Json:
    latest = [channel.messages[-1].ts for channel in person.channels if channel.messages]
    return {
        "slack_id": person.slack_id,
        "name": person.name,
        "note": person.note,
        "zone": person.zone,
        "deleted": person.deleted,
        "guest": person.guest,
        # So that a page can say that something new has come for them.
        "latest": max(latest, key=float, default=""),
    }


def _room(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "dm": channel.is_dm,
        "private": channel.private,
        "members": len(channel.members),
    }
