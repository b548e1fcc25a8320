"""The composition root: the only room that knows every other."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.app.logs import THEIRS, log_at
from bot.app.readiness import NotReadyError, configured, holding, now_of, prepare, upgrade
from bot.app.upkeep import new_key
from bot.app.wiring import Bot, build, close, examined, keep, opened

__all__ = [
    "THEIRS",
    "Bot",
    "NotReadyError",
    "build",
    "close",
    "configured",
    "examined",
    "holding",
    "keep",
    "log_at",
    "manifest",
    "new_key",
    "now_of",
    "opened",
    "prepare",
    "upgrade",
]

MANIFEST = Path(__file__).parents[2] / "manifest.json"


def manifest() -> Mapping[str, Any]:
    """Return the app's manifest, as it stands beside the code."""
    found: Mapping[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return found
