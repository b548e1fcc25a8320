"""What the app's manifest promises, as far as a workspace asks."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.errors import RefusedError

# What Slack asks of an app before it tells it of these.
_EVENT_SCOPES = {"message.im": "im:history", "user_change": "users:read", "team_join": "users:read"}


class Manifest:
    """The app as it was installed; ValueError when Slack would not install it."""

    def __init__(self, manifest: Mapping[str, Any]) -> None:
        features = manifest.get("features", {})
        settings = manifest.get("settings", {})
        home = features.get("app_home", {})
        self.name = str(features.get("bot_user", {}).get("display_name", "bot"))
        self.home_tab = bool(home.get("home_tab_enabled", False))
        self.messages_tab = bool(home.get("messages_tab_enabled", False))
        self.read_only = bool(home.get("messages_tab_read_only_enabled", False))
        self.interactive = bool(settings.get("interactivity", {}).get("is_enabled", False))
        self.socket_mode = bool(settings.get("socket_mode_enabled", False))
        self.scopes = frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))
        self.events = frozenset(settings.get("event_subscriptions", {}).get("bot_events", []))
        # Whether Slack turns names into ids in what is typed after the command.
        self.commands: dict[str, bool] = {
            command["command"]: bool(command.get("should_escape", False))
            for command in features.get("slash_commands", [])
        }
        # What Slack offers while somebody types: the command, what it is for, what may follow.
        self.hints: list[dict[str, str]] = [
            {name: str(command.get(name, "")) for name in ("command", "description", "usage_hint")}
            for command in features.get("slash_commands", [])
        ]
        self._check()

    def require(self, scope: str) -> None:
        """Refuse when the app was installed without `scope`."""
        if scope not in self.scopes:
            why = f"The manifest lacks {scope}."
            raise RefusedError("missing_scope", why, needed=scope, provided=self.named_scopes)

    @property
    def named_scopes(self) -> str:
        """Return the scopes as Slack writes them: in order, with commas between."""
        return ",".join(sorted(self.scopes))

    def _check(self) -> None:
        needed = {_EVENT_SCOPES[event] for event in self.events if event in _EVENT_SCOPES}
        if self.commands:
            needed.add("commands")
        if missing := sorted(needed - self.scopes):
            raise ValueError(f"The manifest needs the scopes {', '.join(missing)}.")
