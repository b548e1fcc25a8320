"""What the bot in the invented hospital is told before it starts."""

import socket
from contextlib import closing
from pathlib import Path

from bot import app
from tests.hospital import SITES


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def environment(folder: Path) -> dict[str, str]:
    """Return the settings of a bot in the invented hospital, but for where Slack is."""
    sites = folder / "sites.toml"
    sites.write_text(SITES, encoding="utf-8")
    return {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        # Nobody listens there: a test that names no sandbox reaches nobody.
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "DATABASE_URL": f"sqlite:///{folder}/bot.db",
        "BOT_SECRET_KEYS": app.new_key(),
        "KEY_KEEPER": "the invented keeper",
        "SITES": str(sites),
        # Nobody has signed the library as it is shipped.
        "CONTENT_SENT": "all",
        "PACING": "unlimited",
    }
