"""A pack as a site would lay it, for tests."""

from pathlib import Path

ATTESTED = """
title       = "Texts of an invented hospital"
licence     = "Our own"
attested_by = "Head of education"
attested_on = 2026-10-01
"""


def written(path: Path, text: str) -> Path:
    """Return the path of a file that now says this."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def attested(folder: Path) -> Path:
    """Return a folder that somebody attests, as a pack must be."""
    return written(folder / "pack.toml", ATTESTED).parent
