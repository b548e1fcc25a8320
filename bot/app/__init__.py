"""The composition root: the only room that knows every other."""

import json
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex
from typing import Any

from bot.app.logs import THEIRS, log_at
from bot.app.readiness import NotReadyError, configured, holding, now_of, prepare, prepared, upgrade
from bot.app.upkeep import applied, exported, rotated
from bot.app.wiring import Bot, build, close, examined, keep, opened
from storage import seal

__all__ = [
    "THEIRS",
    "Bot",
    "NotReadyError",
    "applied",
    "build",
    "close",
    "configured",
    "examined",
    "exported",
    "holding",
    "keep",
    "log_at",
    "manifest",
    "new_key",
    "now_of",
    "opened",
    "prepare",
    "prepared",
    "rotated",
    "upgrade",
]

MANIFEST = Path(__file__).parents[2] / "manifest.json"


def new_key() -> str:
    """Return a new key, named after nothing, as `BOT_SECRET_KEYS` takes it."""
    return seal.new_key(f"k{token_hex(2)}")


def manifest() -> Mapping[str, Any]:
    """Return the app's manifest, as it stands beside the code."""
    found: Mapping[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return found
