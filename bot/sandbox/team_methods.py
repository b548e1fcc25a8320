"""The Web API methods about the workspace itself: auth.test, users.info, connections."""

from datetime import timedelta

from bot.sandbox.arguments import flag_of, text_of
from bot.sandbox.blocks import Json
from bot.sandbox.errors import RefusedError
from bot.sandbox.model import Person
from bot.sandbox.workspace import APP, BOT, BOT_USER, DOMAIN, TEAM, Workspace

# What nobody in the sandbox has filled in of their profile.
_UNTOLD: Json = {
    "phone": "",
    "skype": "",
    "status_text": "",
    "status_text_canonical": "",
    "status_emoji": "",
    "status_emoji_display_info": [],
    "status_expiration": 0,
    "avatar_hash": "",
}


def test_token(workspace: Workspace, arguments: Json) -> Json:
    """auth.test: who the bot is."""
    return {
        "url": f"{workspace.url}/",
        "team": DOMAIN,
        "user": workspace.manifest.name,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def user_info(workspace: Workspace, arguments: Json) -> Json:
    """users.info: who somebody is, and what time it is where they live."""
    slack_id = text_of(arguments, "user")
    if slack_id == BOT_USER:
        return {"user": _bot(workspace)}
    person = workspace.person(slack_id)
    shown = as_payload(workspace, person)
    if flag_of(arguments, "include_locale"):
        shown["locale"] = "en-US"
    return {"user": shown}


def look_up_by_email(workspace: Workspace, arguments: Json) -> Json:
    """users.lookupByEmail: who has an address; nobody any more once their account has ended."""
    address = text_of(arguments, "email").lower()
    for person in workspace.people.values():
        if person.email == address and not person.deleted:
            return {"user": as_payload(workspace, person)}
    raise RefusedError("users_not_found", "Nobody has this address.")


def open_connection(workspace: Workspace, arguments: Json) -> Json:
    """apps.connections.open: a web socket address that can be used once."""
    if not workspace.manifest.socket_mode:
        raise RefusedError("forbidden", "The manifest has no Socket Mode.")
    ticket = workspace.tickets.issue(None)
    address = workspace.url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={ticket}"}


def as_payload(workspace: Workspace, person: Person) -> Json:
    """Return somebody as Slack tells of them."""
    local = workspace.local_now(person)
    first, _, last = person.name.partition(" ")
    return {
        "id": person.slack_id,
        "team_id": TEAM,
        "name": person.username,
        "deleted": person.deleted,
        "color": "335577",
        "real_name": person.name,
        "tz": person.zone,
        "tz_label": local.tzname(),
        "tz_offset": int((local.utcoffset() or timedelta()).total_seconds()),
        "profile": {
            "real_name": person.name,
            "display_name": person.name,
            "real_name_normalized": person.name,
            "display_name_normalized": person.name,
            "first_name": first,
            "last_name": last,
            "title": person.note,
            "team": TEAM,
            # Only to an app that may read addresses.
            **({"email": person.email} if _may_read_email(workspace) else {}),
            **_UNTOLD,
        },
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.guest,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
        "updated": int(workspace.calendar.now().timestamp()),
    }


def _may_read_email(workspace: Workspace) -> bool:
    return "users:read.email" in workspace.manifest.scopes


def _bot(workspace: Workspace) -> Json:
    shown = as_payload(workspace, Person(BOT_USER, workspace.manifest.name, "UTC"))
    profile = {**shown["profile"], "bot_id": BOT, "api_app_id": APP, "always_active": True}
    # A bot has none.
    profile.pop("email", None)
    return {**shown, "profile": profile, "is_bot": True}
