"""What Slack tells the bot: commands, taps, submissions, closed views and events."""

import secrets
from collections.abc import Iterator

from bot.sandbox import messages, team_methods, views
from bot.sandbox.blocks import Json
from bot.sandbox.inputs import inputs_of
from bot.sandbox.model import Channel, Message, Person, View
from bot.sandbox.workspace import APP, BOT_USER, DOMAIN, TEAM, Reply, Trigger, Workspace

# Slack's retired way of proving a payload's origin; still a field of every payload.
_VERIFICATION = "sandbox-verification"


def command(workspace: Workspace, person: Person, channel: Channel, typed: str) -> Json:
    """Return the payload of a slash command."""
    name, _, text = typed.partition(" ")
    return {
        "token": _VERIFICATION,
        "team_id": TEAM,
        "team_domain": DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.shown_name,
        "user_id": person.slack_id,
        "user_name": person.username,
        "command": name,
        "text": text.strip(),
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": _response_url(workspace, person, channel.id, None),
        "trigger_id": workspace.triggers.issue(Trigger(person.slack_id, inside=False)),
    }


def message_action(workspace: Workspace, person: Person, message: Message, action: Json) -> Json:
    """Return the payload of a tap on something in a message."""
    channel = workspace.channels[message.channel]
    ephemeral = message.reader is not None
    # Slack does not keep ephemerals, so it cannot show the bot what stood in one.
    shown = {} if ephemeral else {"message": messages.as_payload(message)}
    return {
        **_interaction(workspace, "block_actions", person),
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": ephemeral,
        },
        "channel": {"id": channel.id, "name": channel.shown_name},
        **shown,
        "state": {"values": message.values.get(person.slack_id, {})},
        "response_url": _response_url(workspace, person, channel.id, message.ts),
        "actions": [{**action, "action_ts": workspace.new_ts()}],
    }


def view_action(workspace: Workspace, person: Person, view: View, action: Json) -> Json:
    """Return the payload of a tap on something in a modal or a Home."""
    inside = view in person.modals
    return {
        **_interaction(workspace, "block_actions", person, inside=inside),
        "container": {"type": "view", "view_id": view.id},
        "view": views.as_payload(view),
        "actions": [{**action, "action_ts": workspace.new_ts()}],
    }


def submission(workspace: Workspace, person: Person, view: View) -> Json:
    """Return the payload of a submitted modal."""
    return {
        **_interaction(workspace, "view_submission", person, inside=True),
        "view": views.as_payload(view),
        "response_urls": list(_response_urls(workspace, person, view)),
    }


def closing(workspace: Workspace, person: Person, view: View, *, cleared: bool) -> Json:
    """Return the payload of a modal that somebody closed."""
    payload = _interaction(workspace, "view_closed", person)
    del payload["trigger_id"]
    return {**payload, "view": views.as_payload(view), "is_cleared": cleared}


def event(workspace: Workspace, event: Json) -> Json:
    """Return the payload of an event."""
    return {
        "token": _VERIFICATION,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(float(event["event_ts"])),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secrets.token_hex(16)}",
    }


def home_opened(workspace: Workspace, person: Person) -> Json:
    """Return the event of somebody opening the app's Home."""
    shown = {"view": views.as_payload(person.home)} if person.home else {}
    return {
        "type": "app_home_opened",
        "user": person.slack_id,
        "channel": workspace.dm(person).id,
        "tab": "home",
        "event_ts": workspace.new_ts(),
        **shown,
    }


def user_changed(workspace: Workspace, person: Person) -> Json:
    """Return the event of something having changed of somebody: left, back, or moved."""
    ts = workspace.new_ts()
    return {
        "type": "user_change",
        "user": team_methods.as_payload(workspace, person),
        "cache_ts": int(float(ts)),
        "event_ts": ts,
    }


def direct_message(workspace: Workspace, message: Message) -> Json:
    """Return the event of something said in a conversation with the bot."""
    shared = {"subtype": "file_share"} if message.files else {}
    return {
        **messages.as_payload(message, profile=workspace.bot_profile),
        **shared,
        "channel": message.channel,
        "event_ts": message.ts,
        "channel_type": "im",
    }


def _interaction(workspace: Workspace, kind: str, person: Person, *, inside: bool = False) -> Json:
    return {
        "type": kind,
        "user": {
            "id": person.slack_id,
            "username": person.username,
            "name": person.username,
            "team_id": TEAM,
        },
        "api_app_id": APP,
        "token": _VERIFICATION,
        "trigger_id": workspace.triggers.issue(Trigger(person.slack_id, inside)),
        "team": {"id": TEAM, "domain": DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _response_url(workspace: Workspace, person: Person, channel: str, ts: str | None) -> str:
    key = workspace.replies.issue(Reply(person.slack_id, channel, ts))
    return f"{workspace.url}/respond/{key}"


def _response_urls(workspace: Workspace, person: Person, view: View) -> Iterator[Json]:
    for field in inputs_of(view.content["blocks"]):
        channel = field.value(view.values)
        if not field.element.get("response_url_enabled") or not channel:
            continue
        yield {
            "block_id": field.block["block_id"],
            "action_id": field.element["action_id"],
            "channel_id": channel,
            "response_url": _response_url(workspace, person, str(channel), None),
        }
