"""Names in what people type, as Slack's client turns them into ids."""

from bot.sandbox.workspace import BOT_USER, Workspace


def in_message(workspace: Workspace, text: str) -> str:
    """Return what somebody typed as a message carries it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _replaced(workspace, text, "<@{id}>", "<#{id}|{name}>")


def in_command(workspace: Workspace, text: str) -> str:
    """Return what somebody typed as an escaping slash command carries it."""
    return _replaced(workspace, text, "<@{id}|{name}>", "<#{id}|{name}>")


def _people(workspace: Workspace, form: str) -> dict[str, str]:
    names = {
        f"@{person.name}": form.format(id=person.slack_id, name=person.username)
        for person in workspace.people.values()
    }
    bot = workspace.manifest.name
    return {**names, f"@{bot}": form.format(id=BOT_USER, name=bot)}


def _channels(workspace: Workspace, form: str) -> dict[str, str]:
    return {
        f"#{channel.name}": form.format(id=channel.id, name=channel.name)
        for channel in workspace.channels.values()
        if not channel.is_dm
    }


def _replaced(workspace: Workspace, text: str, person: str, channel: str) -> str:
    if "@" not in text and "#" not in text:
        return text
    names = _people(workspace, person) | _channels(workspace, channel)
    # The longest first: "Nia Example-Jones" begins with "Nia Example".
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, names[name])
    return text
