"""What the bot in the invented hospital is told before it starts."""

from pathlib import Path

from bot import app
from tests.hospital import SITES


def environment(folder: Path) -> dict[str, str]:
    """Return the settings of a bot in the invented hospital, but for where Slack is."""
    sites = folder / "sites.toml"
    sites.write_text(SITES, encoding="utf-8")
    return {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "DATABASE_URL": f"sqlite:///{folder}/bot.db",
        "BOT_SECRET_KEYS": app.new_key(),
        "KEY_KEEPER": "the invented keeper",
        "SITES": str(sites),
        "PACING": "unlimited",
    }
